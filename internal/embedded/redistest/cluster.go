package redistest

import (
	"context"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
)

// Nodes is a Redis Cluster of three masters with a replica each.
type Nodes struct {
	t     testing.TB
	nodes []*Server
}

// Cluster starts one and returns once every node holds it for whole. A node
// counts as down after one second.
func Cluster(t testing.TB) *Nodes {
	t.Helper()
	need(t, "redis-server", "redis-cli")
	n := &Nodes{t: t}
	for range 6 {
		n.nodes = append(n.nodes, Start(t, "--cluster-enabled", "yes", "--cluster-node-timeout", "1000"))
	}
	args := slices.Concat([]string{"--cluster", "create"}, n.Addrs(), []string{"--cluster-replicas", "1", "--cluster-yes"})
	if out, err := exec.CommandContext(t.Context(), "redis-cli", args...).CombinedOutput(); err != nil {
		t.Fatalf("form a cluster: %v\n%s", err, out)
	}
	for _, node := range n.nodes {
		node.await("the cluster is whole", func(ctx context.Context, c *redis.Client) bool {
			info, err := c.ClusterInfo(ctx).Result()
			return err == nil && strings.Contains(info, "cluster_state:ok") && strings.Contains(info, "cluster_known_nodes:6") &&
				ready(ctx, c)
		})
	}
	return n
}

// ready tells whether a node that is a replica has the data of its master;
// only such a one can take over.
func ready(ctx context.Context, c *redis.Client) bool {
	info := c.InfoMap(ctx, "replication")
	return info.Item("Replication", "role") == "master" || info.Item("Replication", "master_link_status") == "up"
}

// Addrs are the addresses of all nodes.
func (n *Nodes) Addrs() []string {
	var addrs []string
	for _, node := range n.nodes {
		addrs = append(addrs, node.Addr())
	}
	return addrs
}

// Nodes are the six servers.
func (n *Nodes) Nodes() []*Server { return n.nodes }

// Owner returns the master that holds a key now.
func (n *Nodes) Owner(key string) *Server {
	n.t.Helper()
	c := redis.NewClusterClient(&redis.ClusterOptions{Addrs: n.Addrs()})
	defer c.Close()
	master, err := c.MasterForKey(n.t.Context(), key)
	if err != nil {
		n.t.Fatalf("find the owner of %s: %v", key, err)
	}
	for _, node := range n.nodes {
		if node.Addr() == master.Options().Addr {
			return node
		}
	}
	n.t.Fatalf("the owner of %s is %s, which is none of ours", key, master.Options().Addr)
	return nil
}
