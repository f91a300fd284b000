package analysis

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/analysis/text"
)

//go:embed givennames.txt
var givenNames string

// cues are what tells a person's name. None is perfect, so together they are
// meant to find too much rather than too little: a product that is taken for a
// person costs nothing, since it is put back in what a model says.
type cues struct {
	given, titles, roles, speaks, particles, openers, calendar map[string]bool
}

func newCues() cues {
	given := map[string]bool{}
	for line := range strings.Lines(givenNames) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, n := range strings.Fields(line) {
			given[n] = true
		}
	}
	return cues{given: given, titles: set(`Dr Prof Professor Mr Mrs Ms Miss Sir Herr Herrn Frau`), roles: set(`founder co-founder cofounder founders mentee mentees mentor colleague engineer engineers manager designer
		successor lead director investor partner chair chairman chairwoman named called namens cto ceo cfo coo`), speaks: set(`said says wrote told asked replied answered added explained joined resigned quit reports reported leads
		manages mentors mentored founded took takes ran runs led left built moved owns became grew hired wanted thought
		decided refused agreed offered called rang started began learned learnt now who whose wrote came went stayed
		pushed argued proposed showed taught sagte übernahm leitete ging kam wollte blieb baute schrieb erzählte fragte antwortete leitet führt kündigte`), particles: set(`von van der den de da di del dos la le bin al el ibn zu`),
		calendar: set(`January February March April May June July August September October November December Monday Tuesday
			Wednesday Thursday Friday Saturday Sunday Januar Februar März Mai Juni Juli Oktober Dezember Montag Dienstag
			Mittwoch Donnerstag Freitag Samstag Sonntag Spring Summer Autumn Winter`),
		// What else begins a sentence before a verb of speaks.
		openers: set(`i we he she they it you who nobody everybody everyone somebody someone one people management this that
		these those both neither each another others many some few most all none what which ich wir er sie es wer niemand jeder
		man der die das dieser diese the a an our my his her their its two three four five six seven eight nine ten`)}
}

func set(s string) map[string]bool {
	words := map[string]bool{}
	for _, w := range strings.Fields(s) {
		words[w] = true
	}
	return words
}

// usage is how much of a word's use is in small letters.
type usage int

const (
	oftenSmall usage = iota + 1
	mostlySmall
)

// token is a word of a text, with what stands between it and the word before,
// and the start of what follows.
type token struct{ word, gap, after string }

// alone reports whether a word is no part of an address or of a handle.
func (t token) alone() bool {
	return (t.gap == "" || strings.ContainsAny(t.gap, " \n")) && !strings.ContainsAny(t.gap, "@/") && !strings.ContainsAny(t.after, "@_")
}

// tokensOf splits a text into words, as runs of letters.
func tokensOf(s string) []token {
	var out []token
	start, gap := -1, 0
	end := func(i int) {
		if start >= 0 {
			out = append(out, token{word: s[start:i], gap: s[gap:start], after: s[i:min(len(s), i+3)]})
			start, gap = -1, i
		}
	}
	for i, r := range s {
		switch letter := unicode.IsLetter(r) || unicode.Is(unicode.M, r); {
		case letter && start < 0:
			start = i
		case !letter:
			end(i)
		}
	}
	end(len(s))
	return out
}

