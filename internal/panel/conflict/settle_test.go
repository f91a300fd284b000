package conflict_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/panel/conflict"
	"dossier/internal/people"
)

// A ruling binds the cause that it names: a new one is open again.
func TestADismissalIsBoundToItsCause(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.declare(o.ana, o.pia, "We shared a flat.")
	c := o.one(o.pia)
	o.must(o.sten, c, conflict.Dismiss, conflict.Dismissed)
	if got := o.check(o.pia.Person); got != nil {
		t.Errorf("dismissed, and refused: %v", got)
	}
	o.declare(o.ana, o.pia, "We founded a club.")
	if got := o.check(o.pia.Person); got == nil || len(got.Conflicts) != 1 || !strings.Contains(got.Message(), "We founded a club.") {
		t.Errorf("a new reason: %v", got)
	}
	if m := refused(t, second(o.settle(o.sven, c, conflict.Dismiss)), "verdict"); !strings.Contains(m, "is DISMISSED already") {
		t.Error(m)
	}
	o.must(o.sven, c, conflict.Confirm, conflict.Confirmed)
	if got := o.check(o.pia.Person); got == nil || len(got.Conflicts) != 2 {
		t.Errorf("confirmed again: %v", got)
	}
	found := o.between(o.pia)
	if len(found[0].Rulings)+len(found[1].Rulings) != 2 {
		t.Errorf("rulings %v, %v", found[0].Rulings, found[1].Rulings)
	}
}

// S10: two others waive a conflict, stewards or house founders; a confirmation
// sets aside what was waived before it.
func TestTwoOthersWaive(t *testing.T) {
	t.Parallel()
	o := open(t)
	house := o.Person("Hedda", "", people.HouseFounder)
	o.declare(o.ana, o.pia, "We shared a flat.")
	c := o.one(o.pia)
	o.must(o.sten, c, conflict.Waive, conflict.Proposed)
	refused(t, second(o.settle(o.sten, c, conflict.Waive)), "verdict")
	if got := o.one(o.pia); got.Waivers != 1 || !got.InForce {
		t.Errorf("one waiver: %+v", got)
	}
	o.must(house, c, conflict.Waive, conflict.Waived)
	if got := o.check(o.pia.Person); got != nil {
		t.Errorf("waived, and refused: %v", got)
	}
	refused(t, second(o.settle(o.sven, c, conflict.Waive)), "verdict")
	o.must(o.sven, c, conflict.Confirm, conflict.Confirmed)
	o.must(house, c, conflict.Waive, conflict.Confirmed)
	o.must(o.sten, c, conflict.Waive, conflict.Waived)
	o.must(o.sten, c, conflict.Dismiss, conflict.Dismissed)
	if m := refused(t, second(o.settle(o.sven, c, conflict.Waive)), "verdict"); !strings.Contains(m, "nothing to waive") {
		t.Error(m)
	}
	got := o.one(o.pia).Rulings
	if len(got) != 6 || got[1] != (conflict.Ruling{Verdict: conflict.Waived, Reason: "It was looked into.", By: house.Person, At: got[1].At}) || !got[1].At.Equal(o.Now) {
		t.Errorf("rulings: %+v", got)
	}
	var entries int
	if err := o.DB.QueryRow(t.Context(), `select count(*) from audit where act = 'settleConflict' and object = $1 and subject = $2`, o.dossier.String(), o.pia.Person).Scan(&entries); err != nil || entries != 6 {
		t.Errorf("%d entries in the trail, %v", entries, err)
	}
}

func TestWhoMayNotRule(t *testing.T) {
	t.Parallel()
	o := open(t)
	house := o.Person("Hedda", "", people.HouseFounder)
	both, stewardess := o.Person("Bo", "L9", people.Panelist, people.Steward), o.Person("Ida", "L8", people.Candidate, people.Steward)
	conflicted := o.Person("Cleo", "", people.Steward, people.HouseFounder)
	o.declare(o.ana, o.pia, "We shared a flat.")
	o.declare(both, o.ana, "We are cousins.")
	o.declare(o.ana, conflicted, "We are cousins.")
	c, own := o.one(o.pia), o.one(both)
	notFound(t, "a steward rules on their own", second(o.settle(both, own, conflict.Dismiss)))
	notFound(t, "a conflicted steward rules on another's", second(o.settle(conflicted, c, conflict.Dismiss)))
	notFound(t, "a conflicted house founder waives another's", second(o.settle(conflicted, c, conflict.Waive)))
	notFound(t, "the person waives", second(o.settle(o.pia, c, conflict.Waive)))
	notFound(t, "the candidate waives", second(o.settle(o.ana, c, conflict.Waive)))
	notFound(t, "a house founder dismisses", second(o.settle(house, c, conflict.Dismiss)))
	notFound(t, "a house founder confirms", second(o.settle(house, c, conflict.Confirm)))
	// A dismissed conflict leaves nothing in the way, and still is one's own.
	o.must(o.sten, own, conflict.Dismiss, conflict.Dismissed)
	refused(t, second(o.settle(both, own, conflict.Confirm)), "person")
	o.must(both, c, conflict.Confirm, conflict.Confirmed)
	// The candidate of another dossier who is a steward.
	o.dossier = o.file(stewardess, "IN_REVIEW")
	o.declare(stewardess, o.pia, "We shared a flat.")
	notFound(t, "the candidate, a steward, rules", second(o.settle(stewardess, o.one(o.pia), conflict.Dismiss)))
	o.dossier = o.file(o.Candidate("Dora"), "DRAFT")
	notFound(t, "a draft's", second(o.settle(o.sten, c, conflict.Dismiss)))
}

