package audit

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/postgres"
)

// turn is the advisory lock that whoever appends holds until the commit.
const turn = 0x646f737369657261

// row is an entry in its place in the chain.
type row struct {
	Seq        int64
	At         time.Time
	Actor      *uuid.UUID
	Act        string
	Object     string
	Subject    *uuid.UUID
	Detail     map[string]string
	Prev, Hash []byte
}

func appendAll(ctx context.Context, tx pgx.Tx, now time.Time, entries []Entry) error {
	if len(entries) == 0 {
		return nil
	}
	if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock($1)`, int64(turn)); err != nil {
		return postgres.Fault(err, "wait to write the audit trail")
	}
	last := row{Hash: make([]byte, sha256.Size)}
	err := tx.QueryRow(ctx, `select seq, hash from audit order by seq desc limit 1`).Scan(&last.Seq, &last.Hash)
	if err != nil && err != pgx.ErrNoRows {
		return postgres.Fault(err, "read the end of the audit trail")
	}
	rows := make([][]any, len(entries))
	for i, e := range entries {
		r := row{Seq: last.Seq + 1, At: now.UTC().Truncate(time.Microsecond), Actor: e.Actor, Act: e.Act, Object: e.Object.String(), Subject: e.Subject, Detail: e.Detail, Prev: last.Hash}
		if r.Detail == nil {
			r.Detail = map[string]string{}
		}
		r.Hash = r.hash()
		rows[i] = []any{r.Seq, r.At, r.Actor, r.Act, r.Object, r.Subject, r.Detail, r.Prev, r.Hash}
		last = r
	}
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"audit"}, []string{"seq", "at", "actor", "act", "object", "subject", "detail", "prev", "hash"}, pgx.CopyFromRows(rows))
	return postgres.Fault(err, "write the audit trail")
}

// hash is SHA-256 over every field but itself, each with its length before it;
// the detail is JSON with its names in order.
func (r row) hash() []byte {
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
