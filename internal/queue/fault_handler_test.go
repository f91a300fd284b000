package queue_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
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
