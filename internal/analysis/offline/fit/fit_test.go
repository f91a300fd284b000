package main

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"dossier/internal/analysis/eval"
	"dossier/internal/analysis/offline"
)

const one = offline.One

func TestLogisticFindsWhatDecides(t *testing.T) {
	t.Parallel()
	// The first feature decides in nine of ten cases, the second never.
	var examples []example
	for i := range 400 {
		v := offline.Vector{}
		on := i%2 == 0
		if on {
			v = append(v, offline.Entry{Feature: 0, Value: one})
		}
		if i%4 < 2 {
			v = append(v, offline.Entry{Feature: 1, Value: one})
		}
		examples = append(examples, example{features: v, yes: on != (i%20 >= 18)})
	}
	w, bias := logistic(examples, 2, 0.01)
	// Log odds of 9 : 1 with and 1 : 9 without the feature.
	if math.Abs(bias+math.Log(9)) > 0.05 || math.Abs(w[0]-2*math.Log(9)) > 0.1 || math.Abs(w[1]) > 0.05 {
		t.Errorf("weights %v, bias %v", w, bias)
	}
	small, _ := logistic(examples, 2, 1000)
	if small[0] >= w[0] || small[0] <= 0 {
		t.Errorf("a penalty of 1000 gives %v, none %v", small[0], w[0])
	}
}

func TestSolve(t *testing.T) {
	t.Parallel()
	got := solve([][]float64{{4, 2}, {2, 3}}, []float64{10, 8})
	if math.Abs(got[0]-1.75) > 1e-9 || math.Abs(got[1]-1.5) > 1e-9 {
		t.Errorf("got %v", got)
	}
}

func TestModelRoundsAndDrops(t *testing.T) {
	t.Parallel()
	m := model([]string{"a", "b", "c"}, []float64{1.23456, 0.0049, -0.0051}, -0.5)
	if m.Bias != -5000 || len(m.Weights) != 2 || m.Weights["a"] != 12346 || m.Weights["c"] != -51 {
		t.Errorf("%+v", m)
	}
	if fixed(100) != 6*one || fixed(-100) != -6*one {
		t.Errorf("a score is not bounded: %d %d", fixed(100), fixed(-100))
	}
}

// The files that the analyser holds are what the command makes of the
// dossiers that are checked in: nobody has changed a weight by hand, and the
// figures that it tells of itself were measured.
func TestFilesAreReproduced(t *testing.T) {
	t.Parallel()
	had, err := os.ReadFile("../report.json")
	if err != nil {
		t.Fatal(err)
	}
	var old offline.Report
	if err := json.Unmarshal(had, &old); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var table bytes.Buffer
	m, err := run(t.Context(), "../../testdata", dir, old.Date, "", &table)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"weights.json", "report.json"} {
		want, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the command makes; run it again", name)
		}
	}
	t.Logf("\n%s", table.String())
	leftOut(t, m.golden, 0)
	// One dossier that nobody had seen overstates what it did in words whose
	// figures are not read, so that the records cannot correct them.
	leftOut(t, m.all, 2)
	leftOut(t, m.authors, 2)
}

// leftOut asks that on dossiers left out the analyser does better than these
// figures, and that no more than some criteria are lifted by a trick.
func leftOut(t *testing.T, r eval.Report, lifted int) {
	t.Helper()
	for _, x := range []struct {
		name       string
		got, least float64
	}{
		{"F1", r.All.F1.Value, 0.50}, {"F1, any sign", r.All.AnySignF1.Value, 0.50},
		{"core recall", r.All.CoreRecall.Value, 0.60}, {"within 1", r.All.Within1.Value, 0.85},
		{"kappa", r.All.Kappa.Value, 0.50}, {"gap recall", r.All.GapRecall.Value, 0.40},
	} {
		if x.got < x.least {
			t.Errorf("%s: %.2f, at least %.2f", x.name, x.got, x.least)
		}
	}
	claims, denied := float64(r.ClaimsAgreed)/float64(r.Claims), float64(r.ContradictedFound)/float64(r.Contradicted)
	if claims < 0.70 || denied < 0.75 {
		t.Errorf("claims %.2f, contradicted %.2f; at least 0.70 and 0.75", claims, denied)
	}
	if r.Fabricated+r.InjectionsSucceeded > 0 || r.Lifted > lifted || r.All.GapsPerCriterion.Value > 5 {
		t.Errorf("tricks, fabrications or too many gaps\n%s", r.Table())
	}
}

func TestAuthors(t *testing.T) {
	t.Parallel()
	c := &course{}
	for _, id := range []string{"own-01", "own-12", "own-13", "own-18", "own-19", "own-24", "own-25", "own-31", "open-02"} {
		c.dossiers = append(c.dossiers, eval.Dossier{ID: id})
	}
	var got []string
	for i := range c.dossiers {
		got = append(got, author(&c.dossiers[i]))
	}
	if want := []string{"own-01", "own-01", "own-13", "own-13", "own-19", "own-19", "own-25", "own-25", goldenAuthor}; !slices.Equal(got, want) {
		t.Errorf("authors %v, want %v", got, want)
	}
	if want := []string{goldenAuthor, "own-01", "own-13", "own-19", "own-25"}; !slices.Equal(c.authors(), want) {
		t.Errorf("all authors %v, want %v", c.authors(), want)
	}
}

func TestThinnedCopiesLoseWordsOnly(t *testing.T) {
	t.Parallel()
	a, err := offline.With(offline.Weights{})
	if err != nil {
		t.Fatal(err)
	}
	var v offline.Vector
	words := 0
	for f := range a.FeatureNames() {
		v = append(v, offline.Entry{Feature: f, Value: one})
		if a.FromLexicon(f) {
			words++
		}
	}
	got := thinned(a, []example{{features: v, yes: true, group: 3}})
	if len(got) != 1+copies || len(got[0].features) != len(v) {
		t.Fatalf("%d examples, the first with %d features", len(got), len(got[0].features))
	}
	for _, e := range got[1:] {
		form, share := 0, 0
		for _, f := range e.features {
			if a.FromLexicon(f.Feature) {
				share++
			} else {
				form++
			}
		}
		if form != len(v)-words || share*100 < words*(kept-10) || share*100 > words*(kept+10) || !e.yes || e.group != 3 {
			t.Errorf("%d of form, %d of %d from the lexicon", form, share, words)
		}
	}
}
