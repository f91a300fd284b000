package sequence_test

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"dossier/internal/people"
)

// eye is a person and what the house lets them see, said once more: each
// method is a row of the table of who sees what.
type eye struct {
	*rows
	person uuid.UUID
	now    time.Time
}

func (e eye) steward() bool { return e.is(e.person, people.Steward) }

func (e eye) own(d *dossierRow) bool { return d.Candidate == e.person }

// denied is what beats every role: a conflict, a recusal, and that a dossier is
// withdrawn.
func (e eye) denied(d *dossierRow) bool {
	return e.apart(d) || d.Status == "WITHDRAWN" && !e.own(d)
}

func (e eye) apart(d *dossierRow) bool {
	recused := find(e.Seats, func(s *seatRow) bool { return s.Dossier == d.ID && s.Person == e.person && s.Status == "RECUSED" })
	return recused != nil || e.conflicted(e.person, d.Candidate, e.now)
}

// sits are the seats of the person that count, apart from conflicts.
func (e eye) sits(is func(*seatRow) bool) []*seatRow {
	return filter(e.Seats, func(s *seatRow) bool {
		return s.Person == e.person && !s.Ended && (s.Status == "ACKNOWLEDGED" || s.Status == "SCORED") && is(s)
	})
}

func (e eye) seatedOn(d uuid.UUID) bool {
	return len(e.sits(func(s *seatRow) bool { return s.Dossier == d })) > 0
}

func (e eye) seatedAt(panel uuid.UUID) bool {
	return len(e.sits(func(s *seatRow) bool { return s.Panel == panel })) > 0
}

// scored is whether the person sits on a panel and has handed a review in that
// is not stale.
func (e eye) scored(panel uuid.UUID) bool {
	return slices.ContainsFunc(e.sits(func(s *seatRow) bool { return s.Panel == panel }), func(s *seatRow) bool { return e.handedIn(s) })
}

func (r *rows) handedIn(s *seatRow) bool {
	return find(r.Reviews, func(w *reviewRow) bool { return w.Seat == s.ID && w.Status == "SUBMITTED" && !w.Stale }) != nil
}

func submitted(d *dossierRow) bool { return d.Status != "DRAFT" && d.Status != "WITHDRAWN" }

func (e eye) seesDossier(d *dossierRow) bool {
	return !e.denied(d) && (e.own(d) || submitted(d) && (e.steward() || e.seatedOn(d.ID)))
}

// handedInAt is whether a document was handed in, at a version or at any for 0.
func (r *rows) handedInAt(document uuid.UUID, version int) bool {
	return slices.ContainsFunc(r.In, func(h inRow) bool {
		return h.Document == document && (version == 0 || h.Version == version) &&
			slices.ContainsFunc(r.Submissions, func(s submissionRow) bool { return s.Revision == h.Revision })
	})
}

// seesAdvice: the candidate; never stewards; seats at once or after their own
// review, as the panel chose.
func (e eye) seesAdvice(d *dossierRow) bool {
	judges := slices.ContainsFunc(e.sits(func(s *seatRow) bool { return s.Dossier == d.ID }), func(s *seatRow) bool {
		return e.panel(s.Panel).Reveal == "WITH_SUBMISSION" || e.handedIn(s)
	})
	return !e.denied(d) && (e.own(d) || submitted(d) && judges)
}

// seesPanel: the candidate, stewards, its seats; and the seats of the panel
// that hears an appeal see the first one.
func (e eye) seesPanel(p *panelRow) bool {
	d := e.dossier(p.Dossier)
	sits := e.seatedAt(p.ID) || p.Appeal == nil && e.seatedOn(d.ID)
	return !e.denied(d) && (e.own(d) || submitted(d) && d.Status != "SUBMITTED" && (e.steward() || sits))
}

func (e eye) seesHeld(p *panelRow) bool { return !e.own(e.dossier(p.Dossier)) && e.seesPanel(p) }

// seesSeat: its holder whatever else there is, the panel's seats and stewards.
func (e eye) seesSeat(s *seatRow) bool {
	d := e.dossier(s.Dossier)
	if e.own(d) || d.Status == "WITHDRAWN" {
		return false
	}
	return s.Person == e.person || !e.apart(d) && (e.steward() || e.seatedAt(s.Panel))
}

func (e eye) seesReview(w *reviewRow) bool {
	d := e.dossier(w.Dossier)
	return !e.own(d) && !e.denied(d) && (w.Person == e.person || e.steward() || e.scored(w.Panel))
}

// readsReview: its author; once it is handed in, seats that have handed in
// theirs, and stewards once its panel has decided.
func (e eye) readsReview(w *reviewRow) bool {
	others := w.Status == "SUBMITTED" && (e.scored(w.Panel) || e.steward() && e.decisionOf(w.Panel) != nil)
	return e.seesReview(w) && (w.Person == e.person || others)
}

func (e eye) seesPost(panel, seat, dossier uuid.UUID) bool {
	d := e.dossier(dossier)
	return !e.own(d) && !e.denied(d) && (e.seat(seat).Person == e.person || e.scored(panel) || e.steward() && e.decisionOf(panel) != nil)
}

// seesDecision: stewards, the panel's seats and those of the panel that hears
// an appeal against it; the candidate once it is released.
func (e eye) seesDecision(x *decisionRow) bool {
	d := e.dossier(x.Dossier)
	hears := slices.ContainsFunc(e.sits(func(s *seatRow) bool { return s.Dossier == d.ID }), func(s *seatRow) bool {
		of := e.panel(s.Panel).Appeal
		return of != nil && find(e.Appeals, func(l *appealRow) bool { return l.ID == *of }).Decision == x.ID
	})
	if e.apart(d) || e.own(d) {
		return e.own(d) && x.ReleasedBy != nil && !e.apart(d)
	}
	return e.steward() || e.seatedAt(x.Panel) || hears
}

func (e eye) seesAppeal(l *appealRow) bool {
	hears := find(e.Panels, func(p *panelRow) bool { return p.Appeal != nil && *p.Appeal == l.ID && e.seatedAt(p.ID) }) != nil
	return !e.apart(e.dossier(l.Dossier)) && (e.own(e.dossier(l.Dossier)) || e.steward() || hears)
}

func (e eye) seesConflicts(d *dossierRow) bool {
	return submitted(d) && !e.own(d) && !e.apart(d) && (e.steward() || e.is(e.person, people.HouseFounder))
}

// waits is whether a seat is one whose holder has still to judge.
func (e eye) waits(s *seatRow) bool {
	d := e.dossier(s.Dossier)
	return s.Person == e.person && !s.Ended && (s.Status == "INVITED" || s.Status == "ACKNOWLEDGED") && !e.conflicted(e.person, d.Candidate, e.now) && e.judging(s.Panel)
}

// judging is whether a panel has still to decide.
func (r *rows) judging(panel uuid.UUID) bool {
	p := r.panel(panel)
	status := r.dossier(p.Dossier).Status
	return r.decisionOf(panel) == nil && (p.Appeal == nil && status == "IN_REVIEW" || p.Appeal != nil && status == "RELEASED")
}

// shown is a seat's status, conflicts included.
func (e eye) shown(s *seatRow) string {
	if s.Status != "RECUSED" && s.Status != "ABSTAINED" && e.conflicted(s.Person, e.dossier(s.Dossier).Candidate, e.now) {
		return "SUSPENDED"
	}
	return s.Status
}
