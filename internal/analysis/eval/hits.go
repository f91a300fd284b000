package eval

import (
	"maps"
	"slices"
	"unicode/utf8"
)

// Hit is a label that a passage matches.
type Hit struct {
	Criterion string
	Polarity  string
	Weight    string
	Quote     string
}

// Hits returns the labels that a span of a document matches, for a command
// that learns from them.
func (d *Dossier) Hits(doc string, s Span) []Hit {
	var out []Hit
	for _, key := range slices.Sorted(maps.Keys(d.Labels)) {
		for _, q := range d.Labels[key].Evidence {
			l := label{places: d.places(q.Doc, q.Quote, q.Occurrence), doc: q.Doc}
			if l.hit(place{Span: s, doc: doc}) {
				out = append(out, Hit{Criterion: key, Polarity: q.Polarity, Weight: q.Weight, Quote: q.Quote})
			}
		}
	}
	return out
}

// Points returns a function that turns byte offsets of a body into counts of
// code points. The offsets must be asked for in rising order.
func Points(body string) func(int) int {
	at, points := 0, 0
	return func(offset int) int {
		if offset < at {
			at, points = 0, 0
		}
		points += utf8.RuneCountInString(body[at:offset])
		at = offset
		return points
	}
}

// Criteria are the criteria that the files label, in the order of the ladder.
func Criteria() []string {
	return []string{
		"company-level-judgment", "team-building-instinct", "founder-trust-at-scale", "long-term-thinking", "generosity",
	}
}
