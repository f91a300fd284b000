package redistest

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// MasterName is the name under which the sentinels know the master.
const MasterName = "dossier"

// Sentinels is one master with one replica, watched by three sentinels.
type Sentinels struct {
	t         testing.TB
	nodes     [2]*Server
	sentinels [3]*Server
}

// Sentinel starts them and returns once each sentinel knows the replica and
// the other sentinels, so that a failover can happen. A master counts as down
// after one second.
func Sentinel(t testing.TB) *Sentinels {
	t.Helper()
	need(t, "redis-server")
	s := &Sentinels{t: t}
	master := Start(t)
	replica := Start(t, "--replicaof", "127.0.0.1", fmt.Sprint(master.port))
	s.nodes = [2]*Server{master, replica}
	replica.await("the replica follows", func(ctx context.Context, c *redis.Client) bool {
		info := c.InfoMap(ctx, "replication")
		return info.Item("Replication", "master_link_status") == "up"
	})
	for i := range s.sentinels {
		s.sentinels[i] = startSentinel(t, master)
	}
	for _, sentinel := range s.sentinels {
		sentinel.await("the sentinel knows everyone", func(ctx context.Context, c *redis.Client) bool {
			w := redis.NewSentinelClient(c.Options())
			defer w.Close()
			state, err := w.Master(ctx, MasterName).Result()
			return err == nil && state["num-slaves"] == "1" && state["num-other-sentinels"] == "2"
		})
	}
	return s
}

func startSentinel(t testing.TB, master *Server) *Server {
	t.Helper()
	s := newServer(t)
	// A sentinel keeps its state in its configuration file.
	conf := filepath.Join(s.dir, "sentinel.conf")
	text := fmt.Sprintf("sentinel monitor %[1]s 127.0.0.1 %[2]d 2\nsentinel down-after-milliseconds %[1]s 1000\nsentinel failover-timeout %[1]s 5000\n", MasterName, master.port)
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s.args = []string{conf, "--sentinel"}
	s.Start()
	return s
}

// Addrs are the addresses of the sentinels.
func (s *Sentinels) Addrs() []string {
	var addrs []string
	for _, sentinel := range s.sentinels {
		addrs = append(addrs, sentinel.Addr())
	}
	return addrs
}

// Nodes are the servers that hold data: the first master, then its replica.
func (s *Sentinels) Nodes() []*Server { return s.nodes[:] }

// Master returns the server that two of the three sentinels hold for the
// master now; the test fails if they do not agree within a minute, as they do
// for a moment during a failover.
func (s *Sentinels) Master() *Server {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), within)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		votes := map[string]int{}
		for _, sentinel := range s.sentinels {
			votes[masterOf(ctx, sentinel)]++
		}
		for _, n := range s.nodes {
			if votes[n.Addr()] >= 2 {
				return n
			}
		}
		select {
		case <-ctx.Done():
			s.t.Fatalf("the sentinels do not agree on a master of ours: %v", votes)
		case <-tick.C:
		}
	}
}

// masterOf asks a sentinel for the address of the master; it returns "" if
// there is no answer.
func masterOf(ctx context.Context, sentinel *Server) string {
	c := redis.NewSentinelClient(&redis.Options{Addr: sentinel.Addr()})
	defer c.Close()
	addr, err := c.GetMasterAddrByName(ctx, MasterName).Result()
	if err != nil || len(addr) != 2 {
		return ""
	}
	return net.JoinHostPort(addr[0], addr[1])
}
