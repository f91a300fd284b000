package people_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/fault"
	"dossier/internal/page"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

func names(c *page.Connection[people.Person]) (list []string) {
	for _, e := range c.Edges {
		list = append(list, e.Node.Name)
	}
	return list
}

func TestRolesAreHeldByTheDay(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	ana := w.Person("Ana", "L8", people.Candidate)
	tomorrow := w.Now.AddDate(0, 0, 1)
	w.Tx(func(tx pgx.Tx) error {
		granted, err := w.People.Grant(ctx, tx, w.NewID(), ana.Person, people.Steward, tomorrow)
		if !granted {
			t.Error("a new role is not granted")
		}
		return err
	})
	w.Tx(func(tx pgx.Tx) error {
		granted, err := w.People.Grant(ctx, tx, w.NewID(), ana.Person, people.Candidate, w.Now)
		if granted {
			t.Error("a role that is held is granted again")
		}
		return err
	})
	for day, want := range map[time.Time][]people.Role{
		w.Now:                       {people.Candidate},
		tomorrow:                    {people.Candidate, people.Steward},
		w.Now.AddDate(-5, 0, 0):     {},
		w.Now.Truncate(24 * 3600e9): {people.Candidate},
	} {
		v, err := w.People.ViewerBy(ctx, testworld.Issuer, "Ana", day)
		if err != nil || !slices.Equal(v.Roles, want) {
			t.Errorf("on %s: %v, %v, want %v", day.Format(time.DateOnly), v, err, want)
		}
		again, err := w.People.Viewer(ctx, ana.Person, day)
		if err != nil || !slices.Equal(again.Roles, want) {
			t.Errorf("the person on %s: %v, %v, want %v", day.Format(time.DateOnly), again, err, want)
		}
	}
	if v, err := w.People.ViewerBy(ctx, testworld.Issuer, "nobody", w.Now); v != nil || err != nil {
		t.Errorf("an identity of nobody: %v, %v", v, err)
	}
	if v, err := w.People.ViewerBy(ctx, "https://elsewhere", "Ana", w.Now); v != nil || err != nil {
		t.Errorf("the same subject of another issuer: %v, %v", v, err)
	}
}

func TestRanksDoNotOverlap(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	ana := w.Person("Ana", "")
	day := func(y int) time.Time { return time.Date(y, 3, 1, 0, 0, 0, 0, time.UTC) }
	add := func(level string, from, to int) error {
		r := people.Rank{Ladder: w.Version.LadderID, Level: level, From: day(from), Cause: people.Import}
		if to > 0 {
			end := day(to)
			r.To = &end
		}
		tx, err := w.DB.Begin(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback(ctx)
		if err := w.People.AddRank(ctx, tx, w.NewID(), ana.Person, r); err != nil {
			return err
		}
		return tx.Commit(ctx)
	}
	if err := add("L7", 2019, 2022); err != nil {
		t.Fatal(err)
	}
	if err := add("L8", 2022, 0); err != nil {
		t.Errorf("a rank that begins where the last one ends: %v", err)
	}
	for _, bad := range []error{add("L6", 2021, 2023), add("L9", 2025, 0), add("L7", 2020, 2020)} {
		if k := fault.KindOf(bad); k != fault.Conflict && k != fault.Invalid {
			t.Errorf("an overlapping or empty rank: %v", bad)
		}
	}
	key := people.LevelKey{Person: ana.Person, Ladder: w.Version.LadderID}
	nobody := people.LevelKey{Person: uuid.Max, Ladder: w.Version.LadderID}
	for now, want := range map[time.Time]string{day(2018): "", day(2020): "L7", day(2022): "L8", day(2022).Add(-time.Nanosecond): "L7"} {
		got, err := w.People.Levels(ctx, []people.LevelKey{key, nobody}, now)
		if err != nil || got[key] != want || got[nobody] != "" || len(got) != 2 {
			t.Errorf("on %s: %v, %v, want %q", now, got, err, want)
		}
	}
}

func TestPeopleByNameAndLevel(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	for name, level := range map[string]string{"Zoë": "L8", "ana": "L3", "Ángel": "L8", "Bea_1": "", "Öd%": "L10", "Ana": "L8"} {
		w.Person(name, level)
	}
	list := func(f people.Filter, r page.Request) *page.Connection[people.Person] {
		t.Helper()
		if r.First == 0 {
			r.First = 100
		}
		c, err := w.People.List(ctx, w.Version.LadderID, f, r, w.Now)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for _, tc := range []struct {
		what string
		in   people.Filter
		want []string
	}{
		{"everybody, in the order of their letters", people.Filter{}, []string{"ana", "Ana", "Ángel", "Bea_1", "Öd%", "Zoë"}},
		{"by level", people.Filter{Levels: []string{"L8", "L10"}}, []string{"Ana", "Ángel", "Öd%", "Zoë"}},
		{"by name in any case", people.Filter{Name: "AN"}, []string{"ana", "Ana"}},
		{"by a letter beyond ASCII in any case", people.Filter{Name: "á"}, []string{"Ángel"}},
		{"by what LIKE would take for any letter", people.Filter{Name: "_"}, []string{"Bea_1"}},
		{"by what LIKE would take for anything", people.Filter{Name: "%"}, []string{"Öd%"}},
		{"by both", people.Filter{Levels: []string{"L3"}, Name: "zo"}, nil},
	} {
		c := list(tc.in, page.Request{})
		if got := names(c); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %q, want %q", tc.what, got, tc.want)
		}
		if n, err := c.TotalCount(ctx); n != len(tc.want) || err != nil {
			t.Errorf("%s: %d in all, %v", tc.what, n, err)
		}
	}
	var paged []string
	for r := (page.Request{First: 2}); ; {
		c := list(people.Filter{}, r)
		paged = append(paged, names(c)...)
		if !c.PageInfo.HasNextPage {
			break
		}
		next, err := page.NewRequest(nil, c.PageInfo.EndCursor)
		if err != nil || len(paged) > 6 {
			t.Fatal(paged, err)
		}
		r.After = next.After
	}
	if want := names(list(people.Filter{}, page.Request{})); !slices.Equal(paged, want) {
		t.Errorf("page by page %q, want %q", paged, want)
	}
}
