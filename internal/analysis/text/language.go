package text

import (
	"strings"
	"unicode"
)

const (
	// leastRatio is the share of stop words that text in a language has.
	leastRatio = 0.2
	// leastWords is how many words can be judged.
	leastWords = 5
)

// Language is "en" or "de" by the share of the language's stop words, or ""
// where neither reaches a fifth of the words.
func Language(d *Document) string {
	total, en, de := 0, 0, 0
	for _, s := range d.Sentences {
		for word := range strings.FieldsFuncSeq(s.View, notLetter) {
			word = strings.ToLower(word)
			total++
			if englishStop(word) {
				en++
			}
			if germanStop(word) {
				de++
			}
		}
	}
	if total < leastWords || float64(max(en, de)) < leastRatio*float64(total) {
		return ""
	}
	if de > en {
		return "de"
	}
	return "en"
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' }
