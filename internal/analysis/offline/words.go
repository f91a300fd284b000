package offline

import (
	_ "embed"
	"fmt"
	"strings"
)

// What says the same reads the same: before anything is looked up, spellings,
// contractions and pronouns are brought to one form. No word of the lexicon
// and no form of a sentence tells a person's gender, or who mended a text.

//go:embed lexicon/same.txt
var sameFile string

// token is a word as it is looked up.
type token struct {
	// text is the word in its one form.
	text string
	// other is a second form, where a verb agrees with its subject; "" for none.
	other string
	// at is the word of the text that it stands for.
	at int
}

// is reports whether a token is a word in one of its forms.
func (t token) is(w string) bool { return t.text == w || t.other == w && w != "" }

// plainer brings words to one form.
type plainer struct {
	german bool
	same   map[string][]string
}

// parseSame reads the words of one language that stand for others: a line is
// the language, a colon and pairs "from = to" set apart by commas.
func parseSame(file, lang string) (plainer, error) {
	p := plainer{german: lang == "de", same: map[string][]string{}}
	for n, line := range strings.Split(file, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		of, list, ok := strings.Cut(line, ": ")
		if !ok {
			return p, fmt.Errorf("read same.txt, line %d: no language", n+1)
		}
		if of != lang {
			continue
		}
		for _, pair := range strings.Split(list, ",") {
			from, to, ok := strings.Cut(pair, "=")
			from = strings.TrimSpace(from)
			if !ok || from == "" || p.same[from] != nil {
				return p, fmt.Errorf("read same.txt, line %d: pair %q", n+1, pair)
			}
			p.same[from] = strings.Fields(to)
		}
	}
	return p, nil
}

// The forms of a pronoun for persons, whatever their gender and number.
const (
	subject   = "they"
	object    = "them"
	reflexive = "themselves"
)

// plain brings words to one form.
func (p plainer) plain(words []string) []token {
	out := make([]token, 0, len(words)+4)
	for i, w := range words {
		forms, ok := p.same[w]
		switch {
		case ok:
		case !p.german:
			forms = contracted(w, following(words, i))
		default:
			forms = []string{w}
		}
		for _, f := range forms {
			out = append(out, token{text: f, at: i})
		}
	}
	if p.german {
		return out
	}
	for i := range out {
		if out[i].text == "as" && causal(out, i) {
			out[i].text = "because"
		}
		if out[i].text != subject {
			continue
		}
		if i+1 < len(out) {
			out[i+1].other = agreeing(out[i+1].text)
		}
		if i > 0 && auxiliary(out[i-1].text) {
			out[i-1].other = agreeing(out[i-1].text)
		}
	}
	return out
}

func following(words []string, i int) string {
	if i+1 < len(words) {
		return words[i+1]
	}
	return ""
}

// contracted takes a contraction apart: "didn't" is "did not".
func contracted(w, next string) []string {
	head, tail, ok := strings.Cut(w, "'")
	if !ok {
		return []string{w}
	}
	if stem, ok := strings.CutSuffix(head, "n"); ok && tail == "t" && stem != "" {
		return []string{stem, "not"}
	}
	switch tail {
	case "re":
		return []string{head, "are"}
	case "ve":
		return []string{head, "have"}
	case "ll":
		return []string{head, "will"}
	case "d":
		return []string{head, "would"}
	case "s":
		switch head {
		case "he", "she":
			if strings.HasSuffix(next, "ed") || next == "been" || next == "had" || next == "got" {
				return []string{subject, "have"}
			}
			return []string{subject, "are"}
		}
	}
	return []string{w}
}

// agreeing is the form that a verb has with the other number: "runs" with she
// is "run" with they. For what is no verb in the present it is no word.
func agreeing(verb string) string {
	for _, pair := range [][2]string{{"is", "are"}, {"was", "were"}, {"has", "have"}, {"does", "do"}, {"goes", "go"}} {
		switch verb {
		case pair[0]:
			return pair[1]
		case pair[1]:
			return pair[0]
		}
	}
	for _, ending := range []string{"sses", "shes", "ches", "xes", "zzes"} {
		if strings.HasSuffix(verb, ending) {
			return strings.TrimSuffix(verb, "es")
		}
	}
	if stem, ok := strings.CutSuffix(verb, "ies"); ok {
		return stem + "y"
	}
	if stem, ok := strings.CutSuffix(verb, "s"); ok && !strings.HasSuffix(verb, "ss") && !strings.HasSuffix(verb, "us") {
		return stem
	}
	for _, ending := range []string{"ss", "sh", "ch", "x", "zz"} {
		if strings.HasSuffix(verb, ending) {
			return verb + "es"
		}
	}
	if stem, ok := strings.CutSuffix(verb, "y"); ok && !strings.ContainsAny(stem[max(0, len(stem)-1):], "aeou") {
		return stem + "ies"
	}
	return verb + "s"
}

// causal reports whether the "as" at i may give a reason, as "as the bank had
// closed" does and "as soon as" does not.
func causal(words []token, i int) bool {
	if i+1 == len(words) {
		return false
	}
	switch words[i+1].text {
	case "a", "an", "well", "if", "though", "soon", "long", "far", "much", "many", "little", "few", "to", "for", "of", "usual", "before", "ever", "such", "good", "mine", "yet", "in", "at", "with":
		return false
	}
	if i == 0 {
		return true
	}
	switch words[i-1].text {
	case "such", "so", "well", "soon", "long", "far", "much", "many", "known", "just", "not", "twice", "half", "work", "works", "worked", "act", "acts", "acted":
		return false
	}
	for k := max(0, i-3); k < i; k++ {
		if words[k].text == "as" {
			return false
		}
	}
	return true
}

// auxiliary reports whether a verb stands before its subject in a question.
func auxiliary(w string) bool {
	switch w {
	case "is", "are", "was", "were", "has", "have", "does", "do":
		return true
	}
	return false
}

// texts are the words in their one form.
func texts(tokens []token) []string {
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = t.text
	}
	return out
}
