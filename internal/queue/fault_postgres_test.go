package queue_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"dossier/internal/embedded/pgtest"
	"dossier/internal/queue/faultproxy"
)

func TestPostgresDiesFourTimes(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		pg := pgtest.Server(t)
		r := newRig(t, s, pg.DSN())
		r.thinks(50*time.Millisecond, 250*time.Millisecond)
		start := time.Now()
		r.busy(200)
		for range 4 {
			pg.Kill()
			rest(time.Duration(300+r.chance(700)) * time.Millisecond)
			pg.Start()
			rest(time.Duration(300+r.chance(300)) * time.Millisecond)
		}
		r.done(200, 0)
		t.Logf("200 jobs, 4 deaths: done in %v", time.Since(start).Round(time.Millisecond))
		r.noRepeats(200)
	})
}

func TestPostgresIsAwayLongerThanTheLease(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		pg := pgtest.Server(t)
		r := newRig(t, s, pg.DSN())
		r.llm.script = func(_ uuid.UUID, nth int) answer {
			return answer{After: time.Duration(2000+r.rnd.IntN(1000)) * time.Millisecond, Verb: "ok"}
		}
		r.enqueue(8)
		r.worker(nil)
		r.worker(nil)
		until(t, "all jobs run", func() bool { return r.llm.total() == 8 })
		pg.Stop()
		rest(4 * time.Second) // the answers come meanwhile; the lease is 1.5 s
		pg.Start()
		start := time.Now()
		r.done(8, 0)
		within(t, "return of Postgres to all done", time.Since(start), 2*time.Second)
		r.noRepeats(8)
	})
}

func TestTooManyConnections(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		pg := pgtest.Server(t, "max_connections=14")
		r := newRig(t, s, pg.DSN())
		r.thinks(20*time.Millisecond, 120*time.Millisecond)
		r.enqueue(40)
		stops := []func() error{r.worker(steady), r.worker(steady)}
		until(t, "the work is under way", func() bool { return r.llm.total() >= 4 })
		hogs := hog(t, pg.DSN(), 2*time.Second)
		t.Logf("%d connections were taken away", len(hogs))
		_, err := pgx.Connect(t.Context(), pg.DSN())
		if full, ok := errors.AsType[*pgconn.PgError](err); !ok || full.Code != "53300" {
			t.Errorf("a client is told %v", err)
		}
		for _, c := range hogs {
			c.Close(t.Context())
		}
		r.done(40, 0)
		r.noRepeats(40)
		for _, stop := range stops {
			if err := stop(); err != nil {
				t.Error(err)
			}
		}
	})
}

// hog takes every connection that is free, for a while.
func hog(t *testing.T, dsn string, d time.Duration) (hogs []*pgx.Conn) {
	t.Helper()
	for end := time.Now().Add(d); time.Now().Before(end); {
		c, err := pgx.Connect(t.Context(), dsn)
		if err != nil {
			rest(20 * time.Millisecond)
			continue
		}
		t.Cleanup(func() { c.Close(context.Background()) })
		hogs = append(hogs, c)
	}
	return hogs
}

// proxied returns a proxy to a database and the address through it.
func proxied(t *testing.T, dsn string) (*faultproxy.Proxy, string) {
	t.Helper()
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		t.Fatal(err)
	}
	p := faultproxy.New(t, "unix", filepath.Join(cfg.Host, fmt.Sprintf(".s.PGSQL.%d", cfg.Port)))
	u := url.URL{Scheme: "postgres", User: url.User(cfg.User), Host: p.Addr().String(), Path: "/" + cfg.Database, RawQuery: "sslmode=disable"}
	return p, u.String()
}

func TestAWorkerIsCutOffFromPostgres(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		for name, fault := range map[string]func(*faultproxy.Proxy){"black hole": (*faultproxy.Proxy).Hang, "cut": (*faultproxy.Proxy).Cut} {
			t.Run(name, func(t *testing.T) {
				r := newRig(t, s)
				r.llm.script = firstHangs
				p, dsn := proxied(t, r.dsn)
				id, a := r.aboard(func(s *setting) { s.DSN = dsn })
				b := r.child(nil)
				fault(p)
				within(t, "cut off to next start", r.taken(id, time.Now()), 1500*time.Millisecond+2*time.Second)
				r.done(1, 0)
				if n := r.llm.cancelled(); n != 0 {
					t.Errorf("the worker gave up its call for no definite reason")
				}
				b.kill() // what comes now is the first worker's
				p.Heal()
				until(t, "it hears that the job is not its own and cancels the call", func() bool { return r.llm.cancelled() == 1 })
				r.done(1, 0)
				r.is(id, `fence = 2 and crashes = 1`)
				r.llm.mu.Lock()
				r.llm.script = func(uuid.UUID, int) answer { return answer{Verb: "ok"} }
				r.llm.mu.Unlock()
				r.enqueue(5)
				r.done(6, 0) // it works again
				select {
				case <-a.done:
					t.Error("the worker ended")
				default:
				}
			})
		}
	})
}

func TestPostgresIsLocked(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		for _, mode := range []string{"access exclusive", "share"} {
			t.Run(mode, func(t *testing.T) {
				r := newRig(t, s)
				r.thinks(2*time.Second, 3*time.Second)
				r.enqueue(12)
				r.worker(nil)
				r.worker(nil)
				until(t, "all slots are taken", func() bool { return r.llm.total() == 8 })
				tx, err := r.pool.Begin(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				defer tx.Rollback(context.Background())
				if _, err := tx.Exec(t.Context(), `lock table job in `+mode+` mode`); err != nil {
					t.Fatal(err)
				}
				rest(4 * time.Second) // twice the lease and more
				if err := tx.Commit(t.Context()); err != nil {
					t.Fatal(err)
				}
				r.done(12, 0)
				r.noRepeats(12)
			})
		}
	})
}

func TestPostgresIsSlow(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		r := newRig(t, s)
		p, dsn := proxied(t, r.dsn)
		r.thinks(3*time.Second, 4*time.Second)
		r.enqueue(4)
		p.Delay(150 * time.Millisecond)
		r.worker(func(s *setting) { s.DSN, s.Lease = dsn, 2*time.Second })
		until(t, "the slow worker has the jobs", func() bool { return r.llm.total() == 4 })
		r.worker(nil) // it would take what is lost
		r.done(4, 0)
		r.noRepeats(4)
	})
}
