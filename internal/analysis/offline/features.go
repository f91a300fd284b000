package offline

import "slices"

// A feature is a small number with a name: what a decision rests on can be
// told. Features that say whether a passage is an instance at all are shared
// by all criteria; those that say for which criterion it speaks are weighed
// for each. Nothing is known of single words or leaves.

// components are the sections of a dossier, in a fixed order.
func components() []string {
	return []string{
		"technical-strategy-portfolio", "team-building-case-study", "cross-product-architecture-review",
		"founder-references", "mentee-network", "industry-recognition",
	}
}

// criteria are those that the analyser was fitted for, in a fixed order.
func criteria() []string {
	return []string{
		"company-level-judgment", "team-building-instinct", "founder-trust-at-scale", "long-term-thinking", "generosity",
	}
}

// The places of the groups of features.
type layout struct {
	family, signal, joint, component, heading, before, context, side, count int
}

// The context features: scores of the passages around.
const (
	contextSelf = iota
	contextBefore
	contextAfter
	contextTone
	contextCount
)

func (a *Analyser) layout() layout {
	l := layout{}
	n := len(a.names)
	l.family = 0
	l.signal = l.family + n
	l.joint = l.signal + int(signalCount)
	l.component = l.joint + jointCount
	l.heading = l.component + len(components())
	l.before = l.heading + n
	l.context = l.before + n
	l.side = l.context + contextCount
	l.count = l.side + len(criteria())*n
	return l
}

// FeatureNames are the names of all features in order.
func (a *Analyser) FeatureNames() []string {
	var out []string
	for _, n := range a.names {
		out = append(out, "words of "+n)
	}
	out = append(out, signalNames()...)
	out = append(out, jointNames()...)
	for _, c := range components() {
		out = append(out, "in "+c)
	}
	for _, n := range a.names {
		out = append(out, "under a heading: "+n)
	}
	for _, n := range a.names {
		out = append(out, "just before: "+n)
	}
	out = append(out, "passage", "passage before", "passage after", ToneAround)
	for _, c := range criteria() {
		for _, n := range a.names {
			out = append(out, "for "+c+": "+n)
		}
	}
	return out
}

// ToneAround is the name of the feature that holds how far the passages around
// turn against a criterion.
const ToneAround = "side of the passages around"

// One is the value of a feature that is there. Values and weights are fixed
// point numbers with four decimals, so that no sum depends on the machine.
const One = 10_000

// Vector holds the features that are there, by number, with their values.
type Vector []Entry

// Entry is a feature that is there, with its value.
type Entry struct {
	Feature int
	Value   int64
}

// Own returns the features of a passage by itself.
func (a *Analyser) Own(u *Unit, component string) Vector {
	l := a.layout()
	var v Vector
	for i := range a.names {
		if u.families.has(i) {
			v = append(v, Entry{l.family + i, One})
		}
	}
	for s := range signalCount {
		if u.signals.has(s) {
			v = append(v, Entry{l.signal + int(s), One})
		}
	}
	for i, on := range a.joints(u, component) {
		if on {
			v = append(v, Entry{l.joint + i, One})
		}
	}
	for i, c := range components() {
		if c == component {
			v = append(v, Entry{l.component + i, One})
		}
	}
	for i := range a.names {
		if u.heading.has(i) {
			v = append(v, Entry{l.heading + i, One})
		}
	}
	return v
}

// Around adds what stands before a passage in its paragraph and how the
// nearest passages there that say something scored.
func (a *Analyser) Around(v Vector, units Units, scores []int64, i int) Vector {
	l := a.layout()
	v = append(v, Entry{l.context + contextSelf, scores[i]})
	if k := near(units, scores, i, -1); k >= 0 {
		v = append(v, Entry{l.context + contextBefore, scores[k] - silent})
		for f := range a.names {
			if units[k].families.has(f) {
				v = append(v, Entry{l.before + f, One})
			}
		}
	}
	if k := near(units, scores, i, 1); k >= 0 {
		v = append(v, Entry{l.context + contextAfter, scores[k] - silent})
	}
	return v
}

// Side returns what tells support from contradiction for one criterion: the
// same words may speak for one and against another. What stands just before,
// and the heading above, set the tone.
func (a *Analyser) Side(own Vector, units Units, scores []int64, i int, criterion string) Vector {
	l := a.layout()
	var v Vector
	at := slices.Index(criteria(), criterion)
	for _, e := range own {
		if e.Feature >= l.component && e.Feature < l.heading {
			continue // the section does not turn the sense of a passage
		}
		v = append(v, e)
		if at >= 0 && e.Feature < l.signal {
			v = append(v, Entry{l.side + at*len(a.names) + e.Feature, e.Value})
		}
	}
	if k := near(units, scores, i, -1); k >= 0 {
		for f := range a.names {
			if units[k].families.has(f) {
				v = append(v, Entry{l.before + f, One})
			}
		}
	}
	return v
}

// FromLexicon reports whether a feature rests on words of the lexicon, as
// opposed to form and place.
func (a *Analyser) FromLexicon(feature int) bool {
	l := a.layout()
	return feature < l.signal || feature >= l.joint && feature < l.component ||
		feature >= l.heading && feature < l.context || feature >= l.side
}
