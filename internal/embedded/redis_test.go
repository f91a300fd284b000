package embedded_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"dossier/internal/embedded"
)

func startRedis(t *testing.T) (*embedded.Redis, *redis.Client) {
	t.Helper()
	r, err := embedded.StartRedis(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Stop)
	opts, err := redis.ParseURL(r.URL())
	if err != nil {
		t.Fatal(err)
	}
	opts.DialerRetries = 1
	c := redis.NewClient(opts)
	t.Cleanup(func() { c.Close() })
	return r, c
}

func TestRedisKeysExpireInRealTime(t *testing.T) {
	t.Parallel()
	_, c := startRedis(t)
	began := time.Now()
	if err := c.Set(t.Context(), "short", "v", 300*time.Millisecond).Err(); err != nil {
		t.Fatal(err)
	}
	if err := c.Set(t.Context(), "long", "v", time.Hour).Err(); err != nil {
		t.Fatal(err)
	}
	waitUntil(t, "the key expires", func() bool { return errors.Is(c.Get(t.Context(), "short").Err(), redis.Nil) })
	if took := time.Since(began); took < 250*time.Millisecond {
		t.Errorf("the key lived for %v, want about 300 ms", took)
	}
	if err := c.Get(t.Context(), "long").Err(); err != nil {
		t.Errorf("the other key: %v", err)
	}
}

func TestRedisStopsAndComesBackEmpty(t *testing.T) {
	t.Parallel()
	r, c := startRedis(t)
	url := r.URL()
	if err := r.Restart(); err != nil {
		t.Errorf("a restart of one that runs: %v, want nothing done", err)
	}
	for range 3 {
		if err := c.ZAdd(t.Context(), "set", redis.Z{Member: "m"}).Err(); err != nil {
			t.Fatal(err)
		}
		r.Stop()
		r.Stop()
		if err := c.Ping(t.Context()).Err(); err == nil {
			t.Error("it answers after its end")
		}
		if err := r.Restart(); err != nil {
			t.Fatal(err)
		}
		if n, err := c.Exists(t.Context(), "set").Result(); n != 0 || err != nil {
			t.Errorf("after a restart: %d keys, %v", n, err)
		}
	}
	if r.URL() != url {
		t.Errorf("the address is now %s, was %s", r.URL(), url)
	}
}

func TestRedisFlushAll(t *testing.T) {
	t.Parallel()
	r, c := startRedis(t)
	if err := c.Set(t.Context(), "k", "v", 0).Err(); err != nil {
		t.Fatal(err)
	}
	r.FlushAll()
	if n, err := c.DBSize(t.Context()).Result(); n != 0 || err != nil {
		t.Errorf("after FlushAll: %d keys, %v", n, err)
	}
}

func TestRedisDoesNotStartForACancelledContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if r, err := embedded.StartRedis(ctx); err == nil {
		r.Stop()
		t.Error("it started")
	}
}
