package mentoring

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// SessionsByIDs finds sessions of mentorships whose sessions the viewer may see.
func (s *Store) SessionsByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Session, error) {
	where, args := access.Rows(v, access.SeeSessions)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, "read sessions", func(e *Session) uuid.UUID { return e.UUID },
		`select e.id, e.held_on, e.recorded_by from mentoring_session e join mentorship m on m.id = e.mentorship_id where e.id = any(@ids) and `+where, args)
}

// EntriesByIDs finds lines of statements that the viewer may see, by the ids of
// their accruals.
func (s *Store) EntriesByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*StatementEntry, error) {
	rows, err := s.DB.Query(ctx, `select distinct agreement_id from accrual where id = any($1)`, ids)
	if err != nil {
		return nil, postgres.Fault(err, "find accruals")
	}
	agreements, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return nil, postgres.Fault(err, "find accruals")
	}
	statements, err := s.Statements(ctx, v, agreements)
	m := map[uuid.UUID]*StatementEntry{}
	for _, one := range statements {
		for _, e := range one.Entries {
			m[e.UUID] = e
		}
	}
	return m, err
}
