// Package claims reads what a text says in figures and facts that the records
// can bear out — counts of decisions, presentations, mentees and outages,
// surfaces, roles, single decisions, and figures before and after a change —
// and compares it with them. It needs no model, is the same for every
// analyser, and says both sides: the words, and the rows that confirm or
// contradict them. It owns no table and must not know how evidence is found.
//
// A claim that is better than the records is OVERSTATED, one that is more
// modest UNDERSTATED; where nothing is recorded to compare with it is
// UNVERIFIABLE and counts for nothing.
package claims

import (
	"cmp"
	"fmt"
	"slices"

	"dossier/internal/analysis"
)

// The metrics that claims speak of, as the contract names them.
const (
	Surfaces    = "product-surfaces-owned"
	Decisions   = "build-vs-buy-decisions"
	Founders    = "founder-partnership"
	Health      = "infrastructure-health"
	Teams       = "team-structure-decisions"
	Investors   = "investor-communication"
	Advancement = "mentee-advancement"
)

// Checker finds claims and compares them with facts. The zero value is ready.
type Checker struct{}

// Check implements analysis.ClaimChecker.
func (Checker) Check(in analysis.ClaimInput) []analysis.Claim {
	var found []finding
	for i := range in.Documents {
		d := &in.Documents[i]
		for _, s := range sentences(d) {
			if s.hypothetical() {
				continue
			}
			for _, read := range readers() {
				if f, ok := read.claim(&s, &in.Facts); ok {
					f.sentence, f.rule = s, read.rule
					found = append(found, f)
				}
			}
		}
	}
	found = append(found, pointed(in, found)...)
	disagree(found)
	slices.SortStableFunc(found, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.sentence.doc.Doc, b.sentence.doc.Doc), cmp.Compare(a.sentence.span.Start, b.sentence.span.Start),
			cmp.Compare(a.metric, b.metric))
	})
	out := make([]analysis.Claim, 0, len(found))
	for _, f := range found {
		out = append(out, f.claim(&in.Facts))
	}
	return out
}

// reader recognises one kind of claim in a sentence. Its rule says what is
// compared with what.
type reader struct {
	rule  string
	claim func(*sentence, *analysis.Facts) (finding, bool)
}

// readers are tried on every sentence, in this order.
func readers() []reader {
	return []reader{
		{"a count of decisions, or of those that went well, with the decision log", decisionCount},
		{"a decision of a year with the log's choice", decisionEvent},
		{"a count of surfaces with those of the engagements", surfaceCount},
		{"a founder's role with what referees confirm", coFounder},
		{"a count of preventable outages with the incidents", outages},
		{"the length of an outage with its incident", downtime},
		{"figures before and after with the measures of team changes", beforeAfter},
		{"a count of teams changed with the team changes", restructurings},
		{"a count of presentations with the meetings recorded", presentations},
		{"the level of a mentee, or a count of mentees, with the mentorships", mentees},
		{"a success with the outcome recorded", success},
		{"a count of founders with the references", founderCount},
	}
}

// finding is a claim with what the records say of it.
type finding struct {
	sentence sentence
	metric   string
	// subject and value are what two places can disagree on: value is -1
	// where the claim is no exact count.
	subject string
	value   int
	claimed string
	// recorded is what the records show, "" where there is nothing.
	recorded string
	verdict  analysis.ClaimVerdict
	note     string
	// rule is the reader's.
	rule string
}

// claim writes a finding for people.
func (f *finding) claim(facts *analysis.Facts) analysis.Claim {
	return analysis.Claim{
		Place:  analysis.Place{Doc: f.sentence.doc.Doc, Span: f.sentence.span},
		Quote:  f.sentence.doc.Text.At(f.sentence.span),
		Metric: f.metric, Criterion: criterionOf(f.metric),
		Claimed: f.claimed, Recorded: f.recorded, Verdict: f.verdict, Explanation: f.explain(facts), Rule: f.rule,
	}
}

// criterionOf is the criterion whose score leans on a metric.
func criterionOf(metric string) string {
	switch metric {
	case Surfaces, Decisions:
		return "company-level-judgment"
	case Founders, Investors:
		return "founder-trust-at-scale"
	case Health:
		return "long-term-thinking"
	case Teams:
		return "team-building-instinct"
	case Advancement:
		return "generosity"
	}
	return ""
}

// disagree notes where two places of a dossier give different exact counts of
// one thing.
func disagree(found []finding) {
	for i := range found {
		for k := range i {
			a, b := &found[k], &found[i]
			if a.metric == b.metric && a.subject != "" && a.subject == b.subject && a.value >= 0 && b.value >= 0 && a.value != b.value {
				p := phrasesFor(b.sentence.lang)
				b.note = fmt.Sprintf(p.elsewhere, a.claimed)
			}
		}
	}
}

// judge compares a count with a recorded one; more is better.
func judge(claimed, recorded int, bound string) analysis.ClaimVerdict {
	switch {
	case claimed == recorded,
		bound == atLeast && recorded >= claimed,
		bound == atMost && recorded <= claimed,
		bound == about && 10*max(claimed-recorded, recorded-claimed) <= recorded:
		return analysis.Supported
	case claimed > recorded:
		return analysis.Overstated
	}
	return analysis.Understated
}
