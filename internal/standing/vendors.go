package standing

import (
	"strings"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/record"
)

// vendorsKept counts vendors, each once, of decisions of "type" which whom
// "saidBy" names says, in the deciding review, to be still in use and not
// regretted, no longer than "reviewAtMostMonths" ago. It is UNKNOWN where no
// such decision is recorded, and where those that are not reviewed so, or too
// long ago, or are disputed would make "vendors"; else FAIL below it. Rule C9.
func vendorsKept(q question) result {
	var t tally
	since := day.AddMonths(q.asOf, -q.int("reviewAtMostMonths"))
	sure, likely := map[string]bool{}, map[string]bool{}
	for _, d := range q.decisions() {
		t.recorded++
		vendor, name := d.UUID.String(), quoted(d.Title, d.CompanyName)
		if d.Vendor != nil {
			vendor, name = strings.ToLower(d.Vendor.Name), quoted(d.Vendor.Name, d.CompanyName)
		}
		review, state, ok := deciding[*record.OutcomeReview](q.calc, d.UUID, func(b *record.Base) trust { return q.by(b, "saidBy") })
		switch {
		case d.State == record.Declined:
		case d.State == record.Disputed, !ok, state == open, review.StillInUse == nil, review.Regretted == nil, review.Span.From.Before(since):
			likely[vendor] = true
			t.wait(name)
		case *review.StillInUse && !*review.Regretted:
			sure[vendor], likely[vendor] = true, true
			t.add(name, d, review)
		}
	}
	t.n, t.open = len(sure), len(likely)-len(sure)
	return t.result(q.int("vendors"), q.asOf, "vendor", "still in use and not regretted, as the company says")
}

// caughtBefore counts decisions that affect "surfaces" or more and were caught
// before they shipped, if "caughtBeforeShipped", as somebody in the capacity of
// "confirmedBy" confirms, or a founder, whose every product is. It is UNKNOWN where none that affects so many is
// recorded, and where those that lack the days or the confirmation would make
// "minimum"; else FAIL below it. Rules C7, W5.
func caughtBefore(q question) result {
	var t tally
	for _, d := range q.decisions() {
		surfaces := map[uuid.UUID]bool{}
		for _, s := range d.Affects {
			surfaces[s] = true
		}
		if len(surfaces) < q.int("surfaces") {
			continue
		}
		t.recorded++
		confirmed := d.ByFounder() || d.State == record.Confirmed && d.StateAs != nil && string(*d.StateAs) == q.word("confirmedBy")
		dated := d.CaughtOn != nil && d.ShippedOn != nil && !d.CaughtOn.After(q.asOf)
		late := dated && !d.CaughtOn.Before(d.ShippedOn.Time)
		before := q.yes("caughtBeforeShipped")
		name := quoted(d.Title, d.CompanyName)
		switch state := trusted(&d.Base, confirmed && d.Verified()); {
		case state == closed, before && late:
		case state == open, before && !dated:
			t.wait(name)
		default:
			t.add(name, d)
		}
	}
	return t.result(q.int("minimum"), q.asOf, "decision", "that touched several products, caught before it shipped")
}

// fullyWatched counts surfaces of which every one of "areas" is on watch on
// the day, as somebody other than the owner confirms. It is UNKNOWN where no
// watch is recorded, and where those that are open would make "surfaces"; else
// FAIL below it. Rules C6, W4.
func fullyWatched(q question) result {
	var t tally
	sure, likely := map[uuid.UUID]map[string]bool{}, map[uuid.UUID]map[string]bool{}
	put := func(in map[uuid.UUID]map[string]bool, o *record.OnWatch) {
		if in[o.Surface] == nil {
			in[o.Surface] = map[string]bool{}
		}
		for _, a := range o.Areas {
			in[o.Surface][a] = true
		}
	}
	var order []uuid.UUID
	of := map[uuid.UUID][]record.Record{}
	for _, o := range all[*record.OnWatch](q.calc, record.KindOnWatch) {
		t.recorded++
		state := trusted(&o.Base, o.Verified())
		if !o.Span.Has(q.asOf) || state == closed {
			continue
		}
		if likely[o.Surface] == nil {
			order = append(order, o.Surface)
		}
		put(likely, o)
		if state == stands {
			put(sure, o)
			of[o.Surface] = append(of[o.Surface], o)
		}
	}
	areas := q.enums("areas")
	full := func(has map[string]bool) bool {
		for _, a := range areas {
			if !has[a] {
				return false
			}
		}
		return true
	}
	for _, s := range order {
		switch {
		case full(sure[s]):
			t.add(q.surface(s), of[s]...)
		case full(likely[s]):
			t.wait(q.surface(s))
		}
	}
	return t.result(q.int("surfaces"), q.asOf, "surface", "with all on watch of "+words(strings.Join(areas, ", ")))
}
