package claims

import (
	"strconv"
	"strings"
)

// number is a count that a text gives.
type number struct {
	value int
	// at is the word where it stands.
	at int
	// times marks a count of occasions, as "twice".
	times bool
	// bound is exactly, at_least, at_most or about.
	bound string
	// half is 1 where a half comes on top, as in "fünfeinhalb".
	half int
}

// The bounds of a count.
const (
	exactly = "exactly"
	atLeast = "at_least"
	atMost  = "at_most"
	about   = "about"
)

// units of the number words, by language, from zero to nineteen.
func small(lang string) []string {
	if lang == "de" {
		return []string{
			"null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
			"dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn",
		}
	}
	return []string{
		"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
		"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
	}
}

func tens(lang string) []string {
	if lang == "de" {
		return []string{"zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"}
	}
	return []string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
}

// wordValue reads a number word below one hundred.
func wordValue(w, lang string) (int, bool) {
	for i, s := range small(lang) {
		if w == s {
			return i, true
		}
	}
	for i, t := range tens(lang) {
		if w == t {
			return 20 + 10*i, true
		}
		if unit, ok := strings.CutPrefix(w, t+"-"); ok && lang != "de" {
			if n, ok := wordValue(unit, lang); ok && n > 0 && n < 10 {
				return 20 + 10*i + n, true
			}
		}
		if unit, ok := strings.CutSuffix(w, "und"+t); ok && lang == "de" {
			if n, ok := wordValue(unit, lang); ok && n > 0 && n < 10 {
				return 20 + 10*i + n, true
			}
		}
	}
	return 0, false
}

// special reads words that are a count in themselves.
func special(w, lang string) (n int, times, ok bool) {
	switch w {
	case "dozen", "dutzend":
		return 12, false, true
	case "both", "beide", "beiden", "beides", "couple":
		return 2, false, true
	case "once":
		return 1, true, lang != "de"
	case "twice":
		return 2, true, true
	case "thrice":
		return 3, true, true
	case "eins":
		return 1, false, lang == "de"
	}
	if stem, found := strings.CutSuffix(w, "mal"); found && lang == "de" && stem != "" {
		if n, ok := wordValue(stem, lang); ok {
			return n, true, true
		}
		if n, err := strconv.Atoi(strings.TrimSuffix(stem, "-")); err == nil {
			return n, true, true
		}
	}
	return 0, false, false
}

// count reads one word as a count.
func count(w, lang string) (n int, times, ok bool) {
	if n, times, ok := special(w, lang); ok {
		return n, times, true
	}
	if n, ok := wordValue(w, lang); ok {
		return n, false, true
	}
	digits := strings.TrimSuffix(w, "+")
	digits = strings.TrimSuffix(digits, "x")
	if len(digits) == 0 || len(digits) > 6 {
		return 0, false, false
	}
	n, err := strconv.Atoi(digits)
	return n, strings.HasSuffix(w, "x"), err == nil && n >= 0
}

// numbers reads the counts of a sentence in order. Years and levels are none.
func numbers(words []string, lang string) []number {
	var out []number
	for i, w := range words {
		half := 0
		if stem, ok := strings.CutSuffix(w, "einhalb"); ok && lang == "de" {
			w, half = stem, 1
		}
		n, times, ok := count(w, lang)
		if lang == "de" && strings.HasPrefix(w, "ein") && n < 2 {
			// The article reads like the number; it is one before "of".
			ok = i+1 < len(words) && isOneOf(words[i+1], "meiner", "von", "davon", "unserer")
			n = 1
		}
		if !ok || year(w) > 0 {
			continue
		}
		for k := i + 1; k < min(i+4, len(words)) && !times; k++ {
			times = occasion(words[k]) || k == i+1 && isOneOf(words[k], "mal", "male")
		}
		out = append(out, number{value: n, at: i, times: times, bound: boundAt(words, i), half: half})
	}
	return out
}

// occasion reports whether a word names an occasion to speak.
func occasion(w string) bool {
	for _, stem := range []string{
		"times", "occasion", "meeting", "presentation", "sitzung", "vortr", "präsentation", "pitch", "session", "termin", "appearance",
		"hearing", "gelegenheit", "auftritt", "versammlung", "briefing",
	} {
		if strings.HasPrefix(w, stem) {
			return true
		}
	}
	return false
}

// boundAt reads how exact the count at a word is.
func boundAt(words []string, i int) string {
	before := strings.Join(words[max(0, i-2):i], " ")
	switch {
	case strings.HasSuffix(words[i], "+"), endsWith(before, "at least", "more than", "over", "mindestens", "mehr als", "über"):
		return atLeast
	case endsWith(before, "at most", "up to", "fewer than", "less than", "höchstens", "bis zu", "weniger als"):
		return atMost
	case endsWith(before, "about", "around", "some", "nearly", "almost", "roughly", "etwa", "rund", "fast", "knapp"):
		return about
	}
	return exactly
}

func endsWith(s string, any ...string) bool {
	for _, a := range any {
		if s == a || strings.HasSuffix(s, " "+a) {
			return true
		}
	}
	return false
}

// year returns a word's year, 0 for none.
func year(w string) int {
	if len(w) != 4 || w[:2] != "20" && w[:2] != "19" {
		return 0
	}
	n, err := strconv.Atoi(w)
	if err != nil {
		return 0
	}
	return n
}

func isOneOf(w string, any ...string) bool {
	for _, a := range any {
		if w == a {
			return true
		}
	}
	return false
}
