package queue_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/queue"
)

// says is a model that gives its answers for one job in this order, and the
// last one for good.
func says(answers ...answer) func(uuid.UUID, int) answer {
	return func(_ uuid.UUID, nth int) answer { return answers[min(nth, len(answers))-1] }
}

func oneSlot(s *setting) { s.Slots = 1 }

func TestARateLimitHoldsNoSlot(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		const delay = 2 * time.Second
		r := newRig(t, s)
		limited := r.enqueue(1)[0]
		r.exec(`update job set crashes = 1, priority = 9`)
		script := says(answer{Verb: "defer", For: delay}, answer{Verb: "defer", For: delay / 2}, answer{Verb: "ok"})
		r.llm.script = func(id uuid.UUID, nth int) answer {
			if id == limited {
				return script(id, nth)
			}
			return answer{Verb: "ok"}
		}
		r.worker(oneSlot)
		until(t, "the limit is met", func() bool { return len(r.llm.of(limited)) == 1 })
		others := r.enqueue(20)
		until(t, "the others are done", func() bool { return r.count(`select count(*) from job where status = 'SUCCEEDED'`) == 20 })
		r.done(21, 0)
		calls := r.llm.of(limited)
		if len(calls) != 3 {
			t.Fatalf("%d calls, want 3", len(calls))
		}
		if d := calls[1].at.Sub(calls[0].at); d < delay {
			t.Errorf("asked again after %v, too soon", d)
		}
		if d := calls[2].at.Sub(calls[1].at); d < delay/2 {
			t.Errorf("asked again after %v, too soon", d)
		}
		for _, id := range others {
			if r.llm.of(id)[0].at.After(calls[1].at) {
				t.Error("a job waited for the one that was deferred")
				break
			}
		}
		r.is(limited, `attempt = 1 and crashes = 1 and solo_crashes = 0`)
	})
}

func TestAStormOfRateLimits(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		const jobs, rounds = 20, 8 // more than there are attempts
		r := newRig(t, s)
		r.llm.script = func(_ uuid.UUID, nth int) answer {
			if nth <= rounds {
				return answer{Verb: "defer", For: 200 * time.Millisecond}
			}
			return answer{Verb: "ok"}
		}
		r.enqueue(jobs)
		r.worker(nil)
		until(t, "all met the limit", func() bool { return r.llm.total() >= jobs })
		r.done(jobs, 0)
		if n := r.llm.total(); n != jobs*(rounds+1) {
			t.Errorf("%d calls, want %d", n, jobs*(rounds+1))
		}
		if n := r.count(`select count(*) from job where attempt <> 1`); n != 0 {
			t.Errorf("%d jobs lost attempts to the limit", n)
		}
	})
}

func TestDeferralsSpread(t *testing.T) {
	t.Parallel()
	r := newRig(t, inProcess(t))
	r.llm.script = says(answer{Verb: "defer", For: time.Hour})
	r.enqueue(20)
	r.worker(nil)
	until(t, "all are deferred", func() bool { return r.count(`select count(*) from job where run_at > now() + interval '50 min'`) == 20 })
	if n := r.count(`select count(*) from job where run_at - now() between interval '59 min' and interval '66 min'`); n != 20 {
		t.Errorf("%d of 20 deferrals are as long as asked and a tenth more at most", n)
	}
	if n := r.count(`select count(distinct date_trunc('second', run_at)) from job`); n < 10 {
		t.Errorf("20 jobs come back at %d different seconds", n)
	}
}

func TestAttemptsAreBounded(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		r := newRig(t, s)
		r.llm.script = says(answer{Verb: "fail"}, answer{Verb: "panic"}, answer{Verb: "fail"})
		id := r.enqueue(1)[0]
		r.worker(func(s *setting) { s.MaxAttempts = 4 })
		r.done(0, 1)
		calls := r.llm.of(id)
		if len(calls) != 4 {
			t.Fatalf("%d calls, want 4", len(calls))
		}
		for i, least := range []time.Duration{37 * time.Millisecond, 75 * time.Millisecond, 150 * time.Millisecond} {
			if d := calls[i+1].at.Sub(calls[i].at); d < least {
				t.Errorf("attempt %d came after %v, want %v at least", i+2, d, least)
			}
		}
		r.is(id, `attempt = 4 and error = 'it failed 4 times; the log of the worker says why'`)
	})
}

func TestAPermanentErrorIsFinal(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		r := newRig(t, s)
		r.llm.script = says(answer{Verb: "permanent"})
		id := r.enqueue(1)[0]
		r.worker(nil)
		r.done(0, 1)
		r.noRepeats(1)
		r.is(id, `attempt = 1 and error = 'it cannot be done; the log of the worker says why'`)
	})
}

func TestAPersonCancels(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		r := newRig(t, s)
		r.llm.script = firstHangs
		r.worker(oneSlot)
		id := r.enqueue(1)[0]
		until(t, "the job runs", func() bool { return r.llm.total() == 1 })
		waiting := r.enqueue(1)[0]
		r.exec(`update job set status = 'CANCELLED', owner = null, lease_until = null, started_at = now(), finished_at = now()`)
		until(t, "the call is cancelled", func() bool { return r.llm.cancelled() == 1 })
		r.llm.mu.Lock()
		r.llm.script = says(answer{Verb: "ok"})
		r.llm.mu.Unlock()
		r.enqueue(1)
		r.done(1, 0) // the slot is free
		r.is(id, `status = 'CANCELLED' and crashes = 0`)
		r.is(waiting, `status = 'CANCELLED' and fence = 0`)
		if n := r.llm.total(); n != 2 {
			t.Errorf("%d calls, want 2", n)
		}
	})
}

