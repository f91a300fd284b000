package keep_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/people/keep"
	"dossier/internal/postgres"
	"dossier/internal/problem"
	"dossier/internal/testworld"
)

// office is a world with a steward in it.
type office struct {
	*testworld.World
	acts    *keep.Acts
	steward *people.Viewer
}

func open(t *testing.T) *office {
	w := testworld.New(t)
	return &office{World: w, acts: &keep.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID}, steward: w.Person("Sten", "L8", people.Steward)}
}

func on(t *testing.T, s string) day.Day {
	t.Helper()
	d, err := day.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return day.Day{Time: d}
}

// correction is one of a person's rank; to is empty while it lasts.
func (o *office) correction(person uuid.UUID, level, from, to string, supersedes ...uuid.UUID) keep.CorrectRankInput {
	o.T.Helper()
	t := o.T.(*testing.T)
	in := keep.CorrectRankInput{Person: id.Of(id.Person, person), Level: level, From: on(t, from), Reason: "the letter says so"}
	if to != "" {
		d := on(t, to)
		in.To = &d
	}
	if len(supersedes) > 0 {
		k := id.Of(id.Rank, supersedes[0])
		in.Supersedes = &k
	}
	return in
}

func (o *office) ranks(person uuid.UUID) (said []string) {
	o.T.Helper()
	lists, err := o.People.RanksOf(o.T.Context(), []uuid.UUID{person}, o.Version.LadderID)
	if err != nil {
		o.T.Fatal(err)
	}
	for _, r := range lists[person] {
		s := r.Level + " " + r.From.Format(time.DateOnly)
		if r.To != nil {
			s += " " + r.To.Format(time.DateOnly)
		}
		said = append(said, s+" "+string(r.Cause))
	}
	return said
}

// imported is the only rank of a person.
func (o *office) imported(person uuid.UUID) uuid.UUID {
	o.T.Helper()
	lists, err := o.People.RanksOf(o.T.Context(), []uuid.UUID{person}, o.Version.LadderID)
	if err != nil || len(lists[person]) != 1 {
		o.T.Fatalf("%d ranks, %v", len(lists[person]), err)
	}
	return lists[person][0].UUID
}

func refused(t *testing.T, what string, err error, path, says string) {
	t.Helper()
	p, ok := errors.AsType[*problem.Invalid](err)
	if !ok {
		t.Errorf("%s: %v, want a refusal of %s", what, err, path)
		return
	}
	if p.Fields[0].Path != "input."+path || !strings.Contains(p.Message(), says) {
		t.Errorf("%s: %s, want %s: %s", what, p.Message(), path, says)
	}
}

