package llm

import (
	"fmt"
	"strings"
	"testing"

	"dossier/internal/analysis"
	"dossier/internal/analysis/claims"
	"dossier/internal/analysis/eval"
	"dossier/internal/analysis/llm/fakellm"
)

// TestOracleCurve measures the pipeline with a model that knows the labels of
// every labelled dossier and spoils a share of its answers: a wrong question,
// a quote that says something else, a line that is not there. Whatever the
// share, nothing that is not in the text is stored. The labels name no
// questions, so they are dealt out to a criterion's questions in turn. The
// table is printed, and is what testdata/oracle.txt, the README and
// docs/method.md say (UPDATE=1 writes the first, make gen the others):
//
//	go test ./internal/analysis/llm -run TestOracleCurve -v
func TestOracleCurve(t *testing.T) {
	t.Parallel()
	level := shippedLevel(t)
	var dossiers []eval.Dossier
	for _, dir := range []string{"golden", "own"} {
		some, err := eval.Load("../testdata/" + dir)
		if err != nil {
			t.Fatal(err)
		}
		dossiers = append(dossiers, some...)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d labelled dossiers; a model that knows the labels and spoils a share of its answers\n\n", len(dossiers))
	b.WriteString("errors  precision  recall  F1    core recall  exact  within 1  kappa  invented quotes stored\n")
	last := 2.0
	for _, percent := range []int{0, 5, 10, 20, 40} {
		var predictions []eval.Prediction
		for _, d := range dossiers {
			var labels []fakellm.Label
			for _, c := range level.PanelCriteria {
				for i, e := range d.Labels[c.Key].Evidence {
					labels = append(labels, fakellm.Label{Quote: e.Quote, Leaf: c.Leaves[i%len(c.Leaves)].Key, Stance: e.Polarity, Weight: e.Weight})
				}
			}
			oracle := fakellm.Oracle(labels...)
			oracle.Content = fakellm.Noisy(d.ID, percent, oracle.Content)
			s := fakellm.Start(oracle)
			o := analysis.Options{Analyser: client(t, s), Claims: claims.Checker{}}
			p, err := eval.Run(t.Context(), level, o, []eval.Dossier{d})
			s.Close()
			if err != nil {
				t.Fatal(err)
			}
			predictions = append(predictions, p...)
		}
		r, err := eval.Score(dossiers, predictions)
		if err != nil {
			t.Fatal(err)
		}
		a := r.All
		fmt.Fprintf(&b, "%4d %%  %.2f       %.2f    %.2f  %.2f         %.2f   %.2f      %.2f   %d of %d\n", percent, a.Precision.Value, a.Recall.Value, a.F1.Value,
			a.CoreRecall.Value, a.Exact.Value, a.Within1.Value, a.Kappa.Value, r.Fabricated, r.Quotes)
		if percent == 0 && a.F1.Value < 0.95 || a.F1.Value > last || r.Fabricated > 0 {
			t.Errorf("%d %% errors: F1 %v after %.2f, %d fabricated", percent, a.F1, last, r.Fabricated)
		}
		last = a.F1.Value
	}
	t.Log("\n" + b.String())
	golden(t, "oracle.txt", strings.TrimSuffix(b.String(), "\n"))
}
