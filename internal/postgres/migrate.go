package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/tern/v2/migrate"

	"dossier/internal/fault"
)

//go:embed migrations
var embedded embed.FS

// versionTable holds one row: the number of the last migration that ran.
const versionTable = "public.schema_version"

// files returns the migrations that this program carries.
func files() fs.FS {
	sub, err := fs.Sub(embedded, "migrations")
	if err != nil {
		panic(err) // the name is a constant that fs.Sub accepts
	}
	return sub
}

// Mismatch says that the schema of a database is not the one that this
// program was built for.
type Mismatch struct {
	Database int // the version that the database has
	Program  int // the version that the program carries
}

func (m *Mismatch) Error() string {
	if m.Database > m.Program {
		return fmt.Sprintf("the database has schema version %d but this program knows only %d: run a newer program; a schema never goes back", m.Database, m.Program)
	}
	return fmt.Sprintf("the database has schema version %d but this program needs %d: run `dossier migrate`", m.Database, m.Program)
}

// Migrate brings the schema forward to the version that the program carries,
// makes the role that the program runs as, and returns the versions before and
// after. It may run in several processes at once: one works, the others wait
// for it. A database that is newer than the program is left alone and reported
// as a *Mismatch.
func Migrate(ctx context.Context, dsn string) (from, to int, err error) {
	conn, err := connectOwner(ctx, dsn)
	if err != nil {
		return 0, 0, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if err := makeRuntime(ctx, conn); err != nil {
		return 0, 0, err
	}
	if from, to, err = migrateTo(ctx, conn, files()); err == nil {
		err = grantRuntime(ctx, conn)
	}
	return from, to, err
}

// connectOwner connects as the owner of the tables.
func connectOwner(ctx context.Context, dsn string) (*pgx.Conn, error) {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, fault.New(fault.Invalid, "the database address cannot be read: give a URL such as postgres://user:password@host:5432/dossier")
	}
	// A migration may take long, and so may the wait for another process.
	cfg.RuntimeParams["statement_timeout"] = "0"
	cfg.RuntimeParams["application_name"] = "dossier migrate"
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return nil, connectFault(err)
	}
	return conn, nil
}

func migrateTo(ctx context.Context, conn *pgx.Conn, migrations fs.FS) (from, to int, err error) {
	m, err := migrate.NewMigrator(ctx, conn, versionTable)
	if err != nil {
		return 0, 0, fmt.Errorf("prepare to migrate: %w", err)
	}
	if err := m.LoadMigrations(migrations); err != nil {
		return 0, 0, fmt.Errorf("load the migrations: %w", err)
	}
	to, from = len(m.Migrations), -1
	m.OnStart = func(sequence int32, _, _, _ string) {
		if from < 0 { // read here, the number stands under the lock
			from = int(sequence) - 1
		}
	}
	if now, err := m.GetCurrentVersion(ctx); err != nil {
		return 0, 0, fmt.Errorf("read the schema version: %w", err)
	} else if int(now) > to {
		return int(now), to, &Mismatch{Database: int(now), Program: to}
	}
	err = m.Migrate(ctx)
	if _, newer := errors.AsType[migrate.BadVersionError](err); newer {
		// A newer program was faster between the two reads.
		if now, readErr := m.GetCurrentVersion(ctx); readErr == nil {
			return int(now), to, &Mismatch{Database: int(now), Program: to}
		}
	}
	if err != nil {
		return max(from, 0), to, fmt.Errorf("migrate the schema: %w", err)
	}
	if from < 0 {
		from = to
	}
	return from, to, nil
}

// Latest returns the schema version that the program carries.
func Latest() int {
	names, err := migrate.FindMigrations(files())
	if err != nil {
		return 0 // a test reads every embedded file, so this cannot pass unseen
	}
	return len(names)
}

// Querier is what Version and Current ask: a pool, a connection or a
// transaction.
type Querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// Version returns the schema version of a database, 0 for an empty one.
func Version(ctx context.Context, q Querier) (int, error) {
	var v int
	err := q.QueryRow(ctx, "select version from "+versionTable).Scan(&v)
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && pg.Code == "42P01" {
		return 0, nil // no such table
	}
	if err != nil {
		return 0, Fault(err, "read the schema version")
	}
	return v, nil
}

// Current returns nil if the database answers and has the schema of this
// program, which is what /readyz asks; else a *Mismatch or a fault.
func Current(ctx context.Context, q Querier) error {
	v, err := Version(ctx, q)
	if err != nil {
		return err
	}
	if v != Latest() {
		return &Mismatch{Database: v, Program: Latest()}
	}
	return nil
}
