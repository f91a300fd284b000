package offline

import (
	"slices"
	"strings"
	"testing"
)

func TestScore(t *testing.T) {
	t.Parallel()
	m, err := Model{Bias: -One, Weights: map[string]int64{"a": 2 * One, "b": -One / 2}}.bind([]string{"a", "b", "c"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		v    Vector
		want int64
	}{
		{nil, -One},
		{Vector{{0, One}}, One},
		{Vector{{0, One}, {1, One}, {2, One}}, One / 2},
		{Vector{{0, -One}}, -3 * One},
		{Vector{{0, 40 * One}}, most},
		{Vector{{1, 40 * One}}, -most},
	} {
		if got := m.score(c.v); got != c.want {
			t.Errorf("%v: %d, want %d", c.v, got, c.want)
		}
	}
}

func TestBindRefusesUnknownFeatures(t *testing.T) {
	t.Parallel()
	if _, err := (Model{Weights: map[string]int64{"a": 1, "x": 2}}).bind([]string{"a"}); err == nil {
		t.Error("no error")
	}
	if _, err := With(Weights{Passage: Model{Weights: map[string]int64{"no such feature": 1}}}); err == nil {
		t.Error("weights for an unknown feature were taken")
	}
	if _, err := parseWeights([]byte("{")); err == nil {
		t.Error("broken weights were taken")
	}
}

func TestFeatureNamesAreDistinct(t *testing.T) {
	t.Parallel()
	a := analyser(t)
	names := a.FeatureNames()
	if len(names) != a.layout().count {
		t.Fatalf("%d names for %d features", len(names), a.layout().count)
	}
	slices.Sort(names)
	if n := len(slices.Compact(names)); n != a.layout().count {
		t.Errorf("%d distinct names of %d", n, a.layout().count)
	}
}

func TestJoints(t *testing.T) {
	t.Parallel()
	a := analyser(t)
	if len(jointNames()) != jointCount {
		t.Fatalf("%d names for %d joint features", len(jointNames()), jointCount)
	}
	read := func(s string) *Unit {
		words := wordsOf(s)
		en := a.lexicons["en"]
		set, places := en.find(en.plain(words))
		return &Unit{words: words, families: set, matches: places, signals: form(s, texts(en.plain(words)), "", "en")}
	}
	for _, c := range []struct {
		text, component string
		joint           int
		want            bool
	}{
		{"I bought the engine.", "", jointMeDone, true},
		{"I am a strategic visionary.", "", jointBuzzNoNumber, true},
		{"Strategic revenue rose 41 %.", "", jointBuzzNoNumber, false},
		{"I plan to hire.", "", jointPlanNotDone, true},
		{"She signed for the budget.", "founder-references", jointRefPerson, true},
		{"She signed for the budget.", "mentee-network", jointRefPerson, false},
		{"We declined, because cash was short.", "", jointChoiceBecause, true},
	} {
		if got := a.joints(read(c.text), c.component)[c.joint]; got != c.want {
			t.Errorf("%q: %s is %v", c.text, jointNames()[c.joint], got)
		}
	}
}

func TestSideKnowsTheCriterion(t *testing.T) {
	t.Parallel()
	a := analyser(t)
	l := a.layout()
	own := Vector{{a.family["neglect"], One}, {l.signal + int(sigShort), One}, {l.component, One}}
	names := a.FeatureNames()
	var got []string
	units := Units{{families: 1 << a.family["not"]}, {}}
	scores := []int64{0, 0}
	for _, e := range a.Side(own, units, scores, 1, "generosity") {
		got = append(got, names[e.Feature])
	}
	if want := "words of neglect,for generosity: neglect,short,just before: not"; strings.Join(got, ",") != want {
		t.Errorf("got %q, want %q", strings.Join(got, ","), want)
	}
	if n := len(a.Side(own, units, scores, 1, "another")); n != 3 {
		t.Errorf("%d features for an unknown criterion, want 3", n)
	}
}
