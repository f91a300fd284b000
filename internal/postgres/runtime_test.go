package postgres_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/embedded/pgtest"
	"dossier/internal/fault"
	"dossier/internal/postgres"
)

// as is an address with another user, password or database.
func as(t *testing.T, dsn, user, password, database string) string {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	if user != "" {
		u.User = url.UserPassword(user, password)
	}
	if database != "" {
		u.Path = "/" + database
	}
	return u.String()
}

func open(t *testing.T, dsn string) *pgxpool.Pool {
	t.Helper()
	pool, err := postgres.Open(t.Context(), dsn, postgres.Options{Role: postgres.Runtime})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

func must(t *testing.T, db postgres.DB, sql string) {
	t.Helper()
	if _, err := db.Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

const entry = `insert into audit (seq, at, act, object, detail, prev, hash) values (1, now(), 'test', '', '{}', '', '')`

// The trail is added to and read, whatever the program is made to try: through
// its own pool on the owner's address, and as a login that has no other rights
// and cannot find a way back to them.
func TestTheTrailCannotBeChanged(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	owner := pgtest.Owner(t, pool)
	member := "member_of_" + one[string](t, owner, "select current_database()")
	must(t, owner, "create role "+member+" login in role dossier_runtime")
	t.Cleanup(func() { // before the pools are closed
		if _, err := owner.Exec(context.Background(), "drop role "+member); err != nil {
			t.Error(err)
		}
	})
	must(t, pool, entry)
	login, err := pgx.Connect(t.Context(), as(t, pool.Config().ConnString(), member, "", ""))
	if err != nil {
		t.Fatal(err)
	}
	defer login.Close(context.WithoutCancel(t.Context()))
	for _, who := range []struct {
		name   string
		db     postgres.DB
		before []string
	}{
		{"the program's pool", pool, nil},
		{"a login that is only a member", login, nil},
		{"the same after reset role", login, []string{"set role dossier_runtime", "reset role"}},
	} {
		for _, sql := range who.before {
			must(t, who.db, sql)
		}
		if n := one[int](t, who.db, "select count(*) from audit"); n != 1 {
			t.Errorf("%s reads %d rows, want 1", who.name, n)
		}
		for _, sql := range []string{
			"update audit set act = 'other'", "update audit set seq = seq where false", "delete from audit", "truncate audit", "drop table audit",
			"alter table audit disable trigger all", "alter table audit add column note text", "alter table audit owner to dossier_runtime",
			"drop trigger audit_is_immutable on audit", "create rule r as on insert to audit do instead nothing",
			"create trigger t before insert on audit execute function refuse_change()", "create or replace function refuse_change() returns trigger language sql as ''",
			"set session_replication_role = replica", "select * from audit for update", "create table public.other (n int)",
			"update schema_version set version = 0", "drop schema public cascade", "alter role dossier_runtime superuser",
		} {
			if _, err := who.db.Exec(t.Context(), sql); postgres.Code(err) != "42501" {
				t.Errorf("%s may %s: %v", who.name, sql, err)
			}
		}
	}
	for _, sql := range []string{"set role dossier", "set session authorization dossier"} {
		if _, err := login.Exec(t.Context(), sql); postgres.Code(err) != "42501" {
			t.Errorf("a member may %s: %v", sql, err)
		}
	}
	// Nor does the owner by mistake.
	for _, sql := range []string{"update audit set act = 'other'", "delete from audit", "truncate audit"} {
		if _, err := owner.Exec(t.Context(), sql); err == nil || !strings.Contains(err.Error(), "audit is immutable") {
			t.Errorf("the owner may %s: %v", sql, err)
		}
	}
}

// rightsOf lists what the role may do to the tables of a database.
func rightsOf(t *testing.T, db postgres.DB) map[string]string {
	t.Helper()
	rows, err := db.Query(t.Context(), `select relname, string_agg(p, ' ' order by n) from pg_class c,
		unnest('{select,insert,update,delete,truncate,references,trigger}'::text[]) with ordinality as r (p, n)
		where relnamespace = 'public'::regnamespace and relkind = 'r' and has_table_privilege('dossier_runtime', c.oid, p) group by relname`)
	if err != nil {
		t.Fatal(err)
	}
	rights := map[string]string{}
	var table, may string
	if _, err := pgx.ForEachRow(rows, []any{&table, &may}, func() error { rights[table] = may; return nil }); err != nil {
		t.Fatal(err)
	}
	return rights
}

func TestRightsFollowWhatATableIs(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	owner := pgtest.Owner(t, pool)
	all := "select insert update delete"
	got := rightsOf(t, owner)
	for table, want := range map[string]string{
		"audit": "select insert", "response": "select insert", "ladder_version": "select insert", "document_version": "select insert",
		"record": "select insert update", "schema_version": "select", "dossier": all, "analysis": all, "idempotency_key": all, "role_grant": all,
	} {
		if got[table] != want {
			t.Errorf("on %s the role may %s, want %s", table, got[table], want)
		}
	}
	if tables := one[int](t, owner, `select count(*) from pg_tables where schemaname = 'public'`); len(got) != tables {
		t.Errorf("the role may read %d of %d tables", len(got), tables)
	}
	frozen := one[[]string](t, owner, `select array_agg(distinct tgrelid::regclass::text) from pg_trigger where tgfoid = 'refuse_change'::regproc`)
	for _, table := range frozen {
		if got[table] != "select insert" {
			t.Errorf("%s never changes, and the role may %s", table, got[table])
		}
	}
	if len(frozen) < 10 {
		t.Errorf("only %d tables never change", len(frozen))
	}

	// A table of a later migration can be used at once, and has its own rights
	// after the next run.
	must(t, owner, `create table later (n int generated always as identity, m serial);
		create table frozen (n int); create trigger t before update or delete on frozen for each row execute function refuse_change()`)
	if later := rightsOf(t, owner); later["later"] != all || later["frozen"] != all {
		t.Errorf("before migrate: %s", later)
	}
	must(t, pool, "insert into later default values")
	if _, _, err := postgres.Migrate(t.Context(), pool.Config().ConnString()); err != nil {
		t.Fatal(err)
	}
	if later := rightsOf(t, owner); later["later"] != all || later["frozen"] != "select insert" {
		t.Errorf("after migrate: %s", later)
	}
	must(t, pool, "insert into later default values")
}

// Roles are the cluster's: many databases that are migrated at once make one.
func TestManyDatabasesMakeOneRole(t *testing.T) {
	t.Parallel()
	s := pgtest.Server(t)
	owner, err := postgres.Open(t.Context(), s.DSN(), postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close()
	must(t, owner, "drop owned by dossier_runtime")
	must(t, owner, "drop role dossier_runtime")
	if _, err := postgres.Open(t.Context(), s.DSN(), postgres.Options{Role: postgres.Runtime}); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "run `dossier migrate`") {
		t.Errorf("without the role: %v", err)
	}
	const databases, each = 4, 3
	var addresses []string
	for i := range databases {
		must(t, owner, fmt.Sprintf("create database other_%d", i))
		addresses = append(addresses, as(t, s.DSN(), "", "", fmt.Sprintf("other_%d", i)))
	}
	done := make(chan error)
	for range each {
		for _, dsn := range addresses {
			go func() {
				_, _, err := postgres.Migrate(t.Context(), dsn)
				done <- err
			}()
		}
	}
	for range each * databases {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	for _, dsn := range addresses {
		must(t, open(t, dsn), entry)
	}
	if one[bool](t, owner, "select rolcanlogin from pg_roles where rolname = 'dossier_runtime'") {
		t.Error("the role can sign in, and nobody has given it a password")
	}
}
