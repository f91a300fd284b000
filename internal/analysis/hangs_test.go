package analysis

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"dossier/internal/ladder"
)

// hanging is a criterion of four questions, of which the first is a gate, each
// answered met or no evidence; passages are how many each answer cites.
func hanging(weights [4]int, met [4]bool, passages int) criterionWork {
	c := &ladder.Criterion{Key: "c"}
	w := criterionWork{criterion: c, agreement: 1, samples: 1}
	for i, key := range []string{"c.a", "c.b", "c.c", "c.d"} {
		c.Leaves = append(c.Leaves, ladder.Leaf{Key: key, Weight: weights[i], Gate: i == 0})
		v := LeafVerdict{Leaf: key, Verdict: NoEvidence}
		if met[i] {
			v.Verdict = Met
			for range passages {
				v.Evidence = append(v.Evidence, len(w.grounded))
				w.grounded = append(w.grounded, Grounded{Item: Item{Leaf: key, Stance: StanceSupports, Strength: Core}, Place: Place{Doc: len(w.grounded)}})
			}
		}
		w.verdicts = append(w.verdicts, v)
	}
	w.refuted, w.confirmed = make([]bool, len(w.grounded)), make([]bool, len(w.grounded))
	return w
}

// TestWhenAScoreHangs holds each of the three rules by which a criterion is
// judged again, at its border and on both sides of it.
func TestWhenAScoreHangs(t *testing.T) {
	t.Parallel()
	yes := [4]bool{true, true, false, false}
	tests := []struct {
		name     string
		weights  [4]int
		met      [4]bool
		passages int
		other    int    // what the fallback scores; below 0 for nothing
		want     string // is in the reason; "" for none
	}{
		// The weight of the first two questions is what is answered; each has
		// two passages, and the fallback agrees.
		{"far below 50", [4]int{20, 20, 30, 30}, yes, 2, -1, ""},
		{"7 below 50", [4]int{20, 23, 30, 27}, yes, 2, -1, ""},
		{"6 below 50", [4]int{20, 24, 30, 26}, yes, 2, -1, "near a threshold"},
		{"at 50", [4]int{20, 30, 30, 20}, yes, 2, -1, "near a threshold"},
		{"5 above 50", [4]int{25, 30, 30, 15}, yes, 2, -1, "near a threshold"},
		{"6 above 50", [4]int{26, 30, 30, 14}, yes, 2, -1, ""},
		{"7 below 75", [4]int{38, 30, 22, 10}, yes, 2, -1, ""},
		{"6 below 75", [4]int{39, 30, 21, 10}, yes, 2, -1, "near a threshold"},
		{"5 above 75", [4]int{50, 30, 10, 10}, yes, 2, -1, "near a threshold"},
		{"6 above 75", [4]int{51, 30, 10, 9}, yes, 2, -1, ""},
		// A gate on one passage, far from any border of the weight.
		{"a gate on one passage", [4]int{30, 30, 20, 20}, yes, 1, -1, "a gate rests on one passage"},
		{"a gate on two passages", [4]int{30, 30, 20, 20}, yes, 2, -1, ""},
		{"another question on one passage", [4]int{30, 60, 5, 5}, [4]bool{false, true, false, false}, 1, -1, ""},
		// The score is 3 of four core passages with 60 of the weight.
		{"the fallback agrees", [4]int{30, 30, 20, 20}, yes, 2, 3, ""},
		{"the fallback is one lower", [4]int{30, 30, 20, 20}, yes, 2, 2, ""},
		{"the fallback is one higher", [4]int{30, 30, 20, 20}, yes, 2, 4, ""},
		{"the fallback is two lower", [4]int{30, 30, 20, 20}, yes, 2, 1, "fallback alone comes to"},
		{"the fallback is three lower", [4]int{30, 30, 20, 20}, yes, 2, 0, "fallback alone comes to"},
		// The score is 2 with 40 of the weight.
		{"the fallback is two higher", [4]int{20, 20, 30, 30}, yes, 2, 4, "fallback alone comes to"},
		{"nothing to judge", [4]int{44, 20, 20, 16}, [4]bool{}, 2, 4, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := hanging(tt.weights, tt.met, tt.passages)
			scores := map[string]int{}
			if tt.other >= 0 {
				scores["c"] = tt.other
			}
			r := &run{second: func() map[string]int { return scores }}
			if got := r.hangs(&w); !strings.Contains(got, tt.want) || (got == "") != (tt.want == "") {
				evidence, _ := w.evidence()
				b := w.basis(evidence)
				t.Errorf("hangs: %q, want %q; weight %d, score %d", got, tt.want, b.Weight(), b.Score())
			}
		})
	}
}

