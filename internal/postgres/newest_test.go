package postgres_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/embedded/pgtest"
	"dossier/internal/fault"
	"dossier/internal/page"
	"dossier/internal/postgres"
)

func TestNewestPageByPage(t *testing.T) {
	t.Parallel()
	type event struct {
		ID uuid.UUID `db:"id"`
		At time.Time `db:"at"`
	}
	pool := pgtest.Pool(t)
	// Nine events on five instants, a microsecond apart: four pairs share one.
	const from = ` from (select gen.id, timestamptz '2026-11-24 09:00Z' + (gen.n / 2) * interval '1 microsecond' as at
		from (select n, ('00000000-0000-0000-0000-00000000000' || n)::uuid as id from generate_series(1, 9) n) gen) e where e.at > @since`
	read := func(r page.Request) (*page.Connection[event], error) {
		return postgres.Newest(t.Context(), pool, "events", `e.id, e.at`, from, "e", "at", r,
			pgx.NamedArgs{"since": time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)}, func(e *event) (time.Time, uuid.UUID) { return e.At, e.ID })
	}
	var got []byte
	for r := (page.Request{First: 2}); ; {
		c, err := read(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range c.Edges {
			got = append(got, e.Node.ID[15]+'0')
		}
		if n, err := c.TotalCount(t.Context()); n != 9 || err != nil {
			t.Errorf("%d in all, %v", n, err)
		}
		if !c.PageInfo.HasNextPage || len(got) > 9 {
			break
		}
		next, err := page.NewRequest(nil, c.PageInfo.EndCursor)
		if err != nil {
			t.Fatal(err)
		}
		r.After = next.After
	}
	if string(got) != "987654321" {
		t.Errorf("page by page %s, want 987654321", got)
	}
	if _, err := read(page.Request{First: 2, After: &page.Key{Sort: "a name"}}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a cursor of another list: %v", err)
	}
}
