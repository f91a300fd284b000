// Package advice notes that a panel's member was shown the advisory scores of
// an analysis, once for each seat and analysis, so that nobody can say later
// that they judged without them. It owns the table advice_reading. Who is shown
// them at all is a matter of package access.
package advice

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/audit"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Readings keeps who was shown what.
type Readings struct {
	DB *pgxpool.Pool
}

const act = "note that advice was read"

// reading is a seat's of an analysis about a candidate.
type reading struct {
	Seat      uuid.UUID `db:"seat_id"`
	Analysis  uuid.UUID `db:"analysis_id"`
	Candidate uuid.UUID `db:"candidate_id"`
}

// Note keeps that the viewer's seats were shown the advice of analyses, with an
// entry of the trail for each that is new. Where there is nothing new it costs
// one statement.
func (r *Readings) Note(ctx context.Context, v *people.Viewer, analyses []uuid.UUID, now time.Time) error {
	args := pgx.NamedArgs{"viewer": v.Person, "ids": analyses, "now": now}
	fresh, err := postgres.Rows[reading](ctx, r.DB, act, `select s.id as seat_id, a.id as analysis_id, d.candidate_id
		from analysis a join dossier d on d.id = a.dossier_id
		join seat s on s.dossier_id = d.id and s.person_id = @viewer and s.ended_at is null and s.status in ('ACKNOWLEDGED', 'SCORED')
		where a.id = any(@ids) and not exists (select from advice_reading z where z.seat_id = s.id and z.analysis_id = a.id)
		order by a.id`, args)
	if err != nil || len(fresh) == 0 {
		return err
	}
	return postgres.Fault(postgres.InTx(ctx, r.DB, func(tx pgx.Tx) error {
		var entries []audit.Entry
		for _, f := range fresh {
			tag, err := tx.Exec(ctx, `insert into advice_reading (seat_id, analysis_id, read_at) values ($1, $2, $3) on conflict do nothing`, f.Seat, f.Analysis, now)
			if err != nil {
				return err
			}
			if tag.RowsAffected() == 1 {
				entries = append(entries, audit.By(v.Person, "readAdvice", id.Of(id.Analysis, f.Analysis), f.Candidate, "seat", id.Of(id.Seat, f.Seat).String()))
			}
		}
		return audit.Append(ctx, tx, now, entries...)
	}), act)
}
