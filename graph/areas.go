package graph

import (
	"context"

	"github.com/google/uuid"

	"dossier/internal/dossier"
	"dossier/internal/ladder"
	"dossier/internal/mentoring"
	"dossier/internal/nomination"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/selfevaluation"
	"dossier/internal/standing"
)

// areaLoaders are those of what is known of persons.
type areaLoaders struct {
	facts           *loader[onLadder, *standing.Facts]
	frozen          *loader[uuid.UUID, *dossier.Frozen]
	explanationsOf  *loader[uuid.UUID, []*dossier.Explanation]
	record          *loader[uuid.UUID, record.Record]
	confirmationsOf *loader[uuid.UUID, []*record.Confirmation]
	confirmation    *loader[uuid.UUID, *record.Confirmation]
	link            *loader[uuid.UUID, *record.ConfirmationLink]
	company         *loader[uuid.UUID, *record.Company]
	surfacesOf      *loader[uuid.UUID, []*record.Surface]
	foundersOf      *loader[uuid.UUID, []*record.CompanyFounder]
	surface         *loader[uuid.UUID, *record.Surface]
	dependenciesOf  *loader[uuid.UUID, []*record.SurfaceDependency]
	nomination      *loader[uuid.UUID, *nomination.Nomination]
	citedBy         *loader[uuid.UUID, []uuid.UUID]
	mentorship      *loader[uuid.UUID, *mentoring.Mentorship]
	mentorOf        *loader[onLadder, *mentoring.Mentorship]
	givenBy         *loader[onLadder, []*mentoring.Mentorship]
	slots           *loader[onLadder, *mentoring.Slots]
	care            *loader[uuid.UUID, *mentoring.Care]
	session         *loader[uuid.UUID, *mentoring.Session]
	entry           *loader[uuid.UUID, *mentoring.StatementEntry]
	agreement       *loader[uuid.UUID, *mentoring.Agreement]
	agreementOf     *loader[uuid.UUID, *mentoring.Agreement]
	statement       *loader[uuid.UUID, *mentoring.Statement]
	ratesOf         *loader[uuid.UUID, []*mentoring.Rate]
	answer          *loader[uuid.UUID, *selfevaluation.Answer]
	history         *loader[selfevaluation.ItemKey, []*selfevaluation.Answer]
	progress        *loader[uuid.UUID, *selfevaluation.Progress]
}

func (r *Resolver) areaLoaders(v *people.Viewer) areaLoaders {
	m, now := r.Mentorships, r.Now()
	return areaLoaders{
		facts: perLadder(func(ctx context.Context, version *ladder.Version, persons []uuid.UUID) (map[uuid.UUID]*standing.Facts, error) {
			return r.Facts.Of(ctx, v, version, persons)
		}),
		frozen:          through(v, r.Dossiers.Frozen),
		explanationsOf:  through(v, r.Dossiers.Explanations),
		record:          through(v, r.Records.ByIDs),
		confirmationsOf: &loader[uuid.UUID, []*record.Confirmation]{fetch: r.Records.Confirmations},
		confirmation:    through(v, r.Records.ConfirmationsByIDs),
		link:            through(v, r.Records.LinksByIDs),
		company:         &loader[uuid.UUID, *record.Company]{fetch: r.Records.Companies},
		surfacesOf:      &loader[uuid.UUID, []*record.Surface]{fetch: r.Records.SurfacesOf},
		foundersOf:      &loader[uuid.UUID, []*record.CompanyFounder]{fetch: r.Records.FoundersOf},
		surface:         &loader[uuid.UUID, *record.Surface]{fetch: r.Records.Surfaces},
		dependenciesOf:  &loader[uuid.UUID, []*record.SurfaceDependency]{fetch: r.Records.DependenciesOf},
		nomination:      through(v, r.Nominations.ByIDs),
		citedBy:         through(v, r.Nominations.RecordsOf),
		mentorship:      through(v, m.ByIDs),
		mentorOf: byLevelKey(func(ctx context.Context, keys []people.LevelKey) (map[people.LevelKey]*mentoring.Mentorship, error) {
			return m.ActiveMentorOf(ctx, v, keys)
		}),
		givenBy: byLevelKey(func(ctx context.Context, keys []people.LevelKey) (map[people.LevelKey][]*mentoring.Mentorship, error) {
			return m.GivenBy(ctx, v, keys)
		}),
		slots: byLevelKey(func(ctx context.Context, keys []people.LevelKey) (map[people.LevelKey]*mentoring.Slots, error) {
			return m.Slots(ctx, v, keys, now)
		}),
		care: through(v, func(ctx context.Context, v *people.Viewer, keys []uuid.UUID) (map[uuid.UUID]*mentoring.Care, error) {
			return m.Cares(ctx, v, keys, now)
		}),
		session:     through(v, m.SessionsByIDs),
		entry:       through(v, m.EntriesByIDs),
		agreement:   through(v, m.AgreementsByIDs),
		agreementOf: through(v, m.AgreementsOf),
		statement:   through(v, m.Statements),
		ratesOf:     through(v, m.RatesOf),
		answer:      through(v, r.SelfEvaluations.AnswersByIDs),
		history:     through(v, r.SelfEvaluations.History),
		progress:    through(v, r.SelfEvaluations.ProgressByIDs),
	}
}

