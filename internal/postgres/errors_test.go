package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/embedded/pgtest"
	"dossier/internal/fault"
	"dossier/internal/postgres"
)

const things = `
create table thing (
  id int primary key,
  name text not null constraint thing_has_a_name check (name <> ''),
  held int4range,
  constraint thing_is_held_once_at_a_time exclude using gist (held with &&)
);
create table part (thing_id int constraint part_belongs_to_a_thing references thing);
insert into thing values (1, 'secret-value', '[1,5)');
insert into part values (1);
create function refuse() returns trigger language plpgsql as $$
begin raise exception 'immutable' using errcode = 'integrity_constraint_violation'; end $$;
create trigger part_is_immutable before update on part for each row execute function refuse();`

func TestRefusalsOfTheServerGetTheirKind(t *testing.T) {
	t.Parallel()
	pool := pgtest.Owner(t, pgtest.Pool(t))
	if _, err := pool.Exec(t.Context(), things); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, sql  string
		kind       fault.Kind
		constraint string
		again      bool // the database is at fault
	}{
		{"twice the same", "insert into thing values (1, 'secret-value')", fault.Conflict, "thing_pkey", false},
		{"overlap", "insert into thing values (2, 'secret-value', '[4,9)')", fault.Conflict, "thing_is_held_once_at_a_time", false},
		{"refers to nothing", "insert into part values (9)", fault.Conflict, "part_belongs_to_a_thing", false},
		{"still referred to", "delete from thing", fault.Conflict, "part_belongs_to_a_thing", false},
		{"frozen", "update part set thing_id = 1", fault.Conflict, "", false},
		{"breaks a check", "insert into thing values (2, '')", fault.Invalid, "thing_has_a_name", false},
		{"missing", "insert into thing values (2, null)", fault.Invalid, "", false},
		{"not a number", "select 'secret-value'::int", fault.Invalid, "", false},
		{"too slow", "set local statement_timeout = 50; select pg_sleep(60)", fault.Unavailable, "", true},
		{"a lock", "set local lock_timeout = 50; lock thing", fault.Unavailable, "", true},
		{"stopping", "select pg_terminate_backend(pg_backend_pid())", fault.Unavailable, "", true},
		{"a mistake of ours", "select nonsense from thing", fault.Internal, "", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if tc.name == "a lock" {
				hold(t, pool)
			}
			_, err := pool.Exec(t.Context(), tc.sql)
			if err == nil {
				t.Fatal("no error")
			}
			if got := postgres.Constraint(err); got != tc.constraint {
				t.Errorf("the constraint is %q, want %q", got, tc.constraint)
			}
			if got := postgres.IsUnavailable(err); got != tc.again {
				t.Errorf("IsUnavailable is %v", got)
			}
			check(t, postgres.Fault(err, "save the thing"), err, tc.kind)
		})
	}
}

// hold locks a table until the test ends.
func hold(t *testing.T, pool *pgxpool.Pool) {
	t.Helper()
	tx, err := pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback(context.Background()) })
	if _, err := tx.Exec(t.Context(), "lock thing"); err != nil {
		t.Fatal(err)
	}
}

// check tells whether a fault has the kind, keeps its cause and the act for
// the log, and tells a person neither SQL nor values.
func check(t *testing.T, got, cause error, kind fault.Kind) {
	t.Helper()
	if fault.KindOf(got) != kind || !errors.Is(got, cause) || !strings.Contains(got.Error(), "save the thing: ") {
		t.Errorf("got %v of kind %q, want kind %q with act and cause", got, fault.KindOf(got), kind)
	}
	f, ok := errors.AsType[*fault.Fault](got)
	if ok != (kind != fault.Internal) {
		t.Fatalf("a fault: %v", ok)
	}
	if !ok {
		return
	}
	for _, secret := range []string{"secret-value", "thing_", "part_", "SQLSTATE", "insert", "select"} {
		if strings.Contains(f.Text, secret) {
			t.Errorf("the text tells %q: %s", secret, f.Text)
		}
	}
	if !strings.Contains(f.Text, ": ") {
		t.Errorf("the text does not say what to do: %s", f.Text)
	}
}

func TestFaultsThatComeNotFromTheServer(t *testing.T) {
	t.Parallel()
	mine := fault.New(fault.Forbidden, "not yours")
	for _, tc := range []struct {
		name  string
		err   error
		kind  fault.Kind
		again bool
	}{
		{"broken connection", io.ErrUnexpectedEOF, fault.Unavailable, true},
		{"took too long", context.DeadlineExceeded, fault.Unavailable, true},
		{"nobody waits", context.Canceled, fault.Internal, false},
		{"no row", pgx.ErrNoRows, fault.NotFound, false},
		{"a fault already", mine, fault.Forbidden, false},
		{"unknown", errors.New("odd"), fault.Internal, false},
	} {
		err := fmt.Errorf("wrapped: %w", tc.err)
		if got := fault.KindOf(postgres.Fault(err, "act")); got != tc.kind || postgres.IsUnavailable(err) != tc.again {
			t.Errorf("%s: kind %q, unavailable %v", tc.name, got, postgres.IsUnavailable(err))
		}
	}
	if postgres.Fault(nil, "act") != nil || postgres.IsUnavailable(nil) || postgres.Constraint(nil) != "" || postgres.Code(nil) != "" {
		t.Error("no error is taken for one")
	}
	if got := postgres.Fault(pgx.ErrNoRows, "act"); got != fault.ErrNotFound {
		t.Errorf("no row gives %v, want the one answer that looks like absence", got)
	}
	if got := postgres.Fault(mine, "act"); got != mine {
		t.Errorf("a fault comes back as %v", got)
	}
}

func TestAServerThatIsGoneFullOrBack(t *testing.T) {
	t.Parallel()
	s := pgtest.Server(t, "max_connections=5", "superuser_reserved_connections=0")
	pool, err := postgres.Open(t.Context(), s.DSN(), postgres.Options{MaxConns: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	var hogs []*pgx.Conn
	for range 10 {
		c, err := pgx.Connect(t.Context(), s.DSN())
		if err != nil {
			check(t, postgres.Fault(err, "save the thing"), err, fault.Unavailable)
			if postgres.Code(err) != "53300" {
				t.Errorf("a full server gives %v", err)
			}
			break
		}
		hogs = append(hogs, c)
	}
	if len(hogs) == 10 {
		t.Error("the server took 10 connections of 5")
	}
	if _, err := pool.Exec(t.Context(), "select 1"); err != nil {
		t.Errorf("the pool's own connection still works: %v", err)
	}
	for _, end := range []func(){s.Kill, s.Stop} {
		end()
		_, err := pool.Exec(t.Context(), "select 1")
		check(t, postgres.Fault(err, "save the thing"), err, fault.Unavailable)
		s.Start()
		works(t, pool)
	}
	for _, c := range hogs {
		_ = c.Close(t.Context())
	}
}

// works waits until the pool has found its server again.
func works(t *testing.T, pool *pgxpool.Pool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		_, err := pool.Exec(ctx, "select 1")
		if err == nil {
			return
		}
		if !postgres.IsUnavailable(err) || ctx.Err() != nil {
			t.Fatalf("the pool does not recover: %v", err)
		}
	}
}
