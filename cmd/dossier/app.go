package main

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"sync"
	"time"
	_ "time/tzdata" // zones are known where the system has none

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"

	"dossier/graph"
	"dossier/internal/analysis"
	"dossier/internal/dossier"
	"dossier/internal/facts"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/mentoring"
	"dossier/internal/nomination"
	"dossier/internal/notify"
	"dossier/internal/panel"
	"dossier/internal/panel/advice"
	"dossier/internal/panel/calibrate"
	"dossier/internal/panel/conflict"
	"dossier/internal/panel/decide"
	"dossier/internal/panel/review"
	"dossier/internal/people"
	"dossier/internal/people/keep"
	"dossier/internal/queue"
	"dossier/internal/record"
	"dossier/internal/selfevaluation"
)

// changedKind is what subscribers listen for: a dossier whose analysis changed.
const changedKind = "dossier"

// app is the program's parts, wired. API and worker take what they need.
type app struct {
	pool     *pgxpool.Pool
	redis    redis.UniversalClient
	log      *slog.Logger
	metrics  *metrics
	queue    *queue.Queue
	notifier *queue.Notifier
	resolver *graph.Resolver
	work     *analysis.Work
	panels   *panel.Acts
	newID    func() uuid.UUID
	// dossiers holds the dossier of each analysis that this process works on.
	dossiers sync.Map
}

// openApp wires the parts on the servers that are named.
func openApp(ctx context.Context, d database, r redisServer, w working, m model, log *slog.Logger) (*app, func(), error) {
	pool, err := d.openCurrent(ctx)
	if err != nil {
		return nil, nil, err
	}
	client, err := r.connect(log)
	if err != nil {
		pool.Close()
		return nil, nil, err
	}
	closeAll := func() {
		_ = client.Close() // nothing is sent any more
		pool.Close()
	}
	a, err := newApp(pool, client, w, m, fence(m.LLMKey, d.DatabaseURL), log)
	if err != nil {
		closeAll()
	}
	return a, closeAll, err
}

