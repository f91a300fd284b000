package counterfactual

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordForm is a word with what holds it together inside.
const wordForm = `\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*`

// finder finds words.
type finder struct{ words *regexp.Regexp }

func newFinder() finder { return finder{regexp.MustCompile(wordForm)} }

// token is a word and its place in bytes.
type token struct {
	text       string
	start, end int
}

func (f finder) tokens(s string) []token {
	places := f.words.FindAllStringIndex(s, -1)
	out := make([]token, len(places))
	for i, p := range places {
		out[i] = token{s[p[0]:p[1]], p[0], p[1]}
	}
	return out
}

// apply makes edits of a text.
func apply(s string, edits []edit) string {
	out, _ := compose(s, replaced(s, edits))
	return out
}

// like gives a word the capitals of another: none, the first, or all.
func like(model, word string) string {
	first, size := utf8.DecodeRuneInString(model)
	switch {
	case !unicode.IsUpper(first):
		return word
	case len(model) > size && strings.ToUpper(model) == model:
		return strings.ToUpper(word)
	}
	r, n := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r)) + word[n:]
}

// capital reports whether a word begins with a capital letter.
func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}
