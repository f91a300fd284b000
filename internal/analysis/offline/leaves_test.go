package offline

import (
	"slices"
	"strings"
	"testing"

	"dossier/internal/ladder"
	"dossier/ladders"
)

func level(t testing.TB) *ladder.Level {
	t.Helper()
	v, err := ladder.Load(ladders.Default())
	if err != nil {
		t.Fatal(err)
	}
	return v.Level("L8")
}

// Every question of the shipped ladder has a line, every line a question, and
// every name in it is a family, a signal or one of the two special ones.
func TestLeavesFitTheLadder(t *testing.T) {
	t.Parallel()
	a := analyser(t)
	known := append(slices.Clone(a.names), anyPassage, inReferences)
	for _, n := range signalNames() {
		known = append(known, strings.ReplaceAll(n, " ", "-"))
	}
	seen := 0
	for _, c := range level(t).PanelCriteria {
		for _, l := range c.Leaves {
			n, ok := a.needs[l.Key]
			if !ok {
				t.Errorf("no line for %s", l.Key)
				continue
			}
			seen++
			for _, group := range n {
				for _, name := range group {
					if !slices.Contains(known, name) {
						t.Errorf("%s: unknown name %q", l.Key, name)
					}
				}
			}
		}
	}
	if seen != len(a.needs) {
		t.Errorf("%d lines for %d questions", len(a.needs), seen)
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	n := need{{"choice"}, {"because", "not"}}
	for _, c := range []struct {
		traits []string
		want   bool
	}{
		{[]string{"choice", "because"}, true}, {[]string{"not", "choice"}, true}, {[]string{"choice"}, false}, {nil, false},
	} {
		if got := n.answers(c.traits); got != c.want {
			t.Errorf("%v: %v", c.traits, got)
		}
	}
	if !(need{{anyPassage}}).answers(nil) {
		t.Error("any passage is not any")
	}
}

func TestUnknownLeafIsReadFromItsDefinition(t *testing.T) {
	t.Parallel()
	a := analyser(t)
	l := &ladder.Leaf{Key: "x.new", Definition: "the candidate recruited an apprentice", Counts: "a hire"}
	if n := a.needOf(l); !n.answers([]string{"hire"}) || n.answers([]string{"cash"}) {
		t.Errorf("need %v", n)
	}
	if n := a.needOf(&ladder.Leaf{Key: "x.odd", Definition: "zzz"}); !n.answers(nil) {
		t.Errorf("a leaf of unknown words: %v", n)
	}
}

func TestLeafOf(t *testing.T) {
	t.Parallel()
	a := analyser(t)
	l := level(t)
	for _, c := range []struct {
		criterion string
		traits    []string
		want      string
	}{
		{"company-level-judgment", []string{"choice", "because"}, "cj.alternatives"},
		{"company-level-judgment", []string{"outcome"}, "cj.outcome"},
		{"generosity", []string{"public"}, "ge.public"},
		{"founder-trust-at-scale", []string{"board"}, "ft.rooms"},
		{"founder-trust-at-scale", nil, "ft.multi"},
		{"long-term-thinking", nil, l.Criterion("long-term-thinking").Leaves[0].Key},
	} {
		if got := a.leafOf(l.Criterion(c.criterion), c.traits); got != c.want {
			t.Errorf("%s %v: %s, want %s", c.criterion, c.traits, got, c.want)
		}
	}
	if got := a.leafOf(&ladder.Criterion{}, nil); got != "" {
		t.Errorf("a criterion without leaves: %q", got)
	}
}

func TestParseLeavesRefuses(t *testing.T) {
	t.Parallel()
	if _, err := parseLeaves("no colon here"); err == nil {
		t.Error("no error")
	}
}
