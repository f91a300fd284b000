package claims

import (
	"strings"
	"testing"

	"dossier/internal/analysis"
	"dossier/internal/analysis/text"
)

// A claim names the rule that read it: what is compared with what.
func TestClaimsNameTheirRule(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"I have made three documented build-versus-buy decisions.":    "decision log",
		"In May 2021 we bought the route planning from a vendor.":     "the log's choice",
		"I own nine product surfaces end to end.":                     "those of the engagements",
		"I am the technical co-founder of the company.":               "referees confirm",
		"There was one preventable outage in 2024.":                   "preventable outages",
		"The outage lasted 142 minutes of downtime.":                  "length of an outage",
		"Median lead time was nineteen days before, four days after.": "before and after",
		"I have restructured the team five times.":                    "teams changed",
		"I have presented to the board six times.":                    "meetings recorded",
		"All three of my mentees have made L5 or better.":             "mentorships",
		"The metrics store was a success.":                            "outcome recorded",
	} {
		got := check("technical-strategy-portfolio", "en", body+"\n", facts())
		if len(got) != 1 || !strings.Contains(got[0].Rule, want) {
			t.Errorf("%q: %+v", body, got)
		}
	}
	d := read("technical-strategy-portfolio", "en", "Seven times over I stood for the firm before those who fund it.\n")
	at := text.Span{Start: 0, End: len(d.Body) - 1}
	got := Checker{}.Check(analysis.ClaimInput{Documents: []analysis.Read{d}, Facts: facts(), Pointed: []analysis.GroundedClaim{{
		ClaimItem: analysis.ClaimItem{Subject: "founders", Value: pointer(2.0)}, Place: analysis.Place{Span: at}, Quote: d.Text.At(at),
	}}})
	if len(got) != 1 || !strings.Contains(got[0].Rule, "that the analyser points at") {
		t.Errorf("%+v", got)
	}
}
