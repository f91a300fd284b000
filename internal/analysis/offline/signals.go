package offline

import (
	"strconv"
	"strings"
	"unicode"

	"dossier/internal/analysis/text"
)

// signal is something in a sentence's form that tells an instance from an
// assertion.
type signal int

// The signals.
const (
	sigNumber signal = iota
	sigNumbers
	sigMoney
	sigPercent
	sigChange
	sigYear
	sigYears
	sigDuration
	sigLevel
	sigLevels
	sigRise
	sigFlat
	sigMore
	sigSince
	sigApart
	sigName
	sigNames
	sigParticiple
	sigQuestion
	sigShort
	sigMedium
	sigLong
	sigVeryLong
	sigCommas
	sigSemicolon
	sigColonEnd
	sigRow
	sigItem
	sigQuoteBlock
	sigQuoted
	sigAnaphor
	sigFirst
	sigLast
	signalCount
)

// signalNames are what people read, in the order of the constants.
func signalNames() []string {
	return []string{
		"number", "two numbers", "money", "percent", "change", "year", "two years", "duration", "level", "two levels", "higher level",
		"same level", "more than needed", "since a year", "years apart",
		"name", "two names", "participle", "question", "short", "medium", "long", "very long", "clauses", "semicolon",
		"label", "table", "item", "block quote", "quoted", "points back", "opens paragraph", "ends paragraph",
	}
}

// signals is a set of signals.
type signals uint64

func (s signals) has(i signal) bool { return s&(1<<i) != 0 }
func (s *signals) set(i signal, on bool) {
	if on {
		*s |= 1 << i
	}
}

// form reads the signals of one sentence.
func form(view string, words []string, kind text.Kind, lang string) signals {
	var s signals
	numbers, years, levels := 0, 0, 0
	duration := false
	for i, w := range words {
		switch {
		case isLevel(w):
			levels++
		case isYear(w):
			years++
		case isNumber(w, lang):
			numbers++
			for k := i + 1; k < min(i+3, len(words)); k++ {
				duration = duration || isPeriod(words[k])
			}
		}
	}
	s.set(sigNumber, numbers > 0)
	s.set(sigNumbers, numbers > 1)
	s.set(sigYear, years > 0)
	s.set(sigYears, years > 1)
	s.set(sigLevel, levels > 0)
	s.set(sigLevels, levels > 1)
	s.set(sigDuration, duration)
	first, last := levelsOf(words)
	s.set(sigRise, first > 0 && last > first)
	s.set(sigFlat, levels > 1 && last <= first)
	s.set(sigMore, extra(words))
	s.set(sigSince, follows(words, "since", "seit", "until", "bis"))
	s.set(sigApart, yearsApart(words) >= 2)
	s.set(sigMoney, strings.ContainsAny(view, "€$£¥₹") || hasMoneyWord(words, lang))
	s.set(sigPercent, strings.Contains(view, "%") || hasAny(words, "percent", "per", "prozent") && numbers > 0)
	s.set(sigChange, changes(words, lang))
	names := countNames(view, lang)
	s.set(sigName, names > 0)
	s.set(sigNames, names > 1)
	s.set(sigParticiple, hasParticiple(words, lang))
	trimmed := strings.TrimRight(view, " \"”“»«*_)")
	s.set(sigQuestion, strings.HasSuffix(trimmed, "?"))
	s.set(sigColonEnd, strings.HasSuffix(trimmed, ":"))
	n := len(words)
	s.set(sigShort, n < 7)
	s.set(sigMedium, n >= 7 && n < 14)
	s.set(sigLong, n >= 22)
	s.set(sigVeryLong, n >= 34)
	s.set(sigCommas, strings.Count(view, ",") >= 2)
	s.set(sigSemicolon, strings.Contains(view, ";"))
	s.set(sigRow, kind == text.Row)
	s.set(sigItem, kind == text.Item)
	s.set(sigQuoteBlock, kind == text.Quote)
	s.set(sigQuoted, strings.ContainsAny(view, "\"“”„»«"))
	s.set(sigAnaphor, n > 0 && hasAny(words[:1], "this", "that", "it", "they", "these", "both", "das", "dies", "beide", "dadurch"))
	return s
}

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
