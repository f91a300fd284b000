package queue_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"dossier/internal/queue"
)

func TestRedisAddress(t *testing.T) {
	t.Parallel()
	const seconds = 3 * time.Second
	for _, c := range []struct {
		name, address string
		check         func(redis.UniversalClient) bool
	}{
		{"one server", "redis://u:p@host:1/2", func(c redis.UniversalClient) bool {
			one, ok := c.(*redis.Client)
			o := one.Options()
			return ok && o.Addr == "host:1" && o.DB == 2 && o.Username == "u" && o.Password == "p" && o.TLSConfig == nil &&
				o.DialTimeout == seconds && o.ReadTimeout == seconds && o.WriteTimeout == seconds && o.DialerRetries == 1
		}},
		{"defaults", "redis://", func(c redis.UniversalClient) bool {
			return c.(*redis.Client).Options().Addr == "localhost:6379"
		}},
		{"TLS", "rediss://host:1", func(c redis.UniversalClient) bool {
			o := c.(*redis.Client).Options()
			return o.TLSConfig != nil && o.TLSConfig.ServerName == "host"
		}},
		{"shorter timeouts are kept, longer ones cut", "redis://host?read_timeout=1s&dial_timeout=60s", func(c redis.UniversalClient) bool {
			o := c.(*redis.Client).Options()
			return o.ReadTimeout == time.Second && o.DialTimeout == seconds
		}},
		{"sentinel", "redis://a:1/3?addr=b:2&master_name=main", func(c redis.UniversalClient) bool {
			one, ok := c.(*redis.Client)
			return ok && one.Options().Addr == "FailoverClient" && one.Options().DB == 3 && one.Options().DialTimeout == seconds
		}},
		{"cluster", "redis://u:p@a:1?addr=b:2&addr=c:3", func(c redis.UniversalClient) bool {
			cluster, ok := c.(*redis.ClusterClient)
			o := cluster.Options()
			return ok && strings.Join(o.Addrs, " ") == "a:1 b:2 c:3" && o.Password == "p" && o.DialTimeout == seconds &&
				o.ClusterStateReloadInterval >= time.Second && o.ClusterStateReloadInterval <= 5*time.Second
		}},
		{"cluster with TLS", "rediss://a:1?addr=b:2", func(c redis.UniversalClient) bool {
			return c.(*redis.ClusterClient).Options().TLSConfig != nil
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			client, err := queue.OpenRedis(c.address)
			if err != nil {
				t.Fatal(err)
			}
			defer client.Close()
			if !c.check(client) {
				t.Errorf("%s was understood wrong", c.address)
			}
		})
	}
}

func TestRedisAddressRefused(t *testing.T) {
	t.Parallel()
	for address, names := range map[string]string{
		"redis://host?read_timout=1s":            "read_timout",
		"redis://a?addr=b:1&master_nam=main":     "master_nam",
		"redis://a?addr=b:1&master_name=":        "master_name is empty",
		"redis://a?addr=b":                       "addr",
		"http://host":                            "scheme",
		"redis://:secret@host:port":              "port",
		"redis://:secret@host/zero":              "zero",
		"redis://:sec%ret@host":                  "escape",
		"redis://:secret@host?read_timeout=long": "long",
	} {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			_, err := queue.OpenRedis(address)
			if err == nil || !strings.Contains(err.Error(), names) {
				t.Fatalf("got %v; want it to name %q", err, names)
			}
			if !strings.HasPrefix(err.Error(), "read the redis address: ") || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %v", err)
			}
		})
	}
}

// The driver has one logger for the process: this test is not parallel.
func TestRedisDriverLogsToOurs(t *testing.T) {
	b := &safeBuffer{}
	queue.LogRedis(slog.New(slog.NewTextHandler(b, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer queue.LogRedis(slog.New(slog.DiscardHandler))
	client, err := queue.OpenRedis("redis://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if err := client.Ping(context.Background()).Err(); err == nil {
		t.Fatal("port 1 answers")
	}
	if got := b.String(); !strings.Contains(got, "redis driver") || !strings.Contains(got, "refused") {
		t.Errorf("log: %q", got)
	}
}
