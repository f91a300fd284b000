package queue

import (
	"errors"
	"math"
	"time"
)

// Outcome is how a run ended.
type Outcome string

// The outcomes.
const (
	Succeeded  Outcome = "succeeded"
	Failed     Outcome = "failed"      // for good
	Retried    Outcome = "retried"     // the attempt failed, another follows
	Deferred   Outcome = "deferred"    // the handler asked for a later time
	HandedBack Outcome = "handed back" // this worker stopped
	Lost       Outcome = "lost"        // the job was no longer this worker's
	Left       Outcome = "left"        // its end could not be written; the reaper takes it
)

// Observer is told what happens, to count it or to tell others. Its functions
// may be nil. They run in the middle of the work and must not wait.
type Observer struct {
	Started func(Job)
	Ended   func(job Job, outcome Outcome, took time.Duration)
	Reaped  func(Reaped)
}

type permanent struct{ err error }

func (p *permanent) Error() string { return p.err.Error() }
func (p *permanent) Unwrap() error { return p.err }

// Permanent marks an error that another attempt would meet again: the job
// fails for good.
func Permanent(err error) error { return &permanent{err} }

type deferral struct {
	delay time.Duration
	err   error
}

func (d *deferral) Error() string { return d.err.Error() }
func (d *deferral) Unwrap() error { return d.err }

// DeferFor asks to run the job again after at least delay, because of err.
// The attempt does not count and no slot is held meanwhile. It is for limits
// that somebody else sets.
func DeferFor(delay time.Duration, err error) error { return &deferral{max(delay, 0), err} }

// spread is the part of a deferral that chance adds at most, so that all who
// met the same limit do not come back at once.
const spread = 0.1

func (d *deferral) after(chance float64) time.Duration {
	return d.delay + time.Duration(chance*spread*float64(d.delay))
}

// Backoff is the pause after a failed attempt: base after the first, twice as
// much after each further one, most at most, and by chance (in [0,1)) up to a
// quarter less or more.
func Backoff(attempt int, base, most time.Duration, chance float64) time.Duration {
	d := math.Min(float64(base)*math.Pow(2, float64(max(attempt, 1)-1)), float64(most))
	return time.Duration(d * (0.75 + 0.5*chance))
}

// asDeferral and isPermanent look into an error's chain.
func asDeferral(err error) (*deferral, bool) { return errors.AsType[*deferral](err) }

func isPermanent(err error) bool {
	_, ok := errors.AsType[*permanent](err)
	return ok
}
