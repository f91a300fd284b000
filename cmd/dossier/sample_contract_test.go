package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	days "dossier/internal/day"
)

// front sends the operations that front ends send, unchanged, each by itself.
type front struct {
	*api
	operations map[string]string
}

func newFront(t *testing.T, s *seeder) *front {
	t.Helper()
	text, err := os.ReadFile("../../graph/testdata/contract/panel.graphql")
	if err != nil {
		t.Fatal(err)
	}
	f := &front{s.api(t), map[string]string{}}
	for _, operation := range strings.Split(strings.TrimSpace(string(text)), "\n\n") {
		f.operations[regexp.MustCompile(`^\w+ (\w+)`).FindStringSubmatch(operation)[1]] = operation
	}
	return f
}

// says asks and wants each of some words in the answer.
func (f *front) says(t *testing.T, who, operation, variables string, ids []any, words ...string) string {
	t.Helper()
	answer := f.send(t, who, f.operations[operation], fmt.Sprintf(variables, ids...))
	for _, w := range words {
		if !strings.Contains(answer, w) {
			t.Errorf("%s, asked by the %s, does not say %s: %s", operation, who, w, answer)
		}
	}
	return answer
}

// TestSampleWithTheContract takes a dossier of the sample from its panel to the
// decision, and another to its rank, as each persona.
func TestSampleWithTheContract(t *testing.T) {
	t.Parallel()
	f := newFront(t, seededOn(t, days.Date(2026, 11, 24)))
	first := func(query string) string {
		t.Helper()
		found := regexp.MustCompile(`"id":"([^"]+)"`).FindSubmatch(f.ask(t, "steward", query))
		if found == nil {
			t.Fatalf("nothing is found by %s", query)
		}
		return string(found[1])
	}
	person := func(name string) string {
		return first(`{ people(filter: {name: "` + name + `"}) { edges { node { id } } } }`)
	}
	waits, decided := first(`{ dossiers(filter: {status: [SUBMITTED]}) { edges { node { id } } } }`), first(`{ dossiers(filter: {status: [DECIDED]}) { edges { node { id } } } }`)
	chair, member, conflicted := person("Lusine Avagyan"), person("Tevita Fonua"), person("Ximena Valdelomar")
	on := []any{waits}

	f.says(t, "steward", "PanelFeasibility", `{"dossier": %q}`, on, `"quorum":2,"available":8,"verdict":"PASS"`, `"kind":"REFEREE"`, "Ximena Valdelomar")
	f.says(t, "candidate", "PanelFeasibility", `{"dossier": %q}`, on, `{"data":{"node":null}}`)
	f.says(t, "conflicted-panelist", "PanelView", `{"dossier": %q}`, on, `{"data":{"node":null}}`)

	seats := `{"input": {"dossier": %q, "seats": [{"person": %q, "role": "CHAIR"}, {"person": %q, "role": "MEMBER"}]}}`
	f.says(t, "steward", "AssemblePanel", seats, []any{waits, chair, conflicted}, `"panel":null`, `"__typename":"ConflictOfInterest"`, `"kind":"REFEREE"`)
	f.says(t, "chair", "AssemblePanel", seats, []any{waits, chair, member}, `"FORBIDDEN"`)
	f.says(t, "steward", "AssemblePanel", seats, []any{waits, chair, member}, `"problem":null`, `"status":"INVITED"`)

	score := func(points int) string {
		var all []string
		for _, c := range []string{"company-level-judgment", "team-building-instinct", "founder-trust-at-scale", "long-term-thinking", "generosity"} {
			all = append(all, fmt.Sprintf(`{"criterion": %q, "score": %d, "reason": "As the portfolio says.", "evidence": [], "noEvidence": true}`, c, points))
		}
		return `{"input": {"dossier": %q, "scores": [` + strings.Join(all, ", ") + `], "recommendation": "PROMOTE"}}`
	}
	for who, points := range map[string]int{"chair": 3, "panelist": 2} {
		queue := f.says(t, who, "ReviewQueue", `{"first": 20, "after": null}`, nil, `"dossier":null`, `"status":"INVITED"`)
		seat := regexp.MustCompile(`"seat":\{"id":"([^"]+)","status":"INVITED"`).FindStringSubmatch(queue)
		if seat == nil {
			t.Fatalf("the %s is not invited: %s", who, queue)
		}
		f.says(t, who, "AnswerSeat", `{"input": {"seat": %q, "answer": "ACKNOWLEDGE", "reason": null}}`, []any{seat[1]}, `"status":"ACKNOWLEDGED"`, `"problem":null`)
		f.says(t, who, "SaveReview", score(points), on, `"status":"DRAFT"`, `"problem":null`)
		f.says(t, who, "SubmitReview", `{"input": {"dossier": %q}}`, on, `"status":"SUBMITTED"`, `"problem":null`)
	}
	f.says(t, "panelist", "PanelView", `{"dossier": %q}`, on, `"scores":[2,3],"spread":1`, `"decision":null`)
	f.says(t, "panelist", "DecidePromotion", decision, on, `"NOT_FOUND"`)
	f.says(t, "chair", "DecidePromotion", decision, on, `"outcome":"PROMOTE"`, `"problem":null`)
	f.says(t, "chair", "UnlockComponent", `{"input": {"dossier": %q, "component": "mentee-network", "reason": "Too late."}}`, on, `"__typename":"WrongState"`)

	release := `{"input": {"dossier": %q}}`
	f.says(t, "chair", "ReleaseDecision", release, []any{decided}, `"FORBIDDEN"`)
	f.says(t, "steward", "ReleaseDecision", release, []any{decided}, `"status":"RELEASED"`, `"code":"L9"`, `"problem":null`)
	f.says(t, "steward", "ReleaseDecision", release, []any{decided}, `"__typename":"WrongState"`)
	f.says(t, "steward", "Calibration", `{"ladder": null, "level": "L8"}`, nil, `"calibration":`)
	f.says(t, "candidate", "Calibration", `{"ladder": null, "level": "L8"}`, nil, `"FORBIDDEN"`)
}

const decision = `{"input": {"dossier": %q, "outcome": "PROMOTE", "rationale": "Both votes say so.", "components": [
	{"component": "technical-strategy-portfolio", "verdict": "PASS"}, {"component": "team-building-case-study", "verdict": "PASS"},
	{"component": "cross-product-architecture-review", "verdict": "PASS"}, {"component": "founder-references", "verdict": "PASS"},
	{"component": "mentee-network", "verdict": "PASS"}], "gaps": []}}`
