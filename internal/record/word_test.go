package record_test

import (
	"testing"

	"github.com/google/uuid"

	"dossier/internal/record"
)

// M2, M4: who has nothing to say takes nobody else's word away.
func TestADeclineLeavesTheWordOfAnother(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	in := s.samples()[record.KindOutcomeReview]
	in.About = ptr(s.add(s.ana, s.sample(record.KindDecision)))
	in.OutcomeReview.Verdict = "NEGATIVE"
	r := s.add(s.stew, in)
	s.want("M2: a steward's review", r, record.Claimed, "", true)
	s.ok(s.ask(s.ana, r, s.peer))
	s.ok(s.answer(s.peer, r, record.Decline, record.AsPeer))
	s.want("M2: and a friend who says nothing of it", r, record.Requested, "", true)
	s.ok(s.ask(s.ana, r, s.fin))
	s.ok(s.answer(s.fin, r, record.Confirm, record.AsFounder))
	s.want("M2: and a founder who stands for it", r, record.Confirmed, record.AsFounder, true)

	in = s.samples()[record.KindIncident]
	in.Person = ptr(who(s.ana))
	i := s.add(s.stew, in)
	s.ok(s.answer(s.ana, i, record.Dispute, record.AsPeer))
	refused(t, "M4: who made it settles it", s.answer(s.stew, i, record.Decline, record.AsHouse), "record", "another steward settles it")
}

// M1: what one's double confirmed is confirmed by nobody, and waits for who is
// asked next, however weak their word.
func TestAfterADoubleAnotherConfirms(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	r := s.add(s.ana, s.sample(record.KindOwnership))
	double := s.Person("Ana B.", "")
	s.found(s.company, double)
	s.ok(s.ask(s.ana, r, double))
	s.ok(s.answer(double, r, record.Confirm, record.AsFounder))
	s.merge(double, s.ana)
	s.want("M1: by one's double", r, record.Confirmed, record.AsFounder, false)
	s.ok(s.ask(s.ana, r, s.peer))
	s.ok(s.answer(s.peer, r, record.Confirm, record.AsPeer))
	s.want("M1: by a peer", r, record.Confirmed, record.AsPeer, true)
	s.ok(s.ask(s.ana, r, s.fin))
	s.ok(s.answer(s.fin, r, record.Confirm, record.AsFounder))
	s.want("M1: by a founder", r, record.Confirmed, record.AsFounder, true)
}

// M3, R3d: a founder who turns out to be two persons has testified all the same.
func TestATestimonyFollowsItsFounder(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	r := s.add(s.ana, s.sample(record.KindTestimony))
	s.ok(s.ask(s.ana, r, s.fin))
	s.ok(s.answer(s.fin, r, record.Confirm, record.AsFounder))
	s.merge(s.fin, s.flo)
	found, err := record.OfPersons(t.Context(), s.DB, []uuid.UUID{s.ana.Person})
	if err != nil || len(found[s.ana.Person]) != 1 {
		t.Fatal(found, err)
	}
	if x := found[s.ana.Person][0].(*record.Testimony); x.Founder != s.flo.Person || *x.StateBy != x.Founder {
		t.Errorf("the founder is %v and %v confirmed it, want %v", x.Founder, *x.StateBy, s.flo.Person)
	}
}
