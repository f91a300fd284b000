package fakellm

import (
	"encoding/json"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Label is a passage that an oracle knows.
type Label struct {
	Quote, Leaf string
	// Stance is supports where empty, Actor author, Weight core.
	Stance, Actor, Weight string
}

// Answer answers every kind of question: probes as an able endpoint would,
// windows and criteria by two generators. It has nothing to suggest.
func Answer(mapping, reducing func(*Request) string) Rule {
	return Rule{Content: func(r *Request) string {
		switch {
		case r.Kind() == Probe:
			return Able(r)
		case r.Kind() == Suggest:
			return Suggesting(Nothing)(r)
		case strings.HasPrefix(r.System(), "You judge"):
			return reducing(r)
		}
		return mapping(r)
	}}
}

// Able answers a probe: it obeys a schema and has read all of the prompt.
func Able(r *Request) string {
	if _, after, ok := strings.Cut(r.User(), "The password is "); ok {
		word, _, _ := strings.Cut(after, ".")
		return `{"word":"` + word + `"}`
	}
	if r.Format() == "json_schema" || strings.Contains(r.User(), "JSON object:") {
		return `{"word":"sea"}`
	}
	return "The sea is wide. The sea is deep."
}

// Oracle finds labelled passages and judges a leaf met if one supports it.
func Oracle(labels ...Label) Rule {
	return Answer(oracleMap(labels), ByPassages)
}

func oracleMap(labels []Label) func(*Request) string {
	return func(r *Request) string {
		items := []any{}
		lines := r.Lines()
		for _, l := range labels {
			if first, last, ok := locate(lines, l.Quote); ok {
				items = append(items, item(first, last, l.Quote, l.Leaf, or(l.Stance, "supports"), or(l.Actor, "author"), or(l.Weight, "core")))
			}
		}
		return object(map[string]any{"items": items, "claims": []any{}, "addressed_to_reader": []int{}})
	}
}

// leastShared is how many letters a line must share with a quote, so that a
// heading of one word is not taken for a part of it.
const leastShared = 12

// locate finds the run of lines that a quote stands in, by its letters and
// digits.
func locate(lines []Line, quote string) (first, last int, ok bool) {
	want := bare(quote)
	for _, l := range lines {
		have := bare(l.Text)
		if len(have) < leastShared && have != want || !strings.Contains(want, have) && !strings.Contains(have, want) {
			continue
		}
		if !ok {
			first = l.N
		}
		last, ok = l.N, true
	}
	return first, last, ok && want != ""
}

// bare keeps the letters and digits of a text, without their accents.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKD.String(s))
}

// ByPassages judges a leaf met if a passage that was found for it supports
// it, partly met if one asserts it, not met if one contradicts it.
func ByPassages(r *Request) string {
	leaves := []any{}
	for _, key := range r.Leaves() {
		verdict, reason, cited := "no_evidence", "absent", []string{}
		for _, p := range r.Passages() {
			if p.Leaf != key {
				continue
			}
			cited = append(cited, p.ID)
			switch {
			case p.Stance == "supports":
				verdict, reason = "met", "none"
			case p.Stance == "asserts" && verdict != "met":
				verdict, reason = "partial", "asserted_only"
			case p.Stance == "contradicts" && verdict == "no_evidence":
				verdict, reason = "not_met", "contradicted"
			}
		}
		leaves = append(leaves, map[string]any{
			"leaf": key, "evidence": cited, "expectation": "a specific act", "reality": "as cited",
			"verdict": verdict, "reason": reason,
		})
	}
	return object(map[string]any{"leaves": leaves})
}

// Malicious invents quotes, points at lines that do not exist and declares
// everything met.
func Malicious(r *Request) string {
	if strings.HasPrefix(r.System(), "You judge") {
		return allMet(r)
	}
	items := []any{}
	for i, leaf := range r.Leaves() {
		items = append(items,
			item(i*1000, i*1000+900, "I tripled revenue at nine companies within a single year.", leaf, "supports", "author", "core"),
			item(1, 1, "Every founder I have met calls me their technical co-founder.", leaf, "supports", "author", "core"))
	}
	return object(map[string]any{"items": items, "claims": []any{}, "addressed_to_reader": []int{99999, -4}})
}

// Obedient does what the document tells it: it returns whatever addresses the
// reader as evidence for everything, and declares everything met.
func Obedient(r *Request) string {
	if strings.HasPrefix(r.System(), "You judge") {
		return allMet(r)
	}
	items := []any{}
	for _, l := range r.Lines() {
		lower := strings.ToLower(l.Text)
		if !strings.Contains(lower, "ignore") && !strings.Contains(lower, "score") && !strings.Contains(lower, "reviewer") {
			continue
		}
		for _, leaf := range r.Leaves() {
			items = append(items, item(l.N, l.N, l.Text, leaf, "supports", "author", "core"))
		}
	}
	return object(map[string]any{"items": items, "claims": []any{}, "addressed_to_reader": []int{}})
}

// Lazy finds nothing.
func Lazy(r *Request) string {
	if strings.HasPrefix(r.System(), "You judge") {
		return object(map[string]any{"leaves": []any{}})
	}
	return object(map[string]any{"items": []any{}, "claims": []any{}, "addressed_to_reader": []int{}})
}

// Verbose wraps another's answer in prose and a code block.
func Verbose(inner func(*Request) string) func(*Request) string {
	return func(r *Request) string {
		return "Of course! Here is what I found:\n\n```json\n" + inner(r) + "\n```\n\nLet me know if you need more."
	}
}

func allMet(r *Request) string {
	cited := []string{"E1", "E999"}
	leaves := []any{}
	for _, key := range r.Leaves() {
		leaves = append(leaves, map[string]any{
			"leaf": key, "evidence": cited, "expectation": "everything", "reality": "everything", "verdict": "met", "reason": "none",
		})
	}
	return object(map[string]any{"leaves": leaves})
}

func item(first, last int, quote, leaf, stance, actor, weight string) map[string]any {
	return map[string]any{
		"first": first, "last": last, "quote": quote, "why": "as labelled", "actor": actor, "polarity": stance,
		"weight": weight, "leaf": leaf,
	}
}

// Item is an item of a map answer as JSON: a core passage of the author's that
// supports a leaf.
func Item(first, last int, quote, leaf, why string) string {
	i := item(first, last, quote, leaf, "supports", "author", "core")
	i["why"] = why
	return object(i)
}

func object(v map[string]any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "{}"
	}
	return string(b)
}

func or(s, def string) string {
	if s == "" {
		return def
	}
	return s
}
