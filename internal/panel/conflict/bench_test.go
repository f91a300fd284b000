package conflict_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/embedded/pgtest"
	"dossier/internal/panel/conflict"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

// crowd fills a world with people at 500 companies, each with three engagements
// among ten records, and what else brings conflicts. 200 of them have a dossier
// in review.
func crowd(t testing.TB, n int) (w *testworld.World, candidate uuid.UUID) {
	w = testworld.New(t)
	args := pgx.NamedArgs{"ladder": w.Version.LadderID, "version": w.Version.UUID, "n": n}
	for _, sql := range []string{
		`create function person_of(n bigint) returns uuid language sql immutable as $$ select lpad(to_hex(n), 32, '0')::uuid $$`,
		`insert into person (id, name, created_at) select person_of((n) % @n), 'Person ' || n, '2020-01-01' from generate_series(0, @n - 1) n`,
		`insert into company (id, name, created_at) select ('c' || lpad(to_hex(n), 31, '0'))::uuid, 'Company ' || n, '2020-01-01' from generate_series(0, 499) n`,
		`insert into company_founder (company_id, person_id, during)
			select ('c' || lpad(to_hex(n % 500), 31, '0'))::uuid, person_of((n * 7) % @n), daterange('2015-01-01', null) from generate_series(0, 999) n`,
		`insert into record (id, person_id, kind, company_id, during, body, provenance, made_at, state)
			select gen_random_uuid(), person_of((n) % @n), 'ENGAGEMENT', ('c' || lpad(to_hex((n * 31) % 500), 31, '0'))::uuid,
				daterange('2018-01-01'::date + (n % 2000)::int, case when n % 3 > 0 then '2018-01-01'::date + (n % 2000 + 900)::int end), '{}', 'SELF', '2024-01-01', 'CLAIMED'
			from generate_series(0, 3 * @n - 1) n`,
		`insert into record (id, person_id, kind, company_id, during, body, provenance, made_at, state, state_at)
			select gen_random_uuid(), person_of((n) % @n), 'TESTIMONY', ('c' || lpad(to_hex(n % 500), 31, '0'))::uuid, '[2024-01-01,2024-02-01)',
				jsonb_build_object('founder', person_of((n * 13) % @n)), 'SELF', '2024-01-01', 'REQUESTED', null from generate_series(0, @n - 1) n`,
		`insert into record (id, person_id, kind, during, body, provenance, made_at, state)
			select gen_random_uuid(), person_of((n) % @n), 'ARTEFACT', '[2024-01-01,2024-02-01)', '{}', 'SELF', '2024-01-01', 'CLAIMED' from generate_series(0, 6 * @n - 1) n`,
		`insert into nomination (id, nominee_id, nominator_id, ladder_id, from_level, to_level, standing, relation, since, money, reason_not_to_promote, status, offered_at, expires_at)
			select gen_random_uuid(), person_of((n) % @n), person_of((n * 17 + 1) % @n), @ladder, 'L8', 'L9', 'L10', '', '2020-01-01', '', '', 'ACCEPTED', '2026-01-01'::timestamptz, '2027-01-01' from generate_series(0, @n / 2 - 1) n`,
		`insert into mentorship (id, mentor_id, mentee_id, ladder_id, status, offered_by, offered_at, during)
			select gen_random_uuid(), person_of((n * 3 + 1) % @n), person_of((n) % @n), @ladder, 'ENDED', person_of((n) % @n), '2024-01-01', '[2024-01-01,2025-01-01)' from generate_series(0, @n - 1) n where (n * 3 + 1) % @n <> n`,
		`insert into referral_agreement (id, mentorship_id, mentor_id, mentee_id, basis_points, months, currency, terms, offered_at, accepted_at, ended_on)
			select gen_random_uuid(), id, mentor_id, mentee_id, 700, 18, 'EUR', '{}', '2024-01-01', '2024-01-02', '2025-01-01' from mentorship`,
		`insert into conflict_declaration (id, by_person, about_person, reason, declared_at)
			select gen_random_uuid(), person_of((n) % @n), person_of((n * 19 + 5) % @n), 'x', '2026-01-01' from generate_series(0, @n / 2 - 1) n where (n * 19 + 5) % @n <> n`,
		`insert into rank_record (id, person_id, ladder_id, level, during, cause) select gen_random_uuid(), person_of((n) % @n), @ladder, case when n % 5 = 0 then 'L9' else 'L8' end, '[2022-01-01,)', 'IMPORT' from generate_series(0, @n - 1) n`,
		`insert into role_grant (id, person_id, role, during) select gen_random_uuid(), person_of((n) % @n), 'PANELIST', '[2022-01-01,)' from generate_series(0, @n - 1) n`,
		`insert into dossier (id, candidate_id, ladder_version_id, from_level, to_level, status, revision_id, submission_id, created_at, submitted_at)
			select gen_random_uuid(), person_of((n) % @n), @version, 'L8', 'L9', 'IN_REVIEW', gen_random_uuid(), gen_random_uuid(), '2026-11-01'::timestamptz + n * interval '1 minute', '2026-11-02' from generate_series(1, 200) n`,
		`analyze`,
	} {
		exec(t, w, sql, args)
	}
	return w, uuid.UUID{15: 7}
}

