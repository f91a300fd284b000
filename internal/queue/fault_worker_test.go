package queue_test

import (
	"errors"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/queue"
)

// firstHangs is a model that does not answer the first call for a job.
func firstHangs(_ uuid.UUID, nth int) answer {
	if nth == 1 {
		return answer{After: time.Hour, Verb: "ok"}
	}
	return answer{Verb: "ok"}
}

// aboard starts a worker with one slot and one job, and returns once the
// first call is made.
func (r *rig) aboard(change func(*setting)) (uuid.UUID, *child) {
	r.t.Helper()
	id := r.enqueue(1)[0]
	a := r.child(func(s *setting) {
		s.Slots = 1
		if change != nil {
			change(s)
		}
	})
	until(r.t, "the first call is made", func() bool { return len(r.llm.of(id)) == 1 })
	return id, a
}

// taken waits for the second call for a job and returns how long after since
// it came.
func (r *rig) taken(id uuid.UUID, since time.Time) time.Duration {
	r.t.Helper()
	until(r.t, "the job runs again", func() bool { return len(r.llm.of(id)) >= 2 })
	return r.llm.of(id)[1].at.Sub(since)
}

// within prints what was measured and fails only far beyond the bound: the
// machine may be busy.
func within(t *testing.T, what string, got, bound time.Duration) {
	t.Helper()
	t.Logf("%s: %v (bound %v)", what, got.Round(time.Millisecond), bound)
	if got > 10*bound {
		t.Errorf("%s: %v, which is more than ten times %v", what, got, bound)
	}
}

// is checks one column expression of the row of a job.
func (r *rig) is(id uuid.UUID, condition string) {
	r.t.Helper()
	if r.count(`select count(*) from job where id = $1 and `+condition, id) != 1 {
		var row string
		if err := r.pool.QueryRow(r.t.Context(), `select job::text from job where id = $1`, id).Scan(&row); err != nil {
			r.t.Fatal(err)
		}
		r.t.Errorf("want %s; the row is %s", condition, row)
	}
}

func TestKillInTheMiddleOfACall(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		r := newRig(t, s)
		r.llm.script = firstHangs
		id, a := r.aboard(nil)
		b := r.child(nil)
		until(t, "the lease is renewed", func() bool {
			return r.count(`select count(*) from job where lease_until > started_at + interval '1.6 s'`) == 1
		})
		a.kill()
		within(t, "kill to next start", r.taken(id, time.Now()), 1500*time.Millisecond+2*time.Second)
		r.done(1, 0)
		r.is(id, `crashes = 1 and attempt = 1 and fence = 2`)
		if n := len(r.llm.of(id)); n != 2 {
			t.Errorf("%d calls, want 2", n)
		}
		b.signal(syscall.SIGTERM)
		if code := b.exit(patience); code != 0 {
			t.Errorf("exit code %d", code)
		}
	})
}

func TestFifteenRandomKills(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		const jobs, kills, slots = 150, 15, 4
		r := newRig(t, s)
		r.thinks(50*time.Millisecond, 200*time.Millisecond)
		r.enqueue(jobs)
		var workers []*supervised
		for range 3 {
			workers = append(workers, r.supervise(nil))
		}
		for range kills {
			rest(time.Duration(50+r.chance(400)) * time.Millisecond)
			workers[r.chance(3)].kill()
		}
		until(t, "all jobs end", func() bool { return r.count(`select count(*) from job where status in ('QUEUED','RUNNING')`) == 0 })
		// Who was killed alone twice has been given up, rightly.
		unlucky := r.count(`select count(*) from job where status = 'FAILED' and solo_crashes = 2 and error = 'worker lost'`)
		r.done(jobs-unlucky, unlucky)
		t.Logf("%d kills: %d repeats, %d given up", kills, r.repeats(jobs), unlucky)
		if n := r.repeats(jobs); n > kills*slots {
			t.Errorf("%d repeats, but only %d jobs were aboard", n, kills*slots)
		}
	})
}

