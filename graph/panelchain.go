package graph

import (
	"github.com/google/uuid"

	"dossier/internal/notify"
	"dossier/internal/panel"
	"dossier/internal/panel/conflict"
	"dossier/internal/panel/decide"
	"dossier/internal/panel/review"
)

// chainPanels tells each loader what to expect of what was read before it.
func (l *loaders) chainPanels() {
	l.panel.then = func(m map[uuid.UUID]*panel.Panel) { l.panels(values(m)) }
	l.panelOf.then = func(m map[uuid.UUID]*panel.Panel) { l.panels(values(m)) }
	l.seat.then = func(m map[uuid.UUID]*panel.Seat) { l.seats(values(m)) }
	l.seatsOf.then = func(m map[uuid.UUID][]*panel.Seat) { l.seats(flat(m)) }
	l.queue.then = func(m map[uuid.UUID]*panel.QueueEntry) { l.queued(values(m)) }
	l.meeting.then = func(m map[uuid.UUID]*panel.Session) { l.meetings(values(m)) }
	l.meetingsOf.then = func(m map[uuid.UUID][]*panel.Session) { l.meetings(flat(m)) }
	l.review.then = func(m map[uuid.UUID]*review.Review) { l.reviews(values(m)) }
	l.reviewsOf.then = func(m map[uuid.UUID][]*review.Review) { l.reviews(flat(m)) }
	l.panelOn.then = func(m map[uuid.UUID]*panel.Panel) { l.panels(values(m)) }
	l.feasibility.then = func(m map[uuid.UUID]*conflict.Feasibility) {
		var persons []uuid.UUID
		var list []*conflict.Conflict
		for _, f := range m {
			for _, c := range f.Candidates {
				persons, list = append(persons, c.PersonID), append(list, c.Conflicts...)
			}
		}
		l.conflicts(list, persons...)
	}
	l.declaration.then = func(m map[uuid.UUID]*conflict.Declaration) { l.declared(values(m)) }
	l.decision.then = func(m map[uuid.UUID]*decide.Decision) { l.decisions(values(m)) }
	l.decisionOf.then = func(m map[uuid.UUID]*decide.Decision) { l.decisions(values(m)) }
	l.appeal.then = func(m map[uuid.UUID]*decide.Appeal) { l.appeals(values(m)) }
	l.appealOf.then = func(m map[uuid.UUID]*decide.Appeal) { l.appeals(values(m)) }
	l.notification.then = func(m map[uuid.UUID]*notify.Notification) { l.told(values(m)) }
}

func (l *loaders) panels(list []*panel.Panel) {
	ids := keys(list, func(p *panel.Panel) uuid.UUID { return p.UUID })
	dossiers := keys(list, func(p *panel.Panel) uuid.UUID { return p.DossierID })
	l.dossier.expect(dossiers...)
	l.preScoresOf.expect(dossiers...)
	l.seatsOf.expect(ids...)
	l.reviewsOf.expect(ids...)
	var appeals []uuid.UUID
	for _, p := range list {
		appeals = append(appeals, these(p.AppealID)...)
	}
	l.appeal.expect(appeals...)
}

func (l *loaders) told(list []*notify.Notification) {
	l.dossier.expect(keys(list, func(n *notify.Notification) uuid.UUID { return n.DossierID })...)
}

func (l *loaders) seats(list []*panel.Seat) {
	l.person.expect(keys(list, func(s *panel.Seat) uuid.UUID { return s.PersonID })...)
}

func (l *loaders) queued(list []*panel.QueueEntry) {
	l.dossier.expect(keys(list, func(q *panel.QueueEntry) uuid.UUID { return q.DossierID })...)
	l.person.expect(append(keys(list, func(q *panel.QueueEntry) uuid.UUID { return q.CandidateID }),
		keys(list, func(q *panel.QueueEntry) uuid.UUID { return q.PersonID })...)...)
}

func (l *loaders) meetings(list []*panel.Session) {
	var seats []uuid.UUID
	for _, s := range list {
		seats = append(seats, s.Present...)
	}
	l.seat.expect(seats...)
}

func (l *loaders) reviews(list []*review.Review) {
	var cited []uuid.UUID
	for _, w := range list {
		if w.Body == nil {
			continue
		}
		for _, s := range w.Body.Scores {
			cited = append(cited, s.Evidence...)
		}
	}
	l.evidence.expect(cited...)
	l.changesOf.expect(keys(list, func(w *review.Review) uuid.UUID { return w.UUID })...)
	l.revision.expect(keys(list, func(w *review.Review) uuid.UUID { return w.RevisionID })...)
	l.seatsOf.expect(keys(list, func(w *review.Review) uuid.UUID { return w.PanelID })...)
}

// conflicts expects what the fields of conflicts read, with other persons whom
// the same fields name.
func (l *loaders) conflicts(list []*conflict.Conflict, persons ...uuid.UUID) {
	var companies []uuid.UUID
	for _, c := range list {
		persons, companies = append(persons, c.PersonID), append(companies, these(c.CompanyID)...)
		for _, r := range c.Rulings {
			persons = append(persons, r.By)
		}
	}
	l.person.expect(persons...)
	l.company.expect(companies...)
}

func (l *loaders) declared(list []*conflict.Declaration) {
	l.person.expect(keys(list, func(d *conflict.Declaration) uuid.UUID { return d.AboutID })...)
}

func (l *loaders) decisions(list []*decide.Decision) {
	var persons []uuid.UUID
	for _, d := range list {
		persons = append(persons, these(d.DecidedBy)...)
	}
	l.person.expect(persons...)
	l.missedBy.expect(keys(list, func(d *decide.Decision) uuid.UUID { return d.UUID })...)
}

func (l *loaders) appeals(list []*decide.Appeal) {
	l.decision.expect(keys(list, func(a *decide.Appeal) uuid.UUID { return a.DecisionID })...)
	l.panelOn.expect(keys(list, func(a *decide.Appeal) uuid.UUID { return a.UUID })...)
}
