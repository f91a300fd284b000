package mentoring

import (
	"time"

	"dossier/internal/day"
)

// Adherence is in how many months of a mentorship mentor and mentee talked as
// often as the mentee's level asks. Missed months are shown, not punished.
type Adherence struct {
	// Active are the months that count, Kept those with sessions enough.
	Active, Kept int
	// Missed are the first days of the others, in order.
	Missed []time.Time
}

// Share is Kept of Active, nil while no month counts.
func (a *Adherence) Share() *float64 {
	if a.Active == 0 {
		return nil
	}
	share := float64(a.Kept) / float64(a.Active)
	return &share
}

// AdherenceOf counts the calendar months that the mentorship covered whole by
// a day. A month that was paused throughout is left out. One that the
// mentorship covers in part, as its first, its last or the running one, counts
// only if it has sessions enough, so that nobody misses what could still come.
func AdherenceOf(m day.Span, pauses []day.Span, sessions []time.Time, aMonth int, asOf time.Time) *Adherence {
	held := map[time.Time]int{}
	for _, s := range sessions {
		if !s.After(asOf) {
			held[day.FirstOfMonth(s)]++
		}
	}
	a := &Adherence{Missed: []time.Time{}}
	covered, ok := m.Until(day.AddDays(asOf, 1))
	if !ok {
		return a
	}
	for month := day.FirstOfMonth(covered.From); month.Before(*covered.To); month = day.AddMonths(month, 1) {
		next := day.AddMonths(month, 1)
		in, _ := covered.And(day.Span{From: month, To: &next})
		whole := in.Days(next) == day.Days(month, next)
		switch {
		case held[month] >= aMonth:
			a.Active++
			a.Kept++
		case whole && len(day.Minus([]day.Span{in}, pauses)) > 0:
			a.Active++
			a.Missed = append(a.Missed, month)
		}
	}
	return a
}