func TestKillBetweenPopAndClaim(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		r := newRig(t, s)
		id := r.enqueue(1)[0]
		a := r.child(func(s *setting) { s.DieAt = "popped" })
		a.exit(patience)
		start := time.Now()
		r.child(nil)
		r.done(1, 0)
		within(t, "done", time.Since(start), 4*time.Second)
		r.noRepeats(1)
		r.is(id, `crashes = 0 and attempt = 1 and fence = 1`)
	})
}

func TestKillBetweenAnswerAndCommit(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		r := newRig(t, s)
		id := r.enqueue(1)[0]
		a := r.child(func(s *setting) { s.DieAt = "answered" })
		a.exit(patience)
		r.child(nil)
		r.done(1, 0)
		if n := len(r.llm.of(id)); n != 2 {
			t.Errorf("%d calls, want exactly one more", n)
		}
		r.is(id, `crashes = 1 and attempt = 1 and fence = 2`)
	})
}

func TestStoppedPastTheLease(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		t.Run("in the middle of a call", func(t *testing.T) {
			r := newRig(t, s)
			r.llm.script = firstHangs
			id, a := r.aboard(nil)
			a.signal(syscall.SIGSTOP)
			r.child(nil)
			r.done(1, 0)
			if n := r.llm.cancelled(); n != 0 {
				t.Fatalf("%d calls were cancelled by a process that stands still", n)
			}
			a.signal(syscall.SIGCONT)
			until(t, "the zombie cancels its call", func() bool { return r.llm.cancelled() == 1 })
			r.done(1, 0)
			r.is(id, `fence = 2`)
		})
		t.Run("with the answer on its way", func(t *testing.T) {
			r := newRig(t, s)
			r.llm.script = func(_ uuid.UUID, nth int) answer {
				if nth == 1 {
					return answer{After: 500 * time.Millisecond, Verb: "ok"}
				}
				return answer{After: 2 * time.Second, Verb: "ok"}
			}
			id, a := r.aboard(nil)
			a.signal(syscall.SIGSTOP)
			r.child(nil)
			r.taken(id, time.Now())
			a.signal(syscall.SIGCONT) // it has a result now, and another runs
			r.done(1, 0)
			r.is(id, `fence = 2`)
			a.signal(syscall.SIGTERM)
			if code := a.exit(patience); code != 0 {
				t.Errorf("exit code %d", code)
			}
			r.done(1, 0)
		})
	})
}

func TestTermDrainsAndHandsBack(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		r := newRig(t, s)
		r.llm.script = firstHangs
		id, a := r.aboard(nil)
		r.child(nil)
		start := time.Now()
		a.signal(syscall.SIGTERM)
		if code := a.exit(patience); code != 0 {
			t.Errorf("exit code %d", code)
		}
		within(t, "term to exit", time.Since(start), 3*time.Second)
		within(t, "term to next start", r.taken(id, start), 2*time.Second)
		r.done(1, 0)
		r.is(id, `attempt = 1 and crashes = 0 and fence = 2`)
	})
}

func TestTermLetsAShortJobEnd(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		r := newRig(t, s)
		r.llm.script = func(uuid.UUID, int) answer { return answer{After: 700 * time.Millisecond, Verb: "ok"} }
		_, a := r.aboard(func(s *setting) { s.Drain = patience })
		waiting := r.enqueue(1)[0]
		a.signal(syscall.SIGTERM)
		if code := a.exit(patience); code != 0 {
			t.Errorf("exit code %d", code)
		}
		r.noRepeats(1)
		r.is(waiting, `status = 'QUEUED' and attempt = 0`)
		r.child(nil)
		r.done(2, 0)
	})
}

