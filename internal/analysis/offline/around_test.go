package offline

import (
	"slices"
	"testing"
)

// three paragraphs: four passages, one, two.
func paragraphs(a *Analyser) (Units, []int64) {
	u := Units{{block: 1}, {block: 1}, {block: 1}, {block: 1}, {block: 2}, {block: 3}, {block: 3}}
	u[0].families = 1 << a.family["lost"]
	return u, []int64{0, silent, -most, One, One, One, silent - 1}
}

func TestNear(t *testing.T) {
	t.Parallel()
	units, scores := paragraphs(analyser(t))
	for _, c := range []struct{ i, step, want int }{
		{0, 1, 3}, // what says nothing in between is passed over
		{3, -1, 0}, {0, -1, -1}, {3, 1, -1}, {4, 1, -1}, {4, -1, -1}, {5, 1, -1}, {6, -1, 5},
	} {
		if got := near(units, scores, c.i, c.step); got != c.want {
			t.Errorf("from %d by %d: %d, want %d", c.i, c.step, got, c.want)
		}
	}
}

// Words that say nothing, put anywhere, change nothing of what a passage is
// taken for; neither does another paragraph before it.
func TestWhatStandsAroundCountsInItsParagraphOnly(t *testing.T) {
	t.Parallel()
	a := analyser(t)
	units, scores := paragraphs(a)
	want := a.Around(nil, units, scores, 3)
	if len(want) != 3 { // itself, the one before, and its words
		t.Fatalf("%d features: %v", len(want), want)
	}
	padded := slices.Insert(slices.Clone(units), 4, Unit{block: 1}, Unit{block: 9})
	got := a.Around(nil, padded, slices.Insert(slices.Clone(scores), 4, silent, most), 3)
	if !slices.Equal(got, want) {
		t.Errorf("padded %v, want %v", got, want)
	}
	if got := a.Around(nil, units[3:], scores[3:], 0); len(got) != 1 {
		t.Errorf("alone in its paragraph: %v", got)
	}
}

func TestTone(t *testing.T) {
	t.Parallel()
	a, err := With(Weights{Against: Model{Bias: -One, Weights: map[string]int64{"words of lost": 3 * One, ToneAround: One / 2}}})
	if err != nil {
		t.Fatal(err)
	}
	units, scores := paragraphs(a)
	s := &sight{units: units, scores: scores, own: make([]Vector, len(units))}
	for i := range units {
		s.own[i] = a.Own(&units[i], "")
	}
	// The fourth passage by itself is for (-1); the first of its paragraph is
	// against (3 - 1), and half of that comes on top.
	if got := a.opposes(s, 3, "generosity").sum(); got != 0 {
		t.Errorf("beside a loss: %d, want 0", got)
	}
	if got := a.opposes(s, 4, "generosity").sum(); got != -One {
		t.Errorf("alone: %d, want %d", got, -One)
	}
	if e, ok := a.tone(s, 3, "generosity"); !ok || e.Value != 2*One {
		t.Errorf("tone %v %v", e, ok)
	}
	if _, ok := a.tone(s, 4, "generosity"); ok {
		t.Error("a tone around nothing")
	}
}

func TestAside(t *testing.T) {
	t.Parallel()
	a := analyser(t)
	read := func(lang, s string) *Unit {
		lex := a.lexicons[lang]
		words := lex.plain(wordsOf(s))
		set, _ := lex.find(words)
		return &Unit{families: set, signals: form(s, texts(words), "", lang), length: len(words)}
	}
	for _, c := range []struct {
		lang, text string
		want       bool
	}{
		{"en", "Many thanks to everybody for their patience.", true},
		{"en", "So much for this part.", true},
		{"de", "Herzlichen Dank an alle für die Geduld.", true},
		{"en", "This part cost us 40,000 euros.", false},
		{"en", "She signs for the whole of the money.", false},
		{"en", "Is this the last part?", false}, // a question, and silent as such
	} {
		u := read(c.lang, c.text)
		if got := a.aside(u); got != c.want && !u.signals.has(sigQuestion) {
			t.Errorf("%q: %v", c.text, got)
		}
		if got := a.Heard(u, One) == -most; got != (c.want || u.signals.has(sigQuestion)) {
			t.Errorf("%q: silent %v", c.text, got)
		}
	}
}
