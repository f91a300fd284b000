package analysis

import (
	"cmp"
	"slices"
	"strings"

	"dossier/internal/ladder"
)

// gaps lists the leaves that are not met, those that would raise the score
// most first. Each says why, what would close it, the nearest passage and the
// score that the criterion would have if the leaf were met.
func (w *criterionWork) gaps(b Basis, lang string) []Gap {
	score := b.Score()
	var out []Gap
	for i, v := range w.verdicts {
		if v.Verdict == Met {
			continue
		}
		leaf := &w.criterion.Leaves[i]
		g := Gap{Leaf: leaf.Key, Severity: Low, Reason: w.reason(i), Near: w.near(i), ScoreIfMet: b.IfMet(i)}
		g.Description, g.Suggestion = leaf.Gap(lang, g.Reason)
		switch {
		case leaf.Gate:
			g.Severity = High
		case g.ScoreIfMet > score:
			g.Severity = Medium
		}
		out = append(out, g)
	}
	slices.SortStableFunc(out, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(b.ScoreIfMet, a.ScoreIfMet), cmp.Compare(place(w.criterion, a.Leaf), place(w.criterion, b.Leaf)))
	})
	return out
}

// place is a leaf's position in its criterion.
func place(c *ladder.Criterion, key string) int {
	return slices.IndexFunc(c.Leaves, func(l ladder.Leaf) bool { return l.Key == key })
}

// reason says why the i-th leaf is not met: the analyser's reason where it
// gave one, else what the leaf's passages have in common.
func (w *criterionWork) reason(i int) string {
	v := w.verdicts[i]
	if v.Reason != "" {
		return v.Reason
	}
	if w.quarantined[v.Leaf] {
		return Quarantined
	}
	var n, supports, asserts, hypothetical, other int
	number, date := false, false
	for j, g := range w.grounded {
		if g.Leaf != v.Leaf {
			continue
		}
		n++
		switch {
		case w.refuted[j], g.Stance == StanceContradicts:
			return Contradicted
		case g.Stance == StanceHypothetical:
			hypothetical++
		case g.Stance == StanceAsserts:
			asserts++
		default:
			supports++
			number = number || strings.ContainsAny(g.Text, "0123456789")
			date = date || hasYear(g.Text)
		}
		if g.Actor == ActorOther {
			other++
		}
	}
	switch {
	case n == 0:
		return Absent
	case n == hypothetical:
		return Hypothetical
	case n == other:
		return NotAuthor
	case supports == 0:
		return AssertedOnly
	case !number:
		return NoNumber
	case !date:
		return NoDate
	case supports == 1:
		return SingleEpisode
	}
	return Absent
}

// hasYear reports whether a text holds a number from 1950 to 2099.
func hasYear(s string) bool {
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' }) {
		if len(f) == 4 && (f[:2] == "20" || f[:2] == "19" && f[2] >= '5') {
			return true
		}
	}
	return false
}

// near is the passage closest to what the leaf asks: the first one cited in
// its answer, else the first one that was found for it.
func (w *criterionWork) near(i int) *Place {
	v := w.verdicts[i]
	if len(v.Evidence) > 0 {
		p := w.grounded[v.Evidence[0]].Place
		return &p
	}
	for _, g := range w.grounded {
		if g.Leaf == v.Leaf {
			p := g.Place
			return &p
		}
	}
	return nil
}
