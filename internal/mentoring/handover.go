package mentoring

import (
	"fmt"
	"slices"
	"time"

	"dossier/internal/day"
	"dossier/internal/ladder"
)

// Due says that a mentorship goes beyond what the ladder allows, as after a
// promotion of mentee or mentor, and by when it should be handed over.
type Due struct {
	// Since is the day from which it was so without a break.
	Since time.Time
	// By is Since and the days of grace.
	By     time.Time
	Reason string
}

// HandOver is nil while the ladder allows a running mentorship as of a day.
// Nothing ends by itself, and money is not touched. Where mentor or mentee
// holds no level, nothing is said.
func HandOver(m *Mentorship, mentor, mentee *Party, v *ladder.Version, asOf time.Time) *Due {
	if m.Span == nil || !m.Span.Has(asOf) {
		return nil
	}
	on := func(d time.Time) *Refusal {
		leads, learns := mentor.On(d), mentee.On(d)
		if learns.Level == "" || leads.Level == "" && !leads.Founder {
			return nil
		}
		return MayMentor(v, leads, learns)
	}
	var due *Due
	for _, d := range changes(m.Span.From, asOf, mentor, mentee) {
		r := on(d)
		if r == nil {
			break
		}
		due = &Due{Since: d, By: day.AddDays(d, r.GraceDays), Reason: r.Why}
	}
	return due
}

// changes are the days, latest first, on which a rank or role of the persons
// changed after the first day and up to the last, and the first itself.
func changes(first, last time.Time, persons ...*Party) []time.Time {
	var spans []day.Span
	for _, p := range persons {
		for i := range p.Ranks {
			spans = append(spans, p.Ranks[i].Span())
		}
		spans = append(spans, p.Founder...)
	}
	days := []time.Time{first}
	for _, s := range spans {
		days = append(days, s.From)
		if s.To != nil {
			days = append(days, *s.To)
		}
	}
	days = slices.DeleteFunc(days, func(d time.Time) bool { return d.Before(first) || d.After(last) })
	slices.SortFunc(days, func(a, b time.Time) int { return b.Compare(a) })
	return slices.Compact(days)
}

// warnings are what mentor, mentee and stewards should know as of a day: a
// hand-over that is due, and that none of the mentor's mentees is at the level
// that the mentor's level names.
func warnings(v *ladder.Version, due *Due, mentor string, mentees []string, asOf time.Time) []string {
	said := []string{}
	if due != nil {
		by := due.By.Format(time.DateOnly)
		if asOf.After(due.By) {
			said = append(said, fmt.Sprintf("hand-over is overdue since %s: %s", by, due.Reason))
		} else {
			said = append(said, fmt.Sprintf("hand over by %s: %s", by, due.Reason))
		}
	}
	leads := v.Level(mentor)
	if leads == nil {
		return said
	}
	code, ok := word(leads.ReadingOf("mentees"), "warnIfNoneAtLeast")
	least := v.Level(code)
	if !ok || least == nil {
		return said
	}
	atLeast := func(held string) bool { l := v.Level(held); return l != nil && l.Ordinal >= least.Ordinal }
	if !slices.ContainsFunc(mentees, atLeast) {
		said = append(said, fmt.Sprintf("none of the mentor's mentees is at %s or above, and whoever holds %s should develop some of them", least.Code, leads.Code))
	}
	return said
}
