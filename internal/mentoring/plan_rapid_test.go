package mentoring_test

import (
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dossier/internal/day"
	"dossier/internal/mentoring"
)

// life is an agreement with all that its months are computed from.
type life struct {
	agreement *mentoring.Agreement
	facts     mentoring.Facts
}

func drawLife(t *rapid.T) life {
	on := func(label string) time.Time {
		return day.AddDays(day.Date(2023, 12, 1), rapid.IntRange(0, 900).Draw(t, label))
	}
	accepted := on("accepted").Add(time.Duration(rapid.IntRange(0, 86399).Draw(t, "second")) * time.Second)
	l := life{agreement: &mentoring.Agreement{
		BasisPoints: rapid.IntRange(1, 10000).Draw(t, "points"), Months: rapid.IntRange(1, 26).Draw(t, "months"), Currency: "EUR", AcceptedAt: &accepted,
	}}
	l.facts.Span.From = day.AddDays(day.Of(accepted), -rapid.IntRange(0, 100).Draw(t, "before"))
	if rapid.Bool().Draw(t, "ends") {
		to := day.AddDays(day.Of(accepted), rapid.IntRange(1, 700).Draw(t, "until"))
		why := rapid.SampledFrom([]mentoring.EndReason{mentoring.Completed, mentoring.HandedOn, mentoring.Stopped}).Draw(t, "why")
		l.facts.Span.To, l.facts.EndReason = &to, &why
	}
	days := rapid.SliceOfNDistinct(rapid.IntRange(0, 900), 0, 6, rapid.ID).Draw(t, "rates")
	slices.Sort(days)
	for _, d := range days {
		l.facts.Rates = append(l.facts.Rates, &mentoring.Rate{From: day.AddDays(day.Date(2023, 12, 1), d), Amount: mentoring.Money{
			Amount: rapid.OneOf(rapid.Int64Range(0, 3), rapid.Int64Range(0, 1<<62)).Draw(t, "rate"), Currency: "EUR",
		}})
	}
	for range rapid.IntRange(0, 4).Draw(t, "pauses") {
		s := day.Span{From: on("pause")}
		if rapid.IntRange(0, 9).Draw(t, "lasts") > 0 {
			to := day.AddDays(s.From, rapid.IntRange(1, 120).Draw(t, "days"))
			s.To = &to
		}
		l.facts.Pauses = append(l.facts.Pauses, s)
	}
	return l
}

// active reports whether money counts for a day: the rule, a day at a time.
func (l life) active(d time.Time) bool {
	counts := l.facts.Span
	if why := l.facts.EndReason; why != nil && *why == mentoring.HandedOn {
		counts.To = nil
	}
	return counts.Has(d) && !slices.ContainsFunc(l.facts.Pauses, func(p day.Span) bool { return p.Has(d) })
}

// daily is what a month comes to, added up a day at a time without rounding;
// nil if it is not billable.
func (l life) daily(month time.Time) *big.Rat {
	var rate int64
	for _, r := range l.facts.Rates {
		if !r.From.After(month) {
			rate = r.Amount.Amount
		}
	}
	next := day.AddMonths(month, 1)
	a := new(big.Rat).SetFrac(big.NewInt(rate), big.NewInt(int64(day.Days(month, next))))
	a.Mul(a, big.NewRat(int64(l.agreement.BasisPoints), 10000))
	sum, days := new(big.Rat), 0
	for d := month; d.Before(next); d = day.AddDays(d, 1) {
		if l.active(d) {
			sum, days = sum.Add(sum, a), days+1
		}
	}
	if rate == 0 || days == 0 {
		return nil
	}
	return sum
}

