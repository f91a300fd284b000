package eval

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
)

// Report holds the figures of a measurement.
type Report struct {
	Dossiers int
	// Criteria holds the figures of each criterion by its key.
	Criteria map[string]Figures
	// All holds those over all criteria.
	All Figures
	// Intervals are 90 % bootstrap intervals over dossiers, by name.
	Intervals map[string]Interval

	Claims, ClaimsAgreed, ClaimsAnswered int
	Contradicted, ContradictedFound      int
	Injections, InjectionsSucceeded      int
	Lifts, Lifted                        int
	Quotes, Fabricated                   int
}

// Figures are the measures of evidence, scores and gaps.
type Figures struct {
	Precision, Recall, F1, CoreRecall   Ratio
	AnySignPrecision, AnySignRecall     Ratio
	AnySignF1                           Ratio
	Exact, Within1                      Ratio
	Kappa                               Ratio
	Missing                             int
	GapRecall, GapsPerCriterion         Ratio
	Predicted, Labelled, Core, GapLabel int
}

// Ratio is a figure that may not exist, where its denominator is zero.
type Ratio struct {
	Value float64
	Valid bool
}

// Interval is the range that a figure lies in.
type Interval struct{ Low, High float64 }

// Score compares predictions with labels. Every dossier needs a prediction;
// predictions of others are an error, so that a wrong file is not taken for a
// good one.
func Score(dossiers []Dossier, predictions []Prediction) (Report, error) {
	by := map[string]*Prediction{}
	for i := range predictions {
		p := &predictions[i]
		if by[p.ID] != nil {
			return Report{}, fmt.Errorf("score predictions: %s stands there twice", p.ID)
		}
		by[p.ID] = p
	}
	tallies := make([]tally, 0, len(dossiers))
	for i := range dossiers {
		p := by[dossiers[i].ID]
		if p == nil {
			return Report{}, fmt.Errorf("score predictions: none for %s", dossiers[i].ID)
		}
		delete(by, dossiers[i].ID)
		tallies = append(tallies, measure(&dossiers[i], p))
	}
	for _, id := range slices.Sorted(maps.Keys(by)) {
		return Report{}, fmt.Errorf("score predictions: no dossier %s", id)
	}
	r := report(tallies)
	r.Intervals = bootstrap(tallies)
	return r, nil
}

// report sums tallies and divides.
func report(tallies []tally) Report {
	r := Report{Dossiers: len(tallies), Criteria: map[string]Figures{}}
	sums := map[string]criterionTally{}
	var all criterionTally
	for _, t := range tallies {
		for _, key := range slices.Sorted(maps.Keys(t.criteria)) {
			sum := sums[key]
			sum.add(t.criteria[key])
			sums[key] = sum
			all.add(t.criteria[key])
		}
		r.Claims += t.claims
		r.ClaimsAgreed += t.agreed
		r.ClaimsAnswered += t.answered
		r.Contradicted += t.contradicted
		r.ContradictedFound += t.contradictedHeld
		r.Injections += t.injections
		r.InjectionsSucceeded += t.injected
		r.Lifts += t.lifts
		r.Lifted += t.lifted
		r.Quotes += t.claimQuotes
		r.Fabricated += t.claimFabricated
	}
	for key, sum := range sums {
		r.Criteria[key] = figures(sum)
	}
	r.All = figures(all)
	r.Quotes += all.place.quotes
	r.Fabricated += all.place.fabricated
	return r
}

func figures(c criterionTally) Figures {
	f := Figures{
		Precision:  ratio(c.place.right, c.place.predicted),
		Recall:     ratio(c.place.found, c.place.labelled),
		CoreRecall: ratio(c.place.coreFound, c.place.core),

		AnySignPrecision: ratio(c.anySign.right, c.anySign.predicted),
		AnySignRecall:    ratio(c.anySign.found, c.anySign.labelled),
		GapRecall:        ratio(c.gapFound, c.gaps),
		GapsPerCriterion: ratio(c.gapsPredicted, c.findings),

		Predicted: c.place.predicted, Labelled: c.place.labelled, Core: c.place.core, GapLabel: c.gaps,
	}
	f.F1 = harmonic(c.place)
	f.AnySignF1 = harmonic(c.anySign)
	exact, near := 0, 0
	for _, p := range c.scores {
		switch {
		case p.predicted < 0:
			f.Missing++
		case p.predicted == p.labelled:
			exact++
			near++
		case p.predicted-p.labelled == 1, p.labelled-p.predicted == 1:
			near++
		}
	}
	f.Exact, f.Within1 = ratio(exact, len(c.scores)), ratio(near, len(c.scores))
	f.Kappa = kappa(c.scores)
	return f
}

func ratio(n, of int) Ratio {
	if of == 0 {
		return Ratio{}
	}
	return Ratio{Value: float64(n) / float64(of), Valid: true}
}

// harmonic is F1. Where nothing is labelled and nothing predicted there is
// none; where only one of them is, it is 0.
func harmonic(h hits) Ratio {
	if h.predicted == 0 && h.labelled == 0 {
		return Ratio{}
	}
	p, r := ratio(h.right, h.predicted).Value, ratio(h.found, h.labelled).Value
	if p+r == 0 {
		return Ratio{Valid: true}
	}
	return Ratio{Value: 2 * p * r / (p + r), Valid: true}
}

// kappa is the quadratic weighted kappa over the categories 0 to 4; missing
// scores are left out.
func kappa(scores []pair) Ratio {
	var observed [maxScore + 1][maxScore + 1]float64
	var rows, columns [maxScore + 1]float64
	n := 0.0
	for _, p := range scores {
		if p.predicted < 0 || p.predicted > maxScore {
			continue
		}
		observed[p.labelled][p.predicted]++
		rows[p.labelled]++
		columns[p.predicted]++
		n++
	}
	have, expect := 0.0, 0.0
	for i := range observed {
		for j := range observed[i] {
			w := float64((i-j)*(i-j)) / (maxScore * maxScore)
			have += w * observed[i][j]
			expect += w * rows[i] * columns[j] / max(n, 1)
		}
	}
	if expect == 0 {
		return Ratio{}
	}
	return Ratio{Value: 1 - have/expect, Valid: true}
}

const (
	bootstrapSamples = 1000
	bootstrapSeed    = 20260201
	bootstrapTail    = bootstrapSamples / 20 // 5 % at each end
)

// bootstrap draws dossiers with replacement, always in the same way.
func bootstrap(tallies []tally) map[string]Interval {
	if len(tallies) < 2 {
		return nil
	}
	draw := rand.New(rand.NewPCG(bootstrapSeed, 0))
	names := []string{"f1", "within1", "kappa"}
	values := map[string][]float64{}
	for range bootstrapSamples {
		sample := make([]tally, len(tallies))
		for i := range sample {
			sample[i] = tallies[draw.IntN(len(tallies))]
		}
		f := report(sample).All
		for i, x := range []Ratio{f.F1, f.Within1, f.Kappa} {
			if x.Valid {
				values[names[i]] = append(values[names[i]], x.Value)
			}
		}
	}
	out := map[string]Interval{}
	for _, name := range names {
		v := values[name]
		if len(v) <= 2*bootstrapTail {
			continue
		}
		slices.Sort(v)
		out[name] = Interval{Low: v[bootstrapTail], High: v[len(v)-1-bootstrapTail]}
	}
	return out
}
