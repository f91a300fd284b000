package keep

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/audit"
	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// AddPause records time that counts for nothing, and returns its id. Problems:
// Invalid.
func (a *Acts) AddPause(ctx context.Context, v *people.Viewer, in AddPauseInput, now time.Time) (made uuid.UUID, err error) {
	if err := check(in.From, in.To, in.Reason, in.Key, now); err != nil {
		return uuid.Nil, err
	}
	once := postgres.Once{Person: v.Person, Mutation: "addPause", Key: in.Key, Request: in}
	err = a.inTx(ctx, "record a pause", func(tx pgx.Tx) error {
		person, err := lock(ctx, tx, v, in.Person)
		if err != nil {
			return err
		}
		var found bool
		if made, found, err = once.First(ctx, tx, now); err != nil || found {
			return err
		}
		pauses, err := (&people.Store{DB: tx}).Pauses(ctx, tx, person)
		if err != nil {
			return err
		}
		span := day.Span{From: in.From.Time, To: end(in.To)}
		for _, p := range pauses {
			if _, shared := p.Span.And(span); shared {
				return problem.One("from", "a pause is recorded %s, and these days overlap; choose other days, or lift that pause first", days(p.Span))
			}
		}
		made = a.NewID()
		if _, err := tx.Exec(ctx, `insert into tenure_pause (id, person_id, during, reason, recorded_by, recorded_at)
			values ($1, $2, daterange($3, $4), $5, $6, $7)`, made, person, span.From, span.To, in.Reason, v.Person, now); err != nil {
			return err
		}
		if err := once.Remember(ctx, tx, made, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "addPause", id.Of(id.Pause, made), person))
	})
	if postgres.Constraint(err) == "pauses_do_not_overlap" {
		return uuid.Nil, problem.One("from", "another pause was recorded over these days at this moment; read the pauses again")
	}
	return made, err
}

// LiftPause makes a pause count no more, as if it had not been, and returns
// the person whose it was. One that ended is lifted and recorded again with
// its end.
func (a *Acts) LiftPause(ctx context.Context, v *people.Viewer, in LiftPauseInput, now time.Time) (person uuid.UUID, err error) {
	key, ok := in.Pause.Row(id.Pause)
	if !ok {
		return uuid.Nil, fault.ErrNotFound
	}
	err = a.inTx(ctx, "lift a pause", func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, `select person_id from tenure_pause where id = $1`, key).Scan(&person); err != nil {
			return err
		}
		if _, err := lock(ctx, tx, v, id.Of(id.Person, person)); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `update tenure_pause set lifted_at = $2 where id = $1 and lifted_at is null`, key, now)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 { // somebody was faster
			return fault.ErrNotFound
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "liftPause", in.Pause, person))
	})
	return person, err
}
