package standing

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"dossier/internal/day"
	"dossier/internal/people"
	"dossier/internal/record"
)

// What sweeps and windows compute is a count of days one by one, which is slow
// and plain. The two must agree.

// drawOwned draws ownerships of a few surfaces, confirmed or not.
func drawOwned(t *rapid.T) (list []*record.SurfaceOwnership) {
	for range rapid.IntRange(0, 6).Draw(t, "ownerships") {
		surface := rapid.SampledFrom([]uuid.UUID{shop, search, pay, maps}).Draw(t, "surface")
		o := owned(surface, "2022-01-01/", rapid.SampledFrom([]how{founder, founder, claimed, declined}).Draw(t, "who"))
		o.Span = drawSpan(t, "from", true)
		list = append(list, o)
	}
	return list
}

// onDay counts the surfaces owned on a day, in the tenure, as confirmed.
func onDay(list []*record.SurfaceOwnership, ranks []people.Rank, d time.Time) int {
	if heldOn(ranks, d) != "L8" {
		return 0
	}
	at := map[uuid.UUID]bool{}
	for _, o := range list {
		if o.ByFounder() && o.Span.Has(d) {
			at[o.Surface] = true
		}
	}
	return len(at)
}

// M1: the most surfaces that were owned at once for ninety days on end.
func TestSurfacesAreACountOfDays(t *testing.T) {
	t.Parallel()
	_, l8 := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		f := &Facts{Person: mara}
		f.Ranks, _ = drawTenure(t)
		list := drawOwned(t)
		for _, o := range list {
			f.Records = append(f.Records, o)
		}
		asOf := day.AddDays(on("2020-01-01"), rapid.IntRange(0, 1800).Draw(t, "as of"))
		// A record that has not begun by the day is not known yet.
		known := slices.DeleteFunc(slices.Clone(list), func(o *record.SurfaceOwnership) bool { return o.Span.From.After(asOf) })
		ranks := slices.DeleteFunc(slices.Clone(f.Ranks), func(r people.Rank) bool { return r.From.After(asOf) })
		peak := 0
		run := map[int]int{}
		for d := on("2020-01-01"); d.Before(asOf); d = day.AddDays(d, 1) {
			n := onDay(known, ranks, d)
			for k := 1; k <= 4; k++ {
				if n < k {
					run[k] = 0
					continue
				}
				run[k]++
				if run[k] >= 90 {
					peak = max(peak, k)
				}
			}
		}
		m := Of(f, l8, asOf).Metrics[0]
		if m.Value == nil || int(*m.Value) != peak {
			t.Fatalf("M1: %d day by day: %s", peak, m.Explanation)
		}
	})
}

// M4: days on watch, and those of them that are covered, surface by surface.
func TestCoverageIsACountOfDays(t *testing.T) {
	t.Parallel()
	v, l8 := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		f := holder()
		f.Ranks, f.Pauses = drawTenure(t)
		surfaces := []uuid.UUID{shop, search, maps}
		var watches []*record.OnWatch
		var known []*record.IncidentCoverage
		for range rapid.IntRange(0, 5).Draw(t, "watches") {
			w := watching(rapid.SampledFrom(surfaces).Draw(t, "surface"), "2022-01-01/", []string{"SECURITY"},
				rapid.SampledFrom([]how{founder, founder, claimed}).Draw(t, "who"))
			w.Span = drawSpan(t, "watch", true)
			watches = append(watches, w)
			f.Records = append(f.Records, w)
		}
		for range rapid.IntRange(0, 5).Draw(t, "coverages") {
			c := covers(nil, "2022-01-01/2022-01-02", false, fed)
			if rapid.Bool().Draw(t, "of one surface") {
				c.Surface = ptr(rapid.SampledFrom(surfaces).Draw(t, "of"))
			}
			c.Span = drawSpan(t, "covered", false)
			known = append(known, c)
			f.Records = append(f.Records, c)
		}
		asOf := day.AddDays(on("2020-01-01"), rapid.IntRange(0, 2500).Draw(t, "as of"))
		months := rapid.IntRange(1, 40).Draw(t, "months")
		window := lastDays(f, months, asOf)
		days, covered := 0, 0
		for _, s := range surfaces {
			for _, d := range window {
				if !slices.ContainsFunc(watches, func(w *record.OnWatch) bool {
					return w.Surface == s && w.ByFounder() && w.Span.Has(d) && !w.Span.From.After(asOf)
				}) {
					continue
				}
				days++
				if slices.ContainsFunc(known, func(c *record.IncidentCoverage) bool {
					return c.Span.Has(d) && !c.Span.From.After(asOf) && (c.Surface == nil && s != maps || c.Surface != nil && *c.Surface == s)
				}) {
					covered++
				}
			}
		}
		q := question{calc: newCalc(f, v, l8, asOf)}
		w := q.watch(q.window(months))
		if w.days != days || w.covered != covered {
			t.Fatalf("M4: %d of %d days, counted %d of %d", w.covered, w.days, covered, days)
		}
	})
}

// lastDays are the last active days at L8 that so many months to a day have,
// that day included.
func lastDays(f *Facts, months int, asOf time.Time) (last []time.Time) {
	end := day.AddDays(asOf, 1)
	want := day.Days(day.AddMonths(end, -months), end)
	ranks := slices.DeleteFunc(slices.Clone(f.Ranks), func(r people.Rank) bool { return r.From.After(asOf) })
	for d := asOf; !d.Before(on("2020-01-01")) && len(last) < want; d = day.AddDays(d, -1) {
		paused := slices.ContainsFunc(f.Pauses, func(p people.Pause) bool { return p.Span.Has(d) })
		if heldOn(ranks, d) == "L8" && !paused {
			last = append(last, d)
		}
	}
	return last
}

// T1.1 to T3.5: the phases of the curriculum follow each other without a gap
// and each lasts as many active months as it says, whatever the pauses.
func TestPhasesFollowEachOther(t *testing.T) {
	t.Parallel()
	_, l8 := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		f := &Facts{Person: mara}
		f.Ranks, f.Pauses = drawTenure(t)
		last := &f.Ranks[len(f.Ranks)-1]
		last.Level, last.To = "L8", nil
		asOf := day.AddDays(last.From, rapid.IntRange(0, 2000).Draw(t, "as of"))
		modules := Curriculum(f, l8, asOf)
		for i, m := range modules {
			if m.From == nil || m.Due == nil || m.Due.Before(*m.From) {
				t.Fatalf("%s: from %v to %v", m.Key, m.From, m.Due)
			}
			if i > 0 && !m.From.Equal(*modules[i-1].From) && !m.From.Equal(day.AddDays(*modules[i-1].Due, 1)) {
				t.Fatalf("%s begins on %s, the phase before ends on %s", m.Key, date(*m.From), date(*modules[i-1].Due))
			}
			if m.Overdue != asOf.After(*m.Due) {
				t.Fatalf("%s is due on %s, overdue on %s: %v", m.Key, date(*m.Due), date(asOf), m.Overdue)
			}
		}
		if got := ActiveMonths(f.Ranks, f.Pauses, "L8", day.AddDays(*modules[len(modules)-1].Due, 1)); got != 36 {
			t.Fatalf("T3.5: %d active months by the end of the last phase", got)
		}
	})
}
