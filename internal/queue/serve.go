package queue

import (
	"context"
	"sync"
	"time"
)

// Serve runs the relay and the reaper until ctx ends. A process without a
// worker may serve too.
func (q *Queue) Serve(ctx context.Context) {
	var wg sync.WaitGroup
	wg.Go(func() { q.relay(ctx) })
	wg.Go(func() { q.reap(ctx) })
	wg.Wait()
}

func (q *Queue) relay(ctx context.Context) {
	tick := time.NewTicker(q.opt.Relay)
	defer tick.Stop()
	var down trouble
	for {
		_, err := q.ledger.Relay(ctx, q.ready, q.opt.Window, q.opt.Repush)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			down.now(q.opt.Log, "due jobs cannot be pushed", err)
		default:
			down.over(q.opt.Log, "due jobs are pushed again")
		}
		select {
		case <-ctx.Done():
			return
		case <-q.bell:
		case <-tick.C:
		}
	}
}

func (q *Queue) reap(ctx context.Context) {
	tick := time.NewTicker(q.opt.Reap)
	defer tick.Stop()
	var down trouble
	var seen contact
	for {
		err := q.reapOnce(ctx, &seen)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			seen = contact{}
			down.now(q.opt.Log, "lost jobs cannot be looked for", err)
		default:
			down.over(q.opt.Log, "lost jobs are looked for again")
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (q *Queue) reapOnce(ctx context.Context, seen *contact) error {
	now, err := q.ledger.now(ctx)
	if err != nil {
		return err
	}
	if !seen.at(now, q.opt.Lease) {
		return nil
	}
	reaped, err := q.ledger.Reap(ctx)
	for _, r := range reaped {
		q.opt.Log.Warn("a job lost its worker", "id", r.ID, "given_up", r.Failed)
		if q.opt.Reaped != nil {
			q.opt.Reaped(r)
		}
	}
	return err
}

// contact is for how long the database has taken writes without a break, by
// its own clock. Leases that ran out while it was away or locked, or while its
// clock or this process stood still or jumped, say nothing about their
// workers: those get one full lease to renew them.
type contact struct{ since, last time.Time }

// at notes an answer and tells whether contact is as old as a lease.
func (c *contact) at(now time.Time, lease time.Duration) bool {
	if gap := now.Sub(c.last); gap < 0 || gap > lease/2 {
		c.since = now
	}
	c.last = now
	return now.Sub(c.since) >= lease
}
