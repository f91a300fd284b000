package people_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/page"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/testworld"
)

// addRank stores a rank; days are YYYY-MM-DD, to is empty while it lasts.
func addRank(t *testing.T, w *testworld.World, person uuid.UUID, level, from, to string) uuid.UUID {
	t.Helper()
	r := people.Rank{Ladder: w.Version.LadderID, Level: level, From: date(t, from), Cause: people.Import}
	if to != "" {
		d := date(t, to)
		r.To = &d
	}
	key := w.NewID()
	w.Tx(func(tx pgx.Tx) error { return w.People.AddRank(t.Context(), tx, key, person, r) })
	return key
}

func date(t *testing.T, s string) time.Time {
	t.Helper()
	d, err := day.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestASupersededRankIsInNoAnswer(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	ana, ben := w.Person("Ana", "").Person, w.Person("Ben", "").Person
	wrong := addRank(t, w, ana, "L7", "2020-01-01", "")
	w.Tx(func(tx pgx.Tx) error { return w.People.Supersede(ctx, tx, wrong, w.Now) })
	right := addRank(t, w, ana, "L8", "2020-06-01", "")
	first := addRank(t, w, ana, "L6", "2018-01-01", "2020-06-01")

	key := people.LevelKey{Person: ana, Ladder: w.Version.LadderID}
	levels, err := w.People.Levels(ctx, []people.LevelKey{key}, w.Now)
	if err != nil || levels[key] != "L8" {
		t.Errorf("levels: %v, %v", levels, err)
	}
	for level, want := range map[string]int{"L7": 0, "L8": 1} {
		c, err := w.People.List(ctx, w.Version.LadderID, people.Filter{Levels: []string{level}}, page.Request{First: 10}, w.Now)
		if err != nil || len(c.Edges) != want {
			t.Errorf("%d people at %s, %v", len(c.Edges), level, err)
		}
	}
	lists, err := w.People.RanksOf(ctx, []uuid.UUID{ana, ben}, w.Version.LadderID)
	if err != nil || len(lists) != 2 || lists[ben] == nil || len(lists[ben]) != 0 || len(lists[ana]) != 2 || lists[ana][0].UUID != first || lists[ana][1].UUID != right {
		t.Errorf("ranks: %v, %v", lists, err)
	}
	found, err := w.People.RanksByIDs(ctx, []uuid.UUID{wrong, right, uuid.Max})
	if err != nil || len(found) != 1 || found[right].Person != ana || found[right].Level != "L8" {
		t.Errorf("by ids: %v, %v", found, err)
	}
	w.Tx(func(tx pgx.Tx) error {
		ranks, err := w.People.Ranks(ctx, tx, ana, w.Version.LadderID)
		if len(ranks) != 2 || ranks[0].Level != "L6" || ranks[1].Level != "L8" {
			t.Errorf("in a transaction: %v", ranks)
		}
		held, _ := w.People.Held(ctx, tx, ana, w.Version.LadderID, date(t, "2020-02-01"))
		if held != "L6" {
			t.Errorf("held %s in February 2020", held)
		}
		return err
	})
}

func TestARankIsReadAsItWasStored(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	ana, attester := w.Person("Ana", "").Person, w.Person("Ten", "L10").Person
	to := day.Date(2025, 2, 28)
	reason := "brought in from the old tool"
	in := people.Rank{
		UUID: w.NewID(), Person: ana, Ladder: w.Version.LadderID, Level: "L7", From: day.Date(2024, 2, 29), To: &to,
		Cause: people.Import, AttestedBy: &attester, RecordedBy: &attester, RecordedAt: w.Now, Reason: &reason,
	}
	w.Tx(func(tx pgx.Tx) error { return w.People.AddRank(ctx, tx, in.UUID, ana, in) })
	found, err := w.People.RanksByIDs(ctx, []uuid.UUID{in.UUID})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&in, found[in.UUID]); diff != "" {
		t.Error(diff)
	}
}

