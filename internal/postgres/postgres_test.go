package postgres_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"dossier/internal/embedded/pgtest"
	"dossier/internal/fault"
	"dossier/internal/postgres"
)

// one runs a query and returns its one value.
func one[T any](t *testing.T, pool postgres.DB, sql string) T {
	t.Helper()
	rows, err := pool.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	v, err := pgx.CollectExactlyOneRow(rows, pgx.RowTo[T])
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return v
}

func TestOpenSettings(t *testing.T) {
	t.Parallel()
	dsn := pgtest.New(t)
	const show = "select concat_ws(' ', current_setting('application_name'), current_setting('statement_timeout'), current_setting('timezone'), 'jit', current_setting('jit'))"
	for _, tc := range []struct {
		name string
		dsn  string
		opts postgres.Options
		want string
		max  int32
	}{
		{"the defaults", dsn, postgres.Options{}, "dossier 30s UTC jit off", 10},
		{"given", dsn, postgres.Options{App: "worker", StatementTimeout: 5 * time.Second, MaxConns: 3}, "worker 5s UTC jit off", 3},
		{"no timeout", dsn, postgres.Options{StatementTimeout: -1}, "dossier 0 UTC jit off", 10},
		{"the address has its own", dsn + "&application_name=mine&statement_timeout=7000&jit=on", postgres.Options{App: "worker"}, "mine 7s UTC jit on", 10},
	} {
		t.Run(tc.name, func(t *testing.T) {
			pool, err := postgres.Open(t.Context(), tc.dsn, tc.opts)
			if err != nil {
				t.Fatal(err)
			}
			defer pool.Close()
			if got := one[string](t, pool, show); got != tc.want || pool.Config().MaxConns != tc.max {
				t.Errorf("%q with %d connections, want %q with %d", got, pool.Config().MaxConns, tc.want, tc.max)
			}
		})
	}
}

func TestTimesAreReadInUTC(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	want := time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC)
	if got := one[time.Time](t, pool, "select timestamptz '2026-07-01 12:00+02'"); got != want {
		t.Errorf("got %v, want %v in UTC", got, want)
	}
	if got := one[[]time.Time](t, pool, "select array[timestamptz '2026-07-01 12:00+02']"); len(got) != 1 || got[0] != want {
		t.Errorf("in an array: got %v, want %v in UTC", got, want)
	}
	if got := one[*time.Time](t, pool, "select null::timestamptz"); got != nil {
		t.Errorf("null is read as %v", got)
	}
}

func TestOpenRefusals(t *testing.T) {
	t.Parallel()
	dsn := pgtest.New(t)
	for _, tc := range []struct {
		name, dsn string
		kind      fault.Kind
		want      string
	}{
		{"not an address", "postgres://user:secret@host:port/x", fault.Invalid, "cannot be read"},
		{"no such database", strings.Replace(dsn, "/test_", "/absent_", 1), fault.Invalid, "does not exist"},
		{"no such server", "postgres://user:secret@127.0.0.1:1/x", fault.Unavailable, "cannot be reached"},
		{"no such socket", "postgres:///x?host=/no/such/folder", fault.Unavailable, "cannot be reached"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			_, err := postgres.Open(t.Context(), tc.dsn, postgres.Options{Wait: -1})
			f, ok := errors.AsType[*fault.Fault](err)
			if !ok || f.Kind != tc.kind || !strings.Contains(f.Text, tc.want) {
				t.Fatalf("got %v, want %s %q", err, tc.kind, tc.want)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the password is told: %v", err)
			}
			if took := time.Since(began); took > 30*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

func TestAWrongNameIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	dsn := strings.Replace(pgtest.New(t), "/test_", "/absent_", 1)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, err := postgres.Open(ctx, dsn, postgres.Options{Wait: time.Hour})
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("got %v, want it told at once", err)
	}
}

func TestOpenWaitsForAServerThatStarts(t *testing.T) {
	t.Parallel()
	s := pgtest.Server(t)
	s.Stop()
	opened := make(chan error)
	go func() {
		pool, err := postgres.Open(t.Context(), s.DSN(), postgres.Options{Wait: time.Minute})
		if err == nil {
			pool.Close()
		}
		opened <- err
	}()
	s.Start()
	if err := <-opened; err != nil {
		t.Error(err)
	}
}

func TestOpenGivesUpWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_, err := postgres.Open(ctx, "postgres:///x?host=/no/such/folder", postgres.Options{Wait: time.Hour})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestInTx(t *testing.T) {
	t.Parallel()
	pool := pgtest.Owner(t, pgtest.Pool(t))
	insert := func(tx pgx.Tx, n int) error {
		_, err := tx.Exec(t.Context(), "insert into entry values ($1)", n)
		return err
	}
	if _, err := pool.Exec(t.Context(), "create table entry (n int)"); err != nil {
		t.Fatal(err)
	}
	if err := postgres.InTx(t.Context(), pool, func(tx pgx.Tx) error { return insert(tx, 1) }); err != nil {
		t.Fatal(err)
	}
	boom := errors.New("boom")
	if err := postgres.InTx(t.Context(), pool, func(tx pgx.Tx) error { return errors.Join(insert(tx, 2), boom) }); !errors.Is(err, boom) {
		t.Errorf("got %v, want the function's own error", err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic is lost")
			}
		}()
		_ = postgres.InTx(t.Context(), pool, func(tx pgx.Tx) error {
			if err := insert(tx, 3); err != nil {
				t.Error(err)
			}
			panic("boom")
		})
	}()
	if got := one[int](t, pool, "select sum(n)::int from entry"); got != 1 {
		t.Errorf("the sum is %d, want only the first insert kept", got)
	}
	if n := pool.Stat().AcquiredConns(); n != 0 {
		t.Errorf("%d connections are not given back", n)
	}
}

func TestCounterCountsEveryStatement(t *testing.T) {
	t.Parallel()
	var c postgres.Counter
	pool := pgtest.Pool(t, postgres.Options{Tracer: &c})
	c.Reset()
	one[int](t, pool, "select 1")
	if _, err := pool.Exec(t.Context(), "create temporary table entry (n int)"); err != nil {
		t.Fatal(err)
	}
	err := postgres.InTx(t.Context(), pool, func(tx pgx.Tx) error {
		b := &pgx.Batch{}
		b.Queue("select 2")
		b.Queue("select 3")
		if err := tx.SendBatch(t.Context(), b).Close(); err != nil {
			return err
		}
		_, err := tx.CopyFrom(t.Context(), pgx.Identifier{"entry"}, []string{"n"}, pgx.CopyFromRows([][]any{{1}}))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"select 1", "create temporary table entry (n int)", "begin", "select 2", "select 3", `copy "entry"`, "commit"}
	if diff := cmp.Diff(want, c.SQL()); diff != "" || c.Count() != len(want) {
		t.Errorf("counted %d (-want +got):\n%s", c.Count(), diff)
	}
	c.Reset()
	if c.Count() != 0 || len(c.SQL()) != 0 {
		t.Error("Reset leaves something")
	}
}
