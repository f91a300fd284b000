package record_test

import (
	"testing"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/record"
)

// state is a record's state, as what somebody gave it, and whether it counts.
func (s *stage) state(r id.ID) (record.State, record.Capacity, bool) {
	s.T.Helper()
	b := s.see(r)
	if b.StateAs == nil {
		return b.State, "", b.Verified()
	}
	return b.State, *b.StateAs, b.Verified()
}

func (s *stage) want(what string, r id.ID, state record.State, as record.Capacity, verified bool) {
	s.T.Helper()
	if st, a, v := s.state(r); st != state || a != as || v != verified {
		s.T.Errorf("%s: %s as %q, verified %v; want %s as %q, %v", what, st, a, v, state, as, verified)
	}
}

func TestAskAndAnswer(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		answer   record.Answer
		want     record.State
		verified bool
	}{
		{record.Confirm, record.Confirmed, true},
		{record.Decline, record.Declined, false},
		{record.Dispute, record.Disputed, false},
	} {
		s := newStage(t)
		r := s.add(s.ana, s.sample(record.KindOwnership))
		refused(t, "before being asked", s.answer(s.stew, r, tc.answer, record.AsPeer), "record", "")
		s.ok(s.ask(s.ana, r, s.fin))
		s.want("asked", r, record.Requested, "", false)
		s.ok(s.answer(s.fin, r, tc.answer, record.AsFounder))
		s.want(string(tc.answer), r, tc.want, record.AsFounder, tc.verified)
		if b := s.see(r); *b.StateBy != s.fin.Person || !b.StateAt.Equal(s.Now) {
			t.Errorf("%s by %v at %v", tc.answer, b.StateBy, b.StateAt)
		}
		steps, err := s.store.Confirmations(t.Context(), []uuid.UUID{r.UUID})
		if err != nil || len(steps[r.UUID]) != 2 || *steps[r.UUID][0].OfID != s.fin.Person || *steps[r.UUID][0].ByID != s.ana.Person ||
			steps[r.UUID][1].State != tc.want || *steps[r.UUID][1].ByID != s.fin.Person || *steps[r.UUID][1].Capacity != record.AsFounder || *steps[r.UUID][1].Note == "" {
			t.Errorf("%s: steps %+v, %v", tc.answer, steps, err)
		}
	}
}

func TestWhoMayAskWhom(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	r := s.add(s.ana, s.sample(record.KindOwnership))
	double := s.Person("Ana B.", "")
	s.merge(double, s.ana)
	refused(t, "rule M1: oneself", s.ask(s.ana, r, s.ana), "of", "nobody verifies what is their own")
	refused(t, "one's double", s.ask(s.ana, r, double), "of", "nobody verifies what is their own")
	absent(t, "nobody", func() error {
		_, err := s.acts.RequestConfirmation(t.Context(), s.ana, record.RequestConfirmationInput{Record: r, Of: s.company}, s.Now)
		return err
	}())
	absent(t, "who does not see it", s.ask(s.peer, r, s.fin))
	absent(t, "a founder who was not asked", s.ask(s.fin, r, s.flo))
	s.ok(s.ask(s.stew, r, s.peer))
	absent(t, "who was asked", s.ask(s.peer, r, s.fin))
	refused(t, "twice", s.ask(s.ana, r, s.peer), "of", "was asked already")
	long := string(make([]byte, 5000))
	_, err := s.acts.RequestConfirmation(t.Context(), s.ana, record.RequestConfirmationInput{Record: r, Of: who(s.fin), Note: &long}, s.Now)
	refused(t, "a long note", err, "note", "4000 are allowed")
	testimony := s.add(s.ana, s.sample(record.KindTestimony))
	refused(t, "rule M3: another founder for a testimony", s.ask(s.ana, testimony, s.flo), "of", "not the founder whose testimony")
	s.ok(s.ask(s.ana, testimony, s.fin))
	s.ok(s.answer(s.fin, testimony, record.Decline, record.AsFounder))
	s.ok(s.ask(s.ana, testimony, s.fin))
	s.want("asked again", testimony, record.Requested, "", false)
}

