package graph

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/vikstrous/dataloadgen"

	"dossier/internal/analysis"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/ladder"
	"dossier/internal/people"
)

// wait is how long a loader gathers keys before it asks the store.
const wait = 500 * time.Microsecond

type byUUID[T any] = *dataloadgen.Loader[uuid.UUID, T]

// loaders gather the keys that the fields of one response ask for, so that
// each kind of row is read in one statement. They are made anew for every
// response: a subscription's events never see a row of an earlier one.
type loaders struct {
	ladder      *dataloadgen.Loader[string, *ladder.Version]
	person      byUUID[*people.Person]
	level       *dataloadgen.Loader[people.LevelKey, string]
	dossier     byUUID[*dossier.Dossier]
	document    byUUID[*dossier.Document]
	documentsOf byUUID[[]*dossier.Document]
	body        *dataloadgen.Loader[dossier.BodyKey, string]
	revision    byUUID[*dossier.Revision]
	heldBy      byUUID[[]*dossier.Held]
	newest      byUUID[*analysis.Analysis]
	analysis    byUUID[*analysis.Analysis]
	findingsOf  byUUID[[]*analysis.StoredFinding]
	finding     byUUID[*analysis.StoredFinding]
	evidenceOf  byUUID[[]*analysis.StoredEvidence]
	evidence    byUUID[*analysis.StoredEvidence]
	gapsOf      byUUID[[]*analysis.StoredGap]
	gap         byUUID[*analysis.StoredGap]
	claimsOf    byUUID[[]*analysis.StoredClaim]
	claim       byUUID[*analysis.StoredClaim]
	anomaliesOf byUUID[[]*analysis.StoredAnomaly]
	anomaly     byUUID[*analysis.StoredAnomaly]
	response    byUUID[*analysis.Response]
}

// seen is a store's function that reads through a viewer's eyes.
type seen[K comparable, V any] func(context.Context, *people.Viewer, []K) (map[K]V, error)

// through makes a loader of a function that reads through v's eyes.
func through[K comparable, V any](v *people.Viewer, fn seen[K, V]) *dataloadgen.Loader[K, V] {
	return mapped(func(ctx context.Context, keys []K) (map[K]V, error) { return fn(ctx, v, keys) })
}

func mapped[K comparable, V any](fn func(context.Context, []K) (map[K]V, error)) *dataloadgen.Loader[K, V] {
	return dataloadgen.NewMappedLoader(fn, dataloadgen.WithWait(wait))
}

func (r *Resolver) loaders(v *people.Viewer) *loaders {
	d, a, now := r.Dossiers, r.Analyses, r.Now()
	return &loaders{
		ladder: mapped(func(ctx context.Context, slugs []string) (map[string]*ladder.Version, error) {
			m := make(map[string]*ladder.Version, len(slugs))
			for _, s := range slugs {
				version, err := r.Ladders.Current(ctx, slug(s))
				switch {
				case err == nil:
					m[s] = version
				case fault.KindOf(err) != fault.NotFound:
					return nil, err
				}
			}
			return m, nil
		}),
		person: mapped(r.People.ByIDs),
		level: mapped(func(ctx context.Context, keys []people.LevelKey) (map[people.LevelKey]string, error) {
			return r.People.Levels(ctx, keys, now)
		}),
		dossier:     through(v, d.ByIDs),
		document:    through(v, d.DocumentsByIDs),
		documentsOf: through(v, d.DocumentsOf),
		body:        through(v, d.Bodies),
		revision:    through(v, d.RevisionsByIDs),
		heldBy:      mapped(d.HeldBy),
		newest:      through(v, a.Newest),
		analysis:    through(v, a.ByIDs),
		findingsOf:  through(v, a.FindingsOf),
		finding:     through(v, a.FindingsByIDs),
		evidenceOf:  through(v, a.EvidenceOf),
		evidence:    through(v, a.EvidenceByIDs),
		gapsOf:      through(v, a.GapsOf),
		gap:         through(v, a.GapsByIDs),
		claimsOf:    through(v, a.ClaimsOf),
		claim:       through(v, a.ClaimsByIDs),
		anomaliesOf: through(v, a.AnomaliesOf),
		anomaly:     through(v, a.AnomaliesByIDs),
		response:    mapped(a.Responses),
	}
}

// slug is an optional argument: the empty string stands for one left out.
func slug(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// find loads a row that may be absent: absent and not for the viewer are nil.
func find[K comparable, T any](ctx context.Context, l *dataloadgen.Loader[K, *T], key K) (*T, error) {
	v, err := l.Load(ctx, key)
	if errors.Is(err, dataloadgen.ErrNotFound) {
		return nil, nil
	}
	return v, err
}
