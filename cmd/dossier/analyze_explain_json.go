package main

import (
	"dossier/internal/analysis"
	"dossier/internal/ladder"
)

// fixed is a number of ten-thousandths that a machine reads as a decimal.
type fixed int64

// MarshalJSON writes the decimal in full.
func (f fixed) MarshalJSON() ([]byte, error) { return []byte(decimal(int64(f))), nil }

// The explanations are what --explain adds for machines; nil without it.
type (
	explainedEvidence struct {
		Leaf      string             `json:"leaf"`
		Grounding string             `json:"grounding"`
		Sentences []explainedWeights `json:"sentences"`
	}
	explainedWeights struct {
		place
		Sums     []explainedSum `json:"sums"`
		RuledOut string         `json:"ruledOut,omitempty"`
	}
	explainedSum struct {
		Question string          `json:"question"`
		Bias     fixed           `json:"bias"`
		Terms    []explainedTerm `json:"terms"`
		Total    fixed           `json:"total"`
		Most     fixed           `json:"most"`
		Least    *fixed          `json:"least"`
	}
	explainedTerm struct {
		Signal string `json:"signal"`
		Weight fixed  `json:"weight"`
		Value  fixed  `json:"value"`
		Adds   fixed  `json:"adds"`
	}
	explainedGap struct {
		Leaf       string `json:"leaf"`
		ScoreIfMet int    `json:"scoreIfMet"`
	}
	explainedFinding struct {
		Leaves   []explainedLeaf    `json:"leaves"`
		Again    string             `json:"judgedAgain,omitempty"`
		Once     string             `json:"judgedOnce,omitempty"`
		Fallback bool               `json:"byFallback"`
		Rules    []analysis.Rule    `json:"rules"`
		Aside    []explainedAside   `json:"setAside"`
		Passed   []explainedWeights `json:"passed"`
	}
	explainedLeaf struct {
		Leaf     string             `json:"leaf"`
		Weight   int                `json:"weight"`
		Gate     bool               `json:"gate"`
		Verdict  analysis.Verdict   `json:"verdict"`
		Evidence []int              `json:"evidence"`
		For      int                `json:"for"`
		Against  int                `json:"against"`
		Enough   int                `json:"enough"`
		Reason   string             `json:"reason,omitempty"`
		Votes    []analysis.Verdict `json:"votes"`
	}
	explainedAside struct {
		place
		Leaf string `json:"leaf"`
		Why  string `json:"why"`
	}
	explainedClaim struct {
		Rule      string `json:"rule"`
		Criterion string `json:"criterion,omitempty"`
	}
	explainedAnomaly struct {
		Quarantined bool `json:"quarantined"`
	}
)

// explainer makes the explanations; at says where a place is.
type explainer struct{ at func(analysis.Place) place }

func (x explainer) evidence(e analysis.Evidence) *explainedEvidence {
	return &explainedEvidence{Leaf: e.Leaf, Grounding: e.Grounding, Sentences: x.weights(e.Weighed)}
}

func (x explainer) weights(all []analysis.Weighing) []explainedWeights {
	out := []explainedWeights{}
	for _, w := range all {
		e := explainedWeights{place: x.at(w.Place), RuledOut: w.RuledOut}
		for _, s := range w.Sums {
			sum := explainedSum{Question: s.Question, Bias: fixed(s.Bias), Total: fixed(s.Total), Most: fixed(s.Most), Least: (*fixed)(s.Least), Terms: []explainedTerm{}}
			for _, t := range s.Terms {
				sum.Terms = append(sum.Terms, explainedTerm{t.Signal, fixed(t.Weight), fixed(t.Value), fixed(t.Adds)})
			}
			e.Sums = append(e.Sums, sum)
		}
		out = append(out, e)
	}
	return out
}

func (x explainer) finding(c *ladder.Criterion, f analysis.Finding) *explainedFinding {
	a := f.Account
	out := &explainedFinding{
		Leaves: []explainedLeaf{}, Again: a.Again, Once: a.Once, Fallback: a.Fallback, Rules: []analysis.Rule{},
		Aside: []explainedAside{}, Passed: x.weights(a.Passed),
	}
	for i, v := range f.Leaves {
		l := explainedLeaf{
			Leaf: v.Leaf, Weight: c.Leaves[i].Weight, Gate: c.Leaves[i].Gate, Verdict: v.Verdict, Evidence: append([]int{}, v.Evidence...),
			For: v.For, Against: v.Against, Enough: v.Least, Reason: v.Reason, Votes: []analysis.Verdict{},
		}
		for _, vote := range a.Votes {
			l.Votes = append(l.Votes, vote[i])
		}
		out.Leaves = append(out.Leaves, l)
	}
	if a.Basis != nil {
		out.Rules = a.Basis.Rules()
	}
	for _, s := range a.Aside {
		out.Aside = append(out.Aside, explainedAside{x.at(s.Place), s.Leaf, s.Why})
	}
	return out
}
