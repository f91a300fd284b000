package mentoring_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/mentoring"
)

// agreed is an agreement with terms as at L8, accepted on a day.
func agreed(on string) *mentoring.Agreement {
	at := date(on).Add(17 * time.Hour)
	return &mentoring.Agreement{BasisPoints: 700, Months: 18, Currency: "EUR", Status: mentoring.AgreementAccepted, AcceptedAt: &at}
}

// paid makes rates of "2026-01-01 4200.00 EUR" in minor units.
func paid(list ...string) (rates []*mentoring.Rate) {
	for _, s := range list {
		var from, currency string
		r := &mentoring.Rate{}
		if _, err := fmt.Sscan(s, &from, &r.Amount.Amount, &currency); err != nil {
			panic(err)
		}
		r.From, r.Amount.Currency = date(from), currency
		rates = append(rates, r)
	}
	return rates
}

func spans(list ...string) (all []day.Span) {
	for _, s := range list {
		from, to, _ := strings.Cut(s, " ")
		span := day.Span{From: date(from)}
		if to != "" {
			span.To = ptr(date(to))
		}
		all = append(all, span)
	}
	return all
}

// written is a plan in short: month, place, active days and amount.
func written(made []*mentoring.Accrual) string {
	s := make([]string, len(made))
	for i, m := range made {
		s[i] = fmt.Sprintf("%s %d %d/%d %d", m.Month.Format("2006-01"), m.Index, m.ActiveDays, m.MonthDays, m.Amount)
	}
	return strings.Join(s, ", ")
}

func TestPlan(t *testing.T) {
	t.Parallel()
	on := func(from string, more ...func(*mentoring.Facts)) mentoring.Facts {
		f := mentoring.Facts{Span: day.Span{From: date(from)}, Rates: paid("2020-01-01 420000 EUR")}
		for _, m := range more {
			m(&f)
		}
		return f
	}
	rates := func(list ...string) func(*mentoring.Facts) {
		return func(f *mentoring.Facts) { f.Rates = paid(list...) }
	}
	paused := func(list ...string) func(*mentoring.Facts) {
		return func(f *mentoring.Facts) { f.Pauses = spans(list...) }
	}
	ended := func(to string, why mentoring.EndReason) func(*mentoring.Facts) {
		return func(f *mentoring.Facts) { f.Span.To, f.EndReason = ptr(date(to)), &why }
	}
	for _, tc := range []struct {
		rule, accepted string
		facts          mentoring.Facts
		upTo           string
		want, skipped  string
	}{
		{"N3: the first month after both accept", "2026-01-31", on("2026-01-31"), "2026-03-01", "2026-02 1 28/28 29400, 2026-03 2 31/31 29400", ""},
		{"N3: accepted on a first, still the month after", "2026-02-01", on("2026-01-31"), "2026-03-01", "2026-03 1 31/31 29400", ""},
		{"N3: nothing before", "2026-02-28", on("2026-01-31"), "2026-02-01", "", ""},
		{"N3: a leap year's February", "2024-01-31", on("2024-01-31"), "2024-02-01", "2024-02 1 29/29 29400", ""},
		{"N3: the month that clocks change in has its days", "2026-02-10", on("2026-02-10"), "2026-03-01", "2026-03 1 31/31 29400", ""},
		{"N3: no rate on the first", "2026-01-10", on("2026-01-10", rates("2026-02-02 420000 EUR")), "2026-03-01",
			"2026-03 1 31/31 29400", "2026-02: the mentee has no monthly rate on 2026-02-01"},
		{"N3: a rate of nothing", "2026-01-10", on("2026-01-10", rates("2026-01-01 420000 EUR", "2026-03-01 0 EUR")), "2026-03-01",
			"2026-02 1 28/28 29400", "2026-03: the mentee has no monthly rate on 2026-03-01"},
		{"N3: the rate of the first, whatever comes later", "2026-01-10", on("2026-01-10", rates("2026-02-01 420000 EUR", "2026-02-02 900000 EUR")), "2026-03-01",
			"2026-02 1 28/28 29400, 2026-03 2 31/31 63000", ""},
		{"N3: another currency", "2026-01-10", on("2026-01-10", rates("2026-01-01 420000 USD")), "2026-02-01",
			"", "2026-02: the mentee's rate on 2026-02-01 is in USD and the agreement in EUR: record the rate in EUR"},
		{"N3: prorated by active days", "2026-01-10", on("2026-01-10", paused("2026-02-10 2026-02-20")), "2026-02-01", "2026-02 1 18/28 18900", ""},
		{"N3: half up", "2026-02-10", on("2026-02-10", rates("2026-01-01 50 EUR")), "2026-03-01", "2026-03 1 31/31 4", ""},
		{"N3: paused months do not burn", "2026-01-10", on("2026-01-10", paused("2026-02-01 2026-04-01")), "2026-04-01",
			"2026-04 1 30/30 29400", "2026-02: no day of the month is active, 2026-03: no day of the month is active"},
		{"N3: a pause that lasts", "2026-01-10", on("2026-01-10", paused("2026-02-15")), "2026-03-01", "2026-02 1 14/28 14700", "2026-03: no day of the month is active"},
		{"N3: the days after the end are out", "2026-01-10", on("2026-01-10", ended("2026-03-16", mentoring.Stopped)), "2026-06-01",
			"2026-02 1 28/28 29400, 2026-03 2 15/31 14226", ""},
		{"N3: ended on a first", "2026-01-10", on("2026-01-10", ended("2026-03-01", mentoring.Completed)), "2026-06-01", "2026-02 1 28/28 29400", ""},
		{"N3: a hand-over does not end the money", "2026-01-10", on("2026-01-10", ended("2026-02-16", mentoring.HandedOn)), "2026-03-01",
			"2026-02 1 28/28 29400, 2026-03 2 31/31 29400", ""},
	} {
		made, skipped := mentoring.Plan(agreed(tc.accepted), tc.facts, date(tc.upTo))
		var said []string
		for _, s := range skipped {
			said = append(said, s.Month.Format("2006-01")+": "+s.Reason)
		}
		if got := written(made); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.rule, got, tc.want)
		}
		if got := strings.Join(said, ", "); got != tc.skipped {
			t.Errorf("%s: skipped %q, want %q", tc.rule, got, tc.skipped)
		}
	}
}