// N3: the plan is what days add up to, within half a minor unit for a month;
// it has the months of the term and no more, and what is not billable uses up
// nothing.
func TestThePlanIsWhatTheDaysAddUpTo(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := drawLife(t)
		upTo := day.AddMonths(day.Date(2024, 1, 1), rapid.IntRange(0, 60).Draw(t, "upTo"))
		made, _ := mentoring.Plan(l.agreement, l.facts, upTo)
		next := 0
		for month := day.AddMonths(day.FirstOfMonth(day.Of(*l.agreement.AcceptedAt)), 1); !month.After(upTo) && next < l.agreement.Months; month = day.AddMonths(month, 1) {
			want := l.daily(month)
			if want == nil {
				continue
			}
			if next == len(made) || !made[next].Month.Equal(month) || made[next].Index != next+1 || made[next].Generation != 1 {
				t.Fatalf("%s is billable and the plan is %s", month.Format("2006-01"), written(made))
			}
			off := new(big.Rat).Sub(new(big.Rat).SetInt64(made[next].Amount), want)
			if half := big.NewRat(1, 2); off.Cmp(half) > 0 || off.Cmp(new(big.Rat).Neg(half)) <= 0 {
				t.Fatalf("%s comes to %s, accrued are %d: not half up", month.Format("2006-01"), want.FloatString(3), made[next].Amount)
			}
			next++
		}
		if next != len(made) {
			t.Fatalf("%d months are billable and the plan is %s", next, written(made))
		}
	})
}

// N3: in whatever order and however often months are accrued, the rows are the
// same as if it had been done once.
func TestAccruingInAnyOrderGivesTheSameRows(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := drawLife(t)
		months := rapid.SliceOfN(rapid.IntRange(0, 60), 1, 8).Draw(t, "months")
		var made []*mentoring.Accrual
		for _, m := range months {
			f := l.facts
			f.Made = made
			more, _ := mentoring.Plan(l.agreement, f, day.AddMonths(day.Date(2024, 1, 1), m))
			made = append(made, more...)
		}
		once, _ := mentoring.Plan(l.agreement, l.facts, day.AddMonths(day.Date(2024, 1, 1), slices.Max(months)))
		if diff := cmp.Diff(once, made); diff != "" {
			t.Fatal(diff)
		}
	})
}

// Whatever is reversed, and whatever becomes known later: no month and no
// place is owed twice, and there are never more than the term has.
func TestReversalsNeverOweAMonthTwice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := drawLife(t)
		var made []*mentoring.Accrual
		type key struct {
			at         time.Time
			place, gen int
		}
		for range rapid.IntRange(1, 10).Draw(t, "runs") {
			f := l.facts
			f.Made = made
			f.Pauses = drawLife(t).facts.Pauses
			more, _ := mentoring.Plan(l.agreement, f, day.AddMonths(day.Date(2024, 1, 1), rapid.IntRange(0, 60).Draw(t, "upTo")))
			made = append(made, more...)
			for _, m := range made {
				if m.Reversal == nil && rapid.IntRange(0, 3).Draw(t, "reverse") == 0 {
					m.Reversal = &mentoring.Reversal{Again: rapid.Bool().Draw(t, "again")}
				}
			}
			months, places, stored := map[time.Time]bool{}, map[int]bool{}, map[key]bool{}
			used := 0
			for _, m := range made {
				byMonth, byPlace := key{at: m.Month, gen: m.Generation}, key{place: m.Index, gen: m.Generation}
				if stored[byMonth] || stored[byPlace] {
					t.Fatalf("%s breaks a constraint of the table", written(made))
				}
				stored[byMonth], stored[byPlace] = true, true
				if m.Reversal != nil && m.Reversal.Again {
					continue
				}
				if months[m.Month] || places[m.Index] || m.Index > l.agreement.Months {
					t.Fatalf("%s is there twice: %s", m.Month.Format("2006-01"), written(made))
				}
				months[m.Month], places[m.Index] = true, true
				used++
			}
			if used > l.agreement.Months {
				t.Fatalf("%d months of a term of %d: %s", used, l.agreement.Months, written(made))
			}
		}
	})
}
