package graph

import (
	"context"

	"dossier/graph/gen"
	"dossier/internal/dossier"
	"dossier/internal/ladder"
	"dossier/internal/standing"
)

// ExplainRequirement keeps what the candidate says of a requirement.
func (m mutation) ExplainRequirement(ctx context.Context, in dossier.Explaining) (*gen.ExplainRequirementPayload, error) {
	err := m.Acts.ExplainRequirement(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.ExplainRequirementPayload)
	p.Dossier, p.Problem, err = changed(ctx, dossiersOf, in.Dossier.UUID, err)
	return p, err
}

// Explanations are what the candidate says of requirements that are not met.
func (dossierResolver) Explanations(ctx context.Context, d *dossier.Dossier) ([]*dossier.Explanation, error) {
	return all(ctx, request(ctx).loaders.explanationsOf, d.UUID)
}

// Standing is how the candidate stands, or stood when the dossier was
// submitted.
func (r dossierResolver) Standing(ctx context.Context, d *dossier.Dossier) (*gen.Standing, error) {
	f, at, err := r.candidacy(ctx, d)
	switch {
	case err != nil || f == nil && at == nil:
		return nil, err
	case at != nil:
		return at.standing(), nil
	}
	level, err := r.From(ctx, d)
	if level == nil || err != nil {
		return nil, err
	}
	return thawed(ctx, &f.Standing, level)
}

// Eligibility is how the candidate stands to what the step asks, or stood when
// the dossier was submitted.
func (r dossierResolver) Eligibility(ctx context.Context, d *dossier.Dossier) (*gen.Eligibility, error) {
	f, at, err := r.candidacy(ctx, d)
	switch {
	case err != nil || f == nil && at == nil:
		return nil, err
	case at != nil:
		return at.eligibility(nil)
	}
	to, err := r.To(ctx, d)
	e := &f.Eligibility
	return &gen.Eligibility{To: to, AsOf: e.AsOf, Verdict: e.Verdict, EligibleOn: e.EligibleOn, Requirements: e.Requirements}, err
}

// candidacy is what was frozen of a dossier that was submitted, else where the
// candidate stands today; neither where that is not for the viewer.
func (r dossierResolver) candidacy(ctx context.Context, d *dossier.Dossier) (*dossier.Frozen, *place, error) {
	l := request(ctx).loaders
	if d.SubmissionID != nil {
		f, err := find(ctx, l.frozen, d.UUID)
		return f, nil, err
	}
	level, err := r.From(ctx, d)
	if level == nil || err != nil {
		return nil, nil, err
	}
	f, err := find(ctx, l.facts, onLadder{d.CandidateID, level.Version()})
	if f == nil || err != nil {
		return nil, nil, err
	}
	on, err := r.asOf(nil)
	return nil, &place{f, level, on}, err
}

// references are the testimonies that a component counts.
func (r dossierResolver) references(ctx context.Context, d *dossier.Dossier) (*dossier.References, error) {
	f, at, err := r.candidacy(ctx, d)
	switch {
	case err != nil || f == nil && at == nil:
		return nil, err
	case at != nil:
		return dossier.ReferencesOf(at.facts, at.level, at.asOf), nil
	}
	return f.Standing.References, nil
}

// thawed is what was frozen with the records that the viewer may see.
func thawed(ctx context.Context, f *dossier.FrozenStanding, level *ladder.Level) (*gen.Standing, error) {
	s := &gen.Standing{AsOf: f.AsOf, Metrics: []*standing.Metric{}, Indicators: []*standing.Indicator{}}

	for _, m := range f.Metrics {
		metric := level.Metric(m.Key)
		if metric == nil {
			continue // not of this version
		}
		counted, err := recordsBy(ctx, m.Records)
		if err != nil {
			return nil, err
		}
		s.Metrics = append(s.Metrics, &standing.Metric{
			Metric: metric, Verdict: m.Verdict, Value: m.Value, Coverage: m.Coverage, Explanation: m.Explanation, Records: counted,
		})
	}
	for _, i := range f.Indicators {
		counted, err := recordsBy(ctx, i.Records)
		if err != nil {
			return nil, err
		}
		s.Indicators = append(s.Indicators, &standing.Indicator{Key: i.Key, Value: i.Value, Explanation: i.Explanation, Records: counted})
	}
	return s, nil
}