// newApp wires the parts. It connects to nothing that is not open already.
func newApp(pool *pgxpool.Pool, client redis.UniversalClient, w working, m model, secret []byte, log *slog.Logger) (*app, error) {
	analyser, err := m.name()
	if err == nil {
		err = w.check()
	}
	if err != nil {
		return nil, err
	}
	a := &app{pool: pool, redis: client, log: log, newID: id.Maker{Now: time.Now, Rand: rand.Reader}.New}
	a.metrics = newMetrics(a)
	a.notifier = queue.NewNotifier(client, 2*time.Second, log)
	a.queue, err = queue.New(pool, client, queue.Options{
		Kind: "analysis", Table: "analysis", Log: log, Lease: w.Lease, Drain: w.Drain, Reap: min(time.Second, w.Lease/3), Reason: failure,
		Observer: queue.Observer{Ended: a.ended, Reaped: func(queue.Reaped) { a.metrics.reaped.Inc() }},
	})
	if err != nil {
		return nil, err
	}
	catalog := ladder.NewCatalog(pool)
	store := &people.Store{DB: pool}
	known := &facts.Store{DB: pool}
	acts := &dossier.Acts{DB: pool, Ladders: catalog, Levels: store, Facts: known, NewID: a.newID, Ring: a.queue.Ring, Changed: a.changed}
	requests := &analysis.Requests{
		DB: pool, Dossiers: acts, Ladders: catalog, Facts: known, Analyser: analyser, Forbidden: m.forbidden, NewID: a.newID, Ring: a.queue.Ring, Changed: a.changed,
	}
	a.panels = &panel.Acts{DB: pool, Ladders: catalog, NewID: a.newID, Rand: rand.Reader}
	acts.Analyses, acts.Panels = requests, a.panels
	a.resolver = &graph.Resolver{
		Ladders: catalog, People: store, Dossiers: &dossier.Store{DB: pool}, Acts: acts,
		Pauses: &keep.Store{DB: pool}, Keep: &keep.Acts{DB: pool, Ladders: catalog, NewID: a.newID},
		Facts: known, Records: &record.Store{DB: pool}, RecordActs: &record.Acts{DB: pool, Ladders: catalog, People: store, NewID: a.newID, Rand: rand.Reader},
		Nominations: &nomination.Store{DB: pool}, NominationActs: &nomination.Acts{DB: pool, Ladders: catalog, NewID: a.newID},
		Mentorships: &mentoring.Store{DB: pool, Versions: catalog}, MentoringActs: &mentoring.Acts{DB: pool, Ladders: catalog, NewID: a.newID},
		SelfEvaluations: &selfevaluation.Store{DB: pool}, SelfEvaluationActs: &selfevaluation.Acts{DB: pool, Ladders: catalog, NewID: a.newID},
		Analyses: &analysis.Store{DB: pool}, Requests: requests, Watcher: a, Now: now,
		Panels: &panel.Store{DB: pool}, PanelActs: a.panels,
		Reviews: &review.Store{DB: pool}, ReviewActs: &review.Acts{DB: pool, Ladders: catalog, NewID: a.newID},
		Conflicts: &conflict.Store{DB: pool, Versions: catalog}, ConflictActs: &conflict.Acts{DB: pool, Ladders: catalog, NewID: a.newID},
		Decisions: &decide.Store{DB: pool}, DecisionActs: &decide.Acts{DB: pool, Ladders: catalog, NewID: a.newID},
		Readings: &advice.Readings{DB: pool}, Calibrations: &calibrate.Store{DB: pool},
		Notifications: &notify.Store{DB: pool}, NotificationActs: &notify.Acts{DB: pool},
	}
	kept, exchanges, err := w.seals(secret)
	if err != nil {
		return nil, err
	}
	options, err := analysers(m, analysis.PGCache{DB: pool, Seal: kept}, secret, a.metrics.modelCall, log)
	if err != nil {
		return nil, err
	}
	a.work = &analysis.Work{
		DB: pool, Ladders: catalog, Options: options, NewID: a.newID, Log: log, Changed: a.changed, Forbidden: m.forbidden,
		Daily: analysis.Usage{Calls: w.DayCalls, InputTokens: w.DayInput, OutputTokens: w.DayOutput},
	}
	if exchanges != nil {
		a.work.Exchanges = &analysis.Exchanges{DB: pool, Seal: exchanges, Log: log}
	}
	return a, nil
}

// now is the time as Postgres keeps it, to the microsecond, so that what is
// answered at once and what is read later are the same.
func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// Watch tells of a dossier's changes, for the API.
func (a *app) Watch(ctx context.Context, dossier uuid.UUID) <-chan struct{} {
	return a.notifier.Subscribe(ctx, changedKind, dossier)
}

func (a *app) changed(ctx context.Context, dossier uuid.UUID) {
	a.notifier.Publish(ctx, changedKind, dossier)
}

// worker takes analyses from the queue.
func (a *app) worker(slots int) *queue.Worker {
	return a.queue.Worker(slots, func(ctx context.Context, job queue.Job) (queue.Save, error) {
		done, err := a.work.Do(ctx, job.ID, job.Fence, now(), func(dossier uuid.UUID) { a.dossiers.Store(job.ID, dossier) })
		if later, ok := errors.AsType[*analysis.RetryLater](err); ok {
			return nil, queue.DeferFor(later.After, err)
		}
		if k := fault.KindOf(err); err != nil && (k == fault.Invalid || k == fault.NotFound) {
			return nil, queue.Permanent(err)
		}
		return queue.Save(done), err
	})
}

// ended counts a run and tells the dossier's subscribers.
func (a *app) ended(job queue.Job, outcome queue.Outcome, took time.Duration) {
	a.metrics.jobs.WithLabelValues(string(outcome)).Inc()
	a.metrics.jobTime.Observe(took.Seconds())
	if d, ok := a.dossiers.LoadAndDelete(job.ID); ok {
		a.changed(context.Background(), d.(uuid.UUID))
	}
}

// failure is what a row says of why its analysis failed.
func failure(err error) string {
	if f, ok := errors.AsType[*fault.Fault](err); ok && f.Kind != fault.Internal {
		return f.Text
	}
	return ""
}
