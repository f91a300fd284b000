package graph

import (
	"context"

	"github.com/google/uuid"

	"dossier/internal/analysis"
)

// advises remembers that the response shows advice of an analysis to somebody
// who is not its candidate.
func advises(ctx context.Context, analysis uuid.UUID, own bool) {
	if own {
		return
	}
	a := request(ctx)
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.advice == nil {
		a.advice = map[uuid.UUID]bool{}
	}
	a.advice[analysis] = true
}

// advised keeps who is shown advice, before they are.
func (p perResponse) advised(ctx context.Context) error {
	a := request(ctx)
	if len(a.advice) == 0 {
		return nil
	}
	ids := make([]uuid.UUID, 0, len(a.advice))
	for analysis := range a.advice {
		ids = append(ids, analysis)
	}
	r := p.server.Resolver
	return r.Readings.Note(ctx, a.viewer, ids, r.Now())
}

// told is a part of a finding's advice, nil for whom it is not.
func told[T any](ctx context.Context, f *analysis.StoredFinding, value *T) *T {
	if value != nil {
		advises(ctx, f.AnalysisID, f.Own)
	}
	return value
}

// toldGaps are gaps as they are shown.
func toldGaps(ctx context.Context, list []*analysis.StoredGap) []*analysis.StoredGap {
	for _, g := range list {
		advises(ctx, g.AnalysisID, g.Own)
	}
	return list
}

// Score is advisory, nil for whom it is not.
func (findingResolver) Score(ctx context.Context, f *analysis.StoredFinding) (*int32, error) {
	if f.Score == nil {
		return nil, nil
	}
	score := int32(*f.Score)
	return told(ctx, f, &score), nil
}

// Confidence is how far the score can be relied on.
func (findingResolver) Confidence(ctx context.Context, f *analysis.StoredFinding) (*analysis.Confidence, error) {
	return told(ctx, f, f.Confidence()), nil
}

// Rationale is why it is so.
func (findingResolver) Rationale(ctx context.Context, f *analysis.StoredFinding) (*string, error) {
	return told(ctx, f, f.Rationale), nil
}
