package main

import (
	"context"
	"fmt"
	"time"

	"dossier/internal/dossier"
	"dossier/internal/extract"
	"dossier/internal/files"
)

// Files that no text names are looked for so often, and removed when they are
// so old: far older than any upload takes.
const (
	sweepEvery = 6 * time.Hour
	sweepAfter = 24 * time.Hour
)

// sweepFiles opens the store that is named for a process that only sweeps it,
// and returns what sweeps until ctx ends. Without a name it does nothing: a
// folder that is not said to be this database's may be another's.
func (a *app) sweepFiles(ctx context.Context, f filing) (func(context.Context), error) {
	if f.Files == "" {
		return func(context.Context) {}, nil
	}
	store, err := files.Open(ctx, f.Files, extract.MaxFile)
	if err != nil {
		return nil, fmt.Errorf("--files (DOSSIER_FILES): %w", err)
	}
	return func(ctx context.Context) {
		a.sweep(ctx, store, sweepEvery, sweepAfter)
		_ = store.Close() // what was removed is removed
	}, nil
}

// sweep removes files that no text has named for a time, now and again, until
// ctx ends.
func (a *app) sweep(ctx context.Context, store *files.Store, every, after time.Duration) {
	orphans := dossier.Orphans{DB: a.pool, Files: store}
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		n, err := orphans.Sweep(ctx, time.Now().Add(-after))
		if n > 0 {
			a.log.InfoContext(ctx, "files that no text names are removed", "files", n)
		}
		if err != nil && ctx.Err() == nil {
			a.log.WarnContext(ctx, "some files that no text names are not removed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}
