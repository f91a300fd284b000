package nomination_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/nomination"
	"dossier/internal/people"
	"dossier/internal/problem"
)

const term = 180 * 24 * time.Hour

func TestWhatBecomesOfANomination(t *testing.T) {
	t.Parallel()
	o := open(t)
	accept := func(n id.ID) error { return o.answer(o.ana, n, nomination.Accept) }
	decline := func(n id.ID) error { return o.answer(o.ana, n, nomination.Decline) }
	withdraw := func(n id.ID) error { return o.withdraw(o.ten, n) }
	wait := func(id.ID) error { o.Advance(term); return nil }
	for _, tc := range []struct {
		rule   string
		before []func(id.ID) error
		act    func(id.ID) error
		is     nomination.Status
		closed bool // the last act is refused
	}{
		{"R2: accepted", nil, accept, nomination.Accepted, false},
		{"R2: declined", nil, decline, nomination.Declined, false},
		{"R2: withdrawn before an answer", nil, withdraw, nomination.Withdrawn, false},
		{"R2: withdrawn after consent", []func(id.ID) error{accept}, withdraw, nomination.Withdrawn, false},
		{"R2: answered twice", []func(id.ID) error{accept}, accept, nomination.Accepted, true},
		{"R2: consent taken back", []func(id.ID) error{accept}, decline, nomination.Accepted, true},
		{"R2: consent after a refusal", []func(id.ID) error{decline}, accept, nomination.Declined, true},
		{"R2: withdrawn after a refusal", []func(id.ID) error{decline}, withdraw, nomination.Declined, true},
		{"R2: consent after a withdrawal", []func(id.ID) error{withdraw}, accept, nomination.Withdrawn, true},
		{"R2: withdrawn twice", []func(id.ID) error{withdraw}, withdraw, nomination.Withdrawn, true},
		{"R2: consent too late", []func(id.ID) error{wait}, accept, nomination.Expired, true},
		{"R2: withdrawn too late", []func(id.ID) error{accept, wait}, withdraw, nomination.Expired, true},
	} {
		n := o.nominate(o.ten)
		for _, b := range tc.before {
			if err := b(n); err != nil {
				t.Fatalf("%s: %v", tc.rule, err)
			}
		}
		err := tc.act(n)
		if tc.closed {
			if c := refusal[*nomination.NominationClosed](t, tc.rule, err); c.Status != tc.is || !strings.Contains(c.Message(), "this nomination is "+string(tc.is)) {
				t.Errorf("%s: %+v", tc.rule, c)
			}
		} else if err != nil {
			t.Errorf("%s: %v", tc.rule, err)
		}
		for _, v := range []*people.Viewer{o.ana, o.ten} {
			if got := o.see(v, n); got.Status != tc.is {
				t.Errorf("%s: is %s, want %s", tc.rule, got.Status, tc.is)
			}
		}
		o.Advance(term) // the next one is in nobody's way
	}
}

func TestANominationEndsAtItsInstant(t *testing.T) {
	t.Parallel()
	o := open(t)
	n := o.nominate(o.ten)
	o.Advance(term - time.Microsecond)
	if got := o.see(o.ten, n).Status; got != nomination.Offered {
		t.Errorf("before its end it is %s", got)
	}
	if err := o.answer(o.ana, n, nomination.Accept); err != nil {
		t.Errorf("at the last moment: %v", err)
	}
	o.Advance(time.Microsecond)
	if got := o.see(o.ten, n).Status; got != nomination.Expired {
		t.Errorf("at its end it is %s", got)
	}
}

func TestWhoAnswersAndWithdraws(t *testing.T) {
	t.Parallel()
	o := open(t)
	n := o.nominate(o.ten)
	steward := o.Person("Sten", "", people.Steward)
	for what, act := range map[string]func() error{
		"R2: the nominator answers": func() error { return o.answer(o.ten, n, nomination.Accept) },
		"R2: a steward answers":     func() error { return o.answer(steward, n, nomination.Accept) },
		"R2: another answers":       func() error { return o.answer(o.Person("Ben", "L8"), n, nomination.Accept) },
		"R2: the nominee withdraws": func() error { return o.withdraw(o.ana, n) },
		"R2: a steward withdraws":   func() error { return o.withdraw(steward, n) },
		"R2: another founder's":     func() error { return o.withdraw(o.Person("Hana", "L10", people.HouseFounder), n) },
		"R2: an unknown nomination": func() error { return o.answer(o.ana, id.Of(id.Nomination, uuid.Max), nomination.Accept) },
		"R2: what is no nomination": func() error { return o.answer(o.ana, id.Of(id.Dossier, n.UUID), nomination.Accept) },
		"R2: a malformed id":        func() error { return o.withdraw(o.ten, id.ID{}) },
	} {
		if err := act(); !errors.Is(err, fault.ErrNotFound) {
			t.Errorf("%s: %v, want not found", what, err)
		}
	}
	p := refusal[*problem.Invalid](t, "an unknown answer", o.answer(o.ana, n, "MAYBE"))
	if p.Fields[0].Path != "input.answer" || o.see(o.ana, n).Status != nomination.Offered {
		t.Errorf("an unknown answer: %s", p.Message())
	}
}

