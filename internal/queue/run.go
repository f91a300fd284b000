package queue

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// do runs a claimed job to its end and writes it.
func (w *Worker) do(jobs context.Context, job Job) {
	q := w.queue
	w.note(job, true)
	defer w.note(job, false)
	if q.opt.Started != nil {
		q.opt.Started(job)
	}
	start := time.Now()
	ctx, cancel := context.WithCancelCause(jobs)
	defer cancel(nil)
	beating := make(chan struct{})
	beat, stopBeating := context.WithCancel(context.WithoutCancel(jobs))
	go func() {
		defer close(beating)
		q.keep(beat, job, cancel)
	}()
	save, err := w.call(ctx, job)
	outcome := w.end(ctx, job, save, err)
	stopBeating()
	<-beating
	if q.opt.Ended != nil {
		q.opt.Ended(job, outcome, time.Since(start))
	}
	q.opt.Log.Info("a job ended", "id", job.ID, "attempt", job.Attempt, "outcome", string(outcome), "took", time.Since(start))
}

func (w *Worker) note(job Job, runs bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if runs {
		w.running[job.ID] = job
	} else {
		delete(w.running, job.ID)
	}
}

// keep renews the lease. Only a definite loss cancels the job: while the
// database is away the work goes on.
func (q *Queue) keep(ctx context.Context, job Job, cancel context.CancelCauseFunc) {
	var down trouble
	for wait := q.opt.Heartbeat; ; {
		pause(ctx, wait)
		if ctx.Err() != nil {
			return
		}
		err := q.ledger.Heartbeat(ctx, job)
		switch {
		case errors.Is(err, ErrLost):
			cancel(ErrLost)
			return
		case err != nil && ctx.Err() == nil:
			down.now(q.opt.Log.With("id", job.ID), "a lease was not renewed; the job goes on", err)
			wait = q.opt.Heartbeat / 8
		default:
			wait = q.opt.Heartbeat
		}
	}
}

// call runs the handler. A panic is a failed attempt.
func (w *Worker) call(ctx context.Context, job Job) (save Save, err error) {
	defer func() {
		if r := recover(); r != nil {
			w.queue.opt.Log.Error("a handler panicked", "id", job.ID, "panic", fmt.Sprint(r), "stack", string(debug.Stack()))
			save, err = nil, fmt.Errorf("panic: %v", r)
		}
	}()
	return w.handler(ctx, job)
}

// end writes the end of a run.
func (w *Worker) end(ctx context.Context, job Job, save Save, err error) Outcome {
	q := w.queue
	if errors.Is(context.Cause(ctx), ErrLost) {
		q.opt.Log.Warn("a job was lost: it was cancelled, or its lease ran out", "id", job.ID)
		return Lost
	}
	if err == nil {
		q.opt.Point("answered", job.ID)
		if err = q.persist(ctx, job, func(ctx context.Context) error { return q.ledger.Finish(ctx, job, save) }, worthAgain); err == nil {
			return Succeeded
		}
		if errors.Is(err, ErrLost) || worthAgain(err) {
			return q.unwritten(job, err)
		}
	}
	write, outcome := w.afterError(ctx, job, err)
	if err := q.persist(ctx, job, write, passing); err != nil {
		return q.unwritten(job, err)
	}
	return outcome
}

// afterError decides what an error of the handler or of the save means.
func (w *Worker) afterError(ctx context.Context, job Job, err error) (write func(context.Context) error, outcome Outcome) {
	q := w.queue
	log := q.opt.Log.With("id", job.ID, "attempt", job.Attempt, "error", err)
	if errors.Is(context.Cause(ctx), ErrStopping) {
		log.Info("a job is handed back")
		return func(ctx context.Context) error { return q.ledger.HandBack(ctx, job) }, HandedBack
	}
	if d, ok := asDeferral(err); ok {
		delay := d.after(q.opt.Rand())
		log.Info("a job is deferred", "delay", delay)
		return func(ctx context.Context) error { return q.ledger.Defer(ctx, job, delay) }, Deferred
	}
	if final := isPermanent(err); final || job.Attempt >= q.opt.MaxAttempts {
		log.Error("a job failed for good", "permanent", final)
		reason := q.reason(err, job.Attempt, final)
		return func(ctx context.Context) error { return q.ledger.Fail(ctx, job, reason, true, 0) }, Failed
	}
	delay := Backoff(job.Attempt, q.opt.BackoffBase, q.opt.BackoffMax, q.opt.Rand())
	log.Warn("an attempt failed", "delay", delay)
	reason := q.reason(err, job.Attempt, false)
	return func(ctx context.Context) error { return q.ledger.Fail(ctx, job, reason, false, delay) }, Retried
}

// reason is what the row keeps of an error. The error itself is for the log:
// a person who reads the row must not meet addresses or stacks.
func (q *Queue) reason(err error, attempt int, final bool) string {
	if q.opt.Reason != nil {
		if text := q.opt.Reason(err); text != "" {
			return text
		}
	}
	if final {
		return "it cannot be done; the log of the worker says why"
	}
	return fmt.Sprintf("it failed %d times; the log of the worker says why", attempt)
}

// persist repeats a write until it succeeds, until its error is one that will
// not pass, or for the time that a result is worth; the lease is kept
// meanwhile. A lost or cancelled job does not interrupt it: the fence refuses
// what must not be written.
func (q *Queue) persist(ctx context.Context, job Job, write func(context.Context) error, again func(error) bool) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), q.opt.SaveFor)
	defer cancel()
	var down trouble
	for {
		err := write(ctx)
		if err == nil || !again(err) || ctx.Err() != nil {
			return err
		}
		down.now(q.opt.Log.With("id", job.ID), "the end of a job cannot be written yet", err)
		pause(ctx, down.next(20*time.Millisecond, min(time.Second, q.opt.Lease/10)))
	}
}

func (q *Queue) unwritten(job Job, err error) Outcome {
	if errors.Is(err, ErrLost) {
		q.opt.Log.Warn("a job's end was refused: it is another's now, or cancelled", "id", job.ID)
		return Lost
	}
	q.opt.Log.Error("a job's end could not be written", "id", job.ID, "error", err)
	return Left
}
