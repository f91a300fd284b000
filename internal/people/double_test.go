package people_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"pgregory.net/rapid"

	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/page"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/testworld"
)

func merge(ctx context.Context, w *testworld.World, double, into uuid.UUID) error {
	return postgres.InTx(ctx, w.DB, func(tx pgx.Tx) error { return w.People.Merge(ctx, tx, double, into, w.Now) })
}

func exec(t *testing.T, w *testworld.World, sql string, args ...any) {
	t.Helper()
	if _, err := w.DB.Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

func TestTwoPersonsBecomeOne(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	ana := w.Person("Ana", "L8", people.Candidate)
	other := w.Person("Ana Maria", "", people.Steward, people.CompanyFounder)
	ben := w.Person("Ben", "L8", people.Candidate)
	// What the double did: asked of her, and confirmed by her, is Ben's record.
	company, record := w.NewID(), w.NewID()
	exec(t, w, `insert into company (id, name, created_at) values ($1, 'Nuvia', now())`, company)
	exec(t, w, `insert into company_founder values ($1, $2, '[2020-01-01,2022-01-01)'), ($1, $3, '[2021-01-01,2023-01-01)')`, company, ana.Person, other.Person)
	exec(t, w, `insert into record (id, person_id, kind, during, body, provenance, made_by, made_at, state, state_by, state_as, state_at)
		values ($1, $2, 'ENGAGEMENT', '[2024-01-01,)', '{}', 'SELF', $2, now(), 'CONFIRMED', $3, 'FOUNDER', now())`, record, ben.Person, other.Person)

	if err := merge(ctx, w, other.Person, ana.Person); err != nil {
		t.Fatal(err)
	}
	for _, subject := range []string{"Ana", "Ana Maria"} {
		v, err := w.People.ViewerBy(ctx, testworld.Issuer, subject, w.Now)
		if want := []people.Role{people.Candidate, people.CompanyFounder, people.Steward}; err != nil || v.Person != ana.Person || !slices.Equal(v.Roles, want) {
			t.Errorf("%s signs in as %+v, %v", subject, v, err)
		}
	}
	found, err := w.People.ByIDs(ctx, []uuid.UUID{other.Person, ana.Person, uuid.Max})
	if err != nil || len(found) != 2 || found[other.Person].Name != "Ana" || found[other.Person].UUID != ana.Person || found[ana.Person].UUID != ana.Person {
		t.Errorf("by ids: %+v, %v", found, err)
	}
	same, err := w.People.Same(ctx, []uuid.UUID{other.Person, ana.Person, ben.Person, uuid.Max})
	want := map[uuid.UUID]uuid.UUID{other.Person: ana.Person, ana.Person: ana.Person, ben.Person: ben.Person, uuid.Max: uuid.Max}
	if err != nil || len(same) != 4 {
		t.Errorf("%v, %v", same, err)
	}
	for k, v := range want {
		if same[k] != v {
			t.Errorf("%s stands for %s, want %s", k, same[k], v)
		}
	}
	for _, f := range []people.Filter{{}, {Name: "an"}} {
		c, err := w.People.List(ctx, w.Version.LadderID, f, page.Request{First: 10}, w.Now)
		if err != nil || slices.Contains(names(c), "Ana Maria") || !slices.Contains(names(c), "Ana") {
			t.Errorf("listed: %v, %v", names(c), err)
		}
		if n, err := c.TotalCount(ctx); err != nil || n != len(c.Edges) {
			t.Errorf("%d counted, %d listed, %v", n, len(c.Edges), err)
		}
	}
	var confirmed, founder uuid.UUID
	var during string
	var trail int
	err = w.DB.QueryRow(ctx, `select r.state_by, f.person_id, f.during::text,
			(select count(*) from audit where act = 'merge' and actor is null and subject = $2)
		from record r, company_founder f where r.id = $1`, record, ana.Person).Scan(&confirmed, &founder, &during, &trail)
	if err != nil || confirmed != other.Person || founder != ana.Person || during != "[2020-01-01,2023-01-01)" || trail != 1 {
		t.Errorf("confirmed by %s, founder %s %s, %d rows in the trail, %v", confirmed, founder, during, trail, err)
	}
}

func TestWhatCannotBeMerged(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	stays, third := w.Person("Stays", "L8").Person, w.Person("Third", "").Person
	ladder := w.Version.LadderID
	for _, tc := range []struct{ says, sql string }{
		{"a rank", `insert into rank_record (id, person_id, ladder_id, level, during, cause) values ($1, $2, $4, 'L3', '[2020-01-01,)', 'IMPORT')`},
		{"a pause", `insert into tenure_pause (id, person_id, during, reason, recorded_at) values ($1, $2, '[2020-01-01,)', 'leave', now())`},
		{"a dossier", `insert into dossier (id, candidate_id, ladder_version_id, from_level, to_level, status, created_at)
			select $1, $2, id, 'L8', 'L9', 'DRAFT', now() from ladder_version`},
		{"a record", `insert into record (id, person_id, kind, during, body, provenance, made_at, state)
			values ($1, $2, 'ENGAGEMENT', '[2024-01-01,)', '{}', 'IMPORT', now(), 'CLAIMED')`},
		{"a mentorship as the mentor", `insert into mentorship (id, mentor_id, mentee_id, ladder_id, status, offered_by, offered_at) values ($1, $2, $3, $4, 'OFFERED', $2, now())`},
		{"a mentorship as the mentee", `insert into mentorship (id, mentor_id, mentee_id, ladder_id, status, offered_by, offered_at) values ($1, $3, $2, $4, 'OFFERED', $2, now())`},
		{"a monthly rate", `insert into monthly_rate (id, person_id, from_day, amount, currency, recorded_at) values ($1, $2, '2024-01-01', 1, 'EUR', now())`},
		{"a nomination as the nominee", `insert into nomination (id, nominee_id, nominator_id, ladder_id, from_level, to_level, standing, relation, since, money, reason_not_to_promote, status, offered_at, expires_at)
			values ($1, $2, $3, $4, 'L8', 'L9', 'L10', 'r', '2020-01-01', 'none', 'n', 'DECLINED', now(), now() + interval '1 day')`},
		{"an answer about themselves", `insert into self_answer (id, person_id, ladder_id, level, item, answer, note, evidence, answered_at) values ($1, $2, $4, 'L8', 'i', 'NO', '', '{}', now())`},
		{"progress in a curriculum", `insert into curriculum_progress (id, person_id, ladder_id, level, module, status, noted_at) values ($1, $2, $4, 'L8', 'm', 'DONE', now())`},
	} {
		double := w.Person("Double with "+tc.says, "").Person
		// Every statement names all four, whatever it needs.
		all := `with given as (select $1::uuid, $2::uuid, $3::uuid, $4::uuid) ` + tc.sql
		exec(t, w, all, w.NewID(), double, stays, ladder)
		err := merge(ctx, w, double, stays)
		if fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), "has "+tc.says+",") {
			t.Errorf("a double with %s: %v", tc.says, err)
		}
	}
	merged, pointed := w.Person("Merged", "").Person, w.Person("Pointed to", "").Person
	if err := merge(ctx, w, merged, pointed); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		what         string
		double, into uuid.UUID
		kind         fault.Kind
		says         string
	}{
		{"with oneself", stays, stays, fault.Invalid, "one and the same already"},
		{"an unknown double", uuid.Max, stays, fault.NotFound, "no such person"},
		{"into an unknown person", third, uuid.Max, fault.NotFound, "no such person"},
		{"again", merged, stays, fault.Conflict, "was merged already"},
		{"into a double", third, merged, fault.Conflict, "a double of another"},
		{"one that others point to", pointed, stays, fault.Conflict, "the other way round"},
	} {
		if err := merge(ctx, w, tc.double, tc.into); fault.KindOf(err) != tc.kind || !strings.Contains(err.Error(), tc.says) {
			t.Errorf("%s: %v, want %s", tc.what, err, tc.says)
		}
	}
}

