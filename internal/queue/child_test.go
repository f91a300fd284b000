package queue_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"runtime/debug"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/queue"
)

// childEnv carries the setting of a test binary that plays a worker process.
const childEnv = "DOSSIER_TEST_QUEUE_WORKER"

// exitDeaf is the exit code of a worker whose jobs did not stop.
const exitDeaf = 3

// setting is what a worker needs to know, in this process or another.
type setting struct {
	DSN, Redis, LLM string
	Slots           int
	Lease, Repush   time.Duration
	Drain, Grace    time.Duration
	MaxAttempts     int
	DieAt           string // the point at which the process kills itself
}

// open makes the queue of a setting and returns how to close it.
func (s setting) open(log *slog.Logger) (*queue.Queue, func(), error) {
	cfg, err := pgxpool.ParseConfig(s.DSN)
	if err != nil {
		return nil, nil, err
	}
	cfg.MaxConns = int32(s.Slots + 6)
	cfg.ConnConfig.ConnectTimeout = 2 * time.Second
	pool, err := pgxpool.NewWithConfig(context.Background(), cfg)
	if err != nil {
		return nil, nil, err
	}
	client, err := queue.OpenRedis(s.Redis)
	if err != nil {
		pool.Close()
		return nil, nil, err
	}
	q, err := queue.New(pool, client, queue.Options{
		Kind: "job", Table: "job", Log: log,
		Lease: s.Lease, Heartbeat: s.Lease / 5, Reap: s.Lease / 15, Relay: 100 * time.Millisecond, Repush: s.Repush,
		Drain: s.Drain, Grace: s.Grace, MaxAttempts: s.MaxAttempts,
		BackoffBase: 50 * time.Millisecond, BackoffMax: time.Second, SaveFor: 2 * time.Minute,
		Point: func(name string, _ uuid.UUID) {
			if name == s.DieAt {
				die("kill")
			}
		},
	})
	return q, func() { client.Close(); pool.Close() }, err
}

// die ends this process in one of the ways that no handler can catch.
func die(how string) {
	switch how {
	case "exit":
		os.Exit(9)
	case "overflow":
		debug.SetMaxStack(1 << 16) // the default of 1 GB would take the machine with it
		os.Exit(deep(1))
	case "kill":
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
}

func deep(n int) int {
	if n == 0 {
		return 0
	}
	return deep(n+1) + 1
}

// playWorker is the whole life of a worker process.
func playWorker(s setting) int {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	queue.LogRedis(log)
	q, closeAll, err := s.open(log)
	if err != nil {
		log.Error("start", "error", err)
		return 1
	}
	defer closeAll()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	w := q.Worker(s.Slots, handler(s.LLM))
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGUSR1)
	go func() {
		for range asked {
			log.Info("goroutines", "n", runtime.NumGoroutine())
		}
	}()
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGTERM, os.Interrupt)
	go func() {
		<-signals
		cancel()
		<-signals
		w.Abandon()
	}()
	err = w.Run(ctx)
	if _, ok := errors.AsType[*queue.DeafError](err); ok {
		log.Error("stop", "error", err)
		os.Exit(exitDeaf)
	}
	return 0
}

// child is a worker process.
type child struct {
	t    testing.TB
	cmd  *exec.Cmd
	log  *safeBuffer
	done chan struct{}
}

// child starts a worker process, which ends with the test.
func (r *rig) child(change func(*setting)) *child {
	r.t.Helper()
	text, err := json.Marshal(r.setting(change))
	if err != nil {
		r.t.Fatal(err)
	}
	c := &child{t: r.t, cmd: exec.Command(os.Args[0]), log: &safeBuffer{}, done: make(chan struct{})}
	c.cmd.Env = append(os.Environ(), childEnv+"="+string(text))
	c.cmd.Stderr, c.cmd.Stdout = c.log, c.log
	if err := c.cmd.Start(); err != nil {
		r.t.Error(err) // not Fatal: supervise calls this elsewhere than in the test
		close(c.done)
		return c
	}
	go func() { defer close(c.done); c.cmd.Wait() }()
	r.t.Cleanup(func() {
		c.kill()
		if r.t.Failed() {
			r.t.Logf("log of worker %d:\n%s", c.cmd.Process.Pid, c.log.String())
		}
	})
	return c
}

func (c *child) signal(s syscall.Signal) { c.cmd.Process.Signal(s) } // its error is a process that has ended

func (c *child) kill() {
	c.signal(syscall.SIGKILL)
	<-c.done
}

// exit waits for the end of the process and returns its exit code.
func (c *child) exit(within time.Duration) int {
	c.t.Helper()
	select {
	case <-c.done:
	case <-time.After(within):
		c.t.Fatalf("the worker still runs after %v", within)
	}
	return c.cmd.ProcessState.ExitCode()
}

// supervised is a worker that is started again whenever it ends.
type supervised struct {
	mu       sync.Mutex
	c        *child
	restarts int
	stop     func()
}

// supervise keeps a worker running until the test ends or it is stopped.
func (r *rig) supervise(change func(*setting)) *supervised {
	r.t.Helper()
	s := &supervised{c: r.child(change)}
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for c := s.c; ; {
			select {
			case <-end:
				c.kill()
				return
			case <-c.done:
			}
			c = r.child(change)
			s.mu.Lock()
			s.c = c
			s.restarts++
			s.mu.Unlock()
		}
	}()
	s.stop = sync.OnceFunc(func() { close(end); <-ended })
	r.t.Cleanup(s.stop)
	return s
}

func (s *supervised) kill() {
	s.mu.Lock()
	c := s.c
	s.mu.Unlock()
	c.kill()
}

func (s *supervised) crashes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.restarts
}

// safeBuffer is a log that may be read while it is written.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
