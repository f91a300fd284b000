package graph

import (
	"context"
	"sync"

	"github.com/google/uuid"

	"dossier/internal/analysis"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/ladder"
	"dossier/internal/people"
)

// loaders hold what the fields of one response read. They are made anew for
// every response: a subscription's events never see a row of an earlier one.
type loaders struct {
	ladder      *loader[string, *ladder.Version]
	version     *loader[uuid.UUID, *ladder.Version]
	person      *loader[uuid.UUID, *people.Person]
	newestOf    *loader[uuid.UUID, *ladder.Version]
	level       *loader[people.LevelKey, string]
	rank        *loader[uuid.UUID, *people.Rank]
	ranks       *loader[onLadder, []*people.Rank]
	pausesOf    *loader[uuid.UUID, []*people.Pause]
	pause       *loader[uuid.UUID, *people.Pause]
	dossier     *loader[uuid.UUID, *dossier.Dossier]
	document    *loader[uuid.UUID, *dossier.Document]
	documentsOf *loader[uuid.UUID, []*dossier.Document]
	body        *loader[dossier.BodyKey, string]
	source      *loader[dossier.BodyKey, *dossier.Source]
	revision    *loader[uuid.UUID, *dossier.Revision]
	heldBy      *loader[uuid.UUID, []*dossier.Held]
	newest      *loader[uuid.UUID, *analysis.Analysis]
	analysis    *loader[uuid.UUID, *analysis.Analysis]
	stale       *loader[uuid.UUID, *analysis.Staleness]
	findingsOf  *loader[uuid.UUID, []*analysis.StoredFinding]
	finding     *loader[uuid.UUID, *analysis.StoredFinding]
	evidenceOf  *loader[uuid.UUID, []*analysis.StoredEvidence]
	evidence    *loader[uuid.UUID, *analysis.StoredEvidence]
	gapsOf      *loader[uuid.UUID, []*analysis.StoredGap]
	gap         *loader[uuid.UUID, *analysis.StoredGap]
	claimsOf    *loader[uuid.UUID, []*analysis.StoredClaim]
	claim       *loader[uuid.UUID, *analysis.StoredClaim]
	anomaliesOf *loader[uuid.UUID, []*analysis.StoredAnomaly]
	anomaly     *loader[uuid.UUID, *analysis.StoredAnomaly]
	response    *loader[uuid.UUID, *analysis.Response]
	areaLoaders
	panelLoaders

	mu sync.Mutex
	// together holds, for each person of a list, the whole list.
	together map[uuid.UUID][]uuid.UUID
}

// through makes a loader of a store's function that reads through v's eyes.
func through[K comparable, V any](v *people.Viewer, fn func(context.Context, *people.Viewer, []K) (map[K]V, error)) *loader[K, V] {
	return &loader[K, V]{fetch: func(ctx context.Context, keys []K) (map[K]V, error) { return fn(ctx, v, keys) }}
}

func (r *Resolver) loaders(v *people.Viewer) *loaders {
	d, a, now := r.Dossiers, r.Analyses, r.Now()
	l := &loaders{
		ladder:   &loader[string, *ladder.Version]{fetch: r.current},
		version:  &loader[uuid.UUID, *ladder.Version]{fetch: r.Ladders.ByIDs},
		newestOf: &loader[uuid.UUID, *ladder.Version]{fetch: r.Ladders.CurrentOf},
		person:   &loader[uuid.UUID, *people.Person]{fetch: r.People.ByIDs},
		rank:     &loader[uuid.UUID, *people.Rank]{fetch: r.People.RanksByIDs},
		ranks: perLadder(func(ctx context.Context, v *ladder.Version, persons []uuid.UUID) (map[uuid.UUID][]*people.Rank, error) {
			return r.People.RanksOf(ctx, persons, v.LadderID)
		}),
		pausesOf: &loader[uuid.UUID, []*people.Pause]{fetch: r.People.PausesOf},
		pause:    through(v, r.Pauses.PausesByIDs),
		level: &loader[people.LevelKey, string]{fetch: func(ctx context.Context, keys []people.LevelKey) (map[people.LevelKey]string, error) {
			return r.People.Levels(ctx, keys, now)
		}},
		dossier:      through(v, d.ByIDs),
		document:     through(v, d.DocumentsByIDs),
		documentsOf:  through(v, d.DocumentsOf),
		body:         through(v, d.Bodies),
		source:       through(v, d.Sources),
		revision:     through(v, d.RevisionsByIDs),
		heldBy:       &loader[uuid.UUID, []*dossier.Held]{fetch: d.HeldBy},
		newest:       through(v, a.Newest),
		analysis:     through(v, a.ByIDs),
		stale:        through(v, a.Stale),
		findingsOf:   named(through(v, a.FindingsOf), flat, r.nameFindings),
		finding:      named(through(v, a.FindingsByIDs), values, r.nameFindings),
		evidenceOf:   through(v, a.EvidenceOf),
		evidence:     through(v, a.EvidenceByIDs),
		gapsOf:       named(through(v, a.GapsOf), flat, r.nameGaps),
		gap:          named(through(v, a.GapsByIDs), values, r.nameGaps),
		claimsOf:     through(v, a.ClaimsOf),
		claim:        through(v, a.ClaimsByIDs),
		anomaliesOf:  through(v, a.AnomaliesOf),
		anomaly:      through(v, a.AnomaliesByIDs),
		response:     &loader[uuid.UUID, *analysis.Response]{fetch: a.Responses},
		areaLoaders:  r.areaLoaders(v),
		panelLoaders: r.panelLoaders(v),
		together:     map[uuid.UUID][]uuid.UUID{},
	}
	l.chain()
	l.chainAreas()
	l.chainPanels()
	return l
}

// named makes a loader put into its rows what they only name by key.
func named[K comparable, V, T any](l *loader[K, V], rows func(map[K]V) []T, name func(context.Context, []T) error) *loader[K, V] {
	fetch := l.fetch
	l.fetch = func(ctx context.Context, keys []K) (map[K]V, error) {
		m, err := fetch(ctx, keys)
		if err == nil {
			err = name(ctx, rows(m))
		}
		return m, err
	}
	return l
}

func (r *Resolver) nameFindings(ctx context.Context, list []*analysis.StoredFinding) (err error) {
	for _, f := range list {
		if f.Criterion, err = r.criterion(ctx, f.LadderVersion, f.Level, f.CriterionKey); err != nil {
			return err
		}
	}
	return nil
}

func (r *Resolver) nameGaps(ctx context.Context, list []*analysis.StoredGap) (err error) {
	for _, g := range list {
		if g.Criterion, err = r.criterion(ctx, g.LadderVersion, g.Level, g.CriterionKey); err != nil {
			return err
		}
	}
	return nil
}

// current finds ladders by slug; the empty slug is one left out.
func (r *Resolver) current(ctx context.Context, slugs []string) (map[string]*ladder.Version, error) {
	m := make(map[string]*ladder.Version, len(slugs))
	for _, s := range slugs {
		var slug *string
		if s != "" {
			slug = &s
		}
		version, err := r.Ladders.Current(ctx, slug)
		switch {
		case err == nil:
			m[s] = version
		case fault.KindOf(err) != fault.NotFound:
			return nil, err
		}
	}
	return m, nil
}
