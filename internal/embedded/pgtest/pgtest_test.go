package pgtest_test

import (
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/embedded/pgtest"
	"dossier/internal/postgres"
)

func TestEveryTestHasADatabaseOfItsOwn(t *testing.T) {
	t.Parallel()
	for range 8 {
		t.Run("one", func(t *testing.T) {
			t.Parallel()
			pool := pgtest.Pool(t)
			if err := postgres.Current(t.Context(), pool); err != nil {
				t.Fatal(err)
			}
			if _, err := pgtest.Owner(t, pool).Exec(t.Context(), "create table mine (n int)"); err != nil {
				t.Errorf("another test's table is in the way: %v", err)
			}
		})
	}
}

// What tests do they do as the program does it; what it may not do is done by
// the owner, on the same database.
func TestPoolsActAsTheProgramAndAsTheOwner(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t, postgres.Options{Role: "dossier"}) // which is not asked
	acts := func(pool *pgxpool.Pool) (user, database string) {
		t.Helper()
		if err := pool.QueryRow(t.Context(), "select current_user, current_database()").Scan(&user, &database); err != nil {
			t.Fatal(err)
		}
		return user, database
	}
	user, database := acts(pool)
	owner, same := acts(pgtest.Owner(t, pool))
	if user != postgres.Runtime || owner != "dossier" || same != database {
		t.Errorf("%s on %s, and %s on %s", user, database, owner, same)
	}
	// A copied database has the rights of the one that it was copied from.
	if _, err := pool.Exec(t.Context(), "delete from audit"); postgres.Code(err) != "42501" {
		t.Errorf("the trail can be emptied: %v", err)
	}
}

func BenchmarkNew(b *testing.B) {
	pgtest.New(b)
	for b.Loop() {
		pgtest.New(b)
	}
}
