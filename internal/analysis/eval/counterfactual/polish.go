package counterfactual

import (
	"strings"

	"dossier/internal/analysis/eval"
	"dossier/internal/analysis/text"
)

// polish does what an editor would: it mends misspellings, writes contractions
// out and takes other connectives. No fact is touched, nor what stands in code.
func polish(d *eval.Dossier, _ uint64) (Varied, string) {
	l, err := parseLists()
	if err != nil {
		return Varied{}, err.Error()
	}
	f := newFinder()
	v, err := vary(d, func(doc *eval.Document) []edit {
		read := text.Read(doc.Body)
		words := l.pairs("polish-" + text.Language(read))
		var out []edit
		tokens := f.tokens(doc.Body)
		for i, t := range tokens {
			key := strings.ReplaceAll(t.text, "’", "'")
			to, ok := words[key]
			if !ok {
				to, ok = words[strings.ToLower(key)]
			}
			if ok && !unseen(read, t) && !fixed(aroundOf(doc.Body, tokens, i)) {
				out = append(out, edit{t.start, t.end, like(t.text, to)})
			}
		}
		return out
	}, nil)
	if err != nil {
		return Varied{}, err.Error()
	}
	return v, ""
}

// fixed reports whether a word belongs to a phrase that has no other form:
// "because of" is not "as of".
func fixed(c around) bool { return strings.EqualFold(c.word, "because") && c.before("of") }

// unseen reports whether a word stands in code or in a comment.
func unseen(d *text.Document, t token) bool {
	for _, b := range d.Blocks {
		if b.Start <= t.start && t.end <= b.End {
			return b.Kind == text.Code || b.Kind == text.Comment
		}
	}
	return true
}
