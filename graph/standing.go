package graph

import (
	"context"
	"time"

	"github.com/google/uuid"

	"dossier/graph/gen"
	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/standing"
)

// maxAhead is how many years ahead one may ask, to plan.
const maxAhead = 10

// place is where a person stands on a day, or at an instant of it: what is
// known of them, and the level that they hold then.
type place struct {
	facts *standing.Facts
	level *ladder.Level
	asOf  time.Time
}

// place finds where a person stands; nil if that is not for the viewer, or
// they hold no level on the day.
func (r *Resolver) place(ctx context.Context, p *people.Person, slug *string, asOf *time.Time) (*place, error) {
	on, err := r.asOf(asOf)
	if err != nil {
		return nil, err
	}
	f, version, found, err := ofPerson(ctx, factsOn, p, slug)
	if !found || err != nil {
		return nil, err
	}
	level := version.Level(heldOn(f.Ranks, on))
	if level == nil {
		return nil, nil
	}
	return &place{f, level, on}, nil
}

// asOf is the day that is asked about or, where none is given, this instant: a
// nomination counts to the instant at which it expires, as for submitDossier.
func (r *Resolver) asOf(given *time.Time) (time.Time, error) {
	if given == nil {
		return r.Now().UTC(), nil
	}
	today := day.Of(r.Now())
	if last := day.AddMonths(today, maxAhead*12); given.After(last) {
		return today, fault.New(fault.Invalid, "asOf: %s is more than %d years from now; choose a day up to %s",
			given.Format(time.DateOnly), maxAhead, last.Format(time.DateOnly))
	}
	return *given, nil
}

// Standing is what the ranking standard says.
func (r personResolver) Standing(ctx context.Context, p *people.Person, slug *string, asOf *time.Time) (*gen.Standing, error) {
	at, err := r.place(ctx, p, slug, asOf)
	if at == nil || err != nil {
		return nil, err
	}
	return at.standing(), nil
}

func (p *place) standing() *gen.Standing {
	s := standing.Of(p.facts, p.level, p.asOf)
	return &gen.Standing{AsOf: s.AsOf, Metrics: s.Metrics, Indicators: standing.Indicators(p.facts, p.level, p.asOf)}
}

// Eligibility is what the step to the next level asks.
func (r personResolver) Eligibility(ctx context.Context, p *people.Person, slug, to *string, asOf *time.Time) (*gen.Eligibility, error) {
	at, err := r.place(ctx, p, slug, asOf)
	if at == nil || err != nil {
		return nil, err
	}
	return at.eligibility(to)
}

// eligibility is nil where the ladder does not say what the step asks.
func (p *place) eligibility(to *string) (*gen.Eligibility, error) {
	version := p.level.Version()
	if to != nil {
		switch target := version.Level(*to); {
		case target == nil:
			return nil, fault.New(fault.Invalid, "to: %s has no level %.20q", version.Title, *to)
		case target.Ordinal != p.level.Ordinal+1:
			return nil, fault.New(fault.Invalid, "to: %s is not the level after %s; leave it out for the next one", target.Code, p.level.Code)
		}
	}
	if p.level.Promotion == nil {
		return nil, nil
	}
	return shown(standing.EligibilityFor(p.facts, version, p.level, p.asOf), version), nil
}

func shown(e *standing.Eligibility, v *ladder.Version) *gen.Eligibility {
	return &gen.Eligibility{To: v.Level(e.To), AsOf: e.AsOf, Verdict: e.Verdict, EligibleOn: e.EligibleOn, Requirements: e.Requirements}
}

func factsOn(l *loaders) *loader[onLadder, *standing.Facts] { return l.facts }

// heldOn is the code of the level held on a day, empty for none.
func heldOn(ranks []people.Rank, on time.Time) string {
	for i := range ranks {
		if ranks[i].Span().Has(on) {
			return ranks[i].Level
		}
	}
	return ""
}

// known tells the loaders of what the facts of persons name.
func (l *loaders) known(m map[onLadder]*standing.Facts) {
	var named []uuid.UUID
	for _, f := range m {
		l.records(f.Records)
		for _, a := range f.Answers {
			named = append(named, a.Evidence...)
		}
		for _, p := range f.Progress {
			if p.ArtefactID != nil {
				named = append(named, *p.ArtefactID)
			}
		}
	}
	l.record.expect(named...)
}