// Rule R2: the standing on the day of the nomination counts.
func TestANominatorWhoLosesTheLevelLater(t *testing.T) {
	t.Parallel()
	o := open(t)
	n := o.nominate(o.ten)
	o.exec(`update rank_record set superseded_at = now() where person_id = $1`, o.ten.Person)
	if err := o.answer(o.ana, n, nomination.Accept); err != nil {
		t.Errorf("R2: %v", err)
	}
	if got := o.see(o.ten, n); got.Status != nomination.Accepted || got.Standing != "L10" {
		t.Errorf("R2: %+v", got)
	}
	if err := o.withdraw(o.ten, n); err != nil {
		t.Errorf("R2: it is still their word: %v", err)
	}
	_, err := o.acts.Nominate(t.Context(), o.ten, o.input(), o.Now)
	refusal[*problem.Invalid](t, "R2: a new one", err)
}

func TestOneOpenNomination(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := t.Context()
	first := o.nominate(o.ten)
	again := func(what string) {
		t.Helper()
		_, err := o.acts.Nominate(ctx, o.at(o.ten), o.input(), o.Now)
		if a := refusal[*nomination.AlreadyNominated](t, what, err); a.Nomination.UUID != first.UUID || !strings.Contains(a.Message(), "for L9 already") {
			t.Errorf("%s: %s", what, a.Message())
		}
	}
	again("R2: while offered")
	if err := o.answer(o.ana, first, nomination.Accept); err != nil {
		t.Fatal(err)
	}
	again("R2: while accepted")
	o.Advance(term - time.Microsecond)
	again("R2: until it ends")
	second := o.nominate(o.Person("Hana", "", people.HouseFounder))
	o.Advance(time.Microsecond)
	third := o.nominate(o.ten)
	if err := o.withdraw(o.ten, third); err != nil {
		t.Fatal(err)
	}
	o.Advance(time.Hour)
	fourth := o.nominate(o.ten)
	if err := o.answer(o.ana, fourth, nomination.Decline); err != nil {
		t.Fatal(err)
	}
	fifth := o.nominate(o.ten)
	for n, want := range map[id.ID]nomination.Status{
		first: nomination.Expired, second: nomination.Offered, third: nomination.Withdrawn, fourth: nomination.Declined, fifth: nomination.Offered,
	} {
		if got := o.see(o.ana, n).Status; got != want {
			t.Errorf("R2: %s, want %s", got, want)
		}
	}
}

func TestTheSameKeyNominatesOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	key := "k"
	with := func(in *nomination.NominateInput) { in.Key = &key }
	first := o.nominate(o.ten, with)
	if again := o.nominate(o.ten, with); again != first {
		t.Errorf("%v, want %v", again, first)
	}
	_, err := o.acts.Nominate(t.Context(), o.ten, o.input(with, func(in *nomination.NominateInput) { in.Money = "a loan" }), o.Now)
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("the key with another input: %v", err)
	}
}

func TestActsAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := t.Context()
	for range 6 {
		made := make([]uuid.UUID, 4)
		atOnce(t, "R2: nominations", len(made), func(i int) (err error) {
			made[i], err = o.acts.Nominate(ctx, o.at(o.ten), o.input(), o.Now)
			if a, ok := errors.AsType[*nomination.AlreadyNominated](err); err != nil && (!ok || a.Nomination == nil) {
				t.Errorf("R2: the slower nomination: %v", err)
			}
			return err
		})
		n := id.Of(id.Nomination, made[slices.IndexFunc(made, func(u uuid.UUID) bool { return u != uuid.Nil })])
		won := atOnce(t, "R2: answers", 4, func(i int) error {
			err := o.answer(o.ana, n, []nomination.Answer{nomination.Accept, nomination.Decline}[i%2])
			if _, ok := errors.AsType[*nomination.NominationClosed](err); err != nil && !ok {
				t.Errorf("R2: the slower answer: %v", err)
			}
			return err
		})
		if got, want := o.see(o.ana, n).Status, []nomination.Status{nomination.Accepted, nomination.Declined}[won%2]; got != want {
			t.Errorf("R2: the nomination is %s, and the answer that was taken makes it %s", got, want)
		}
		o.Advance(term)
	}
}

// atOnce runs fn n times at once and returns which run succeeded: one must.
func atOnce(t *testing.T, what string, n int, fn func(int) error) (won int) {
	t.Helper()
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { errs[i] = fn(i) })
	}
	all.Wait()
	done := 0
	for i, err := range errs {
		if err == nil {
			won = i
			done++
		}
	}
	if done != 1 {
		t.Fatalf("%s at once: %d succeeded", what, done)
	}
	return won
}
