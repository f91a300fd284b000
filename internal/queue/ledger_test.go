package queue_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/queue"
)

const lease = 30 * time.Second

// bench is a ledger on a database of its own, with one due row.
func bench(t *testing.T) (*rig, *queue.Ledger, uuid.UUID) {
	t.Helper()
	r := newRig(t, nil)
	l, err := queue.NewLedger(r.pool, "job", lease)
	if err != nil {
		t.Fatal(err)
	}
	return r, l, r.enqueue(1)[0]
}

func claim(t *testing.T, l *queue.Ledger, id uuid.UUID) queue.Job {
	t.Helper()
	job, err := l.Claim(t.Context(), id, "w", false)
	if err != nil || job == nil {
		t.Fatalf("claim: %v, %v", job, err)
	}
	return *job
}

// row reads columns of the one row as one text.
func (r *rig) row(columns string) string {
	r.t.Helper()
	var text string
	if err := r.pool.QueryRow(r.t.Context(), `select concat_ws(' ', `+columns+`) from job`).Scan(&text); err != nil {
		r.t.Fatal(err)
	}
	return text
}

func TestNamesOfTables(t *testing.T) {
	t.Parallel()
	for name, good := range map[string]bool{
		"analysis": true, "public.job": true, "": false, "Job": false, "a.b.c": false,
		"job; drop table job": false, `"job"`: false, "job--": false, "1job": false,
	} {
		if _, err := queue.NewLedger(nil, name, lease); (err == nil) != good {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestClaim(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, prepare string
		claimed       bool
	}{
		{"due", ``, true},
		{"not yet due", `update job set run_at = now() + interval '1 hour'`, false},
		{"another's", `update job set status = 'RUNNING', owner = 'x'`, false},
		{"our own, of which no answer came", `update job set status = 'RUNNING', owner = 'w', attempt = 1, fence = 1`, true},
		{"cancelled", `update job set status = 'CANCELLED'`, false},
		{"done", `update job set status = 'SUCCEEDED', owner = 'w'`, false},
		{"gone", `delete from job`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r, l, id := bench(t)
			if c.prepare != "" {
				r.exec(c.prepare)
			}
			job, err := l.Claim(t.Context(), id, "w", false)
			if err != nil || (job != nil) != c.claimed {
				t.Fatalf("got %v, %v", job, err)
			}
			if job == nil {
				return
			}
			if job.Attempt != 1 || job.Fence != 1 || job.ID != id {
				t.Errorf("got %+v", job)
			}
			const want = "RUNNING w 1 1 t t"
			if got := r.row(`status, owner, attempt, fence, lease_until between now() + interval '20 s' and now() + interval '31 s', started_at is not null`); got != want {
				t.Errorf("row: got %q, want %q", got, want)
			}
		})
	}
}

func TestASuspectIsClaimedAloneOnly(t *testing.T) {
	t.Parallel()
	r, l, id := bench(t)
	r.exec(`update job set crashes = 1`)
	if job, err := l.Claim(t.Context(), id, "w", false); job != nil || err == nil || !strings.Contains(err.Error(), "alone") {
		t.Errorf("beside others: got %v, %v", job, err)
	}
	if job, err := l.Claim(t.Context(), id, "w", true); job == nil || err != nil {
		t.Errorf("alone: got %v, %v", job, err)
	}
	if got := r.row("status, solo"); got != "RUNNING t" {
		t.Errorf("row: %s", got)
	}
}

func TestEndsOfARun(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	boom := errors.New("boom")
	for _, c := range []struct {
		name string
		end  func(*queue.Ledger, queue.Job) error
		want string
	}{
		{"finish", func(l *queue.Ledger, j queue.Job) error { return l.Finish(ctx, j, nil) }, "SUCCEEDED 1 t f"},
		{"fail for good", func(l *queue.Ledger, j queue.Job) error { return l.Fail(ctx, j, "why", true, 0) }, "FAILED 1 why t f"},
		{"retry", func(l *queue.Ledger, j queue.Job) error { return l.Fail(ctx, j, "why", false, time.Minute) }, "QUEUED 1 why t t"},
		{"defer", func(l *queue.Ledger, j queue.Job) error { return l.Defer(ctx, j, time.Minute) }, "QUEUED 0 t t"},
		{"hand back", func(l *queue.Ledger, j queue.Job) error { return l.HandBack(ctx, j) }, "QUEUED 0 t f"},
		{"a save that fails", func(l *queue.Ledger, j queue.Job) error {
			err := l.Finish(ctx, j, func(context.Context, pgx.Tx) error { return boom })
			if !errors.Is(err, boom) {
				return errors.New("the save's error is gone")
			}
			return nil
		}, "RUNNING 1 f f"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r, l, id := bench(t)
			r.exec(`update job set pushed_at = now()`)
			job := claim(t, l, id)
			if err := c.end(l, job); err != nil {
				t.Fatal(err)
			}
			if got := r.row(`status, attempt, error, owner is null and lease_until is null, run_at > now() + interval '50 s'`); got != c.want {
				t.Errorf("row: got %q, want %q", got, c.want)
			}
			if got := r.row(`(status <> 'QUEUED' or pushed_at is null) and (finished_at is not null) = (status in ('SUCCEEDED','FAILED'))`); got != "t" {
				t.Error("a row that waits must be pushed again, one that ended must say when")
			}
		})
	}
}

func TestOnlyTheClaimMayWrite(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	acts := map[string]func(*queue.Ledger, queue.Job) error{
		"heartbeat": func(l *queue.Ledger, j queue.Job) error { return l.Heartbeat(ctx, j) },
		"finish": func(l *queue.Ledger, j queue.Job) error {
			return l.Finish(ctx, j, func(context.Context, pgx.Tx) error { return errors.New("a zombie came to its save") })
		},
		"fail":      func(l *queue.Ledger, j queue.Job) error { return l.Fail(ctx, j, "why", true, 0) },
		"retry":     func(l *queue.Ledger, j queue.Job) error { return l.Fail(ctx, j, "why", false, 0) },
		"defer":     func(l *queue.Ledger, j queue.Job) error { return l.Defer(ctx, j, 0) },
		"hand back": func(l *queue.Ledger, j queue.Job) error { return l.HandBack(ctx, j) },
	}
	for _, gone := range []string{
		`update job set status = 'CANCELLED'`,
		`update job set status = 'QUEUED'`,
		`update job set fence = 2, owner = 'another'`,
		`update job set fence = 2, status = 'SUCCEEDED'`,
		`delete from job`,
	} {
		t.Run(gone, func(t *testing.T) {
			t.Parallel()
			r, l, id := bench(t)
			job := claim(t, l, id)
			r.exec(gone)
			before := r.count(`select coalesce(sum(hashtext(job::text)), 0) from job`)
			for name, act := range acts {
				if err := act(l, job); !errors.Is(err, queue.ErrLost) {
					t.Errorf("%s: got %v", name, err)
				}
			}
			if r.count(`select coalesce(sum(hashtext(job::text)), 0) from job`) != before {
				t.Error("the row was written")
			}
		})
	}
}

func TestFinishAgainAfterALostAnswer(t *testing.T) {
	t.Parallel()
	r, l, id := bench(t)
	job := claim(t, l, id)
	save := func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `insert into result (job_id, fence, attempt) values ($1, $2, $3)`, job.ID, job.Fence, job.Attempt)
		return err
	}
	for range 2 {
		if err := l.Finish(t.Context(), job, save); err != nil {
			t.Fatal(err)
		}
	}
	r.done(1, 0)
}