func TestARankIsCorrectedAndStaysKnown(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := t.Context()
	ana := o.Person("Ana", "L8").Person
	if _, err := o.acts.CorrectRank(ctx, o.steward, o.correction(ana, "L8", "2023-01-31", "", o.imported(ana)), o.Now); err != nil {
		t.Fatal(err)
	}
	first, err := o.acts.CorrectRank(ctx, o.steward, o.correction(ana, "L7", "2020-02-29", "2023-01-31"), o.Now)
	if err != nil {
		t.Fatalf("a rank that ends where the next one begins: %v", err)
	}
	_, err = o.acts.CorrectRank(ctx, o.steward, o.correction(ana, "L7", "2020-02-29", "2023-02-28", first), o.Now)
	refused(t, "a correction into the next rank", err, "from", "L8 is held from 2023-01-31 on")
	right, err := o.acts.CorrectRank(ctx, o.steward, o.correction(ana, "L6", "2020-03-31", "2022-12-31", first), o.Now)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := o.ranks(ana), []string{"L6 2020-03-31 2022-12-31 CORRECTION", "L8 2023-01-31 CORRECTION"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	var at time.Time
	var by uuid.UUID
	var reason string
	var trail int
	err = o.DB.QueryRow(ctx, `select w.superseded_at, r.recorded_by, r.reason, (select count(*) from audit where act = 'correctRank' and subject = r.person_id)
		from rank_record w, rank_record r where w.id = $1 and r.id = $2`, first, right).Scan(&at, &by, &reason, &trail)
	if err != nil || !at.Equal(o.Now) || by != o.steward.Person || reason != "the letter says so" || trail != 3 {
		t.Errorf("superseded at %s by %s, %q, %d rows in the trail, %v", at, by, reason, trail, err)
	}
	// It can be superseded once.
	_, err = o.acts.CorrectRank(ctx, o.steward, o.correction(ana, "L5", "2019-01-01", "2019-02-01", first), o.Now)
	refused(t, "a rank that was corrected before", err, "supersedes", "was corrected already")
}

func TestWhatNoRankCanBe(t *testing.T) {
	t.Parallel()
	o := open(t)
	ana := o.Person("Ana", "L8").Person // since 2022-11-24
	ben := o.Person("Ben", "L8").Person
	late, elsewhere := "2026-11-25", "nowhere"
	with := func(in keep.CorrectRankInput, change func(*keep.CorrectRankInput)) keep.CorrectRankInput {
		change(&in)
		return in
	}
	good := o.correction(ana, "L7", "2020-01-01", "2021-01-01")
	for _, tc := range []struct {
		what string
		in   keep.CorrectRankInput
		path string
		says string
	}{
		{"ends on its first day", o.correction(ana, "L7", "2020-01-01", "2020-01-01"), "to", "not after from"},
		{"ends before it starts", o.correction(ana, "L7", "2020-03-01", "2020-02-29"), "to", "not after from"},
		{"starts tomorrow", o.correction(ana, "L9", late, ""), "from", "still to come"},
		{"starts in another age", o.correction(ana, "L7", "0020-01-01", "2021-01-01"), "from", "check the year"},
		{"an unknown level", o.correction(ana, "L99", "2020-01-01", "2021-01-01"), "level", `no level "L99"`},
		{"an unknown ladder", with(good, func(in *keep.CorrectRankInput) { in.Ladder = &elsewhere }), "ladder", `no ladder "nowhere"`},
		{"no reason", with(good, func(in *keep.CorrectRankInput) { in.Reason = " \n" }), "reason", "is empty"},
		{"a reason too long", with(good, func(in *keep.CorrectRankInput) { in.Reason = strings.Repeat("x", keep.MaxReason+1) }), "reason", "1001 characters"},
		{"a NUL", with(good, func(in *keep.CorrectRankInput) { in.Reason = "a\x00" }), "reason", "control character"},
		{"overlaps at the end", o.correction(ana, "L7", "2020-01-01", "2022-11-25"), "from", "L8 is held from 2022-11-24 on"},
		{"overlaps without an end", o.correction(ana, "L7", "2020-01-01", ""), "from", "L8 is held from 2022-11-24 on"},
	} {
		_, err := o.acts.CorrectRank(t.Context(), o.steward, tc.in, o.Now)
		refused(t, tc.what, err, tc.path, tc.says)
	}
	if got := o.ranks(ana); len(got) != 1 {
		t.Errorf("after refusals: %q", got)
	}
	if _, err := o.acts.CorrectRank(t.Context(), o.steward, o.correction(ana, "L7", "2020-01-01", "2022-11-24"), o.Now); err != nil {
		t.Errorf("up to the day before: %v", err)
	}
	if _, err := o.acts.CorrectRank(t.Context(), o.steward, o.correction(ben, "L1", "2026-11-24", "", o.imported(ben)), o.Now); err != nil {
		t.Errorf("from today on: %v", err)
	}
}

func TestWhoCorrectsRanks(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := t.Context()
	ana := o.Person("Ana", "L8", people.Candidate)
	double, own, stays := o.Person("Double", "").Person, o.Person("Sten's other", "").Person, o.Person("Stays", "L8").Person
	o.Tx(func(tx pgx.Tx) error { return o.People.Merge(ctx, tx, double, stays, o.Now) })
	o.Tx(func(tx pgx.Tx) error { return o.People.Merge(ctx, tx, own, o.steward.Person, o.Now) })
	others, err := o.People.RanksOf(ctx, []uuid.UUID{o.steward.Person}, o.Version.LadderID)
	if err != nil {
		t.Fatal(err)
	}
	in := o.correction(ana.Person, "L7", "2020-01-01", "2021-01-01")
	person := func(i id.ID) keep.CorrectRankInput { c := in; c.Person = i; return c }
	supersedes := func(i id.ID) keep.CorrectRankInput { c := in; c.Supersedes = &i; return c }
	for _, tc := range []struct {
		what string
		v    *people.Viewer
		in   keep.CorrectRankInput
	}{
		{"the person", ana, in},
		{"a founder", o.Person("Fay", "L10", people.HouseFounder), in},
		{"a steward, their own", o.steward, person(id.Of(id.Person, o.steward.Person))},
		{"of nobody", o.steward, person(id.Of(id.Person, uuid.Max))},
		{"of what is no person", o.steward, person(id.Of(id.Dossier, ana.Person))},
		{"of a malformed id", o.steward, person(id.ID{})},
		{"a steward, of their own double", o.steward, person(id.Of(id.Person, own))},
		{"superseding an unknown rank", o.steward, supersedes(id.Of(id.Rank, uuid.Max))},
		{"superseding what is no rank", o.steward, supersedes(id.Of(id.Pause, uuid.Max))},
		{"superseding another's rank", o.steward, supersedes(others[o.steward.Person][0].ID())},
	} {
		if _, err := o.acts.CorrectRank(ctx, tc.v, tc.in, o.Now); !errors.Is(err, fault.ErrNotFound) {
			t.Errorf("%s: %v, want not found", tc.what, err)
		}
	}
	if _, err := o.acts.CorrectRank(ctx, o.steward, person(id.Of(id.Person, double)), o.Now); err != nil || len(o.ranks(stays)) != 2 || len(o.ranks(double)) != 0 {
		t.Errorf("of a double: %v; the one that stays has %q", err, o.ranks(stays))
	}
}

func TestTheSameKeyCorrectsOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	ana := o.Person("Ana", "L8").Person
	in, key := o.correction(ana, "L7", "2020-01-01", "2021-01-01"), "k"
	in.Key = &key
	first, err := o.acts.CorrectRank(t.Context(), o.steward, in, o.Now)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := o.acts.CorrectRank(t.Context(), o.steward, in, o.Now); again != first || err != nil {
		t.Errorf("%s, %v, want %s", again, err, first)
	}
}

func TestOverlappingCorrectionsAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	for range 5 {
		ana := o.Person("A"+o.NewID().String(), "L8").Person
		var all sync.WaitGroup
		errs := make([]error, 4)
		for i, in := range []keep.CorrectRankInput{
			o.correction(ana, "L7", "2018-01-01", "2020-01-01"), o.correction(ana, "L8", "2019-12-31", "2022-01-01"),
			o.correction(ana, "L6", "2017-01-01", "2021-01-01"), o.correction(ana, "L5", "2019-12-01", "2020-02-01"),
		} {
			all.Go(func() { _, errs[i] = o.acts.CorrectRank(t.Context(), o.steward, in, o.Now) })
		}
		all.Wait()
		done := 0
		for _, err := range errs {
			if err == nil {
				done++
				continue
			}
			refused(t, "the slower one", err, "from", "overlap")
		}
		if done != 1 || len(o.ranks(ana)) != 2 {
			t.Errorf("%d corrections at once: %q", done, o.ranks(ana))
		}
	}
}

// A rank that another part of the program adds at the same moment is seen by
// the constraint alone.
func TestACorrectionMeetsARankFromElsewhere(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := t.Context()
	ana := o.Person("Ana", "L8").Person
	tx, err := o.DB.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	until := day.Date(2022, 1, 1)
	rank := people.Rank{Ladder: o.Version.LadderID, Level: "L7", From: day.Date(2021, 1, 1), To: &until, Cause: people.Decision}
	if err := o.People.AddRank(ctx, tx, o.NewID(), ana, rank); err != nil {
		t.Fatal(err)
	}
	var xid string
	if err := tx.QueryRow(ctx, `select pg_current_xact_id()::text`).Scan(&xid); err != nil {
		t.Fatal(err)
	}
	answer := make(chan error)
	go func() {
		_, err := o.acts.CorrectRank(ctx, o.steward, o.correction(ana, "L7", "2020-01-01", "2021-01-02"), o.Now)
		answer <- err
	}()
	for waits := false; !waits; {
		select {
		case err := <-answer:
			t.Fatalf("it did not wait: %v", err)
		default:
		}
		if err := o.DB.QueryRow(ctx, `select exists (select from pg_locks where not granted and transactionid::text = $1)`, xid).Scan(&waits); err != nil {
			t.Fatal(err)
		}
	}
	if err := postgres.Fault(tx.Commit(ctx), "commit"); err != nil {
		t.Fatal(err)
	}
	refused(t, "after the other", <-answer, "from", "another rank was recorded")
}
