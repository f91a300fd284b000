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

// The analysis must not care what people are called, whether they are he, she
// or they, where they live, in which order and how tidily it is told, and how
// much is said that says nothing: not one score may move, whatever the seed.
func TestNoScoreMoves(t *testing.T) {
	t.Parallel()
	level, o := offlineOptions(t)
	list := dossiers(t)
	seeds := []uint64{1, 2, 3, 4, 5}
	if testing.Short() {
		list, seeds = list[:5], seeds[:1]
	}
	for _, seed := range seeds {
		r, err := Run(t.Context(), level, o, list, seed)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range r.Variants {
			if f.Dossiers == 0 || f.Changes < f.Dossiers || f.Scores != 5*f.Dossiers || f.Evidence == 0 {
				t.Errorf("seed %d, %s: nothing was compared: %+v", seed, f.Variant, f)
			}
			for _, m := range f.Moves {
				t.Errorf("seed %d, %s: %s, %s: %s -> %s", seed, f.Variant, m.Dossier, m.Criterion, score(m.From), score(m.To))
			}
			if 100*f.Kept < 98*f.Evidence {
				t.Errorf("seed %d, %s: %d of %d passages kept", seed, f.Variant, f.Kept, f.Evidence)
			}
		}
	}
}
