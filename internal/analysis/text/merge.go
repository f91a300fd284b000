package text

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// openers and closers are the quotation marks and brackets around a sentence;
// German ones open low and close with what opens in English.
const (
	openMarks  = "\"'([{«»„‚“‘”’*_"
	closeMarks = "\"')]}«»“‘”’*_"
)

// maxLeft is how much is looked at of what stands before a boundary.
const maxLeft = 120

// joins reports whether the boundary that Unicode's rules see between left and
// right is none: after an abbreviation, an initial or a German ordinal, before
// a lower-case word, and beside a piece without words.
func joins(left, right []byte) bool {
	left = bytes.TrimRight(left[max(0, len(left)-maxLeft):], " ")
	right = bytes.TrimLeft(right, " ")
	inner := bytes.TrimLeft(right, openMarks+"–—-… ")
	first, _ := utf8.DecodeRune(inner)
	if !legible(right) || !legible(left) || unicode.IsLower(first) || isNumbering(left) {
		return true
	}
	if !bytes.HasSuffix(left, []byte(".")) {
		return false
	}
	word, before := lastWord(left[:len(left)-1])
	if word == "" {
		return false
	}
	next := firstWord(inner)
	switch abbreviation(strings.ToLower(word)) {
	case abbrAlways:
		return true
	case abbrNumber:
		return unicode.IsDigit(first)
	case abbrMaybe:
		return !startsSentence(next)
	}
	if isOrdinal(word) {
		return followsOrdinal(next) || precedesOrdinal(before)
	}
	if utf8.RuneCountInString(word) == 1 && unicode.IsLetter(firstRune(word)) {
		return initial(word, before, next)
	}
	if strings.Contains(word, ".") && utf8.RuneCountInString(lastPart(word)) == 1 {
		return !startsSentence(next)
	}
	return vowelless(word) && !startsSentence(next)
}

// isNumbering reports whether a piece is only the number of what follows.
func isNumbering(left []byte) bool {
	left = bytes.Trim(left, " ().")
	return len(left) > 0 && len(left) <= 8 && len(bytes.Trim(left, "0123456789.")) == 0
}

// lastWord is the word that a text ends in, with inner full stops ("z.B"), and
// the word before it. Letters that stand apart ("z. B") are put together.
func lastWord(text []byte) (word, before string) {
	end := len(text)
	start := wordStart(text, end)
	word = string(text[start:end])
	for range 3 {
		if utf8.RuneCountInString(lastPart(word)) != 1 || start < 3 || text[start-1] != ' ' || text[start-2] != '.' {
			break
		}
		prev := wordStart(text, start-2)
		if utf8.RuneCount(text[prev:start-2]) != 1 {
			break
		}
		word = string(text[prev:start-2]) + "." + word
		start = prev
	}
	rest := bytes.TrimRight(text[:start], " ")
	return word, string(rest[wordStart(rest, len(rest)):])
}

// lastPart is what follows the last full stop.
func lastPart(word string) string { return word[strings.LastIndexByte(word, '.')+1:] }

// wordStart is where the word that ends at end begins. It looks back over a
// fixed number of bytes.
func wordStart(text []byte, end int) int {
	start := end
	for start > 0 && end-start < 40 {
		r, n := utf8.DecodeLastRune(text[:start])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) && r != '.' {
			break
		}
		start -= n
	}
	return start
}

// firstWord is the word that a text begins with.
func firstWord(text []byte) string {
	end := 0
	for end < len(text) {
		r, n := utf8.DecodeRune(text[end:])
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && r != '\'' && r != '’' {
			break
		}
		end += n
	}
	return string(text[:end])
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// initial tells the initial of a name from a letter that names a thing ("plan
// B.", "Series A.").
func initial(word, before, next string) bool {
	switch strings.ToLower(before) {
	case "series", "serie", "plan", "option", "variant", "variante", "round", "runde", "phase", "team", "grade",
		"level", "klasse", "class", "version", "group", "gruppe", "typ", "type", "vitamin", "part", "teil", "than", "as":
		return false
	}
	return word != "I" && !startsSentence(next)
}

// isOrdinal reports whether a word is a number that a full stop makes a German
// ordinal: one or two digits, or a Roman numeral.
func isOrdinal(word string) bool {
	return len(word) <= 2 && strings.Trim(word, "0123456789") == "" || len(word) < 5 && strings.Trim(word, "IVX") == ""
}

// vowelless reports whether a word is an abbreviation by its look.
func vowelless(word string) bool {
	n := utf8.RuneCountInString(word)
	if n < 2 || n > 4 || word == strings.ToUpper(word) {
		return false
	}
	return strings.IndexFunc(word, unicode.IsDigit) < 0 && !strings.ContainsAny(strings.ToLower(word), "aeiouyäöüéáíóú.")
}
