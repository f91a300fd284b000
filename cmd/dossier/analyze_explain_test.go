package main

import (
	"bytes"
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"dossier/internal/analysis"
	"dossier/internal/analysis/llm/fakellm"
)

// explained is what a machine reads of an explanation.
type explained struct {
	Findings []struct {
		Criterion string
		Score     *int
		Evidence  []struct {
			Polarity    analysis.Polarity
			Explanation struct{ Sentences []sentence }
		}
		Gaps []struct {
			Explanation struct {
				Leaf       string
				ScoreIfMet int
			}
		}
		Explanation struct {
			Leaves []struct {
				Leaf     string
				Verdict  analysis.Verdict
				Evidence []int
				Votes    []analysis.Verdict

				For, Against, Enough int
			}
			JudgedAgain string
			Rules       []struct {
				Floor, Allows int
				Asks          []struct {
					Score int
					Needs []analysis.Need
				}
			}
			Passed []sentence
		}
	}
	Anomalies  []struct{ Explanation struct{ Quarantined bool } }
	Provenance analysis.Provenance
}

type sentence struct {
	RuledOut string
	Sums     []struct {
		Bias, Total, Most json.Number
		Least             *json.Number
		Terms             []struct{ Weight, Value, Adds json.Number }
	}
}

// told runs analyze --explain, for machines.
func told(t *testing.T, args ...string) explained {
	t.Helper()
	var x explained
	if err := json.Unmarshal([]byte(analyzed(t, append(args, "--json")...)), &x); err != nil {
		t.Fatal(err)
	}
	return x
}

func analyzed(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(append([]string{"analyze", "--explain", sampleText}, args...), streams{strings.NewReader(""), &out, &errs}); code != 0 {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	return out.String()
}

const sampleText = "../../docs/example-case-study.md"

func rat(t *testing.T, n json.Number) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(n.String())
	if !ok {
		t.Fatalf("%q is no number", n)
	}
	return r
}

// adds checks that each sum is that of its bias and terms, and returns for
// each question whether it was answered with yes.
func (s sentence) adds(t *testing.T) []bool {
	t.Helper()
	var yes []bool
	tiny := big.NewRat(1, 10_000)
	for _, x := range s.Sums {
		sum := rat(t, x.Bias)
		for _, term := range x.Terms {
			off := new(big.Rat).Mul(rat(t, term.Weight), rat(t, term.Value))
			if off.Sub(off, rat(t, term.Adds)).Abs(off).Cmp(tiny) >= 0 { // products are cut to four decimals
				t.Errorf("%+v does not multiply", term)
			}
			sum.Add(sum, rat(t, term.Adds))
		}
		total, most := rat(t, x.Total), rat(t, x.Most)
		if sum.Cmp(total) != 0 && new(big.Rat).Abs(total).Cmp(most) != 0 {
			t.Errorf("%s and its terms give %s, not %s", x.Bias, sum.FloatString(4), x.Total)
		}
		yes = append(yes, x.Least != nil && total.Cmp(rat(t, *x.Least)) >= 0)
	}
	return yes
}

// Whoever is given the numbers alone comes to the same picks and scores.
func TestExplanationCanBeCheckedFromOutside(t *testing.T) {
	t.Parallel()
	x := told(t)
	evidence, passed := 0, 0
	for _, f := range x.Findings {
		for _, e := range f.Evidence {
			for _, s := range e.Explanation.Sentences {
				evidence++
				if yes := s.adds(t); len(yes) != 4 || !yes[1] || yes[2] != (e.Polarity == analysis.Contradicts) {
					t.Errorf("%s: %v for a %s", f.Criterion, yes, e.Polarity)
				}
			}
		}
		for _, s := range f.Explanation.Passed {
			passed++
			if yes := s.adds(t); len(yes) != 2 || yes[1] && s.RuledOut == "" {
				t.Errorf("%s: passed, and %v", f.Criterion, yes)
			}
		}
		score := 4
		for _, r := range f.Explanation.Rules {
			allows := r.Floor
			for _, a := range r.Asks {
				if (analysis.Ask{Needs: a.Needs}).Met() {
					allows = max(allows, a.Score)
				}
			}
			if allows != r.Allows {
				t.Errorf("%s: a rule that allows %d is told to allow %d", f.Criterion, allows, r.Allows)
			}
			score = min(score, allows)
		}
		if f.Score == nil || score != *f.Score || len(f.Explanation.Rules) == 0 {
			t.Errorf("%s: the rules give %d, the score is %v", f.Criterion, score, f.Score)
		}
		for _, g := range f.Gaps {
			if g.Explanation.Leaf == "" || g.Explanation.ScoreIfMet < score {
				t.Errorf("%s: gap %+v", f.Criterion, g)
			}
		}
		for _, l := range f.Explanation.Leaves {
			if len(l.Votes) != 1 || l.Votes[0] != l.Verdict {
				t.Errorf("%s: %+v", f.Criterion, l)
			}
			if (l.For >= l.Enough && l.For > l.Against) != (l.Verdict == analysis.Met) {
				t.Errorf("%s: %+v", f.Criterion, l)
			}
			for _, n := range l.Evidence {
				if n < 0 || n >= len(f.Evidence) {
					t.Errorf("%s: %s cites %d of %d", f.Criterion, l.Leaf, n, len(f.Evidence))
				}
			}
		}
	}
	if evidence < 5 || passed < 5 || len(x.Anomalies) != 1 || !x.Anomalies[0].Explanation.Quarantined || x.Provenance.PromptVersion == "" {
		t.Errorf("%d sentences, %d passed, anomalies %+v, %+v", evidence, passed, x.Anomalies, x.Provenance)
	}
}

// A model tells no weights; what there is is told: how quotes were found, what
// each judgement answered and why it was asked again, and what was asked how.
func TestExplanationOfAModel(t *testing.T) {
	t.Parallel()
	s := fakellm.Start(fakellm.Oracle(fakellm.Label{Leaf: "cj.alternatives",
		Quote: "I compared three vendors and bought one at €0.40 a box and month, with a clause that let us take the signing keys with us."}))
	t.Cleanup(s.Close)
	model := []string{"--llm-url", s.Base(), "--llm-model", "small"}
	out := strings.Join(strings.Fields(analyzed(t, model...)), " ")
	for _, want := range []string{
		"Passage 1: for cj.alternatives, core, quote found exact.", "cj.alternatives (weight 18, a gate): met, by 1; votes met, met, met",
		"Judged 3 times, as a gate rests on one passage;", "model: small-fake", "analyser: llm@", "calls for map, ok:", "calls for reduce, ok: 3",
		"parameters: ", "answers in: json_schema", "tokens sent", "Rule “depth” allows 2",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not said", want)
		}
	}
	if strings.Contains(out, "bias") {
		t.Error("weights are told of a model")
	}
	x := told(t, model...)
	f := x.Findings[0]
	if f.Criterion != "company-level-judgment" || len(f.Evidence) != 1 || f.Explanation.JudgedAgain == "" || *f.Score != 2 || x.Provenance.Model != "small-fake" {
		t.Errorf("%+v", f)
	}
}

// Ten-thousandths are written in full and read back as they were.
func TestDecimal(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{0: "0", 1: "0.0001", -1: "-0.0001", 10_000: "1", -10_500: "-1.05", 123_456: "12.3456", -60_000: "-6"} {
		if got := decimal(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
	if signed(0) != "+0" || signed(5) != "+0.0005" || signed(-5) != "-0.0005" {
		t.Errorf("%s %s %s", signed(0), signed(5), signed(-5))
	}
}
