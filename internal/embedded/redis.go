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
	addr   string
	server *miniredis.Miniredis
	mu     sync.Mutex    // orders Stop and Restart
	done   chan struct{} // closed to end the clock; nil while stopped
	ended  chan struct{} // closed once the clock has ended
}

// StartRedis starts it on a free port.
func StartRedis(ctx context.Context) (*Redis, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("start the in-process redis: %w", err)
	}
	r := &Redis{server: miniredis.NewMiniRedis()}
	if err := r.server.StartAddr("127.0.0.1:0"); err != nil {
		return nil, fmt.Errorf("start the in-process redis: %w", err)
	}
	r.addr = r.server.Addr()
	r.windUp()
	return r, nil
}

// Restart starts it again after Stop: on the same port, and empty, as a Redis
// that keeps nothing comes back.
func (r *Redis) Restart() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.done != nil {
		return nil
	}
	// A new server on the old port: one that was closed accepts commands again,
	// but never answers those that block.
	server := miniredis.NewMiniRedis()
	if err := server.StartAddr(r.addr); err != nil {
		return fmt.Errorf("start the in-process redis again: %w", err)
	}
	r.server = server
	r.windUp()
	return nil
}

// windUp starts the clock.
func (r *Redis) windUp() {
	done, ended := make(chan struct{}), make(chan struct{})
	r.done, r.ended = done, ended
	go func() {
		defer close(ended)
		wind(r.server, done)
	}()
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
func (r *Redis) URL() string { return "redis://" + r.addr + "/0" }

// FlushAll empties it, as a Redis that lost everything would be.
func (r *Redis) FlushAll() { r.server.FlushAll() }

// Stop ends it and returns once nothing of it runs. It may be called more
// than once.
func (r *Redis) Stop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.done == nil {
		return
	}
	close(r.done)
	<-r.ended
	r.done = nil
	r.server.Close()
}
