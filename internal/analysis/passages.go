package analysis

import (
	"strings"

	"dossier/internal/ladder"
)

// criterionWork is what is known of one criterion before it is scored.
type criterionWork struct {
	criterion *ladder.Criterion
	// grounded holds every passage of the criterion, in the order of the
	// documents; refuted marks those whose figure the records do not bear
	// out, confirmed those that a record or a referee bears out.
	grounded           []Grounded
	refuted, confirmed []bool
	verdicts           []LeafVerdict
	// quarantined holds the leaves for which only quarantined text was offered.
	quarantined map[string]bool
	// picked counts what the analyser pointed at for the criterion.
	picked Picked
	// left are passages that are more than enough; votes, again and once are
	// those of Account.
	left        []Aside
	votes       [][]Verdict
	again, once string
	// denied counts claims of the criterion that the records refute and that
	// stand in none of its passages.
	denied    int
	samples   int
	agreement float64
	// fallback: the fallback judged; unjudged: nobody could.
	fallback, unjudged bool
	// recorded is how many gaps, the first ones, the records show.
	recorded int
}

// evidence returns what the finding shows: passages that support, unless
// refuted, or contradict; each place once for each polarity. The second result
// gives for each grounded passage its evidence, -1 for none.
func (w *criterionWork) evidence() ([]Evidence, []int) {
	var out []Evidence
	at := make([]int, len(w.grounded))
	for i, g := range w.grounded {
		at[i] = -1
		polarity, ok := w.polarity(i)
		if !ok {
			continue
		}
		e := Evidence{
			Place: g.Place, Quote: g.Quote, Polarity: polarity, Strength: w.strength(i),
			Leaf: g.Leaf, Why: phrase(g.Why), Grounding: g.Grounding, Weighed: g.Weighed,
		}
		at[i] = overlapping(out, e)
		switch {
		case at[i] < 0:
			at[i] = len(out)
			out = append(out, e)
		case e.Strength == Core:
			out[at[i]].Strength = Core
		}
	}
	return out, at
}

// polarity is that of the i-th passage as evidence; false where it is none.
func (w *criterionWork) polarity(i int) (Polarity, bool) {
	switch w.grounded[i].Stance {
	case StanceSupports:
		return Supports, !w.refuted[i]
	case StanceContradicts:
		return Contradicts, true
	}
	return "", false
}

// strength is what the analyser said; where it did not say, a passage is core
// if a question was decided on it.
func (w *criterionWork) strength(i int) Strength {
	g := w.grounded[i]
	if g.Strength == Core || g.Strength == Minor {
		return g.Strength
	}
	decides := Met
	if g.Stance == StanceContradicts {
		decides = NotMet
	}
	for _, v := range w.verdicts {
		if v.Verdict != decides {
			continue
		}
		for _, n := range v.Evidence {
			if n == i {
				return Core
			}
		}
	}
	return Minor
}

// overlapping finds evidence of the same polarity at an overlapping place.
func overlapping(have []Evidence, e Evidence) int {
	for i, h := range have {
		if h.Doc == e.Doc && h.Polarity == e.Polarity && h.Overlaps(e.Span) {
			return i
		}
	}
	return -1
}

// basis gathers what the score is computed from.
func (w *criterionWork) basis(evidence []Evidence) Basis {
	b := basisOf(w.criterion, w.verdicts)
	b.Refuted = w.denied
	for _, e := range evidence {
		switch {
		case e.Polarity == Supports && e.Strength == Core:
			b.Core++
		case e.Polarity == Supports:
			b.Minor++
		case e.Strength == Core:
			b.AgainstCore++
		default:
			b.AgainstMinor++
		}
	}
	places := map[string]bool{}
	documents := map[int]bool{}
	for i, g := range w.grounded {
		if w.refuted[i] {
			b.Refuted++
			continue
		}
		switch g.Stance {
		case StanceAsserts:
			b.Asserted = true
		case StanceSupports:
			documents[g.Doc] = true
			if testimony(g.Component) {
				places[strings.Join(g.Path, "\x00")] = true
			}
			b.Corroborated = b.Corroborated || w.confirmed[i]
		}
	}
	b.Independent = len(documents) > 1 || len(places) > 1
	return b
}

// testimony reports whether a component holds the words of referees, by its
// key, as "founder-references": each heading there is another voice.
func testimony(component string) bool {
	return strings.HasSuffix(component, "references")
}

// leaves returns the verdicts with citations that point at the evidence shown.
func (w *criterionWork) leaves(at []int) []LeafVerdict {
	out := make([]LeafVerdict, len(w.verdicts))
	for i, v := range w.verdicts {
		out[i] = v
		out[i].Evidence = nil
		seen := map[int]bool{}
		for _, n := range v.Evidence {
			if e := at[n]; e >= 0 && !seen[e] {
				seen[e] = true
				out[i].Evidence = append(out[i].Evidence, e)
			}
		}
	}
	return out
}
