package record_test

import (
	"errors"
	"testing"

	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/problem"
	"dossier/internal/record"
)

func (s *stage) correct(v *people.Viewer, old id.ID, in record.RecordInput) (id.ID, error) {
	made, err := s.acts.Add(s.T.Context(), v, record.AddRecordInput{Record: in, Supersedes: &old}, s.Now)
	return id.Of(id.Record, made), err
}

func (s *stage) retract(v *people.Viewer, r id.ID) error {
	_, err := s.acts.Retract(s.T.Context(), v, record.RetractRecordInput{Record: r, Reason: "It was another day."}, s.Now)
	return err
}

func TestACorrectionReplacesAndOverwritesNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	in := s.sample(record.KindOwnership)
	first := s.add(s.ana, in)
	s.ok(s.ask(s.ana, first, s.fin))
	s.ok(s.answer(s.fin, first, record.Confirm, record.AsFounder))
	in.From = on("2024-02-01")
	second, err := s.correct(s.ana, first, in)
	s.ok(err)
	was, is := s.see(first), s.see(second)
	if was.SupersededBy == nil || *was.SupersededBy != second.UUID || was.State != record.Confirmed || !was.From().Equal(on("2024-01-01").Time) {
		t.Errorf("what was corrected is %+v", was)
	}
	if is.State != record.Claimed || is.Verified() || is.SupersededBy != nil {
		t.Errorf("a correction of what was confirmed starts as %+v", is)
	}
	for what, err := range map[string]error{
		"correct": func() error { _, err := s.correct(s.ana, first, in); return err }(),
		"retract": s.retract(s.ana, first),
		"ask":     s.ask(s.ana, first, s.flo),
		"dispute": s.answer(s.fin, first, record.Dispute, record.AsFounder),
		"confirm": s.answer(s.stew, first, record.Confirm, record.AsHouse),
		"link":    func() error { _, err := s.link(first, s.flo); return err }(),
	} {
		if p, ok := errors.AsType[*problem.Invalid](err); !ok {
			t.Errorf("%s what was corrected: %v", what, err)
		} else if p.Fields[0].Path != "input.record" && p.Fields[0].Path != "input.supersedes" {
			t.Errorf("%s what was corrected: %v", what, p)
		}
	}
}

func TestWhoMayCorrectWhat(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	in := s.sample(record.KindIncident)
	own := s.add(s.ana, in)
	in.Person = ptr(who(s.ana))
	founders := s.add(s.fin, in)
	for what, v := range map[string]*people.Viewer{"a steward": s.stew, "a founder": s.fin, "somebody": s.peer} {
		_, err := s.correct(v, own, in)
		absent(t, what, err)
		absent(t, what, s.retract(v, own))
	}
	absent(t, "the owner, of another's word", s.retract(s.ana, founders))
	if r, err := s.correct(s.fin, founders, in); err != nil || s.see(r).State != record.Confirmed {
		t.Errorf("a founder corrects their word: %v", err)
	}
	absent(t, "an unknown record", s.retract(s.ana, id.Of(id.Record, s.company.UUID)))
	absent(t, "no record", s.retract(s.ana, s.company))
	_, err := s.correct(s.ana, own, s.sample(record.KindMeeting))
	refused(t, "another kind", err, "supersedes", "another kind")
	_, err = s.acts.Retract(t.Context(), s.ana, record.RetractRecordInput{Record: own, Reason: " "}, s.Now)
	refused(t, "without a reason", err, "reason", "is empty")
	s.ok(s.retract(s.ana, own))
	if s.see(own).RetractedAt == nil {
		t.Error("the record is not retracted")
	}
	refused(t, "twice", s.retract(s.ana, own), "record", "was retracted")
}

