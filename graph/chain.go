package graph

import (
	"maps"
	"slices"

	"github.com/google/uuid"

	"dossier/internal/analysis"
	"dossier/internal/dossier"
	"dossier/internal/people"
)

// chain tells each loader what to expect of what was read before it.
func (l *loaders) chain() {
	l.person.then = func(m map[uuid.UUID]*people.Person) { l.people(values(m)) }
	l.ranks.then = func(m map[onLadder][]*people.Rank) {
		l.newestOf.expect(keys(flat(m), func(r *people.Rank) uuid.UUID { return r.Ladder })...)
	}
	l.rank.then = func(m map[uuid.UUID]*people.Rank) {
		l.newestOf.expect(keys(values(m), func(r *people.Rank) uuid.UUID { return r.Ladder })...)
	}
	l.dossier.then = func(m map[uuid.UUID]*dossier.Dossier) { l.dossiers(values(m)) }
	l.document.then = func(m map[uuid.UUID]*dossier.Document) { l.documents(values(m)) }
	l.documentsOf.then = func(m map[uuid.UUID][]*dossier.Document) { l.documents(flat(m)) }
	l.revision.then = func(m map[uuid.UUID]*dossier.Revision) { l.heldBy.expect(slices.Collect(maps.Keys(m))...) }
	l.heldBy.then = func(m map[uuid.UUID][]*dossier.Held) {
		l.document.expect(keys(flat(m), func(h *dossier.Held) uuid.UUID { return h.Document })...)
		l.body.expect(keys(flat(m), heldText)...)
	}
	l.newest.then = func(m map[uuid.UUID]*analysis.Analysis) { l.analyses(values(m)) }
	l.analysis.then = func(m map[uuid.UUID]*analysis.Analysis) { l.analyses(values(m)) }
	l.findingsOf.then = func(m map[uuid.UUID][]*analysis.StoredFinding) { l.findings(flat(m)) }
	l.finding.then = func(m map[uuid.UUID]*analysis.StoredFinding) { l.findings(values(m)) }
	l.evidenceOf.then = func(m map[uuid.UUID][]*analysis.StoredEvidence) { l.passages(flat(m)) }
	l.evidence.then = func(m map[uuid.UUID]*analysis.StoredEvidence) { l.passages(values(m)) }
	l.gapsOf.then = func(m map[uuid.UUID][]*analysis.StoredGap) { l.gaps(flat(m)) }
	l.gap.then = func(m map[uuid.UUID]*analysis.StoredGap) { l.gaps(values(m)) }
	l.claimsOf.then = func(m map[uuid.UUID][]*analysis.StoredClaim) {
		l.document.expect(keys(flat(m), func(c *analysis.StoredClaim) uuid.UUID { return c.DocumentID })...)
	}
	l.anomaliesOf.then = func(m map[uuid.UUID][]*analysis.StoredAnomaly) {
		l.document.expect(keys(flat(m), func(a *analysis.StoredAnomaly) uuid.UUID { return a.DocumentID })...)
	}
}

// people remembers who was listed together. What is asked of them, and on
// which ladder, is known only when it is.
func (l *loaders) people(list []*people.Person) {
	ids := keys(list, func(p *people.Person) uuid.UUID { return p.UUID })
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, k := range ids {
		l.together[k] = ids
	}
}

// dossiers expects what the fields of dossiers read.
func (l *loaders) dossiers(list []*dossier.Dossier) {
	ids := keys(list, func(d *dossier.Dossier) uuid.UUID { return d.UUID })
	l.person.expect(keys(list, func(d *dossier.Dossier) uuid.UUID { return d.CandidateID })...)
	l.documentsOf.expect(ids...)
	l.newest.expect(ids...)
	l.frozen.expect(ids...)
	l.explanationsOf.expect(ids...)
	l.panelOf.expect(ids...)
	l.meetingsOf.expect(ids...)
	l.unlocksOf.expect(ids...)
	l.feasibility.expect(ids...)
	l.decisionOf.expect(ids...)
	l.appealOf.expect(ids...)
	l.earlierGapsOf.expect(ids...)
	var revisions []uuid.UUID
	for _, d := range list {
		if d.RevisionID != nil {
			revisions = append(revisions, *d.RevisionID)
		}
	}
	l.revision.expect(revisions...)
}

func (l *loaders) documents(list []*dossier.Document) {
	shown := keys(list, func(d *dossier.Document) dossier.BodyKey {
		return dossier.BodyKey{Document: d.UUID, Version: d.Version}
	})
	l.body.expect(shown...)
	l.source.expect(shown...)
}

func (l *loaders) analyses(list []*analysis.Analysis) {
	ids := keys(list, func(a *analysis.Analysis) uuid.UUID { return a.UUID })
	l.stale.expect(ids...)
	l.findingsOf.expect(ids...)
	l.claimsOf.expect(ids...)
	l.anomaliesOf.expect(ids...)
	l.revision.expect(keys(list, func(a *analysis.Analysis) uuid.UUID { return a.RevisionID })...)
}

func (l *loaders) findings(list []*analysis.StoredFinding) {
	ids := keys(list, func(f *analysis.StoredFinding) uuid.UUID { return f.UUID })
	l.evidenceOf.expect(ids...)
	l.gapsOf.expect(ids...)
}

func (l *loaders) passages(list []*analysis.StoredEvidence) {
	l.document.expect(keys(list, func(e *analysis.StoredEvidence) uuid.UUID { return e.DocumentID })...)
	l.response.expect(keys(list, func(e *analysis.StoredEvidence) uuid.UUID { return e.UUID })...)
}

func (l *loaders) gaps(list []*analysis.StoredGap) {
	var near []uuid.UUID
	for _, g := range list {
		if p := g.Near(); p != nil {
			near = append(near, p.DocumentID)
		}
	}
	l.document.expect(near...)
	l.response.expect(keys(list, func(g *analysis.StoredGap) uuid.UUID { return g.UUID })...)
}

func keys[T any, K comparable](list []T, key func(T) K) []K {
	k := make([]K, len(list))
	for i, v := range list {
		k[i] = key(v)
	}
	return k
}

func values[K comparable, V any](m map[K]V) []V { return slices.Collect(maps.Values(m)) }

func flat[K comparable, V any](m map[K][]V) []V {
	var list []V
	for _, v := range m {
		list = append(list, v...)
	}
	return list
}
