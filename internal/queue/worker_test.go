package queue_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/queue"
)

// inline runs a worker with a handler and options of the test's own.
func (r *rig) inline(h queue.Handler, change func(*queue.Options)) *queue.Queue {
	r.t.Helper()
	o := queue.Options{Kind: "job", Table: "job", Log: r.log(), BackoffBase: time.Millisecond, Drain: time.Second, MaxAttempts: 3}
	change(&o)
	q, err := queue.New(r.pool, r.client(), o)
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

func TestAnIdPoppedByAStoppingWorkerIsGivenBack(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		r := newRig(t, s)
		q, err := queue.New(r.pool, r.client(), queue.Options{Kind: "job", Table: "job", Log: r.log(), Relay: time.Hour, Repush: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- q.Worker(2, handler(r.llm.URL)).Run(ctx) }()
		rest(1100 * time.Millisecond) // it has begun to pop, and pops again
		cancel()
		ready := queue.NewReady(r.client(), "job")
		if err := ready.Push(t.Context(), queue.Due{ID: r.enqueue(1)[0]}); err != nil {
			t.Fatal(err)
		}
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if n, err := ready.Depth(t.Context()); n != 1 || err != nil {
			t.Errorf("%d ids in the set, %v; want the one that nobody took", n, err)
		}
		if n := r.llm.total(); n != 0 {
			t.Errorf("a worker that was told to stop began %d jobs", n)
		}
	})
}

func TestAnIdThatComesAgainWhileItsJobRuns(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		r := newRig(t, s)
		ready := queue.NewReady(r.client(), "job")
		var runs atomic.Int32
		r.inline(func(ctx context.Context, job queue.Job) (queue.Save, error) {
			runs.Add(1)
			for range 3 { // the other slot gets it each time
				if err := ready.Push(ctx, queue.Due{ID: job.ID}); err != nil {
					return nil, err
				}
				until(t, "the id is popped", func() bool { n, err := ready.Depth(ctx); return n == 0 && err == nil })
			}
			rest(300 * time.Millisecond)
			return func(ctx context.Context, tx pgx.Tx) error { return result(ctx, tx, job) }, nil
		}, func(o *queue.Options) { o.Rand = func() float64 { return 0 } })
		r.enqueue(1)
		r.done(1, 0)
		if n := runs.Load(); n != 1 {
			t.Errorf("%d runs, want 1", n)
		}
	})
}
