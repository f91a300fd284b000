package day_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dossier/internal/day"
)

func TestMonthsByTheCalendar(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		from string
		n    int
		want string
	}{
		{"2023-01-31", 1, "2023-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2024-02-29", 48, "2028-02-29"},
		{"2026-05-31", -3, "2026-02-28"},
		{"2026-12-15", 1, "2027-01-15"},
		{"2026-01-15", -1, "2025-12-15"},
		{"2023-03-25", 36, "2026-03-25"},
	} {
		from, _ := day.Parse(tc.from)
		if got := day.AddMonths(from, tc.n).Format(time.DateOnly); got != tc.want {
			t.Errorf("%s and %d months is %s, want %s", tc.from, tc.n, got, tc.want)
		}
	}
}

func TestTheDayDoesNotDependOnAZone(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	// Half an hour after midnight on the day that clocks go forward.
	if got, want := day.Of(time.Date(2026, 3, 29, 0, 30, 0, 0, berlin)), day.Date(2026, 3, 28); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if n := day.Days(day.Date(2026, 3, 28), day.Date(2026, 3, 30)); n != 2 {
		t.Errorf("%d days over a change of clocks, want 2", n)
	}
}

func drawDay(t *rapid.T, label string) time.Time {
	return day.AddDays(day.Date(2020, 1, 1), rapid.IntRange(0, 4000).Draw(t, label))
}

func TestMonthsUndoAddMonths(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		from, to := drawDay(t, "from"), drawDay(t, "to")
		n := day.Months(from, to)
		if to.Before(from) {
			if n != 0 {
				t.Fatalf("%d months back in time", n)
			}
			return
		}
		if day.AddMonths(from, n).After(to) || !day.AddMonths(from, n+1).After(to) {
			t.Fatalf("from %s to %s are not %d whole months", from, to, n)
		}
	})
}

// The sets of days are the specification of what spans do.
func TestSpansAreSetsOfDays(t *testing.T) {
	t.Parallel()
	start, end := day.Date(2026, 1, 1), day.Date(2026, 3, 1)
	draw := func(t *rapid.T, label string) (spans []day.Span) {
		for range rapid.IntRange(0, 4).Draw(t, label) {
			s := day.Span{From: day.AddDays(start, rapid.IntRange(0, 58).Draw(t, "from"))}
			if rapid.Bool().Draw(t, "ends") {
				to := day.AddDays(s.From, rapid.IntRange(1, 30).Draw(t, "days"))
				s.To = &to
			}
			spans = append(spans, s)
		}
		return spans
	}
	has := func(spans []day.Span, d time.Time) bool {
		for _, s := range spans {
			if s.Has(d) {
				return true
			}
		}
		return false
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t, "a"), draw(t, "b")
		union, minus := day.Union(a), day.Minus(a, b)
		for i := 1; i < len(union); i++ {
			if union[i-1].To == nil || !union[i-1].To.Before(union[i].From) {
				t.Fatalf("%v and %v are not apart", union[i-1], union[i])
			}
		}
		total := 0
		for _, s := range minus {
			total += s.Days(end)
		}
		count := 0
		for d := start; d.Before(end); d = day.AddDays(d, 1) {
			if has(union, d) != has(a, d) {
				t.Fatalf("union is wrong on %s", d)
			}
			if has(minus, d) != (has(a, d) && !has(b, d)) {
				t.Fatalf("minus is wrong on %s", d)
			}
			if has(minus, d) {
				count++
			}
		}
		if total != count {
			t.Fatalf("%d days, counted %d", total, count)
		}
		if len(a) > 0 && len(b) > 0 {
			both, ok := a[0].And(b[0])
			for d := start; d.Before(end); d = day.AddDays(d, 1) {
				if want := a[0].Has(d) && b[0].Has(d); want != (ok && both.Has(d)) {
					t.Fatalf("what %v and %v share is wrong on %s", a[0], b[0], d)
				}
			}
			cut, ok := a[0].Until(end)
			if ok != a[0].From.Before(end) || ok && !cut.To.Before(day.AddDays(end, 1)) {
				t.Fatalf("%v until %s is %v", a[0], end, cut)
			}
		}
	})
}

func TestADayIsWrittenAsADate(t *testing.T) {
	t.Parallel()
	in := day.Day{Time: day.Date(2024, 2, 29)}
	b, err := json.Marshal(in)
	if err != nil || string(b) != `"2024-02-29"` {
		t.Errorf("%s, %v", b, err)
	}
	var out day.Day
	if err := json.Unmarshal(b, &out); err != nil || out != in {
		t.Errorf("%v, %v", out, err)
	}
	for _, bad := range []string{`"2023-02-29"`, `"29.02.2024"`, `20240229`, `null2`, `"2024-02-29T00:00:00Z"`} {
		if err := json.Unmarshal([]byte(bad), &out); err == nil {
			t.Errorf("%s was read as %v", bad, out)
		}
	}
	var w strings.Builder
	in.MarshalGQL(&w)
	if err := out.UnmarshalGQL("2024-02-29"); err != nil || out != in || w.String() != `"2024-02-29"` {
		t.Errorf("%v, %s, %v", out, w.String(), err)
	}
	if out.UnmarshalGQL(3) == nil {
		t.Error("a number was read as a day")
	}
}
