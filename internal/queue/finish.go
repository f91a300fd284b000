package queue

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Finish ends a job with success: what save writes and the end of the row are
// one transaction, which only the owner of the claim can commit. It may be
// called again after an error that says nothing about the outcome: what was
// committed before is success.
func (l *Ledger) Finish(ctx context.Context, job Job, save Save) error {
	tx, err := l.pool.Begin(ctx)
	if err != nil {
		return fmt.Errorf("begin to save a result: %w", err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) // after a commit it does nothing
	// The row first: a worker whose claim is gone must not even try to write.
	tag, err := tx.Exec(ctx, l.sql(`
		update @job set status = 'SUCCEEDED', error = null, finished_at = now(), owner = null, lease_until = null
		where id = $1 and fence = $2 and status = 'RUNNING'`), job.ID, job.Fence)
	if err != nil {
		return fmt.Errorf("end a job: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return l.finished(ctx, tx, job)
	}
	if save != nil {
		if err := save(ctx, tx); err != nil {
			return &saveError{err: err, broken: tx.Conn().IsClosed()}
		}
	}
	if err := tx.Commit(ctx); err != nil {
		return fmt.Errorf("commit a result: %w", err)
	}
	return nil
}

// finished tells whether this very claim has succeeded already.
func (l *Ledger) finished(ctx context.Context, tx pgx.Tx, job Job) error {
	var done bool
	err := tx.QueryRow(ctx, l.sql(`
		select exists (select from @job where id = $1 and fence = $2 and status = 'SUCCEEDED')`), job.ID, job.Fence).Scan(&done)
	if err != nil {
		return fmt.Errorf("look whether a job ended: %w", err)
	}
	if !done {
		return fmt.Errorf("end a job: %w", ErrLost)
	}
	return nil
}

// Save writes a job's results in the transaction that ends it. It may be
// called more than once, each time in a new transaction.
type Save func(ctx context.Context, tx pgx.Tx) error

// saveError is an error of the area's own part of the transaction.
type saveError struct {
	err    error
	broken bool // the connection is gone, so the error need not be the area's fault
}

func (e *saveError) Error() string { return "save a result: " + e.err.Error() }
func (e *saveError) Unwrap() error { return e.err }

// worthAgain tells whether Finish may succeed when it is called again.
func worthAgain(err error) bool {
	if e, ok := errors.AsType[*saveError](err); ok && !e.broken {
		return passing(err) && isDatabase(err)
	}
	return passing(err)
}

// isDatabase tells whether an error was said by the server.
func isDatabase(err error) bool {
	_, ok := errors.AsType[*pgconn.PgError](err)
	return ok
}
