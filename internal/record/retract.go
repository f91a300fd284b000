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
		if err := final(ctx, tx, r, nil, "record"); err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		b := r.Common()
		_, err = tx.Exec(ctx, `update record set retracted_at = $2, retracted_why = $3 where id = $1`, b.UUID, now, in.Reason)
		return b.UUID, audit.By(v.Person, t.mutation, b.ID(), b.OwnerID, "kind", string(b.Kind)), err
	})
}

// final refuses to take back what is taken back already, and what others have
// judged since: a judgment does not go with the record that it is about. next
// is what replaces the record, nil for nothing.
func final(ctx context.Context, tx pgx.Tx, r, next Record, path string) error {
	if err := dead(r, path); err != nil {
		return err
	}
	if watch, ok := r.(*OnWatch); ok {
		return kept(ctx, tx, watch, next, path)
	}
	var judged bool
	err := tx.QueryRow(ctx, `select exists (select from `+known+` where r.about_id = $1 and `+live+` and (r.provenance <> 'SELF' or r.state = 'CONFIRMED'))`,
		r.Common().UUID).Scan(&judged)
	if err == nil && judged {
		err = problem.One(path, "was reviewed by somebody else; whoever did so retracts the review first")
	}
	return err
}

// kept refuses to take back the watch under an outage that is recorded, unless
// it lies in what replaces the watch, too. Rule M4.
func kept(ctx context.Context, tx pgx.Tx, watch *OnWatch, next Record, path string) (err error) {
	instead, _ := next.(*OnWatch)
	found := each(ctx, tx, "read outages", `select `+columns+` from `+known+` where r.person_id = @owner and r.kind = 'INCIDENT' and `+live,
		pgx.NamedArgs{"owner": watch.OwnerID}, func(r Record) {
			if i := r.(*Incident); watch.Holds(i) && (instead == nil || !instead.Holds(i)) {
				err = problem.One(path, "an outage of %s lies in it; whoever recorded that one retracts it first", i.Span.From.Format(time.DateOnly))
			}
		})
	if found != nil {
		return found
	}
	return err
}
