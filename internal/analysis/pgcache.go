package analysis

import (
	"context"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/postgres"
)

// PGCache keeps a model's answers in the table analysis_cache, sealed. Who
// asks holds a lease on the answer's row meanwhile and renews it; others, on
// whatever worker, wait. Of a worker that dies the lease runs out, and the call
// that it made is paid once more.
type PGCache struct {
	DB *pgxpool.Pool
	// Seal encrypts what is kept.
	Seal *Seal
	// Lease is how long a holder may be silent; 30 seconds if zero.
	Lease time.Duration
}

// Pauses between looks at an answer that another asks for.
const (
	firstLook = 50 * time.Millisecond
	lastLook  = time.Second

	// writeTime bounds what is written though the job may have ended.
	writeTime = 5 * time.Second
)

// Answer returns the answer under k, or asks for it under a lease.
func (c PGCache) Answer(ctx context.Context, k Key, ask Asking) ([]byte, error) {
	if c.Lease <= 0 {
		c.Lease = 30 * time.Second
	}
	holder := uuid.New()
	for pause := firstLook; ; pause = min(2*pause, lastLook) {
		value, found, foreign, err := c.look(ctx, k)
		if found || err != nil {
			return value, err
		}
		mine, err := c.take(ctx, k, holder, foreign)
		if err != nil {
			return nil, err
		}
		if mine {
			return c.fill(ctx, k, holder, ask)
		}
		t := time.NewTimer(pause)
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return nil, context.Cause(ctx)
		}
	}
}

// Has reports whether an answer is kept under k.
func (c PGCache) Has(ctx context.Context, k Key) (bool, error) {
	_, found, _, err := c.look(ctx, k)
	return found, err
}

// look finds an answer. One that was sealed with another key is none, and is
// returned as it is.
func (c PGCache) look(ctx context.Context, k Key) (value []byte, found bool, foreign []byte, err error) {
	var sealed []byte
	err = c.DB.QueryRow(ctx, `select value from analysis_cache where key = $1 and value is not null`, k[:]).Scan(&sealed)
	if err == pgx.ErrNoRows {
		return nil, false, nil, nil
	}
	if err != nil {
		return nil, false, nil, postgres.Fault(err, "look for an answer")
	}
	if value, found = c.Seal.open(sealed, k[:]); found {
		return value, true, nil, nil
	}
	return nil, false, sealed, nil
}

// take gets the lease on a row that is not there, whose lease has run out, or
// that still holds a foreign value.
func (c PGCache) take(ctx context.Context, k Key, holder uuid.UUID, foreign []byte) (bool, error) {
	tag, err := c.DB.Exec(ctx, `
		insert into analysis_cache as c (key, holder, lease_until, created_at) values ($1, $2, now() + $3, now())
		on conflict (key) do update set value = null, holder = $2, lease_until = now() + $3
		where c.value = $4 or c.lease_until < now()`, k[:], holder, c.Lease, foreign)
	return err == nil && tag.RowsAffected() == 1, postgres.Fault(err, "ask for an answer alone")
}

// fill asks while it renews the lease, and writes the answer or gives the
// lease back, whatever became of the job.
func (c PGCache) fill(ctx context.Context, k Key, holder uuid.UUID, ask Asking) (value []byte, err error) {
	renewing, stop := context.WithCancel(ctx)
	var renewal sync.WaitGroup
	renewal.Go(func() { c.renew(renewing, k, holder) })
	kept := false
	defer func() { // after a panic too
		stop()
		renewal.Wait()
		if !kept {
			after, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeTime)
			defer cancel()
			// A lease that cannot be given back runs out.
			_, _ = c.DB.Exec(after, `delete from analysis_cache where key = $1 and holder = $2`, k[:], holder)
		}
	}()
	value, keep, err := ask(ctx)
	if err != nil || !keep {
		return value, err
	}
	write, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeTime)
	defer cancel()
	_, err = c.DB.Exec(write, `
		insert into analysis_cache as c (key, value, created_at) values ($1, $2, now())
		on conflict (key) do update set value = $2, holder = null, lease_until = null, created_at = now() where c.value is null`,
		k[:], c.Seal.close(value, k[:]))
	kept = err == nil
	return value, postgres.Fault(err, "keep an answer")
}

func (c PGCache) renew(ctx context.Context, k Key, holder uuid.UUID) {
	t := time.NewTicker(c.Lease / 3)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			// One that fails is tried again before the lease runs out.
			_, _ = c.DB.Exec(ctx, `update analysis_cache set lease_until = now() + $3 where key = $1 and holder = $2`, k[:], holder, c.Lease)
		}
	}
}
