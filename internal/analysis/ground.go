package analysis

import (
	"context"
	"errors"
	"slices"
	"unicode/utf8"

	"dossier/internal/analysis/text"
)

const (
	// maxQuote bounds what an analyser may call a quote, in bytes.
	maxQuote = 4000
	// maxSpan bounds a passage, in code points; a longer one is cut at the
	// end of a sentence.
	maxSpan = 600
	// An analyser's mark that a sentence speaks to the reader bars it from
	// being evidence, but only so many sentences in a window: 3, or one in
	// five. Beyond that the marks tell more of the analyser than of the text.
	leastMarks = 3
	marksShare = 5
)

// ground finds every passage that was pointed at in the stored text. Whatever
// cannot be found there, or may not be evidence, is dropped: nothing that a
// model wrote is ever stored as a quote.
func (r *run) ground(context.Context) error {
	for i := range r.work {
		for _, p := range r.work[i].readings {
			r.bar(&r.docs[r.work[i].doc], p)
		}
	}
	r.barred, r.picked = map[string]bool{}, map[string]Picked{}
	leaves := r.leaves()
	for i := range r.work {
		d := &r.docs[r.work[i].doc]
		for _, p := range r.work[i].readings {
			for _, item := range p.items {
				if !leaves[item.Leaf] || !item.sound() {
					r.dropped++
					continue
				}
				err := r.groundItem(d, p.window, item)
				if err != nil {
					r.dropped++
				}
				if errors.Is(err, text.ErrQuarantined) {
					r.barred[item.Leaf] = true
				}
				if !p.fallback {
					r.picked[item.Leaf] = r.picked[item.Leaf].with(err)
				}
			}
			for _, c := range p.claims {
				spans, _ := r.spans(d, p.window, c.First, c.Last, c.Quote) // what is not found is no claim
				for _, s := range spans {
					r.pointed = append(r.pointed, GroundedClaim{
						ClaimItem: c, Place: Place{Doc: d.Doc, Span: s.Span}, Quote: d.Text.At(s.Span),
					})
				}
			}
		}
	}
	return nil
}

// leaves holds the keys of the questions there are.
func (r *run) leaves() map[string]bool {
	keys := map[string]bool{}
	for _, c := range r.in.Level.PanelCriteria {
		for _, l := range c.Leaves {
			keys[l.Key] = true
		}
	}
	return keys
}

// bar excludes the sentences that an analyser says are addressed to the reader.
func (r *run) bar(d *Read, p reading) {
	var marks []int
	for _, n := range p.addressed {
		if n < p.window.First || n >= p.window.Last || slices.Contains(marks, n) {
			continue
		}
		if !excluded(d.Excluded, d.Text.Sentences[n].Span) {
			marks = append(marks, n)
		}
	}
	if len(marks) > max(leastMarks, (p.window.Last-p.window.First)/marksShare) {
		return
	}
	slices.Sort(marks)
	for _, n := range marks {
		r.flag(d, text.Anomaly{
			Span: d.Text.Sentences[n].Span, Kind: text.AddressedToReader, Quarantined: true,
			Description: phrasesFor(d.Language).addressed,
		})
	}
}

// sound reports whether an item's enumerations are known. Strength may be left
// out.
func (i Item) sound() bool {
	switch i.Stance {
	case StanceSupports, StanceContradicts, StanceHypothetical, StanceAsserts:
		return true
	}
	return false
}

// groundItem adds a passage for each span of an item's quote. The error says
// why there is none.
func (r *run) groundItem(d *Read, w text.Window, item Item) error {
	spans, err := r.spans(d, w, item.First, item.Last, item.Quote)
	for _, s := range spans {
		first, last := sentencesAt(d.Text, s.Span)
		g := Grounded{
			Item: item, Place: Place{Doc: d.Doc, Span: s.Span}, Grounding: s.how,
			Title: d.Title, Component: d.Component,
			Text: d.Text.At(s.context),
			Path: d.Text.Blocks[d.Text.Sentences[first].Block].Path,
		}
		g.First, g.Last = first, last
		g.Quote = d.Text.At(s.Span)
		for n := range g.Weighed {
			g.Weighed[n].Doc = d.Doc
		}
		if g.Actor == "" {
			g.Actor = ActorUnclear
		}
		r.grounded = append(r.grounded, g)
	}
	return err
}

// found is a span of the stored text, and how it was found.
type found struct {
	text.Span
	how string
	// context is the whole sentences around the span, with the one before
	// where they take up what it says.
	context text.Span
}

// spans grounds a quote. A span that does not hold to what is promised of it
// is dropped, whoever is to blame. The error says why there are none.
func (r *run) spans(d *Read, w text.Window, first, last int, quote string) ([]found, error) {
	if len(quote) > maxQuote || !utf8.ValidString(quote) {
		return nil, text.ErrNotFound
	}
	g, err := text.Ground(d.Text, w, text.Ref{First: first, Last: last, Quote: quote}, d.Excluded)
	if err != nil {
		return nil, err
	}
	bounds := text.Span{Start: d.Text.Sentences[w.First].Start, End: d.Text.Sentences[w.Last-1].End}
	var out []found
	for _, s := range g.Spans {
		s = shorten(d.Text, s)
		if s.Start < bounds.Start || s.End > bounds.End || s.Start >= s.End || excluded(d.Excluded, s) ||
			!utf8.RuneStart(d.Body[s.Start]) || s.End < len(d.Body) && !utf8.RuneStart(d.Body[s.End]) {
			continue
		}
		out = append(out, found{Span: s, how: g.Status, context: around(d, s, g.Context)})
	}
	if len(out) == 0 {
		return nil, text.ErrNotFound
	}
	return out, nil
}

// around is the context of a span, its own sentences where the context holds
// text that may not be evidence.
func around(d *Read, s, context text.Span) text.Span {
	if context.Start <= s.Start && s.End <= context.End && context.End <= len(d.Body) && !excluded(d.Excluded, context) {
		return context
	}
	first, last := sentencesAt(d.Text, s)
	return text.Span{Start: min(d.Text.Sentences[first].Start, s.Start), End: max(d.Text.Sentences[last].End, s.End)}
}

// excluded reports whether a span shares text with one that may not be evidence.
func excluded(spans []text.Span, s text.Span) bool {
	return slices.ContainsFunc(spans, s.Overlaps)
}

// sentencesAt returns the first and the last sentence that a span touches.
func sentencesAt(d *text.Document, s text.Span) (first, last int) {
	first, _ = slices.BinarySearchFunc(d.Sentences, s.Start, func(x text.Sentence, at int) int { return x.End - 1 - at })
	first = min(first, len(d.Sentences)-1)
	last = first
	for last+1 < len(d.Sentences) && d.Sentences[last+1].Start < s.End {
		last++
	}
	return first, last
}

// shorten cuts a span that is too long to be a quote after the last whole
// sentence that fits. A single long sentence stays whole.
func shorten(d *text.Document, s text.Span) text.Span {
	if s.Start < 0 || s.End > len(d.Body) || s.Start >= s.End || utf8.RuneCountInString(d.At(s)) <= maxSpan {
		return s
	}
	first, last := sentencesAt(d, s)
	cut := s
	for i := last; i >= first; i-- {
		cut.End = min(s.End, d.Sentences[i].End)
		if utf8.RuneCountInString(d.At(cut)) <= maxSpan {
			break
		}
	}
	return cut
}
