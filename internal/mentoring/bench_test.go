package mentoring_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/mentoring"
	"dossier/internal/people"
)

// BenchmarkAccrue accrues one month after the other for 2,000 agreements.
func BenchmarkAccrue(b *testing.B) {
	h := newHouse(b)
	mira := h.Person("Mira", "L8", people.HouseFounder)
	args := pgx.NamedArgs{"mentor": mira.Person, "ladder": h.Version.LadderID}
	h.Tx(func(tx pgx.Tx) error {
		for _, sql := range []string{
			`insert into person (id, name, created_at) select gen_random_uuid(), 'Mentee ' || n, '2020-01-01' from generate_series(1, 2000) n`,
			`insert into mentorship (id, mentor_id, mentee_id, ladder_id, status, offered_by, offered_at, during)
				select gen_random_uuid(), @mentor, id, @ladder, 'ACTIVE', @mentor, '2020-01-01', '[2020-01-01,)' from person where id <> @mentor`,
			`insert into monthly_rate (id, person_id, from_day, amount, currency, recorded_at)
				select gen_random_uuid(), mentee_id, '2020-01-01', 420000, 'EUR', '2020-01-01' from mentorship`,
			`insert into referral_agreement (id, mentorship_id, mentor_id, mentee_id, basis_points, months, currency, terms, offered_at, accepted_at)
				select gen_random_uuid(), id, mentor_id, mentee_id, 700, 1000, 'EUR', '{}', '2020-01-01', '2020-01-02' from mentorship`,
		} {
			if _, err := tx.Exec(b.Context(), sql, args); err != nil {
				return err
			}
		}
		return nil
	})
	month := day.Date(2020, 2, 1)
	made := 0
	for b.Loop() {
		err := h.acts.Accrue(b.Context(), month, time.Date(2090, 1, 1, 0, 0, 0, 0, time.UTC), func(mentoring.Line) { made++ })
		if err != nil {
			b.Fatal(err)
		}
		month = day.AddMonths(month, 1)
	}
	b.ReportMetric(float64(made)/b.Elapsed().Seconds(), "accruals/s")
}
