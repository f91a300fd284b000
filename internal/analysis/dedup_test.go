package analysis

import (
	"fmt"
	"testing"
)

func TestTwins(t *testing.T) {
	t.Parallel()
	tests := []struct {
		a, b string
		want bool
	}{
		{"We cut the portal in 2022.", "we cut the PORTAL in 2022", true},
		{"We cut the portal in 2022.", "We cut the portal in 2023.", false},
		{"one two three four five six seven eight nine ten", "one two three four five six seven eight nine", true},
		{"one two three four", "five six", false},
		{"", "", false},
	}
	for _, tt := range tests {
		if got := twins(wordSet(tt.a), wordSet(tt.b)); got != tt.want {
			t.Errorf("%q, %q: %v", tt.a, tt.b, got)
		}
	}
}

// TestRepetitionGainsNothing: a text that says the same thing three times has
// the evidence and the score of one that says it once.
func TestRepetitionGainsNothing(t *testing.T) {
	t.Parallel()
	once := strong()
	thrice := once
	thrice.Body += once.Body + once.Body
	a := mustRun(t, Input{Level: level(), Documents: []Document{once}}, Options{Analyser: &tagged{}})
	b := mustRun(t, Input{Level: level(), Documents: []Document{thrice}}, Options{Analyser: &tagged{}})
	if len(a.Findings[0].Evidence) != len(b.Findings[0].Evidence) || *a.Findings[0].Score != *b.Findings[0].Score {
		t.Errorf("%d passages and score %d become %d and %d", len(a.Findings[0].Evidence), *a.Findings[0].Score,
			len(b.Findings[0].Evidence), *b.Findings[0].Score)
	}
}

// TestBoundKeepsCore drops minor passages first.
func TestBoundKeepsCore(t *testing.T) {
	t.Parallel()
	var all []Grounded
	for i := range 20 {
		strength := Minor
		if i >= 15 {
			strength = Core
		}
		g := piece("j.stage", StanceSupports, strength, 0, i*10, i*10+5)
		g.Quote = fmt.Sprint("passage ", i)
		all = append(all, g)
	}
	got := bounded(single(all))
	if len(got) != maxPerLeaf {
		t.Fatalf("%d passages", len(got))
	}
	core := 0
	for i, g := range got {
		if g.Strength == Core {
			core++
		}
		if i > 0 && got[i-1].Start > g.Start {
			t.Errorf("order is lost at %d", i)
		}
	}
	if core != 5 {
		t.Errorf("%d core passages kept", core)
	}
}
