package queue_test

import (
	"testing"

	"dossier/internal/embedded"
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

type miniServer struct {
	*embedded.Redis
	t testing.TB
}

func inProcess(t testing.TB) redisServer {
	r, err := embedded.StartRedis(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Stop)
	return miniServer{r, t}
}

func (s miniServer) Down() { s.Stop() }

func (s miniServer) Up() {
	if err := s.Restart(); err != nil {
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
