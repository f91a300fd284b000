package analysis

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/analysis/text"
	"dossier/internal/ladder"
)

//go:embed asking.txt
var askingWords string

// Bounds of a suggestion.
const (
	maxSuggestion   = 320 // characters
	leastSuggestion = 5   // words
)

// vetting refuses suggestions of a model that could supply a fact. It does not
// try to tell a fact from what is none. A suggestion asks: each of its
// sentences is an imperative or a question, and each of its words is the
// ladder's, the passage's that it is about, or one of the words one asks with
// (asking.txt). Figures, dates, money, names and quotations must stand in the
// leaf's own texts or in that passage. What is refused loses nothing: the
// ladder's own suggestion stays.
type vetting struct {
	lists map[string]map[string]bool
	lang  string
	// common are the words that any suggestion may use.
	common lexis
}

// lexis holds the stems of words, with and without their capitals.
type lexis map[string]bool

func (l lexis) add(s string) {
	for _, w := range wordsOf(s) {
		l[stem(w)], l[stem(strings.ToLower(w))] = true, true
	}
}

func (l lexis) has(w string) bool { return l[stem(w)] }

func newVetting(level *ladder.Level, lang string) vetting {
	v := vetting{lists: map[string]map[string]bool{}, lang: lang, common: lexis{}}
	for line := range strings.Lines(askingWords) {
		list, words, _ := strings.Cut(line, ":")
		if strings.HasPrefix(line, "#") || words == "" {
			continue
		}
		if v.lists[list] == nil {
			v.lists[list] = map[string]bool{}
		}
		for _, w := range strings.Fields(words) {
			v.lists[list][w] = true
		}
	}
	for _, list := range []string{"words ", "opens ", "asks "} {
		for w := range v.lists[list+lang] {
			v.common.add(w)
		}
	}
	for i := range level.PanelCriteria {
		for k := range level.PanelCriteria[i].Leaves {
			v.common.add(leafText(&level.PanelCriteria[i].Leaves[k], lang))
		}
	}
	return v
}

// leafText is all that the ladder says of a leaf in a language.
func leafText(l *ladder.Leaf, lang string) string {
	parts := []string{l.About[lang], l.Closes[lang]}
	for _, reason := range sortedKeys(l.Missing[lang]) {
		parts = append(parts, l.Missing[lang][reason])
	}
	if lang == ladder.DefaultLanguage {
		parts = append(parts, l.Definition, l.Counts, l.Excludes)
	}
	return strings.Join(parts, "\n")
}

// allows reports whether a suggestion supplies nothing.
func (v vetting) allows(s string, g OpenGap) bool {
	leaf := leafText(g.Leaf, v.lang) + "\n" + g.Suggestion
	given := leaf + "\n" + g.Near
	if utf8.RuneCountInString(s) > maxSuggestion || !marksAllowed(s, given) || !quotesAllowed(s, given) || addressed(s) {
		return false
	}
	at := vetted{vetting: v, leaf: tokenSet(leaf), given: tokenSet(given), known: lexis{}, topic: lexis{}}
	at.known.add(given)
	at.topic.add(g.Leaf.About[v.lang] + " " + g.Leaf.Closes[v.lang] + " " + g.Near)
	words := 0
	for _, sentence := range sentences(s) {
		list := wordsOf(sentence)
		if len(list) == 0 || !at.asks(list, sentence) {
			return false
		}
		for i, w := range list {
			if !at.word(w, i == 0) {
				return false
			}
		}
		words += len(list)
	}
	return words >= leastSuggestion && at.onTopic(s)
}

// vetted is what one suggestion is held against.
type vetted struct {
	vetting
	leaf, given map[string]bool // words as they are written, in small letters
	known       lexis           // of the leaf and the passage
	topic       lexis           // of what the leaf asks for, and of the passage
}

