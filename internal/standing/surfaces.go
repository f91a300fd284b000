package standing

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/record"
)

// surfacesOwned counts product surfaces owned at the same time: the most that
// were for "simultaneousDays" at a stretch, by the word of whom "confirmedBy"
// names, within the stays at the level if "within" is tenure-at-level, of one
// company if "sameCompany". It is UNKNOWN where nothing is recorded, and where
// ownerships that are open would make "minimum"; else FAIL below it. Rules M1,
// C1.
func surfacesOwned(q question) result {
	minimum, days := q.int("minimum"), max(1, q.int("simultaneousDays"))
	records := all[*record.SurfaceOwnership](q.calc, record.KindOwnership)
	var sure, likely []*record.SurfaceOwnership
	now := map[uuid.UUID]bool{}
	for _, o := range records {
		state := q.by(&o.Base, "confirmedBy")
		if state != closed {
			likely = append(likely, o)
		}
		if state == stands {
			sure = append(sure, o)
			if o.Span.Has(q.asOf) {
				now[o.Surface] = true
			}
		}
	}
	at := q.sweep(sure)
	peak, best := most(at, days)
	possible, _ := most(q.sweep(likely), days)
	t := tally{n: peak, open: possible - peak, recorded: len(records)}
	r := result{verdict: t.verdict(minimum), value: number(peak)}
	if r.verdict != ladder.Pass {
		r.missing = fmt.Sprintf("%s owned at the same time for %s, confirmed.", count(minimum, "surface"), count(days, "day"))
	}
	if len(records) == 0 {
		r.text = fmt.Sprintf("No ownership of a surface is recorded by %s; %d at the same time are asked.", date(q.asOf), minimum)
		return r
	}
	var names []string
	for _, o := range slices.SortedStableFunc(slices.Values(sure), func(a, b *record.SurfaceOwnership) int {
		return cmp.Or(a.Span.From.Compare(b.Span.From), cmp.Compare(q.surface(a.Surface), q.surface(b.Surface)))
	}) {
		if _, ok := best.And(o.Span); ok && peak > 0 {
			r.records = append(r.records, o)
			names = append(names, q.surface(o.Surface))
		}
	}
	long := longest(at, minimum)
	r.text = sentences(
		when(peak > 0, "%s owned at the same time for %s from %s on, as confirmed%s.",
			count(peak, "surface")+" "+was(peak), count(length(best), "day"), date(best.From), colon(distinct(names))),
		when(peak == 0, "No confirmed surface was owned for %s at %s.", count(days, "day"), q.level.Code),
		when(peak < minimum && length(long) > 0, "The longest time with %d was %s from %s on.", minimum, count(length(long), "day"), date(long.From)),
		fmt.Sprintf("%d at once for %s %s asked; on %s %d %s owned.", minimum, count(days, "day"), is(minimum), date(q.asOf), len(now), is(len(now))),
		when(t.open > 0, "It would be %d with those not confirmed as the ladder asks.", possible))
	return r
}

// stretch is a time during which a number of surfaces was owned at once. It
// ends.
type stretch struct {
	day.Span
	n int
}

// sweep is how many surfaces were owned when, until asOf: one list, or one for
// each company. Two ownerships of a surface count once.
func (q question) sweep(owned []*record.SurfaceOwnership) [][]stretch {
	window := []day.Span{{}}
	if q.word("within") == "tenure-at-level" {
		window = q.stays()
	}
	var order []uuid.UUID
	groups := map[uuid.UUID]map[uuid.UUID][]day.Span{}
	for _, o := range owned {
		var company uuid.UUID
		if q.yes("sameCompany") && o.CompanyID != nil {
			company = *o.CompanyID
		}
		if groups[company] == nil {
			groups[company] = map[uuid.UUID][]day.Span{}
			order = append(order, company)
		}
		for _, w := range window {
			if s, ok := o.Span.And(w); ok {
				if s, ok = s.Until(q.asOf); ok {
					groups[company][o.Surface] = append(groups[company][o.Surface], s)
				}
			}
		}
	}
	var all [][]stretch
	for _, company := range order {
		all = append(all, concurrent(groups[company]))
	}
	return all
}

// most is the largest number that was reached for so many days at a stretch,
// and the longest stretch of it; 0 if none was.
func most(at [][]stretch, days int) (int, day.Span) {
	peak := 0
	for _, list := range at {
		for _, s := range list {
			peak = max(peak, s.n)
		}
	}
	for ; peak > 0; peak-- {
		if s := longest(at, peak); length(s) >= days {
			return peak, s
		}
	}
	return 0, day.Span{}
}

// longest is the longest stretch with n or more, the first of equals; it is
// empty if there was none.
func longest(at [][]stretch, n int) (best day.Span) {
	for _, list := range at {
		var run day.Span
		for _, s := range list {
			switch {
			case s.n < n:
				continue
			case run.To != nil && run.To.Equal(s.From):
				run.To = s.To
			default:
				run = s.Span
			}
			if length(run) > length(best) {
				best = run
			}
		}
	}
	return best
}
