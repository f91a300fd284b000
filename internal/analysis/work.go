package analysis

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/fault"
	"dossier/internal/ladder"
	"dossier/internal/postgres"
)

// Work does what a queued row orders: it reads what was frozen, runs the
// pipeline and hands back how to save the result. Claiming the row, keeping
// its lease and ending it are the queue's.
type Work struct {
	DB      *pgxpool.Pool
	Ladders Ladders
	// Options holds the pipeline's settings for each analyser that a row may
	// ask for, offline or llm. A row that asks for one that is not there is
	// done offline and marked degraded.
	Options map[string]Options
	NewID   func() uuid.UUID
	Log     *slog.Logger
	// Changed tells subscribers that a dossier's analysis changed.
	Changed func(ctx context.Context, dossier uuid.UUID)
}

// Ladders finds ladder versions.
type Ladders interface {
	ByID(ctx context.Context, version uuid.UUID) (*ladder.Version, error)
}

// order is what a row asks for.
type order struct {
	UUID          uuid.UUID  `db:"id"`
	DossierID     uuid.UUID  `db:"dossier_id"`
	LadderVersion uuid.UUID  `db:"ladder_version_id"`
	Level         string     `db:"from_level"`
	Analyser      string     `db:"analyser"`
	Facts         Facts      `db:"facts"`
	FirstStart    *time.Time `db:"started_at"`
	Documents     []*frozen  `db:"-"`
}

// frozen is a document as the revision holds it.
type frozen struct {
	ID        uuid.UUID `db:"id"`
	Version   int       `db:"version"`
	Component string    `db:"component"`
	Title     string    `db:"title"`
	Body      string    `db:"body"`
}

// Do analyses what the row orders. The returned function writes the result
// in the transaction that ends the row. now is the time of the call; of is
// told whose analysis it is.
func (w *Work) Do(ctx context.Context, analysis uuid.UUID, fence int64, now time.Time, of func(dossier uuid.UUID)) (func(context.Context, pgx.Tx) error, error) {
	o, err := w.order(ctx, analysis)
	if err != nil {
		return nil, err
	}
	of(o.DossierID)
	w.Changed(ctx, o.DossierID)
	version, err := w.Ladders.ByID(ctx, o.LadderVersion)
	if err != nil {
		return nil, err
	}
	in := Input{Level: version.Level(o.Level), Facts: o.Facts}
	for _, d := range o.Documents {
		in.Documents = append(in.Documents, Document{Ref: d.ID.String(), Component: d.Component, Title: d.Title, Body: d.Body})
	}
	opt, asked := w.Options[o.Analyser]
	if !asked {
		opt = w.Options["offline"]
	}
	if _, able := w.Options["llm"]; able && o.Analyser == "offline" {
		w.Log.WarnContext(ctx, "an analysis asks for the offline analyser, though this worker has a model: give the servers the same --llm flags", "id", analysis)
	}
	opt.Budget.Until = now.Add(DefaultWall)
	if o.FirstStart != nil {
		opt.Budget.Until = o.FirstStart.Add(DefaultWall)
	}
	opt.Progress = w.progress(ctx, o, fence)
	res, err := Run(ctx, in, opt)
	if err != nil {
		return nil, err
	}
	if !asked {
		res.Degraded = true
		res.Reasons = append(res.Reasons, "this worker has no "+o.Analyser+" analyser; the offline analyser did the work")
	}
	return func(ctx context.Context, tx pgx.Tx) error { return w.save(ctx, tx, o, res) }, nil
}

func (w *Work) order(ctx context.Context, analysis uuid.UUID) (*order, error) {
	const act = "read what to analyse"
	args := pgx.NamedArgs{"id": analysis}
	found, err := postgres.Rows[order](ctx, w.DB, act, `
		select a.id, a.dossier_id, a.ladder_version_id, d.from_level, a.analyser, a.facts, a.started_at
		from analysis a join dossier d on d.id = a.dossier_id where a.id = @id`, args)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.ErrNotFound
	}
	o := found[0]
	o.Documents, err = postgres.Rows[frozen](ctx, w.DB, act, `
		select rd.document_id as id, rd.version, rd.component, t.title, t.body
		from analysis a join revision_document rd on rd.revision_id = a.revision_id
		join document_version t on t.document_id = rd.document_id and t.version = rd.version
		where a.id = @id order by rd.document_id`, args)
	return o, err
}

// progress writes how far the work is, at most five times a second, and tells
// subscribers. A failure to write is no failure of the work.
func (w *Work) progress(ctx context.Context, o *order, fence int64) func(Progress) {
	var last time.Time
	var stage Stage
	return func(p Progress) {
		now := time.Now()
		if p.Stage == stage && now.Sub(last) < 200*time.Millisecond && p.Done < p.Total {
			return
		}
		last, stage = now, p.Stage
		tag, err := w.DB.Exec(ctx, `update analysis set stage = $3, done = $4, total = $5 where id = $1 and fence = $2 and status = 'RUNNING'`,
			o.UUID, fence, p.Stage, p.Done, p.Total)
		if err == nil && tag.RowsAffected() == 1 {
			w.Changed(ctx, o.DossierID)
		}
	}
}

// PGCache keeps a model's answers in the table analysis_cache.
type PGCache struct {
	DB *pgxpool.Pool
}

// Get returns the answer under k.
func (c PGCache) Get(ctx context.Context, k Key) (value []byte, found bool, err error) {
	err = c.DB.QueryRow(ctx, `select value from analysis_cache where key = $1`, k[:]).Scan(&value)
	if err == pgx.ErrNoRows {
		return nil, false, nil
	}
	return value, err == nil, postgres.Fault(err, "look for an answer")
}

// Put keeps an answer under k unless one is there.
func (c PGCache) Put(ctx context.Context, k Key, value []byte) error {
	_, err := c.DB.Exec(ctx, `insert into analysis_cache (key, value, created_at) values ($1, $2, now()) on conflict do nothing`, k[:], value)
	return postgres.Fault(err, "keep an answer")
}

// jsonOf writes plain data that cannot fail to be written.
func jsonOf(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic("analysis: plain data that cannot be written as JSON: " + err.Error())
	}
	return b
}
