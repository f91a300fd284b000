package standing

import (
	"strings"
	"testing"

	"dossier/internal/ladder"
	"dossier/internal/record"
)

func artefact(kind string, change func(*record.Artefact), who ...how) *record.Artefact {
	a := &record.Artefact{
		Base: base(record.KindArtefact, "2024-01-01/2024-01-02", who...), Type: kind, Title: "It", URL: "https://example.org",
		Method: "asked a model twice", Changed: "we kept the old store",
	}
	if change != nil {
		change(a)
	}
	return a
}

// A1 to A7: an artefact with a method and the decision that it changed, and
// what each skill's record has to hold.
func TestSkills(t *testing.T) {
	t.Parallel()
	checks := func(list ...record.SurfaceCheck) func(*record.Artefact) {
		return func(a *record.Artefact) { a.Surfaces = list }
	}
	watched := record.SurfaceCheck{Surface: shop, Detector: "drift", CapacityPlanOn: dayOf("2024-01-01"), LastScanOn: dayOf("2024-01-01"), OpenCriticals: ptr(0)}
	team := func(size int) func(*record.Artefact) {
		return func(a *record.Artefact) {
			a.Productivity = []record.TeamProductivity{{Team: "Platform", TeamSize: size, Measure: "lead time"}}
		}
	}
	plan := func(actual string) func(*record.Artefact) {
		return func(a *record.Artefact) {
			a.Scenario = &record.Scenario{Change: "two more engineers", ShipsSoonerMonths: 3, Verdict: "worth it", Actual: actual}
		}
	}
	both := func(a, b func(*record.Artefact)) func(*record.Artefact) {
		return func(x *record.Artefact) { a(x); b(x) }
	}
	verdicts := func(ai, own string) func(*record.Artefact) {
		return func(a *record.Artefact) { a.AIVerdict, a.OwnVerdict = ai, own }
	}
	subject := func(s string) func(*record.Artefact) { return func(a *record.Artefact) { a.Subject = s } }
	for _, tt := range []struct {
		rule, skill, kind string
		change            func(*record.Artefact)
		who               how
		want              ladder.Verdict
	}{
		{"A1: the verdict of the person beside that of the AI", "ai-powered-technology-evaluation", "ai-powered-technology-evaluation", verdicts("buy", "build"), founder, ladder.Pass},
		{"A1: without the AI's verdict", "ai-powered-technology-evaluation", "ai-powered-technology-evaluation", verdicts("", "build"), founder, ladder.Fail},
		{"A1: without the person's verdict", "ai-powered-technology-evaluation", "ai-powered-technology-evaluation", verdicts("buy", ""), founder, ladder.Fail},
		{"A1: no decision changed", "ai-powered-technology-evaluation", "ai-powered-technology-evaluation", func(a *record.Artefact) { a.Changed = "" }, founder, ladder.Fail},
		{"A2: a detector and a plan for each surface", "ai-infrastructure-monitoring", "ai-infrastructure-monitoring", checks(watched), founder, ladder.Pass},
		{"A2: by the list of tools", "ai-infrastructure-monitoring", "tool-list", checks(watched), founder, ladder.Pass},
		{"A2: one surface without a plan", "ai-infrastructure-monitoring", "tool-list", checks(watched, record.SurfaceCheck{Detector: "x"}), founder, ladder.Fail},
		{"A2: no surface", "ai-infrastructure-monitoring", "tool-list", nil, founder, ladder.Fail},
		{"A2: not confirmed", "ai-infrastructure-monitoring", "tool-list", checks(watched), claimed, ladder.Unknown},
		{"A3: a team of five", "ai-driven-team-productivity-analysis", "ai-driven-team-productivity-analysis", team(5), founder, ladder.Pass},
		{"A3: a team of four", "ai-driven-team-productivity-analysis", "ai-driven-team-productivity-analysis", team(4), founder, ladder.Fail},
		{"A4: a model, and dependencies", "ai-product-portfolio-management", "portfolio-model", nil, founder, ladder.Pass},
		{"A4: no model behind it", "ai-product-portfolio-management", "portfolio-model", func(a *record.Artefact) { a.URL = "" }, founder, ladder.Fail},
		{"A5: last scan and criticals", "ai-powered-security-posture-assessment", "ai-powered-security-posture-assessment", checks(watched), founder, ladder.Pass},
		{"A5: no number of criticals", "ai-powered-security-posture-assessment", "tool-list", checks(record.SurfaceCheck{LastScanOn: dayOf("2024-01-01")}), founder, ladder.Fail},
		{"A6: a report on a vendor", "ai-technical-due-diligence", "due-diligence-report", subject("VENDOR"), founder, ladder.Pass},
		{"A6: on nobody", "ai-technical-due-diligence", "due-diligence-report", nil, founder, ladder.Fail},
		{"A6: by no report", "ai-technical-due-diligence", "due-diligence-report", both(subject("VENDOR"), func(a *record.Artefact) { a.URL = "" }), founder, ladder.Fail},
		{"A7: a plan, and what came", "ai-assisted-strategic-planning", "ai-assisted-strategic-planning", plan("five months"), founder, ladder.Pass},
		{"A7: not yet compared", "ai-assisted-strategic-planning", "ai-assisted-strategic-planning", plan(""), founder, ladder.Fail},
		{"A7: of another skill", "ai-assisted-strategic-planning", "tool-list", plan("five months"), founder, ladder.Unknown},
		{"A7: without a method", "ai-assisted-strategic-planning", "ai-assisted-strategic-planning", both(plan("x"), func(a *record.Artefact) { a.Method = "" }), founder, ladder.Fail},
		{"A7: declined", "ai-assisted-strategic-planning", "ai-assisted-strategic-planning", plan("x"), declined, ladder.Fail},
	} {
		f := holder(artefact(tt.kind, tt.change, tt.who))
		f.Surfaces[0].Depends = append(f.Surfaces[0].Depends, search)
		_, l8 := shipped(t)
		found := false
		for _, i := range Skills(f, l8, on("2025-06-01")) {
			if i.Key == tt.skill {
				found = true
				if i.Computed != tt.want || !strings.HasSuffix(i.Explanation, ".") {
					t.Errorf("%s: %s, want %s: %s", tt.rule, i.Computed, tt.want, i.Explanation)
				}
			}
		}
		if !found {
			t.Errorf("%s: no such skill", tt.rule)
		}
	}
}
