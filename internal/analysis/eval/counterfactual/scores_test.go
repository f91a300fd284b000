package counterfactual

import (
	"testing"

	"dossier/internal/analysis"
	"dossier/internal/analysis/claims"
	"dossier/internal/analysis/eval"
	"dossier/internal/analysis/offline"
	"dossier/internal/ladder"
	"dossier/ladders"
)

// offlineOptions are those of the analyser that needs no model.
func offlineOptions(t testing.TB) (*ladder.Level, analysis.Options) {
	t.Helper()
	v, err := ladder.Load(ladders.Default())
	if err != nil {
		t.Fatal(err)
	}
	a, err := offline.New()
	if err != nil {
		t.Fatal(err)
	}
	return v.Level("L8"), analysis.Options{Analyser: a, Claims: claims.Checker{}}
}

func dossiers(t testing.TB) []eval.Dossier {
	t.Helper()
	var out []eval.Dossier
	for _, dir := range []string{"../../testdata/golden", "../../testdata/own"} {
		list, err := eval.Load(dir)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, list...)
	}
	return out
}

// The analysis must not care what people are called, whether they are he or
// she, or where they live: of these, not one score may move.
func TestNamesGenderAndPlacesMoveNoScore(t *testing.T) {
	t.Parallel()
	level, o := offlineOptions(t)
	list := dossiers(t)
	if testing.Short() {
		list = list[:5]
	}
	r, err := Run(t.Context(), level, o, list, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Variants {
		if f.Dossiers == 0 || f.Changes < f.Dossiers || f.Scores != 5*f.Dossiers || f.Evidence == 0 {
			t.Errorf("%s: nothing was compared: %+v", f.Variant, f)
		}
		switch f.Variant {
		case "names", "he-she", "places":
			for _, m := range f.Moves {
				t.Errorf("%s: %s, %s: %s -> %s", f.Variant, m.Dossier, m.Criterion, score(m.From), score(m.To))
			}
		}
	}
}
