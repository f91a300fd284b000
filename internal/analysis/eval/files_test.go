package eval

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// folders of labelled dossiers; loading finds every quote.
func folders() []string { return []string{"../testdata/golden", "../testdata/own"} }

func TestLoadFindsEveryQuote(t *testing.T) {
	t.Parallel()
	for _, folder := range folders() {
		dossiers, err := Load(folder)
		if err != nil {
			t.Fatal(err)
		}
		if len(dossiers) < 5 || !Labelled(dossiers) {
			t.Errorf("%s: %d dossiers", folder, len(dossiers))
		}
		for _, d := range dossiers {
			if len(d.Labels) != len(Criteria()) {
				t.Errorf("%s: labels for %d criteria", d.ID, len(d.Labels))
			}
			for _, key := range Criteria() {
				if _, ok := d.Labels[key]; !ok {
					t.Errorf("%s: no label for %s", d.ID, key)
				}
			}
		}
	}
}

// What a score asks for at least, by the table of the labels' README.
func TestLabelsBearTheirScores(t *testing.T) {
	t.Parallel()
	leastCore := [...]int{0, 0, 0, 2, 4}
	least := [...]int{0, 0, 1, 3, 5}
	for _, folder := range folders() {
		dossiers, err := Load(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range dossiers {
			for key, l := range d.Labels {
				core, all := 0, 0
				for _, q := range l.Evidence {
					if q.Polarity == Supports {
						all++
						if q.Weight == Core {
							core++
						}
					}
				}
				if core < leastCore[l.Score] || all < least[l.Score] || l.Score == 0 && all > 0 || l.Score == 1 && (core > 0 || all > 3) {
					t.Errorf("%s, %s: score %d on %d core of %d supports", d.ID, key, l.Score, core, all)
				}
			}
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"not JSON":       `{`,
		"a lost quote":   `{"documents":[{"key":"d1","body":"abc"}],"labels":{"a":{"score":1,"evidence":[{"doc":"d1","quote":"xyz","polarity":"supports","weight":"core"}]}}}`,
		"a lost claim":   `{"documents":[{"key":"d1","body":"abc"}],"claims":[{"doc":"d2","quote":"abc"}]}`,
		"a wild score":   `{"labels":{"a":{"score":5}}}`,
		"a wild weight":  `{"documents":[{"key":"d1","body":"abc"}],"labels":{"a":{"evidence":[{"doc":"d1","quote":"abc","polarity":"supports","weight":"heavy"}]}}}`,
		"no second time": `{"documents":[{"key":"d1","body":"abc"}],"claims":[{"doc":"d1","quote":"abc","occurrence":2}]}`,
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "x.json"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(dir); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := Load(t.TempDir()); err == nil {
		t.Error("an empty folder: no error")
	}
}

// The line is the contract with whoever reads predictions.
func TestPredictionLine(t *testing.T) {
	t.Parallel()
	p := Prediction{
		ID: "open-01", Analyser: "offline@3",
		Findings: []Finding{{
			Criterion: "generosity", Score: number(2), Rationale: "a < b",
			Evidence: []EvidencePredicted{{Doc: "d4", Start: 120, End: 241, Quote: "é", Polarity: Supports}},
			Gaps:     []GapPredicted{{Text: "g"}},
		}, {Criterion: "founder-trust-at-scale", Evidence: []EvidencePredicted{}, Gaps: []GapPredicted{}}},
		Claims:    []ClaimPrediction{{Doc: "d1", Start: 10, End: 88, Quote: "q", Metric: "build-vs-buy-decisions", Agrees: truth(false)}},
		Anomalies: []AnomalyPredicted{{Doc: "d3", Kind: "addressed-to-reader", Start: 5, End: 90}},
	}
	var b bytes.Buffer
	if err := WritePredictions(&b, []Prediction{p}); err != nil {
		t.Fatal(err)
	}
	want := `{"id":"open-01","analyser":"offline@3","findings":[{"criterion":"generosity","score":2,"rationale":"a < b",` +
		`"evidence":[{"doc":"d4","start":120,"end":241,"quote":"é","polarity":"supports"}],"gaps":[{"text":"g"}]},` +
		`{"criterion":"founder-trust-at-scale","score":null,"rationale":"","evidence":[],"gaps":[]}],` +
		`"claims":[{"doc":"d1","start":10,"end":88,"quote":"q","metric":"build-vs-buy-decisions","agrees":false}],` +
		`"anomalies":[{"doc":"d3","kind":"addressed-to-reader","start":5,"end":90}]}` + "\n"
	if b.String() != want {
		t.Errorf("got  %swant %s", b.String(), want)
	}
	back, err := ReadPredictions(&b)
	if err != nil || len(back) != 1 || *back[0].Findings[0].Score != 2 || back[0].Findings[1].Score != nil {
		t.Errorf("read back: %+v, %v", back, err)
	}
	if _, err := ReadPredictions(strings.NewReader("{\n")); err == nil {
		t.Error("a broken line: no error")
	}
}
