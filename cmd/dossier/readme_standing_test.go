package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	days "dossier/internal/day"
	"dossier/internal/ladder"
)

const standingQuery = `{ people(filter: {name: \"Arturo\"}) { edges { node { standing { metrics { metric { key } verdict value coverage explanation } } eligibility { verdict eligibleOn requirements { key kind verdict missing } } } } } }`

// shownStanding is the README's example: a metric for each verdict, and the
// requirements that are not met.
func shownStanding(t *testing.T, body []byte) string {
	t.Helper()
	type metric struct {
		Metric struct {
			Key string `json:"key"`
		} `json:"metric"`
		Verdict     string   `json:"verdict"`
		Value       *float64 `json:"value"`
		Coverage    *float64 `json:"coverage"`
		Explanation string   `json:"explanation"`
	}
	type requirement struct {
		Key     string  `json:"key"`
		Kind    string  `json:"kind"`
		Verdict string  `json:"verdict"`
		Missing *string `json:"missing"`
	}
	type node struct {
		Standing struct {
			Metrics []metric `json:"metrics"`
		} `json:"standing"`
		Eligibility struct {
			Verdict      string        `json:"verdict"`
			EligibleOn   string        `json:"eligibleOn"`
			Requirements []requirement `json:"requirements"`
		} `json:"eligibility"`
	}
	var answer struct {
		Data struct {
			People struct{ Edges []struct{ Node node } }
		}
	}
	if err := json.Unmarshal(body, &answer); err != nil || len(answer.Data.People.Edges) != 1 {
		t.Fatalf("%v: %.400s", err, body)
	}
	n := answer.Data.People.Edges[0].Node
	seen := map[string]bool{}
	n.Standing.Metrics = slices.DeleteFunc(n.Standing.Metrics, func(m metric) bool {
		again := seen[m.Verdict]
		seen[m.Verdict] = true
		return again
	})
	if len(seen) != 3 {
		t.Errorf("the example shows %v", seen)
	}
	n.Eligibility.Requirements = slices.DeleteFunc(n.Eligibility.Requirements, func(r requirement) bool { return r.Verdict == "PASS" || r.Kind == ladder.Info })
	text, err := json.MarshalIndent(n, "    ", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return "    $ curl -s http://127.0.0.1:8080/graphql -H 'Content-Type: application/json' -H \"Authorization: Bearer $TOKEN\" \\\n        -d '{\"query\":\"" + standingQuery + "\"}'\n    " + string(text) + "\n"
}

// The README shows the sample as it was made on one day, so that its dates
// stay.
func TestReadmeStanding(t *testing.T) {
	api := seededOn(t, days.Date(2026, 11, 24)).api(t)
	agrees(t, "standing", shownStanding(t, api.ask(t, "steward", strings.ReplaceAll(standingQuery, `\"`, `"`))))
}
