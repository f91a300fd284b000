package people

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/postgres"
)

// PausesOf lists the pauses of persons that were not lifted, oldest first.
// Every person asked for has an entry. Who may know them is not asked here.
func (s *Store) PausesOf(ctx context.Context, persons []uuid.UUID) (map[uuid.UUID][]*Pause, error) {
	list, err := s.PausesWhere(ctx, `p.id = any(@ids)`, pgx.NamedArgs{"ids": persons})
	m := make(map[uuid.UUID][]*Pause, len(persons))
	for _, k := range persons {
		m[k] = []*Pause{}
	}
	for _, p := range list {
		m[p.Person] = append(m[p.Person], p)
	}
	return m, err
}

// Pauses are those of one person, oldest first, read in a transaction.
func (s *Store) Pauses(ctx context.Context, tx pgx.Tx, person uuid.UUID) ([]Pause, error) {
	lists, err := (&Store{DB: tx}).PausesOf(ctx, []uuid.UUID{person})
	return values(lists[person]), err
}

// PausesWhere lists pauses that were not lifted, oldest first, by a condition
// on tenure_pause t and its person p.
func (s *Store) PausesWhere(ctx context.Context, where string, args pgx.NamedArgs) ([]*Pause, error) {
	rows, err := s.DB.Query(ctx, `select t.id, t.person_id, lower(t.during), upper(t.during), t.reason
		from tenure_pause t join person p on p.id = t.person_id where t.lifted_at is null and `+where+` order by t.during, t.id`, args)
	if err != nil {
		return nil, postgres.Fault(err, "read pauses")
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (*Pause, error) {
		p := &Pause{}
		return p, row.Scan(&p.UUID, &p.Person, &p.Span.From, &p.Span.To, &p.Reason)
	})
	return list, postgres.Fault(err, "read pauses")
}
