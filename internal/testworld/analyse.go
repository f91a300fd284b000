package testworld

import (
	"log/slog"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/analysis"
	"dossier/internal/analysis/claims"
	"dossier/internal/analysis/offline"
)

// Analyse does what is queued, one row after another, without a queue: rows
// are claimed, analysed offline and ended as the worker would. With a model,
// rows that ask for one are analysed by it, and offline what it cannot.
func (w *World) Analyse(model ...analysis.Analyser) {
	w.T.Helper()
	ctx := w.T.Context()
	off, err := offline.New()
	w.must(err)
	work := &analysis.Work{
		DB: w.DB, Ladders: w.Ladders, NewID: w.NewID, Log: slog.New(slog.DiscardHandler), Changed: w.Requests.Changed,
		Options: map[string]analysis.Options{"offline": {Analyser: off, Claims: claims.Checker{}}},
	}
	for _, m := range model {
		work.Options["llm"] = analysis.Options{Analyser: m, Fallback: off, Claims: claims.Checker{}}
	}
	for {
		var next uuid.UUID
		err := w.DB.QueryRow(ctx, `update analysis set status = 'RUNNING', fence = fence + 1, attempt = 1, started_at = $1
			where id = (select id from analysis where status = 'QUEUED' order by priority desc, created_at, id limit 1) returning id`, w.Now).Scan(&next)
		if err == pgx.ErrNoRows {
			return
		}
		w.must(err)
		save, err := work.Do(ctx, next, 1, w.Now, func(uuid.UUID) {})
		w.must(err)
		w.Tx(func(tx pgx.Tx) error {
			if err := save(ctx, tx); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `update analysis set status = 'SUCCEEDED', finished_at = $2 where id = $1`, next, w.Now)
			return err
		})
	}
}