func TestADeafHandler(t *testing.T) {
	deafOnce := func(_ uuid.UUID, nth int) answer {
		if nth == 1 {
			return answer{Verb: "deaf", For: 4 * time.Second}
		}
		return answer{Verb: "ok"}
	}
	onBackends(t, func(t *testing.T, s redisServer) {
		t.Run("the process ends all the same", func(t *testing.T) {
			r := newRig(t, s)
			r.llm.script = func(_ uuid.UUID, nth int) answer {
				a := deafOnce(uuid.Nil, nth)
				a.For *= 1000
				return a
			}
			id, a := r.aboard(nil)
			start := time.Now()
			a.signal(syscall.SIGTERM)
			if code := a.exit(patience); code != exitDeaf {
				t.Errorf("exit code %d, want %d", code, exitDeaf)
			}
			within(t, "term to exit", time.Since(start), 3*time.Second)
			r.is(id, `status = 'QUEUED' and attempt = 0`)
			r.child(nil)
			r.done(1, 0)
			r.is(id, `attempt = 1 and crashes = 0`)
		})
		t.Run("what it writes late is refused", func(t *testing.T) {
			r := newRig(t, s)
			r.llm.script = deafOnce
			id := r.enqueue(1)[0]
			stop := r.worker(nil)
			until(t, "the first call is made", func() bool { return r.llm.total() == 1 })
			heard := time.Now()
			err := stop()
			deaf, ok := errors.AsType[*queue.DeafError](err)
			if !ok || len(deaf.IDs) != 1 || deaf.IDs[0] != id {
				t.Fatalf("got %v, want it to name %v", err, id)
			}
			r.worker(nil)
			r.done(1, 0)
			rest(time.Until(heard.Add(5 * time.Second))) // the deaf one ends
			r.done(1, 0)
			r.is(id, `fence = 2`)
		})
	})
}

func TestASecondSignalLeavesAtOnce(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		for name, second := range map[string]syscall.Signal{"term": syscall.SIGTERM, "interrupt": syscall.SIGINT} {
			t.Run(name, func(t *testing.T) {
				r := newRig(t, s)
				r.llm.script = firstHangs
				id, a := r.aboard(func(s *setting) { s.Drain = time.Hour })
				a.signal(syscall.SIGTERM)
				select {
				case <-a.done:
					t.Fatal("it did not drain")
				case <-time.After(500 * time.Millisecond):
				}
				start := time.Now()
				a.signal(second)
				if code := a.exit(patience); code != 0 {
					t.Errorf("exit code %d", code)
				}
				within(t, "second signal to exit", time.Since(start), 2*time.Second)
				r.is(id, `status = 'QUEUED' and attempt = 0 and crashes = 0`)
				r.child(nil)
				r.done(1, 0)
			})
		}
	})
}

func TestAPanicIsAFailedAttempt(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		r := newRig(t, s)
		r.llm.script = func(_ uuid.UUID, nth int) answer {
			if nth == 1 {
				return answer{Verb: "panic"}
			}
			return answer{Verb: "ok"}
		}
		id := r.enqueue(1)[0]
		w := r.supervise(nil)
		r.done(1, 0)
		r.is(id, `attempt = 2 and crashes = 0`)
		w.stop()
		if n := w.crashes(); n != 0 {
			t.Errorf("the process ended %d times", n)
		}
	})
}

func TestPoisonFailsAndSparesItsNeighbours(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		for _, verb := range []string{"exit", "overflow"} {
			t.Run(verb, func(t *testing.T) {
				r := newRig(t, s)
				ids := r.enqueue(22)
				poison := map[uuid.UUID]bool{ids[3]: true, ids[11]: true}
				r.llm.script = func(id uuid.UUID, _ int) answer {
					if poison[id] {
						return answer{After: 100 * time.Millisecond, Verb: verb}
					}
					return answer{After: 150 * time.Millisecond, Verb: "ok"}
				}
				r.supervise(nil)
				r.supervise(nil)
				start := time.Now()
				r.done(20, 2)
				t.Logf("done in %v, %d repeats", time.Since(start).Round(time.Millisecond), r.repeats(22))
				for id := range poison {
					r.is(id, `status = 'FAILED' and error = 'worker lost' and solo_crashes = 2`)
				}
			})
		}
	})
}
