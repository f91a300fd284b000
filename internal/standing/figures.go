package standing

import (
	"fmt"
	"slices"

	"dossier/internal/day"
	"dossier/internal/mentoring"
	"dossier/internal/record"
)

// figureOf finds what computes an indicator, by the word in a policy's
// "indicator".
func figureOf(name string) (func(question) result, bool) {
	switch name {
	case "first-decision":
		return firstDecision, true
	case "contexts-weighed":
		return contexts, true
	case "share-of-surfaces":
		return share, true
	case "team-evidence":
		return teamEvidence, true
	case "dependencies":
		return dependencies, true
	case "adherence":
		return adherence, true
	case "mentees-who-own":
		return owners, true
	case "pipeline":
		return pipeline, true
	case "pipeline-sustains-itself":
		return sustained, true
	case "decisions-in-force":
		return inForce, true
	case "breadth":
		return breadth, true
	case "founders":
		return foundersTrust, true
	}
	return nil, false
}

// adherence is the share of months with "sessionsAMonth" or more sessions with
// the person's own mentor. Missed ones are shown, not punished. Rule N1.
func adherence(q question) result {
	m := q.f.Mentor
	if m == nil || m.Span.From.After(q.asOf) {
		return result{text: fmt.Sprintf("No mentor is recorded by %s.", date(q.asOf))}
	}
	pauses := make([]day.Span, len(q.f.Pauses))
	for i, p := range q.f.Pauses {
		pauses[i] = p.Span
	}
	a := mentoring.AdherenceOf(m.Span, pauses, m.Sessions, q.int("sessionsAMonth"), q.asOf)
	var missed []string
	for _, month := range a.Missed {
		missed = append(missed, month.Format("2006-01"))
	}
	return result{value: a.Share(), text: sentences(
		fmt.Sprintf("%s talked with the person in %d of %s since %s.", m.Name, a.Kept, count(a.Active, "month"), date(m.Span.From)),
		when(len(missed) > 0, "Missed: %s.", list(missed)))}
}

// firstDecision is how many days after the start of the newest engagement that
// has one the first decision at its company was recorded, with the things of
// "scope" that each covers. Rules S09, S15.
func firstDecision(q question) result {
	r := result{text: fmt.Sprintf("No engagement is recorded by %s.", date(q.asOf))}
	decisions := all[*record.TechDecision](q.calc, record.KindDecision)
	scope := q.list("scope")
	var said []string
	for _, e := range all[*record.Engagement](q.calc, record.KindEngagement) {
		if e.State == record.Declined {
			continue
		}
		owned := 0
		for _, s := range scope {
			if slices.Contains(e.Scope, s) {
				owned++
			}
		}
		s := fmt.Sprintf("%s from %s on, %d of %s in scope: ", company(&e.Base), date(e.Span.From), owned, count(len(scope), "thing"))
		i := slices.IndexFunc(decisions, func(d *record.TechDecision) bool {
			return d.State != record.Declined && e.CompanyID != nil && d.CompanyID != nil && *d.CompanyID == *e.CompanyID && e.Span.Has(d.Span.From)
		})
		if i < 0 {
			said = append(said, s+"no decision is recorded.")
			continue
		}
		n := day.Days(e.Span.From, decisions[i].Span.From)
		r.value = number(n)
		r.records = append(r.records, e, decisions[i])
		said = append(said, s+fmt.Sprintf("the first decision came after %s.", count(n, "day")))
	}
	if len(said) > 0 {
		r.text = sentences(said...)
	}
	return r
}

// contexts counts which of "contexts" were weighed in a decision, and tells how
// often each was, and how many decisions say what was traded for what. Rules
// S12, S13.
func contexts(q question) result {
	decisions := slices.DeleteFunc(all[*record.TechDecision](q.calc, record.KindDecision), func(d *record.TechDecision) bool {
		return d.State == record.Declined
	})
	if len(decisions) == 0 {
		return result{text: fmt.Sprintf("No decision is recorded by %s.", date(q.asOf))}
	}
	r := result{}
	traded, weighed := 0, 0
	var said []string
	for _, d := range decisions {
		if d.TradeOff != "" {
			traded++
		}
		r.records = append(r.records, d)
	}
	names := q.list("contexts")
	for _, name := range names {
		n := 0
		for _, d := range decisions {
			if slices.Contains(d.Contexts, name) {
				n++
			}
		}
		if n > 0 {
			weighed++
		}
		said = append(said, fmt.Sprintf("%s in %d", name, n))
	}
	r.value = number(weighed)
	r.text = fmt.Sprintf("Of %s, %d of %s were weighed%s. What was traded for what is said in %d of them.",
		count(len(decisions), "decision"), weighed, count(len(names), "context"), colon(said), traded)
	return r
}

// inForce is the share of decisions "monthsOld" or more that are still in
// force, by a review of the last "reviewAtMostMonths" which somebody else made.
// Rule P4.
func inForce(q question) result {
	old, fresh := day.AddMonths(q.asOf, -q.int("monthsOld")), day.AddMonths(q.asOf, -q.int("reviewAtMostMonths"))
	aged := 0
	var names []string
	var r result
	for _, d := range all[*record.TechDecision](q.calc, record.KindDecision) {
		if d.Span.From.After(old) || d.State == record.Declined {
			continue
		}
		aged++
		review, state, ok := deciding[*record.OutcomeReview](q.calc, d.UUID, q.reviewer("reviewerMayBeOwner"))
		if ok && state == stands && !review.Span.From.Before(fresh) && review.StillInForce != nil && *review.StillInForce {
			names = append(names, quoted(d.Title, d.CompanyName))
			r.records = append(r.records, d, review)
		}
	}
	if aged > 0 {
		r.value = number(float64(len(names)) / float64(aged))
	}
	r.text = fmt.Sprintf("Of %s %d months old or more on %s, %d %s still in force by a review of the last %d months%s.",
		count(aged, "decision"), q.int("monthsOld"), date(q.asOf), len(names), is(len(names)), q.int("reviewAtMostMonths"), colon(names))
	return r
}
