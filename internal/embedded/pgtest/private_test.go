package pgtest_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"dossier/internal/embedded/pgtest"
	"dossier/internal/postgres"
)

func TestAPrivateServerKeepsWhatWasCommitted(t *testing.T) {
	t.Parallel()
	s := pgtest.Server(t, "max_connections=14")
	dsn := s.DSN()
	run := func(sql string) (got string) {
		t.Helper()
		conn, err := pgx.Connect(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(t.Context())
		if err := postgres.Current(t.Context(), conn); err != nil {
			t.Error(err)
		}
		if err := conn.QueryRow(t.Context(), sql).Scan(&got); err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := run("select current_setting('max_connections')"); got != "14" {
		t.Errorf("max_connections is %s", got)
	}
	pid := s.PID()
	for n, end := range []func(){s.Kill, s.Stop, s.Kill} {
		conn, err := pgx.Connect(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Exec(t.Context(), "create table if not exists kept (n int); insert into kept values (1)"); err != nil {
			t.Fatal(err)
		}
		end()
		// A killed server's backends notice within milliseconds.
		for deadline := time.Now().Add(time.Minute); conn.Ping(t.Context()) == nil; {
			if time.Now().After(deadline) {
				t.Fatal("a connection outlives its server by a minute")
			}
		}
		_ = conn.Close(t.Context())
		s.Start()
		if got := run("select count(*)::text from kept"); got != string(rune('1'+n)) {
			t.Errorf("after end %d: %s rows, want %d", n+1, got, n+1)
		}
	}
	if s.DSN() != dsn || s.PID() == pid {
		t.Errorf("address %s, process %d; want the same address and a new process", s.DSN(), s.PID())
	}
}
