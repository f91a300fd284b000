package analysis

import (
	"slices"
	"strings"
	"unicode"

	"dossier/internal/ladder"
)

// Bounds of what an analyser may say about one leaf.
const (
	maxCited   = 12
	maxPhrase  = 240
	judgements = 3
)

// settle makes an analyser's answers whole: one for each leaf of the
// criterion, in the ladder's order. Answers to unknown leaves are dropped, of
// two answers to one leaf the lower stands, and an answer that cites nothing
// that could bear it is none: met needs a passage that supports, partial one
// that supports or asserts.
func settle(c *ladder.Criterion, evidence []Grounded, answers []LeafVerdict) []LeafVerdict {
	out := make([]LeafVerdict, len(c.Leaves))
	for i, l := range c.Leaves {
		out[i] = LeafVerdict{Leaf: l.Key, Verdict: NoEvidence}
		seen := false
		for _, a := range answers {
			if a.Leaf != l.Key {
				continue
			}
			a = founded(a, evidence)
			if !seen || rank(a.Verdict) < rank(out[i].Verdict) {
				out[i], seen = a, true
			}
		}
	}
	return out
}

// founded returns an answer with valid citations, bounded texts and a verdict
// that its citations bear.
func founded(a LeafVerdict, evidence []Grounded) LeafVerdict {
	var cited []int
	supports, asserts := false, false
	for _, n := range a.Evidence {
		if n < 0 || n >= len(evidence) || slices.Contains(cited, n) || len(cited) == maxCited {
			continue
		}
		cited = append(cited, n)
		supports = supports || evidence[n].Stance == StanceSupports
		asserts = asserts || evidence[n].Stance == StanceAsserts
	}
	slices.Sort(cited)
	a.Evidence = cited
	a.Expectation, a.Reality = phrase(a.Expectation), phrase(a.Reality)
	if !knownReason(a.Reason) {
		a.Reason = ""
	}
	switch {
	case a.Verdict == Met && supports,
		a.Verdict == Partial && (supports || asserts),
		a.Verdict == NotMet:
	case a.Verdict == Met && asserts:
		a.Verdict, a.Reason = Partial, AssertedOnly
	default:
		a.Verdict = NoEvidence
	}
	return a
}

// majority joins several judgements of the same evidence: the verdict that
// most samples gave, the lower one on a tie, with the words and citations of
// the first sample that gave it.
func majority(samples [][]LeafVerdict) []LeafVerdict {
	out := slices.Clone(samples[0])
	for i := range out {
		var votes [4]int
		for _, s := range samples {
			votes[rank(s[i].Verdict)]++
		}
		best := 0
		for r, n := range votes {
			if n > votes[best] {
				best = r
			}
		}
		for _, s := range samples {
			if rank(s[i].Verdict) == best {
				out[i] = s[i]
				break
			}
		}
	}
	return out
}

// rank orders verdicts; not met stands above no evidence only to be told apart.
func rank(v Verdict) int {
	switch v {
	case Met:
		return 3
	case Partial:
		return 2
	case NotMet:
		return 1
	}
	return 0
}

// restsOnOne reports whether a gate is answered by a single passage.
func restsOnOne(c *ladder.Criterion, verdicts []LeafVerdict) bool {
	for i, l := range c.Leaves {
		if l.Gate && rank(verdicts[i].Verdict) >= rank(Partial) && len(verdicts[i].Evidence) == 1 {
			return true
		}
	}
	return false
}

// knownReason reports whether r is a reason of a gap.
func knownReason(r string) bool {
	switch r {
	case Absent, AssertedOnly, Hypothetical, NotAuthor, NoNumber, NoDate,
		SingleEpisode, Stale, Contradicted, Quarantined:
		return true
	}
	return false
}

// phrase makes a text that an analyser wrote safe to show: one line, no
// control or invisible characters, no marks of Markdown or HTML, bounded.
func phrase(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			r = ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == unicode.ReplacementChar,
			strings.ContainsRune("<>`*_#[]|\\", r):
			continue
		}
		if r == ' ' && (b.Len() == 0 || strings.HasSuffix(b.String(), " ")) {
			continue
		}
		if b.Len()+len(string(r)) > maxPhrase {
			break
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}
