package ladder

import (
	"testing"

	"github.com/google/uuid"

	"dossier/internal/embedded/pgtest"
	"dossier/internal/postgres"
)

func TestTheNewestVersionOfEachLadder(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t, postgres.Options{})
	first := must(t, pool, variant(t))
	c := NewCatalog(pool)
	of := func(ladder uuid.UUID) *Version {
		t.Helper()
		m, err := c.CurrentOf(t.Context(), []uuid.UUID{ladder, uuid.Max})
		if err != nil || m[uuid.Max] != nil {
			t.Fatalf("%v, %v", m, err)
		}
		return m[ladder]
	}
	if v := of(first.LadderID); v == nil || v.UUID != first.UUID {
		t.Errorf("the only version is %s, got %v", first.UUID, v)
	}
	next := variant(t)
	next.Label, next.Hash = "next", "another"
	second := must(t, pool, next)
	if v := of(first.LadderID); v == nil || v.UUID != second.UUID || v.Label != "next" {
		t.Errorf("the newest version is %s, got %v", second.UUID, v)
	}
	if v := of(uuid.Nil); v != nil {
		t.Errorf("a ladder that is unknown has a version: %v", v)
	}
}