func TestTheTermHasItsMonths(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		rule           string
		points, months int
		last           string
		amount         int64
	}{{"N3", 700, 18, "2027-07", 29400}, {"U6", 800, 24, "2028-01", 33600}} {
		a := agreed("2026-01-31")
		a.BasisPoints, a.Months = tc.points, tc.months
		made, _ := mentoring.Plan(a, mentoring.Facts{Span: day.Span{From: date("2026-01-01")}, Rates: paid("2020-01-01 420000 EUR")}, date("2040-01-01"))
		if n := len(made); n != tc.months || made[n-1].Index != n || made[n-1].Month.Format("2006-01") != tc.last || made[n-1].Amount != tc.amount {
			t.Errorf("%s: %s", tc.rule, written(made))
		}
	}
	offered := agreed("2026-01-31")
	offered.AcceptedAt = nil
	if made, _ := mentoring.Plan(offered, mentoring.Facts{Rates: paid("2020-01-01 420000 EUR")}, date("2040-01-01")); made != nil {
		t.Errorf("an offer accrues %s", written(made))
	}
}

// What a reversal frees is made again from what is known by then.
func TestPlanAfterReversals(t *testing.T) {
	t.Parallel()
	a := agreed("2026-01-31")
	a.Months = 3
	facts := func(again bool, pauses ...string) mentoring.Facts {
		f := mentoring.Facts{Span: day.Span{From: date("2026-01-01")}, Rates: paid("2020-01-01 420000 EUR")}
		f.Made, _ = mentoring.Plan(a, f, date("2026-04-01"))
		f.Made[1].Reversal = &mentoring.Reversal{Reason: "the leave was not recorded", Again: again}
		f.Pauses = spans(pauses...)
		return f
	}
	for _, tc := range []struct {
		what  string
		facts mentoring.Facts
		want  string
	}{
		{"reversed for good", facts(false, "2026-03-01 2026-03-11"), ""},
		{"made again in its place", facts(true, "2026-03-01 2026-03-11"), "2026-03 2 21/31 19916"},
		{"not billable after all: the place goes to a later month", facts(true, "2026-03-01 2026-04-01"), "2026-05 2 31/31 29400"},
	} {
		made, _ := mentoring.Plan(a, tc.facts, date("2026-12-01"))
		if got := written(made); got != tc.want {
			t.Errorf("N3: %s: %q, want %q", tc.what, got, tc.want)
		}
		if i := slices.IndexFunc(made, func(m *mentoring.Accrual) bool { return m.Generation != 2 }); i >= 0 {
			t.Errorf("N3: %s: generation %d", tc.what, made[i].Generation)
		}
	}
}

