package postgres

import (
	"context"
	"io/fs"
)

// MigrateTo is Migrate with other migrations than the program's own.
func MigrateTo(ctx context.Context, dsn string, migrations fs.FS) (from, to int, err error) {
	conn, err := connectOwner(ctx, dsn)
	if err != nil {
		return 0, 0, err
	}
	defer conn.Close(ctx)
	return migrateTo(ctx, conn, migrations)
}
