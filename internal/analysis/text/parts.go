package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// leastPart is how many tokens a part of a quote needs. With three, "I do not"
// and its like were found behind almost anything.
const leastPart = 4

// parts grounds a quote that leaves something out: its parts stand in order
// and near each other, and nothing that turns the meaning around is left out.
func (g *grounder) parts() (Grounding, error) {
	pieces := omissions(g.raw)
	if len(pieces) < 2 {
		return Grounding{}, ErrNotFound
	}
	queries := make([]query, len(pieces))
	for i, p := range pieces {
		queries[i] = g.query(p)
		if len(queries[i].tokens) < leastPart {
			return Grounding{}, ErrNotFound
		}
	}
	for _, first := range g.hits(queries[0], g.lo, g.hi) {
		chain, ok := g.chain(first, queries[1:])
		if !ok {
			continue
		}
		out := Grounding{Status: Ellipsis}
		for i, h := range chain {
			if i > 0 && g.turns(chain[i-1].end, h.start) {
				return Grounding{}, ErrMisquote
			}
			out.Spans = append(out.Spans, g.x.span(h.start, h.end))
		}
		return out, nil
	}
	return Grounding{}, ErrNotFound
}

// omissions splits a quote at its marks of omission.
func omissions(raw string) []string {
	raw = strings.NewReplacer("[...]", "…", "[…]", "…", "(...)", "…", "(…)", "…", "[ ... ]", "…", "[ … ]", "…", "....", "…", "...", "…", ". . .", "…").Replace(raw)
	var out []string
	for piece := range strings.SplitSeq(raw, "…") {
		if strings.ContainsFunc(piece, isTokenRune) {
			out = append(out, piece)
		}
	}
	return out
}

// chain finds the other parts, each behind the one before.
func (g *grounder) chain(first hit, queries []query) ([]hit, bool) {
	chain := []hit{first}
	for _, q := range queries {
		end := chain[len(chain)-1].end
		limit := min(g.hi, end+mostGap+len(q.text))
		next, ok := hit{}, false
		for _, h := range g.hits(q, end, limit) {
			if !ok || h.start < next.start {
				next, ok = h, true
			}
		}
		if !ok {
			return nil, false
		}
		chain = append(chain, next)
	}
	return chain, true
}

// turns reports whether what is left out from start to end, up to the end of
// its sentence, negates.
func (g *grounder) turns(start, end int) bool {
	first, _ := g.d.sentencesIn(g.x.span(start-1, start))
	second, _ := g.d.sentencesIn(g.x.span(end, end+1))
	for _, t := range tokenise(normal{text: g.x.text[start:end]}, func(string) int32 { return 0 }) {
		at := start + int(t.start)
		in, _ := g.d.sentencesIn(g.x.span(at, at+1))
		if (in == first || in == second) && negates(g.x.text[at:start+int(t.end)]) {
			return true
		}
	}
	return false
}

// short answers for a quote of one or two words, or none: what it can do is to
// confirm the sentences pointed at.
func (g *grounder) short() (Grounding, error) {
	if g.quote.text == "" {
		if !g.pointed {
			return Grounding{}, ErrBadPointer
		}
		return g.sentences()
	}
	s, ok := g.find(g.quote)
	switch {
	case !ok && g.barred:
		return Grounding{}, ErrQuarantined
	case !ok:
		return Grounding{}, ErrNotFound
	}
	first, last := g.d.sentencesIn(s)
	if last == first+1 && bare(g.d.At(g.d.Sentences[first].Span)) == bare(g.d.At(s)) {
		return g.result(s), nil
	}
	if g.pointed && first >= g.r.First && last <= g.r.Last+1 {
		return g.sentences()
	}
	return Grounding{}, ErrTooShort
}

// bare is a text without punctuation at its ends.
func bare(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return !isTokenRune(r) && !unicode.IsSymbol(r) })
}

// sentences are the sentences pointed at, whole.
func (g *grounder) sentences() (Grounding, error) {
	s := Span{g.d.Sentences[g.r.First].Start, g.d.Sentences[g.r.Last].End}
	if g.excludes(s) {
		return Grounding{}, ErrQuarantined
	}
	return Grounding{Spans: []Span{s}, Status: Pointer}, nil
}

// context is the text of sentences first to last, the last not included, with
// the one before where the first takes up what it says.
func (g *grounder) context(first, last int) Span {
	s := Span{g.d.Sentences[first].Start, g.d.Sentences[last-1].End}
	if first > g.w.First && g.d.Sentences[first-1].Block == g.d.Sentences[first].Block && takesUp(g.d.Sentences[first].View) {
		if before := g.d.Sentences[first-1].Span; !g.excludes(before) {
			s.Start = before.Start
		}
	}
	return s
}

// takesUp reports whether a sentence opens with a word that means something in
// the one before.
func takesUp(view string) bool {
	view = strings.TrimLeft(view, openMarks+" ")
	word := firstWord([]byte(view))
	rest := strings.TrimLeft(view[len(word):], " ")
	switch strings.ToLower(word) {
	case "this", "it", "that", "these", "those", "they", "such", "es", "dies", "diese", "dieser", "dieses", "dadurch",
		"deshalb", "daher", "damit", "dabei", "dafür", "daraus", "darauf", "it's", "that's":
		return true
	case "as":
		return strings.HasPrefix(rest, "a result")
	case "because":
		return strings.HasPrefix(rest, "of this") || strings.HasPrefix(rest, "of that")
	case "das", "der", "die":
		// A pronoun stands before its verb, an article before a noun, which
		// German writes with a capital.
		next, _ := utf8.DecodeRuneInString(rest)
		return unicode.IsLower(next)
	}
	return false
}
