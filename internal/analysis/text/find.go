package text

import (
	"slices"
	"strings"
)

// result is a single span. Where the quote as it was given stands around it
// byte for byte, that is the span.
func (g *grounder) result(s Span) Grounding {
	if whole, ok := g.verbatim(s); ok {
		return Grounding{Spans: []Span{whole}, Status: Exact}
	}
	return Grounding{Spans: []Span{s}, Status: Normalised}
}

// verbatim looks for the bytes of the quote around a span.
func (g *grounder) verbatim(s Span) (Span, bool) {
	slack := len(g.raw) - s.Len()
	if slack < 0 {
		return s, false
	}
	from := max(s.Start-slack, g.d.Sentences[g.w.First].Start)
	to := min(s.End+slack, g.d.Sentences[g.w.Last-1].End)
	at := strings.Index(g.d.Body[from:max(from, to)], g.raw)
	if at < 0 {
		return s, false
	}
	out := Span{from + at, from + at + len(g.raw)}
	return out, out.Start <= s.Start && out.End >= s.End && !g.excludes(out)
}

// find is the place of the quote that is nearest to the pointer: inside the
// sentences pointed at if it is there, else elsewhere in the window.
func (g *grounder) find(q query) (Span, bool) {
	hits := g.hits(q, g.lo, g.hi)
	if len(hits) == 0 {
		return Span{}, false
	}
	return g.x.span(hits[0].start, hits[0].end), true
}

// hit is a stretch of the normal text.
type hit struct{ start, end int }

// mostHits bounds the places of a quote that are looked at.
const mostHits = 200

// hits are the places of a quote in a stretch of the normal text, those
// nearest to the pointer first.
func (g *grounder) hits(q query, lo, hi int) []hit {
	var out []hit
	for at := lo; at < hi && len(out) < mostHits; {
		i := strings.Index(g.x.text[at:hi], q.text)
		if i < 0 {
			break
		}
		h := hit{at + i, at + i + len(q.text)}
		at = h.start + 1
		if !wordEdges(g.x.text, h.start, h.end) || !sameHyphens(&g.x.normal, h, q.hyphens) {
			continue
		}
		if g.excludes(g.x.span(h.start, h.end)) {
			g.barred = true
			continue
		}
		out = append(out, h)
	}
	slices.SortStableFunc(out, func(a, b hit) int { return g.distance(a.start) - g.distance(b.start) })
	return out
}

// distance is how far a place is from the pointer.
func (g *grounder) distance(at int) int {
	if at < g.at {
		return g.at - at
	}
	if g.pointed && int(g.x.from[at]) < g.d.Sentences[g.r.Last].End {
		return 0
	}
	return at - g.at
}

func (g *grounder) excludes(s Span) bool {
	for _, e := range g.excluded {
		if e.Overlaps(s) {
			return true
		}
	}
	return false
}

// sameHyphens reports whether the words of a stretch have the hyphens of the
// quote; at the end of a line both spellings will do.
func sameHyphens(n *normal, h hit, quote []hyphen) bool {
	text := n.hyphens[n.hyphen(h.start+1):]
	for {
		for len(text) > 0 && int(text[0].at) >= h.end {
			text = nil
		}
		switch {
		case len(text) == 0 && len(quote) == 0:
			return true
		case len(quote) == 0 || len(text) > 0 && int(text[0].at)-h.start < int(quote[0].at):
			if !text[0].soft {
				return false
			}
			text = text[1:]
		case len(text) == 0 || int(text[0].at)-h.start > int(quote[0].at):
			if !quote[0].soft {
				return false
			}
			quote = quote[1:]
		default:
			text, quote = text[1:], quote[1:]
		}
	}
}
