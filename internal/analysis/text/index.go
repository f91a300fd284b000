package text

import (
	"sort"
	"sync"
	"unicode"
	"unicode/utf8"
)

// index is what quotes are searched in, made once for a document.
type index struct {
	normal
	tokens []token
	ids    map[string]int32
	// where are the numbers of the tokens that have an id.
	where  [][]int32
	german bool
}

// token is a word, a number or a symbol of the normal text.
type token struct {
	start, end int32
	id         int32
}

// unknown is the id of a token that the document does not have.
const unknown = -1

// onceIndex makes the index of a document when it is first asked for.
func onceIndex(d *Document) func() *index {
	return sync.OnceValue(func() *index {
		x := &index{normal: normalise(d.Body, d.runs), ids: map[string]int32{}, german: Language(d) == "de"}
		x.tokens = tokenise(x.normal, func(word string) int32 {
			id, ok := x.ids[word]
			if !ok {
				id = int32(len(x.where))
				x.ids[word] = id
				x.where = append(x.where, nil)
			}
			return id
		})
		for i, t := range x.tokens {
			x.where[t.id] = append(x.where[t.id], int32(i))
		}
		return x
	})
}

// search is the index of a document, also of one that Read did not make.
func (d *Document) search() *index {
	if d.index == nil {
		return onceIndex(d)()
	}
	return d.index()
}

// tokenise splits a normal text. Punctuation is left out; the signs and marks
// that belong to a number are not, since "-5" is not "5" and "5 %" not "5 €".
func tokenise(n normal, id func(string) int32) []token {
	tokens := make([]token, 0, len(n.text)/5)
	hyphens := n.hyphens
	for i := 0; i < len(n.text); {
		r, size := utf8.DecodeRuneInString(n.text[i:])
		start, end := i, i+size
		switch {
		case isTokenRune(r) || r == '-' && signs(n.text, i):
			for end < len(n.text) && !hardAt(&hyphens, end) {
				r, size := utf8.DecodeRuneInString(n.text[end:])
				if !isTokenRune(r) && !insideNumber(n.text, end) && !apostrophe(n.text, end) {
					break
				}
				end += size
			}
		case unicode.IsSymbol(r) || r == '%' || r == '‰' || r == '§' || r == '&':
		default:
			i = end
			continue
		}
		tokens = append(tokens, token{int32(start), int32(end), id(n.text[start:end])})
		i = end
	}
	return tokens
}

func isTokenRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.No, r)
}

// hardAt reports whether a hyphen that surely stood in the word was taken out
// at a place; it drops the hyphens before it.
func hardAt(hyphens *[]hyphen, at int) bool {
	for len(*hyphens) > 0 && int((*hyphens)[0].at) < at {
		*hyphens = (*hyphens)[1:]
	}
	return len(*hyphens) > 0 && int((*hyphens)[0].at) == at && !(*hyphens)[0].soft
}

// signs reports whether the dash at i is the sign of a number.
func signs(text string, i int) bool {
	return i+1 < len(text) && isDigit(text[i+1]) && (i == 0 || text[i-1] == ' ' || text[i-1] == '(')
}

// insideNumber reports whether the punctuation at i is part of a number, as in
// "1.340" and "9:00".
func insideNumber(text string, i int) bool {
	return i > 0 && i+1 < len(text) && isDigit(text[i-1]) && isDigit(text[i+1]) &&
		(text[i] == '.' || text[i] == ',' || text[i] == ':' || text[i] == '/' || text[i] == '\'')
}

// apostrophe reports whether the mark at i is inside a word, as in "didn't".
func apostrophe(text string, i int) bool {
	return text[i] == '\'' && i > 0 && i+1 < len(text) && isWord(text[i-1]) && isWord(text[i+1])
}

// place is the first byte of the normal text that comes from at or behind a
// byte of the body.
func (n *normal) place(body int) int {
	return sort.Search(len(n.from), func(i int) bool { return int(n.from[i]) >= body })
}

// span is the part of the body that a stretch of normal text comes from.
func (n *normal) span(start, end int) Span {
	return Span{int(n.from[start]), int(n.to[end-1])}
}

// wordEdges reports whether a stretch begins and ends at the edges of words
// and numbers, signs and decimal places included.
func wordEdges(text string, start, end int) bool {
	first, _ := utf8.DecodeRuneInString(text[start:])
	last, _ := utf8.DecodeLastRuneInString(text[:end])
	if start > 0 && isTokenRune(first) {
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		if isTokenRune(before) || insideNumber(text, start-1) || unicode.IsDigit(first) && before == '-' && signs(text, start-1) {
			return false
		}
	}
	if end < len(text) && isTokenRune(last) {
		after, _ := utf8.DecodeRuneInString(text[end:])
		if isTokenRune(after) || insideNumber(text, end) {
			return false
		}
	}
	return true
}
