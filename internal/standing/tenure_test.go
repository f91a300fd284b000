package standing

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dossier/internal/day"
	"dossier/internal/people"
)

// R1: addMonths(start, n) and the pauses, held to the end of a month; several
// stays are added up.
func TestWhenMonthsAreReached(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		rule   string
		ranks  []people.Rank
		pauses []people.Pause
		months int
		want   string // "" for never
	}{
		{"R1: plain", []people.Rank{rank("L8", "2022-03-15/")}, nil, 36, "2025-03-15"},
		{"R1: no months", []people.Rank{rank("L8", "2022-03-15/")}, nil, 0, "2022-03-15"},
		{"R1: from the 31st", []people.Rank{rank("L8", "2022-08-31/")}, nil, 6, "2023-02-28"},
		{"R1: from the 31st into a leap year", []people.Rank{rank("L8", "2023-08-31/")}, nil, 6, "2024-02-29"},
		{"R1: from 29 February", []people.Rank{rank("L8", "2024-02-29/")}, nil, 36, "2027-02-28"},
		{"R1: a pause before the day", []people.Rank{rank("L8", "2022-01-01/")}, []people.Pause{pause("2023-01-01/2023-01-11")}, 36, "2025-01-11"},
		{"R1: a pause across the day", []people.Rank{rank("L8", "2022-01-01/")}, []people.Pause{pause("2024-12-30/2025-01-09")}, 36, "2025-01-11"},
		{"R1: a pause that begins on the day", []people.Rank{rank("L8", "2022-01-01/")}, []people.Pause{pause("2025-01-01/2025-06-01")}, 36, "2025-01-01"},
		{"R1: a pause from the first day", []people.Rank{rank("L8", "2022-01-01/")}, []people.Pause{pause("2021-12-01/2022-01-31")}, 36, "2025-01-31"},
		{"R1: a pause that is planned", []people.Rank{rank("L8", "2022-01-01/")}, []people.Pause{pause("2024-11-30/2024-12-31")}, 36, "2025-02-01"},
		{"R1: a pause without an end", []people.Rank{rank("L8", "2022-01-01/")}, []people.Pause{pause("2024-12-31/")}, 36, ""},
		{"R1: a pause without an end, after the day", []people.Rank{rank("L8", "2022-01-01/")}, []people.Pause{pause("2025-01-01/")}, 36, "2025-01-01"},
		{"R1: two stays", []people.Rank{rank("L8", "2020-01-01/2021-01-01"), rank("L7", "2021-01-01/2022-01-01"), rank("L8", "2022-01-01/")}, nil, 36, "2024-01-01"},
		{"R1: the level ended too soon", []people.Rank{rank("L8", "2020-01-01/2022-12-31")}, nil, 36, ""},
		{"R1: the level ended on the day", []people.Rank{rank("L8", "2020-01-01/2023-01-01")}, nil, 36, "2023-01-01"},
		{"R1: another level", []people.Rank{rank("L7", "2020-01-01/")}, nil, 36, ""},
		{"R1: a level still to come", []people.Rank{rank("L8", "2024-06-02/")}, nil, 36, ""},
	} {
		t.Run(tt.rule, func(t *testing.T) {
			t.Parallel()
			got := "never"
			if d := AttainedOn(tt.ranks, tt.pauses, "L8", tt.months, on("2024-06-01")); d != nil {
				got = date(*d)
			}
			if want := tt.want; got != want && (want != "" || got != "never") {
				t.Errorf("%s, want %q", got, want)
			}
		})
	}
}

// S11a: time in the system is at any level, without gaps and pauses.
func TestTimeInTheSystem(t *testing.T) {
	t.Parallel()
	ranks := []people.Rank{rank("L1", "2010-01-01/2012-01-01"), rank("L2", "2012-01-01/2013-01-01"), rank("L5", "2014-01-01/")}
	pauses := []people.Pause{pause("2014-01-01/2014-07-01"), pause("2013-03-01/2013-05-01")}
	for asOf, want := range map[string]int{"2009-12-31": 0, "2010-01-01": 0, "2010-02-01": 1, "2013-01-01": 36, "2013-12-31": 36, "2014-07-01": 36, "2015-01-01": 42} {
		if got := ActiveMonths(ranks, pauses, "", on(asOf)); got != want {
			t.Errorf("S11a: %d months by %s, want %d", got, asOf, want)
		}
	}
}

