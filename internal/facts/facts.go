// Package facts gathers what is known of persons on one ladder: ranks, pauses,
// records, surfaces, mentorships, nominations, answers and progress, from the
// tables of several areas and in few statements, however many persons are
// asked for. It gives them to the pure rules of package standing, and in the
// form that an analysis compares claims with. It owns no table, writes nothing
// and judges nothing.
package facts

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/fault"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/record"
	"dossier/internal/standing"
)

// Store reads facts. It takes two statements, for one person or for many.
type Store struct {
	DB postgres.DB
}

// Of gathers the facts of the persons whose records the viewer may see; others
// are absent. Accepted nominations are facts for whoever may see the person's,
// others for who may see these. What it reads is decoded anew each time: the
// caller owns it.
func (s *Store) Of(ctx context.Context, v *people.Viewer, version *ladder.Version, persons []uuid.UUID) (map[uuid.UUID]*standing.Facts, error) {
	where, args := access.Rows(v, access.SeeRecords)
	args["persons"], args["ladder"] = persons, version.LadderID
	nominations, _ := access.Rows(v, access.SeeNomination)
	rows, err := postgres.Rows[row](ctx, s.DB, "gather facts", `select p.id, `+columns(nominations)+` from person p where p.id = any(@persons) and `+where, args)
	if err != nil || len(rows) == 0 {
		return map[uuid.UUID]*standing.Facts{}, err
	}
	m := make(map[uuid.UUID]*standing.Facts, len(rows))
	seen := make([]uuid.UUID, len(rows))
	for i, r := range rows {
		m[r.ID], seen[i] = r.facts(version.LadderID), r.ID
	}
	records, err := record.OfPersons(ctx, s.DB, seen)
	for person, f := range m {
		f.Records = records[person]
	}
	return m, err
}

// In gathers the facts of one person in the transaction of an act, as the
// person sees them.
func (s *Store) In(ctx context.Context, tx pgx.Tx, version *ladder.Version, person uuid.UUID, now time.Time) (*standing.Facts, error) {
	m, err := (&Store{DB: tx}).Of(ctx, &people.Viewer{Person: person, Now: now}, version, []uuid.UUID{person})
	if err == nil && m[person] == nil {
		err = fault.ErrNotFound
	}
	return m[person], err
}