func TestAnswersThatAreRefused(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	r := s.add(s.ana, s.sample(record.KindOwnership))
	refused(t, "rule M1: one's own", s.answer(s.ana, r, record.Confirm, record.AsFounder), "record", "nobody verifies what is their own")
	refused(t, "one's own, declined", s.answer(s.ana, r, record.Decline, record.AsPeer), "record", "nobody verifies what is their own")
	refused(t, "one's own, disputed", s.answer(s.ana, r, record.Dispute, record.AsPeer), "record", "retract it instead")
	absent(t, "of who was not asked", s.answer(s.fin, r, record.Confirm, record.AsFounder))
	absent(t, "of no record", s.answer(s.fin, s.company, record.Confirm, record.AsFounder))
	s.ok(s.ask(s.ana, r, s.peer))
	refused(t, "no answer", s.answer(s.peer, r, "MAYBE", record.AsPeer), "answer", "one of CONFIRM")
	refused(t, "no capacity", s.answer(s.peer, r, record.Confirm, "FRIEND"), "capacity", "one of FOUNDER")
	refused(t, "rule M1: as a founder", s.answer(s.peer, r, record.Confirm, record.AsFounder), "capacity", "no founder of the record's company")
	refused(t, "as the house", s.answer(s.peer, r, record.Confirm, record.AsHouse), "capacity", "HOUSE is for stewards")
	_, err := s.acts.AnswerConfirmation(t.Context(), s.peer, record.AnswerConfirmationInput{Record: r, Answer: record.Dispute, Capacity: record.AsPeer}, s.Now)
	refused(t, "a dispute without a word", err, "note", "say what is not so")
	s.want("after refusals", r, record.Requested, "", false)
	s.ok(s.answer(s.peer, r, record.Confirm, record.AsPeer))
	refused(t, "twice", s.answer(s.peer, r, record.Confirm, record.AsPeer), "record", "does not wait for your answer")
	refused(t, "a steward, of what is confirmed", s.answer(s.stew, r, record.Confirm, record.AsHouse), "record", "confirmed already")
	refused(t, "a steward who was not asked", s.answer(s.stew, r, record.Decline, record.AsHouse), "record", "does not wait for your answer")

	coverage := s.add(s.ana, s.sample(record.KindIncidentCoverage))
	refused(t, "rule M4: a steward for a founder", s.answer(s.stew, coverage, record.Confirm, record.AsHouse), "capacity", "a founder's word")
	testimony := s.add(s.ana, s.sample(record.KindTestimony))
	refused(t, "rule M3: a steward for a founder", s.answer(s.stew, testimony, record.Confirm, record.AsHouse), "record", "its founder alone")
	s.ok(s.ask(s.ana, testimony, s.fin))
	refused(t, "rule M3: as a peer", s.answer(s.fin, testimony, record.Confirm, record.AsPeer), "record", "as FOUNDER")
	s.ok(s.answer(s.fin, testimony, record.Confirm, record.AsFounder))
	if !s.see(testimony).ByFounder() {
		t.Error("rule M3: the founder's confirmation does not count as one")
	}
}

func TestTheStrongestConfirmationStays(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	r := s.add(s.ana, s.sample(record.KindDecision))
	for _, v := range []*people.Viewer{s.fin, s.peer, s.flo} {
		s.ok(s.ask(s.ana, r, v))
	}
	s.ok(s.answer(s.peer, r, record.Confirm, record.AsColleague))
	s.want("rule C7: a colleague's", r, record.Confirmed, record.AsColleague, true)
	s.ok(s.answer(s.flo, r, record.Decline, record.AsFounder))
	s.want("declined by one who was asked too", r, record.Confirmed, record.AsColleague, true)
	s.ok(s.answer(s.fin, r, record.Confirm, record.AsFounder))
	s.want("a founder's too", r, record.Confirmed, record.AsFounder, true)
	s.ok(s.ask(s.ana, r, s.peer))
	s.want("asked for more", r, record.Confirmed, record.AsFounder, true)
	s.ok(s.answer(s.peer, r, record.Confirm, record.AsPeer))
	s.want("a peer's after a founder's", r, record.Confirmed, record.AsFounder, true)
	s.ok(s.answer(s.peer, r, record.Dispute, record.AsPeer))
	s.want("disputed by who confirmed it", r, record.Disputed, record.AsPeer, false)
}

func TestWhoDeclinesLeavesItToTheOthers(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	r := s.add(s.ana, s.sample(record.KindOwnership))
	s.ok(s.ask(s.ana, r, s.fin))
	s.ok(s.ask(s.ana, r, s.flo))
	s.ok(s.answer(s.flo, r, record.Decline, record.AsFounder))
	s.want("one of two", r, record.Requested, "", false)
	s.ok(s.answer(s.fin, r, record.Decline, record.AsFounder))
	s.want("both", r, record.Declined, record.AsFounder, false)
}

