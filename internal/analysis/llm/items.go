package llm

import (
	"encoding/json"
	"strconv"
	"strings"

	"dossier/internal/analysis"
	"dossier/internal/analysis/text"
)

// maxItems bounds what is taken from one answer.
const maxItems = 200

// mapAnswer is the form of an answer to a map question.
type mapAnswer struct {
	Items     []mapItem  `json:"items"`
	Claims    []mapClaim `json:"claims"`
	Addressed []int      `json:"addressed_to_reader"`
}

type mapItem struct {
	First    int    `json:"first"`
	Last     int    `json:"last"`
	Quote    string `json:"quote"`
	Why      string `json:"why"`
	Actor    string `json:"actor"`
	Polarity string `json:"polarity"`
	Weight   string `json:"weight"`
	Leaf     string `json:"leaf"`
}

type mapClaim struct {
	First   int    `json:"first"`
	Last    int    `json:"last"`
	Quote   string `json:"quote"`
	Subject string `json:"subject"`
	Value   string `json:"value"`
	Bound   string `json:"bound"`
	Unit    string `json:"unit"`
	Period  string `json:"period"`
}

// salvage keeps the parts of an answer that fit the schema, each part judged
// as if it stood alone. It is for lists of passages, each of which is grounded
// later; a verdict is never made from half an answer. It returns how many
// parts there were.
func salvage(raw json.RawMessage, schema string) (mapAnswer, int) {
	var loose struct {
		Items     []json.RawMessage `json:"items"`
		Claims    []json.RawMessage `json:"claims"`
		Addressed []json.RawMessage `json:"addressed_to_reader"`
	}
	var out mapAnswer
	s, err := compile(schema)
	if err != nil || json.Unmarshal(raw, &loose) != nil {
		return out, 0
	}
	fits := func(items, claims, addressed []json.RawMessage) bool {
		one, err := json.Marshal(map[string][]json.RawMessage{
			"items": list(items), "claims": list(claims), "addressed_to_reader": list(addressed),
		})
		var a mapAnswer
		if err != nil || len(check(s, one)) > 0 || json.Unmarshal(one, &a) != nil {
			return false
		}
		out.Items = append(out.Items, a.Items...)
		out.Claims = append(out.Claims, a.Claims...)
		out.Addressed = append(out.Addressed, a.Addressed...)
		return true
	}
	if loose.Items != nil {
		out.Items = []mapItem{}
	}
	for _, p := range loose.Items[:min(len(loose.Items), maxItems)] {
		fits([]json.RawMessage{p}, nil, nil)
	}
	for _, p := range loose.Claims[:min(len(loose.Claims), maxItems)] {
		fits(nil, []json.RawMessage{p}, nil)
	}
	for _, p := range loose.Addressed[:min(len(loose.Addressed), maxItems)] {
		fits(nil, nil, []json.RawMessage{p})
	}
	return out, len(loose.Items)
}

// list makes an empty list of none, as JSON has it.
func list(v []json.RawMessage) []json.RawMessage {
	if v == nil {
		return []json.RawMessage{}
	}
	return v
}

// into turns an answer into what package analysis grounds.
func (a *mapAnswer) into(out *analysis.MapOutput, w text.Window, m mask) {
	index := func(n int) int { return w.First + n - 1 }
	for _, i := range a.Items[:min(len(a.Items), maxItems)] {
		out.Items = append(out.Items, analysis.Item{
			First: index(i.First), Last: index(i.Last), Quote: m.restore(i.Quote), Why: m.restore(i.Why),
			Actor: analysis.Actor(i.Actor), Stance: analysis.Stance(i.Polarity), Leaf: i.Leaf,
			Strength: strength(i.Weight),
		})
	}
	for _, c := range a.Claims[:min(len(a.Claims), maxItems)] {
		out.Claims = append(out.Claims, analysis.ClaimItem{
			First: index(c.First), Last: index(c.Last), Quote: m.restore(c.Quote), Subject: c.Subject,
			Value: number(c.Value), Bound: c.Bound, Unit: clip(m.restore(c.Unit)), Period: clip(m.restore(c.Period)),
		})
	}
	for _, n := range a.Addressed[:min(len(a.Addressed), maxItems)] {
		out.Addressed = append(out.Addressed, index(n))
	}
}

// number reads a figure as a model writes it; nil where it is not one.
func number(s string) *float64 {
	s = strings.TrimSuffix(strings.TrimSpace(s), "+")
	v, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	if err != nil || v != v || v > 1e15 || v < -1e15 {
		return nil
	}
	return &v
}

// strength is how much a passage carries, as the model weighs it.
func strength(weight string) analysis.Strength {
	switch weight {
	case "core":
		return analysis.Core
	case "minor":
		return analysis.Minor
	}
	return ""
}