// A rank holds its first day and not its last, whatever the month.
func TestRanksAtTheEndsOfMonths(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	for _, tc := range []struct{ from, to, on, want string }{
		{"2024-02-29", "2025-02-28", "2024-02-28", ""},
		{"2024-02-29", "2025-02-28", "2024-02-29", "L7"},
		{"2024-02-29", "2025-02-28", "2025-02-27", "L7"},
		{"2024-02-29", "2025-02-28", "2025-02-28", "L8"},
		{"2023-01-31", "2024-02-29", "2024-02-28", "L7"},
		{"2023-01-31", "2024-02-29", "2024-02-29", "L8"},
		{"2025-12-31", "2026-01-01", "2025-12-31", "L7"},
		{"2025-12-31", "2026-01-01", "2026-01-01", "L8"},
	} {
		ana := w.Person("A"+w.NewID().String(), "").Person
		addRank(t, w, ana, "L7", tc.from, tc.to)
		addRank(t, w, ana, "L8", tc.to, "")
		key := people.LevelKey{Person: ana, Ladder: w.Version.LadderID}
		// The last instant of the day, as the day is what counts.
		got, err := w.People.Levels(t.Context(), []people.LevelKey{key}, date(t, tc.on).Add(24*time.Hour-time.Nanosecond))
		if err != nil || got[key] != tc.want {
			t.Errorf("from %s to %s, on %s: %q, %v, want %q", tc.from, tc.to, tc.on, got[key], err, tc.want)
		}
	}
}

func TestPausesAreThoseNotLifted(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	ana, ben := w.Person("Ana", "").Person, w.Person("Ben", "").Person
	add := func(during string, lifted *time.Time) {
		exec(t, w, `insert into tenure_pause (id, person_id, during, reason, recorded_at, lifted_at) values ($1, $2, $3::text::daterange, 'leave', now(), $4)`,
			w.NewID(), ana, during, lifted)
	}
	add("[2025-03-01,)", nil)
	add("[2024-02-29,2024-03-31)", nil)
	add("[2025-01-01,2026-01-01)", &w.Now)
	lists, err := w.People.PausesOf(ctx, []uuid.UUID{ana, ben})
	if err != nil || len(lists) != 2 || len(lists[ben]) != 0 || len(lists[ana]) != 2 {
		t.Fatalf("%v, %v", lists, err)
	}
	end := day.Date(2024, 3, 31)
	if diff := cmp.Diff([]day.Span{{From: day.Date(2024, 2, 29), To: &end}, {From: day.Date(2025, 3, 1)}}, []day.Span{lists[ana][0].Span, lists[ana][1].Span}); diff != "" {
		t.Error(diff)
	}
	w.Tx(func(tx pgx.Tx) error {
		pauses, err := w.People.Pauses(ctx, tx, ana)
		if len(pauses) != 2 || pauses[0].Reason != "leave" || pauses[0].Person != ana {
			t.Errorf("in a transaction: %v", pauses)
		}
		return err
	})
}

func TestARankThatLastsIsClosed(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	ana := w.Person("Ana", "").Person
	lasts, ended := addRank(t, w, ana, "L8", "2020-01-31", ""), addRank(t, w, ana, "L7", "2018-01-01", "2020-01-31")
	wrong := addRank(t, w, w.Person("Ben", "").Person, "L8", "2020-01-31", "")
	w.Tx(func(tx pgx.Tx) error { return w.People.Supersede(ctx, tx, wrong, w.Now) })
	shut := func(rank uuid.UUID, on string) error {
		return postgres.InTx(ctx, w.DB, func(tx pgx.Tx) error { return w.People.CloseRank(ctx, tx, rank, date(t, on)) })
	}
	for what, err := range map[string]error{
		"one that ended": shut(ended, "2019-01-01"), "one that was superseded": shut(wrong, "2021-01-01"), "none": shut(uuid.Max, "2021-01-01"),
	} {
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := shut(lasts, "2020-01-31"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("on its first day: %v", err)
	}
	if err := shut(lasts, "2024-02-29"); err != nil {
		t.Fatal(err)
	}
	ranks, err := w.People.RanksByIDs(ctx, []uuid.UUID{lasts, ended})
	if err != nil || !ranks[lasts].To.Equal(date(t, "2024-02-29")) || !ranks[ended].To.Equal(date(t, "2020-01-31")) {
		t.Errorf("%+v, %+v, %v", ranks[lasts], ranks[ended], err)
	}
}
