package queue

import (
	"context"
	"errors"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Handler does a job and returns how to save its results. It ends soon after
// its context does, whose cause says why. An error is a failed attempt, unless
// it is Permanent or DeferFor; so is a panic.
type Handler func(ctx context.Context, job Job) (Save, error)

// ErrStopping is the cause with which a stopping worker cancels its jobs.
var ErrStopping = errors.New("the worker stops")

// DeafError says that jobs went on after they were cancelled. Their rows were
// given back, and nothing they still do can be saved, but only the end of the
// process ends them.
type DeafError struct{ IDs []uuid.UUID }

func (e *DeafError) Error() string {
	ids := make([]string, len(e.IDs))
	for i, id := range e.IDs {
		ids[i] = id.String()
	}
	return "jobs that did not stop when told to: " + strings.Join(ids, ", ")
}

// Worker runs jobs in a number of slots.
type Worker struct {
	queue   *Queue
	slots   int
	handler Handler
	lane    *lane
	abandon chan struct{}
	once    sync.Once

	mu      sync.Mutex
	running map[uuid.UUID]Job
}

// Worker returns a worker of this queue; Run makes it work, once.
func (q *Queue) Worker(slots int, h Handler) *Worker {
	slots = max(slots, 1)
	return &Worker{
		queue: q, slots: slots, handler: h,
		lane:    newLane(slots),
		abandon: make(chan struct{}),
		running: map[uuid.UUID]Job{},
	}
}

// Abandon makes a worker that runs or drains leave at once: its jobs are
// cancelled and handed back.
func (w *Worker) Abandon() { w.once.Do(func() { close(w.abandon) }) }

// Run takes jobs until ctx ends, lets those that run go on for the time of
// the drain, cancels the rest and hands them back. It also serves the queue
// meanwhile. The error is a *DeafError or nil.
func (w *Worker) Run(ctx context.Context) error {
	serve, stopServing := context.WithCancel(context.WithoutCancel(ctx))
	var serving sync.WaitGroup
	serving.Go(func() { w.queue.Serve(serve) })
	defer serving.Wait()
	defer stopServing()

	accept, stop := context.WithCancel(ctx)
	defer stop()
	jobs, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cancel(nil)
	var slots sync.WaitGroup
	for range w.slots {
		slots.Go(func() { w.slot(accept, jobs) })
	}
	idle := make(chan struct{})
	go func() { slots.Wait(); close(idle) }()

	drained := make(chan struct{})
	select {
	case <-ctx.Done():
		defer time.AfterFunc(w.queue.opt.Drain, func() { close(drained) }).Stop()
	case <-w.abandon:
		stop()
	}
	select {
	case <-idle:
		return nil
	case <-w.abandon:
	case <-drained:
	}
	cancel(ErrStopping)
	select {
	case <-idle:
		return nil
	case <-time.After(w.queue.opt.Grace):
	}
	return w.deaf(ctx)
}

// deaf gives back the rows of jobs that do not end.
func (w *Worker) deaf(ctx context.Context) error {
	w.mu.Lock()
	running := maps.Clone(w.running)
	w.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.queue.opt.Grace)
	defer cancel()
	e := &DeafError{}
	for id, job := range running {
		e.IDs = append(e.IDs, id)
		if err := w.queue.ledger.HandBack(ctx, job); err != nil {
			w.queue.opt.Log.Warn("a job that does not stop was not handed back", "id", id, "error", err)
		}
	}
	if len(e.IDs) == 0 { // the last one ended just now
		return nil
	}
	return e
}

// slot takes one job after another.
func (w *Worker) slot(accept, jobs context.Context) {
	q := w.queue
	var down trouble
	for accept.Err() == nil {
		id, err := q.ready.Pop(accept)
		if g, ok := errors.AsType[garbage](err); ok {
			q.opt.Log.Warn("dropped from the ready set", "error", g)
			continue
		}
		if err != nil {
			down.now(q.opt.Log, "no jobs can be popped", err)
			pause(accept, down.next(50*time.Millisecond, time.Second))
			continue
		}
		down.over(q.opt.Log, "jobs are popped again")
		if id == uuid.Nil {
			continue
		}
		q.opt.Point("popped", id)
		if !w.take(accept, jobs, id) {
			// It was popped for nothing; the next worker need not wait for the relay.
			if err := q.ready.Push(context.WithoutCancel(accept), Due{ID: id}); err != nil {
				q.opt.Log.Info("an id was not given back to the ready set; the relay will", "id", id, "error", err)
			}
		}
	}
}

// take claims and runs a job. It is false if the worker stopped before.
func (w *Worker) take(accept, jobs context.Context, id uuid.UUID) bool {
	for _, alone := range []bool{false, true} {
		leave, err := w.lane.enter(accept, alone)
		if err != nil {
			return false
		}
		job, err := w.claim(accept, id, alone)
		switch {
		case job == nil:
		case accept.Err() == nil:
			w.do(jobs, *job)
		default: // claimed while the worker was told to stop
			if err := w.queue.ledger.HandBack(context.WithoutCancel(accept), *job); err != nil {
				w.queue.opt.Log.Warn("a job was not handed back", "id", id, "error", err)
			}
		}
		leave()
		if accept.Err() != nil && job == nil {
			return false
		}
		if !errors.Is(err, errSuspect) {
			return true
		}
	}
	return true
}

// claim is tried again while the database is away: its answer may have been
// lost after the row was taken, and what nobody can claim waits here as well
// as anywhere.
func (w *Worker) claim(ctx context.Context, id uuid.UUID, alone bool) (*Job, error) {
	q := w.queue
	// Not from Options.Rand: two claims must never have one name.
	owner := q.opt.Name + "/" + uuid.NewString()
	var down trouble
	for {
		job, err := q.ledger.Claim(context.WithoutCancel(ctx), id, owner, alone)
		switch {
		case err == nil && job == nil:
			q.opt.Log.Debug("dropped from the ready set: not due, or taken", "id", id)
			return nil, nil
		case err == nil, errors.Is(err, errSuspect):
			return job, err
		case !passing(err) || ctx.Err() != nil:
			q.opt.Log.Error("a job was not claimed; the relay will push it again", "id", id, "error", err)
			return nil, err
		}
		down.now(q.opt.Log, "a job cannot be claimed", err)
		pause(ctx, down.next(20*time.Millisecond, q.opt.Lease/10))
	}
}