// inline runs a worker with a handler and options of the test's own.
func (r *rig) inline(h queue.Handler, change func(*queue.Options)) *queue.Queue {
	r.t.Helper()
	client, err := queue.OpenRedis(r.url)
	if err != nil {
		r.t.Fatal(err)
	}
	o := queue.Options{Kind: "job", Table: "job", Log: r.log(), BackoffBase: time.Millisecond, Drain: time.Second, MaxAttempts: 3}
	change(&o)
	q, err := queue.New(r.pool, client, o)
	if err != nil {
		r.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- q.Worker(2, h).Run(ctx) }()
	r.t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			r.t.Error(err)
		}
		client.Close()
	})
	return q
}

func TestASuspectRunsAlone(t *testing.T) {
	t.Parallel()
	r := newRig(t, inProcess(t))
	ids := r.enqueue(30)
	suspects := map[uuid.UUID]bool{ids[4]: true, ids[5]: true, ids[17]: true}
	for id := range suspects {
		r.exec(`update job set crashes = 1 where id = $1`, id)
	}
	var mu sync.Mutex
	running, together := map[uuid.UUID]bool{}, 0
	note := func(id uuid.UUID, runs bool) {
		mu.Lock()
		defer mu.Unlock()
		delete(running, id)
		if !runs {
			return
		}
		running[id] = true
		together = max(together, len(running))
		for other := range running {
			if suspects[other] && len(running) > 1 {
				t.Errorf("%v ran beside others: %v", other, running)
			}
		}
	}
	r.inline(func(ctx context.Context, job queue.Job) (queue.Save, error) {
		note(job.ID, true)
		defer note(job.ID, false)
		rest(20 * time.Millisecond)
		return func(ctx context.Context, tx pgx.Tx) error { return result(ctx, tx, job) }, nil
	}, func(*queue.Options) {})
	r.done(30, 0)
	if together < 2 {
		t.Error("nothing ran side by side, so this test says nothing")
	}
}

func TestASaveThatFailsIsAFailedAttempt(t *testing.T) {
	t.Parallel()
	r := newRig(t, inProcess(t))
	saves := map[int]func(context.Context, pgx.Tx, queue.Job) error{
		1: func(ctx context.Context, tx pgx.Tx, job queue.Job) error { // half of it, then a refusal by the area
			return errors.Join(result(ctx, tx, job), errors.New("a finding has no quote"))
		},
		2: func(ctx context.Context, tx pgx.Tx, job queue.Job) error { // a refusal by the database
			return errors.Join(result(ctx, tx, job), result(ctx, tx, queue.Job{ID: uuid.New()}))
		},
		3: result,
	}
	id := r.enqueue(1)[0]
	r.inline(func(_ context.Context, job queue.Job) (queue.Save, error) {
		return func(ctx context.Context, tx pgx.Tx) error { return saves[job.Attempt](ctx, tx, job) }, nil
	}, func(*queue.Options) {})
	r.done(1, 0)
	r.is(id, `attempt = 3 and fence = 3`)
}

func TestReasonsAndObserver(t *testing.T) {
	t.Parallel()
	r := newRig(t, inProcess(t))
	ids := r.enqueue(2)
	type event struct {
		id      uuid.UUID
		outcome queue.Outcome
	}
	events := make(chan event, 100)
	r.inline(func(_ context.Context, job queue.Job) (queue.Save, error) {
		if job.ID == ids[0] {
			return nil, nil // nothing to save
		}
		return nil, errors.New("secret.internal:5432 refused")
	}, func(o *queue.Options) {
		o.Reason = func(err error) string { return "a plain sentence about " + strings.Fields(err.Error())[1] }
		o.Started = func(j queue.Job) { events <- event{j.ID, "started"} }
		o.Ended = func(j queue.Job, out queue.Outcome, took time.Duration) {
			if took <= 0 {
				t.Errorf("it took %v", took)
			}
			events <- event{j.ID, out}
		}
	})
	got := map[event]int{}
	for range 2 + 2*3 {
		select {
		case e := <-events:
			got[e]++
		case <-time.After(patience):
			t.Fatalf("only %v", got)
		}
	}
	for e, n := range map[event]int{
		{ids[0], "started"}: 1, {ids[0], queue.Succeeded}: 1,
		{ids[1], "started"}: 3, {ids[1], queue.Retried}: 2, {ids[1], queue.Failed}: 1,
	} {
		if got[e] != n {
			t.Errorf("%v: told %d times, want %d", e, got[e], n)
		}
	}
	r.is(ids[1], `error = 'a plain sentence about refused'`)
}

func TestRingIsFasterThanTheRelay(t *testing.T) {
	t.Parallel()
	r := newRig(t, inProcess(t))
	q := r.inline(func(context.Context, queue.Job) (queue.Save, error) { return nil, nil },
		func(o *queue.Options) { o.Relay = time.Hour })
	for range 3 {
		id := r.enqueue(1)[0]
		q.Ring(t.Context(), id)
		until(t, "the job is done", func() bool { return r.count(`select count(*) from job where status <> 'SUCCEEDED'`) == 0 })
	}
}

func TestWorkersComeAndGo(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		r := newRig(t, s)
		r.thinks(5*time.Millisecond, 50*time.Millisecond)
		r.enqueue(200)
		for range 12 {
			stop := r.worker(steady)
			rest(time.Duration(r.chance(150)) * time.Millisecond)
			if err := stop(); err != nil {
				t.Error(err)
			}
		}
		r.worker(steady)
		r.done(200, 0)
		r.noRepeats(200)
		if n := r.count(`select count(*) from job where attempt <> 1 or crashes > 0`); n != 0 {
			t.Errorf("%d jobs were harmed", n)
		}
	})
}