func TestStatement(t *testing.T) {
	t.Parallel()
	a := agreed("2026-01-31")
	a.BasisPoints = 725
	f := mentoring.Facts{Span: day.Span{From: date("2026-01-01")}, Rates: paid("2020-01-01 420005 EUR"), Pauses: spans("2026-03-01 2026-03-11")}
	f.Made, _ = mentoring.Plan(a, f, date("2026-04-01"))
	f.Made[0].UUID = uuid.Max
	f.Made[2].Reversal = &mentoring.Reversal{Reason: "paid by hand"}
	s := mentoring.StatementOf(a, f.Made)
	var totals []int64
	for _, e := range s.Entries {
		totals = append(totals, e.RunningTotal.Amount)
	}
	if !slices.Equal(totals, []int64{30450, 51078, 51078}) || s.Total != (mentoring.Money{Amount: 51078, Currency: "EUR"}) || s.MonthsLeft != 15 {
		t.Errorf("running totals %v, total %s, %d months left", totals, s.Total, s.MonthsLeft)
	}
	for i, want := range []string{
		"month 1 of 18: 7.25 % of the monthly rate of 4200.05 EUR on 2026-02-01, is 304.50 EUR, rounded half up to the minor unit once",
		"month 2 of 18: 7.25 % of the monthly rate of 4200.05 EUR on 2026-03-01, for 21 active of 31 days, is 206.28 EUR, rounded half up to the minor unit once",
		"month 3 of 18: 7.25 % of the monthly rate of 4200.05 EUR on 2026-04-01, is 304.50 EUR, rounded half up to the minor unit once; it was reversed and is not owed",
	} {
		if got := s.Entries[i].Explanation; got != want {
			t.Errorf("line %d: %s, want %s", i+1, got, want)
		}
	}
	if e := s.Entries[2]; !e.Reversed || *e.Reason != "paid by hand" || s.Entries[0].ID().UUID != uuid.Max {
		t.Errorf("the reversed line: %+v", e)
	}
	f.Made[2].Reversal.Again = true
	if s := mentoring.StatementOf(a, f.Made); s.MonthsLeft != 16 {
		t.Errorf("a freed month: %d months left", s.MonthsLeft)
	}
	a.EndedOn = ptr(date("2026-05-01"))
	if s := mentoring.StatementOf(a, f.Made); s.MonthsLeft != 0 {
		t.Errorf("an agreement that ended: %d months left", s.MonthsLeft)
	}
}

func TestMoneyForPeople(t *testing.T) {
	t.Parallel()
	for m, want := range map[mentoring.Money]string{
		{Amount: 123450, Currency: "EUR"}: "1234.50 EUR", {Amount: 5, Currency: "EUR"}: "0.05 EUR", {Amount: 0, Currency: "USD"}: "0.00 USD",
		{Amount: -5, Currency: "EUR"}: "-0.05 EUR", {Amount: 1234, Currency: "JPY"}: "1234 JPY", {Amount: 1234, Currency: "KWD"}: "1.234 KWD",
		{Amount: 12, Currency: "?"}: "12 minor units of ?",
	} {
		if got := m.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// N3: what was freed after the term is made again in its months, and no month
// after the end makes up for one that is not billable: the mentee may have
// another agreement by then.
func TestNothingAccruesAfterTheEnd(t *testing.T) {
	t.Parallel()
	a := agreed("2026-01-10")
	f := mentoring.Facts{Span: day.Span{From: date("2026-01-10")}, Rates: paid("2020-01-01 420000 EUR")}
	f.Made, _ = mentoring.Plan(a, f, date("2027-07-01"))
	a.EndedOn = ptr(date("2027-08-01"))
	f.Made[2].Reversal = &mentoring.Reversal{Again: true}
	if made, _ := mentoring.Plan(a, f, date("2027-12-01")); written(made) != "2026-04 3 30/30 29400" {
		t.Errorf("N3: made again: %s", written(made))
	}
	f.Pauses = spans("2026-04-01 2026-05-01")
	if made, _ := mentoring.Plan(a, f, date("2027-12-01")); len(made) != 0 {
		t.Errorf("N3: after the end: %s", written(made))
	}
}
