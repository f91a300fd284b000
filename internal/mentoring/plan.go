package mentoring

import (
	"fmt"
	"math/big"
	"time"

	"dossier/internal/day"
)

// Facts are what an agreement's accruals are computed from.
type Facts struct {
	// Rates are the mentee's, oldest day first, one for a day.
	Rates []*Rate `db:"rates"`
	// Pauses are the mentee's.
	Pauses []day.Span `db:"pauses"`
	// Span is the mentorship's.
	Span day.Span `db:"span"`
	// EndReason is why the mentorship ended, nil while it lasts.
	EndReason *EndReason `db:"end_reason"`
	// Made is what was accrued before, the reversed included.
	Made []*Accrual `db:"made"`
}

// Skip is a month that came to nothing, and why.
type Skip struct {
	Month  time.Time
	Reason string
}

// Plan says which accruals an agreement still lacks up to a month, in order,
// and which months come to nothing.
//
// The term starts with the first billable month after both accepted: the first
// calendar month after the one of the acceptance on whose first day the mentee
// has a monthly rate. The base is that rate. It counts for the month's active
// days: pauses of the mentee are out, and so are the days after the mentorship
// ended, unless it was handed over, which leaves the money as it is. A month
// without a rate on its first day, or without an active day, makes no accrual
// and uses up no month of the term. Each amount is rounded half up to the
// minor unit once.
//
// No month is accrued from the day on which the agreement ended. A month that
// was accrued is not touched again, unless it was reversed to be accrued again. An accrual takes the lowest place of the term that is free,
// so that the places run with the months where nothing was reversed.
func Plan(a *Agreement, f Facts, upTo time.Time) (missing []*Accrual, skipped []Skip) {
	if a.AcceptedAt == nil {
		return nil, nil
	}
	term := newTerm(a.Months, f.Made)
	counts := f.Span
	if f.EndReason != nil && *f.EndReason == HandedOn {
		counts.To = nil
	}
	if a.EndedOn != nil && (counts.To == nil || a.EndedOn.Before(*counts.To)) {
		counts.To = a.EndedOn
	}
	month := day.AddMonths(day.FirstOfMonth(day.Of(*a.AcceptedAt)), 1)
	for ; !month.After(upTo) && term.left() > 0 && (counts.To == nil || month.Before(*counts.To)); month = day.AddMonths(month, 1) {
		if term.months[month] {
			continue
		}
		m, why := accrue(a, f, counts, month)
		if why != "" {
			skipped = append(skipped, Skip{Month: month, Reason: why})
			continue
		}
		term.take(m)
		missing = append(missing, m)
	}
	return missing, skipped
}

// accrue computes one month, or says why it comes to nothing.
func accrue(a *Agreement, f Facts, counts day.Span, month time.Time) (*Accrual, string) {
	var base *Money
	for _, r := range f.Rates {
		if !r.From.After(month) {
			base = &r.Amount
		}
	}
	next := day.AddMonths(month, 1)
	m := &Accrual{Agreement: a.UUID, Month: month, MonthDays: day.Days(month, next), Currency: a.Currency}
	switch {
	case base == nil || base.Amount == 0:
		return nil, "the mentee has no monthly rate on " + month.Format(time.DateOnly)
	case base.Currency != a.Currency:
		return nil, fmt.Sprintf("the mentee's rate on %s is in %s and the agreement in %s: record the rate in %s", month.Format(time.DateOnly), base.Currency, a.Currency, a.Currency)
	}
	if within, ok := (day.Span{From: month, To: &next}).And(counts); ok {
		for _, s := range day.Minus([]day.Span{within}, f.Pauses) {
			m.ActiveDays += s.Days(next)
		}
	}
	if m.ActiveDays == 0 {
		return nil, "no day of the month is active"
	}
	m.Base, m.Amount = base.Amount, share(base.Amount, a.BasisPoints, m.ActiveDays, m.MonthDays)
	return m, ""
}

// share is base × basis points / 10000 × active / days, rounded half up once.
// It is exact for every base.
func share(base int64, basisPoints, active, days int) int64 {
	n := new(big.Int).Mul(big.NewInt(base), big.NewInt(2*int64(basisPoints)*int64(active)))
	d := big.NewInt(10000 * int64(days))
	n.Add(n, d)
	return n.Div(n, d.Lsh(d, 1)).Int64()
}

// term is which places and months of an agreement are used.
type term struct {
	length int
	places map[int]bool
	months map[time.Time]bool
	// freed are the accruals that were reversed to be made again.
	freed []*Accrual
}

func newTerm(length int, made []*Accrual) *term {
	t := &term{length: length, places: map[int]bool{}, months: map[time.Time]bool{}}
	for _, m := range made {
		if m.uses() {
			t.places[m.Index], t.months[m.Month] = true, true
		} else {
			t.freed = append(t.freed, m)
		}
	}
	return t
}

func (t *term) left() int { return t.length - len(t.places) }

// take gives an accrual the lowest free place, and the generation that tells
// it from those reversed before in the same place or month.
func (t *term) take(m *Accrual) {
	for m.Index = 1; t.places[m.Index]; m.Index++ {
	}
	m.Generation = 1
	for _, f := range t.freed {
		if f.Index == m.Index || f.Month.Equal(m.Month) {
			m.Generation = max(m.Generation, f.Generation+1)
		}
	}
	t.places[m.Index], t.months[m.Month] = true, true
}
