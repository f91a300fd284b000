package graph

import (
	"context"

	"github.com/google/uuid"

	"dossier/graph/gen"
	"dossier/internal/dossier"
	"dossier/internal/record"
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
	seen := map[uuid.UUID]record.Record{}
	list, err := recordsBy(ctx, f.Records())
	for _, one := range list {
		seen[one.Common().UUID] = one
	}
	s, indicators := f.Standing(level, seen)
	return &gen.Standing{AsOf: s.AsOf, Metrics: s.Metrics, Indicators: indicators}, err
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
	level, err := r.From(ctx, d)
	if level == nil || err != nil {
		return nil, err
	}
	return shown(f.Eligibility, level.Version()), nil
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
	return f.References, nil
}
