package analysis

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"dossier/internal/analysis/text"
	"dossier/internal/ladder"
)

// level is a small level: two criteria with three leaves each.
func level() *ladder.Level {
	leaf := func(key string, weight int, gate bool) ladder.Leaf {
		return ladder.Leaf{
			Key: key, Weight: weight, Gate: gate, Definition: "the definition of " + key,
			About:   map[string]string{"en": "about " + key, "de": "etwas zu " + key},
			Missing: map[string]map[string]string{"en": {"absent": "absent " + key, "hypothetical": "planned " + key}},
			Closes:  map[string]string{"en": "closes " + key},
		}
	}
	return &ladder.Level{Code: "L8", PanelCriteria: []ladder.Criterion{
		{Key: "judgment", Leaves: []ladder.Leaf{leaf("j.stage", 40, true), leaf("j.outcome", 40, true), leaf("j.cost", 20, false)}},
		{Key: "trust", Leaves: []ladder.Leaf{leaf("t.multi", 50, true), leaf("t.rooms", 30, false), leaf("t.reference", 20, false)}},
	}}
}

// tagged is an analyser for tests: a sentence that begins with "leaf:" speaks
// to that leaf, as "j.stage core: We had four months of cash." A leaf is met
// when something supports it.
type tagged struct {
	calls atomic.Int64
}

func (*tagged) Name() string           { return "tagged@1" }
func (*tagged) Provenance() Provenance { return Provenance{PromptVersion: "tagged"} }

func (f *tagged) Map(_ context.Context, in MapInput) (MapOutput, error) {
	f.calls.Add(1)
	out := MapOutput{Usage: Usage{Calls: 1, InputTokens: 10, OutputTokens: 2}}
	for i := in.Window.First; i < in.Window.Last; i++ {
		s := in.Doc.Sentences[i]
		tag, rest, ok := strings.Cut(in.Doc.At(s.Span), ": ")
		words := strings.Fields(tag)
		if !ok || len(words) == 0 {
			continue
		}
		item := Item{First: i, Last: i, Quote: rest, Leaf: words[0], Why: "tagged", Actor: ActorAuthor, Stance: StanceSupports}
		for _, w := range words[1:] {
			switch w {
			case "core":
				item.Strength = Core
			case "minor":
				item.Strength = Minor
			case "other":
				item.Actor = ActorOther
			case "reader":
				out.Addressed = append(out.Addressed, i)
			default:
				item.Stance = Stance(w)
			}
		}
		out.Items = append(out.Items, item)
	}
	return out, nil
}

func (f *tagged) Reduce(_ context.Context, in ReduceInput) (ReduceOutput, error) {
	f.calls.Add(1)
	var out ReduceOutput
	for _, l := range in.Criterion.Leaves {
		v := LeafVerdict{Leaf: l.Key, Verdict: NoEvidence}
		for i, g := range in.Evidence {
			if g.Leaf == l.Key {
				v.Evidence = append(v.Evidence, i)
				v.Verdict = Met
			}
		}
		out.Leaves = append(out.Leaves, v)
	}
	return out, nil
}

// mapper is an analyser made of functions.
type mapper struct {
	tagged
	mapFn    func(MapInput) (MapOutput, error)
	reduceFn func(ReduceInput) (ReduceOutput, error)
}

func (m *mapper) Name() string { return "mapper@1" }

func (m *mapper) Map(ctx context.Context, in MapInput) (MapOutput, error) {
	if m.mapFn == nil {
		return m.tagged.Map(ctx, in)
	}
	return m.mapFn(in)
}

func (m *mapper) Reduce(ctx context.Context, in ReduceInput) (ReduceOutput, error) {
	if m.reduceFn == nil {
		return m.tagged.Reduce(ctx, in)
	}
	return m.reduceFn(in)
}

// body is a document of paragraphs.
func body(paragraphs ...string) string { return strings.Join(paragraphs, "\n\n") + "\n" }

// strong has everything a score of 3 on the first criterion needs.
func strong() Document {
	return Document{Ref: "a", Component: "portfolio", Title: "Portfolio", Body: body(
		"j.stage core: We had four months of cash left in March 2022.",
		"j.outcome core: Revenue grew from two to five million within a year.",
		"j.cost core: The old system cost us nine engineers each quarter.",
		"Nothing of note happened in the summer that followed.",
	)}
}

// assertGrounded fails if anything in a result is not in the text.
func assertGrounded(t *testing.T, in Input, res Result) {
	t.Helper()
	at := func(p Place) string {
		if p.Doc < 0 || p.Doc >= len(in.Documents) || p.Start < 0 || p.End > len(in.Documents[p.Doc].Body) || p.Start >= p.End {
			return ""
		}
		return text.Read(in.Documents[p.Doc].Body).At(p.Span)
	}
	for _, f := range res.Findings {
		for _, e := range f.Evidence {
			if at(e.Place) != e.Quote || e.Quote == "" {
				t.Errorf("%s: evidence %q is not at %+v", f.Criterion, e.Quote, e.Place)
			}
		}
		for _, g := range f.Gaps {
			if g.Near != nil && at(*g.Near) == "" {
				t.Errorf("%s: gap near %+v is outside the text", f.Criterion, *g.Near)
			}
		}
	}
	for _, c := range res.Claims {
		if at(c.Place) != c.Quote {
			t.Errorf("claim %q is not at %+v", c.Quote, c.Place)
		}
	}
}
