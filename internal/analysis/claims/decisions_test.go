package claims

import (
	"testing"

	"dossier/internal/analysis"
)

// TestADecisionIsOfTheSameThing: sharing the year, "bought" or "with" with the
// log does not make a sentence a claim about it.
func TestADecisionIsOfTheSameThing(t *testing.T) {
	t.Parallel()
	f := analysis.Facts{Decisions: []analysis.TechDecision{
		{ID: "D-1", Date: "2023-03", Title: "Payroll is bought from an outside provider with a term", Choice: "buy", Outcome: "positive"},
	}}
	for _, c := range []struct {
		text string
		want analysis.ClaimVerdict // "" for no claim
	}{
		{"In 2023 we built a canteen with eight tables.", ""},
		{"In 2023 we bought chairs with cushions for the whole office.", ""},
		{"In 2023 I gave an outside talk, and we built a stage from pallets.", ""},
		{"In 2023 no contract was signed without her, and payroll went out late.", ""},
		{"In 2023 we built the payroll ourselves.", analysis.Overstated},
		{"In 2023 we signed with a bureau that runs payroll.", analysis.Supported},
	} {
		got := check("technical-strategy-portfolio", "en", c.text, f)
		switch {
		case c.want == "" && len(got) > 0:
			t.Errorf("%q: want no claim, got %s", c.text, got[0].Explanation)
		case c.want != "" && (len(got) != 1 || got[0].Verdict != c.want):
			t.Errorf("%q: want one %s, got %v", c.text, c.want, got)
		}
	}
}

// TestBothSidesOfACountAgree: what supports a count of surfaces is the share
// of the records that has as many.
func TestBothSidesOfACountAgree(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"I was responsible for three products at Koelpad.": "3 surfaces (firmware, web app, portal)",
		"Today I own two product surfaces.":                "2 surfaces (console, marketplace)",
		"I own five product surfaces.":                     "5 surfaces (firmware, web app, portal, console, marketplace)",
		"I own nine product surfaces.":                     "5 surfaces (firmware, web app, portal, console, marketplace)",
	} {
		got := check("technical-strategy-portfolio", "en", text, facts())
		if len(got) != 1 || got[0].Recorded != want {
			t.Errorf("%q: want one claim with %s recorded, got %v", text, want, got)
		}
	}
}
