package audit

import (
	"context"
	"time"

	"github.com/google/uuid"

	"dossier/internal/postgres"
)

// List gives each row that is about a person, oldest first, from a time on.
// It stops at the first error of each and returns it.
func List(ctx context.Context, db postgres.DB, person uuid.UUID, since time.Time, each func(Row) error) error {
	rows, err := db.Query(ctx, `select `+columns+` from audit where subject = $1 and at >= $2 order by seq`, person, since)
	if err != nil {
		return postgres.Fault(err, "list the audit trail")
	}
	defer rows.Close()
	for rows.Next() {
		r, err := scan(rows)
		if err != nil {
			return err
		}
		if err := each(r); err != nil {
			return err
		}
	}
	return postgres.Fault(rows.Err(), "list the audit trail")
}
