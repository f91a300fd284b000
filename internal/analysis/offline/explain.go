package offline

import (
	"cmp"
	"slices"

	"dossier/internal/analysis"
	"dossier/internal/analysis/text"
)

// most passed sentences that are told of a window, for each criterion.
const mostPassed = 3

// weighed tells how each sentence of a pick was weighed.
func (a *Analyser) weighed(d *text.Document, s *sight, p Pick) []analysis.Weighing {
	var out []analysis.Weighing
	for i := p.From; i < p.To; i++ {
		w, v := a.weighing(d, s, i, p.Criterion)
		w.Sums = append(w.Sums, a.sum("Does it speak against it?", a.opposes(s, i, p.Criterion)), a.sum("Would a score rest on it?", a.carries(v)))
		out = append(out, w)
	}
	return out
}

// weighing tells how it was decided whether the i-th passage speaks to a
// criterion, and returns the features that decided.
func (a *Analyser) weighing(d *text.Document, s *sight, i int, criterion string) (analysis.Weighing, Vector) {
	v := a.Around(s.own[i], s.units, s.scores, i)
	first := a.sum("Does it tell of an instance?", a.instance(s, i))
	first.Least = nil
	return analysis.Weighing{
		Place: analysis.Place{Span: s.units.Span(d, i)}, Criterion: criterion,
		Sums: []analysis.Sum{first, a.sum("Does it speak to the criterion?", a.speaks(v, criterion))},
	}, v
}

// passed tells of the passages that came closest to being picked.
func (a *Analyser) passed(d *text.Document, s *sight) []analysis.Weighing {
	type near struct {
		at  int
		sum int64
	}
	var out []analysis.Weighing
	for _, key := range a.keys {
		var all []near
		for i := range s.units {
			v := a.Around(s.own[i], s.units, s.scores, i)
			if _, ok := a.take(s, i, v, key); !ok {
				all = append(all, near{i, a.speaks(v, key).sum()})
			}
		}
		slices.SortStableFunc(all, func(x, y near) int { return cmp.Compare(y.sum, x.sum) })
		for _, n := range all[:min(len(all), mostPassed)] {
			w, _ := a.weighing(d, s, n.at, key)
			if n.sum >= a.threshold {
				w.RuledOut = a.ruledOut(s, n.at, a.opposes(s, n.at, key).yes())
			}
			out = append(out, w)
		}
	}
	return out
}

// sum breaks a decision down into what each signal added, the most first.
func (a *Analyser) sum(question string, d decision) analysis.Sum {
	out := analysis.Sum{Question: question, Bias: d.model.bias, Total: d.sum(), Most: most, Least: &d.least}
	for _, e := range d.features {
		if w := d.model.weights[e.Feature]; w != 0 {
			out.Terms = append(out.Terms, analysis.Term{Signal: a.features[e.Feature], Weight: w, Value: e.Value, Adds: d.model.adds(e)})
		}
	}
	slices.SortStableFunc(out.Terms, func(x, y analysis.Term) int { return cmp.Compare(max(y.Adds, -y.Adds), max(x.Adds, -x.Adds)) })
	return out
}
