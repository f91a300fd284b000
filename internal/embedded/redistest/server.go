// Package redistest gives tests a real redis-server, alone, under Sentinel or
// as a Cluster, on loopback, to be killed and started again. It needs the
// binaries of the Debian packages redis-server and redis-tools. Where they are
// missing a test is skipped, except under CI, where it fails.
package redistest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"dossier/internal/embedded/guard"
)

// within is how long a server or a group of them may take to get ready; it is
// far more than they need (0.1 s, and 5 s for a group).
const within = time.Minute

// Server is one redis-server process. It keeps nothing: after Kill or Stop
// and Start it is empty. Its methods are not for several goroutines at once.
type Server struct {
	t     testing.TB
	dir   string
	port  int
	args  []string
	child *guard.Child
}

// Start starts a redis-server for one test, which ends with it. Arguments go
// to its command line, as "--maxmemory", "2mb".
func Start(t testing.TB, args ...string) *Server {
	t.Helper()
	need(t, "redis-server")
	s := newServer(t, args...)
	var err error
	for range 3 { // another program may take the port that was just free
		if err = s.start(); err == nil {
			return s
		}
		s.port = freePort(t)
	}
	t.Fatal(err)
	return nil
}

// need skips a test whose program is missing, or fails it under CI.
func need(t testing.TB, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err == nil {
			continue
		}
		const hint = "%s is not on PATH: type `apt-get install -y redis-server redis-tools` (or `brew install redis`)"
		if os.Getenv("CI") != "" {
			t.Fatalf(hint, p)
		}
		t.Skipf("SKIPPED, NOT TESTED: "+hint, p)
	}
}

func newServer(t testing.TB, args ...string) *Server {
	t.Helper()
	s := &Server{t: t, dir: t.TempDir(), port: freePort(t), args: args}
	t.Cleanup(s.Kill)
	return s
}

// freePort finds a port whose partner 10000 above, which a Cluster node uses
// for itself, is free too. Both lie under the range from which systems give
// ports to outgoing connections, so a stopped server's port stays its own.
func freePort(t testing.TB) int {
	t.Helper()
	for range 200 {
		port := 10000 + rand.IntN(10000)
		if free(port) && free(port+10000) {
			return port
		}
	}
	t.Fatal("no free port between 10000 and 20000 in 200 tries")
	return 0
}

func free(port int) bool {
	l, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port))
	if err != nil {
		return false
	}
	return l.Close() == nil
}

// Start starts it again on the same port after Stop or Kill and returns once
// it answers.
func (s *Server) Start() {
	s.t.Helper()
	if err := s.start(); err != nil {
		s.t.Fatal(err)
	}
}

func (s *Server) start() error {
	log, err := os.OpenFile(s.logFile(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("open the server's log: %w", err)
	}
	defer log.Close()
	args := slices.Concat([]string{"redis-server"}, s.args, []string{
		"--port", strconv.Itoa(s.port), "--bind", "127.0.0.1", "--dir", s.dir, "--save", "", "--appendonly", "no"})
	s.child, err = guard.Start(guard.Process{Args: args, Dir: s.dir, Log: log, Signal: "TERM"})
	if err != nil {
		return err
	}
	return s.poll("it answers", func(ctx context.Context, c *redis.Client) bool {
		info, err := c.Info(ctx, "server").Result()
		// It could be another test's server that was faster to take the port.
		return err == nil && strings.Contains(info, fmt.Sprintf("process_id:%d\r\n", s.child.PID))
	})
}

func (s *Server) logFile() string { return filepath.Join(s.dir, "redis.log") }

// await is poll for a test that cannot go on without it.
func (s *Server) await(what string, cond func(context.Context, *redis.Client) bool) {
	s.t.Helper()
	if err := s.poll(what, cond); err != nil {
		s.t.Fatal(err)
	}
}

// poll waits until cond holds. If the server ends or takes too long, the
// error carries its log.
func (s *Server) poll(what string, cond func(context.Context, *redis.Client) bool) error {
	ctx, cancel := context.WithTimeout(s.t.Context(), within)
	defer cancel()
	c := s.Client()
	defer c.Close()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !cond(ctx, c) {
		select {
		case <-tick.C:
			continue
		case <-s.child.Exited():
		case <-ctx.Done():
		}
		log, _ := os.ReadFile(s.logFile()) // it only explains the failure
		return fmt.Errorf("redis-server on port %d: not so within %v: %s; its log:\n%s", s.port, within, what, log)
	}
	return nil
}

// Client returns a plain client; the caller closes it.
func (s *Server) Client() *redis.Client {
	return redis.NewClient(&redis.Options{Addr: s.Addr(), MaxRetries: -1, DialerRetries: 1, DialTimeout: time.Second, ContextTimeoutEnabled: true})
}

// Addr is its host and port.
func (s *Server) Addr() string { return "127.0.0.1:" + strconv.Itoa(s.port) }

// URL is its address, as redis.ParseURL takes it.
func (s *Server) URL() string { return "redis://" + s.Addr() + "/0" }

// PID is the process of the server that runs now.
func (s *Server) PID() int { return s.child.PID }

// Stop ends it in good order.
func (s *Server) Stop() { s.child.Stop(within) }

// Kill ends it as kill -9 does. It does nothing to a server that has ended.
func (s *Server) Kill() {
	if s.child != nil {
		s.child.Kill()
	}
}