func TestADisputeIsSettledByWhoMadeItOrASteward(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	r := s.add(s.ana, s.sample(record.KindOwnership))
	s.ok(s.ask(s.ana, r, s.fin))
	s.ok(s.ask(s.ana, r, s.peer))
	s.ok(s.answer(s.fin, r, record.Dispute, record.AsFounder))
	refused(t, "another who was asked", s.answer(s.peer, r, record.Confirm, record.AsPeer), "record", "who disputed it or a steward")
	refused(t, "asking another", s.ask(s.ana, r, s.flo), "record", "is disputed")
	refused(t, "disputing again", s.answer(s.fin, r, record.Dispute, record.AsFounder), "record", "disputed already")
	s.ok(s.ask(s.ana, r, s.fin))
	s.want("asked again", r, record.Disputed, record.AsFounder, false)
	s.ok(s.answer(s.fin, r, record.Confirm, record.AsFounder))
	s.want("by who disputed it", r, record.Confirmed, record.AsFounder, true)
	s.ok(s.answer(s.fin, r, record.Dispute, record.AsFounder))
	s.ok(s.answer(s.stew, r, record.Confirm, record.AsHouse))
	s.want("by a steward", r, record.Confirmed, record.AsHouse, true)
}

func TestTheOwnerDisputesOnceWhatOthersRecorded(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	in := s.samples()[record.KindIncident]
	in.Person = ptr(who(s.ana))
	for maker, v := range map[string]*people.Viewer{"a founder": s.fin, "a steward": s.stew} {
		r := s.add(v, in)
		s.ok(s.answer(s.ana, r, record.Dispute, record.AsPeer))
		s.want("rule M4: by "+maker, r, record.Disputed, "", false)
		if maker == "a steward" {
			refused(t, "who recorded it", s.answer(s.stew, r, record.Confirm, record.AsHouse), "record", "another steward")
		}
		other := s.Person("Another steward for "+maker, "", people.Steward)
		s.ok(s.answer(other, r, record.Confirm, record.AsHouse))
		s.want("settled for "+maker, r, record.Confirmed, record.AsHouse, true)
		refused(t, "again", s.answer(s.ana, r, record.Dispute, record.AsPeer), "record", "by you already")
	}
	// What a file says was made by nobody.
	b := record.Base{UUID: s.acts.NewID(), OwnerID: s.ana.Person, Kind: record.KindIncident, CompanyID: &s.company.UUID, Provenance: record.Import, MadeAt: s.Now, State: record.Claimed}
	imported := in.Incident
	*imported.Common() = b
	imported.Span = s.see(s.add(s.stew, s.sample(record.KindIncident))).Span
	s.insert(imported)
	s.ok(s.answer(s.ana, b.ID(), record.Dispute, record.AsPeer))
	s.want("a file", b.ID(), record.Disputed, "", false)
}

func TestADoubleDoesNotVerify(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	r := s.add(s.ana, s.sample(record.KindOwnership))
	double := s.Person("Ana B.", "", people.CompanyFounder)
	s.found(s.company, double)
	s.ok(s.ask(s.ana, r, double))
	s.ok(s.answer(double, r, record.Confirm, record.AsFounder))
	in := s.samples()[record.KindIncident]
	in.Person = ptr(who(s.ana))
	made := s.add(double, in)
	s.want("before they are one", r, record.Confirmed, record.AsFounder, true)
	s.merge(double, s.ana)
	s.want("what one's double confirmed", r, record.Confirmed, record.AsFounder, false)
	s.want("what one's double recorded", made, record.Confirmed, record.AsFounder, false)
	if b := s.see(made); *b.MadeBy != s.ana.Person || *b.StateBy != s.ana.Person {
		t.Errorf("by %v and %v, want the person that stays", b.MadeBy, b.StateBy)
	}
}

func TestOneOfManyAnswersAtOnceCounts(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	r := s.add(s.ana, s.sample(record.KindOwnership))
	s.ok(s.ask(s.ana, r, s.fin))
	answers := []record.Answer{record.Confirm, record.Decline, record.Confirm, record.Decline, record.Confirm, record.Decline}
	errs := make([]error, len(answers))
	s.atOnce(r, len(errs), func(i int) { errs[i] = s.answer(s.fin, r, answers[i], record.AsFounder) })
	var won []record.Answer
	for i, err := range errs {
		if err == nil {
			won = append(won, answers[i])
		} else {
			refused(t, "the others", err, "record", "does not wait for your answer")
		}
	}
	state, _, _ := s.state(r)
	if len(won) != 1 || (won[0] == record.Confirm) != (state == record.Confirmed) {
		t.Errorf("%v won, and the record is %s", won, state)
	}
}
