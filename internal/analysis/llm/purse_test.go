package llm

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dossier/internal/analysis"
	"dossier/internal/analysis/llm/fakellm"
)

func TestPurse(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)
	p := purse{budget: analysis.Budget{Calls: 10, InputTokens: 1000, OutputTokens: 500, Until: now.Add(time.Hour)}}
	if !p.reserve(now, 700, 100, mapShare) {
		t.Error("the first call is refused")
	}
	if p.reserve(now, 200, 100, mapShare) {
		t.Error("reading may not use what judging needs")
	}
	if !p.reserve(now, 200, 100, 100) {
		t.Error("judging is refused its share")
	}
	p.settle(700, 100, analysis.Usage{InputTokens: 300, OutputTokens: 20})
	if !p.reserve(now, 200, 100, mapShare) {
		t.Error("what was not used is not given back")
	}
	p.settle(200, 100, analysis.Usage{})
	if p.spent.InputTokens != 700 || p.spent.OutputTokens != 220 {
		t.Errorf("an endpoint that counts nothing is free: %+v", p.spent)
	}
	if p.reserve(now.Add(time.Hour), 1, 1, 100) {
		t.Error("a call may begin when the time is over")
	}
}

func TestPurseIsNotOverspentTogether(t *testing.T) {
	t.Parallel()
	p := purse{budget: analysis.Budget{Calls: 1000, InputTokens: 1000, OutputTokens: 1000, Until: time.Now().Add(time.Hour)}}
	var granted atomic.Int64
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			for range 10 {
				if p.reserve(time.Now(), 10, 1, 100) {
					granted.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if n := granted.Load(); n != 100 {
		t.Errorf("%d calls of 10 tokens from a budget of 1000", n)
	}
}

// TestBudgetEndsWithTheFallback spends no more than allowed.
func TestBudgetEndsWithTheFallback(t *testing.T) {
	t.Parallel()
	s := start(t, fakellm.Oracle(labels()...))
	var bodies []string
	for range 6 {
		bodies = append(bodies, caseStudy)
	}
	o := analysis.Options{Analyser: client(t, s), Fallback: finder(t), Terms: analysis.Terms{Budget: analysis.Budget{Calls: 5}}}
	res := run(t, input(bodies...), o)
	if n := len(s.Requests()); n != 5 {
		t.Errorf("%d calls", n)
	}
	if !res.Degraded || !strings.HasPrefix(res.Reasons[0], reasonBudget) || res.Analyser != "mixed" {
		t.Errorf("%s: %q", res.Analyser, res.Reasons)
	}
	if got := scores(res); got[0] != 2 {
		t.Errorf("scores %v", got)
	}
	o.Budget = analysis.Budget{Until: time.Now().Add(-time.Minute)}
	if run(t, input(caseStudy), o); len(s.Requests()) != 5 {
		t.Error("a call was begun after the time was over")
	}
	// Where no job says until when, as at a terminal, the time counts from the
	// start.
	o.Budget = analysis.Budget{Wall: time.Nanosecond}
	if run(t, input(caseStudy), o); len(s.Requests()) != 5 {
		t.Error("a call was begun after the wall time was over")
	}
}
