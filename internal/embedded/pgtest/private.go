package pgtest

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dossier/internal/embedded"
	"dossier/internal/postgres"
)

// durable are the settings of a server that a test kills: what was committed
// must be there afterwards, as it would be after a crash of a real one. The
// machine itself stays up, so the disk need not be waited for.
var durable = [...]string{"fsync=off", "autovacuum=off", "jit=off"}

// Private is a server of one test alone, to be stopped, killed and started
// again on the same address. Its methods are not for several goroutines at
// once.
type Private struct {
	t        testing.TB
	root     string
	settings []string
	pg       *embedded.Postgres
	dsn      string
}

// Server starts a server for one test and migrates its database. Settings are
// the server's, as "max_connections=14". It ends with the test.
func Server(t testing.TB, settings ...string) *Private {
	t.Helper()
	root, err := newCluster(t.Context())
	if err != nil {
		t.Fatalf("make a postgres for this test: %v", err)
	}
	s := &Private{t: t, root: root, settings: append(durable[:len(durable):len(durable)], settings...)}
	t.Cleanup(func() {
		s.Stop()
		if err := os.RemoveAll(root); err != nil {
			t.Errorf("remove the test's postgres: %v", err)
		}
	})
	s.Start()
	if _, _, err := postgres.Migrate(t.Context(), s.DSN()); err != nil {
		t.Fatal(err)
	}
	return s
}

// DSN is the address of the database; it stays the same for good.
func (s *Private) DSN() string { return s.dsn }

// PID is the process of the server that runs now.
func (s *Private) PID() int { return s.pg.PID() }

// Start starts the server again after Stop or Kill and returns once it
// answers.
func (s *Private) Start() {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), 2*time.Minute)
	defer cancel()
	pg, err := embedded.Start(ctx, embedded.Options{
		Dir: filepath.Join(s.root, "cluster"), Socket: filepath.Join(s.root, "socket"), Settings: s.settings,
	})
	if err != nil {
		s.t.Fatalf("start the test's postgres: %v", err)
	}
	s.pg, s.dsn = pg, pg.DSN()
}

// Stop ends the server in good order; open connections are closed.
func (s *Private) Stop() {
	if s.pg != nil {
		s.pg.Stop()
	}
}

// Kill ends the server as kill -9 does.
func (s *Private) Kill() { s.pg.Kill() }
