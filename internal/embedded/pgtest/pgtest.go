// Package pgtest gives tests a real Postgres: one server for each test
// binary, one database for each test, with the schema in place. It owns a
// cache of a ready-made cluster in the machine's folder for temporary files,
// so that initdb runs once per machine, and needs no set-up and no TestMain.
package pgtest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/embedded"
	"dossier/internal/postgres"
)

// fast trades safety for speed: the data of a test is not worth a disk's
// wait. Autovacuum is off because it would hold up CREATE DATABASE.
var fast = [...]string{
	"fsync=off", "synchronous_commit=off", "full_page_writes=off",
	"autovacuum=off", "wal_level=minimal", "max_wal_senders=0",
	"max_connections=400", "jit=off", "max_wal_size=64MB", "min_wal_size=32MB",
}

// template is the database that every test gets a copy of.
const template = "dossier"

// shared is the server of this test binary and the number of its databases.
type shared struct {
	server *embedded.Postgres
	made   atomic.Int64
}

// server starts the shared server at the first call. It is the one variable
// of this package, and only the standard library writes to it: tests of one
// binary have no other place in common, and the server ends with the binary,
// whatever ends it, because its guard watches for that.
var server = sync.OnceValues(func() (*shared, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	root, err := newCluster(ctx)
	if err != nil {
		return nil, err
	}
	pg, err := embedded.Start(ctx, embedded.Options{
		Dir: root + "/cluster", Socket: root + "/socket", Remove: root, Settings: fast[:],
	})
	if err != nil {
		os.RemoveAll(root)
		return nil, err
	}
	if _, _, err := postgres.Migrate(ctx, pg.DSN()); err != nil {
		pg.Stop()
		return nil, err
	}
	return &shared{server: pg}, nil
})

// New makes a database with the current schema for one test, drops it when
// the test ends, and returns its address.
func New(t testing.TB) (dsn string) {
	t.Helper()
	s, err := server()
	if err != nil {
		t.Fatalf("start a postgres for the tests: %v", err)
	}
	name := fmt.Sprintf("test_%d", s.made.Add(1))
	admin(t, s, "create database "+name+" template "+template+" strategy file_copy")
	t.Cleanup(func() { drop(t, s, name) })
	return database(s.server.DSN(), name)
}

// Pool is New and a pool on it, which acts as the role that the program runs
// as and is closed when the test ends. Options may be given once, to count
// statements or to allow more connections.
func Pool(t testing.TB, opts ...postgres.Options) *pgxpool.Pool {
	t.Helper()
	var o postgres.Options
	if len(opts) > 0 {
		o = opts[0]
	}
	o.Role = postgres.Runtime
	return open(t, New(t), o)
}

// Owner is a pool on the same database as another that acts as the owner of
// the tables, for what the program itself may not do.
func Owner(t testing.TB, same *pgxpool.Pool) *pgxpool.Pool {
	t.Helper()
	return open(t, same.Config().ConnString(), postgres.Options{})
}

func open(t testing.TB, dsn string, o postgres.Options) *pgxpool.Pool {
	t.Helper()
	pool, err := postgres.Open(t.Context(), dsn, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

// admin runs one statement outside every test's database.
func admin(t testing.TB, s *shared, sql string) {
	t.Helper()
	connect(t, s, func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, sql)
		return err
	})
}

// drop drops a test's database. A connection that was just closed lingers for
// a moment; dropping would find it and wait for 100 ms.
func drop(t testing.TB, s *shared, name string) {
	t.Helper()
	connect(t, s, func(ctx context.Context, conn *pgx.Conn) error {
		for range 20 {
			var used bool
			err := conn.QueryRow(ctx, "select exists (select from pg_stat_activity where datname = $1)", name).Scan(&used)
			if err != nil {
				return err
			}
			if !used {
				break
			}
			time.Sleep(time.Millisecond)
		}
		_, err := conn.Exec(ctx, "drop database "+name+" with (force)")
		return err
	})
}

// connect gives do a connection of its own. Its context is not the test's,
// which has ended when a cleanup runs.
func connect(t testing.TB, s *shared, do func(context.Context, *pgx.Conn) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, database(s.server.DSN(), "postgres"))
	if err != nil {
		t.Fatalf("connect to the tests' postgres: %v", err)
	}
	defer conn.Close(ctx)
	if err := do(ctx, conn); err != nil {
		t.Fatalf("make or drop a test's database: %v", err)
	}
}

// database returns the address of another database on the same server.
func database(dsn, name string) string {
	u, err := url.Parse(dsn)
	if err != nil {
		panic(err) // we have made it
	}
	u.Path = "/" + name
	return u.String()
}
