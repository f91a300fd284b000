package analysis

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"
)

// bases draws what a score is computed from.
func bases() *rapid.Generator[Basis] {
	return rapid.Custom(func(t *rapid.T) Basis {
		n := func(name string, most int) int { return rapid.IntRange(0, most).Draw(t, name) }
		is := func(name string) bool { return rapid.Bool().Draw(t, name) }
		verdicts := rapid.SliceOfN(rapid.SampledFrom([]Verdict{Met, Partial, NotMet, NoEvidence}), 5, 5).Draw(t, "verdicts")
		b := Basis{
			Leaves: answers(verdicts...), Core: n("core", 7), Minor: n("minor", 8), AgainstCore: n("against core", 4),
			AgainstMinor: n("against minor", 5), Refuted: n("refuted", 2),
			Asserted: is("asserted"), Independent: is("independent"), Corroborated: is("corroborated"),
		}
		if is("nothing in favour") {
			b.Core, b.Minor = 0, 0
		}
		return b
	})
}

// replay computes a score from what is printed of its rules and nothing else.
func replay(t *rapid.T, b Basis) int {
	raw, err := json.Marshal(b.Rules())
	if err != nil {
		t.Fatal(err)
	}
	var rules []struct {
		Floor int
		Asks  []struct {
			Score int
			Needs []struct {
				Have, Want float64
				Sign       string
			}
		}
	}
	if err := json.Unmarshal(raw, &rules); err != nil {
		t.Fatal(err)
	}
	least := 4
	for _, r := range rules {
		allows := r.Floor
		for _, a := range r.Asks {
			met := true
			for _, n := range a.Needs {
				keeps, known := map[string]bool{">=": n.Have >= n.Want, "<=": n.Have <= n.Want, "<": n.Have < n.Want}[n.Sign]
				if !known {
					t.Fatalf("sign %q", n.Sign)
				}
				met = met && keeps
			}
			if met {
				allows = max(allows, a.Score)
			}
		}
		least = min(least, allows)
	}
	return least
}

func TestRulesReplayTheScore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := bases().Draw(t, "basis")
		if got, want := replay(t, b), b.Score(); got != want {
			t.Errorf("the rules give %d, the score is %d: %+v", got, want, b.Rules())
		}
	})
}

// What the next score would have needed is what is missing, and nothing is
// missing for a score that there is.
func TestNextNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := bases().Draw(t, "basis")
		score, held := b.Score(), 0
		for _, r := range b.Rules() {
			next := r.Next(score)
			if (len(next) > 0) != (r.Allows <= score && score < topScore) {
				t.Fatalf("score %d, rule %+v, next %+v", score, r, next)
			}
			for _, a := range next {
				held++
				if a.Score <= score || len(a.Needs) == 0 {
					t.Fatalf("score %d asks next for %+v", score, a)
				}
				for _, n := range a.Needs {
					if n.Met() {
						t.Fatalf("%+v is met", n)
					}
				}
			}
			if len(r.Next(topScore)) > 0 {
				t.Fatalf("rule %s asks for more than %d", r.Name, topScore)
			}
		}
		if (held == 0) != (score == topScore) {
			t.Fatalf("score %d, %d rules hold it", score, held)
		}
	})
}

// The figures are those of the passages: a score of 2 for one core passage
// and two minor ones lacks a core one and two questions.
func TestNextOfOneBasis(t *testing.T) {
	t.Parallel()
	b := Basis{Leaves: answers(Met, Partial, NotMet, NotMet, NotMet), Core: 1, Minor: 2, AgainstMinor: 1}
	got := map[string]Need{}
	for _, r := range b.Rules() {
		for _, a := range r.Next(b.Score()) {
			for _, n := range a.Needs {
				got[r.Name] = n
			}
		}
	}
	for name, want := range map[string]Need{
		"in favour": atLeast("weight in favour less half of what is against", 3.5, 6),
		"breadth":   atLeast("hundredths of the questions answered", 30, 50),
		"depth":     atLeast("core passages", 1, 2),
	} {
		if got[name] != want {
			t.Errorf("%s: %+v, want %+v", name, got[name], want)
		}
	}
	if len(got) != 3 || b.Score() != 2 {
		t.Errorf("score %d lacks %+v", b.Score(), got)
	}
}
