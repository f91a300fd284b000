package offline

import (
	"testing"

	"dossier/internal/analysis"
	"dossier/internal/ladder"
)

func passage(leaf string, stance analysis.Stance, strength analysis.Strength, signals ...string) analysis.Grounded {
	return analysis.Grounded{Item: analysis.Item{Leaf: leaf, Stance: stance, Strength: strength, Signals: signals}}
}

func voiced(path string) analysis.Grounded {
	g := passage("ft.multi", analysis.StanceSupports, analysis.Core, inReferences)
	g.Component, g.Path = "founder-references", []string{"Letters", path}
	return g
}

func TestAnswer(t *testing.T) {
	t.Parallel()
	a := analyser(t)
	for _, c := range []struct {
		name     string
		leaf     string
		evidence []analysis.Grounded
		want     analysis.Verdict
		reason   string
	}{
		{"nothing", "cj.stage", nil, analysis.NoEvidence, ""},
		{"one core passage", "cj.stage", []analysis.Grounded{passage("cj.stage", analysis.StanceSupports, analysis.Core)}, analysis.Met, ""},
		{"one minor passage", "cj.stage", []analysis.Grounded{passage("cj.stage", analysis.StanceSupports, analysis.Minor)}, analysis.Partial, ""},
		{"found for another leaf", "cj.stage", []analysis.Grounded{passage("cj.cost", analysis.StanceSupports, analysis.Core, "cash")}, analysis.Met, ""},
		{"of another leaf only", "cj.stage", []analysis.Grounded{passage("cj.cost", analysis.StanceSupports, analysis.Core, "team")}, analysis.NoEvidence, ""},
		{"asserted", "cj.stage", []analysis.Grounded{passage("cj.stage", analysis.StanceAsserts, analysis.Minor)}, analysis.Partial, analysis.AssertedOnly},
		{"hypothetical", "cj.stage", []analysis.Grounded{passage("cj.stage", analysis.StanceHypothetical, analysis.Minor)}, analysis.NoEvidence, ""},
		{"against alone", "cj.stage", []analysis.Grounded{passage("cj.stage", analysis.StanceContradicts, analysis.Core)}, analysis.NotMet, analysis.Contradicted},
		{"more against than for", "cj.stage", []analysis.Grounded{
			passage("cj.stage", analysis.StanceSupports, analysis.Minor), passage("cj.stage", analysis.StanceContradicts, analysis.Core),
		}, analysis.Partial, analysis.Contradicted},
		{"one founder", "ft.multi", []analysis.Grounded{voiced("Bas"), voiced("Bas")}, analysis.Partial, ""},
		{"two founders", "ft.multi", []analysis.Grounded{voiced("Bas"), voiced("Ana")}, analysis.Met, ""},
	} {
		got := a.answer(&ladder.Leaf{Key: c.leaf}, c.evidence)
		if got.Verdict != c.want || got.Reason != c.reason {
			t.Errorf("%s: %s %q, want %s %q", c.name, got.Verdict, got.Reason, c.want, c.reason)
		}
		if c.want == analysis.NoEvidence != (len(got.Evidence) == 0) {
			t.Errorf("%s: cites %v", c.name, got.Evidence)
		}
	}
}

func TestVoice(t *testing.T) {
	t.Parallel()
	for want, path := range map[string][]string{"t": nil, "one": {"one"}, "two": {"one", "two", "three"}} {
		if got := voice(analysis.Grounded{Title: "t", Path: path}); got != want {
			t.Errorf("%v: %q", path, got)
		}
	}
}
