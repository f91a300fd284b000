package postgres

import (
	"context"
	"io/fs"
)

// MigrateTo is Migrate with other migrations than the program's own.
func MigrateTo(ctx context.Context, dsn string, migrations fs.FS) (from, to int, err error) {
	return migrateTo(ctx, dsn, migrations)
}
