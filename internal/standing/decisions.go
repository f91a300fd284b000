package standing

import (
	"fmt"
	"slices"

	"dossier/internal/ladder"
	"dossier/internal/record"
)

// decisionsWell counts decisions of "type" whose deciding review has the
// "verdict" and holds what "reviewHolds" names. "reviewerMayBeOwner" lets the
// owner's own review stand. It is UNKNOWN where no such decision is recorded,
// and where those that are disputed, not reviewed, pending or not measured
// would make "minimum"; else FAIL below it. Rule M2.
func decisionsWell(q question) result {
	var t tally
	for _, d := range q.decisions() {
		t.recorded++
		name := quoted(d.Title, d.CompanyName)
		review, state, ok := deciding[*record.OutcomeReview](q.calc, d.UUID, q.reviewer("reviewerMayBeOwner"))
		switch {
		case d.State == record.Declined:
		case d.State == record.Disputed, !ok, state == open, review.Verdict == "PENDING":
			t.wait(name)
		case review.Verdict != q.word("verdict"):
		case q.measured(review):
			t.add(name, d, review)
		default:
			t.wait(name)
		}
	}
	return t.result(q.int("minimum"), q.asOf, "decision", "with a measured "+words(q.word("verdict"))+" outcome")
}

// decisions are those of the policy's "type", or all of them without one.
func (q question) decisions() []*record.TechDecision {
	list := all[*record.TechDecision](q.calc, record.KindDecision)
	if kind := q.word("type"); kind != "" {
		list = slices.DeleteFunc(list, func(d *record.TechDecision) bool { return d.Type != kind })
	}
	return list
}

// measured reports whether a review holds what "reviewHolds" names.
func (q question) measured(r *record.OutcomeReview) bool {
	has := map[string]bool{"metric": r.Metric != "", "baseline": r.Baseline != nil, "target": r.Target != nil, "actual": r.Actual != nil}
	return !slices.ContainsFunc(q.list("reviewHolds"), func(name string) bool { return !has[name] })
}

// monthsSaved adds up the engineering time that decisions of "type" saved, by
// the deciding review of each, over confirmed ones only: "engineeringMonthsSaved"
// in all over "decisions" or more if "total", else that many each. It is
// UNKNOWN where none is recorded, and while decisions are open that could
// change it; else FAIL below. Rule C2.
func monthsSaved(q question) result {
	need, total := float64(q.int("engineeringMonthsSaved")), q.yes("total")
	var t tally
	saved := 0.0
	for _, d := range q.decisions() {
		t.recorded++
		name := quoted(d.Title, d.CompanyName)
		review, state, ok := deciding[*record.OutcomeReview](q.calc, d.UUID, q.reviewer("reviewerMayBeOwner"))
		switch {
		case d.State == record.Declined:
		case !d.Verified(), !ok, state == open, review.Verdict == "PENDING":
			t.wait(name)
		case review.EngineeringMonthsSaved == nil || *review.EngineeringMonthsSaved <= 0:
		case total || *review.EngineeringMonthsSaved >= need:
			saved += *review.EngineeringMonthsSaved
			t.add(name, d, review)
		}
	}
	least := q.int("decisions")
	r := t.result(least, q.asOf, "confirmed decision", "found to have saved engineering time")
	r.value = &saved
	if total && t.recorded > 0 {
		if r.verdict == ladder.Pass && saved < need {
			r.verdict = ladder.Fail
			if t.open > 0 {
				r.verdict = ladder.Unknown
			}
		}
		r.text += fmt.Sprintf(" Together they saved %s months; %s are asked.", figure(saved), figure(need))
	}
	return r
}
