package dossier

import (
	"context"
	"encoding/hex"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/files"
	"dossier/internal/postgres"
)

// fileTurn is the advisory lock of a file, by its hash: who names it holds it
// shared until the commit, who removes it holds it alone.
const fileTurn = `hashtextextended('file/' || $1::text, 0)`

// Orphans removes files that no text names: those of uploads that did not come
// to their end between keeping the file and the commit.
type Orphans struct {
	DB    *pgxpool.Pool
	Files *files.Store
}

// Sweep removes the files that were kept before a time and that no text names,
// and says how many. What fails does not keep it from the rest.
func (o *Orphans) Sweep(ctx context.Context, before time.Time) (removed int, err error) {
	for hash, e := range o.Files.Old(ctx, before) {
		gone := false
		if e == nil {
			gone, e = o.remove(ctx, hash)
		}
		if gone {
			removed++
		}
		err = errors.Join(err, e)
		if ctx.Err() != nil {
			break
		}
	}
	return removed, err
}

// remove removes a file unless a text names it. It is asked for twice: without
// the lock, since nearly all are named, and with it, when whoever was about to
// name the file has, or has given up.
func (o *Orphans) remove(ctx context.Context, hash string) (gone bool, err error) {
	raw, err := hex.DecodeString(hash)
	if err != nil {
		return false, err
	}
	const named = `select exists (select from document_source where hash = $1)`
	err = postgres.InTx(ctx, o.DB, func(tx pgx.Tx) error {
		var is bool
		if err := tx.QueryRow(ctx, named, raw).Scan(&is); err != nil || is {
			return err
		}
		if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(`+fileTurn+`)`, hash); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, named, raw).Scan(&is); err != nil || is {
			return err
		}
		gone = true
		return o.Files.Remove(ctx, hash)
	})
	return gone && err == nil, postgres.Fault(err, "remove a file that no text names")
}
