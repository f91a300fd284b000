package queue_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"

	"dossier/internal/queue"
)

// thinks is a model that takes a while, by chance.
func (r *rig) thinks(least, most time.Duration) {
	r.llm.script = func(uuid.UUID, int) answer {
		return answer{After: least + time.Duration(r.rnd.Int64N(int64(most-least))), Verb: "ok"}
	}
}

// chance is a number below n. The model, which runs elsewhere, draws too.
func (r *rig) chance(n int) int {
	r.llm.mu.Lock()
	defer r.llm.mu.Unlock()
	return r.rnd.IntN(n)
}

// steady is a setting whose lease is no matter of the test: a busy machine
// must not take a job from a worker that lives.
func steady(s *setting) { s.Lease = 15 * time.Second }

// longestPause is the longest time between two calls that follow each other.
func (r *rig) longestPause() time.Duration {
	r.llm.mu.Lock()
	defer r.llm.mu.Unlock()
	var most time.Duration
	for i, c := range r.llm.calls[1:] {
		most = max(most, c.at.Sub(r.llm.calls[i].at))
	}
	return most
}

// busy starts two workers on jobs and returns once a tenth of them ran.
func (r *rig) busy(jobs int) {
	r.t.Helper()
	r.enqueue(jobs)
	r.worker(steady)
	r.worker(steady)
	until(r.t, "the work is under way", func() bool { return r.llm.total() >= jobs/10 })
}

func TestFlushFiveTimes(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		r := newRig(t, s)
		r.thinks(20*time.Millisecond, 120*time.Millisecond)
		start := time.Now()
		r.busy(200)
		for range 5 {
			rest(time.Duration(100+r.chance(200)) * time.Millisecond)
			s.FlushAll()
		}
		r.done(200, 0)
		t.Logf("200 jobs, 5 flushes: done in %v", time.Since(start).Round(time.Millisecond))
		r.noRepeats(200)
	})
}

func TestRedisDiesFourTimes(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		r := newRig(t, s)
		r.thinks(20*time.Millisecond, 120*time.Millisecond)
		start := time.Now()
		r.busy(120)
		for range 4 {
			s.Down()
			r.enqueue(10) // areas go on accepting work
			rest(time.Duration(300+r.chance(400)) * time.Millisecond)
			s.Up()
			r.enqueue(10)
			rest(time.Duration(300+r.chance(400)) * time.Millisecond)
		}
		r.done(200, 0)
		t.Logf("200 jobs, 4 deaths: done in %v", time.Since(start).Round(time.Millisecond))
		r.noRepeats(200)
	})
}

func TestRedisIsDownWhenWorkComes(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		r := newRig(t, s)
		s.Down()
		q := r.queue(nil)
		r.worker(nil)
		for _, id := range r.enqueue(10) {
			start := time.Now()
			q.Ring(t.Context(), id)
			if d := time.Since(start); d > time.Second {
				t.Errorf("ringing took %v", d)
			}
		}
		if _, err := q.Depth(t.Context()); err == nil {
			t.Error("nobody is told that Redis is away")
		}
		if stats, err := q.Stats(t.Context()); err != nil || stats.Depth["QUEUED"] != 10 {
			t.Errorf("got %v, %v", stats, err)
		}
		rest(3 * time.Second)
		if n := r.llm.total(); n != 0 {
			t.Errorf("%d jobs ran", n)
		}
		s.Up()
		start := time.Now()
		r.done(10, 0)
		within(t, "return of Redis to all done", time.Since(start), 3*time.Second)
		r.noRepeats(10)
		if _, err := q.Depth(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatDoesNotBelongInTheReadySet(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		r := newRig(t, s)
		old := r.enqueue(20)
		stop := r.worker(steady)
		r.done(20, 0)
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		cancelled, later, elsewhere := r.enqueue(1)[0], r.enqueue(1)[0], r.enqueue(1)[0]
		r.exec(`update job set status = 'CANCELLED', finished_at = now(), started_at = now() where id = $1`, cancelled)
		r.exec(`update job set run_at = now() + interval '1 hour' where id = $1`, later)
		r.exec(`update job set status = 'RUNNING', fence = 7, owner = 'x', lease_until = now() + interval '1 hour' where id = $1`, elsewhere)
		var members []redis.Z
		for _, id := range slices.Concat(old, []uuid.UUID{cancelled, later, elsewhere, uuid.New(), uuid.Nil}) {
			members = append(members, redis.Z{Score: r.rnd.Float64(), Member: id.String()})
		}
		for _, text := range []string{"", "garbage", "drop table job", old[0].String() + "0", string(make([]byte, 1<<16))} {
			members = append(members, redis.Z{Score: r.rnd.Float64(), Member: text})
		}
		client := r.client()
		if err := client.ZAdd(t.Context(), "{job}:ready", members...).Err(); err != nil {
			t.Fatal(err)
		}
		r.enqueue(20)
		r.worker(steady)
		ready := queue.NewReady(client, "job")
		until(t, "the set is empty and the new jobs are done", func() bool {
			n, err := ready.Depth(t.Context())
			return err == nil && n == 0 && r.count(`select count(*) from job where status = 'SUCCEEDED'`) == 40
		})
		r.noRepeats(40)
		r.is(cancelled, `status = 'CANCELLED' and fence = 0`)
		r.is(later, `status = 'QUEUED' and fence = 0`)
		r.is(elsewhere, `status = 'RUNNING' and fence = 7`)
	})
}

func TestRedisIsFull(t *testing.T) {
	t.Parallel()
	s := realRedis(t).(ownServer)
	c := s.Client()
	t.Cleanup(func() { c.Close() })
	set := func(name, value string) {
		t.Helper()
		if err := c.ConfigSet(t.Context(), name, value).Err(); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("and refuses", func(t *testing.T) {
		r := newRig(t, s)
		set("maxmemory", "1")
		r.worker(steady)
		r.enqueue(30)
		rest(time.Second)
		if n := r.llm.total(); n != 0 {
			t.Errorf("%d jobs ran", n)
		}
		if n := r.count(`select count(*) from job where pushed_at is not null`); n != 0 {
			t.Errorf("%d rows say that they were pushed", n)
		}
		set("maxmemory", "0")
		r.done(30, 0)
		r.noRepeats(30)
	})
	t.Run("and evicts", func(t *testing.T) {
		r := newRig(t, s)
		r.enqueue(30)
		client := r.client()
		ready := queue.NewReady(client, "job")
		l, err := queue.NewLedger(r.pool, "job", time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := l.Relay(t.Context(), ready, 500, time.Minute); n != 30 || err != nil {
			t.Fatalf("pushed %d, %v", n, err)
		}
		set("maxmemory-policy", "allkeys-lru")
		set("maxmemory", "1")
		until(t, "the ids are evicted", func() bool {
			c.Set(t.Context(), "a", "b", 0) // refused in the end, when all else is gone
			n, err := ready.Depth(t.Context())
			return err == nil && n == 0
		})
		set("maxmemory", "0")
		r.worker(steady)
		r.done(30, 0)
		r.noRepeats(30)
	})
}
