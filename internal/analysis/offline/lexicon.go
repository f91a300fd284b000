package offline

import (
	"embed"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

//go:embed lexicon/*.txt
var lexiconFiles embed.FS

// families is a set of families of the lexicon, one bit each.
type families uint64

func (f families) has(i int) bool { return f&(1<<i) != 0 }

const maxFamilies = 64

// lexicon recognises families of words in one language. Families have the
// same number in every language, so that what is learnt from one holds for
// the other.
type lexicon struct {
	names []string
	plainer
	// exact, prefix and infix hold patterns by their first word. A prefix
	// stands for any ending; an infix may also follow other letters.
	exact, prefix, infix map[string][]pattern
	shortest, longest    int // of prefixes and infixes, in bytes
}

type pattern struct {
	family int
	rest   []string // further words, each with * for any ending
	open   bool     // of an infix: any ending
}

// match is a place where a family was found, in words.
type match struct{ family, from, to int }

// parseLexicon reads a file of families. names fixes their numbers; it is nil
// for the first language.
func parseLexicon(file string, names []string) (*lexicon, error) {
	b, err := lexiconFiles.ReadFile("lexicon/" + file)
	if err != nil {
		return nil, fmt.Errorf("read lexicon: %w", err)
	}
	same, err := parseSame(sameFile, strings.TrimSuffix(file, ".txt"))
	if err != nil {
		return nil, err
	}
	l := &lexicon{
		plainer: same,
		names:   names, exact: map[string][]pattern{}, prefix: map[string][]pattern{}, infix: map[string][]pattern{},
		shortest: 1 << 10,
	}
	for n, line := range strings.Split(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		name, list, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("read lexicon %s, line %d: no family", file, n+1)
		}
		family := l.number(name, names == nil)
		if family < 0 || family >= maxFamilies {
			return nil, fmt.Errorf("read lexicon %s, line %d: family %q", file, n+1, name)
		}
		for _, p := range strings.Split(list, ",") {
			l.add(texts(l.plain(strings.Fields(p))), family)
		}
	}
	return l, nil
}

func (l *lexicon) number(name string, grow bool) int {
	for i, n := range l.names {
		if n == name {
			return i
		}
	}
	if !grow {
		return -1
	}
	l.names = append(l.names, name)
	return len(l.names) - 1
}

func (l *lexicon) add(words []string, family int) {
	if len(words) == 0 {
		return
	}
	first, p := words[0], pattern{family: family, rest: words[1:]}
	switch {
	case first[0] == '*':
		first = first[1:]
		first, p.open = strings.CutSuffix(first, "*")
		l.infix[first] = append(l.infix[first], p)
	case strings.HasSuffix(first, "*"):
		first = strings.TrimSuffix(first, "*")
		l.prefix[first] = append(l.prefix[first], p)
	default:
		l.exact[first] = append(l.exact[first], p)
		return
	}
	l.shortest, l.longest = min(l.shortest, len(first)), max(l.longest, len(first))
}

// find returns the families that stand in a run of words, and where.
func (l *lexicon) find(words []token) (families, []match) {
	var set families
	var places []match
	note := func(p pattern, i int) {
		for k, w := range p.rest {
			if i+1+k >= len(words) || !words[i+1+k].fits(w) {
				return
			}
		}
		set |= 1 << p.family
		places = append(places, match{family: p.family, from: words[i].at, to: words[i+len(p.rest)].at + 1})
	}
	for i, t := range words {
		l.at(t.text, i, note)
		if t.other != "" {
			l.at(t.other, i, note)
		}
	}
	return set, places
}

// at looks for patterns that begin with a word.
func (l *lexicon) at(w string, i int, note func(pattern, int)) {
	for _, p := range l.exact[w] {
		note(p, i)
	}
	for n := l.shortest; n <= min(len(w), l.longest); n++ {
		for _, p := range l.prefix[w[:n]] {
			note(p, i)
		}
	}
	if len(l.infix) > 0 {
		l.inside(w, i, note)
	}
}

// inside looks for infixes at every place of a word.
func (l *lexicon) inside(w string, i int, note func(pattern, int)) {
	for at := 0; at < len(w); at++ {
		if !utf8.RuneStart(w[at]) {
			continue
		}
		for n := l.shortest; n <= min(len(w)-at, l.longest); n++ {
			for _, p := range l.infix[w[at:at+n]] {
				if p.open || at+n == len(w) {
					note(p, i)
				}
			}
		}
	}
}

// fits reports whether a word is what a pattern's word stands for.
func (t token) fits(p string) bool {
	if stem, ok := strings.CutSuffix(p, "*"); ok {
		return strings.HasPrefix(t.text, stem) || strings.HasPrefix(t.other, stem)
	}
	return t.is(p)
}

// wordsOf splits a text into words in lower case: letters, digits, and the
// apostrophes and hyphens inside words.
func wordsOf(s string) []string {
	s = strings.ToLower(norm.NFC.String(s))
	s = strings.ReplaceAll(s, "’", "'")
	words := strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '-'
	})
	out := words[:0]
	for _, w := range words {
		if w = strings.Trim(w, "'-"); w != "" {
			out = append(out, w)
		}
	}
	return out
}
