package record

import (
	"context"

	"github.com/google/uuid"

	"dossier/internal/access"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// ConfirmationsByIDs finds steps of the confirmation of records that the viewer
// may see.
func (s *Store) ConfirmationsByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Confirmation, error) {
	where, args := access.Rows(v, access.SeeRecord)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, "read confirmations", func(c *Confirmation) uuid.UUID { return c.UUID },
		`select c.id, c.record_id, c.state, c.of_person, c.by_person, c.as_capacity, c.note, c.at
		from confirmation c join record r on r.id = c.record_id where c.id = any(@ids) and `+where, args)
}

// LinksByIDs finds links that the viewer may make and revoke.
func (s *Store) LinksByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*ConfirmationLink, error) {
	where, args := access.Rows(v, access.Link)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, "read confirmation links", func(l *ConfirmationLink) uuid.UUID { return l.UUID },
		`select l.id, l.expires_at from confirmation_link l join record r on r.id = l.record_id where l.id = any(@ids) and `+where, args)
}
