package offline

import (
	"strconv"
	"strings"
)

// rose tells where a figure went: "from 9 to 15" and "15 instead of 9" rose,
// "von 31 auf 9" fell. Zero is neither.
func rose(words []string, lang string) int {
	from, to, instead := "from", "to", "instead"
	if lang == "de" {
		from, to, instead = "von", "auf", "statt"
	}
	start, first := -1, 0 // the figure after the latest "from", and its place
	last := 0             // the latest figure
	const reach = 8
	for i, w := range words {
		n := figure(w, lang)
		if n == 0 || isYear(w) {
			continue
		}
		switch {
		case i > 0 && words[i-1] == to && start >= 0 && i-start <= reach:
			return sign(n - first)
		case i > 0 && (words[i-1] == from || words[i-1] == "around" && i > 1 && words[i-2] == from):
			start, first = i, n
		case last > 0 && hasAny(words[max(0, i-3):i], instead):
			return sign(last - n)
		}
		last = n
	}
	return 0
}

func sign(n int) int {
	switch {
	case n > 0:
		return 1
	case n < 0:
		return -1
	}
	return 0
}

// figure is the whole number that a word stands for, 0 for none.
func figure(w, lang string) int {
	digits := len(w) - len(strings.TrimLeft(w, "0123456789"))
	if digits > 0 {
		n, err := strconv.Atoi(w[:min(digits, 9)])
		if err != nil {
			return 0
		}
		return n
	}
	for i, name := range numerals(lang) {
		if w == name {
			return i + 1
		}
	}
	return 0
}

func numerals(lang string) []string {
	if lang == "de" {
		return []string{"eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "dreizehn", "vierzehn",
			"fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn", "zwanzig"}
	}
	return []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
		"fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"}
}

// lasted reports whether a text names a time of two years or more.
func lasted(words []string, lang string) bool {
	for i, w := range words {
		if hasAny([]string{w}, "decade", "decades", "jahrzehnt", "jahrzehnte", "jahrzehnten") {
			return true
		}
		if !strings.HasPrefix(w, "year") && !strings.HasPrefix(w, "jahr") {
			continue
		}
		for _, before := range words[max(0, i-2):i] {
			if n := figure(before, lang); n >= 2 && n < 100 || ordinal(before) {
				return true
			}
		}
	}
	return yearsApart(words) >= 2
}

// ordinal recognises second and what follows it, to twelfth.
func ordinal(w string) bool {
	return hasAny([]string{strings.TrimSuffix(w, "n")}, "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
		"twelfth", "zweite", "dritte", "vierte", "fünfte", "sechste", "siebte", "achte", "neunte", "zehnte", "elfte", "zwölfte")
}

// share reports whether a text counts some of several: "three of the five".
func share(words []string, lang string) bool {
	of := "of"
	if lang == "de" {
		of = "von"
	}
	for i, w := range words {
		if w != of || i == 0 || figure(words[i-1], lang) == 0 && !hasAny(words[i-1:i], "none", "all", "keiner", "keine", "alle") {
			continue
		}
		for _, after := range words[i+1 : min(i+4, len(words))] {
			if figure(after, lang) > 1 {
				return true
			}
		}
	}
	return false
}
