package llm

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dossier/internal/analysis"
	"dossier/internal/analysis/llm/fakellm"
)

const peopled = `# Ana Ruiz and the console

## People

In 2023 I handed the console to Ana Ruiz (L4), and she ran it with six people by the autumn. ANA's team kept all its customers.

## Founders

Temitope Bassey told the board that I was the technical founder of both companies. Das war Anas Verdienst.
`

// echoes points at every line that holds a word of a person, in the words that
// the model was sent.
func echoes(r *fakellm.Request) string {
	items, claims := []string{}, []string{}
	for _, l := range r.Lines() {
		leaf := "j.outcome"
		if strings.Contains(l.Text, "board") {
			leaf = "t.rooms"
		} else if !strings.Contains(l.Text, "console") {
			continue
		}
		items = append(items, fakellm.Item(l.N, l.N, l.Text, leaf, "because "+l.Text))
	}
	return `{"items":[` + strings.Join(items, ",") + `],"claims":[` + strings.Join(claims, ",") + `],"addressed_to_reader":[]}`
}

// TestNamesStayHere: with pseudonyms no name goes over the wire, in no kind of
// question, and everything comes back under the right ones.
func TestNamesStayHere(t *testing.T) {
	t.Parallel()
	names := []string{"Ana", "Ruiz", "ANA", "Temitope", "Bassey", "Anas"}
	in := input(peopled)
	in.Names = []string{"Ada Candidate"}
	answer := fakellm.Answer(echoes, fakellm.ByPassages)
	open := start(t, answer)
	plain := run(t, in, analysis.Options{Analyser: client(t, open)})
	bad := fakellm.Rule{Times: 1, Match: fakellm.Of(fakellm.Map), Content: fakellm.Malicious} // makes it ask again
	s := start(t, bad, answer)
	c := client(t, s, func(o *Options) { o.Pseudonyms = true })
	hidden := run(t, in, analysis.Options{Analyser: c})
	if d := cmp.Diff(plain.Findings, hidden.Findings); d != "" {
		t.Errorf("pseudonyms change the findings:\n%s", d)
	}
	if n := len(hidden.Findings[0].Evidence) + len(hidden.Findings[1].Evidence); n < 2 || s.Count(fakellm.Repair) == 0 || s.Count(fakellm.Reduce) == 0 {
		t.Errorf("%d passages, %d repairs, %d judgements", n, s.Count(fakellm.Repair), s.Count(fakellm.Reduce))
	}
	for _, p := range s.Check(true, true, names...) {
		t.Error(p)
	}
	if len(open.Check(true, true, names...)) == 0 {
		t.Error("nothing was there to hide")
	}
	m := c.maskOf([]string{"Ana", "Bassey", "Ruiz", "Temitope"})
	sent := ""
	for _, r := range s.Requests() {
		sent += string(r.Body)
	}
	for _, n := range []string{"Ana", "Ruiz", "Temitope", "Bassey"} {
		if !strings.Contains(sent, m.to[n]) {
			t.Errorf("%s was not sent as %s", n, m.to[n])
		}
	}
}

// TestWhatIsHiddenComesBack, for any text; what replaces a word depends on
// nothing else.
func TestWhatIsHiddenComesBack(t *testing.T) {
	t.Parallel()
	c := testClient(t)
	c.o.Pseudonyms = true
	rapid.Check(t, func(t *rapid.T) {
		words := []string{"Ana", "Anas", "ANA", "Ruiz", "Bo", "the", "é", "\xff", "-", " ", "\n", "'s", "\u0301", "Ruiz's"}
		s := strings.Join(rapid.SliceOf(rapid.SampledFrom(words)).Draw(t, "text"), " ")
		m, more := c.maskOf([]string{"Ana", "Ruiz"}), c.maskOf([]string{"Ana", "Bo", "Ruiz"})
		hidden := m.hide(s)
		if got := m.restore(hidden); got != s {
			t.Fatalf("%q comes back as %q", s, got)
		}
		for _, w := range strings.FieldsFunc(hidden, func(r rune) bool { return r == ' ' || r == '\'' }) {
			if w == "Ana" || w == "Ruiz" || w == "Anas" || w == "ANA" {
				t.Fatalf("%q holds a name", hidden)
			}
		}
		if m.to["Ana"] != more.to["Ana"] {
			t.Fatal("a name more changes what stands for the others")
		}
	})
	if m := testClient(t).maskOf([]string{"Ana"}); m.hide("Ana") != "Ana" {
		t.Error("names are hidden though nobody asked for it")
	}
}