// Whoever is first, nobody ends up pointing to a double.
func TestMergesAtOnce(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	for range 8 {
		var keys []uuid.UUID
		for range 3 {
			keys = append(keys, w.Person("P"+w.NewID().String(), "").Person)
		}
		var all sync.WaitGroup
		for _, pair := range [][2]int{{0, 1}, {1, 0}, {1, 2}, {2, 0}} {
			all.Go(func() { _ = merge(t.Context(), w, keys[pair[0]], keys[pair[1]]) }) // some must be refused
		}
		all.Wait()
		var doubles, chains int
		if err := w.DB.QueryRow(t.Context(), `select count(*), count(*) filter (where s.same_as is not null)
			from person p join person s on s.id = p.same_as where p.id = any($1)`, keys).Scan(&doubles, &chains); err != nil || doubles == 0 || chains > 0 {
			t.Errorf("%d doubles, %d of them of doubles, %v", doubles, chains, err)
		}
	}
}

// The days on which one of the two held a role are the days on which the
// merged person does.
func TestMergedRolesAreTheUnionOfDays(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	start := day.Date(2026, 1, 1)
	span := func(t *rapid.T) day.Span {
		s := day.Span{From: day.AddDays(start, rapid.IntRange(0, 12).Draw(t, "from"))}
		if rapid.Bool().Draw(t, "ends") {
			to := day.AddDays(s.From, rapid.IntRange(1, 5).Draw(t, "days"))
			s.To = &to
		}
		return s
	}
	rapid.Check(t, func(t *rapid.T) {
		two := []uuid.UUID{w.NewID(), w.NewID()}
		held := map[people.Role][]day.Span{}
		w.Tx(func(tx pgx.Tx) error {
			for _, p := range two {
				if err := w.People.Add(ctx, tx, &people.Person{UUID: p, Name: "P"}, w.Now); err != nil {
					return err
				}
				for _, role := range []people.Role{people.Steward, people.Panelist} {
					var spans []day.Span
					for range rapid.IntRange(0, 3).Draw(t, "grants") {
						spans = append(spans, span(t))
					}
					for _, s := range day.Union(spans) {
						held[role] = append(held[role], s)
						if _, err := tx.Exec(ctx, `insert into role_grant values ($1, $2, $3, daterange($4, $5))`, w.NewID(), p, role, s.From, s.To); err != nil {
							return err
						}
					}
				}
			}
			return w.People.Merge(ctx, tx, two[0], two[1], w.Now)
		})
		for d := start; d.Before(day.AddDays(start, 20)); d = day.AddDays(d, 1) {
			v, err := w.People.Viewer(ctx, two[1], d)
			if err != nil {
				t.Fatal(err)
			}
			for _, role := range []people.Role{people.Steward, people.Panelist} {
				want := slices.ContainsFunc(held[role], func(s day.Span) bool { return s.Has(d) })
				if v.Is(role) != want {
					t.Fatalf("%s on %s: %v, want %v of %v", role, d.Format(time.DateOnly), v.Is(role), want, held[role])
				}
			}
		}
	})
}
