package ladder

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/postgres"
)

// CurrentOf finds the newest versions of ladders by the ladders' own ids; an
// id that is unknown is left out.
func (c *Catalog) CurrentOf(ctx context.Context, ladders []uuid.UUID) (map[uuid.UUID]*Version, error) {
	type row struct {
		Ladder  uuid.UUID `db:"id"`
		Version uuid.UUID `db:"current_version"`
	}
	rows, err := postgres.Rows[row](ctx, c.db, "read ladders",
		`select id, current_version from ladder where id = any(@ids) and current_version is not null`, pgx.NamedArgs{"ids": ladders})
	if err != nil {
		return nil, err
	}
	versions, err := c.ByIDs(ctx, each(rows, func(r *row) uuid.UUID { return r.Version }))
	m := make(map[uuid.UUID]*Version, len(rows))
	for _, r := range rows {
		m[r.Ladder] = versions[r.Version]
	}
	return m, err
}
