package eval

import (
	"cmp"
	"slices"
)

// Span is a half-open range of code points.
type Span struct {
	Start, End int
}

// The guards of the matching rule, in code points.
const (
	longestSpan  = 600
	shortestSpan = 15
)

// matches reports whether two spans overlap by at least half of the shorter.
func (s Span) matches(o Span) bool {
	overlap := min(s.End, o.End) - max(s.Start, o.Start)
	return overlap > 0 && 2*overlap >= min(s.End-s.Start, o.End-o.Start)
}

// place is a span of one document for one criterion and polarity.
type place struct {
	Span
	doc      string
	polarity string
}

// label is a labelled quote: the places where it may be found, and its weight.
type label struct {
	places []Span
	doc    string
	// polarity is "" where it is not to be compared.
	polarity string
	core     bool
}

// hit reports whether a predicted span matches a labelled quote.
func (l label) hit(p place) bool {
	if l.doc != p.doc || l.polarity != p.polarity {
		return false
	}
	length := p.End - p.Start
	for _, q := range l.places {
		if length < shortestSpan && p.Span != q {
			continue
		}
		if length <= longestSpan && p.matches(q) {
			return true
		}
	}
	return false
}

// merge joins spans of one document and polarity that overlap.
func merge(all []place) []place {
	slices.SortFunc(all, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.doc, b.doc), cmp.Compare(a.polarity, b.polarity),
			cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	var out []place
	for _, p := range all {
		if n := len(out); n > 0 && out[n-1].doc == p.doc && out[n-1].polarity == p.polarity && p.Start < out[n-1].End {
			out[n-1].End = max(out[n-1].End, p.End)
			continue
		}
		out = append(out, p)
	}
	return out
}

// without returns the places with their polarity taken away.
func without(all []place) []place {
	out := slices.Clone(all)
	for i := range out {
		out[i].polarity = ""
	}
	return out
}

// locate finds where a returned quote stands: at its offsets if the words are
// there, else at the first place that holds them. A quote that stands nowhere
// is fabricated.
func (d *Dossier) locate(doc, quote string, start, end int) (Span, bool) {
	places := d.places(doc, quote, 0)
	at := Span{Start: start, End: end}
	if slices.Contains(places, at) {
		return at, true
	}
	if len(places) == 0 {
		return Span{}, false
	}
	return places[0], true
}