// namesIn finds the words in the texts of a dossier that name persons: those
// of known names, and those that look like a person's by a given name, a title,
// a role or a verb beside it. A word that is a name anywhere is one everywhere,
// in small letters too, unless it is a word of the language then. Only words
// that stand in a text are returned, in order, as they are written there.
func namesIn(texts, known []string) []string {
	c := newCues()
	names, named, written := map[string]bool{}, map[string]bool{}, map[string]bool{}
	capitals, smalls := map[string]int{}, map[string]int{}
	all := make([][]token, len(texts))
	for i, s := range texts {
		all[i] = tokensOf(s)
		for k, t := range all[i] {
			switch {
			case capital(t.word):
				capitals[t.word]++
			default:
				written[t.word] = true
				if t.alone() && !c.speaking(all[i], k) { // "ruiz asked me" is no use of a word
					smalls[t.word]++
				}
			}
		}
	}
	// A word that is written small as often as with a capital is an ordinary
	// one: few write a name so. Behind a given name it takes more than that.
	ordinary := map[string]usage{}
	for w, n := range smalls {
		switch {
		case n > capitals[titled(w)]:
			ordinary[w] = mostlySmall
		case n == capitals[titled(w)]:
			ordinary[w] = oftenSmall
		}
	}
	for _, k := range known {
		for _, t := range tokensOf(k) {
			if capital(t.word) && !c.titles[t.word] {
				names[t.word], named[t.word] = true, true
			}
		}
	}
	mark := func(list []token, i int) {
		for j := i; j < len(list) && (j == i || c.follows(list, j, ordinary)); j++ {
			if capital(list[j].word) {
				names[list[j].word] = true
			}
		}
	}
	for _, list := range all {
		for i, t := range list {
			if capital(t.word) && c.person(list, i, ordinary) {
				mark(list, i)
			}
		}
	}
	// Who is listed with a person is one.
	for _, list := range all {
		for i, t := range list {
			if i > 1 && capital(t.word) && !c.common(t.word, ordinary, oftenSmall) && c.listed(list, i) && names[last(list, i)] {
				mark(list, i)
			}
		}
	}
	var out []string
	for n := range names {
		lower := strings.ToLower(n)
		if capitals[n] > 0 {
			out = append(out, n)
		}
		if written[lower] && !text.StopWord(lower) && !c.calendar[n] && (c.given[n] || named[n] || ordinary[lower] < mostlySmall) {
			out = append(out, lower)
		}
	}
	slices.Sort(out)
	return out
}

// titled is a word with a capital.
func titled(w string) string {
	r, size := utf8.DecodeRuneInString(w)
	return string(unicode.ToUpper(r)) + w[size:]
}

// capital reports whether a word is written as a name is: a capital, then at
// least one small letter.
func capital(w string) bool {
	r := []rune(w)
	return len(r) > 1 && unicode.IsUpper(r[0]) && strings.ContainsFunc(w, unicode.IsLower)
}

// person reports whether the i-th word begins a person's name.
func (c cues) person(list []token, i int, ordinary map[string]usage) bool {
	t := list[i]
	if c.given[t.word] {
		return true
	}
	lower := strings.ToLower(t.word)
	if c.openers[lower] || c.roles[lower] || c.titles[t.word] {
		return false
	}
	if i > 0 && c.titles[list[i-1].word] && (t.gap == " " || t.gap == ". ") {
		return true
	}
	if c.common(t.word, ordinary, oftenSmall) {
		return false
	}
	if strings.HasPrefix(t.after, " (L") || i+1 < len(list) && c.follows(list, i+1, ordinary) {
		return true
	}
	if i > 0 && c.roles[strings.ToLower(list[i-1].word)] && !capital(list[i-1].word) && (t.gap == " " || t.gap == ", ") {
		return true
	}
	return c.speaking(list, i)
}

// speaking reports whether a verb that persons do stands behind the i-th word.
func (c cues) speaking(list []token, i int) bool {
	return i+1 < len(list) && list[i+1].gap == " " && c.speaks[list[i+1].word]
}

// follows reports whether the j-th word goes on with the name before it.
func (c cues) follows(list []token, j int, ordinary map[string]usage) bool {
	t := list[j]
	if t.gap != " " && t.gap != "-" && t.gap != "’" && t.gap != "'" {
		return false
	}
	if c.particles[t.word] {
		return j+1 < len(list) && list[j+1].gap == " " && (capital(list[j+1].word) || c.particles[list[j+1].word])
	}
	return capital(t.word) && !c.common(t.word, ordinary, mostlySmall)
}

// common reports whether a word is one that is also written small, as much as
// from, or that is never a name.
func (c cues) common(w string, ordinary map[string]usage, from usage) bool {
	lower := strings.ToLower(w)
	return ordinary[lower] >= from || c.openers[lower] || c.roles[lower] || c.titles[w] || c.calendar[w] || text.StopWord(lower)
}

// listed reports whether the i-th word stands in a list after another: "Ana,
// Ben and Cleo".
func (c cues) listed(list []token, i int) bool {
	return list[i].gap == ", " || list[i].gap == " " && (list[i-1].word == "and" || list[i-1].word == "und")
}

// last is the word before the i-th in its list.
func last(list []token, i int) string {
	if list[i].gap == " " && i > 1 {
		return list[i-2].word
	}
	return list[i-1].word
}
