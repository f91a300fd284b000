package offline

import (
	"slices"

	"dossier/internal/analysis/text"
)

// Pick is a passage that speaks to a criterion.
type Pick struct {
	// From and To are passages, half-open: one, or two that stand together.
	From, To  int
	Criterion string
	// Against: it speaks against the criterion.
	Against bool
	// Core: a score would rest on it.
	Core  bool
	Score int64
}

// mostPicked bounds a joined pick, in bytes, well below the longest quote.
const mostPicked = 500

// picks decides which passages speak to which criteria.
func (a *Analyser) picks(d *text.Document, s *sight) []Pick {
	var out []Pick
	open := map[string]int{} // the latest pick of a criterion and side
	for i := range s.units {
		v := a.Around(s.own[i], s.units, s.scores, i)
		for _, key := range a.keys {
			p, ok := a.take(s, i, v, key)
			if !ok {
				continue
			}
			side := key
			if p.Against {
				side += "-"
			}
			if n, ok := open[side]; ok && joins(d, s.units, out[n], p) {
				out[n].To = p.To
				out[n].Core = out[n].Core || p.Core
				out[n].Score = max(out[n].Score, p.Score)
				continue
			}
			open[side] = len(out)
			out = append(out, p)
		}
	}
	return slices.Clip(out)
}

// take decides whether the i-th passage, with what stands around it, speaks to
// a criterion, on which side, and whether a score would rest on it.
func (a *Analyser) take(s *sight, i int, around Vector, criterion string) (Pick, bool) {
	speaks := a.speaks(around, criterion)
	if !speaks.yes() {
		return Pick{}, false
	}
	p := Pick{From: i, To: i + 1, Criterion: criterion, Score: speaks.sum(), Against: a.opposes(s, i, criterion).yes()}
	if a.ruledOut(s, i, p.Against) != "" {
		return Pick{}, false
	}
	p.Core = a.carries(around).yes()
	return p, true
}

// ruledOut says why a passage is not taken whatever it weighs, "" for no
// reason.
func (a *Analyser) ruledOut(s *sight, i int, against bool) string {
	u := &s.units[i]
	switch {
	case u.signals.has(sigQuestion):
		return "a question shows nothing"
	case a.aside(u):
		return "a courtesy, or what the text says of itself, shows nothing"
	case s.scores[i] <= silent:
		return "by itself it tells of nothing"
	case !against && u.signals.has(sigRow) && u.signals.has(sigFlat):
		return "a row of a person who did not advance shows nothing"
	}
	return ""
}

// joins reports whether two picks stand together as one: neighbours in one
// block, two at most.
func joins(d *text.Document, units Units, a, b Pick) bool {
	if a.To != b.From || a.To-a.From > 1 || units[a.From].block != units[b.From].block || units[a.From].signals.has(sigRow) {
		return false
	}
	return units.Span(d, b.From).End-units.Span(d, a.From).Start <= mostPicked
}
