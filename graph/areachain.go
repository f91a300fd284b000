package graph

import (
	"github.com/google/uuid"

	"dossier/internal/mentoring"
	"dossier/internal/nomination"
	"dossier/internal/record"
)

// these are the keys that are there.
func these(list ...*uuid.UUID) (ids []uuid.UUID) {
	for _, key := range list {
		if key != nil {
			ids = append(ids, *key)
		}
	}
	return ids
}

// records expects what the fields of records read.
func (l *loaders) records(list []record.Record) {
	var ids, persons, companies, others, surfaces []uuid.UUID
	for _, r := range list {
		b := r.Common()
		ids = append(ids, b.UUID)
		persons = append(append(persons, b.OwnerID), these(b.MadeBy)...)
		companies = append(companies, these(b.CompanyID)...)
		others = append(others, these(b.AboutID, b.SupersededBy)...)
		switch r := r.(type) {
		case *record.SurfaceOwnership:
			surfaces = append(surfaces, r.Surface)
		case *record.OnWatch:
			surfaces = append(surfaces, r.Surface)
		case *record.Incident:
			surfaces = append(surfaces, r.Surface)
		case *record.IncidentCoverage:
			surfaces = append(surfaces, these(r.Surface)...)
		case *record.TechDecision:
			surfaces = append(surfaces, r.Affects...)
		case *record.Testimony:
			persons = append(persons, r.Founder)
		case *record.Artefact:
			surfaces = append(surfaces, keys(r.Surfaces, func(c record.SurfaceCheck) uuid.UUID { return c.Surface })...)
		}
	}
	l.person.expect(persons...)
	l.company.expect(companies...)
	l.record.expect(others...)
	l.surface.expect(surfaces...)
	l.confirmationsOf.expect(ids...)
}

func (l *loaders) companies(list []*record.Company) {
	ids := keys(list, func(c *record.Company) uuid.UUID { return c.UUID })
	l.surfacesOf.expect(ids...)
	l.foundersOf.expect(ids...)
}

func (l *loaders) surfaces(list []*record.Surface) {
	l.company.expect(keys(list, func(s *record.Surface) uuid.UUID { return s.CompanyID })...)
	l.dependenciesOf.expect(keys(list, func(s *record.Surface) uuid.UUID { return s.UUID })...)
}

func (l *loaders) nominations(list []*nomination.Nomination) {
	l.newestOf.expect(keys(list, func(n *nomination.Nomination) uuid.UUID { return n.LadderID })...)
	l.citedBy.expect(keys(list, func(n *nomination.Nomination) uuid.UUID { return n.UUID })...)
	l.person.expect(append(keys(list, func(n *nomination.Nomination) uuid.UUID { return n.NomineeID }),
		keys(list, func(n *nomination.Nomination) uuid.UUID { return n.NominatorID })...)...)
}

func (l *loaders) mentorships(list []*mentoring.Mentorship) {
	var persons []uuid.UUID
	for _, m := range list {
		persons = append(persons, m.MentorID, m.MenteeID, m.OfferedBy)
	}
	l.person.expect(persons...)
	ids := keys(list, func(m *mentoring.Mentorship) uuid.UUID { return m.UUID })
	l.care.expect(ids...)
	l.agreementOf.expect(ids...)
}

func (l *loaders) agreements(list []*mentoring.Agreement) {
	var persons []uuid.UUID
	for _, a := range list {
		persons = append(persons, a.MentorID, a.MenteeID)
	}
	l.person.expect(persons...)
	l.mentorship.expect(keys(list, func(a *mentoring.Agreement) uuid.UUID { return a.MentorshipID })...)
	l.statement.expect(keys(list, func(a *mentoring.Agreement) uuid.UUID { return a.UUID })...)
}

// confirmations expects what the fields of steps of confirmation read.
func (l *loaders) confirmations(list []*record.Confirmation) {
	var persons []uuid.UUID
	for _, c := range list {
		persons = append(persons, these(c.OfID, c.ByID)...)
	}
	l.person.expect(persons...)
}

// sessions expects what the fields of sessions read.
func (l *loaders) sessions(list []*mentoring.Session) {
	l.person.expect(keys(list, func(s *mentoring.Session) uuid.UUID { return s.RecordedBy })...)
}
