package llm

import (
	"encoding/json"
	"strings"
	"testing"

	"dossier/internal/analysis"
	"dossier/internal/analysis/text"
)

func mapSchema(t *testing.T) string {
	t.Helper()
	m, err := testClient(t).Start(analysis.Terms{}).(*job).newMapping(mapInput("A text."))
	if err != nil {
		t.Fatal(err)
	}
	return m.schema
}

const goodItem = `{"first":1,"last":1,"quote":"q","why":"w","actor":"author","polarity":"supports","weight":"core","leaf":"j.stage"}`

func TestParse(t *testing.T) {
	t.Parallel()
	schema := mapSchema(t)
	answer := func(items, rest string) string {
		return `{"items":[` + items + `],"claims":[],"addressed_to_reader":[]` + rest + `}`
	}
	tests := []struct {
		name, in string
		strict   bool
		ok       bool
		object   bool
	}{
		{"right", answer(goodItem, ""), true, true, true},
		{"empty lists", answer("", ""), true, true, true},
		{"in a code block", "```json\n" + answer(goodItem, "") + "\n```", false, true, true},
		{"in a code block, where it must not be", "```json\n" + answer(goodItem, "") + "\n```", true, false, false},
		{"with prose", "Sure: " + answer(goodItem, "") + " Done.", false, true, true},
		{"an extra key", answer(goodItem, `,"score":4`), false, false, true},
		{"an unknown leaf", answer(strings.Replace(goodItem, "j.stage", "x.y", 1), ""), false, false, true},
		{"a wrong type", answer(strings.Replace(goodItem, `"first":1`, `"first":"1"`, 1), ""), false, false, true},
		{"a missing key", answer(strings.Replace(goodItem, `"why":"w",`, "", 1), ""), false, false, true},
		{"a fraction as a line", answer(strings.Replace(goodItem, `"first":1`, `"first":1.5`, 1), ""), false, false, true},
		{"cut", answer(goodItem, "")[:60], false, false, false},
		{"two objects", answer("", "") + answer("", ""), false, false, false},
		{"prose", "I would say yes.", false, false, false},
		{"nothing", "", false, false, false},
		{"a list", "[]", false, false, true},
		{"null", "null", false, false, true},
	}
	c := testClient(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			raw, problems := c.parse(tt.in, schema, tt.strict)
			if (len(problems) == 0) != tt.ok || (raw != nil) != tt.object {
				t.Errorf("problems %q, object %q", problems, raw)
			}
			for _, p := range problems {
				if strings.Contains(p, "x.y") || strings.Contains(p, "I would") {
					t.Errorf("the problem repeats the answer: %q", p)
				}
			}
		})
	}
}

func TestSalvage(t *testing.T) {
	t.Parallel()
	schema := mapSchema(t)
	claim := `{"first":2,"last":2,"quote":"c","subject":"mentees","value":"5+","bound":"at_least","unit":"people","period":""}`
	bad := strings.Replace(goodItem, "supports", "proves", 1)
	tests := []struct {
		name, in                  string
		parts, items, claims, adr int
		usable                    bool
	}{
		{"one of two items", `{"items":[` + bad + `,` + goodItem + `],"claims":[` + claim + `],"addressed_to_reader":[3,"x"]}`, 2, 1, 1, 1, true},
		{"an extra key", `{"items":[` + goodItem + `],"claims":[],"addressed_to_reader":[],"score":4}`, 1, 1, 0, 0, true},
		{"no lists but items", `{"items":[` + goodItem + `]}`, 1, 1, 0, 0, true},
		{"items are no list", `{"items":"none"}`, 0, 0, 0, 0, false},
		{"items are missing", `{"claims":[` + claim + `]}`, 0, 0, 1, 0, false},
		{"not an object", `[]`, 0, 0, 0, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, parts := salvage(json.RawMessage(tt.in), schema)
			if parts != tt.parts || len(a.Items) != tt.items || len(a.Claims) != tt.claims || len(a.Addressed) != tt.adr || a.usable() != tt.usable {
				t.Errorf("%d parts, %+v", parts, a)
			}
		})
	}
}

func TestInto(t *testing.T) {
	t.Parallel()
	a := mapAnswer{
		Items:     []mapItem{{First: 1, Last: 2, Quote: "q", Actor: "team", Polarity: "asserts", Weight: "minor", Leaf: "j.stage"}},
		Claims:    []mapClaim{{First: 3, Last: 3, Value: "1,200", Bound: "about", Unit: strings.Repeat("u", 500)}},
		Addressed: []int{4, -9},
	}
	var out analysis.MapOutput
	a.into(&out, text.Window{First: 10, Last: 20}, mask{})
	if i := out.Items[0]; i.First != 10 || i.Last != 11 || i.Actor != analysis.ActorTeam || i.Stance != analysis.StanceAsserts || i.Strength != analysis.Minor {
		t.Errorf("item %+v", i)
	}
	if c := out.Claims[0]; c.First != 12 || *c.Value != 1200 || len(c.Unit) > 80 {
		t.Errorf("claim %+v", c)
	}
	if out.Addressed[0] != 13 {
		t.Errorf("addressed %v", out.Addressed)
	}
}

func TestNumber(t *testing.T) {
	t.Parallel()
	five := 5.0
	for in, want := range map[string]*float64{"5": &five, " 5+ ": &five, "five": nil, "": nil, "NaN": nil, "Inf": nil, "1e300": nil} {
		got := number(in)
		if (got == nil) != (want == nil) || got != nil && *got != *want {
			t.Errorf("%q: %v", in, got)
		}
	}
}
