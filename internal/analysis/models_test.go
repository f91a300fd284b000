package analysis_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/analysis"
	"dossier/internal/analysis/claims"
	"dossier/internal/analysis/llm"
	"dossier/internal/analysis/llm/fakellm"
	"dossier/internal/analysis/offline"
	"dossier/internal/postgres"
	"dossier/internal/testworld"
)

func seal(t *testing.T, secret string) *analysis.Seal {
	t.Helper()
	s, err := analysis.NewSeal([]byte(secret), "test")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// started runs a model server.
func started(t *testing.T, rules ...fakellm.Rule) *fakellm.Server {
	t.Helper()
	s := fakellm.Start(rules...)
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s
}

// worker is what a worker process has: a client of its own, and the cache that
// it shares with others through Postgres.
func worker(t *testing.T, w *testworld.World, s *fakellm.Server, change ...func(*llm.Options)) *analysis.Work {
	t.Helper()
	o := llm.Options{
		URL: s.Base(), Key: "test-key", Model: "small-model", Secret: []byte("secret"), Mode: llm.ModeSchema,
		Cache: analysis.PGCache{DB: w.DB, Seal: seal(t, "answers")}, Backoff: time.Millisecond,
	}
	for _, f := range change {
		f(&o)
	}
	client, err := llm.New(o)
	if err != nil {
		t.Fatal(err)
	}
	off, err := offline.New()
	if err != nil {
		t.Fatal(err)
	}
	checker := claims.Checker{}
	return &analysis.Work{
		DB: w.DB, Ladders: w.Ladders, NewID: uuid.New, Log: slog.New(slog.DiscardHandler), Changed: func(context.Context, uuid.UUID) {},
		Options: map[string]analysis.Options{
			"offline": {Analyser: off, Claims: checker},
			"llm":     {Analyser: client, Fallback: off, Claims: checker},
		},
	}
}

const leaver = "In March 2023 I moved five of our seven engineers to the agent console, because 83% of the farmers had no smartphone."

// asked opens a dossier and asks for a model's analysis of a text.
func asked(t *testing.T, w *testworld.World, name, text string) uuid.UUID {
	t.Helper()
	w.Requests.Analyser = "llm"
	v := w.Candidate(name)
	d := w.Open(v)
	w.Save(v, d, "technical-strategy-portfolio", "Portfolio", text)
	return ask(t, w, v, d)
}

// attempt claims a row, does the work and ends it as the queue would.
func attempt(t *testing.T, w *testworld.World, work *analysis.Work, key uuid.UUID) error {
	t.Helper()
	ctx := t.Context()
	var fence int64
	err := w.DB.QueryRow(ctx, `update analysis set status = 'RUNNING', fence = fence + 1, attempt = attempt + 1,
		started_at = coalesce(started_at, now()) where id = $1 returning fence`, key).Scan(&fence)
	if err != nil {
		t.Fatal(err)
	}
	save, err := work.Do(ctx, key, fence, time.Now(), func(uuid.UUID) {})
	if err != nil {
		return err
	}
	w.Tx(func(tx pgx.Tx) error {
		if err := save(ctx, tx); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `update analysis set status = 'SUCCEEDED', finished_at = $2 where id = $1`, key, w.Now)
		return err
	})
	return nil
}

// stored is what a row says of its analysis.
type stored struct {
	Analyser string              `db:"analyser"`
	Degraded bool                `db:"degraded"`
	Reasons  []string            `db:"reasons"`
	Usage    analysis.Usage      `db:"usage"`
	From     analysis.Provenance `db:"provenance"`
}

func row(t *testing.T, w *testworld.World, key uuid.UUID) stored {
	t.Helper()
	found, err := postgres.Rows[stored](t.Context(), w.DB, "read a row", `select analyser, degraded, reasons, usage, provenance from analysis where id = @id`, pgx.NamedArgs{"id": key})
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	return *found[0]
}

