package audit

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/postgres"
)

// turn is the advisory lock that whoever appends holds until the commit.
const turn = 0x646f737369657261

// Row is an entry in its place in the chain.
type Row struct {
	Seq        int64
	At         time.Time
	Actor      *uuid.UUID
	Act        string
	Object     string
	Subject    *uuid.UUID
	Detail     map[string]string
	Prev, Hash []byte
}

// Append adds entries to the trail. It must be the last statement of the
// transaction that did the act: from here to the commit nobody else appends.
// An entry whose detail could be a person's words is refused.
func Append(ctx context.Context, tx pgx.Tx, now time.Time, entries ...Entry) error {
	if len(entries) == 0 {
		return nil
	}
	for _, e := range entries {
		if err := e.check(); err != nil {
			return err
		}
	}
	// Two statements: what the first waits for is seen by the second alone.
	if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock($1)`, int64(turn)); err != nil {
		return postgres.Fault(err, "wait to write the audit trail")
	}
	last := start()
	err := tx.QueryRow(ctx, `select seq, hash from audit order by seq desc limit 1`).Scan(&last.Seq, &last.Hash)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return postgres.Fault(err, "read the end of the audit trail")
	}
	batch := &pgx.Batch{}
	for _, e := range entries {
		last = last.next(e, now)
		batch.Queue(`insert into audit (seq, at, actor, act, object, subject, detail, prev, hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			last.Seq, last.At, last.Actor, last.Act, last.Object, last.Subject, last.Detail, last.Prev, last.Hash)
	}
	return postgres.Fault(tx.SendBatch(ctx, batch).Close(), "write the audit trail")
}

// start stands before the first row.
func start() Row { return Row{Hash: make([]byte, sha256.Size)} }

// next is the row that an entry becomes after r.
func (r Row) next(e Entry, now time.Time) Row {
	n := Row{
		Seq: r.Seq + 1, At: now.UTC().Truncate(time.Microsecond), Actor: e.Actor, Act: e.Act, Object: e.Object.String(),
		Subject: e.Subject, Detail: e.Detail, Prev: r.Hash,
	}
	if n.Detail == nil {
		n.Detail = map[string]string{}
	}
	n.Hash = n.hash()
	return n
}

// misfit says what keeps n from being the row that was written after r, or "".
func (r Row) misfit(n Row) string {
	switch {
	case n.Seq != r.Seq+1:
		return fmt.Sprintf("row %d is missing: row %d is followed by row %d", r.Seq+1, r.Seq, n.Seq)
	case !bytes.Equal(n.Hash, n.hash()):
		return fmt.Sprintf("row %d is not as it was written", n.Seq)
	case !bytes.Equal(n.Prev, r.Hash):
		return fmt.Sprintf("row %d was not written after the row %d that is there", n.Seq, r.Seq)
	}
	return ""
}

// hash is SHA-256 over every field but itself, each with its length before it;
// the detail is JSON with its names in order.
func (r Row) hash() []byte {
	h := sha256.New()
	part := func(b []byte) {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(b))))
		h.Write(b)
	}
	part(r.Prev)
	part(binary.BigEndian.AppendUint64(nil, uint64(r.Seq)))
	part(binary.BigEndian.AppendUint64(nil, uint64(r.At.UnixMicro())))
	part(key(r.Actor))
	part([]byte(r.Act))
	part([]byte(r.Object))
	part(key(r.Subject))
	detail, err := json.Marshal(r.Detail)
	if err != nil {
		panic(fmt.Sprintf("audit: strings that cannot be written as JSON: %v", err))
	}
	part(detail)
	return h.Sum(nil)
}

func key(u *uuid.UUID) []byte {
	if u == nil {
		return nil
	}
	return u[:]
}
