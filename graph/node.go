package graph

import (
	"context"

	"github.com/google/uuid"

	"dossier/graph/model"
	"dossier/internal/analysis"
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
	if g, ok := node.(*analysis.StoredGap); ok {
		advises(ctx, g.AnalysisID, g.Own)
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
	switch i.Kind {
	case id.Level, id.Criterion, id.Component, id.Metric:
		return q.part(ctx, i)
	case id.Viewer:
		return orNil(req.viewer), nil
	}
	f := req.loaders.ofRows()[i.Kind]
	if f == nil || req.viewer == nil && i.Kind != id.Ladder {
		return nil, nil
	}
	return f.lookup(ctx, i.UUID)
}

// finder is a loader of the rows that ids of a kind stand for.
type finder interface {
	expect(keys ...uuid.UUID)
	lookup(ctx context.Context, key uuid.UUID) (any, error)
}

// ofRows are the loaders by the kind of id.
func (l *loaders) ofRows() map[id.Kind]finder {
	return map[id.Kind]finder{
		id.Ladder: l.version, id.Person: l.person, id.Dossier: l.dossier, id.Document: l.document, id.Revision: l.revision,
		id.Analysis: l.analysis, id.Finding: l.finding, id.Evidence: l.evidence, id.Gap: l.gap, id.Claim: l.claim, id.Anomaly: l.anomaly,
		id.Rank: l.rank, id.Pause: l.pause, id.Record: l.record, id.Company: l.company, id.Surface: l.surface,
		id.Nomination: l.nomination, id.Mentorship: l.mentorship, id.Agreement: l.agreement, id.Answer: l.answer,
		id.Confirmation: l.confirmation, id.ConfirmationLink: l.link, id.Session: l.session, id.Accrual: l.entry,
		id.Panel: l.panel, id.Seat: l.seat, id.QueueEntry: l.queue, id.PanelSession: l.meeting, id.Post: l.post, id.Review: l.review,
		id.Declaration: l.declaration, id.Decision: l.decision, id.Appeal: l.appeal, id.Entitlement: l.entitlement,
		id.Notification: l.notification,
	}
}

// expect sorts ids by the loaders that will be asked for them; the parts of a
// ladder are found in its version.
func (l *loaders) expect(ids []*id.ID) {
	finders, sorted := l.ofRows(), map[finder][]uuid.UUID{}
	for _, i := range ids {
		f := finders[i.Kind]
		switch i.Kind {
		case id.Level, id.Criterion, id.Component, id.Metric:
			f = l.version
		}
		if f != nil {
			sorted[f] = append(sorted[f], i.UUID)
		}
	}
	for f, keys := range sorted {
		f.expect(keys...)
	}
}
