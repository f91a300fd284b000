package offline

import (
	"dossier/internal/analysis/text"
)

// Unit is a passage that may be picked: a sentence, a table cell, or a whole
// row of a table whose cells make sense only together.
type Unit struct {
	first, last int // sentences, both inclusive
	block       int
	words       []string // as they stand
	length      int      // in words of one form
	families    families
	matches     []match
	signals     signals
	heading     families
}

// The shortest passage worth quoting, in words: in letters the length of a
// name would decide.
const shortestUnit = 4

// Units reads the passages of a run of sentences in order.
func (a *Analyser) Units(d *text.Document, first, last int, lang string, excluded []text.Span) Units {
	lex := a.lexicons[lang]
	var out Units
	headings := map[string]families{}
	for i := first; i < last; {
		s := d.Sentences[i]
		b := d.Blocks[s.Block]
		end := min(b.Last, last)
		switch {
		case b.Kind == text.Heading || b.Kind == text.Code || b.Kind == text.Comment || b.Header || barred(excluded, b.Span) && b.Kind == text.Row:
			i = end
			continue
		case b.Kind == text.Row && rowTogether(d, i, end):
			out = append(out, a.unit(d, lex, lang, i, end-1, headings))
			i = end
			continue
		}
		if !barred(excluded, s.Span) {
			if u := a.unit(d, lex, lang, i, i, headings); u.length >= shortestUnit {
				out = append(out, u)
			}
		}
		i++
	}
	return out
}

// rowTogether reports whether a table row names two levels, as a row of
// mentees does.
func rowTogether(d *text.Document, first, last int) bool {
	levels := 0
	for i := first; i < last; i++ {
		for _, w := range wordsOf(d.Sentences[i].View) {
			if isLevel(w) {
				levels++
			}
		}
	}
	return levels >= 2
}

func barred(excluded []text.Span, s text.Span) bool {
	for _, e := range excluded {
		if e.Overlaps(s) {
			return true
		}
	}
	return false
}

func (a *Analyser) unit(d *text.Document, lex *lexicon, lang string, first, last int, headings map[string]families) Unit {
	u := Unit{first: first, last: last, block: d.Sentences[first].Block}
	b := d.Blocks[u.block]
	view := d.Sentences[first].View
	for i := first + 1; i <= last; i++ {
		view += " | " + d.Sentences[i].View
	}
	u.words = wordsOf(view)
	plain := lex.plain(u.words)
	u.length = len(plain)
	u.families, u.matches = lex.find(plain)
	u.signals = form(view, texts(plain), b.Kind, lang)
	u.signals.set(sigFirst, first == b.First)
	if n := len(b.Path); n > 0 {
		title := b.Path[n-1]
		set, ok := headings[title]
		if !ok {
			set, _ = lex.find(lex.plain(wordsOf(title)))
			headings[title] = set
		}
		u.heading = set
	}
	return u
}

// Units are the passages of a run of sentences, in order.
type Units []Unit

// Span is the place of the i-th passage.
func (u Units) Span(d *text.Document, i int) text.Span {
	return text.Span{Start: d.Sentences[u[i].first].Start, End: d.Sentences[u[i].last].End}
}
