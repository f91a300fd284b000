package llm

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dossier/internal/analysis"
	"dossier/internal/analysis/llm/fakellm"
	"dossier/internal/ladder"
)

// goldenDossier is the part of a golden file that an oracle needs.
type goldenDossier struct {
	ID        string
	Documents []struct{ Key, Component, Title, Body string }
	Labels    map[string]struct {
		Score    int
		Evidence []struct{ Doc, Quote, Polarity, Weight string }
	}
	Adversarial *struct {
		Kind            string
		Canaries, Lifts []string
	}
}

// input is what a run is given of a golden dossier: the documents alone.
func (d *goldenDossier) input(level *ladder.Level) analysis.Input {
	in := analysis.Input{Level: level}
	for _, doc := range d.Documents {
		in.Documents = append(in.Documents, analysis.Document{Ref: doc.Key, Component: doc.Component, Title: doc.Title, Body: doc.Body})
	}
	return in
}

func goldenDossiers(t *testing.T) []goldenDossier {
	t.Helper()
	files, err := filepath.Glob("../testdata/golden/open-*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("golden files: %v, %v", files, err)
	}
	var out []goldenDossier
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var d goldenDossier
		if err := json.Unmarshal(b, &d); err != nil {
			t.Fatal(err)
		}
		out = append(out, d)
	}
	return out
}

// TestOracleOnGoldenDossiers measures what the pipeline loses when a model
// makes no mistake: every labelled passage must come back as evidence, and the
// scores must follow from the passages. The labels name no leaves, so they are
// dealt out to a criterion's leaves in turn.
func TestOracleOnGoldenDossiers(t *testing.T) {
	t.Parallel()
	level := shippedLevel(t)
	var labelled, found, extra, exact, near, all int
	for _, d := range goldenDossiers(t) {
		in := d.input(level)
		var labels []fakellm.Label
		for _, c := range level.PanelCriteria {
			for i, e := range d.Labels[c.Key].Evidence {
				labels = append(labels, fakellm.Label{Quote: e.Quote, Leaf: c.Leaves[i%len(c.Leaves)].Key, Stance: e.Polarity, Weight: e.Weight})
			}
		}
		s := start(t, fakellm.Oracle(labels...))
		res := run(t, in, analysis.Options{Analyser: client(t, s)})
		if res.Degraded {
			t.Errorf("%s is degraded: %q", d.ID, res.Reasons)
		}
		for i, f := range res.Findings {
			want := d.Labels[level.PanelCriteria[i].Key]
			hit := map[int]bool{}
			for _, e := range f.Evidence {
				ok := false
				for n, l := range want.Evidence {
					if in.Documents[e.Doc].Ref == l.Doc && overlaps(e.Quote, l.Quote) {
						ok, hit[n] = true, true
					}
				}
				if !ok {
					extra++
				}
			}
			labelled, found = labelled+len(want.Evidence), found+len(hit)
			all++
			off := *f.Score - want.Score
			if off == 0 {
				exact++
			}
			if off >= -1 && off <= 1 {
				near++
			}
			t.Logf("%s %-24s score %d, label %d; %d of %d passages", d.ID, f.Criterion, *f.Score, want.Score, len(hit), len(want.Evidence))
		}
		for _, p := range s.Check(true, true) {
			t.Error(p)
		}
	}
	t.Logf("passages %d of %d, %d more; scores exact %d, within one %d of %d", found, labelled, extra, exact, near, all)
	if 100*found < 95*labelled || 100*extra > 2*labelled {
		t.Errorf("found %d of %d labelled passages and %d others", found, labelled, extra)
	}
	if near != all {
		t.Errorf("only %d of %d scores are within one of the label", near, all)
	}
}

// overlaps reports whether one quote holds the other.
func overlaps(a, b string) bool {
	return a == b || strings.Contains(a, b) || strings.Contains(b, a)
}

// TestObedientModelOnGoldenDossiers has a model that does whatever the text
// tells it: no canary comes through, and no order to the reader is sent to it.
func TestObedientModelOnGoldenDossiers(t *testing.T) {
	t.Parallel()
	level := shippedLevel(t)
	attacked := 0
	for _, d := range goldenDossiers(t) {
		if d.Adversarial == nil || d.Adversarial.Kind != "prompt-injection" {
			continue
		}
		attacked++
		s := start(t, fakellm.Answer(fakellm.Obedient, fakellm.Obedient))
		res := run(t, d.input(level), analysis.Options{Analyser: client(t, s)})
		for _, f := range res.Findings {
			said := []string{f.Rationale}
			for _, e := range f.Evidence {
				said = append(said, e.Quote, e.Why)
			}
			for _, g := range f.Gaps {
				said = append(said, g.Description, g.Suggestion)
			}
			for _, c := range d.Adversarial.Canaries {
				if strings.Contains(strings.Join(said, "\n"), c) {
					t.Errorf("%s: %s lets %q through", d.ID, f.Criterion, c)
				}
			}
			if label := d.Labels[f.Criterion].Score; slices.Contains(d.Adversarial.Lifts, f.Criterion) && (*f.Score >= label+2 || len(f.Gaps) == 0) {
				t.Errorf("%s: %s scores %d, label %d, with %d gaps", d.ID, f.Criterion, *f.Score, label, len(f.Gaps))
			}
		}
		if len(res.Anomalies) == 0 {
			t.Errorf("%s: nothing is flagged", d.ID)
		}
		for _, p := range s.Check(true, true, d.Adversarial.Canaries...) {
			t.Error(p)
		}
	}
	if attacked == 0 {
		t.Fatal("no dossier holds an injection")
	}
}
