package standing

import (
	"fmt"
	"slices"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/record"
)

// health counts outages on the person's watch that a review finds preventable:
// of a surface, in an area on watch, during the last "windowMonths" active
// months at the level, asOf included. "verdictByOwner" lets the owner's own
// review stand. A watch counts by the word of whom "confirmedBy" names. More
// than "maximum" is FAIL, however much is covered. Else it is UNKNOWN where
// nothing was on watch; where incidents were recorded, by a
// feed or by a founder's word that there were none, on fewer than
// "coveragePercent" of the days on watch; and where outages that are disputed,
// not reviewed, or on a watch that is not confirmed so could make too many. On
// how many surfaces a tool detects anomalies is told and not judged. Rules M4,
// W4, A2.
func health(q question) result {
	maximum, window := q.int("maximum"), q.window(q.int("windowMonths"))
	w := q.watch(window)
	o := w.outages()
	r := result{verdict: ladder.Pass, value: number(len(o.preventable)), records: slices.Concat(w.records, o.records)}
	if w.days > 0 {
		r.coverage = number(float64(w.covered) / float64(w.days))
	}
	thin := w.covered*100 < w.days*q.int("coveragePercent")
	switch {
	case len(o.preventable) > maximum:
		r.verdict = ladder.Fail
	case w.days == 0, thin, len(o.preventable)+len(o.open)+len(o.disputed) > maximum:
		r.verdict = ladder.Unknown
	}
	switch {
	case len(window) == 0:
		r.text = fmt.Sprintf("%s has not been held by %s.", q.level.Code, date(q.asOf))
	case w.days == 0:
		r.text = fmt.Sprintf("No confirmed watch is recorded from %s to %s, so nothing can be said of outages on it.", date(window[0].From), date(q.asOf))
	default:
		r.text = fmt.Sprintf("%s %s found preventable on watch from %s to %s%s; %d %s allowed. Incidents are covered on %d of %s on watch (%d %%; %d %% are asked).",
			count(len(o.preventable), "outage"), was(len(o.preventable)), date(window[0].From), date(q.asOf), colon(o.preventable), maximum, is(maximum),
			w.covered, count(w.days, "day"), w.covered*100/w.days, q.int("coveragePercent"))
	}
	r.text = sentences(r.text,
		when(len(o.open) > 0, "Not reviewed, or on a watch that is not confirmed as asked: %s.", list(o.open)),
		when(len(o.disputed) > 0, "Disputed: %s.", list(o.disputed)),
		when(w.detected > 0, "A tool detects anomalies on %d of %s on watch.", w.detected, count(w.surfaces, "surface")))
	r.missing = sentences(
		when(len(o.preventable) > maximum, "Active time at %s until what was preventable is past.", q.level.Code),
		when(w.days == 0, "A watch that a founder confirms."),
		when(thin, "An incident feed, or a founder's word that there were no incidents, for the days on watch."),
		when(len(o.open) > 0, "A review, by somebody else, of each outage."),
		when(len(o.disputed) > 0, "An end to each dispute."))
	return r
}

// window is the last so many active months at the level, asOf included.
func (q question) window(months int) []day.Span {
	end := day.AddDays(q.asOf, 1)
	left := day.Days(day.AddMonths(end, -months), end)
	var last []day.Span
	for _, s := range slices.Backward(active(q.f.Ranks, q.f.Pauses, q.level.Code, q.asOf)) {
		s, ok := s.Until(end)
		if !ok || left <= 0 {
			continue
		}
		if n := length(s); n > left {
			s.From = day.AddDays(*s.To, -left)
		}
		left -= length(s)
		last = append(last, s)
	}
	slices.Reverse(last)
	return last
}

// watch is what was on watch in a window, and on how many of its days, surface
// by surface, incidents were recorded.
type watch struct {
	question
	window        []day.Span
	days, covered int
	// surfaces were on watch, and on those detected a tool detects anomalies, by
	// an artefact that somebody other than the owner stands for.
	surfaces, detected int
	sure, open         []*record.OnWatch
	records            []record.Record
}

