package main

import (
	"math"
	"slices"

	"dossier/internal/analysis/eval"
	"dossier/internal/analysis/offline"
	"dossier/internal/analysis/text"
)

// penalties keep the weights small; chosen by leaving dossiers out.
const (
	passagePenalty   = 6
	criterionPenalty = 24
	againstPenalty   = 3
	strongPenalty    = 8
	// threshold is where precision and recall of dossiers left out are about
	// the same, times 10,000.
	threshold = -10000

	// tone is what the sides of the passages around weigh, times 10,000: not
	// learnt, since they are a result of the same model.
	tone = 8000

	innerFolds = 5
)

// passage is one unit of a document with its labels.
type passage struct {
	own   offline.Vector
	group int
	hits  []eval.Hit
}

// sheet is the passages of one document, in order.
type sheet struct {
	dossier   int
	units     offline.Units
	component string
	passages  []passage
}

// sheets reads the passages and labels of every document.
func sheets(a *offline.Analyser, dossiers []eval.Dossier) []sheet {
	var out []sheet
	for n := range dossiers {
		d := &dossiers[n]
		for _, doc := range d.Documents {
			t := text.Read(doc.Body)
			lang := text.Language(t)
			if lang == "" {
				continue
			}
			var excluded []text.Span
			for _, x := range text.Scan(t) {
				if x.Quarantined {
					excluded = append(excluded, x.Span)
				}
			}
			points := eval.Points(doc.Body)
			s := sheet{dossier: n, component: doc.Component}
			for _, w := range text.Windows(t) {
				u := a.Units(t, w.First, w.Last, lang, excluded)
				s.units = append(s.units, u...)
			}
			for i := range s.units {
				span := s.units.Span(t, i)
				s.passages = append(s.passages, passage{
					own: a.Own(&s.units[i], doc.Component), group: n,
					hits: d.Hits(doc.Key, eval.Span{Start: points(span.Start), End: points(span.End)}),
				})
			}
			out = append(out, s)
		}
	}
	return out
}

// fit learns all weights from the sheets of the dossiers that use holds.
func fit(a *offline.Analyser, all []sheet, use []bool, threshold int64) offline.Weights {
	names := a.FeatureNames()
	var first []example
	for _, s := range all {
		for _, p := range s.passages {
			if use[p.group] {
				first = append(first, example{features: p.own, yes: len(p.hits) > 0, group: p.group})
			}
		}
	}
	w := offline.Weights{Threshold: threshold, Criteria: map[string]offline.Model{}}
	weights, bias := logistic(thinned(a, first), len(names), passagePenalty)
	w.Passage = model(names, weights, bias)

	scores := outOfFold(a, all, use, len(names))
	var against, strong []example
	second := map[string][]example{}
	for si, s := range all {
		if !use[s.dossier] {
			continue
		}
		for i, p := range s.passages {
			v := a.Around(p.own, s.units, scores[si], i)
			for _, c := range eval.Criteria() {
				yes := slices.ContainsFunc(p.hits, func(h eval.Hit) bool { return h.Criterion == c })
				second[c] = append(second[c], example{features: v, yes: yes, group: p.group})
			}
			for _, h := range p.hits {
				against = append(against, example{features: a.Side(p.own, s.units, scores[si], i, h.Criterion), yes: h.Polarity == eval.Contradicts, group: p.group})
				strong = append(strong, example{features: v, yes: h.Weight == eval.Core, group: p.group})
			}
		}
	}
	for _, c := range eval.Criteria() {
		weights, bias := logistic(thinned(a, second[c]), len(names), criterionPenalty)
		w.Criteria[c] = model(names, weights, bias)
	}
	weights, bias = logistic(thinned(a, against), len(names), againstPenalty)
	w.Against = model(names, weights, bias)
	w.Against.Weights[offline.ToneAround] = tone
	weights, bias = logistic(strong, len(names), strongPenalty)
	w.Strong = model(names, weights, bias)
	return w
}

// outOfFold scores every passage by a model that has not seen its dossier, so
// that the second step does not trust the first one more than it may.
func outOfFold(a *offline.Analyser, all []sheet, use []bool, features int) [][]int64 {
	out := make([][]int64, len(all))
	for fold := range innerFolds {
		var examples []example
		for _, s := range all {
			for _, p := range s.passages {
				if use[p.group] && p.group%innerFolds != fold {
					examples = append(examples, example{features: p.own, yes: len(p.hits) > 0})
				}
			}
		}
		weights, bias := logistic(thinned(a, examples), features, passagePenalty)
		full := append(slices.Clone(weights), bias)
		for si, s := range all {
			if s.dossier%innerFolds != fold {
				continue
			}
			for i, p := range s.passages {
				out[si] = append(out[si], a.Heard(&s.units[i], fixed(dot(full, p.own, features))))
			}
		}
	}
	return out
}

func fixed(x float64) int64 {
	return int64(math.Round(max(-6, min(6, x)) * offline.One))
}

// least is the smallest weight that is kept, times 10,000.
const least = 50

func model(names []string, weights []float64, bias float64) offline.Model {
	m := offline.Model{Bias: int64(math.Round(bias * offline.One)), Weights: map[string]int64{}}
	for i, n := range names {
		if w := int64(math.Round(weights[i] * offline.One)); w >= least || w <= -least {
			m.Weights[n] = w
		}
	}
	return m
}
