package queue_test

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"

	"dossier/internal/embedded/pgtest"
	"dossier/internal/queue"
)

// schema is the table of the tests' jobs with the queue columns, and the
// results, of which nothing but the queue keeps a job from having two.
const schema = `
create table job (
	id uuid primary key,
	status text not null default 'QUEUED' check (status in ('QUEUED','RUNNING','SUCCEEDED','FAILED','CANCELLED')),
	priority int not null default 0, attempt int not null default 0, fence bigint not null default 0,
	owner text, lease_until timestamptz, run_at timestamptz not null default now(), pushed_at timestamptz,
	crashes int not null default 0, solo_crashes int not null default 0, solo bool not null default false,
	error text, created_at timestamptz not null default now(), started_at timestamptz, finished_at timestamptz);
create index job_queued on job (priority desc, run_at) where status = 'QUEUED';
create index job_running on job (id) where status = 'RUNNING';
create table result (n bigserial primary key, job_id uuid not null references job, fence bigint not null, attempt int not null)`

// patience is how long a test waits for what must come; what is measured is
// printed.
const patience = 90 * time.Second

// rig is one test's database, Redis, model and workers.
type rig struct {
	t     testing.TB
	dsn   string
	pool  *pgxpool.Pool
	redis redisServer
	url   string // of Redis, as the workers know it
	llm   *llm
	rnd   *rand.Rand
}

// newRig makes a rig on a database of its own, or on the one at dsn if given.
func newRig(t testing.TB, r redisServer, dsn ...string) *rig {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	if s, err := strconv.ParseUint(os.Getenv("QUEUE_SEED"), 10, 64); err == nil {
		seed = s
	}
	t.Logf("QUEUE_SEED=%d", seed)
	g := &rig{t: t, redis: r, llm: newLLM(t), rnd: rand.New(rand.NewPCG(seed, 0))}
	if r != nil {
		g.url = r.URL()
	}
	if len(dsn) > 0 {
		g.dsn = dsn[0]
	} else {
		g.dsn = pgtest.New(t)
	}
	var err error
	if g.pool, err = pgxpool.New(t.Context(), g.dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.pool.Close)
	if _, err := g.pool.Exec(t.Context(), schema); err != nil {
		t.Fatal(err)
	}
	return g
}

// setting is the usual one, changed.
func (r *rig) setting(change func(*setting)) setting {
	s := setting{
		DSN: r.dsn, Redis: r.url, LLM: r.llm.URL, Slots: 4, Lease: 1500 * time.Millisecond, Repush: 2 * time.Second,
		Drain: time.Second, Grace: 500 * time.Millisecond, MaxAttempts: 5,
	}
	if change != nil {
		change(&s)
	}
	return s
}

// queue makes a queue in this process.
func (r *rig) queue(change func(*setting)) *queue.Queue {
	r.t.Helper()
	q, closeAll, err := r.setting(change).open(r.log())
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(closeAll)
	return q
}

// client connects to Redis as the workers do.
func (r *rig) client() redis.UniversalClient {
	r.t.Helper()
	client, err := queue.OpenRedis(r.url)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { client.Close() })
	return client
}

// worker runs a worker in this process until the test ends or stop is called.
func (r *rig) worker(change func(*setting)) (stop func() error) {
	r.t.Helper()
	q := r.queue(change)
	ctx, cancel := context.WithCancel(context.Background())
	var err error
	ended := make(chan struct{})
	go func() { defer close(ended); err = q.Worker(r.setting(change).Slots, handler(r.llm.URL)).Run(ctx) }()
	stop = sync.OnceValue(func() error { cancel(); <-ended; return err })
	r.t.Cleanup(func() { stop() })
	return stop
}

// log writes to the test's output what it needs when it fails.
func (r *rig) log() *slog.Logger {
	b := &safeBuffer{}
	r.t.Cleanup(func() {
		if r.t.Failed() {
			r.t.Logf("log:\n%s", b.String())
		}
	})
	return slog.New(slog.NewTextHandler(b, nil))
}

// enqueue inserts jobs as an area would, each in its own transaction.
func (r *rig) enqueue(n int) []uuid.UUID {
	r.t.Helper()
	ids := make([]uuid.UUID, n)
	for i := range ids {
		ids[i] = uuid.New()
		if _, err := r.pool.Exec(r.t.Context(), `insert into job (id) values ($1)`, ids[i]); err != nil {
			r.t.Fatal(err)
		}
	}
	return ids
}

// exec runs one statement.
func (r *rig) exec(sql string, args ...any) {
	r.t.Helper()
	if _, err := r.pool.Exec(r.t.Context(), sql, args...); err != nil {
		r.t.Fatalf("%s: %v", sql, err)
	}
}

// count returns a number from the database; -1 while that is away.
func (r *rig) count(sql string, args ...any) int {
	ctx, cancel := context.WithTimeout(r.t.Context(), 5*time.Second)
	defer cancel()
	n := -1
	if err := r.pool.QueryRow(ctx, sql, args...).Scan(&n); err != nil {
		return -1
	}
	return n
}

// until waits for what must come.
func until(t testing.TB, what string, cond func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); !cond(); <-tick.C {
		if time.Now().After(end) {
			t.Fatalf("not within %v: %s", patience, what)
		}
	}
}

// rest is a wait that is part of a fault: an outage has a length.
func rest(d time.Duration) { <-time.After(d) }
