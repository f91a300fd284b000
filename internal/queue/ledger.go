package queue

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Ledger speaks SQL about the queue columns of one table, which are:
//
//	id uuid primary key, status text (QUEUED, RUNNING, SUCCEEDED, FAILED or CANCELLED),
//	priority int, attempt int, fence bigint, owner text, lease_until timestamptz,
//	run_at timestamptz, pushed_at timestamptz, crashes int, solo_crashes int, solo boolean,
//	error text, created_at, started_at, finished_at timestamptz
//
// attempt counts the runs that ended by themselves and the one that runs.
// fence counts claims and never goes down: it tells a claim from every other
// one. solo says that the row was claimed to run alone in its process.
type Ledger struct {
	pool  *pgxpool.Pool
	table string
	lease time.Duration
}

// Job is a claimed row.
type Job struct {
	ID      uuid.UUID
	Attempt int   // this run's number, from 1
	Fence   int64 // this claim's number
	// Waited is how long the row was due before it was claimed.
	Waited time.Duration
}

// ErrLost says that a job is no longer this worker's: its lease ran out and
// another took it, or a person cancelled it. Nothing of it may be written.
var ErrLost = errors.New("the job is no longer this worker's")

// errSuspect says that a row may have killed a worker and was not claimed,
// because it has to run alone.
var errSuspect = errors.New("the job has to run alone")

// NewLedger returns the ledger of a table, whose name may carry a schema.
// A claim is valid for lease unless a heartbeat renews it.
func NewLedger(pool *pgxpool.Pool, table string, lease time.Duration) (*Ledger, error) {
	if !identifier.MatchString(table) {
		return nil, fmt.Errorf("%q is no name of a table", table)
	}
	if lease < 10*time.Millisecond {
		return nil, fmt.Errorf("a lease of %v is too short", lease)
	}
	return &Ledger{pool: pool, table: table, lease: lease}, nil
}

var identifier = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,62}(\.[a-z_][a-z0-9_]{0,62})?$`)

// sql puts the table's name in the place of "job".
func (l *Ledger) sql(text string) string { return strings.ReplaceAll(text, "@job", l.table) }

// statement bounds one statement: a server that does not answer must not hold
// a job longer than the time in which its lease can still be saved.
func (l *Ledger) statement(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, max(l.lease/3, 250*time.Millisecond))
}

// Claim takes a row that is due. Asked again with the same owner it returns
// the same claim, so it may be repeated when an answer was lost; an owner
// therefore is one claim's name, not a process's. Without a row to take it
// returns nil: the id was stale or somebody was faster. A row that may have
// killed a worker is only claimed alone; else the error is errSuspect.
func (l *Ledger) Claim(ctx context.Context, id uuid.UUID, owner string, alone bool) (*Job, error) {
	ctx, cancel := l.statement(ctx)
	defer cancel()
	job := Job{ID: id}
	var waited float64
	err := l.pool.QueryRow(ctx, l.sql(`
		update @job j set status = 'RUNNING', owner = $2, solo = $3,
			fence = j.fence + (j.status = 'QUEUED')::int, attempt = j.attempt + (j.status = 'QUEUED')::int,
			lease_until = now() + $4, started_at = coalesce(j.started_at, now())
		where id = $1 and (j.crashes = 0 or $3)
			and (j.status = 'QUEUED' and j.run_at <= now() or j.status = 'RUNNING' and j.owner = $2)
		returning attempt, fence, extract(epoch from now() - run_at)`),
		id, owner, alone, l.lease).Scan(&job.Attempt, &job.Fence, &waited)
	switch {
	case err == nil:
		job.Waited = time.Duration(waited * float64(time.Second))
		return &job, nil
	case !errors.Is(err, pgx.ErrNoRows):
		return nil, fmt.Errorf("claim a job: %w", err)
	case alone:
		return nil, nil
	}
	var suspect bool
	err = l.pool.QueryRow(ctx, l.sql(`
		select exists (select from @job where id = $1 and status = 'QUEUED' and run_at <= now() and crashes > 0)`), id).Scan(&suspect)
	if err != nil {
		return nil, fmt.Errorf("claim a job: %w", err)
	}
	if suspect {
		return nil, errSuspect
	}
	return nil, nil
}

// Heartbeat renews the lease. ErrLost is definite; any other error says
// nothing about the job.
func (l *Ledger) Heartbeat(ctx context.Context, job Job) error {
	return l.mine(ctx, "renew a lease", job, `lease_until = now() + $3`, l.lease)
}

// Fail ends an attempt that failed: for good with a reason if final, else
// the row is due again after delay.
func (l *Ledger) Fail(ctx context.Context, job Job, reason string, final bool, delay time.Duration) error {
	if final {
		return l.mine(ctx, "fail a job", job, `status = 'FAILED', error = $3, finished_at = now(), owner = null, lease_until = null`, reason)
	}
	return l.mine(ctx, "retry a job", job, requeue+`, run_at = now() + $3, error = $4`, delay, reason)
}

// Defer puts a row back for a while. The attempt does not count.
func (l *Ledger) Defer(ctx context.Context, job Job, delay time.Duration) error {
	return l.mine(ctx, "defer a job", job, requeue+`, attempt = attempt - 1, run_at = now() + $3`, delay)
}

// HandBack puts a row back for another worker at once. The attempt does not
// count.
func (l *Ledger) HandBack(ctx context.Context, job Job) error {
	return l.mine(ctx, "hand a job back", job, requeue+`, attempt = attempt - 1`)
}

// requeue makes a row wait again, to be pushed as soon as it is due.
const requeue = `status = 'QUEUED', owner = null, lease_until = null, pushed_at = null, solo = false`

// mine updates the row if it is still this claim's. Its first arguments are
// $1 and $2, more begin at $3.
func (l *Ledger) mine(ctx context.Context, act string, job Job, set string, args ...any) error {
	ctx, cancel := l.statement(ctx)
	defer cancel()
	tag, err := l.pool.Exec(ctx, l.sql(`update @job set `+set+` where id = $1 and fence = $2 and status = 'RUNNING'`),
		append([]any{job.ID, job.Fence}, args...)...)
	if err != nil {
		return fmt.Errorf("%s: %w", act, err)
	}
	if tag.RowsAffected() == 0 {
		return fmt.Errorf("%s: %w", act, ErrLost)
	}
	return nil
}

// passing tells whether an error comes from a server that is away, full,
// overloaded or restarting, so that the same statement may succeed later.
func passing(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch pg.Code {
		case "55P03", "25006", "25P03", "25P02": // lock not got; a standby; idle too long
			return true
		}
		switch pg.Code[:2] {
		case "08", "40", "53", "57", "58": // connection, conflict, resources, operator, system
			return true
		}
		return false
	}
	return !errors.Is(err, ErrLost) && !errors.Is(err, pgx.ErrTxCommitRollback)
}