// byLevelKey makes a loader of a store's function that takes persons with
// their ladders.
func byLevelKey[V any](fetch func(context.Context, []people.LevelKey) (map[people.LevelKey]V, error)) *loader[onLadder, V] {
	return perLadder(func(ctx context.Context, version *ladder.Version, persons []uuid.UUID) (map[uuid.UUID]V, error) {
		found, err := fetch(ctx, keys(persons, func(p uuid.UUID) people.LevelKey { return people.LevelKey{Person: p, Ladder: version.LadderID} }))
		m := make(map[uuid.UUID]V, len(found))
		for k, v := range found {
			m[k.Person] = v
		}
		return m, err
	})
}

// chainAreas tells each loader what to expect of what was read before it.
func (l *loaders) chainAreas() {
	l.facts.then = l.known
	l.frozen.then = func(m map[uuid.UUID]*dossier.Frozen) {
		var records []uuid.UUID
		for _, f := range m {
			records = append(records, f.Records()...)
		}
		l.record.expect(records...)
	}
	l.record.then = func(m map[uuid.UUID]record.Record) { l.records(values(m)) }
	l.confirmationsOf.then = func(m map[uuid.UUID][]*record.Confirmation) { l.confirmations(flat(m)) }
	l.confirmation.then = func(m map[uuid.UUID]*record.Confirmation) { l.confirmations(values(m)) }
	l.company.then = func(m map[uuid.UUID]*record.Company) { l.companies(values(m)) }
	l.surfacesOf.then = func(m map[uuid.UUID][]*record.Surface) { l.surfaces(flat(m)) }
	l.surface.then = func(m map[uuid.UUID]*record.Surface) { l.surfaces(values(m)) }
	l.foundersOf.then = func(m map[uuid.UUID][]*record.CompanyFounder) {
		l.person.expect(keys(flat(m), func(f *record.CompanyFounder) uuid.UUID { return f.PersonID })...)
	}
	l.dependenciesOf.then = func(m map[uuid.UUID][]*record.SurfaceDependency) {
		l.surface.expect(keys(flat(m), func(d *record.SurfaceDependency) uuid.UUID { return d.OnSurface })...)
	}
	l.nomination.then = func(m map[uuid.UUID]*nomination.Nomination) { l.nominations(values(m)) }
	l.citedBy.then = func(m map[uuid.UUID][]uuid.UUID) { l.record.expect(flat(m)...) }
	l.mentorship.then = func(m map[uuid.UUID]*mentoring.Mentorship) { l.mentorships(values(m)) }
	l.mentorOf.then = func(m map[onLadder]*mentoring.Mentorship) { l.mentorships(values(m)) }
	l.givenBy.then = func(m map[onLadder][]*mentoring.Mentorship) { l.mentorships(flat(m)) }
	l.care.then = func(m map[uuid.UUID]*mentoring.Care) {
		var list []*mentoring.Session
		for _, c := range m {
			list = append(list, c.Sessions...)
		}
		l.sessions(list)
	}
	l.session.then = func(m map[uuid.UUID]*mentoring.Session) { l.sessions(values(m)) }
	l.agreement.then = func(m map[uuid.UUID]*mentoring.Agreement) { l.agreements(values(m)) }
	l.agreementOf.then = func(m map[uuid.UUID]*mentoring.Agreement) { l.agreements(values(m)) }
	l.history.then = func(m map[selfevaluation.ItemKey][]*selfevaluation.Answer) {
		var records []uuid.UUID
		for _, a := range flat(m) {
			records = append(records, a.Evidence...)
		}
		l.record.expect(records...)
	}
}
