package offline_test

import (
	"cmp"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"dossier/internal/analysis"
	"dossier/internal/analysis/eval"
	"dossier/internal/analysis/offline"
)

// labelled are all labelled dossiers there are.
func labelled(t testing.TB) []eval.Dossier {
	t.Helper()
	own, err := eval.Load("../testdata/own")
	if err != nil {
		t.Fatal(err)
	}
	return append(golden(t), own...)
}

// fitted reads the weights as they stand in the file.
func fitted(t testing.TB) offline.Weights {
	t.Helper()
	b, err := os.ReadFile("weights.json")
	if err != nil {
		t.Fatal(err)
	}
	var w offline.Weights
	if err := json.Unmarshal(b, &w); err != nil {
		t.Fatal(err)
	}
	return w
}

// adds checks a sum against the file of weights and returns whether it says yes.
func adds(t *testing.T, m offline.Model, s analysis.Sum) bool {
	t.Helper()
	sum := m.Bias
	for _, x := range s.Terms {
		if w := m.Weights[x.Signal]; x.Weight != w || x.Adds != w*x.Value/offline.One || w == 0 {
			t.Fatalf("%s: %+v, the file says %d", s.Question, x, w)
		}
		sum += x.Adds
	}
	if !slices.IsSortedFunc(s.Terms, func(x, y analysis.Term) int { return cmp.Compare(max(y.Adds, -y.Adds), max(x.Adds, -x.Adds)) }) {
		t.Errorf("%s: terms out of order", s.Question)
	}
	if s.Bias != m.Bias || s.Total != max(-s.Most, min(s.Most, sum)) {
		t.Fatalf("%s: %d and its terms give %d, not %d", s.Question, s.Bias, sum, s.Total)
	}
	return s.Least != nil && s.Total >= *s.Least
}

// neighbour finds the value of a term, or nothing.
func neighbour(s analysis.Sum, signal string) (int64, bool) {
	for _, x := range s.Terms {
		if x.Signal == signal {
			return x.Value, true
		}
	}
	return 0, false
}

// What is printed of every piece of evidence of every labelled dossier is what
// decided on it: the terms and the bias give the total, the totals give the
// pick, its side and its strength, and what a sentence gives to its neighbours
// is its own total. What came closest to being picked was not to be picked.
func TestWeighingsAreWhatDecided(t *testing.T) {
	t.Parallel()
	level, o := options(t)
	o.Explain = true
	w := fitted(t)
	evidence, passed, against, core, joined := 0, 0, 0, 0, 0
	dossiers := labelled(t)
	for i := range dossiers {
		for _, f := range analyse(t, input(level, &dossiers[i]), o).Findings {
			for _, e := range f.Evidence {
				if len(e.Weighed) == 0 {
					t.Fatalf("%s, %s: %q is not explained", dossiers[i].ID, f.Criterion, e.Quote)
				}
				evidence++
				if len(e.Weighed) > 1 {
					joined++
				}
				carries := false
				for _, x := range e.Weighed {
					if x.Doc != e.Doc || x.Start < e.Start || x.End > e.End || x.Criterion != f.Criterion || x.RuledOut != "" || len(x.Sums) != 4 {
						t.Fatalf("%s, %s: %+v explains %+v", dossiers[i].ID, f.Criterion, x, e.Place)
					}
					adds(t, w.Passage, x.Sums[0])
					if v, ok := neighbour(x.Sums[1], "passage"); ok && v != x.Sums[0].Total {
						t.Errorf("%s: an instance by %d, taken as %d", dossiers[i].ID, x.Sums[0].Total, v)
					}
					if !adds(t, w.Criteria[f.Criterion], x.Sums[1]) || *x.Sums[1].Least != w.Threshold {
						t.Errorf("%s, %s: %q was not to be picked", dossiers[i].ID, f.Criterion, e.Quote)
					}
					if adds(t, w.Against, x.Sums[2]) != (e.Polarity == analysis.Contradicts) {
						t.Errorf("%s, %s: %q stands on the wrong side", dossiers[i].ID, f.Criterion, e.Quote)
					}
					carries = adds(t, w.Strong, x.Sums[3]) || carries
				}
				if carries != (e.Strength == analysis.Core) {
					t.Errorf("%s, %s: %q is %s, carries a score: %v", dossiers[i].ID, f.Criterion, e.Quote, e.Strength, carries)
				}
				if e.Strength == analysis.Core {
					core++
				}
				if e.Polarity == analysis.Contradicts {
					against++
				}
			}
			last := int64(1 << 40)
			for _, x := range f.Account.Passed {
				passed++
				adds(t, w.Passage, x.Sums[0])
				if yes := adds(t, w.Criteria[f.Criterion], x.Sums[1]); yes != (x.RuledOut != "") || len(x.Sums) != 2 {
					t.Errorf("%s, %s: passed with %d, ruled out as %q", dossiers[i].ID, f.Criterion, x.Sums[1].Total, x.RuledOut)
				}
				if x.Sums[1].Total > last {
					t.Errorf("%s, %s: passed out of order", dossiers[i].ID, f.Criterion)
				}
				last = x.Sums[1].Total
			}
		}
	}
	if evidence < 300 || passed < 300 || against < 20 || core < 100 || joined < 20 {
		t.Errorf("%d pieces of evidence, %d against, %d core, %d joined; %d passed: too few to have tested anything", evidence, against, core, joined, passed)
	}
}

// To explain changes nothing, and nobody who did not ask pays for it.
func TestExplainingChangesNothing(t *testing.T) {
	t.Parallel()
	level, o := options(t)
	dossiers := golden(t)
	in := input(level, &dossiers[0])
	plain := analyse(t, in, o)
	o.Explain = true
	told := analyse(t, in, o)
	for i := range told.Findings {
		f := &told.Findings[i]
		if len(f.Account.Passed) == 0 || len(plain.Findings[i].Account.Passed) > 0 {
			t.Errorf("%s: %d passed, unasked %d", f.Criterion, len(f.Account.Passed), len(plain.Findings[i].Account.Passed))
		}
		f.Account.Passed = nil
		for k := range f.Evidence {
			f.Evidence[k].Weighed = nil
		}
	}
	a, err := json.Marshal(plain)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(told)
	if err != nil {
		t.Fatal(err)
	}
	if string(a) != string(b) {
		t.Error("another result where it is explained")
	}
}
