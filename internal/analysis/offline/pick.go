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

// Picks decides which passages speak to which criteria.
func (a *Analyser) Picks(d *text.Document, units Units, component string) []Pick {
	own := make([]Vector, len(units))
	scores := make([]int64, len(units))
	for i := range units {
		own[i] = a.Own(&units[i], component)
		scores[i] = a.passage.score(own[i])
	}
	var out []Pick
	open := map[string]int{} // the latest pick of a criterion and side
	for i := range units {
		if units[i].signals.has(sigQuestion) {
			continue
		}
		v := a.Around(own[i], units, scores, i)
		core := a.strong.score(v) > 0
		for _, key := range a.keys {
			score := a.criteria[key].score(v)
			if score < a.threshold {
				continue
			}
			against := a.against.score(a.Side(own[i], units, i, key)) > 0
			if !against && units[i].signals.has(sigRow) && units[i].signals.has(sigFlat) {
				continue // a row of a person who did not advance shows nothing
			}
			p := Pick{From: i, To: i + 1, Criterion: key, Against: against, Core: core, Score: score}
			side := key
			if against {
				side += "-"
			}
			if n, ok := open[side]; ok && joins(d, units, out[n], p) {
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

// joins reports whether two picks stand together as one: neighbours in one
// block, two at most.
func joins(d *text.Document, units Units, a, b Pick) bool {
	if a.To != b.From || a.To-a.From > 1 || units[a.From].block != units[b.From].block || units[a.From].signals.has(sigRow) {
		return false
	}
	return units.Span(d, b.From).End-units.Span(d, a.From).Start <= mostPicked
}
