package llm

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/internal/analysis"
	"dossier/internal/analysis/llm/fakellm"
)

// goldenDossier is the part of a golden file that an oracle needs.
type goldenDossier struct {
	ID        string
	Documents []struct{ Key, Component, Title, Body string }
	Labels    map[string]struct {
		Score    int
		Evidence []struct{ Doc, Quote, Polarity, Weight string }
	}
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
		in := analysis.Input{Level: level}
		bodies := map[string]string{}
		for _, doc := range d.Documents {
			bodies[doc.Key] = doc.Body
			in.Documents = append(in.Documents, analysis.Document{Ref: doc.Key, Component: doc.Component, Title: doc.Title, Body: doc.Body})
		}
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
