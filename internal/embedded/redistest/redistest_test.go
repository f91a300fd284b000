package redistest_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"dossier/internal/embedded/redistest"
)

// eventually polls until try succeeds.
func eventually(t *testing.T, what string, try func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		err := try(ctx)
		if err == nil {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("not within a minute: %s: %v", what, err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func TestAServerComesBackEmptyOnTheSameAddress(t *testing.T) {
	t.Parallel()
	s := redistest.Start(t, "--maxmemory", "64mb")
	addr, pid := s.Addr(), s.PID()
	for _, end := range []func(){s.Kill, s.Stop} {
		opts, err := redis.ParseURL(s.URL())
		if err != nil {
			t.Fatal(err)
		}
		c := redis.NewClient(opts)
		if err := c.Set(t.Context(), "k", "v", 0).Err(); err != nil {
			t.Fatal(err)
		}
		if got := c.ConfigGet(t.Context(), "maxmemory").Val()["maxmemory"]; got != "67108864" {
			t.Errorf("maxmemory is %q, want what was asked for", got)
		}
		end()
		if err := c.Ping(t.Context()).Err(); err == nil {
			t.Error("it answers after its end")
		}
		c.Close()
		s.Start()
		c = s.Client()
		if err := c.Get(t.Context(), "k").Err(); err != redis.Nil {
			t.Errorf("after a new start the key gives %v, want none", err)
		}
		c.Close()
	}
	if s.Addr() != addr || s.PID() == pid {
		t.Errorf("now %s (%d), was %s (%d): want the same address and a new process", s.Addr(), s.PID(), addr, pid)
	}
}

func TestSentinelsPromoteTheReplica(t *testing.T) {
	t.Parallel()
	began := time.Now()
	s := redistest.Sentinel(t)
	t.Logf("formed in %v", time.Since(began))
	first := s.Master()
	if first != s.Nodes()[0] {
		t.Fatalf("the master is %s, want the first node", first.Addr())
	}
	c := redis.NewFailoverClient(&redis.FailoverOptions{MasterName: redistest.MasterName, SentinelAddrs: s.Addrs()})
	defer c.Close()
	eventually(t, "a write", func(ctx context.Context) error { return c.Set(ctx, "k", "v", 0).Err() })
	began = time.Now()
	first.Kill()
	eventually(t, "a write after the failover", func(ctx context.Context) error { return c.Set(ctx, "k", "w", 0).Err() })
	t.Logf("failed over in %v", time.Since(began))
	eventually(t, "two sentinels name the replica", func(context.Context) error {
		if now := s.Master(); now != s.Nodes()[1] {
			return fmt.Errorf("the master is still %s", now.Addr())
		}
		return nil
	})
}

func TestAClusterOutlivesTheOwnerOfAKey(t *testing.T) {
	t.Parallel()
	began := time.Now()
	n := redistest.Cluster(t)
	t.Logf("formed in %v", time.Since(began))
	if len(n.Nodes()) != 6 || len(n.Addrs()) != 6 {
		t.Fatalf("%d nodes, want 6", len(n.Nodes()))
	}
	c := redis.NewClusterClient(&redis.ClusterOptions{Addrs: n.Addrs(), ClusterStateReloadInterval: time.Second})
	defer c.Close()
	if err := c.Set(t.Context(), "k", "v", 0).Err(); err != nil {
		t.Fatal(err)
	}
	began = time.Now()
	first := n.Owner("k")
	first.Kill()
	eventually(t, "a write after the failover", func(ctx context.Context) error { return c.Set(ctx, "k", "w", 0).Err() })
	t.Logf("failed over in %v", time.Since(began))
	if n.Owner("k") == first {
		t.Error("the killed node still owns the key")
	}
}