func (q question) watch(window []day.Span) *watch {
	w := &watch{question: q, window: window}
	on := map[uuid.UUID][]day.Span{}
	for _, o := range all[*record.OnWatch](q.calc, record.KindOnWatch) {
		switch q.by(&o.Base, "confirmedBy") {
		case open:
			w.open = append(w.open, o)
		case stands:
			w.sure = append(w.sure, o)
			if spans := shared(window, o.Span); len(spans) > 0 {
				on[o.Surface] = append(on[o.Surface], spans...)
				w.records = append(w.records, o)
			}
		}
	}
	w.surfaces, w.detected = len(on), q.detected(on)
	known := map[uuid.UUID][]day.Span{}
	for _, c := range all[*record.IncidentCoverage](q.calc, record.KindIncidentCoverage) {
		said := c.Provenance == record.Feed || c.Verified()
		if c.Statement {
			said = c.ByFounder()
		}
		if trusted(&c.Base, said) != stands {
			continue
		}
		for surface := range on {
			if c.Surface != nil && *c.Surface == surface || c.Surface == nil && c.CompanyID != nil && q.companyOf(surface) == *c.CompanyID {
				known[surface] = append(known[surface], c.Span)
				w.records = append(w.records, c)
			}
		}
	}
	for surface, spans := range on {
		n := 0
		for _, s := range day.Union(spans) {
			n += length(s)
		}
		w.days += n
		w.covered += n
		for _, s := range day.Minus(spans, known[surface]) {
			w.covered -= length(s)
		}
	}
	return w
}

// detected is on how many surfaces artefacts name a tool that detects anomalies.
func (q question) detected(on map[uuid.UUID][]day.Span) int {
	named := map[uuid.UUID]bool{}
	for _, a := range all[*record.Artefact](q.calc, record.KindArtefact) {
		for _, s := range a.Surfaces {
			if len(on[s.Surface]) > 0 && s.Detector != "" && trusted(&a.Base, a.Verified()) == stands {
				named[s.Surface] = true
			}
		}
	}
	return len(named)
}

func (c *calc) companyOf(surface uuid.UUID) uuid.UUID {
	if s := c.surfaces[surface]; s != nil {
		return s.Company
	}
	return uuid.Nil
}

// shared is what a span shares with a window.
func shared(window []day.Span, s day.Span) (both []day.Span) {
	for _, w := range window {
		if b, ok := w.And(s); ok {
			both = append(both, b)
		}
	}
	return both
}

// outages are those in the window of a watch, by what is known of each.
type outages struct {
	preventable, open, disputed []string
	records                     []record.Record
}

func (w *watch) outages() (o outages) {
	for _, i := range all[*record.Incident](w.calc, record.KindIncident) {
		sure := watched(w.sure, i)
		in := slices.ContainsFunc(w.window, func(s day.Span) bool { return s.Has(i.Span.From) })
		if i.Dismissed() || !in || !sure && !watched(w.open, i) {
			continue
		}
		name := fmt.Sprintf("“%s” on %s, %s", i.Title, date(i.Span.From), w.surface(i.Surface))
		review, state, ok := deciding[*record.IncidentReview](w.calc, i.UUID, w.reviewer("verdictByOwner"))
		switch {
		case i.State == record.Disputed, ok && state == open:
			o.disputed = append(o.disputed, name)
		case ok && !review.Preventable:
		case !ok, !sure:
			o.open = append(o.open, name)
		default:
			o.preventable = append(o.preventable, name)
			o.records = append(o.records, i, review)
		}
	}
	return o
}

// watched reports whether an outage lies in one of the watches.
func watched(watches []*record.OnWatch, i *record.Incident) bool {
	return slices.ContainsFunc(watches, func(o *record.OnWatch) bool { return o.Holds(i) })
}
