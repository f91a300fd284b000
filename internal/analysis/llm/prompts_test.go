package llm

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"dossier/internal/analysis"
	"dossier/internal/analysis/text"
)

func shippedMapping(t *testing.T, in analysis.MapInput) *mapping {
	t.Helper()
	in.Level = shippedLevel(t)
	m, err := testClient(t).Start(analysis.Terms{}).(*job).newMapping(in)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestPrompts compares what is sent, to the byte, with files that a person
// reads when they change. The level is a small one, so that the wording of a
// ladder can change without them.
func TestPrompts(t *testing.T) {
	t.Parallel()
	in := mapInput(caseStudy)
	j := testClient(t).Start(analysis.Terms{}).(*job)
	m, err := j.newMapping(in)
	if err != nil {
		t.Fatal(err)
	}
	system, err := m.system(ModeSchema)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "map.system.txt", system)
	golden(t, "map.schema.json", m.schema)
	_, user, err := m.question(m.j.c.viewOf(in, in.Window, m.mask))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "map.user.txt", user)

	r, err := j.newReducing(analysis.ReduceInput{Criterion: &in.Level.PanelCriteria[0], Evidence: someEvidence("j.stage", "j.outcome")})
	if err != nil {
		t.Fatal(err)
	}
	system, err = r.system(ModeSchema, r.schema)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "reduce.system.txt", system)
	golden(t, "reduce.schema.json", r.schema)
	golden(t, "reduce.user.txt", r.user)
}

// someEvidence is a passage for each of two leaves.
func someEvidence(first, second string) []analysis.Grounded {
	return []analysis.Grounded{
		{
			Item: analysis.Item{Leaf: first, Actor: analysis.ActorAuthor, Stance: analysis.StanceSupports},
			Text: stageQuote, Path: []string{"Payments", "Choice"},
		},
		{
			Item: analysis.Item{Leaf: second, Actor: analysis.ActorTeam, Stance: analysis.StanceAsserts},
			Text: "It was a\nsuccess | for all.",
		},
	}
}

func shippedReducing(t *testing.T, sample int) *reducing {
	t.Helper()
	c := &shippedLevel(t).PanelCriteria[0]
	in := analysis.ReduceInput{Criterion: c, Evidence: someEvidence(c.Leaves[0].Key, c.Leaves[1].Key), Sample: sample}
	r, err := testClient(t).Start(analysis.Terms{}).(*job).newReducing(in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestEveryCallFits: the prompt of the shipped ladder, the largest window and
// the longest answer fit a context of 8,192 tokens.
func TestEveryCallFits(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 90 {
		fmt.Fprintf(&b, "In week %d of that year we moved the service to another place and saved %d euros. ", i, i*3)
	}
	in := mapInput(b.String())
	m := shippedMapping(t, in)
	q, user, err := m.question(m.j.c.viewOf(in, in.Window, m.mask))
	if err != nil {
		t.Fatal(err)
	}
	system, err := m.system(ModeText)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("system %d tokens, user %d for %d words, room %d", tokens(len(system), "en"), tokens(len(user), "en"), in.Window.Words, q.roomTokens)
	if in.Window.Words < 1500 || q.roomTokens < mapTokens {
		t.Errorf("%d words leave %d tokens for the answer", in.Window.Words, q.roomTokens)
	}
	for i := range m.in.Level.PanelCriteria {
		var many []analysis.Grounded
		for n := range 40 {
			many = append(many, analysis.Grounded{Item: analysis.Item{Leaf: "cj.stage"}, Text: strings.Repeat(fmt.Sprint("word", n, " "), 100)})
		}
		r, err := m.j.newReducing(analysis.ReduceInput{Criterion: &m.in.Level.PanelCriteria[i], Evidence: many})
		if err != nil {
			t.Fatal(err)
		}
		if r.room < reduceTokens || len(r.passages) < 20 {
			t.Errorf("%s: %d passages leave %d tokens", m.in.Level.PanelCriteria[i].Key, len(r.passages), r.room)
		}
	}
}

// TestExamples grounds the worked examples of the prompt: a model that learns
// from them must learn quotes that stand.
func TestExamples(t *testing.T) {
	t.Parallel()
	m := shippedMapping(t, mapInput("A text."))
	system, err := m.system(ModeSchema)
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile(`(?s)DOCUMENT\n(.*?)\nANSWER\n(\{.*?\})\n`).FindAllStringSubmatch(system+"\n", -1)
	if len(examples) != 3 {
		t.Fatalf("%d examples", len(examples))
	}
	for _, e := range examples {
		var paragraphs []string
		numbers := map[int]int{}
		for _, l := range strings.Split(e[1], "\n") {
			n, s, _ := strings.Cut(l, "|")
			var i int
			if _, err := fmt.Sscan(n, &i); err == nil {
				numbers[i] = len(paragraphs)
				paragraphs = append(paragraphs, s)
			}
		}
		answer := strings.ReplaceAll(e[2], `"KEY"`, `"cj.stage"`)
		if _, problems := m.j.c.parse(answer, m.schema, true); len(problems) > 0 {
			t.Errorf("example does not fit: %q", problems)
		}
		var a mapAnswer
		if err := json.Unmarshal([]byte(answer), &a); err != nil {
			t.Fatal(err)
		}
		d := text.Read(strings.Join(paragraphs, " "))
		w := text.Window{Last: len(d.Sentences), LastBlock: len(d.Blocks)}
		if w.Last != len(paragraphs) {
			t.Fatalf("%d sentences of %d lines", w.Last, len(paragraphs))
		}
		for _, i := range a.Items {
			g, err := text.Ground(d, w, text.Ref{First: numbers[i.First], Last: numbers[i.Last], Quote: i.Quote}, nil)
			if err != nil || g.Status != text.Exact || g.PointerWrong {
				t.Errorf("%q: %+v, %v", i.Quote, g, err)
			}
		}
	}
}

// TestPermutation: the first sample keeps the ladder's order, others differ
// from it and are the same each time.
func TestPermutation(t *testing.T) {
	t.Parallel()
	keys := func(sample int) string {
		var out []string
		for _, l := range shippedReducing(t, sample).leaves {
			out = append(out, l.Key)
		}
		return strings.Join(out, " ")
	}
	if got := keys(0); !strings.HasPrefix(got, "cj.stage cj.team cj.market") {
		t.Errorf("sample 0: %s", got)
	}
	again := keys(1)
	if keys(1) == keys(0) || keys(1) == keys(2) || again != keys(1) {
		t.Errorf("samples %q, %q, %q", keys(0), keys(1), keys(2))
	}
}

// TestTokensIsAnUpperBound against the densest English measured.
func TestTokensIsAnUpperBound(t *testing.T) {
	t.Parallel()
	if got := tokens(3970, "en"); got < 1000 {
		t.Errorf("%d tokens for 3,970 bytes", got)
	}
	if tokens(3000, "de") < tokens(3000, "en") || tokens(0, "") < 1 {
		t.Error("other languages are split coarser than English")
	}
}
