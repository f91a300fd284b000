package offline

import (
	"slices"
	"strings"
	"testing"
)

func analyser(t testing.TB) *Analyser {
	t.Helper()
	a, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestFind(t *testing.T) {
	t.Parallel()
	a := analyser(t)
	for _, c := range []struct {
		lang, text string
		want       []string
		not        []string
	}{
		{"en", "We bought a service instead of hiring.", []string{"choice", "hire", "we"}, []string{"cash", "fault"}},
		{"en", "The runway went from nine months to fifteen.", []string{"cash", "outcome"}, []string{"team"}},
		{"en", "I have never reversed a line.", []string{"not", "me", "done"}, []string{"board"}},
		{"en", "She was promoted to L5 and took over.", []string{"promote", "handover", "person"}, []string{"cash"}},
		{"en", "Trapped in a board", []string{"board"}, []string{"hire"}},
		{"de", "Die Wartungskosten trug die Kasse.", []string{"cash"}, []string{"team"}},
		{"de", "Beide Administratoren haben gekündigt.", []string{"depart", "team", "done"}, []string{"board"}},
		{"de", "Wir haben eine Ausstiegsklausel vereinbart.", []string{"exit", "we"}, []string{"mentor"}},
		{"de", "Ich habe ihr die Konsole überlassen.", []string{"handover", "me"}, []string{"cash"}},
		{"de", "Ku\u0308ndigung im Mai", []string{"depart"}, nil},
	} {
		lex := a.lexicons[c.lang]
		set, places := lex.find(lex.plain(wordsOf(c.text)))
		for _, name := range c.want {
			if !set.has(a.family[name]) {
				t.Errorf("%q: no %s", c.text, name)
			}
		}
		for _, name := range c.not {
			if set.has(a.family[name]) {
				t.Errorf("%q: %s", c.text, name)
			}
		}
		for _, p := range places {
			if !set.has(p.family) || p.from >= p.to || p.to > len(wordsOf(c.text)) {
				t.Errorf("%q: match %+v", c.text, p)
			}
		}
	}
}

func TestLexiconsHaveTheSameFamilies(t *testing.T) {
	t.Parallel()
	a := analyser(t)
	if len(a.names) > maxFamilies || len(a.names) < 20 {
		t.Fatalf("%d families", len(a.names))
	}
	for lang, l := range a.lexicons {
		have := map[int]bool{}
		for _, index := range []map[string][]pattern{l.exact, l.prefix, l.infix} {
			for _, list := range index {
				for _, p := range list {
					have[p.family] = true
				}
			}
		}
		for i, n := range a.names {
			if !have[i] {
				t.Errorf("%s: no pattern for %s", lang, n)
			}
		}
	}
}

func TestWordsOf(t *testing.T) {
	t.Parallel()
	got := wordsOf("Don’t stop — the on-call, 41% \"now\" ‚ja‘ u\u0308ber-")
	want := []string{"don't", "stop", "the", "on-call", "41", "now", "ja", "über"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLexiconRefuses(t *testing.T) {
	t.Parallel()
	if _, err := parseLexicon("fr.txt", nil); err == nil {
		t.Error("a language that is not there: no error")
	}
	if _, err := parseLexicon("de.txt", []string{"cash"}); err == nil || !strings.Contains(err.Error(), "family") {
		t.Errorf("a family that English lacks: %v", err)
	}
}
