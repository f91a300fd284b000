package text

import (
	"errors"
	"fmt"
	"strings"
)

// Why a quote is refused.
var (
	// ErrMisquote is a quote that is nearly in the text, but differs from it
	// in more than stop words: a number, a negation, a name, any other word.
	ErrMisquote = errors.New("the text says something else")
	// ErrNotFound is a quote that is nowhere in the window.
	ErrNotFound = errors.New("the quote is not in the text")
	// ErrQuarantined is a quote from text that can never be evidence.
	ErrQuarantined = errors.New("the quoted text is quarantined")
	// ErrBadPointer is a pointer outside the window, with nothing else to go by.
	ErrBadPointer = errors.New("the pointer is outside the window")
	// ErrTooShort is a quote of too few words to know its place by.
	ErrTooShort = errors.New("the quote is too short")
)

// How a quote was found.
const (
	// Exact quotes are the text byte for byte.
	Exact = "exact"
	// Ellipsis quotes leave out words of it, and say so.
	Ellipsis = "ellipsis"
	// Normalised quotes differ in white space, case, marks and their like.
	Normalised = "normalised"
	// Fuzzy quotes differ in a few articles and other small words.
	Fuzzy = "fuzzy"
	// Pointer results hold the sentences pointed at, since the quote was too
	// short or too loose to find its own place.
	Pointer = "pointer"
)

// Ref points at sentences First to Last, both included, by their numbers in
// the document, and gives a quote from them. Whoever wrote it may be wrong in
// both.
type Ref struct {
	First, Last int
	Quote       string
}

// Grounding is where a quote stands in the text.
type Grounding struct {
	// Spans are the quoted places in order: several where the quote left
	// something out.
	Spans []Span
	// Status is one of the constants above.
	Status string
	// PointerWrong tells that the quote stands outside the sentences that were
	// pointed at.
	PointerWrong bool
	// Context is the whole sentences around the spans, with the one before
	// where they take up what it says.
	Context Span
}

const (
	// mostPointed is how many sentences a pointer may hold.
	mostPointed = 5
	// leastTokens is how many tokens a quote needs for a place of its own.
	leastTokens = 3
	// mostGap is how far apart, in bytes, the parts of a quote may be.
	mostGap = 600
)

// Ground finds a quote in a window of the document, the sentences that are
// pointed at first, and returns the places in the body or why there are none.
// Excluded spans are never part of a result.
//
// In turn it tries the quote as it is, in normal form, as parts around marks
// of omission, and with small words added or left out. The spans always slice
// the body; what the quote itself says is not used any further.
func Ground(d *Document, w Window, r Ref, excluded []Span) (Grounding, error) {
	if w.First < 0 || w.Last > len(d.Sentences) || w.First >= w.Last {
		return Grounding{}, fmt.Errorf("ground a quote: %w", ErrBadPointer)
	}
	g := newGrounder(d, w, r, excluded)
	out, err := g.ground()
	if err != nil {
		return Grounding{}, fmt.Errorf("ground a quote: %w", err)
	}
	first, last := d.sentencesIn(out.Spans[0])
	if n := len(out.Spans); n > 1 {
		_, last = d.sentencesIn(out.Spans[n-1])
	}
	out.PointerWrong = !g.pointed || first < r.First || last > r.Last+1
	out.Context = g.context(first, last)
	out.Context.Start = min(out.Context.Start, out.Spans[0].Start)
	out.Context.End = max(out.Context.End, out.Spans[len(out.Spans)-1].End)
	return out, nil
}

// grounder looks for one quote.
type grounder struct {
	d        *Document
	x        *index
	w        Window
	r        Ref
	excluded []Span
	// raw is the quote without white space around it.
	raw   string
	quote query
	// pointed tells that the pointer is valid.
	pointed bool
	// barred tells that the quote was found in an excluded span.
	barred bool
	// lo and hi bound the window in the normal text; at is where the pointer is.
	lo, hi, at int
}

// query is a quote in normal form.
type query struct {
	normal
	tokens []token
}

func newGrounder(d *Document, w Window, r Ref, excluded []Span) *grounder {
	g := &grounder{d: d, x: d.search(), w: w, r: r, excluded: excluded, raw: strings.TrimSpace(r.Quote)}
	g.pointed = r.First >= w.First && r.Last < w.Last && r.First <= r.Last && r.Last-r.First < mostPointed
	g.lo = g.x.place(d.Sentences[w.First].Start)
	g.hi = g.x.place(d.Sentences[w.Last-1].End)
	g.at = g.lo
	if g.pointed {
		g.at = g.x.place(d.Sentences[r.First].Start)
	}
	g.quote = g.query(g.raw)
	return g
}

// query brings a quote to normal form, with the tokens of the index.
func (g *grounder) query(raw string) query {
	q := query{normal: trimNormal(normaliseQuote(raw))}
	q.tokens = tokenise(q.normal, func(word string) int32 {
		if id, ok := g.x.ids[word]; ok {
			return id
		}
		return unknown
	})
	return q
}

func (g *grounder) ground() (Grounding, error) {
	if len(g.quote.tokens) < leastTokens {
		return g.short()
	}
	if s, ok := g.find(g.quote); ok {
		return g.result(s), nil
	}
	cut, err := g.parts()
	if err == nil {
		return cut, nil
	}
	if g.barred {
		return Grounding{}, ErrQuarantined
	}
	if errors.Is(err, ErrMisquote) {
		return Grounding{}, err
	}
	return g.fuzzy()
}
