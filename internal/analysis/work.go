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
	// Daily is what the jobs of a ladder may spend on a model in a day, all
	// workers together; a count of zero is unbounded.
	Daily Usage
	// Forbidden says, by a ladder's slug, whether its texts may not be sent to
	// the model; nil if no ladder's may not.
	Forbidden func(ladder string) bool
	// Exchanges keeps prompts and answers; nil for none.
	Exchanges *Exchanges
	NewID     func() uuid.UUID
	Log       *slog.Logger
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
	LadderID      uuid.UUID  `db:"ladder_id"`
	Ladder        string     `db:"slug"`
	LadderVersion uuid.UUID  `db:"ladder_version_id"`
	Level         string     `db:"from_level"`
	Candidate     string     `db:"candidate"`
	Analyser      string     `db:"analyser"`
	Facts         Facts      `db:"facts"`
	FirstStart    *time.Time `db:"started_at"`
	// Spent and Before are what earlier attempts used and where they left off.
	Spent     Usage      `db:"usage"`
	Before    Provenance `db:"provenance"`
	Documents []*frozen  `db:"-"`
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
	in := Input{Level: version.Level(o.Level), Facts: o.Facts, Names: []string{o.Candidate}}
	for _, d := range o.Documents {
		in.Documents = append(in.Documents, Document{Ref: d.ID.String(), Component: d.Component, Title: d.Title, Body: d.Body})
	}
	opt, notes, degraded := w.options(ctx, o)
	opt.Budget.Until = now.Add(opt.Budget.wall())
	if o.FirstStart != nil {
		opt.Budget.Until = o.FirstStart.Add(opt.Budget.wall())
	}
	opt.Progress = w.progress(ctx, o, fence)
	res, err := Run(ctx, in, opt)
	res.Usage = o.Spent.plus(res.Usage)
	res.Provenance.Calls = append(o.Before.Calls, res.Provenance.Calls...)
	if err != nil {
		w.spent(ctx, o, fence, res)
		return nil, err
	}
	res.Degraded = res.Degraded || degraded
	res.Reasons = append(res.Reasons, notes...)
	return func(ctx context.Context, tx pgx.Tx) error { return w.save(ctx, tx, o, res) }, nil
}

// ForbiddenNote is what a result says whose ladder no remote model may read.
const ForbiddenNote = "no remote model may read what is written for this ladder; the offline analyser did the work"

// options are the pipeline's settings for what a row asks for. notes say where
// they are other than asked; degraded that this is a loss.
func (w *Work) options(ctx context.Context, o *order) (opt Options, notes []string, degraded bool) {
	forbidden := w.Forbidden != nil && w.Forbidden(o.Ladder)
	opt, there := w.Options[o.Analyser]
	switch {
	case o.Analyser == "offline":
		if _, able := w.Options["llm"]; able && !forbidden {
			w.Log.WarnContext(ctx, "an analysis asks for the offline analyser, though this worker has a model: give the servers the same --llm flags", "id", o.UUID)
		}
		return opt, nil, false
	case forbidden:
		return w.Options["offline"], []string{ForbiddenNote}, false
	case !there:
		return w.Options["offline"], []string{"this worker has no " + o.Analyser + " analyser; the offline analyser did the work"}, true
	}
	opt.Spent = o.Spent
	if w.Daily != (Usage{}) {
		opt.Day = Day{DB: w.DB, Ladder: o.LadderID, Most: w.Daily}
	}
	if w.Exchanges != nil {
		opt.Keep = func(ctx context.Context, e Exchange) { w.Exchanges.keep(ctx, o.UUID, e) }
	}
	return opt, nil, false
}

// spent notes on the row of an analysis that did not come to its end what it
// has used, unless another holds the row by now.
func (w *Work) spent(ctx context.Context, o *order, fence int64, res Result) {
	if res.Usage == o.Spent {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeTime)
	defer cancel()
	_, err := w.DB.Exec(ctx, `update analysis set usage = $3, provenance = $4 where id = $1 and fence = $2`,
		o.UUID, fence, jsonOf(res.Usage), jsonOf(Provenance{Calls: res.Provenance.Calls}))
	if err != nil {
		w.Log.LogAttrs(ctx, slog.LevelWarn, "note what an analysis used", slog.Any("error", err))
	}
}

func (w *Work) order(ctx context.Context, analysis uuid.UUID) (*order, error) {
	const act = "read what to analyse"
	args := pgx.NamedArgs{"id": analysis}
	found, err := postgres.Rows[order](ctx, w.DB, act, `
		select a.id, a.dossier_id, a.ladder_version_id, v.ladder_id, l.slug, d.from_level, p.name as candidate, a.analyser, a.facts,
			a.started_at, a.usage, a.provenance
		from analysis a join dossier d on d.id = a.dossier_id
		join ladder_version v on v.id = a.ladder_version_id join ladder l on l.id = v.ladder_id join person p on p.id = d.candidate_id where a.id = @id`, args)
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

// jsonOf writes plain data that cannot fail to be written.
func jsonOf(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic("analysis: plain data that cannot be written as JSON: " + err.Error())
	}
	return b
}
