package main

import (
	"bytes"
	"encoding/json"
	"testing"

	days "dossier/internal/day"
)

const panelQuery = `{ dossiers(filter: {status: [DECIDED]}) { edges { node { panel { summary { criterion { key } preScore scores spread dissent } votes { recommendation count } } decision { outcome rationale } } } } }`

// shownPanel is the README's example: a line for each criterion, the votes and
// the decision.
func shownPanel(t *testing.T, body []byte) string {
	t.Helper()
	var answer struct {
		Data struct {
			Dossiers struct {
				Edges []struct {
					Node struct {
						Panel struct {
							Summary []json.RawMessage
							Votes   json.RawMessage
						}
						Decision json.RawMessage
					}
				}
			}
		}
	}
	if err := json.Unmarshal(body, &answer); err != nil || len(answer.Data.Dossiers.Edges) != 1 {
		t.Fatalf("%v: %.600s", err, body)
	}
	n := answer.Data.Dossiers.Edges[0].Node
	if len(n.Panel.Summary) != 5 || !bytes.Contains(body, []byte(`"dissent":true`)) {
		t.Errorf("the example shows %d criteria, or no dissent: %s", len(n.Panel.Summary), body)
	}
	text := "    $ curl -s http://127.0.0.1:8080/graphql -H 'Content-Type: application/json' -H \"Authorization: Bearer $TOKEN\" \\\n        -d '{\"query\":\"" + panelQuery + "\"}'\n"
	for _, line := range append(n.Panel.Summary, n.Panel.Votes, n.Decision) {
		text += "    " + string(line) + "\n"
	}
	return text
}

func TestReadmePanel(t *testing.T) {
	agrees(t, "panel", shownPanel(t, seededOn(t, days.Date(2026, 11, 24)).api(t).ask(t, "chair", panelQuery)))
}
