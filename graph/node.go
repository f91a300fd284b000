package graph

import (
	"context"

	"github.com/google/uuid"

	"dossier/graph/model"
	"dossier/internal/fault"
	"dossier/internal/id"
)

// maxNodes is how many ids nodes takes.
const maxNodes = 100

// Node finds the object with an id, nil for an id that is malformed, unknown
// or not for the viewer.
func (q query) Node(ctx context.Context, i id.ID) (model.Node, error) {
	found, err := q.lookup(ctx, i)
	node, ok := found.(model.Node)
	if !ok || err != nil || node.ID() != i {
		return nil, err
	}
	return node, nil
}

// Nodes finds several objects, in the order of their ids.
func (q query) Nodes(ctx context.Context, ids []*id.ID) ([]model.Node, error) {
	if len(ids) > maxNodes {
		return nil, fault.New(fault.Invalid, "ids: %d were given; at most %d are allowed", len(ids), maxNodes)
	}
	request(ctx).loaders.expect(ids)
	nodes := make([]model.Node, len(ids))
	for k, i := range ids {
		var err error
		if nodes[k], err = q.Node(ctx, *i); err != nil {
			return nil, err
		}
	}
	return nodes, nil
}

func (q query) lookup(ctx context.Context, i id.ID) (any, error) {
	req := request(ctx)
	l := req.loaders
	switch i.Kind {
	case id.Ladder:
		return any1(version(ctx, i.UUID))
	case id.Level, id.Criterion, id.Component, id.Metric:
		return q.part(ctx, i)
	}
	if req.viewer == nil {
		return nil, nil
	}
	switch i.Kind {
	case id.Viewer:
		return req.viewer, nil
	case id.Person:
		return any1(find(ctx, l.person, i.UUID))
	case id.Dossier:
		return any1(find(ctx, l.dossier, i.UUID))
	case id.Document:
		return any1(find(ctx, l.document, i.UUID))
	case id.Revision:
		return any1(find(ctx, l.revision, i.UUID))
	case id.Analysis:
		return any1(find(ctx, l.analysis, i.UUID))
	case id.Finding:
		return any1(find(ctx, l.finding, i.UUID))
	case id.Evidence:
		return any1(find(ctx, l.evidence, i.UUID))
	case id.Gap:
		return any1(find(ctx, l.gap, i.UUID))
	case id.Claim:
		return any1(find(ctx, l.claim, i.UUID))
	case id.Anomaly:
		return any1(find(ctx, l.anomaly, i.UUID))
	}
	return nil, nil
}

// expect sorts ids by the loaders that will be asked for them.
func (l *loaders) expect(ids []*id.ID) {
	by := map[id.Kind]interface{ expect(...uuid.UUID) }{
		id.Ladder: l.version, id.Level: l.version, id.Criterion: l.version, id.Component: l.version, id.Metric: l.version,
		id.Person: l.person, id.Dossier: l.dossier, id.Document: l.document, id.Revision: l.revision, id.Analysis: l.analysis,
		id.Finding: l.finding, id.Evidence: l.evidence, id.Gap: l.gap, id.Claim: l.claim, id.Anomaly: l.anomaly,
	}
	sorted := map[interface{ expect(...uuid.UUID) }][]uuid.UUID{}
	for _, i := range ids {
		if to := by[i.Kind]; to != nil {
			sorted[to] = append(sorted[to], i.UUID)
		}
	}
	for to, keys := range sorted {
		to.expect(keys...)
	}
}

func any1[T any](v *T, err error) (any, error) { return orNil(v), err }
