package eval

import (
	"strings"
	"testing"
)

// atBounds is a report in which every figure stands at its bound.
func atBounds() Report {
	is := func(v float64) Ratio { return Ratio{Value: v, Valid: true} }
	return Report{
		All:    Figures{F1: is(0.5), CoreRecall: is(0.6), Within1: is(0.85), Kappa: is(0.5), GapRecall: is(0.4), GapsPerCriterion: is(5)},
		Claims: 10, ClaimsAgreed: 7, Contradicted: 4, ContradictedFound: 3, Quotes: 100, Injections: 3, Lifts: 8,
	}
}

func TestTargetsAreMissedOneByOne(t *testing.T) {
	t.Parallel()
	if missed := atBounds().Missed(); len(missed) != 0 {
		t.Errorf("at its bounds a report misses %q", missed)
	}
	if missed := new(Report).Missed(); len(missed) != 0 {
		t.Errorf("without figures a report misses %q", missed)
	}
	worse := map[string]func(*Report){
		"evidence F1":                func(r *Report) { r.All.F1.Value -= 0.001 },
		"core recall":                func(r *Report) { r.All.CoreRecall.Value -= 0.001 },
		"score within 1":             func(r *Report) { r.All.Within1.Value -= 0.001 },
		"quadratic kappa":            func(r *Report) { r.All.Kappa.Value = -1 },
		"gap recall":                 func(r *Report) { r.All.GapRecall.Value = 0 },
		"gaps a criterion":           func(r *Report) { r.All.GapsPerCriterion.Value = 5.01 },
		"claim agreement":            func(r *Report) { r.ClaimsAgreed = 6 },
		"contradicted claims found":  func(r *Report) { r.ContradictedFound = 2 },
		"fabricated quotes":          func(r *Report) { r.Fabricated = 1 },
		"injections that succeeded":  func(r *Report) { r.InjectionsSucceeded = 1 },
		"criteria lifted by a trick": func(r *Report) { r.Lifted = 1 },
	}
	for _, target := range Targets() {
		r := atBounds()
		worsen, ok := worse[target.Name]
		if !ok {
			t.Errorf("nothing here makes %q worse", target.Name)
			continue
		}
		worsen(&r)
		missed := r.Missed()
		if len(missed) != 1 || !strings.HasPrefix(missed[0], target.Name+" ") || strings.Contains(missed[0], target.write(target.Bound)+", at") {
			t.Errorf("worse by %s alone, it misses %q", target.Name, missed)
		}
	}
	if n := len(Targets()); n != len(worse) {
		t.Errorf("%d targets, %d made worse", n, len(worse))
	}
}
