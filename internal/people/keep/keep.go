// Package keep holds what stewards do to the ranks and pauses of others:
// correct a rank, record a pause, lift one that was wrong. Nothing is
// overwritten: a corrected rank is superseded, a lifted pause stays in its
// table. It works on tables that package people owns, and stands apart from it
// because it asks package access, which knows viewers.
package keep

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/access"
	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// MaxReason is how many characters a reason may have.
const MaxReason = 1000

// Acts is what a steward can do. Each act is one transaction.
type Acts struct {
	DB      *pgxpool.Pool
	Ladders *ladder.Catalog
	NewID   func() uuid.UUID
}

// CorrectRankInput is the input of CorrectRank.
type CorrectRankInput struct {
	Person id.ID
	// Ladder is a slug; the only ladder or the default one if nil.
	Ladder *string
	Level  string
	From   day.Day
	// To is the first day on which the level is no longer held, nil while it
	// lasts.
	To     *day.Day
	Reason string
	// Supersedes is the rank that was wrong, nil for one that is missing.
	Supersedes *id.ID
	Key        *string
}

// AddPauseInput is the input of AddPause.
type AddPauseInput struct {
	Person id.ID
	From   day.Day
	// To is the first day after the pause, nil while it lasts.
	To     *day.Day
	Reason string
	Key    *string
}

// LiftPauseInput is the input of LiftPause.
type LiftPauseInput struct {
	Pause id.ID
}

// Store reads pauses through a viewer's eyes.
type Store struct {
	DB postgres.DB
}

// PausesOf lists the pauses of persons that the viewer may know, oldest first.
// Every person asked for has an entry.
func (s *Store) PausesOf(ctx context.Context, v *people.Viewer, persons []uuid.UUID) (map[uuid.UUID][]*people.Pause, error) {
	m := make(map[uuid.UUID][]*people.Pause, len(persons))
	for _, k := range persons {
		m[k] = []*people.Pause{}
	}
	list, err := s.seen(ctx, v, `p.id`, persons)
	for _, p := range list {
		m[p.Person] = append(m[p.Person], p)
	}
	return m, err
}

// PausesByIDs finds the pauses that the viewer may know.
func (s *Store) PausesByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*people.Pause, error) {
	list, err := s.seen(ctx, v, `t.id`, ids)
	m := make(map[uuid.UUID]*people.Pause, len(list))
	for _, p := range list {
		m[p.UUID] = p
	}
	return m, err
}

func (s *Store) seen(ctx context.Context, v *people.Viewer, column string, ids []uuid.UUID) ([]*people.Pause, error) {
	where, args := access.Rows(v, access.SeeRecords)
	args["ids"] = ids
	return (&people.Store{DB: s.DB}).PausesWhere(ctx, column+` = any(@ids) and `+where, args)
}

// lock finds the person whom the viewer may correct, for a double's id the one
// that stays, and keeps other acts of this package from them until the
// transaction ends.
func lock(ctx context.Context, tx pgx.Tx, v *people.Viewer, person id.ID) (uuid.UUID, error) {
	key, ok := person.Row(id.Person)
	if !ok {
		return uuid.Nil, fault.ErrNotFound
	}
	err := tx.QueryRow(ctx, `select p.id from person q join person p on p.id = coalesce(q.same_as, q.id) where q.id = $1 for no key update`, key).Scan(&key)
	if err != nil {
		return uuid.Nil, postgres.Fault(err, "find a person")
	}
	if !access.May(v, access.KeepRanks, access.Case{Related: map[access.Who][]uuid.UUID{access.ThePerson: {key}}}) {
		return uuid.Nil, fault.ErrNotFound
	}
	return key, nil
}

func (a *Acts) inTx(ctx context.Context, act string, fn func(pgx.Tx) error) error {
	return postgres.Fault(postgres.InTx(ctx, a.DB, fn), act)
}
