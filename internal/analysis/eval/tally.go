package eval

import (
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

const maxScore = 4

// hits counts spans: predicted ones and those of them that match, labelled
// ones and those of them that were found.
type hits struct {
	predicted, right    int
	labelled, found     int
	core, coreFound     int
	fabricated, quotes  int
	supports, contrasts int // labelled, by polarity
}

func (h *hits) add(o hits) {
	h.predicted += o.predicted
	h.right += o.right
	h.labelled += o.labelled
	h.found += o.found
	h.core += o.core
	h.coreFound += o.coreFound
	h.fabricated += o.fabricated
	h.quotes += o.quotes
	h.supports += o.supports
	h.contrasts += o.contrasts
}

// pair is a labelled score and the predicted one, -1 where it is missing.
type pair struct{ labelled, predicted int }

// criterionTally is what one dossier adds to the figures of one criterion.
type criterionTally struct {
	place, anySign hits
	scores         []pair
	gaps, gapFound int
	gapsPredicted  int
	findings       int
}

func (c *criterionTally) add(o criterionTally) {
	c.place.add(o.place)
	c.anySign.add(o.anySign)
	c.scores = append(c.scores, o.scores...)
	c.gaps += o.gaps
	c.gapFound += o.gapFound
	c.gapsPredicted += o.gapsPredicted
	c.findings += o.findings
}

// tally is what one dossier adds to the figures.
type tally struct {
	criteria                       map[string]criterionTally
	claims, agreed, answered       int
	contradicted, contradictedHeld int
	injections, injected           int
	lifts, lifted                  int
	claimQuotes, claimFabricated   int
}

// measure compares what was said of a dossier with its labels.
func measure(d *Dossier, p *Prediction) tally {
	t := tally{criteria: map[string]criterionTally{}}
	findings := map[string]Finding{}
	for _, f := range p.Findings {
		findings[f.Criterion] = f
	}
	for _, key := range slices.Sorted(maps.Keys(d.Labels)) {
		f := findings[key]
		l := d.Labels[key]
		c := d.evidence(l, f)
		score := -1
		if f.Score != nil {
			score = *f.Score
		}
		c.scores = []pair{{labelled: l.Score, predicted: score}}
		c.gaps, c.gapFound = len(l.Gaps), gapsFound(l.Gaps, f.Gaps)
		c.gapsPredicted, c.findings = len(f.Gaps), 1
		t.criteria[key] = c
	}
	d.claimsOf(&t, p)
	d.tricks(&t, p, findings)
	return t
}

// evidence counts the passages of one criterion, with and without polarity.
func (d *Dossier) evidence(l Label, f Finding) criterionTally {
	var c criterionTally
	var spans []place
	for _, e := range f.Evidence {
		c.place.quotes++
		s, ok := d.locate(e.Doc, e.Quote, e.Start, e.End)
		if !ok {
			c.place.fabricated++
			s = Span{Start: -1, End: -1} // matches nothing, counts as predicted
		}
		spans = append(spans, place{Span: s, doc: e.Doc, polarity: e.Polarity})
	}
	var labels, unsigned []label
	for _, q := range l.Evidence {
		x := label{places: d.places(q.Doc, q.Quote, q.Occurrence), doc: q.Doc, polarity: q.Polarity, core: q.Weight == Core}
		labels = append(labels, x)
		x.polarity = ""
		unsigned = append(unsigned, x)
	}
	c.place.add(count(labels, merge(spans)))
	c.anySign.add(count(unsigned, merge(without(spans))))
	return c
}

// count matches spans with labels.
func count(labels []label, spans []place) hits {
	h := hits{predicted: len(spans), labelled: len(labels)}
	for _, p := range spans {
		if slices.ContainsFunc(labels, func(l label) bool { return l.hit(p) }) {
			h.right++
		}
	}
	for _, l := range labels {
		found := slices.ContainsFunc(spans, l.hit)
		if found {
			h.found++
		}
		if l.core {
			h.core++
			if found {
				h.coreFound++
			}
		}
	}
	return h
}

// leastKeywords is how many keywords of a gap a text must hold to have found it.
const leastKeywords = 2

func gapsFound(labels []GapLabel, predicted []GapPredicted) int {
	texts := make([]string, len(predicted))
	for i, g := range predicted {
		texts[i] = fold(g.Text)
	}
	found := 0
	for _, l := range labels {
		if slices.ContainsFunc(texts, func(text string) bool {
			n := 0
			for _, k := range l.Keywords {
				if strings.Contains(text, fold(k)) {
					n++
				}
			}
			return n >= leastKeywords
		}) {
			found++
		}
	}
	return found
}

// fold makes texts comparable: NFKC, then case folding.
func fold(s string) string { return cases.Fold().String(norm.NFKC.String(s)) }