func TestWhatCannotBeRuled(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.do(`insert into mentorship (id, mentor_id, mentee_id, ladder_id, status, offered_by, offered_at, during) values (@id, @pia, @ana, @ladder, 'ENDED', @pia, @now, '[2020-01-01,2023-11-24)')`)
	over := o.one(o.pia)
	if m := refused(t, second(o.settle(o.sten, over, conflict.Dismiss)), "conflict"); !strings.Contains(m, "counts no more since 2026-11-24") {
		t.Error(m)
	}
	for name, tc := range map[string]struct {
		field string
		with  func(*conflict.SettleConflictInput)
	}{
		"another key":    {"conflict", func(in *conflict.SettleConflictInput) { in.Conflict = uuid.NewString() }},
		"another kind":   {"conflict", func(in *conflict.SettleConflictInput) { in.Kind = conflict.Mentee }},
		"another person": {"conflict", func(in *conflict.SettleConflictInput) { in.Person = person(o.sven) }},
		"no kind":        {"kind", func(in *conflict.SettleConflictInput) { in.Kind = "COUSIN" }},
		"no verdict":     {"verdict", func(in *conflict.SettleConflictInput) { in.Verdict = "FORGET" }},
		"no reason":      {"reason", func(in *conflict.SettleConflictInput) { in.Reason = " " }},
		"a long reason":  {"reason", func(in *conflict.SettleConflictInput) { in.Reason = strings.Repeat("x", 2001) }},
		"oneself":        {"person", func(in *conflict.SettleConflictInput) { in.Person = person(o.sten) }},
		"the candidate": {"verdict", func(in *conflict.SettleConflictInput) {
			in.Person, in.Kind, in.Conflict = person(o.ana), conflict.Self, o.ana.Person.String()
		}},
		"the candidate, 2": {"verdict", func(in *conflict.SettleConflictInput) {
			in.Person, in.Kind, in.Conflict, in.Verdict = person(o.ana), conflict.Self, o.ana.Person.String(), conflict.Waive
		}},
	} {
		in := conflict.SettleConflictInput{Dossier: o.dossier, Person: person(o.pia), Kind: over.Kind, Conflict: over.Key, Verdict: conflict.Dismiss, Reason: "It is wrong."}
		tc.with(&in)
		t.Log(name)
		refused(t, second(o.acts.Settle(t.Context(), o.sten, in, o.Now)), tc.field)
	}
	for name, in := range map[string]conflict.SettleConflictInput{
		"a dossier that is none": {Dossier: person(o.ana), Person: person(o.pia)},
		"an unknown dossier":     {Dossier: id.Of(id.Dossier, uuid.UUID{9}), Person: person(o.pia)},
		"a person who is none":   {Dossier: o.dossier, Person: o.dossier},
		"an unknown person":      {Dossier: o.dossier, Person: id.Of(id.Person, uuid.UUID{9})},
	} {
		in.Kind, in.Verdict, in.Reason = conflict.Mentor, conflict.Dismiss, "x"
		notFound(t, name, second(o.acts.Settle(t.Context(), o.sten, in, o.Now)))
	}
	// Where the ladder does not say that two waive, nobody does.
	strict := o.Import(func(v *ladder.Version) {
		v.Label = "strict"
		for i := range v.Policy {
			if v.Policy[i].Key == "conflicts" {
				v.Policy[i].Values = map[string]any{}
			}
		}
	})
	exec(t, o.World, `update dossier set ladder_version_id = '`+strict.UUID.String()+`'`, nil)
	if c := o.one(o.pia); !c.InForce || c.CountsUntil != nil {
		t.Errorf("without a word on how long, it counts for ever: %+v", c)
	}
	if m := refused(t, second(o.settle(o.sten, over, conflict.Waive)), "verdict"); !strings.Contains(m, "lets nobody waive") {
		t.Error(m)
	}
}

// Two who waive at once lift it, once each; the same person twice at once does
// not.
func TestWaiversAtOnce(t *testing.T) {
	t.Parallel()
	for name, by := range map[string][]int{"two persons": {0, 1}, "one person": {0, 0}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			o.declare(o.ana, o.pia, "We shared a flat.")
			c := o.one(o.pia)
			var done sync.WaitGroup
			errs := make([]error, len(by))
			for i, n := range by {
				done.Go(func() { errs[i] = second(o.settle([]*people.Viewer{o.sten, o.sven}[n], c, conflict.Waive)) })
			}
			done.Wait()
			failed := 0
			for _, err := range errs {
				if err != nil {
					failed++
					refused(t, err, "verdict")
				}
			}
			got := o.one(o.pia)
			if two := name == "two persons"; failed != map[bool]int{true: 0, false: 1}[two] || (got.State == conflict.Waived) != two || len(got.Rulings) != 2-failed {
				t.Errorf("%d refused, %s, %d rulings", failed, got.State, len(got.Rulings))
			}
		})
	}
}

func second[T any](_ T, err error) error { return err }
