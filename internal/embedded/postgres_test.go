package embedded_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"dossier/internal/embedded"
)

func TestDataOutlivesStopKillAndAStalePidFile(t *testing.T) {
	t.Parallel()
	dir := cluster(t)
	pg := start(t, dir)
	query(t, pg, "create table kept (n int)")
	for n, tc := range []struct {
		name string
		end  func()
	}{
		{"stop", func() { pg.Stop() }},
		{"crash", func() { pg.Kill() }},
		{"a crash of the server and its guard's clean-up", func() {
			_ = syscall.Kill(pg.PID(), syscall.SIGQUIT)
			<-pg.Exited()
			pg.Stop()
		}},
		{"left-over pid of a process that is gone", func() { pg.Stop(); leavePID(t, dir, 1<<22-3) }},
		// Ours is alive and, where the test is not root, of the same user.
		{"left-over pid that is another program's now", func() { pg.Stop(); leavePID(t, dir, os.Getpid()) }},
		{"left-over pid file of nonsense", func() {
			pg.Stop()
			if err := os.WriteFile(filepath.Join(dir, "data", "postmaster.pid"), []byte("?\n"), 0o666); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		query(t, pg, fmt.Sprintf("insert into kept values (%d)", n))
		tc.end()
		began := time.Now()
		pg = start(t, dir)
		t.Logf("after %s: start in %v", tc.name, time.Since(began))
		if got := query(t, pg, "select count(*)::text from kept"); got != fmt.Sprint(n+1) {
			t.Errorf("after %s: %s rows, want %d", tc.name, got, n+1)
		}
	}
}

// leavePID writes a postmaster.pid as a killed server leaves it.
func leavePID(t *testing.T, dir string, pid int) {
	t.Helper()
	data := filepath.Join(dir, "data")
	text := fmt.Sprintf("%d\n%s\n1700000000\n5432\n/tmp/gone\n\n  5432001   1234\nready   \n", pid, data)
	if err := os.WriteFile(filepath.Join(data, "postmaster.pid"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	st, err := os.Stat(data)
	if err != nil {
		t.Fatal(err)
	}
	owner := st.Sys().(*syscall.Stat_t)
	if err := os.Chown(filepath.Join(data, "postmaster.pid"), int(owner.Uid), int(owner.Gid)); err != nil {
		t.Fatal(err)
	}
}

func TestTwoRunsOnOneFolder(t *testing.T) {
	t.Parallel()
	dir := cluster(t)
	pg := start(t, dir)
	_, err := embedded.Start(t.Context(), embedded.Options{Dir: dir})
	if inUse, ok := errors.AsType[*embedded.InUse](err); !ok || inUse.PID != os.Getpid() || inUse.Dir != dir {
		t.Fatalf("the second run: %v, want *InUse with our process number", err)
	}
	alias := filepath.Join(scratch(t), "alias")
	if err := os.Symlink(dir, alias); err != nil {
		t.Fatal(err)
	}
	if _, err := embedded.Start(t.Context(), embedded.Options{Dir: alias}); !errors.As(err, new(*embedded.InUse)) {
		t.Errorf("under another name: %v, want *InUse", err)
	}
	if got := query(t, pg, "select 'alive'"); got != "alive" {
		t.Errorf("the first run is disturbed: %s", got)
	}
	pg.Stop()
	start(t, dir)
}

func TestManyFreshRunsOnOneFolderAtOnce(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(scratch(t), "base")
	type result struct {
		pg  *embedded.Postgres
		err error
	}
	results := make(chan result)
	for range 4 {
		go func() {
			pg, err := embedded.Start(context.WithoutCancel(t.Context()), embedded.Options{Dir: dir})
			results <- result{pg, err}
		}()
	}
	winners := 0
	for range 4 {
		r := <-results
		if r.err == nil {
			winners++
			t.Cleanup(r.pg.Stop)
		} else if _, ok := errors.AsType[*embedded.InUse](r.err); !ok {
			t.Errorf("a loser got %v, want *InUse", r.err)
		}
	}
	if winners != 1 {
		t.Errorf("%d of 4 runs started, want 1", winners)
	}
}

func TestALongPathWithOddCharacters(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(scratch(t), strings.Repeat("long folder's \"name\" ", 9), strings.Repeat("ü", 60))
	began := time.Now()
	pg := start(t, dir)
	t.Logf("fresh start (%d bytes of path) in %v", len(dir), time.Since(began))
	if got := query(t, pg, "select current_setting('fsync') || ' ' || current_database() || ' ' || current_user"); got != "on dossier dossier" {
		t.Errorf("fsync, database and user are %q", got)
	}
	pg.Stop()
	start(t, dir)
}

func TestStopRemovesTheSocketAndEndsTheServer(t *testing.T) {
	t.Parallel()
	pg := start(t, cluster(t))
	cfg, err := pgx.ParseConfig(pg.DSN())
	if err != nil {
		t.Fatal(err)
	}
	if st, err := os.Stat(cfg.Host); err != nil || st.Mode().Perm() != 0o700 {
		t.Errorf("the socket's folder: %v, %v; want it closed to others", st, err)
	}
	pg.Stop()
	select {
	case <-pg.Exited():
	default:
		t.Error("Exited is still open after Stop")
	}
	if _, err := os.Stat(cfg.Host); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket's folder is still there: %v", err)
	}
	if alive(pg.PID()) {
		t.Error("the server still runs")
	}
	pg.Stop()
	pg.Kill()
}

func TestAServerThatCannotStartSaysWhy(t *testing.T) {
	t.Parallel()
	dir := cluster(t)
	_, err := embedded.Start(t.Context(), embedded.Options{Dir: dir, Settings: []string{"max_connections=none"}})
	if err == nil || !strings.Contains(err.Error(), `"max_connections"`) {
		t.Errorf("got %v, want the server's own reason", err)
	}
	start(t, dir) // the folder is free again
}
