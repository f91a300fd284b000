package text

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// subject is a sentence that is misquoted, with the text around it.
type subject struct {
	d      *Document
	window Window
	number int
	words  []string
	rng    *rand.Rand
}

func (s *subject) quote() string { return strings.Join(s.words, " ") }

// elsewhere is the words of another sentence of the document, at least 40
// sentences away where there are as many.
func (s *subject) elsewhere() []string {
	for range 50 {
		n := s.rng.IntN(len(s.d.Sentences))
		if gap := n - s.number; gap > 40 || gap < -40 || len(s.d.Sentences) < 90 && (gap > 3 || gap < -3) {
			if words := strings.Fields(s.d.Sentences[n].View); len(words) >= 6 {
				return words
			}
		}
	}
	return strings.Fields("Nobody in this office ever wrote a word about tulips again")
}

// replaced is the quote with one word changed.
func (s *subject) replaced(i int, with string) string {
	words := slices.Clone(s.words)
	words[i] = with
	return strings.Join(words, " ")
}

// pick is the place of a random word that a test accepts, or -1.
func (s *subject) pick(ok func(i int, w string) bool) int {
	var at []int
	for i, w := range s.words {
		if ok(i, w) {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return -1
	}
	return at[s.rng.IntN(len(at))]
}

// harmful are the ways to misquote; "" where one does not apply.
func harmful() map[string]func(*subject) string {
	return map[string]func(*subject) string{
		"number": func(s *subject) string {
			i := s.pick(func(_ int, w string) bool { return strings.ContainsFunc(w, unicode.IsDigit) })
			if i < 0 {
				return ""
			}
			digits := []rune(s.words[i])
			k := strings.IndexFunc(s.words[i], unicode.IsDigit)
			k = utf8.RuneCountInString(s.words[i][:k])
			digits[k] = '1' + (digits[k]-'0'+rune(s.rng.IntN(8)))%9
			return s.replaced(i, string(digits))
		},
		"magnitude": func(s *subject) string {
			i := s.pick(func(_ int, w string) bool { return strings.ContainsFunc(w, unicode.IsDigit) })
			if i < 0 {
				return ""
			}
			return s.replaced(i, s.words[i][:1]+"0"+s.words[i][1:])
		},
		"number word": func(s *subject) string {
			count := strings.Fields("one two three four five six seven eight nine ten zwei drei vier fünf sechs sieben elf zwölf")
			i := s.pick(func(_ int, w string) bool { return slices.Contains(count[1:], strings.ToLower(w)) })
			if i < 0 {
				return ""
			}
			return s.replaced(i, count[1+(slices.Index(count, strings.ToLower(s.words[i]))+2)%9])
		},
		"negation added": func(s *subject) string {
			i := s.pick(func(i int, _ string) bool { return i > 0 && i < len(s.words)-1 })
			return s.replaced(i, []string{"not", "never", "nicht", "without"}[s.rng.IntN(4)]+" "+s.words[i])
		},
		"negation dropped": func(s *subject) string {
			i := s.pick(func(i int, w string) bool {
				return i > 0 && i < len(s.words)-1 && negates(norm.NFKD.String(strings.ToLower(w)))
			})
			if i < 0 {
				return ""
			}
			return strings.Join(slices.Delete(slices.Clone(s.words), i, i+1), " ")
		},
		"negation cut": func(s *subject) string {
			i := s.pick(func(i int, w string) bool {
				return i > 4 && i < len(s.words)-5 && negates(norm.NFKD.String(strings.ToLower(w)))
			})
			if i < 0 {
				return ""
			}
			return strings.Join(s.words[:i], " ") + " ... " + strings.Join(s.words[i+1:], " ")
		},
		"name": func(s *subject) string {
			i := s.pick(func(i int, w string) bool { return i > 0 && unicode.IsUpper([]rune(w)[0]) })
			if i < 0 {
				return ""
			}
			return s.replaced(i, []string{"Brunhilde", "Zaragoza", "Pemberton", "Okonkwo"}[s.rng.IntN(4)])
		},
		"word": func(s *subject) string {
			i := s.pick(func(_ int, w string) bool { return len(w) > 4 && !slight(strings.ToLower(w), true) })
			if i < 0 {
				return ""
			}
			return s.replaced(i, []string{"quarrelled", "umbrella", "fired", "prevented", "gelöscht", "veraltet"}[s.rng.IntN(6)])
		},
		"one letter": func(s *subject) string {
			i := s.pick(func(_ int, w string) bool { return len(w) > 4 && isLetter(w[1]) && isLetter(w[2]) })
			if i < 0 {
				return ""
			}
			w := []byte(s.words[i])
			w[1] = 'a' + (w[1]|0x20-'a'+byte(1+s.rng.IntN(24)))%26
			return s.replaced(i, string(w))
		},
		"person": func(s *subject) string {
			swaps := map[string]string{"I": "They", "we": "they", "We": "They", "my": "their", "he": "I", "she": "I", "ich": "er", "Ich": "Er", "wir": "ihr"}
			i := s.pick(func(_ int, w string) bool { return swaps[w] != "" })
			if i < 0 {
				return ""
			}
			return s.replaced(i, swaps[s.words[i]])
		},
		"tail": func(s *subject) string {
			n := min(5, len(s.words)/2)
			other := s.elsewhere()
			return strings.Join(s.words[:len(s.words)-n], " ") + " " + strings.Join(other[len(other)-min(n, len(other)):], " ")
		},
		"stitched": func(s *subject) string {
			other := s.elsewhere()
			return strings.Join(s.words[:len(s.words)/2], " ") + " " + strings.Join(other[len(other)/2:], " ")
		},
		"stitched afar": func(s *subject) string {
			other := s.elsewhere()
			if at := strings.Index(s.d.Body, other[0]+" "+other[1]); at-s.d.Sentences[s.number].End < mostGap+100 {
				return ""
			}
			return strings.Join(s.words, " ") + " ... " + strings.Join(other, " ")
		},
		"halves turned": func(s *subject) string {
			half := len(s.words) / 2
			return strings.Join(s.words[half:], " ") + " ... " + strings.Join(s.words[:half], " ")
		},
		"shuffled": func(s *subject) string {
			words := slices.Clone(s.words)
			s.rng.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
			return strings.Join(words, " ")
		},
		"invented": func(s *subject) string { return sentence(s.rng, 6+s.rng.IntN(12)) },
		"swapped figures": func(s *subject) string {
			digit := func(i int, w string) bool { return strings.ContainsFunc(w, unicode.IsDigit) }
			i := s.pick(digit)
			j := s.pick(func(k int, w string) bool { return k != i && digit(k, w) })
			if i < 0 || j < 0 || strings.Trim(s.words[i], ".,;") == strings.Trim(s.words[j], ".,;") {
				return ""
			}
			words := slices.Clone(s.words)
			words[i], words[j] = words[j], words[i]
			return strings.Join(words, " ")
		},
	}
}

// harmless are the ways in which a true quote may look different.
func harmless() map[string]func(*subject) string {
	same := func(change func(string) string) func(*subject) string {
		return func(s *subject) string { return change(s.quote()) }
	}
	at := func(s *subject) string { return s.d.At(s.d.Sentences[s.number].Span) }
	return map[string]func(*subject) string{
		"marks dropped":  same(func(q string) string { return q }),
		"verbatim":       at,
		"upper case":     same(strings.ToUpper),
		"curly quotes":   same(strings.NewReplacer("'", "’", "\"", "”").Replace),
		"plain quotes":   same(strings.NewReplacer("’", "'", "“", "\"", "”", "\"", "„", "\"", "‘", "'", "‚", "'").Replace),
		"dashes":         same(strings.NewReplacer(" – ", "—", " - ", " — ", "—", " - ").Replace),
		"composed":       func(s *subject) string { return norm.NFC.String(at(s)) },
		"decomposed":     func(s *subject) string { return norm.NFD.String(at(s)) },
		"end dropped":    same(func(q string) string { return strings.TrimRight(q, ".!?\"'”“") }),
		"in quotes":      same(func(q string) string { return "\"" + q + "\"" }),
		"as a list item": same(func(q string) string { return "- " + q }),
		"wide spaces":    func(s *subject) string { return strings.Join(s.words, "  ") },
		"hard wrapped":   func(s *subject) string { return wrap(s.quote(), 30) },
		"first half":     func(s *subject) string { return strings.Join(s.words[:(len(s.words)+1)/2+1], " ") },
		"ends in dots":   func(s *subject) string { return strings.Join(s.words[:len(s.words)/2+1], " ") + "..." },
		"in bold":        same(func(q string) string { return "**" + q + "**" }),
		"hyphen wrap": func(s *subject) string {
			i := s.pick(func(_ int, w string) bool {
				return len(w) > 8 && len(strings.Trim(w, "abcdefghijklmnopqrstuvwxyz")) == 0
			})
			if i < 0 {
				return ""
			}
			return s.replaced(i, s.words[i][:4]+"-\n"+s.words[i][4:])
		},
		"middle cut": func(s *subject) string {
			n := len(s.words)
			for _, w := range s.words[4:max(4, n-4)] {
				if negates(norm.NFKD.String(strings.ToLower(strings.Trim(w, ",.;:")))) {
					return ""
				}
			}
			if n < 12 {
				return ""
			}
			return strings.Join(s.words[:4], " ") + " [...] " + strings.Join(s.words[n-4:], " ")
		},
	}
}

// subjects are the sentences of at least six words of many texts, each with
// its window.
func subjects(t testing.TB, rng *rand.Rand) []*subject {
	t.Helper()
	bodies := goldenBodies(t)
	for _, text := range []string{germanText, englishText, generated(1500, true, 11), generated(1500, false, 12)} {
		bodies = append(bodies, body{text: text})
	}
	var out []*subject
	for _, b := range bodies {
		d := Read(b.text)
		for _, w := range Windows(d) {
			for n := w.First; n < w.Last; n++ {
				if words := strings.Fields(d.Sentences[n].View); len(words) >= 6 {
					out = append(out, &subject{d: d, window: w, number: n, words: words, rng: rng})
				}
			}
		}
	}
	return out
}
