// Package intake brings data in from files and hands a person's data out.
// Files are CSV, JSON or JSON lines; every row has a key of its own, by which
// rows refer to each other and by which the same row is known again: what came
// in before is left alone, what changed is changed as its area allows. It owns
// the table imported and writes the tables of people, companies, records and
// mentorships in bulk, checked by the rules of their areas. It must not know
// the API, nor decide who may see what: whoever runs it holds the database.
package intake

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/fault"
	"dossier/internal/ladder"
	"dossier/internal/postgres"
)

// Importer reads sources into a database.
type Importer struct {
	DB    *pgxpool.Pool
	NewID func() uuid.UUID
	// Progress is told after each batch how many rows of a table are done; may
	// be nil.
	Progress func(table string, rows int)
}

// Options say what happens to bad rows and to good ones.
type Options struct {
	// Skip leaves bad rows out and writes the rest; without it nothing is
	// written if any row is bad.
	Skip bool
	// DryRun does everything and takes it back.
	DryRun bool
	// MaxBad is how many bad rows are listed before reading stops; 1,000 if
	// zero.
	MaxBad int
}

// errTakenBack ends a transaction that must leave nothing.
var errTakenBack = errors.New("taken back")

// Import reads sources in one transaction, in the order in which tables depend
// on each other. Bad rows are in the report and no error; an error is what
// keeps a source from being read at all, or the database from being written.
// Two imports at once take turns.
func (im *Importer) Import(ctx context.Context, sources []Source, o Options, now time.Time) (*Report, error) {
	var report *Report
	err := postgres.InTx(ctx, im.DB, func(tx pgx.Tx) (err error) {
		report, err = im.Write(ctx, tx, sources, o, now)
		if err == nil && !report.Written {
			err = errTakenBack
		}
		return err
	})
	if err == errTakenBack {
		err = nil
	}
	return report, err
}

// Write is Import within a transaction of the caller's, which must be taken
// back if the report says that nothing is to be written, and committed right
// after it otherwise: the trail is written last.
func (im *Importer) Write(ctx context.Context, tx pgx.Tx, sources []Source, o Options, now time.Time) (*Report, error) {
	if o.MaxBad == 0 {
		o.MaxBad = 1000
	}
	r := &run{Importer: im, tx: tx, o: o, now: now, ladders: ladder.NewCatalog(tx), set: newSet(), report: &Report{DryRun: o.DryRun}}
	if err := r.begin(ctx); err != nil {
		return nil, err
	}
	opened, err := openAll(sources, r.set)
	if err != nil {
		return nil, err
	}
	for _, t := range r.set.tables {
		for _, s := range opened {
			if !s.tables[t.name] {
				continue
			}
			if err := r.table(ctx, t, s); err != nil {
				return nil, err
			}
		}
		r.seen = nil
	}
	bad := r.report.BadRows()
	r.report.Written = !o.DryRun && (bad == 0 || o.Skip && !r.report.Cut)
	if !r.report.Written {
		return r.report, nil
	}
	return r.report, r.trail(ctx)
}

// invalid is a fault that whoever brought the file can mend.
func invalid(format string, args ...any) error { return fault.New(fault.Invalid, format, args...) }
