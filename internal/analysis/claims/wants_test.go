package claims

import (
	"strings"
	"testing"

	"dossier/internal/analysis"
)

func TestWants(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		criterion, lang, told string
		leaf                  string
		holds                 []string
		n                     int
	}{
		{"company-level-judgment", "en", "At Koelpad and at Shamba we chose.", "outcome", []string{"negative", "Metrics store"}, 2},
		{"company-level-judgment", "en", "At Koelpad we chose.", "own", []string{"second company", "Shamba Direct"}, 3},
		{"team-building-instinct", "en", "Koelpad, Shamba.", "change", []string{"negative", "silos", "asked beforehand"}, 1},
		{"founder-trust-at-scale", "de", "", "multi", []string{"zweiter Gründer", "bestätigt weniger"}, 1},
		{"long-term-thinking", "en", "", "defer", []string{"preventable outage", "2024-11-19"}, 3},
		{"generosity", "de", "", "named", []string{"Joris de Wit", "noch immer L3"}, 1},
		{"another", "en", "", "", nil, 0},
	} {
		got := Checker{}.Wants(analysis.WantInput{Criterion: c.criterion, Language: c.lang, Told: c.told, Facts: facts()})
		if len(got) != c.n {
			t.Errorf("%s: %d wants, want %d: %+v", c.criterion, len(got), c.n, got)
			continue
		}
		if c.n == 0 {
			continue
		}
		found := false
		for _, w := range got {
			all := w.Leaf == c.leaf && w.Suggestion != "" && w.Reason != ""
			for _, part := range c.holds {
				all = all && strings.Contains(w.Description, part)
			}
			found = found || all
		}
		if !found {
			t.Errorf("%s: none of %+v asks for %s with %q", c.criterion, got, c.leaf, c.holds)
		}
	}
}

func TestNothingRecordedWantsOnlyAFounder(t *testing.T) {
	t.Parallel()
	for _, criterion := range []string{"company-level-judgment", "team-building-instinct", "long-term-thinking", "generosity"} {
		if got := (Checker{}).Wants(analysis.WantInput{Criterion: criterion, Language: "en"}); len(got) != 0 {
			t.Errorf("%s: %+v", criterion, got)
		}
	}
	if got := (Checker{}).Wants(analysis.WantInput{Criterion: "founder-trust-at-scale", Language: "en"}); len(got) != 1 {
		t.Errorf("%+v", got)
	}
}
