package nomination

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/id"
	"dossier/internal/page"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Store reads nominations through a viewer's eyes: every statement carries the
// condition that package access gives for the viewer.
type Store struct {
	DB postgres.DB
}

// status is a nomination's status at the instant of the request: an open one
// past its time reads EXPIRED.
const status = `case when n.status in ('OFFERED', 'ACCEPTED') and n.expires_at <= @viewer_now then 'EXPIRED' else n.status end`

// nominator is who nominates, for a double the person that stays.
const nominator = `(select coalesce(s.same_as, s.id) from person s where s.id = n.nominator_id)`

const columns = `n.id, n.nominee_id, ` + nominator + ` as nominator_id, n.ladder_id, n.from_level, n.to_level, n.standing, n.relation, n.since, n.money,
	n.reason_not_to_promote, ` + status + ` as status, n.offered_at, n.expires_at, n.answered_at, n.withdrawn_at`

// ByIDs finds the nominations that the viewer may see.
func (s *Store) ByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Nomination, error) {
	where, args := access.Rows(v, access.SeeNomination)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, "read nominations", func(n *Nomination) uuid.UUID { return n.UUID },
		`select `+columns+` from nomination n where n.id = any(@ids) and `+where, args)
}

// Filter narrows a list of nominations. What is empty does not narrow.
type Filter struct {
	Status             []Status
	Nominee, Nominator *id.ID
}

// List returns a page of the nominations that the viewer may see, newest first.
func (s *Store) List(ctx context.Context, v *people.Viewer, f Filter, r page.Request) (*page.Connection[Nomination], error) {
	where, args := access.Rows(v, access.SeeNomination)
	if len(f.Status) > 0 {
		args["status"] = f.Status
		where += ` and ` + status + ` = any(@status)`
	}
	if f.Nominee != nil {
		args["nominee"], _ = f.Nominee.Row(id.Person)
		where += ` and n.nominee_id = @nominee`
	}
	if f.Nominator != nil {
		args["nominator"], _ = f.Nominator.Row(id.Person)
		where += ` and ` + nominator + ` = @nominator`
	}
	return postgres.Newest[Nomination](ctx, s.DB, "nominations", columns, ` from nomination n where `+where, "n", "offered_at", r, args,
		func(n *Nomination) (time.Time, uuid.UUID) { return n.OfferedAt, n.UUID })
}

// RecordsOf lists the records that nominations cite, in the nominator's order.
// Every nomination asked for has an entry. Whether the viewer may see a record
// is the records' own affair.
func (s *Store) RecordsOf(ctx context.Context, v *people.Viewer, nominations []uuid.UUID) (map[uuid.UUID][]uuid.UUID, error) {
	where, args := access.Rows(v, access.SeeNomination)
	args["ids"] = nominations
	m := make(map[uuid.UUID][]uuid.UUID, len(nominations))
	for _, k := range nominations {
		m[k] = []uuid.UUID{}
	}
	rows, err := s.DB.Query(ctx, `select c.nomination_id, c.record_id from nomination_record c join nomination n on n.id = c.nomination_id
		where n.id = any(@ids) and `+where+` order by c.position`, args)
	if err != nil {
		return nil, postgres.Fault(err, "read the records that are cited")
	}
	var nomination, record uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&nomination, &record}, func() error {
		m[nomination] = append(m[nomination], record)
		return nil
	})
	return m, postgres.Fault(err, "read the records that are cited")
}
