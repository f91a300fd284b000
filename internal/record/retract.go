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

// Final refuses to replace a record that is no longer its maker's alone to take
// back, and keeps others from changing it until the transaction ends. path is
// where it was named; besides are reviews of it that go along to next.
func Final(ctx context.Context, tx pgx.Tx, old uuid.UUID, next Record, path string, besides []uuid.UUID) error {
	if err := hold(ctx, tx, old); err != nil {
		return err
	}
	r, err := one(ctx, tx, `r.id = @id`, pgx.NamedArgs{"id": old})
	if err != nil {
		return err
	}
	return final(ctx, tx, r, next, path, besides...)
}

// final refuses to take back what is taken back already, and what others have
// judged since: a judgment does not go with the record that it is about, nor
// with the review that carries it, the owner's own one among them once somebody
// else confirmed it. next is what replaces the record, nil for nothing, and
// besides are reviews that do not count.
func final(ctx context.Context, tx pgx.Tx, r, next Record, path string, besides ...uuid.UUID) error {
	if err := dead(r, path); err != nil {
		return err
	}
	b := r.Common()
	if watch, ok := r.(*OnWatch); ok {
		return kept(ctx, tx, watch, next, path)
	}
	if b.AboutID != nil && b.Provenance == Self && b.State == Confirmed {
		return problem.One(path, "is a review that somebody else confirmed, which stays; a newer review decides from its day on")
	}
	var theirs, own bool
	err := tx.QueryRow(ctx, `select coalesce(bool_or(r.provenance <> 'SELF'), false), coalesce(bool_or(r.provenance = 'SELF' and r.state = 'CONFIRMED'), false)
		from `+known+` where r.about_id = $1 and r.id <> all(coalesce($2, '{}'::uuid[])) and `+live, b.UUID, besides).Scan(&theirs, &own)
	switch {
	case err != nil:
		return err
	case own:
		return problem.One(path, "has a review that somebody else confirmed, and stays with it")
	case theirs:
		return problem.One(path, "was reviewed by somebody else; whoever did so retracts the review first")
	}
	return nil
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
