package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"dossier/internal/id"
	"dossier/internal/people"
)

const ranksOf = `query($id: ID!) { node(id: $id) { id ... on Person { ranks { id level { code } from to cause } tenure { months atLevelMonths } } } }`

// A steward corrects a rank and records a pause of somebody else; everybody
// sees ranks and months, and nothing of the pause itself.
func TestRanksAndPausesAreCorrectedByStewards(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Person("Ana", "L8")
	sam := a.Person("Sam", "L10", people.Steward)
	a.Person("Eva", "L3")
	person := id.Of(id.Person, ana.Person).String()
	vars := map[string]any{"id": person}
	data := a.must("Eva", ranksOf, vars)
	if at(t, data, "node.ranks.0.level.code") != "L8" || at(t, data, "node.ranks.0.from") != "2022-11-24" || at(t, data, "node.ranks.0.to") != nil || at(t, data, "node.ranks.0.cause") != "IMPORT" {
		t.Errorf("ranks: %v", data)
	}
	if at(t, data, "node.tenure.months") != 48.0 || at(t, data, "node.tenure.atLevelMonths") != 48.0 {
		t.Errorf("tenure: %v", data)
	}
	wrong := at(t, data, "node.ranks.0.id").(string)
	correct := `mutation($i: CorrectRankInput!) { correctRank(input: $i) { rank { id level { code } from to cause } problem { __typename message } } }`
	in := map[string]any{"person": person, "level": "L8", "from": "2024-11-24", "reason": "The promotion was two years later.", "supersedes": wrong}
	data = a.must("Sam", correct, map[string]any{"i": in})
	if at(t, data, "correctRank.rank.level.code") != "L8" || at(t, data, "correctRank.rank.cause") != "CORRECTION" {
		t.Errorf("corrected: %v", data)
	}
	in = map[string]any{"person": person, "level": "L7", "from": "2022-11-24", "to": "2024-11-24", "reason": "The promotion was two years later."}
	a.must("Sam", correct, map[string]any{"i": in})

	pause := `mutation($i: AddPauseInput!) { addPause(input: $i) { pause { id from to reason } problem { __typename message } } }`
	data = a.must("Sam", pause, map[string]any{"i": map[string]any{"person": person, "from": "2025-01-01", "to": "2025-07-01", "reason": "parental leave"}})
	if at(t, data, "addPause.pause.from") != "2025-01-01" || at(t, data, "addPause.pause.reason") != "parental leave" {
		t.Errorf("pause: %v", data)
	}
	off := at(t, data, "addPause.pause.id").(string)
	node := `query($id: ID!) { node(id: $id) { id } }`
	for who, sees := range map[string]bool{"Ana": true, "Sam": true, "Eva": false, "": false} {
		if got := at(t, a.must(who, node, map[string]any{"id": off}), "node") != nil; got != sees {
			t.Errorf("%q sees the pause: %v, want %v", who, got, sees)
		}
	}
	data = a.must("Eva", ranksOf, vars)
	if n := len(at(t, data, "node.ranks").([]any)); n != 2 || at(t, data, "node.tenure.months") != 42.0 || at(t, data, "node.tenure.atLevelMonths") != 18.0 {
		t.Errorf("after the pause: %v", data)
	}
	if n := at(t, a.must("Eva", node, map[string]any{"id": wrong}), "node"); n != nil {
		t.Errorf("what was corrected is found: %v", n)
	}
	data = a.must("Sam", `mutation($i: LiftPauseInput!) { liftPause(input: $i) { person { id tenure { months } } problem { message } } }`, map[string]any{"i": map[string]any{"pause": off}})
	if at(t, data, "liftPause.person.tenure.months") != 48.0 {
		t.Errorf("after it is lifted: %v", data)
	}

	for name, tc := range map[string]struct {
		who, query string
		in         map[string]any
		want       string
	}{
		"no steward":              {"Ana", correct, in, "FORBIDDEN"},
		"nobody":                  {"", pause, map[string]any{"person": person, "from": "2025-01-01", "reason": "x"}, "UNAUTHENTICATED"},
		"their own":               {"Sam", correct, map[string]any{"person": id.Of(id.Person, sam.Person).String(), "level": "L10", "from": "2020-01-01", "reason": "x"}, "NOT_FOUND"},
		"an id of another kind":   {"Sam", pause, map[string]any{"person": off, "from": "2025-01-01", "reason": "x"}, "NOT_FOUND"},
		"a day that is none":      {"Sam", pause, map[string]any{"person": person, "from": "2025-02-30", "reason": "x"}, "BAD_USER_INPUT"},
		"a day that is no string": {"Sam", pause, map[string]any{"person": person, "from": 2025, "reason": "x"}, "BAD_USER_INPUT"},
	} {
		r := a.ask(tc.who, tc.query, map[string]any{"i": tc.in})
		if len(r.Errors) != 1 || r.Errors[0].Extensions.Code != tc.want {
			t.Errorf("%s: %+v, want %s", name, r, tc.want)
		}
		if name == "no steward" && r.Errors[0].Message != "this needs the role STEWARD, which you do not hold today" {
			t.Errorf("%s: %q", name, r.Errors[0].Message)
		}
		if strings.HasPrefix(name, "a day") && (!strings.Contains(r.Errors[0].Message, "write it as 2026-11-24") || fmt.Sprint(r.Errors[0].Path) != "[addPause input from]") {
			t.Errorf("%s: %+v", name, r.Errors[0])
		}
	}
	for name, in := range map[string]map[string]any{
		"overlapping": {"person": person, "level": "L7", "from": "2023-01-01", "reason": "x"},
		"a promotion": {"person": person, "level": "L9", "from": "2010-01-01", "to": "2011-01-01", "reason": "x"},
		"no level":    {"person": person, "level": "L77", "from": "2010-01-01", "to": "2011-01-01", "reason": "x"},
		"backwards":   {"person": person, "level": "L7", "from": "2011-01-01", "to": "2010-01-01", "reason": "x"},
		"no reason":   {"person": person, "level": "L7", "from": "2010-01-01", "to": "2011-01-01", "reason": " "},
	} {
		if p := at(t, a.must("Sam", correct, map[string]any{"i": in}), "correctRank.problem"); p == nil || at(t, p, "__typename") != "Invalid" {
			t.Errorf("%s: %v", name, p)
		}
	}
}
