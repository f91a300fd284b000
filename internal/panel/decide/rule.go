package decide

import (
	"fmt"
	"slices"
	"strings"

	"dossier/internal/ladder"
	"dossier/internal/panel/review"
	"dossier/internal/problem"
)

// The most characters of a decision's texts, and the most gaps.
const (
	MaxRationale = 8000
	MaxNote      = 2000
	MaxGapText   = 2000
	MaxGaps      = 50
)

// outcomes are what a decision can come to, in order.
func outcomes() []review.Recommendation {
	return []review.Recommendation{review.Promote, review.NotYet, review.No}
}

// reading is how the ladder reads what a panel decides by.
type reading struct {
	// chairCounts: the chair's review is a vote and counts for the quorum.
	chairCounts bool
	// over is how many percent of the votes a promotion takes more than.
	over int
	// compensation: a component that fails does not stand against a promotion.
	compensation bool
}

func readingOf(level *ladder.Level) reading {
	p := level.ReadingOf("panel")
	r := reading{chairCounts: true, over: 50}
	if yes, ok := p.Bool("chairCounts"); ok {
		r.chairCounts = yes
	}
	if n, ok := p.Int("majorityPercentOver"); ok {
		r.over = n
	}
	r.compensation, _ = p.Bool("compensation")
	return r
}

// verdicts reads a decision's input for a level: every component that is
// decided on has one verdict, and no other has any.
func verdicts(level *ladder.Level, in DecidePromotionInput) ([]Component, error) {
	var l problem.List
	if !slices.Contains(outcomes(), in.Outcome) {
		l.Add("outcome", "%.20q is no outcome; use PROMOTE, NOT_YET or NO", in.Outcome)
	}
	l.Text("rationale", in.Rationale, MaxRationale)
	given := map[string]Component{}
	for i, c := range in.Components {
		at := fmt.Sprintf("components[%d].", i)
		if known := level.Component(c.Component); known == nil || !known.Decided {
			l.Add(at+"component", "the panel decides on no component %.60q of %s", c.Component, level.Code)
		} else if _, twice := given[c.Component]; twice {
			l.Add(at+"component", "%s is given twice; give each component once", c.Component)
		}
		if c.Verdict != ladder.Pass && c.Verdict != ladder.Fail {
			l.Add(at+"verdict", "%.20q is no verdict of a panel; use PASS or FAIL", c.Verdict)
		}
		if c.Note != nil {
			l.OptionalText(at+"note", *c.Note, MaxNote)
		}
		given[c.Component] = Component(c)
	}
	var list []Component
	for _, c := range level.Promotion.Decided() {
		if _, ok := given[c.Key]; !ok {
			l.Add("components", "%s has no verdict; give PASS or FAIL", c.Key)
		}
		list = append(list, given[c.Key])
	}
	if in.Outcome == review.Promote && len(in.Gaps) > 0 {
		l.Add("gaps", "a promotion has no gaps; leave them out")
	}
	checkGaps(&l, level, in.Gaps, 0)
	return list, l.Err()
}

// checkGaps notes gaps that cannot be added to those there are.
func checkGaps(l *problem.List, level *ladder.Level, gaps []DecisionGapInput, there int) {
	if there+len(gaps) > MaxGaps {
		l.Add("gaps", "would make %d gaps; %d are allowed: put those together that belong together", there+len(gaps), MaxGaps)
	}
	for i, g := range gaps {
		at := fmt.Sprintf("gaps[%d].", i)
		if level.Criterion(g.Criterion) == nil {
			l.Add(at+"criterion", "%s has no criterion %.60q; use one of %s", level.Code, g.Criterion, strings.Join(criteria(level), ", "))
		}
		l.Text(at+"text", g.Text, MaxGapText)
		l.Text(at+"closedBy", g.ClosedBy, MaxGapText)
	}
}

func criteria(level *ladder.Level) (keys []string) {
	for _, c := range level.PanelCriteria {
		keys = append(keys, c.Key)
	}
	return keys
}

// bars lists why an outcome is against the rules: to promote, every component
// passes and more than the ladder's share of the votes say so; where that is
// so, nothing else comes of it.
func (r reading) bars(outcome review.Recommendation, components []Component, votes []Vote) (reasons []string) {
	for _, c := range components {
		if c.Verdict != ladder.Pass && !r.compensation {
			reasons = append(reasons, fmt.Sprintf("%s does not pass, and a promotion takes that every component passes", c.Component))
		}
	}
	yes := 0
	for _, v := range votes {
		if v.Recommendation == review.Promote {
			yes++
		}
	}
	if yes*100 <= r.over*len(votes) {
		reasons = append(reasons, fmt.Sprintf("%d of %d votes say PROMOTE, and a promotion takes more than %d %%", yes, len(votes), r.over))
	}
	if outcome == review.Promote {
		return reasons
	}
	if len(reasons) > 0 {
		return nil
	}
	return []string{fmt.Sprintf("nothing stands against a promotion: the components pass, and %d of %d votes say PROMOTE; the outcome is PROMOTE", yes, len(votes))}
}

// count counts votes. Each recommendation has an entry.
func count(votes []Vote) []review.Count {
	list := make([]review.Count, 0, len(outcomes()))
	for _, o := range outcomes() {
		n := review.Count{Recommendation: o}
		for _, v := range votes {
			if v.Recommendation == o {
				n.Count++
			}
		}
		list = append(list, n)
	}
	return list
}
