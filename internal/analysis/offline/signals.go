package offline

import (
	"strings"

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
	sigGrew
	sigShrank
	sigLasted
	sigShare
	signalCount
)

// signalNames are what people read, in the order of the constants.
func signalNames() []string {
	return []string{
		"number", "two numbers", "money", "percent", "change", "year", "two years", "duration", "level", "two levels", "higher level",
		"same level", "more than needed", "since a year", "years apart",
		"name", "two names", "participle", "question", "short", "medium", "long", "very long", "clauses", "semicolon",
		"label", "table", "item", "block quote", "quoted", "points back", "opens paragraph", "figure rose", "figure fell", "two years or more", "some of several",
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
	way := rose(words, lang)
	s.set(sigGrew, way > 0)
	s.set(sigShrank, way < 0)
	s.set(sigLasted, lasted(words, lang))
	s.set(sigShare, share(words, lang))
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
	s.set(sigAnaphor, n > 0 && hasAny(words[:1], "this", "that", "it", "these", "both", "das", "dies", "beide", "dadurch"))
	return s
}
