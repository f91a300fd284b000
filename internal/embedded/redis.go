package embedded

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// beat is how often the clock of the in-process Redis moves on.
const beat = 100 * time.Millisecond

// Redis is a Redis inside this process, on a loopback port so that worker
// children can reach it. Nothing of it is kept: Redis only delivers, and what
// is due stands in Postgres.
type Redis struct {
	server *miniredis.Miniredis
	stop   func()
}

// StartRedis starts it on a free port.
func StartRedis(_ context.Context) (*Redis, error) {
	server := miniredis.NewMiniRedis()
	if err := server.StartAddr("127.0.0.1:0"); err != nil {
		return nil, fmt.Errorf("start the in-process redis: %w", err)
	}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		wind(server, done)
	}()
	return &Redis{server: server, stop: sync.OnceFunc(func() {
		close(done)
		<-ended
		server.Close()
	})}, nil
}

// wind moves the clock on: keys expire there only when they are told how much
// time has passed.
func wind(server *miniredis.Miniredis, done <-chan struct{}) {
	tick := time.NewTicker(beat)
	defer tick.Stop()
	last := time.Now()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
			now := time.Now()
			server.FastForward(now.Sub(last))
			last = now
		}
	}
}

// URL is its address, as redis.ParseURL takes it.
func (r *Redis) URL() string { return "redis://" + r.server.Addr() + "/0" }

// FlushAll empties it, as a Redis that lost everything would be.
func (r *Redis) FlushAll() { r.server.FlushAll() }

// Stop ends it and returns once nothing of it runs. It may be called more
// than once.
func (r *Redis) Stop() { r.stop() }