// An owner cannot make a judgment disappear by taking back what it is about.
func TestWhatOthersJudgedStays(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	in := s.sample(record.KindIncident)
	incident := s.add(s.ana, in)
	review := s.samples()[record.KindIncidentReview]
	review.About = &incident
	mine := s.add(s.ana, review)
	theirs := s.add(s.fin, review)
	refused(t, "rule M4: retract", s.retract(s.ana, incident), "record", "reviewed by somebody else")
	_, err := s.correct(s.ana, incident, in)
	refused(t, "rule M4: correct", err, "supersedes", "reviewed by somebody else")
	other := s.samples()[record.KindIncidentReview]
	other.About = ptr(s.add(s.ana, in))
	_, err = s.correct(s.ana, mine, other)
	refused(t, "a review about another", err, "supersedes", "about another record")
	s.ok(s.retract(s.fin, theirs))
	s.ok(s.ask(s.ana, mine, s.peer))
	s.ok(s.answer(s.peer, mine, record.Confirm, record.AsPeer))
	refused(t, "rule M4: what another confirmed", s.retract(s.ana, incident), "record", "has a review that somebody else confirmed")
	refused(t, "rule M4: the review that another confirmed", s.retract(s.ana, mine), "record", "is a review that somebody else confirmed")
	_, err = s.correct(s.ana, mine, review)
	refused(t, "rule M4: a correction of it", err, "supersedes", "is a review that somebody else confirmed")
	gone := s.add(s.ana, in)
	review.About = &gone
	s.ok(s.retract(s.ana, s.add(s.ana, review)))
	s.ok(s.retract(s.ana, gone))
	_, err = s.acts.Add(t.Context(), s.fin, record.AddRecordInput{Record: review}, s.Now)
	refused(t, "a review of what was retracted", err, "record.about", "was retracted")
}

// M2, M4, M5: an owner's own review is theirs until somebody else stands for
// it.
func TestAConfirmedReviewIsFinal(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	for _, kind := range []record.Kind{record.KindOutcomeReview, record.KindIncidentReview, record.KindTeamReview} {
		about := s.add(s.ana, s.sample(kind.About()))
		in := s.samples()[kind]
		in.About = &about
		review := s.add(s.ana, in)
		s.ok(s.ask(s.ana, review, s.peer))
		asked, err := s.correct(s.ana, review, in)
		s.ok(err)
		s.ok(s.ask(s.ana, asked, s.fin))
		s.ok(s.answer(s.fin, asked, record.Confirm, record.AsFounder))
		refused(t, string(kind), s.retract(s.ana, asked), "record", "is a review that somebody else confirmed")
		refused(t, "what it is about", s.retract(s.ana, about), "record", "has a review that somebody else confirmed")
	}
}

// M4: nor can they take back the watch under an outage that is recorded; days
// and areas without one are theirs to correct.
func TestTheWatchUnderAnOutageStays(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	in := s.sample(record.KindOnWatch)
	in.OnWatch.Areas = []string{"SECURITY", "DEPLOYMENT"}
	watch := s.add(s.ana, in)
	s.ok(s.ask(s.ana, watch, s.fin))
	s.ok(s.answer(s.fin, watch, record.Confirm, record.AsFounder))
	out := s.samples()[record.KindIncident] // of DEPLOYMENT on 3 March 2025
	out.Person = ptr(who(s.ana))
	incident := s.add(s.fin, out)
	with := func(change func(*record.RecordInput)) error {
		w := in
		o := *in.OnWatch
		w.OnWatch = &o
		change(&w)
		made, err := s.correct(s.ana, watch, w)
		if err == nil {
			watch = made
		}
		return err
	}
	refused(t, "M4: retract", s.retract(s.ana, watch), "record", "an outage of 2025-03-03 lies in it")
	for what, change := range map[string]func(*record.RecordInput){
		"M4: without the area":   func(w *record.RecordInput) { w.OnWatch.Areas = []string{"SECURITY"} },
		"M4: until that day":     func(w *record.RecordInput) { w.To = ptr(on("2025-03-03")) },
		"M4: from the next day":  func(w *record.RecordInput) { w.From = on("2025-03-04") },
		"M4: of another surface": func(w *record.RecordInput) { w.OnWatch.Surface = s.billing.UUID },
	} {
		refused(t, what, with(change), "supersedes", "an outage of 2025-03-03 lies in it")
	}
	s.ok(with(func(w *record.RecordInput) { w.OnWatch.Areas, w.To = []string{"DEPLOYMENT"}, ptr(on("2025-03-04")) }))
	s.ok(s.retract(s.fin, incident))
	s.ok(s.retract(s.ana, watch))
}

func TestOneOfTwoCorrectionsAtOnceWins(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	in := s.sample(record.KindRecognition)
	old := s.add(s.ana, in)
	errs := make([]error, 6)
	s.atOnce(old, len(errs), func(i int) { _, errs[i] = s.correct(s.ana, old, in) })
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			refused(t, "the others", err, "supersedes", "corrected meanwhile")
		}
	}
	live, err := s.store.List(t.Context(), s.ana, s.ana.Person, record.Filter{}, firstPage)
	if won != 1 || err != nil || len(live.Edges) != 1 {
		t.Errorf("%d of %d corrections won, %d records are live, %v", won, len(errs), len(live.Edges), err)
	}
}
