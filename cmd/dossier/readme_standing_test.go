package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/graph"
	"dossier/graph/wire"
	days "dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/sample"
	"dossier/internal/token"
)

const standingQuery = `{ people(filter: {name: \"Arturo\"}) { edges { node { standing { metrics { metric { key } verdict value coverage explanation } } eligibility { verdict eligibleOn requirements { key kind verdict missing } } } } } }`

// standingAnswer is what the API says to the steward of the sample, as it is
// made on a day.
func standingAnswer(t *testing.T, on time.Time) []byte {
	t.Helper()
	s := seededOn(t, on)
	s.resolver.Now = func() time.Time { return s.now }
	keys, err := token.OpenLocal(t.TempDir()+"/key", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	data, err := sample.Load()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := keys.Issue(data.Persona("steward").Key, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	api := httptest.NewServer((&graph.Server{Resolver: s.resolver, Tokens: keys, Log: s.log}).Handler(wire.Options{}))
	defer api.Close()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, api.URL, strings.NewReader(`{"query":"`+standingQuery+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+raw)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(resp.Body); err != nil {
		t.Fatal(err)
	}
	return body.Bytes()
}

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
	agrees(t, "standing", shownStanding(t, standingAnswer(t, days.Date(2026, 11, 24))))
}
