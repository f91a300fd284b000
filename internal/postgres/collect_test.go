package postgres_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"dossier/internal/embedded/pgtest"
	"dossier/internal/fault"
	"dossier/internal/postgres"
)

// fruit is a row of the statement below.
type fruit struct {
	ID    int
	Color string `db:"colour"`
}

const fruits = `select id, colour from (values (1, 'red'), (2, 'green'), (3, 'red')) v (id, colour) where id = any(@ids) or colour = any(@colours) order by id`

func TestRowsAndMapsOfThem(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	args := func() pgx.NamedArgs { return pgx.NamedArgs{"ids": []int{1, 2}, "colours": []string{}} }

	list, err := postgres.Rows[fruit](t.Context(), pool, "list fruits", fruits, args())
	if diff := cmp.Diff([]*fruit{{1, "red"}, {2, "green"}}, list); diff != "" || err != nil {
		t.Errorf("Rows: %v (-want +got):\n%s", err, diff)
	}
	byID, err := postgres.ByKey(t.Context(), pool, "list fruits", func(f *fruit) int { return f.ID }, fruits, args())
	if diff := cmp.Diff(map[int]*fruit{1: {1, "red"}, 2: {2, "green"}}, byID); diff != "" || err != nil {
		t.Errorf("ByKey: %v (-want +got):\n%s", err, diff)
	}
	byColour, err := postgres.ListsByKey(t.Context(), pool, "list fruits", []string{"red", "blue"},
		func(f *fruit) string { return f.Color }, strings.Replace(fruits, "id = any(@ids) or colour = any(@colours)", "colour = any(@ids)", 1), pgx.NamedArgs{})
	want := map[string][]*fruit{"red": {{1, "red"}, {3, "red"}}, "blue": {}}
	if diff := cmp.Diff(want, byColour); diff != "" || err != nil {
		t.Errorf("ListsByKey: %v (-want +got):\n%s", err, diff)
	}
}

func TestRowsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	for sql, kind := range map[string]fault.Kind{
		"select 1 as id":  fault.Internal, // a column is missing
		"select nonsense": fault.Internal,
		"select 1/(id-1) as id, '' colour from (values (1)) v (id)": fault.Invalid,
	} {
		_, err := postgres.Rows[fruit](t.Context(), pool, "list fruits", sql, pgx.NamedArgs{})
		if err == nil || fault.KindOf(err) != kind || !strings.Contains(err.Error(), "list fruits") {
			t.Errorf("%s: %v, want kind %q and the act", sql, err, kind)
		}
	}
}
