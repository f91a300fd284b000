package queue_test

import (
	"testing"

	"github.com/alicebob/miniredis/v2"

	"dossier/internal/embedded/redistest"
)

// redisServer is a Redis that a test may empty, take down and bring back.
type redisServer interface {
	URL() string
	FlushAll()
	Down() // as kill -9 does
	Up()   // empty, at the same address
}

// backends are the kinds of Redis that a fault must be survived on.
func backends() map[string]func(testing.TB) redisServer {
	return map[string]func(testing.TB) redisServer{"in-process": inProcess, "redis-server": realRedis}
}

// onBackends runs a test on each of them.
func onBackends(t *testing.T, f func(t *testing.T, r redisServer)) {
	t.Helper()
	t.Parallel()
	for name, start := range backends() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f(t, start(t))
		})
	}
}

// miniServer is the Redis that runs inside a program, as package embedded
// starts it. A stopped one does not serve blocking commands again, so each
// life is a new one at the old address.
type miniServer struct {
	*miniredis.Miniredis
	t    testing.TB
	addr string
}

func inProcess(t testing.TB) redisServer {
	s := &miniServer{t: t, addr: "127.0.0.1:0"}
	s.Up()
	s.addr = s.Addr()
	t.Cleanup(s.Down)
	return s
}

func (s *miniServer) URL() string { return "redis://" + s.addr }

func (s *miniServer) Down() { s.Close() }

func (s *miniServer) Up() {
	s.Miniredis = miniredis.NewMiniRedis()
	if err := s.StartAddr(s.addr); err != nil {
		s.t.Error(err)
	}
}

type ownServer struct {
	*redistest.Server
	t testing.TB
}

func realRedis(t testing.TB) redisServer { return ownServer{redistest.Start(t), t} }

func (s ownServer) Down() { s.Kill() }
func (s ownServer) Up()   { s.Start() }

func (s ownServer) FlushAll() {
	c := s.Client()
	defer c.Close()
	if err := c.FlushAll(s.t.Context()).Err(); err != nil {
		s.t.Error(err)
	}
}
