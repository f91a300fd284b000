package record

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/problem"
)

// RetractRecordInput is the input of Retract.
type RetractRecordInput struct {
	Record id.ID
	Reason string
}

// Retract takes the viewer's own word back: the record stays and counts no
// more. Problems: Invalid.
func (a *Acts) Retract(ctx context.Context, v *people.Viewer, in RetractRecordInput, now time.Time) (uuid.UUID, error) {
	var l problem.List
	if l.Text("reason", in.Reason, maxText); l.Err() != nil {
		return uuid.Nil, l.Err()
	}
	t := act{by: v.Person, mutation: "retractRecord", says: "retract a record"}
	return a.do(ctx, t, now, func(tx pgx.Tx) (uuid.UUID, audit.Entry, error) {
		r, err := lock(ctx, tx, v, in.Record, access.Correct)
		if err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		if err := final(ctx, tx, r, "record"); err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		b := r.Common()
		_, err = tx.Exec(ctx, `update record set retracted_at = $2, retracted_why = $3 where id = $1`, b.UUID, now, in.Reason)
		return b.UUID, audit.By(v.Person, t.mutation, b.ID(), b.OwnerID, "kind", string(b.Kind)), err
	})
}