// exec runs a statement as the owner of the tables, on one connection.
func exec(t testing.TB, w *testworld.World, sql string, args pgx.NamedArgs) {
	t.Helper()
	owner := pgtest.Owner(t, w.DB)
	conn, err := owner.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	if _, err := conn.Exec(t.Context(), `set session_replication_role = replica`); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), sql, args); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// What each statement of the views reads it finds by an index, whichever of
// the two persons is known: no table that grows is read whole.
func TestNothingIsReadWhole(t *testing.T) {
	t.Parallel()
	w, candidate := crowd(t, 2000)
	conn, err := pgtest.Owner(t, w.DB).Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	for name, where := range map[string]string{
		"candidate": "k.candidate_id = $1", "person": "k.person_id = $1", "both": "k.candidate_id = $1 and k.person_id = $2",
	} {
		for _, sql := range []string{
			`set plan_cache_mode = force_generic_plan`,
			`prepare by_` + name + ` (uuid, uuid) as select * from conflict k where ` + where + ` and $2 is not null`,
		} {
			if _, err := conn.Exec(t.Context(), sql); err != nil {
				t.Fatal(err)
			}
		}
		rows, err := conn.Query(t.Context(), `explain execute by_`+name+`('`+candidate.String()+`', '`+candidate.String()+`')`)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil || len(lines) < 50 {
			t.Fatalf("%s: %d lines, %v", name, len(lines), err)
		}
		for _, l := range lines {
			for _, table := range []string{"person", "record", "mentorship", "referral_agreement", "nomination", "conflict_declaration"} {
				if strings.Contains(l, "Seq Scan on "+table+" ") {
					t.Errorf("by %s: %s", name, l)
				}
			}
		}
	}
}

// BenchmarkConflictsOfOneDossier checks everybody, 10,000 people, against the
// candidate of one dossier, beside counting them in the same database.
func BenchmarkConflictsOfOneDossier(b *testing.B) {
	w, candidate := crowd(b, 10000)
	all := column[uuid.UUID](b, w, `select id from person`)
	dossier := column[uuid.UUID](b, w, `select id from dossier where candidate_id = '`+candidate.String()+`'`)[0]
	v := &people.Viewer{Person: all[9000], Roles: []people.Role{people.Steward}, Now: w.Now}
	store := &conflict.Store{DB: w.DB, Versions: w.Ladders}
	var reference time.Duration
	for b.Loop() {
		w.Tx(func(tx pgx.Tx) error {
			found, err := conflict.Check(b.Context(), tx, v, dossier, all, w.Now)
			if err == nil && len(found.Conflicts) < 30 {
				b.Fatalf("only %d conflicts", len(found.Conflicts))
			}
			start := time.Now()
			column[int](b, w, `select count(*) from person`)
			reference += time.Since(start)
			return err
		})
	}
	whole := b.Elapsed() - reference
	b.ReportMetric(float64(whole.Microseconds())/1000/float64(b.N), "ms/check")
	b.ReportMetric(float64(reference.Microseconds())/1000/float64(b.N), "ms/count")
	b.ReportMetric(float64(whole)/float64(reference), "checks/count")
	start := time.Now()
	f, err := store.Feasibility(b.Context(), v, []uuid.UUID{dossier})
	if err != nil || f[dossier] == nil || len(f[dossier].Candidates) < 1000 {
		b.Fatalf("%+v, %v", f[dossier], err)
	}
	b.ReportMetric(float64(time.Since(start).Microseconds())/1000, "ms/feasibility")
}

func column[T any](t testing.TB, w *testworld.World, sql string) []T {
	t.Helper()
	rows, err := w.DB.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[T])
	if err != nil {
		t.Fatal(err)
	}
	return list
}
