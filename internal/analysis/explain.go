package analysis

import (
	"cmp"
	"slices"
)

// Account is how a finding came about: what an explanation is made from. It is
// not stored.
type Account struct {
	// Basis is what the score was computed from, nil where there is none.
	Basis *Basis
	// Votes holds the answers of each judgement, in the order of the leaves.
	Votes [][]Verdict
	// Again says why the criterion was judged more than once, Once why it was
	// not although the analyser is one to ask again; "" for no reason.
	Again, Once string
	// Fallback: the fallback judged in the analyser's place.
	Fallback bool
	// Aside lists passages that were found and are no evidence.
	Aside []Aside
	// Passed lists the sentences that came closest to being picked, where the
	// analyser can tell and Options.Explain is set.
	Passed []Weighing
}

// Aside is a passage that is no evidence, and why.
type Aside struct {
	Place
	Leaf string
	Why  string
}

// Weighing is how an analyser that reckons decided on a sentence. Its numbers
// are whole ten-thousandths.
type Weighing struct {
	Place
	Criterion string
	// Sums are in the order in which they were asked; there is one at least.
	Sums []Sum
	// RuledOut says why a sentence was not picked whatever it weighs, "" for no
	// reason.
	RuledOut string
}

// Sum is a question that was answered by adding up.
type Sum struct {
	Question string
	Bias     int64
	Terms    []Term
	// Total is the sum of bias and terms, held between -Most and Most.
	Total, Most int64
	// Least is the total from which on the answer is yes; nil for a sum that
	// only goes into others.
	Least *int64
}

// Term is what one signal adds to a sum: weight times value.
type Term struct {
	Signal              string
	Weight, Value, Adds int64
}

// mostPassed bounds the sentences that came close, for each criterion.
const mostPassed = 3

// account tells how a criterion's finding came about.
func (r *run) account(w *criterionWork, b *Basis) Account {
	a := Account{Basis: b, Votes: w.votes, Again: w.again, Once: w.once, Fallback: w.fallback, Aside: w.aside()}
	for i := range r.work {
		for _, p := range r.work[i].readings {
			for _, x := range p.passed {
				if x.Criterion == w.criterion.Key {
					x.Doc = r.docs[r.work[i].doc].Doc
					a.Passed = append(a.Passed, x)
				}
			}
		}
	}
	slices.SortStableFunc(a.Passed, func(x, y Weighing) int { return cmp.Compare(y.total(), x.total()) })
	a.Passed = a.Passed[:min(len(a.Passed), mostPassed)]
	return a
}

// total is that of the last sum.
func (w Weighing) total() int64 { return w.Sums[len(w.Sums)-1].Total }

// aside lists the passages that are no evidence.
func (w *criterionWork) aside() []Aside {
	out := slices.Clone(w.left)
	for i, g := range w.grounded {
		why := ""
		switch {
		case g.Stance == StanceAsserts:
			why = "it asserts and tells of no instance of the author's"
		case g.Stance == StanceHypothetical:
			why = "it is a plan or a hope"
		case w.refuted[i]:
			why = "the records do not bear out a figure in it"
		default:
			continue
		}
		out = append(out, Aside{Place: g.Place, Leaf: g.Leaf, Why: why})
	}
	return out
}

// votesOf lists the verdicts of judgements.
func votesOf(samples [][]LeafVerdict) [][]Verdict {
	var out [][]Verdict
	for _, s := range samples {
		var v []Verdict
		for _, l := range s {
			v = append(v, l.Verdict)
		}
		out = append(out, v)
	}
	return out
}
