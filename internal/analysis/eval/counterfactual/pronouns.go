package counterfactual

import (
	"strings"

	"dossier/internal/analysis/eval"
	"dossier/internal/analysis/text"
)

// inGerman is why a German dossier has no variant with other pronouns.
const inGerman = "German: er and sie stand for things too, and sie, ihr and Sie for several persons; agreement cannot be kept"

// swapPronouns makes he of she and she of he.
func swapPronouns(d *eval.Dossier, _ uint64) (Varied, string) {
	return pronouns(d, func(c around) (string, bool) {
		switch strings.ToLower(c.word) {
		case "he":
			return "she", true
		case "she":
			return "he", true
		case "himself":
			return "herself", true
		case "herself":
			return "himself", true
		case "him":
			return "her", true
		case "hers":
			return "his", true
		case "his":
			if c.owns() {
				return "her", true
			}
			return "hers", true
		case "her":
			if c.owns() {
				return "his", true
			}
			return "him", true
		case "mr":
			return "ms", true
		case "ms", "mrs":
			return "mr", true
		}
		return "", false
	})
}

// theyPronouns makes they of he and she. The verb that follows, or stands
// before in a question, is made to agree; one further off keeps its ending.
func theyPronouns(d *eval.Dossier, _ uint64) (Varied, string) {
	return pronouns(d, func(c around) (string, bool) {
		switch strings.ToLower(c.word) {
		case "he", "she":
			return "they", true
		case "himself", "herself":
			return "themselves", true
		case "him":
			return "them", true
		case "hers":
			return "theirs", true
		case "his":
			if c.owns() {
				return "their", true
			}
			return "theirs", true
		case "her":
			if c.owns() {
				return "their", true
			}
			return "them", true
		case "he's", "she's":
			if strings.HasSuffix(c.next, "ed") || c.next == "been" || c.next == "had" || c.next == "got" {
				return "they've", true
			}
			return "they're", true
		case "he'd", "she'd":
			return "they'd", true
		case "he'll", "she'll":
			return "they'll", true
		}
		if c.after("he") || c.after("she") || (c.before("he") || c.before("she")) && auxiliary(c.word) {
			return several(c.word)
		}
		return "", false
	})
}

// pronouns edits the English text of a dossier word by word.
func pronouns(d *eval.Dossier, rule func(around) (string, bool)) (Varied, string) {
	for _, doc := range d.Documents {
		if text.Language(text.Read(doc.Body)) == "de" {
			return Varied{}, inGerman
		}
	}
	f := newFinder()
	edits := func(body string) []edit {
		var out []edit
		tokens := f.tokens(body)
		for i, t := range tokens {
			if to, ok := rule(aroundOf(body, tokens, i)); ok {
				out = append(out, edit{t.start, t.end, like(t.text, to)})
			}
		}
		return out
	}
	v, err := vary(d, func(doc *eval.Document) []edit { return edits(doc.Body) },
		func(s string) string { return apply(s, edits(s)) })
	if err != nil {
		return Varied{}, err.Error()
	}
	return v, ""
}

// around is a word between its neighbours, which are "" where more than a
// space lies in between. Apostrophes are straight.
type around struct{ word, previous, next string }

func aroundOf(body string, tokens []token, i int) around {
	c := around{word: straight(tokens[i].text)}
	if i > 0 && blank(body[tokens[i-1].end:tokens[i].start]) {
		c.previous = strings.ToLower(straight(tokens[i-1].text))
	}
	if i+1 < len(tokens) && blank(body[tokens[i].end:tokens[i+1].start]) {
		c.next = strings.ToLower(straight(tokens[i+1].text))
	}
	return c
}

func straight(s string) string { return strings.ReplaceAll(s, "’", "'") }

func blank(s string) bool { return strings.TrimSpace(s) == "" && !strings.Contains(s, "\n\n") }

func (c around) after(w string) bool  { return c.previous == w }
func (c around) before(w string) bool { return c.next == w }

// owns reports whether the pronoun stands before what it owns: before a word
// that is none of those that open another part of the sentence.
func (c around) owns() bool {
	if c.next == "" {
		return false
	}
	const openers = ` a an the this that these those my our your their its and or but nor so as at by for from in into of off on onto out over
		to toward towards under until up upon with within without about above across after again against along alone also always around away back
		because been before behind below beside between beyond both down during each either else even ever every everything first further here how
		if instead is it later less long more most much must near never no not nothing now often once only otherwise outside past per rather she he
		since soon still than then there they through throughout together too twice very was were what when where whether which while who whom whose
		why will would yesterday yet you i we had has have did does do can could should may might `
	return !strings.Contains(strings.Join(strings.Fields(openers), " ")+" ", " "+c.next+" ")
}

// auxiliary reports whether a verb stands before its subject in a question.
func auxiliary(w string) bool {
	switch strings.ToLower(w) {
	case "is", "was", "has", "does", "isn't", "wasn't", "hasn't", "doesn't":
		return true
	}
	return false
}

// several is a verb as it stands with they; false where it does not change.
func several(verb string) (string, bool) {
	v := strings.ToLower(verb)
	switch v {
	case "is":
		return "are", true
	case "was":
		return "were", true
	case "has":
		return "have", true
	case "does":
		return "do", true
	case "isn't":
		return "aren't", true
	case "wasn't":
		return "weren't", true
	case "hasn't":
		return "haven't", true
	case "doesn't":
		return "don't", true
	case "goes":
		return "go", true
	case "always", "sometimes", "perhaps", "thus", "as", "besides", "afterwards", "nevertheless", "nonetheless":
		return "", false
	}
	stem, ok := strings.CutSuffix(v, "s")
	switch {
	case !ok || len(v) < 4 || strings.HasSuffix(v, "ss") || strings.HasSuffix(v, "us"):
		return "", false
	case strings.HasSuffix(v, "ies"):
		return strings.TrimSuffix(v, "ies") + "y", true
	case strings.HasSuffix(v, "sses"), strings.HasSuffix(v, "shes"), strings.HasSuffix(v, "ches"), strings.HasSuffix(v, "xes"), strings.HasSuffix(v, "zzes"):
		return strings.TrimSuffix(v, "es"), true
	}
	return stem, true
}
