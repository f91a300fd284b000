package llm

import (
	"testing"

	"dossier/internal/analysis"
	"dossier/internal/analysis/llm/fakellm"
	"dossier/internal/ladder"
)

// noisyScores runs the golden dossiers against an oracle of which a share of
// the items is spoilt, and counts scores that differ from the oracle's.
func noisyScores(t *testing.T, level *ladder.Level, percent int) (exact, near, all, passages int) {
	t.Helper()
	for _, d := range goldenDossiers(t) {
		var labels []fakellm.Label
		for _, c := range level.PanelCriteria {
			for i, e := range d.Labels[c.Key].Evidence {
				labels = append(labels, fakellm.Label{Quote: e.Quote, Leaf: c.Leaves[i%len(c.Leaves)].Key, Stance: e.Polarity, Weight: e.Weight})
			}
		}
		oracle := fakellm.Oracle(labels...)
		clean := run(t, d.input(level), analysis.Options{Analyser: client(t, start(t, oracle))})
		oracle.Content = fakellm.Noisy(d.ID, percent, oracle.Content)
		noisy := run(t, d.input(level), analysis.Options{Analyser: client(t, start(t, oracle))})
		for i, f := range noisy.Findings {
			passages += len(f.Evidence)
			all++
			switch off := *f.Score - *clean.Findings[i].Score; off {
			case 0:
				exact++
				near++
			case 1, -1:
				near++
			}
		}
	}
	return exact, near, all, passages
}

// TestNoise measures how far mistakes of a model move the scores. What it
// misquotes is never stored: run checks every quote against the text.
func TestNoise(t *testing.T) {
	t.Parallel()
	level := shippedLevel(t)
	last := 1 << 20
	for _, percent := range []int{0, 10, 20, 40, 80} {
		exact, near, all, passages := noisyScores(t, level, percent)
		t.Logf("%2d %% of the items spoilt: %d passages, scores equal %d, within one %d of %d", percent, passages, exact, near, all)
		if percent == 0 && exact != all || percent <= 20 && near != all || passages > last {
			t.Errorf("%d %%: equal %d, within one %d of %d; %d passages after %d", percent, exact, near, all, passages, last)
		}
		last = passages
	}
}

func TestMisquote(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"We saved 40 % in 2021.": "We saved 51 % in 3132.", "I hired her.": "I never hired her.", "Yes": "never Yes",
	} {
		if got := fakellm.Misquote(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
	if got := fakellm.Misquote("9"); got != "9" {
		t.Errorf("%q", got)
	}
}
