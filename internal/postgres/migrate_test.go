package postgres_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"dossier/internal/embedded/pgtest"
	"dossier/internal/postgres"
)

// plain is an empty database: a server of one's own, as the shared one has
// the schema already.
func plain(t *testing.T) string {
	t.Helper()
	pool := pgtest.Owner(t, pgtest.Pool(t))
	dsn := pool.Config().ConnString()
	if _, err := pool.Exec(t.Context(), "drop schema public cascade; create schema public"); err != nil {
		t.Fatal(err)
	}
	return dsn
}

// steps are the first n of three migrations, of which the second fails when
// it runs twice or before the first.
func steps(n int) fstest.MapFS {
	all := []struct{ name, sql string }{
		{"001_one.sql", "create table one (n int); select pg_sleep(0.1); insert into one values (1);"},
		{"002_two.sql", "alter table one add two int not null default 2;"},
		{"003_three.sql", "insert into one values (3, 3);"},
	}
	fs := fstest.MapFS{}
	for _, s := range all[:n] {
		fs[s.name] = &fstest.MapFile{Data: []byte(s.sql)}
	}
	return fs
}

func TestMigrateGoesForwardOnly(t *testing.T) {
	t.Parallel()
	dsn := plain(t)
	for _, tc := range []struct{ files, from, to int }{{1, 0, 1}, {1, 1, 1}, {3, 1, 3}, {3, 3, 3}} {
		from, to, err := postgres.MigrateTo(t.Context(), dsn, steps(tc.files))
		if err != nil || from != tc.from || to != tc.to {
			t.Errorf("with %d files: from %d to %d, %v; want from %d to %d", tc.files, from, to, err, tc.from, tc.to)
		}
	}
	from, to, err := postgres.MigrateTo(t.Context(), dsn, steps(2))
	newer, ok := errors.AsType[*postgres.Mismatch](err)
	if !ok || newer.Database != 3 || newer.Program != 2 || from != 3 || to != 2 {
		t.Fatalf("an older program: from %d to %d, %v; want *Mismatch", from, to, err)
	}
	if text := err.Error(); !strings.Contains(text, "version 3") || !strings.Contains(text, "only 2") || !strings.Contains(text, "newer program") {
		t.Errorf("the text is %q", text)
	}
}

func TestProcessesThatMigrateAtOnce(t *testing.T) {
	t.Parallel()
	dsn := plain(t)
	type result struct {
		from, to int
		err      error
	}
	results := make(chan result)
	for range 5 {
		go func() {
			from, to, err := postgres.MigrateTo(t.Context(), dsn, steps(3))
			results <- result{from, to, err}
		}()
	}
	worked := 0
	for range 5 {
		r := <-results
		if r.err != nil || r.to != 3 {
			t.Errorf("got %+v", r)
		}
		if r.from == 0 {
			worked++
		}
	}
	if worked != 1 {
		t.Errorf("%d of 5 migrated from nothing, want 1", worked)
	}
}

func TestAFailedMigrationLeavesTheVersionBeforeIt(t *testing.T) {
	t.Parallel()
	dsn := plain(t)
	broken := steps(1)
	broken["002_broken.sql"] = &fstest.MapFile{Data: []byte("create table half (n int); select 1/0;")}
	if _, _, err := postgres.MigrateTo(t.Context(), dsn, broken); err == nil || !strings.Contains(err.Error(), "002_broken.sql") {
		t.Errorf("got %v, want the name of the file", err)
	}
	pool, err := postgres.Open(t.Context(), dsn, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if v, err := postgres.Version(t.Context(), pool); v != 1 || err != nil {
		t.Errorf("version %d, %v; want 1", v, err)
	}
	if one[bool](t, pool, "select to_regclass('half') is not null") {
		t.Error("half of the migration is there")
	}
	if from, to, err := postgres.MigrateTo(t.Context(), dsn, steps(3)); from != 1 || to != 3 || err != nil {
		t.Errorf("the mended one: from %d to %d, %v", from, to, err)
	}
}

func TestCurrent(t *testing.T) {
	t.Parallel()
	pool := pgtest.Owner(t, pgtest.Pool(t))
	if err := postgres.Current(t.Context(), pool); err != nil {
		t.Errorf("a database with our schema: %v", err)
	}
	for _, tc := range []struct {
		sql      string
		database int
		want     string
	}{
		{"update public.schema_version set version = version + 1", postgres.Latest() + 1, "run a newer program"},
		{"update public.schema_version set version = 0", 0, "dossier migrate"},
		{"drop table public.schema_version", 0, "dossier migrate"},
	} {
		if _, err := pool.Exec(t.Context(), tc.sql); err != nil {
			t.Fatal(err)
		}
		err := postgres.Current(t.Context(), pool)
		m, ok := errors.AsType[*postgres.Mismatch](err)
		if !ok || m.Database != tc.database || m.Program != postgres.Latest() || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("after %q: %v", tc.sql, err)
		}
	}
	pool.Close()
	if err := postgres.Current(t.Context(), pool); !postgres.IsUnavailable(err) {
		t.Errorf("without a database: %v", err)
	}
}

func TestOurMigrationsRunOnAnEmptyDatabase(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("migrations/*.sql")
	if err != nil || len(files) == 0 || len(files) != postgres.Latest() {
		t.Fatalf("%d files, %v; the program carries %d", len(files), err, postgres.Latest())
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil || strings.Contains(string(text), "create above / drop below") {
			t.Errorf("%s: %v; a migration goes forward only", f, err)
		}
	}
	dsn := plain(t)
	if from, to, err := postgres.Migrate(t.Context(), dsn); from != 0 || to != len(files) || err != nil {
		t.Errorf("from %d to %d, %v", from, to, err)
	}
}

func TestMigrateAnAddressThatIsNone(t *testing.T) {
	t.Parallel()
	for _, dsn := range []string{"postgres://u:secret@host:port/x", "postgres://u:secret@127.0.0.1:1/x"} {
		if _, _, err := postgres.Migrate(t.Context(), dsn); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", dsn, err)
		}
	}
}
