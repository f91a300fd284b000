package graph

import (
	"context"

	"github.com/google/uuid"

	"dossier/internal/analysis"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
)

// AnalysisProgress sends a dossier's analysis at once if there is one, then
// after every change, until it is final. Each event is read anew through the
// viewer's eyes, with the roles that the viewer holds by then.
func (s subscription) AnalysisProgress(ctx context.Context, of id.ID) (<-chan *analysis.Analysis, error) {
	key, ok := of.Row(id.Dossier)
	if !ok {
		return nil, fault.ErrNotFound
	}
	v := request(ctx).viewer
	if found, err := s.Dossiers.ByIDs(ctx, v, []uuid.UUID{key}); err != nil || len(found) == 0 {
		return nil, orNotFound(err)
	}
	wake := s.Watcher.Watch(ctx, key)
	events := make(chan *analysis.Analysis)
	go func() {
		defer close(events)
		f := follower{resolver: s.Resolver, viewer: v, dossier: key}
		for {
			a, more := f.next(ctx)
			if a != nil {
				select {
				case events <- a:
				case <-ctx.Done():
					return
				}
			}
			if !more {
				return
			}
			if _, ok := <-wake; !ok {
				return
			}
		}
	}()
	return events, nil
}

// follower reads one dossier's analysis again and again.
type follower struct {
	resolver *Resolver
	viewer   *people.Viewer
	dossier  uuid.UUID
	last     *analysis.Analysis
}

// next returns the analysis if it changed since the last call, and whether
// more can follow. A failure to read is a reason to try again later.
func (f *follower) next(ctx context.Context) (changed *analysis.Analysis, more bool) {
	viewer, err := f.resolver.People.Viewer(ctx, f.viewer.Person, f.resolver.Now())
	if err != nil {
		return nil, true
	}
	seen, err := f.resolver.Dossiers.ByIDs(ctx, viewer, []uuid.UUID{f.dossier})
	if err != nil {
		return nil, true
	}
	if len(seen) == 0 {
		return nil, false
	}
	a, err := f.read(ctx, viewer)
	if err != nil {
		return nil, true
	}
	if a == nil { // and none can come once the dossier is final
		s := seen[f.dossier].Status
		return nil, s != dossier.Withdrawn && s != dossier.Released
	}
	was := f.last
	f.last = a
	if was != nil && was.UUID == a.UUID && was.Status == a.Status && was.Stage == a.Stage && was.Done == a.Done && was.Total == a.Total {
		return nil, true
	}
	return a, !a.Status.Final()
}

// read finds the newest analysis; one that was followed and is cancelled with
// no newer one to take its place is returned as it is.
func (f *follower) read(ctx context.Context, v *people.Viewer) (*analysis.Analysis, error) {
	found, err := f.resolver.Analyses.Newest(ctx, v, []uuid.UUID{f.dossier})
	if err != nil {
		return nil, err
	}
	a := found[f.dossier]
	if f.last == nil || a != nil && a.Seq >= f.last.Seq {
		return a, nil
	}
	again, err := f.resolver.Analyses.ByIDs(ctx, v, []uuid.UUID{f.last.UUID})
	return again[f.last.UUID], err
}

func orNotFound(err error) error {
	if err == nil {
		return fault.ErrNotFound
	}
	return err
}
