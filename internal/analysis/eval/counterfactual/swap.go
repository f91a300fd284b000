package counterfactual

import (
	"math/rand/v2"
	"strings"

	"golang.org/x/text/unicode/norm"

	"dossier/internal/analysis/eval"
)

// swap exchanges words in both directions, so that doing it twice gives the
// text that there was.
type swap struct {
	finder
	other map[string]string
}

// edits finds the words to exchange. A genitive keeps its ending, and of a
// compound with hyphens the parts are exchanged.
func (s swap) edits(body string) []edit {
	var out []edit
	for _, t := range s.tokens(body) {
		if w := s.word(t.text); w != t.text {
			out = append(out, edit{t.start, t.end, w})
		}
	}
	return out
}

func (s swap) text(body string) string { return apply(body, s.edits(body)) }

func (s swap) word(w string) string {
	if o, ok := s.other[norm.NFC.String(w)]; ok {
		return o
	}
	for _, ending := range []string{"'s", "’s", "s"} {
		if stem, ok := strings.CutSuffix(w, ending); ok {
			if o, ok := s.other[norm.NFC.String(stem)]; ok {
				return o + ending
			}
		}
	}
	if !strings.Contains(w, "-") {
		return w
	}
	parts := strings.Split(w, "-")
	for i, p := range parts {
		parts[i] = s.word(p)
	}
	return strings.Join(parts, "-")
}

// pair gives each word, in its order, another of the pool that the dossier
// does not hold.
func pair(d *eval.Dossier, words, pool []string, seed uint64, into map[string]string) {
	text := all(d)
	draw := rand.New(rand.NewPCG(seed, uint64(len(words))))
	order := draw.Perm(len(pool))
	n := 0
	for _, w := range words {
		if into[w] != "" {
			continue
		}
		for ; n < len(order); n++ {
			o := pool[order[n]]
			if into[o] == "" && !strings.Contains(text, o) {
				into[w], into[o] = o, w
				n++
				break
			}
		}
	}
}

// all is every text of a dossier.
func all(d *eval.Dossier) string {
	var b strings.Builder
	for _, doc := range d.Documents {
		b.WriteString(doc.Title + "\n" + doc.Body + "\n")
	}
	for _, part := range inside(d.Records) {
		b.WriteString(part + "\n")
	}
	return b.String()
}

// exchange makes the variant that a swap gives.
func exchange(d *eval.Dossier, s swap) (Varied, string) {
	v, err := vary(d, func(doc *eval.Document) []edit { return s.edits(doc.Body) }, s.text)
	if err != nil {
		return Varied{}, err.Error()
	}
	return v, ""
}