// sampling counts how often each criterion is judged, and by which sample.
type sampling struct {
	tagged
	mu      sync.Mutex
	most    int
	samples map[string][]int
	fails   int // the sample from which on it fails
}

func (s *sampling) Samples() int { return s.most }

func (s *sampling) Reduce(ctx context.Context, in ReduceInput) (ReduceOutput, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.samples == nil {
		s.samples = map[string][]int{}
	}
	s.samples[in.Criterion.Key] = append(s.samples[in.Criterion.Key], in.Sample)
	if s.fails > 0 && in.Sample >= s.fails {
		return ReduceOutput{}, NewFailed("the model did not answer in time", nil)
	}
	return s.tagged.Reduce(ctx, in)
}

// TestHowOftenIsJudged: three samples where the score hangs, numbered so that
// each has its own order, one elsewhere and where the budget is short; a sample
// that fails ends the asking and not the analysis.
func TestHowOftenIsJudged(t *testing.T) {
	t.Parallel()
	text := []string{ // gates on one passage in the first criterion, nothing for the second
		"j.stage core: We had four months of cash left in March 2022.", "j.outcome core: Revenue grew from two to five million within a year.",
	}
	tests := []struct {
		name        string
		most, fails int
		single      bool
		want        []int
	}{
		{name: "three", most: 3, want: []int{0, 1, 2}},
		{name: "never more than three", most: 9, want: []int{0, 1, 2}},
		{name: "two", most: 2, want: []int{0, 1}},
		{name: "one", most: 1, want: []int{0}},
		{name: "a short budget", most: 3, single: true, want: []int{0}},
		{name: "the second fails", most: 3, fails: 1, want: []int{0, 1}},
		{name: "the third fails", most: 3, fails: 2, want: []int{0, 1, 2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &sampling{most: tt.most, fails: tt.fails}
			in := Input{Level: level(), Documents: []Document{{Ref: "a", Component: "portfolio", Body: body(text...)}}}
			r := &run{in: in, o: Options{Analyser: s, Concurrency: 1}, analyser: s, single: tt.single}
			for _, step := range []func(context.Context) error{r.read, r.mapWindows, r.ground, r.checkClaims, r.reduce, r.find} {
				if err := step(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if got := s.samples["judgment"]; !slices.Equal(got, tt.want) {
				t.Errorf("samples %v, want %v", got, tt.want)
			}
			if got := s.samples["trust"]; !slices.Equal(got, []int{0}) {
				t.Errorf("where there is nothing to judge: samples %v", got)
			}
			counted := len(tt.want)
			if tt.fails > 0 {
				counted = tt.fails
			}
			if w := &r.criteria[0]; w.samples != counted || r.degraded || !r.findings[0].Assessed {
				t.Errorf("%d samples count, degraded %v, %+v", w.samples, r.degraded, r.findings[0])
			}
		})
	}
}

// TestTheFallbacksOpinionIsAskedOnceAndEntersNothing.
func TestTheFallbacksOpinionIsAskedOnceAndEntersNothing(t *testing.T) {
	t.Parallel()
	in := Input{Level: level(), Documents: []Document{{Ref: "a", Component: "portfolio", Body: body(
		"j.stage core: We had four months of cash left in March 2022.", "j.stage core: In June 2023 a second round gave us ten.",
		"t.multi core: Two founders let me sign for them in 2021.", "t.multi core: A third one did so in the year 2024.",
	)}}}
	blind := &mapper{mapFn: func(MapInput) (MapOutput, error) { return MapOutput{}, nil }}
	var opinions int
	counted := &mapper{mapFn: func(MapInput) (MapOutput, error) {
		opinions++
		return MapOutput{}, nil
	}}
	s := &sampling{most: 3}
	res := mustRun(t, in, Options{Analyser: s, Fallback: counted, Concurrency: 1})
	if opinions != 1 {
		t.Errorf("the fallback read the text %d times", opinions)
	}
	alone := mustRun(t, in, Options{Analyser: &sampling{most: 1}, Fallback: blind})
	for i, f := range res.Findings {
		if *f.Score < 2 || *f.Score != *alone.Findings[i].Score || len(f.Evidence) != 2 {
			t.Errorf("%s scores %d beside a fallback that finds nothing, %d without", f.Criterion, *f.Score, *alone.Findings[i].Score)
		}
		if got := s.samples[f.Criterion]; !slices.Equal(got, []int{0, 1, 2}) {
			t.Errorf("%s: samples %v, though the fallback is two away", f.Criterion, got)
		}
	}
	if res.Degraded || res.Analyser != "tagged@1" {
		t.Errorf("degraded %v by %s", res.Degraded, res.Analyser)
	}
}
