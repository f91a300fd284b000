package standing

import (
	"slices"

	"dossier/internal/day"
	"dossier/internal/record"
)

// recognized counts recognitions of one of "kinds" with one of "topics" (with
// any if the policy names none), so that what is on code alone counts only if
// "codeOnlyCounts", made at the level or within the "lastYears", and verified
// by somebody else unless "verifiedBySelf". It is UNKNOWN where none is
// recorded, and where those that are open would make "minimum"; else FAIL below
// it. Rules R4, T3.5.
func recognized(q question) result {
	var t tally
	kinds, topics := q.enums("kinds"), q.enums("topics")
	since, stays := day.AddMonths(q.asOf, -12*q.int("lastYears")), q.stays()
	for _, x := range all[*record.Recognition](q.calc, record.KindRecognition) {
		t.recorded++
		at := slices.ContainsFunc(stays, func(s day.Span) bool { return s.Has(x.Span.From) })
		if !at && x.Span.From.Before(since) || !slices.Contains(kinds, x.Type) || !q.on(x.Topics, topics) {
			continue
		}
		name := "“" + x.Title + "” (" + words(x.Type) + ", " + date(x.Span.From) + ")"
		switch trusted(&x.Base, x.Verified() || q.yes("verifiedBySelf")) {
		case stands:
			t.add(name, x)
		case open:
			t.wait(name)
		}
	}
	return t.result(q.int("minimum"), q.asOf, "recognition", "in technical leadership and not on code alone")
}

// on reports whether a recognition has one of the topics, and not only code.
func (q question) on(has, topics []string) bool {
	const code = "CODE"
	if !q.yes("codeOnlyCounts") && !slices.ContainsFunc(has, func(s string) bool { return s != code }) {
		return false
	}
	return len(topics) == 0 || slices.ContainsFunc(has, func(s string) bool {
		return slices.Contains(topics, s) || s == code && q.yes("codeOnlyCounts")
	})
}
