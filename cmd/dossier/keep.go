package main

import (
	"cmp"
	"context"
	"time"

	"dossier/internal/analysis"
)

// forgetEvery is how often what was kept of the talk with models is looked
// through for what is too old.
const forgetEvery = time.Hour

// seals are what answers that save a call are encrypted with, and what prompts
// and raw answers are, nil without a key: then none are kept.
func (w working) seals(secret []byte) (answers, exchanges *analysis.Seal, err error) {
	if w.KeepKey != "" {
		if exchanges, err = w.seal(); err != nil {
			return nil, nil, err
		}
		if secret, err = analysis.ParseKey(w.KeepKey); err != nil {
			return nil, nil, err
		}
	}
	answers, err = analysis.NewSeal(secret, "answers")
	return answers, exchanges, err
}

// forget deletes what was kept for longer than the time set, now and at each
// interval, until ctx ends.
func (a *app) forget(ctx context.Context, keep, every time.Duration) {
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		if _, err := analysis.Forget(ctx, a.pool, cmp.Or(keep, 720*time.Hour)); err != nil && ctx.Err() == nil {
			a.log.ErrorContext(ctx, "what models were asked is not deleted", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

// careEvery is how often seats on panels are looked through for who is to be
// reminded.
const careEvery = time.Hour

// care has who is late reminded, now and at each turn, until ctx ends.
func (a *app) care(ctx context.Context, every time.Duration) {
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		if err := a.panels.Care(ctx, now()); err != nil && ctx.Err() == nil {
			a.log.ErrorContext(ctx, "nobody is reminded of a seat on a panel", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}
