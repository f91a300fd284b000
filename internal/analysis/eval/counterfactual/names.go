package counterfactual

import (
	"slices"
	"strings"

	"dossier/internal/analysis/eval"
)

// swapNames gives every person another name. Persons are those of the records,
// those with a title before their name, and those whose first name is one of
// the list; the same person has the same new name everywhere.
func swapNames(d *eval.Dossier, seed uint64) (Varied, string) {
	l, err := parseLists()
	if err != nil {
		return Varied{}, err.Error()
	}
	given, family := people(d, l)
	s := swap{newFinder(), map[string]string{}}
	pair(d, given, l["given"], seed, s.other)
	pair(d, family, l["family"], seed, s.other)
	return exchange(d, s)
}

// people finds the first names and the family names of a dossier, in the
// order in which they first stand there.
func people(d *eval.Dossier, l lists) (given, family []string) {
	add := func(to *[]string, w string) {
		if capital(w) && !slices.Contains(l["title"], w) && !slices.Contains(l["particle"], w) && !slices.Contains(given, w) && !slices.Contains(family, w) {
			*to = append(*to, w)
		}
	}
	f := newFinder()
	full := func(name string) {
		first := true
		for _, t := range f.tokens(name) {
			switch {
			case slices.Contains(l["title"], t.text):
			case first:
				add(&given, t.text)
				first = false
			default:
				add(&family, t.text)
			}
		}
	}
	for _, m := range d.Records.Mentees {
		full(m.Name)
	}
	for _, r := range d.Records.References {
		full(r.Name)
	}
	for _, doc := range d.Documents {
		tokens := f.tokens(doc.Body)
		for i, t := range tokens {
			next, joined := follower(doc.Body, tokens, i)
			switch {
			case slices.Contains(l["title"], t.text) && joined:
				add(&family, base(next))
			case slices.Contains(l["given"], base(t.text)):
				add(&given, base(t.text))
				if joined {
					add(&family, base(next))
				}
			}
		}
	}
	return given, family
}

// follower is the word behind the i-th, and whether nothing but a space, or
// the point of a title, stands between them.
func follower(body string, tokens []token, i int) (string, bool) {
	if i+1 >= len(tokens) {
		return "", false
	}
	next := tokens[i+1]
	between := body[tokens[i].end:next.start]
	return next.text, between == " " || between == ". " || between == "\u00a0" || between == ".\u00a0"
}

// base is a name without the ending of a genitive.
func base(w string) string {
	w = strings.TrimSuffix(w, "'s")
	return strings.TrimSuffix(w, "’s")
}
