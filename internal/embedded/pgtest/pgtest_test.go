package pgtest_test

import (
	"testing"

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

func BenchmarkNew(b *testing.B) {
	pgtest.New(b)
	for b.Loop() {
		pgtest.New(b)
	}
}
