package queue_test

import (
	"testing"
)

// done waits until no job is open and checks what must hold after any fault:
// the expected number succeeded, each with one result of its last claim, and
// nothing else has one.
func (r *rig) done(succeeded, failed int) {
	r.t.Helper()
	until(r.t, "all jobs end", func() bool {
		return r.count(`select count(*) from job where status in ('QUEUED','RUNNING')`) == 0
	})
	for _, c := range []struct {
		what, sql string
		want      int
	}{
		{"jobs that succeeded", `select count(*) from job where status = 'SUCCEEDED'`, succeeded},
		{"jobs that failed", `select count(*) from job where status = 'FAILED'`, failed},
		{"results", `select count(*) from result`, succeeded},
		{"jobs with more than one result", `select count(*) from (select from result group by job_id having count(*) > 1) twice`, 0},
		{"succeeded jobs without a result", `select count(*) from job where status = 'SUCCEEDED' and id not in (select job_id from result)`, 0},
		{"results of a claim that was not the last", `select count(*) from result join job on job.id = job_id where job.fence <> result.fence`, 0},
		{"rows that still have an owner or a lease", `select count(*) from job where owner is not null or lease_until is not null`, 0},
		{"rows that ended at no time", `select count(*) from job where finished_at is null or started_at is null`, 0},
		{"failures without a reason", `select count(*) from job where status = 'FAILED' and coalesce(error, '') = ''`, 0},
		{"successes with an error", `select count(*) from job where status = 'SUCCEEDED' and error is not null`, 0},
	} {
		if got := r.count(c.sql); got != c.want {
			r.t.Errorf("%s: got %d, want %d", c.what, got, c.want)
		}
	}
}

// repeats is how many runs there were beyond one for each job.
func (r *rig) repeats(jobs int) int { return r.llm.total() - jobs }

// noRepeats fails if a job ran twice.
func (r *rig) noRepeats(jobs int) {
	r.t.Helper()
	if n := r.repeats(jobs); n != 0 {
		r.t.Errorf("%d runs for %d jobs: want none twice", r.llm.total(), jobs)
	}
}

func TestAllJobsAreDone(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		r := newRig(t, s)
		r.enqueue(60)
		r.worker(nil)
		r.worker(nil)
		r.enqueue(60)
		r.done(120, 0)
		r.noRepeats(120)
	})
}
