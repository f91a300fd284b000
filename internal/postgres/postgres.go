// Package postgres opens the pool, brings the schema up to date and reads
// what the server says when it refuses. It owns the migrations and the tables
// schema_version and idempotency_key; it knows no area and none of their
// tables.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	pgxuuid "github.com/vgarvardt/pgx-google-uuid/v5"

	"dossier/internal/fault"
)

// Options are the settings of a pool. The zero value with Runtime as role is
// right for the server and the worker.
type Options struct {
	Role             string          // what every connection acts as: Runtime for all that needs no DDL; whoever signs in if empty
	App              string          // application_name, seen in pg_stat_activity; "dossier" if empty
	MaxConns         int32           // connections at most; 10 if zero
	StatementTimeout time.Duration   // one statement at most; 30 s if zero, none if negative
	Wait             time.Duration   // how long to wait for a server that starts; 15 s if zero, not at all if negative
	Tracer           pgx.QueryTracer // sees every statement; may be nil
}

// Open connects. A server that is not there yet is waited for; a wrong
// address, name or password is told at once. Settings that the DSN names
// itself are left as they are.
func Open(ctx context.Context, dsn string, o Options) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		// The driver's text repeats the address with the password masked as
		// well as it can; a masked guess has no place in a log.
		return nil, fault.New(fault.Invalid, "the database address cannot be read: give a URL such as postgres://user:password@host:5432/dossier")
	}
	o.apply(cfg)
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("make a pool of connections: %w", err)
	}
	wait := o.Wait
	if wait == 0 {
		wait = 15 * time.Second
	}
	if err := ready(ctx, pool, wait); err != nil {
		pool.Close()
		return nil, err
	}
	return pool, nil
}

func (o Options) apply(cfg *pgxpool.Config) {
	cfg.MaxConns = o.MaxConns
	if cfg.MaxConns == 0 {
		cfg.MaxConns = 10
	}
	cfg.MaxConnLifetime = time.Hour
	cfg.MaxConnLifetimeJitter = 5 * time.Minute
	cfg.MaxConnIdleTime = 5 * time.Minute
	cfg.ConnConfig.Tracer = o.Tracer
	if cfg.ConnConfig.ConnectTimeout == 0 {
		cfg.ConnConfig.ConnectTimeout = 5 * time.Second
	}
	timeout := o.StatementTimeout
	if timeout == 0 {
		timeout = 30 * time.Second
	}
	app := o.App
	if app == "" {
		app = "dossier"
	}
	given := cfg.ConnConfig.RuntimeParams
	set := func(name, value string) {
		if _, named := given[name]; !named {
			given[name] = value
		}
	}
	set("application_name", app)
	set("timezone", "UTC")
	// Access makes statements that look dear and read little: to compile one
	// takes longer than to run it.
	set("jit", "off")
	set("idle_in_transaction_session_timeout", "60000")
	if timeout > 0 {
		set("statement_timeout", fmt.Sprint(timeout.Milliseconds()))
	}
	cfg.AfterConnect = func(ctx context.Context, c *pgx.Conn) error {
		if o.Role != "" {
			if _, err := c.Exec(ctx, "set role "+pgx.Identifier{o.Role}.Sanitize()); err != nil {
				return roleFault(err, o.Role, c.Config().User)
			}
		}
		return types(ctx, c)
	}
}

// roleFault says what to do about a role that cannot be taken.
func roleFault(err error, role, user string) error {
	switch Code(err) {
	case "22023": // no such role
		return fault.Wrap(fault.Invalid, err, "the database has no role %s: run `dossier migrate`, which makes it", role)
	case "42501":
		return fault.Wrap(fault.Invalid, err, "%[2]s may not act as %[1]s: name %[1]s in DATABASE_URL, or as a superuser run `grant %[1]s to %[2]s`", role, pgx.Identifier{user}.Sanitize())
	}
	return err
}

// types makes every time that is read a time in UTC, so that what a test or a
// client sees does not depend on where the program runs, and sends UUIDs as
// their bytes instead of by way of text.
func types(_ context.Context, c *pgx.Conn) error {
	m := c.TypeMap()
	pgxuuid.Register(m)
	scan := &pgtype.Type{Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC}}
	m.RegisterType(scan)
	m.RegisterType(&pgtype.Type{Name: "_timestamptz", OID: pgtype.TimestamptzArrayOID, Codec: &pgtype.ArrayCodec{ElementType: scan}})
	return nil
}

// ready waits until the server answers.
func ready(ctx context.Context, pool *pgxpool.Pool, wait time.Duration) error {
	end := time.Now().Add(wait)
	for pause := 20 * time.Millisecond; ; pause = min(2*pause, time.Second) {
		err := pool.Ping(ctx)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return fmt.Errorf("connect to the database: %w", err)
		}
		if !starting(err) || time.Now().Add(pause).After(end) {
			return connectFault(err)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("connect to the database: %w", ctx.Err())
		case <-time.After(pause):
		}
	}
}

// starting tells whether it makes sense to try again: the server is not
// there, or there but not ready. What it refuses by name stays refused.
func starting(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return unavailable(pg.Code)
	}
	return IsUnavailable(err)
}

func connectFault(err error) error {
	if _, ok := errors.AsType[*fault.Fault](err); ok {
		return err
	}
	pg, _ := errors.AsType[*pgconn.PgError](err)
	switch {
	case pg != nil && (pg.Code == "28P01" || pg.Code == "28000"):
		return fault.Wrap(fault.Invalid, err, "the database refuses the user or the password: check DATABASE_URL")
	case pg != nil && pg.Code == "3D000":
		return fault.Wrap(fault.Invalid, err, "the database named in DATABASE_URL does not exist: create it, or name another")
	default:
		return fault.Wrap(fault.Unavailable, err, "the database cannot be reached: check that it runs and that DATABASE_URL names it")
	}
}

// InTx runs fn in one transaction: committed if fn returns nil, else rolled
// back and fn's error returned as it is.
func InTx(ctx context.Context, pool *pgxpool.Pool, fn func(pgx.Tx) error) error {
	return pgx.BeginFunc(ctx, pool, fn)
}
