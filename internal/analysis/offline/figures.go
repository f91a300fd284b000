package offline

import (
	"strconv"
	"strings"
	"unicode"
)

func hasAny(words []string, any ...string) bool {
	for _, w := range words {
		for _, a := range any {
			if w == a {
				return true
			}
		}
	}
	return false
}

// isLevel recognises L0 to L10.
func isLevel(w string) bool {
	return len(w) >= 2 && len(w) <= 3 && w[0] == 'l' && allDigits(w[1:])
}

func isYear(w string) bool {
	return len(w) == 4 && allDigits(w) && (w[:2] == "20" || w[:2] == "19")
}

func allDigits(w string) bool {
	return w != "" && strings.IndexFunc(w, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// isNumber recognises figures ("38", "1.4", "9m") and number words from two.
func isNumber(w, lang string) bool {
	if w[0] >= '0' && w[0] <= '9' {
		return true
	}
	return numberWord(w, lang)
}

func numberWord(w, lang string) bool {
	if lang == "de" {
		switch w {
		case "zwei", "beide", "beiden", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
			"dutzend", "hälfte", "drittel", "viertel", "hundert", "tausend", "halbes", "dreimal", "zweimal", "viermal",
			"fünfzehn", "zwanzig", "dreißig", "vierzig", "fünfzig", "achtzig", "siebzehn", "vierzehn", "sechzehn", "dreizehn":
			return true
		}
		return false
	}
	head, _, _ := strings.Cut(w, "-")
	switch head {
	case "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "dozen", "half",
		"third", "quarter", "hundred", "thousand", "million", "twice", "thirteen", "fourteen", "fifteen", "sixteen",
		"seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety":
		return true
	}
	return false
}

func isPeriod(w string) bool {
	for _, stem := range []string{
		"day", "week", "month", "year", "quarter", "hour", "minute", "tag", "woche", "monat", "jahr", "quartal", "stunde",
	} {
		if strings.HasPrefix(w, stem) {
			return true
		}
	}
	return false
}

func hasMoneyWord(words []string, lang string) bool {
	if lang == "de" {
		return hasAny(words, "euro", "franken", "dollar", "prozentpunkte", "prozentpunkten")
	}
	return hasAny(words, "euro", "euros", "dollars", "pounds", "kroner", "rand")
}

// changes recognises a figure before and after: "from 9 to 15", "19 days
// before, four after", "von 31 auf 9".
func changes(words []string, lang string) bool {
	from, to := "from", "to"
	if lang == "de" {
		from, to = "von", "auf"
	}
	last := -10 // the place of the latest number
	started := -10
	for i, w := range words {
		if w == from {
			started = i
		}
		if !isNumber(w, lang) || isYear(w) {
			continue
		}
		for k := last + 1; k < i && i-last <= 7; k++ {
			if words[k] == to || words[k] == "instead" || words[k] == "statt" || words[k] == "before" {
				return true
			}
		}
		if i > 0 && words[i-1] == to && i-started <= 8 {
			return true
		}
		last = i
	}
	return false
}

// countNames counts words that look like names: in English a capital inside a
// sentence; in German, where every noun has one, a pair of capitals or a
// title before one.
func countNames(view, lang string) int {
	fields := strings.Fields(view)
	n := 0
	for i, f := range fields {
		if i == 0 || !capital(f) {
			continue
		}
		prev := fields[i-1]
		if strings.ContainsAny(prev[len(prev)-1:], ".?!:\"") {
			continue
		}
		if lang == "de" {
			if prev == "Frau" || prev == "Herr" || prev == "Herrn" || prev == "Dr." {
				n++
			}
			continue
		}
		if f = strings.Trim(f, ",.;:()'\"“”’!?*"); f != "I" && !strings.HasPrefix(f, "I'") && !strings.HasPrefix(f, "I’") && !isLevel(strings.ToLower(f)) {
			n++
		}
	}
	return n
}

func capital(f string) bool {
	for _, r := range f {
		if unicode.IsLetter(r) {
			return unicode.IsUpper(r)
		}
	}
	return false
}

// hasParticiple recognises a regular past form.
func hasParticiple(words []string, lang string) bool {
	for _, w := range words {
		if lang == "de" {
			if len(w) >= 6 && (strings.HasPrefix(w, "ge") || strings.Contains(w[1:], "ge")) && (strings.HasSuffix(w, "t") || strings.HasSuffix(w, "en")) {
				return true
			}
			continue
		}
		if len(w) >= 5 && strings.HasSuffix(w, "ed") && w != "need" && w != "indeed" {
			return true
		}
	}
	return false
}

// levelsOf returns the first and the last level that a text names, 0 for none.
func levelsOf(words []string) (first, last int) {
	for _, w := range words {
		if !isLevel(w) {
			continue
		}
		n, err := strconv.Atoi(w[1:])
		if err != nil {
			continue
		}
		if first == 0 {
			first = n
		}
		last = n
	}
	return first, last
}

// extra recognises a price or time that was taken on top: "8 % more", "four
// extra months", "drei Monate länger".
func extra(words []string) bool {
	for i, w := range words {
		switch w {
		case "more", "extra", "longer", "additional", "länger", "mehr", "zusätzlich", "zusätzliche", "aufschlag", "teurer", "dearer":
			for k := max(0, i-3); k < min(len(words), i+3); k++ {
				if words[k][0] >= '0' && words[k][0] <= '9' || numberWord(words[k], "en") || numberWord(words[k], "de") {
					return true
				}
			}
		}
	}
	return false
}

// follows reports whether a year stands soon after one of some words.
func follows(words []string, any ...string) bool {
	for i, w := range words {
		if !isYear(w) {
			continue
		}
		if hasAny(words[max(0, i-2):i], any...) {
			return true
		}
	}
	return false
}

// yearsApart is the distance of the first and the last year that a text names.
func yearsApart(words []string) int {
	least, greatest := 0, 0
	for _, w := range words {
		if !isYear(w) {
			continue
		}
		n, err := strconv.Atoi(w)
		if err != nil {
			continue
		}
		if least == 0 || n < least {
			least = n
		}
		greatest = max(greatest, n)
	}
	return greatest - least
}