// asks reports whether a sentence begins as one that asks, and does not go on
// to dictate what is to be said.
func (v vetted) asks(words []string, sentence string) bool {
	first := strings.ToLower(words[0])
	for i, w := range words {
		if v.lists["dictates"][strings.ToLower(w)] || w == "that" && (i == 1 || v.lists["reports"][words[i-1]]) {
			return false
		}
	}
	return v.lists["opens "+v.lang][first] ||
		v.lists["asks "+v.lang][first] && strings.HasSuffix(strings.TrimSpace(sentence), "?")
}

// word reports whether a word may stand in the suggestion.
func (v vetted) word(w string, first bool) bool {
	lower := strings.ToLower(w)
	switch {
	case v.lists["first"][lower]:
		return false
	case v.lists["verdicts"][lower]:
		return v.leaf[lower]
	case v.lists["facts"][lower], strings.ContainsFunc(w, unicode.IsNumber):
		return v.given[lower]
	case first:
		return true // an opening word
	case lower != w: // a capital: a name, or any noun in German
		return v.known.has(w) || v.lang == "de" && v.common.has(w)
	}
	return text.StopWord(lower) || v.common.has(lower) || v.known.has(lower)
}

// onTopic reports whether a suggestion has a word with a meaning in common
// with the leaf or the passage.
func (v vetted) onTopic(s string) bool {
	return slices.ContainsFunc(wordsOf(s), func(w string) bool {
		lower := strings.ToLower(w)
		return !text.StopWord(lower) && !v.lists["opens "+v.lang][lower] && v.topic.has(lower)
	})
}

// sentences cuts a suggestion at the marks that end one.
func sentences(s string) []string { return sentenceEnd.FindAllString(s, -1) }

var (
	sentenceEnd = regexp.MustCompile(`[^.!?]*(?:\.\d[^.!?]*)*(?:[.!?]+|$)`)
	quotation   = regexp.MustCompile(`["“”„«»]([^"“”„«»]*)["“”«»]`)
)

// quotesAllowed reports whether all that stands in quotation marks is given.
func quotesAllowed(s, given string) bool {
	for _, q := range quotation.FindAllStringSubmatch(s, -1) {
		if strings.TrimSpace(q[1]) == "" || !strings.Contains(given, q[1]) {
			return false
		}
	}
	return !strings.ContainsAny(quotation.ReplaceAllString(s, ""), `"“”„«»`)
}

// marksAllowed reports whether a suggestion is one line of letters, figures
// and the marks of prose; others, as of money, only where they are given.
func marksAllowed(s, given string) bool {
	before := ' '
	for _, r := range s {
		switch {
		case unicode.IsLetter(r), unicode.Is(unicode.Mn, r), r >= '0' && r <= '9', strings.ContainsRune(` .,;?!()-–/’"“”„«»`, r):
		case r == '\'' && unicode.IsLetter(before):
		case strings.ContainsRune("%&+", r) || unicode.Is(unicode.Sc, r):
			if !strings.ContainsRune(given, r) {
				return false
			}
		default:
			return false
		}
		before = r
	}
	return true
}

// wordsOf splits a text into words and figures: runs of letters and digits, a
// mark between two digits being part of the figure.
func wordsOf(s string) []string { return wordOrFigure.FindAllString(s, -1) }

var wordOrFigure = regexp.MustCompile(`[\p{L}\p{M}\p{N}]+(?:[.,:/]\p{N}[\p{L}\p{M}\p{N}]*)*`)

// tokenSet holds the words of a text in small letters.
func tokenSet(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range wordsOf(s) {
		out[strings.ToLower(w)] = true
	}
	return out
}

// stem takes off the endings that English and German words differ by in number
// and tense. It may join words of different meaning; both are then known.
func stem(w string) string {
	for range 2 { // engineers
		for _, end := range []string{"ungen", "ing", "ed", "en", "er", "em", "es", "e", "s", "n"} {
			if short, ok := strings.CutSuffix(w, end); ok && utf8.RuneCountInString(short) >= 3 {
				w = short
				break
			}
		}
	}
	if n := len(w); n > 3 && w[n-1] == w[n-2] {
		w = w[:n-1]
	}
	if short, ok := strings.CutSuffix(w, "i"); ok { // companies
		return short + "y"
	}
	return w
}