func scalar[T any](t *testing.T, db *pgxpool.Pool, sql string, args ...any) (v T) {
	t.Helper()
	if err := db.QueryRow(t.Context(), sql, args...).Scan(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestTwoWorkersNeverPayTwice: two dossiers with the same text are analysed at
// the same time by two workers; each question goes over the wire once.
func TestTwoWorkersNeverPayTwice(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	rule := fakellm.Oracle(fakellm.Label{Quote: leaver, Leaf: "cj.stage"})
	rule.Delay = 30 * time.Millisecond
	s := started(t, rule)
	keys := []uuid.UUID{asked(t, w, "Ana", leaver), asked(t, w, "Ben", leaver)}
	var wg sync.WaitGroup
	for _, key := range keys {
		work := worker(t, w, s)
		wg.Go(func() {
			if err := attempt(t, w, work, key); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	seen := map[string]int{}
	for _, r := range s.Requests() {
		if seen[string(r.Body)]++; seen[string(r.Body)] > 1 {
			t.Errorf("the question %s is paid twice", r.Kind())
		}
	}
	calls := row(t, w, keys[0]).Usage.Calls + row(t, w, keys[1]).Usage.Calls
	if calls != len(s.Requests()) || s.Count(fakellm.Map) != 1 || s.Count(fakellm.Reduce) == 0 {
		t.Errorf("%d calls counted, %d made, %d of them about the window", calls, len(s.Requests()), s.Count(fakellm.Map))
	}
}

// TestALeaseIsRenewedAndRunsOut: while its holder lives nobody else asks,
// however long it takes; after a holder that died another does.
func TestALeaseIsRenewedAndRunsOut(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	cache := analysis.PGCache{DB: w.DB, Seal: seal(t, "answers"), Lease: 150 * time.Millisecond}
	var asks atomic.Int64
	slow := func(ctx context.Context) ([]byte, bool, error) {
		asks.Add(1)
		select {
		case <-time.After(4 * cache.Lease):
			return []byte("slow"), true, nil
		case <-ctx.Done():
			return nil, false, context.Cause(ctx)
		}
	}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if v, err := cache.Answer(t.Context(), analysis.KeyOf("slow"), slow); err != nil || string(v) != "slow" {
				t.Errorf("%q, %v", v, err)
			}
		})
	}
	wg.Wait()
	if asks.Load() != 1 {
		t.Errorf("asked %d times", asks.Load())
	}

	dead := analysis.KeyOf("dead")
	if _, err := w.DB.Exec(t.Context(), `insert into analysis_cache (key, holder, lease_until, created_at) values ($1, $2, now() + '200ms', now())`, dead[:], uuid.New()); err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("told to stop"))
	if _, err := cache.Answer(gone, dead, slow); err == nil {
		t.Error("who was told to stop waits")
	}
	quick := func(context.Context) ([]byte, bool, error) { return []byte("quick"), true, nil }
	if v, err := cache.Answer(t.Context(), dead, quick); err != nil || string(v) != "quick" {
		t.Errorf("%q, %v", v, err)
	}
	if has, err := cache.Has(t.Context(), dead); !has || err != nil {
		t.Errorf("kept %v, %v", has, err)
	}
}

// TestAnErrorAndAPanicGiveTheLeaseBack at once.
func TestAnErrorAndAPanicGiveTheLeaseBack(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	cache := analysis.PGCache{DB: w.DB, Seal: seal(t, "answers")}
	k := analysis.KeyOf("k")
	failed := errors.New("no")
	if _, err := cache.Answer(t.Context(), k, func(context.Context) ([]byte, bool, error) { return nil, true, failed }); !errors.Is(err, failed) {
		t.Error(err)
	}
	func() {
		defer func() { _ = recover() }()
		_, _ = cache.Answer(t.Context(), k, func(context.Context) ([]byte, bool, error) { panic("handler") })
	}()
	if n := scalar[int](t, w.DB, `select count(*) from analysis_cache`); n != 0 {
		t.Errorf("%d rows are left", n)
	}
	if v, err := cache.Answer(t.Context(), k, func(context.Context) ([]byte, bool, error) { return []byte("partial"), false, nil }); err != nil || string(v) != "partial" {
		t.Errorf("%q, %v", v, err)
	}
	if has, err := cache.Has(t.Context(), k); has || err != nil {
		t.Errorf("what is not whole is kept: %v, %v", has, err)
	}
}

// TestAnswersAreSealed: the table holds no words, and another key opens
// nothing: the answer is asked for again and sealed anew.
func TestAnswersAreSealed(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	k := analysis.KeyOf("k")
	for _, secret := range []string{"one", "two"} {
		cache := analysis.PGCache{DB: w.DB, Seal: seal(t, secret)}
		if has, err := cache.Has(t.Context(), k); has || err != nil {
			t.Errorf("key %s opens what another sealed: %v", secret, err)
		}
		v, err := cache.Answer(t.Context(), k, func(context.Context) ([]byte, bool, error) { return []byte("farmers " + secret), true, nil })
		if err != nil || string(v) != "farmers "+secret {
			t.Errorf("%q, %v", v, err)
		}
		if raw := scalar[[]byte](t, w.DB, `select value from analysis_cache where key = $1`, k[:]); bytes.Contains(raw, []byte("farmers")) {
			t.Errorf("the table holds %q", raw)
		}
	}
	if _, err := analysis.ParseKey("c2hvcnQ="); err == nil || !strings.Contains(err.Error(), "openssl rand") {
		t.Errorf("a short key: %v", err)
	}
}
