package analysis

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSettle(t *testing.T) {
	t.Parallel()
	c := &level().PanelCriteria[0]
	evidence := []Grounded{
		{Item: Item{Stance: StanceSupports}},
		{Item: Item{Stance: StanceAsserts}},
		{Item: Item{Stance: StanceHypothetical}},
		{Item: Item{Stance: StanceContradicts}},
	}
	tests := []struct {
		name    string
		answers []LeafVerdict
		want    LeafVerdict
	}{
		{"no answer", nil, LeafVerdict{Verdict: NoEvidence}},
		{"met by a support", []LeafVerdict{{Verdict: Met, Evidence: []int{0}}}, LeafVerdict{Verdict: Met, Evidence: []int{0}}},
		{"met by nothing", []LeafVerdict{{Verdict: Met}}, LeafVerdict{Verdict: NoEvidence}},
		{"met by an assertion", []LeafVerdict{{Verdict: Met, Evidence: []int{1}}}, LeafVerdict{Verdict: Partial, Evidence: []int{1}, Reason: AssertedOnly}},
		{"partly by an assertion", []LeafVerdict{{Verdict: Partial, Evidence: []int{1}}}, LeafVerdict{Verdict: Partial, Evidence: []int{1}}},
		{"met by a plan", []LeafVerdict{{Verdict: Met, Evidence: []int{2}}}, LeafVerdict{Verdict: NoEvidence, Evidence: []int{2}}},
		{"partly by a plan", []LeafVerdict{{Verdict: Partial, Evidence: []int{2}}}, LeafVerdict{Verdict: NoEvidence, Evidence: []int{2}}},
		{"met by a contradiction", []LeafVerdict{{Verdict: Met, Evidence: []int{3}}}, LeafVerdict{Verdict: NoEvidence, Evidence: []int{3}}},
		{"not met", []LeafVerdict{{Verdict: NotMet, Evidence: []int{3}}}, LeafVerdict{Verdict: NotMet, Evidence: []int{3}}},
		{"unknown verdict", []LeafVerdict{{Verdict: "excellent", Evidence: []int{0}}}, LeafVerdict{Verdict: NoEvidence, Evidence: []int{0}}},
		{"cited twice, out of range, out of order", []LeafVerdict{{Verdict: Met, Evidence: []int{3, 0, 0, -1, 4}}}, LeafVerdict{Verdict: Met, Evidence: []int{0, 3}}},
		{"two answers, the lower stands", []LeafVerdict{
			{Verdict: Met, Evidence: []int{0}}, {Verdict: Partial, Evidence: []int{0}},
		}, LeafVerdict{Verdict: Partial, Evidence: []int{0}}},
		{"unknown reason", []LeafVerdict{{Verdict: NotMet, Reason: "lazy"}}, LeafVerdict{Verdict: NotMet}},
		{"known reason", []LeafVerdict{{Verdict: NotMet, Reason: Stale}}, LeafVerdict{Verdict: NotMet, Reason: Stale}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for i := range tt.answers {
				tt.answers[i].Leaf = "j.outcome"
			}
			tt.want.Leaf = "j.outcome"
			got := settle(c, evidence, append(tt.answers, LeafVerdict{Leaf: "unknown", Verdict: Met, Evidence: []int{0}}))
			if len(got) != len(c.Leaves) || got[0].Leaf != "j.stage" || got[0].Verdict != NoEvidence {
				t.Fatalf("answers %+v", got)
			}
			if d := cmp.Diff(tt.want, got[1]); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestMajority(t *testing.T) {
	t.Parallel()
	sample := func(v ...Verdict) []LeafVerdict {
		var out []LeafVerdict
		for _, v := range v {
			out = append(out, LeafVerdict{Verdict: v})
		}
		return out
	}
	samples := [][]LeafVerdict{
		sample(Met, Met, Met, NotMet),
		sample(Met, Partial, Partial, Met),
		sample(Partial, Met, NoEvidence, NoEvidence),
	}
	got := majority(samples)
	if d := cmp.Diff(sample(Met, Met, NoEvidence, NoEvidence), got); d != "" {
		t.Error(d)
	}
	// 2 + 2 + 1 + 1 of 12 answers agree.
	if a := agreementOf(samples, got); a != 0.5 {
		t.Errorf("agreement %v", a)
	}
	if got := majority([][]LeafVerdict{sample(Met), sample(Partial)}); got[0].Verdict != Partial {
		t.Errorf("a tie gives %s", got[0].Verdict)
	}
}

func TestPhrase(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a plain phrase":               "a plain phrase",
		"  two\n\tlines  ":             "two lines",
		"<b>bold</b> *x* `y` [a](b)":   "bbold/b x y a(b)",
		"hid\u200bden \u202eorder\x00": "hidden order",
		"Ümlaute bleiben – so":         "Ümlaute bleiben – so",
		"":                             "",
	} {
		if got := phrase(in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
	if got := phrase(strings.Repeat("é", 1000)); len(got) > maxPhrase {
		t.Errorf("%d bytes", len(got))
	}
}

// TestMoreSamplesNearABoundary asks a sampler again only where it matters.
func TestMoreSamplesNearABoundary(t *testing.T) {
	t.Parallel()
	res := mustRun(t, Input{Level: level(), Documents: []Document{strong()}}, Options{Analyser: &wavering{}})
	f := res.Findings[0]
	if f.Leaves[0].Verdict != Partial || res.Usage.Calls != 1+3+1 {
		t.Errorf("leaf %+v after %d calls", f.Leaves[0], res.Usage.Calls)
	}
	if *res.Findings[1].Score != 0 {
		t.Errorf("second criterion %+v", res.Findings[1])
	}
}

// wavering answers j.stage with met, then with partial.
type wavering struct{ tagged }

func (*wavering) Samples() int { return 3 }

func (w *wavering) Reduce(ctx context.Context, in ReduceInput) (ReduceOutput, error) {
	out, err := w.tagged.Reduce(ctx, in)
	out.Usage.Calls = 1
	for i := range out.Leaves {
		if out.Leaves[i].Leaf == "j.stage" && in.Sample > 0 {
			out.Leaves[i].Verdict = Partial
		}
	}
	return out, err
}