// W3: every role from L1 to L7, or which were not held.
func TestLevelsNeverHeld(t *testing.T) {
	t.Parallel()
	v, l8 := shipped(t)
	ranks := []people.Rank{rank("L1", "2010-01-01/2011-01-01"), rank("L4", "2011-01-01/2012-01-01"), rank("L8", "2012-01-01/")}
	if got, want := Skipped(ranks, v, l8), []string{"L2", "L3", "L5", "L6", "L7"}; !slices.Equal(got, want) {
		t.Errorf("W3: %v, want %v", got, want)
	}
	if got := Skipped(ranks, v, v.Level("L2")); len(got) != 0 {
		t.Errorf("W3: %v below L2", got)
	}
}

func drawSpan(t *rapid.T, label string, open bool) day.Span {
	s := day.Span{From: day.AddDays(on("2020-01-01"), rapid.IntRange(0, 900).Draw(t, label))}
	if !open || rapid.Bool().Draw(t, label+" ends") {
		to := day.AddDays(s.From, rapid.IntRange(1, 500).Draw(t, label+" days"))
		s.To = &to
	}
	return s
}

// drawTenure draws stays without overlap, of two levels, and pauses.
func drawTenure(t *rapid.T) (ranks []people.Rank, pauses []people.Pause) {
	from := on("2020-01-01")
	for range rapid.IntRange(1, 4).Draw(t, "stays") {
		from = day.AddDays(from, rapid.IntRange(0, 60).Draw(t, "gap"))
		to := day.AddDays(from, rapid.IntRange(1, 700).Draw(t, "stay"))
		ranks = append(ranks, people.Rank{Level: rapid.SampledFrom([]string{"L7", "L8"}).Draw(t, "level"), From: from, To: &to})
		from = to
	}
	if rapid.Bool().Draw(t, "lasts") {
		ranks[len(ranks)-1].To = nil
	}
	for range rapid.IntRange(0, 3).Draw(t, "pauses") {
		pauses = append(pauses, people.Pause{Span: drawSpan(t, "pause", false)})
	}
	return ranks, pauses
}

// The count of days one by one is what tenure is (R1).
func TestTenureIsACountOfDays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ranks, pauses := drawTenure(t)
		level := rapid.SampledFrom([]string{"L8", ""}).Draw(t, "of")
		asOf := day.AddDays(on("2020-01-01"), rapid.IntRange(0, 2500).Draw(t, "as of"))
		counts := func(d time.Time) bool {
			in := func(s day.Span) bool { return s.Has(d) }
			return slices.ContainsFunc(ranks, func(r people.Rank) bool { return (level == "" || r.Level == level) && in(r.Span()) }) &&
				!slices.ContainsFunc(pauses, func(p people.Pause) bool { return in(p.Span) })
		}
		n := 0
		for d := on("2020-01-01"); d.Before(asOf); d = day.AddDays(d, 1) {
			if counts(d) {
				n++
			}
		}
		if got := ActiveDays(ranks, pauses, level, asOf); got != n {
			t.Fatalf("R1: %d days, counted %d", got, n)
		}
		// The day on which months are reached is the first on which they are.
		months := ActiveMonths(ranks, pauses, level, asOf)
		if months > 0 {
			if reached := AttainedOn(ranks, pauses, level, months, asOf); reached == nil || reached.After(asOf) ||
				ActiveMonths(ranks, pauses, level, *reached) != months || ActiveMonths(ranks, pauses, level, day.AddDays(*reached, -1)) >= months {
				t.Fatalf("R1: %d months are reached on %v", months, reached)
			}
		}
		if next := AttainedOn(ranks, pauses, level, months+1, asOf); next != nil && !next.After(asOf) {
			t.Fatalf("R1: %d months by %s, and one more on %s", months, date(asOf), date(*next))
		}
	})
}

// A pause never brings the day forward (R1).
func TestAPauseNeverHelps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ranks, pauses := drawTenure(t)
		months := rapid.IntRange(0, 30).Draw(t, "months")
		asOf := day.AddDays(on("2020-01-01"), rapid.IntRange(0, 2500).Draw(t, "as of"))
		before := AttainedOn(ranks, pauses, "L8", months, asOf)
		after := AttainedOn(ranks, append(pauses, people.Pause{Span: drawSpan(t, "another", true)}), "L8", months, asOf)
		if after != nil && (before == nil || after.Before(*before)) {
			t.Fatalf("R1: %v with a pause more, %v without", after, before)
		}
	})
}
