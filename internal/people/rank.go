package people

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/postgres"
)

const ranks = `select r.id, r.person_id, r.ladder_id, r.level, lower(r.during) as from_day, upper(r.during) as to_day,
		r.cause, r.attested_by, r.recorded_by, r.recorded_at, r.reason
	from rank_record r where r.superseded_at is null and `

// AddRank stores a rank. RecordedAt may be zero for now.
func (s *Store) AddRank(ctx context.Context, tx pgx.Tx, rank, person uuid.UUID, r Rank) error {
	var to, at *time.Time
	if r.To != nil {
		d := day.Of(*r.To)
		to = &d
	}
	if !r.RecordedAt.IsZero() {
		at = &r.RecordedAt
	}
	_, err := tx.Exec(ctx, `insert into rank_record (id, person_id, ladder_id, level, during, cause, attested_by, recorded_by, recorded_at, reason)
		values ($1, $2, $3, $4, daterange($5, $6), $7, $8, $9, coalesce($10, now()), $11)`,
		rank, person, r.Ladder, r.Level, day.Of(r.From), to, r.Cause, r.AttestedBy, r.RecordedBy, at, r.Reason)
	return postgres.Fault(err, "add a rank")
}

// Supersede takes a rank out of all answers, for the one that corrects it.
func (s *Store) Supersede(ctx context.Context, tx pgx.Tx, rank uuid.UUID, now time.Time) error {
	_, err := tx.Exec(ctx, `update rank_record set superseded_at = $2 where id = $1 and superseded_at is null`, rank, now)
	return postgres.Fault(err, "supersede a rank")
}

// CloseRank ends a rank that lasts: on is the first day on which it is no
// longer held.
func (s *Store) CloseRank(ctx context.Context, tx pgx.Tx, rank uuid.UUID, on time.Time) error {
	tag, err := tx.Exec(ctx, `update rank_record set during = daterange(lower(during), $2) where id = $1 and superseded_at is null and upper_inf(during)`, rank, day.Of(on))
	if err == nil && tag.RowsAffected() == 0 {
		return fault.New(fault.Conflict, "the rank ended or was corrected at this moment: read the ranks again")
	}
	return postgres.Fault(err, "close a rank")
}

// RanksOf lists the ranks of persons on a ladder, oldest first. Every person
// asked for has an entry.
func (s *Store) RanksOf(ctx context.Context, persons []uuid.UUID, ladder uuid.UUID) (map[uuid.UUID][]*Rank, error) {
	return postgres.ListsByKey(ctx, s.DB, "read ranks", persons, func(r *Rank) uuid.UUID { return r.Person },
		ranks+`r.person_id = any(@ids) and r.ladder_id = @ladder order by r.during`, pgx.NamedArgs{"ladder": ladder})
}

// RanksByIDs finds ranks.
func (s *Store) RanksByIDs(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*Rank, error) {
	return postgres.ByKey(ctx, s.DB, "read ranks", func(r *Rank) uuid.UUID { return r.UUID },
		ranks+`r.id = any(@ids)`, pgx.NamedArgs{"ids": ids})
}

// Ranks are those of one person on a ladder, oldest first, read in a
// transaction.
func (s *Store) Ranks(ctx context.Context, tx pgx.Tx, person, ladder uuid.UUID) ([]Rank, error) {
	lists, err := (&Store{DB: tx}).RanksOf(ctx, []uuid.UUID{person}, ladder)
	return values(lists[person]), err
}

func values[T any](list []*T) []T {
	v := make([]T, len(list))
	for i, p := range list {
		v[i] = *p
	}
	return v
}
