package main

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/rogpeppe/go-internal/testscript"

	"dossier/internal/analysis"
	"dossier/internal/analysis/llm"
	"dossier/internal/analysis/llm/fakellm"
	"dossier/internal/embedded/pgtest"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

// TestExchangesScript runs the stories in testdata/exchanges on a database with
// an analysis that a model did and one that is only queued.
func TestExchangesScript(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/exchanges",
		Setup: func(env *testscript.Env) error {
			w := testworld.New(t)
			k := keeping{KeepKey: strings.Repeat("B", 43) + "=", Keep: time.Hour}
			ana, ben := w.Candidate("Ana"), w.Candidate("Ben")
			done, err := asked(t, w, ana)
			if err != nil {
				return err
			}
			queued, err := asked(t, w, ben)
			if err != nil {
				return err
			}
			if err := analysed(t, w, k, done); err != nil {
				return err
			}
			env.Setenv("DATABASE_URL", w.DB.Config().ConnString())
			env.Setenv("DOSSIER_LLM_KEEP_KEY", k.KeepKey)
			env.Setenv("DOSSIER_LOG_LEVEL", "")
			env.Setenv("CANDIDATE", id.Of(id.Person, ana.Person).String())
			for name, key := range map[string]uuid.UUID{"ANALYSIS": done, "OFFLINE": queued, "UNKNOWN": w.NewID()} {
				env.Setenv(name, id.Of(id.Analysis, key).String())
			}
			return nil
		},
	})
}

const farmers = "In March 2023 I moved five of our seven engineers to the agent console, because 83% of the farmers had no smartphone."

// asked opens a dossier and asks for a model's analysis of it.
func asked(t *testing.T, w *testworld.World, v *people.Viewer) (uuid.UUID, error) {
	w.Requests.Analyser = "llm"
	d := w.Open(v)
	w.Save(v, d, "technical-strategy-portfolio", "Portfolio", farmers)
	return w.Requests.Request(t.Context(), v, analysis.RequestInput{Dossier: d}, w.Now)
}

// analysed does an analysis as a worker with a model and a key does.
func analysed(t *testing.T, w *testworld.World, k keeping, key uuid.UUID) error {
	server := fakellm.Start(fakellm.Oracle(fakellm.Label{Quote: farmers, Leaf: "cj.stage"}))
	defer server.Close()
	client, err := llm.New(llm.Options{URL: server.Base(), Model: "small-model", Secret: []byte("secret"), Mode: llm.ModeSchema})
	if err != nil {
		return err
	}
	seal, err := k.seal()
	if err != nil {
		return err
	}
	log := slog.New(slog.DiscardHandler)
	work := &analysis.Work{
		DB: w.DB, Ladders: w.Ladders, NewID: w.NewID, Log: log, Changed: func(context.Context, uuid.UUID) {},
		Options: map[string]analysis.Options{"llm": {Analyser: client}}, Exchanges: &analysis.Exchanges{DB: w.DB, Seal: seal, Log: log},
	}
	save, err := work.Do(t.Context(), key, 1, time.Now(), func(uuid.UUID) {})
	if err != nil {
		return err
	}
	return pgx.BeginFunc(t.Context(), w.DB, func(tx pgx.Tx) error { return save(t.Context(), tx) })
}

// addOld adds an answer that is kept for too long.
func addOld(t *testing.T, pool *pgxpool.Pool) {
	t.Helper()
	if _, err := pool.Exec(t.Context(), `insert into analysis_cache (key, value, created_at) values ($1, 'x', now() - interval '2 hours')`, uuid.NewString()); err != nil {
		t.Error(err)
	}
}

// TestWhatIsTooOldIsDeletedAtEachInterval: the worker looks at once, and then
// again and again; what is not too old stays.
func TestWhatIsTooOldIsDeletedAtEachInterval(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	addOld(t, pool)
	if _, err := pool.Exec(t.Context(), `insert into analysis_cache (key, value, created_at) values ('young', 'x', now() - interval '30 minutes')`); err != nil {
		t.Fatal(err)
	}
	a := &app{pool: pool, log: slog.New(slog.DiscardHandler)}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		a.forget(ctx, time.Hour, 20*time.Millisecond)
	}()
	left := func() (n int) {
		if err := pool.QueryRow(t.Context(), `select count(*) from analysis_cache`).Scan(&n); err != nil {
			t.Error(err)
		}
		return n
	}
	for round := range 3 {
		if round > 0 {
			addOld(t, pool)
		}
		for deadline := time.Now().Add(20 * time.Second); left() != 1; {
			if time.Now().After(deadline) {
				t.Fatalf("round %d: %d rows are left", round, left())
			}
			<-time.After(5 * time.Millisecond)
		}
	}
	stop()
	<-ended
	addOld(t, pool)
	if n := left(); n != 2 {
		t.Errorf("%d rows after the end", n)
	}

	// The first look is not put off until the first interval is over.
	now, cancel := context.WithCancel(t.Context())
	defer cancel()
	go a.forget(now, time.Hour, time.Hour)
	for deadline := time.Now().Add(20 * time.Second); left() != 1; {
		if time.Now().After(deadline) {
			t.Fatal("nothing is deleted at the start")
		}
		<-time.After(5 * time.Millisecond)
	}
}
