package queue

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// Relay pushes due rows that are not in the ready set, the most urgent first,
// until the set holds window ids. A row whose id was lost on the way is pushed
// again after repush. Several processes may do this at once. It returns how
// many it pushed.
func (l *Ledger) Relay(ctx context.Context, ready *Ready, window int, repush time.Duration) (int, error) {
	// Redis is asked first, before any row is locked, since it may not answer.
	depth, err := ready.Depth(ctx)
	if err != nil || depth >= window {
		return 0, err
	}
	pushed := 0
	ctx, cancel := context.WithTimeout(ctx, redisTimeout+max(l.lease/3, time.Second))
	defer cancel()
	err = pgx.BeginFunc(ctx, l.pool, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, l.sql(`
			update @job set pushed_at = now() where id in (
				select id from @job
				where status = 'QUEUED' and run_at <= now() and (pushed_at is null or pushed_at < now() - $1::interval)
				order by priority desc, run_at for update skip locked limit $2)
			returning id, priority, extract(epoch from run_at)::float8`), repush, window-depth)
		if err != nil {
			return fmt.Errorf("find due jobs: %w", err)
		}
		due, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Due])
		if err != nil {
			return fmt.Errorf("find due jobs: %w", err)
		}
		pushed = len(due)
		return ready.Push(ctx, due...)
	})
	if err != nil {
		return 0, fmt.Errorf("relay: %w", err)
	}
	return pushed, nil
}

// Reaped is a row that was taken back.
type Reaped struct {
	ID     uuid.UUID
	Failed bool // it was given up
}

// aloneCrashes is how many workers a job may lose while it runs alone.
const aloneCrashes = 2

// Reap takes back running rows past their lease. The attempt does not count,
// the crash does: a row that lost its worker runs alone from then on, and one
// that did so twice alone is given up.
func (l *Ledger) Reap(ctx context.Context) ([]Reaped, error) {
	ctx, cancel := l.statement(ctx)
	defer cancel()
	rows, err := l.pool.Query(ctx, l.sql(`
		update @job j set crashes = crashes + 1, solo_crashes = solo_crashes + solo::int, solo = false,
			attempt = attempt - 1, owner = null, lease_until = null, pushed_at = null,
			status = case when worst.given_up then 'FAILED' else 'QUEUED' end,
			error = case when worst.given_up then 'worker lost' else error end,
			finished_at = case when worst.given_up then now() end
		from (select id, solo_crashes + solo::int >= $1 as given_up from @job
			where status = 'RUNNING' and lease_until < now() for update skip locked) worst
		where j.id = worst.id
		returning j.id, worst.given_up`), aloneCrashes)
	if err != nil {
		return nil, fmt.Errorf("take back lost jobs: %w", err)
	}
	reaped, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Reaped])
	if err != nil {
		return nil, fmt.Errorf("take back lost jobs: %w", err)
	}
	return reaped, nil
}

// now is the time by which leases are judged. It is read in a statement that
// writes, to no row: whatever keeps heartbeats waiting, a lock on the table or
// a server that only reads, keeps this waiting too. Reap may then trust its
// own now(), which is that of its start, before it waited for anything.
func (l *Ledger) now(ctx context.Context) (time.Time, error) {
	ctx, cancel := l.statement(ctx)
	defer cancel()
	var now time.Time
	err := l.pool.QueryRow(ctx, l.sql(`
		with nothing as (update @job set status = status where false) select clock_timestamp()`)).Scan(&now)
	if err != nil {
		return now, fmt.Errorf("read the database's clock: %w", err)
	}
	return now, nil
}

// Stats are numbers about the table.
type Stats struct {
	Depth  map[string]int // rows by status
	Oldest time.Duration  // how long the oldest due row has waited; 0 without one
}

// Stats counts.
func (l *Ledger) Stats(ctx context.Context) (Stats, error) {
	s := Stats{Depth: map[string]int{"QUEUED": 0, "RUNNING": 0, "SUCCEEDED": 0, "FAILED": 0, "CANCELLED": 0}}
	rows, err := l.pool.Query(ctx, l.sql(`select status, count(*)::int,
		coalesce(extract(epoch from now() - min(run_at) filter (where status = 'QUEUED' and run_at <= now())), 0)::float8
		from @job group by status`))
	if err != nil {
		return s, fmt.Errorf("count jobs: %w", err)
	}
	var status string
	var n int
	var waited float64
	_, err = pgx.ForEachRow(rows, []any{&status, &n, &waited}, func() error {
		s.Depth[status] = n
		s.Oldest = max(s.Oldest, time.Duration(waited*float64(time.Second)))
		return nil
	})
	if err != nil {
		return s, fmt.Errorf("count jobs: %w", err)
	}
	return s, nil
}
