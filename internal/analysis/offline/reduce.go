package offline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"dossier/internal/analysis"
	"dossier/internal/ladder"
)

// Reduce answers each question of a criterion from the passages that were
// found for it. A passage may answer several questions.
func (a *Analyser) Reduce(ctx context.Context, in analysis.ReduceInput) (analysis.ReduceOutput, error) {
	if err := ctx.Err(); err != nil {
		return analysis.ReduceOutput{}, err
	}
	var out analysis.ReduceOutput
	for i := range in.Criterion.Leaves {
		out.Leaves = append(out.Leaves, a.answer(&in.Criterion.Leaves[i], in.Evidence))
	}
	return out, nil
}

// What passages are worth for a question, and what it takes to answer it.
const (
	coreWorth  = 2
	minorWorth = 1
	metWorth   = 2
	mostCited  = 6
)

// answer weighs the passages that speak to a leaf.
func (a *Analyser) answer(l *ladder.Leaf, evidence []analysis.Grounded) analysis.LeafVerdict {
	v := analysis.LeafVerdict{Leaf: l.Key, Verdict: analysis.NoEvidence}
	n := a.needOf(l)
	worth, against, asserted := 0, 0, false
	voices := map[string]bool{}
	for i, g := range evidence {
		if g.Leaf != l.Key && !n.answers(g.Signals) {
			continue
		}
		switch g.Stance {
		case analysis.StanceSupports:
			worth += value(g.Strength)
			if testimony(g.Component) {
				voices[voice(g)] = true
			}
		case analysis.StanceContradicts:
			against += value(g.Strength)
		case analysis.StanceAsserts:
			asserted = true
		default:
			continue
		}
		if len(v.Evidence) < mostCited {
			v.Evidence = append(v.Evidence, i)
		}
	}
	if strings.HasSuffix(l.Key, ".multi") {
		// Two founders are two voices, however much one of them says.
		worth = min(worth, len(voices))
	}
	v.For, v.Against, v.Least = worth, against, metWorth
	switch {
	case worth >= metWorth && against < worth:
		v.Verdict = analysis.Met
	case worth > 0:
		v.Verdict = analysis.Partial
		if against > worth {
			v.Reason = analysis.Contradicted
		}
	case against > 0:
		v.Verdict, v.Reason = analysis.NotMet, analysis.Contradicted
	case asserted:
		v.Verdict, v.Reason = analysis.Partial, analysis.AssertedOnly
	}
	return v
}

func value(s analysis.Strength) int {
	if s == analysis.Core {
		return coreWorth
	}
	return minorWorth
}

func testimony(component string) bool { return strings.HasSuffix(component, "references") }

// voice tells referees apart by the heading under which they speak: the
// second of the path where the first is the document's title.
func voice(g analysis.Grounded) string {
	switch len(g.Path) {
	case 0:
		return g.Title
	case 1:
		return g.Path[0]
	}
	return g.Path[1]
}

// Provenance names the lexicon and the weights by their hash.
func (a *Analyser) Provenance() analysis.Provenance {
	h := sha256.New()
	for _, name := range []string{"en.txt", "de.txt"} {
		if b, err := lexiconFiles.ReadFile("lexicon/" + name); err == nil {
			h.Write(b)
		}
	}
	h.Write(weightsFile)
	h.Write([]byte(leavesFile))
	return analysis.Provenance{PromptVersion: hex.EncodeToString(h.Sum(nil))[:12], Coverage: 1, Limits: a.Limits()}
}
