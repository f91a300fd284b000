package llm

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dossier/internal/analysis"
	"dossier/internal/analysis/llm/fakellm"
	"dossier/internal/analysis/text"
	"dossier/internal/ladder"
)

// smallLevel has two criteria with two leaves each.
func smallLevel() *ladder.Level {
	leaf := func(key string) ladder.Leaf {
		return ladder.Leaf{
			Key: key, Weight: 50, Gate: true, Definition: "there is " + key + ".", Counts: "A fact.", Excludes: "A hope.",
			Missing: map[string]map[string]string{"en": {"absent": "no " + key}}, Closes: map[string]string{"en": "show " + key},
		}
	}
	return &ladder.Level{Code: "L8", PanelCriteria: []ladder.Criterion{
		{Key: "judgment", Question: "Do they judge for the whole company?", Leaves: []ladder.Leaf{leaf("j.stage"), leaf("j.outcome")}},
		{Key: "trust", Question: "Do founders trust them?", Leaves: []ladder.Leaf{leaf("t.multi"), leaf("t.rooms")}},
	}}
}

// shippedLevel is the level that the program comes with.
func shippedLevel(t *testing.T) *ladder.Level {
	t.Helper()
	v, err := ladder.Load(os.DirFS("../../../ladders/ai-first-business-manager"))
	if err != nil {
		t.Fatalf("load ladder: %v", err)
	}
	return v.Level("L8")
}

const (
	stageQuote   = "In May 2022 we had seven months of cash left, so I chose to rent the payment service."
	outcomeQuote = "A year later the service had cost us 40,000 euros and not one hour of an engineer."
	roomsQuote   = "I hope to sit with the board next year."
)

const caseStudy = `# Payments

## Choice

` + stageQuote + ` The weather was fine.

` + outcomeQuote + `

## Board

` + roomsQuote + `
`

// labels is what an oracle finds in caseStudy.
func labels() []fakellm.Label {
	return []fakellm.Label{
		{Quote: stageQuote, Leaf: "j.stage"},
		{Quote: outcomeQuote, Leaf: "j.outcome"},
		{Quote: roomsQuote, Leaf: "t.rooms", Stance: "hypothetical"},
	}
}

func input(bodies ...string) analysis.Input {
	in := analysis.Input{Level: smallLevel()}
	for i, b := range bodies {
		in.Documents = append(in.Documents, analysis.Document{Ref: string(rune('a' + i)), Component: "portfolio", Title: "Case study", Body: b})
	}
	return in
}

// start runs a server with rules.
func start(t *testing.T, rules ...fakellm.Rule) *fakellm.Server {
	t.Helper()
	s := fakellm.Start(rules...)
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s
}

// client asks a server in strict mode, without a probe; its pauses are short.
func client(t *testing.T, s *fakellm.Server, change ...func(*Options)) *Client {
	t.Helper()
	o := Options{
		URL: s.Base(), Key: "test-key", Model: "small-model", Secret: []byte("secret"), Mode: ModeSchema,
		Backoff: time.Millisecond, Patience: time.Second,
	}
	for _, f := range change {
		f(&o)
	}
	c, err := New(o)
	if err != nil {
		t.Fatalf("new client: %v", err)
	}
	return c
}

// finder is a fallback that needs no model: it finds the quotes of caseStudy.
func finder(t *testing.T) analysis.Analyser {
	t.Helper()
	s := start(t, fakellm.Oracle(labels()...))
	return named{client(t, s).Start(analysis.Terms{})}
}

type named struct{ analysis.Analyser }

func (named) Name() string { return "fallback@1" }

func (named) Samples() int { return 1 }

func run(t *testing.T, in analysis.Input, o analysis.Options) analysis.Result {
	t.Helper()
	res, err := analysis.Run(t.Context(), in, o)
	if err != nil {
		t.Fatalf("run: %v", err)
	}
	for _, f := range res.Findings {
		for _, e := range f.Evidence {
			if got := in.Documents[e.Doc].Body[e.Start:e.End]; got != e.Quote {
				t.Errorf("evidence %q is %q in the text", e.Quote, got)
			}
		}
	}
	return res
}

func scores(res analysis.Result) []int {
	var out []int
	for _, f := range res.Findings {
		if f.Score == nil {
			out = append(out, -1)
			continue
		}
		out = append(out, *f.Score)
	}
	return out
}

// mapInput is one document as a single window.
func mapInput(body string) analysis.MapInput {
	d := text.Read(body)
	w := text.Window{Last: len(d.Sentences), LastBlock: len(d.Blocks)}
	for _, s := range d.Sentences {
		w.Words += text.CountWords(s.View)
	}
	return analysis.MapInput{Level: smallLevel(), Title: "Case study", Doc: d, Language: "en", Window: w}
}

// golden compares with a file under testdata, or writes it where the variable
// UPDATE is set.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("read golden file: %v", err)
	}
	if strings.TrimSuffix(string(want), "\n") != got {
		t.Errorf("%s differs from what is rendered; run with UPDATE=1 and read the difference", path)
	}
}
