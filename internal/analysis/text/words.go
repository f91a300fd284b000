package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// class is what a word may be in an order to the reader. The sets hold English
// and German.
type class uint32

const (
	assessor class = 1 << iota
	machine
	order
	// noun marks an order word that is as often a noun ("score", "report").
	noun
	rating
	top
	modal
	prior
	instruction
	ignore
	empty
	gapWord
	approved
	secret
	note
	candidate
	negation
	you
	other
	toward
)

// word is a word of a view with its class and what stands before it.
type word struct {
	text string
	class
	// opens tells that the word begins a clause: nothing, or punctuation,
	// stands before it.
	opens bool
}

// maxWords bounds how much of a sentence is looked at for orders.
const maxWords = 400

// splitWords are the lower-case words of a view; hyphens, slashes and figures
// are parts of words.
func splitWords(view string) []word {
	var out []word
	opens := true
	for i := 0; i < len(view) && len(out) < maxWords; {
		r, n := utf8.DecodeRuneInString(view[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			opens = opens || r != ' ' && r != '_'
			i += n
			continue
		}
		end := i
		for end < len(view) {
			r, n := utf8.DecodeRuneInString(view[end:])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) && !strings.ContainsRune("-/'’", r) {
				break
			}
			end += n
		}
		text := strings.ToLower(strings.TrimRight(view[i:end], "-/'’"))
		w := word{text, classify(text), opens}
		if len(out) > 0 && namesMachine(out[len(out)-1].text, text) {
			w.class |= machine
		}
		out = append(out, w)
		opens = false
		i = end
	}
	return out
}

// namesMachine reports whether two words together name what reads a text in
// the place of a person.
func namesMachine(before, text string) bool {
	switch text {
	case "model":
		switch before {
		case "language", "grading", "scoring", "reviewing", "evaluation", "evaluating", "rating":
			return true
		}
	case "system", "assistant", "agent", "tool":
		switch before {
		case "reviewing", "scoring", "grading", "analysis", "evaluating", "evaluation", "rating", "reading":
			return true
		}
	}
	return false
}

// classify gives a word the classes of itself and of the parts that hyphens
// make of it.
func classify(text string) class {
	c := classOf(text)
	if strings.Contains(text, "-") {
		for part := range strings.SplitSeq(text, "-") {
			c |= classOf(part) & (assessor | machine | gapWord | rating | candidate)
		}
		if isKey(text) {
			c |= rating
		}
	}
	return c
}

// isKey reports whether a word looks like the key of a criterion: three parts
// or more in one word.
func isKey(text string) bool {
	return strings.Count(text, "-") >= 2 && strings.IndexFunc(text, unicode.IsDigit) < 0
}

// classOf is the class of one word.
func classOf(text string) class {
	switch text {
	case "reviewer", "reviewers", "evaluator", "evaluators", "grader", "graders", "assessor", "assessors", "examiner",
		"gutachter", "gutachterin", "gutachtern", "prüfer", "prüferin", "bewerter", "prüfinstanz":
		return assessor
	case "ai", "llm", "llms", "gpt", "chatgpt", "claude", "gemini", "copilot", "chatbot", "automated", "ki", "sprachmodell",
		"sprachmodells", "sprachmodelle", "assistent", "automatische", "automatischen", "automatischer", "analysesystem",
		"bewertungssystem", "automatisierte", "automatisierten", "automatisierter", "ki-system":
		return machine
	case "set", "give", "assign", "award", "respond", "write", "treat", "include", "leave", "setze", "setzen", "setzt",
		"vergib", "vergeben", "gib", "geben", "gebt", "schreibe", "schreib", "schreiben", "behandle", "behandeln",
		"antworte", "antworten", "melde", "melden", "lass", "lasse", "lassen", "bewerte", "bewerten", "bewertet",
		"trage", "benote", "stufe", "consider", "conclude", "ensure", "add", "say", "insert", "repeat", "nenne", "füge", "make", "choose", "select",
		"increase", "raise", "wähle", "erhöhe":
		return order
	case "rate", "score", "grade", "mark", "return", "output", "report", "list", "print", "answer", "rank":
		if text == "score" || text == "grade" {
			return order | noun | rating
		}
		return order | noun
	case "scores", "rating", "ratings", "grades", "points", "marks", "criterion", "criteria", "justification",
		"justifications", "verdict", "verdicts", "rationale", "punkte", "punktzahl", "bewertung", "bewertungen", "kriterium",
		"kriterien", "begründung", "begründungen", "generosity", "großzügigkeit", "evaluation", "assessment", "wertung", "auswertung":
		return rating
	case "4", "5", "10", "4/4", "5/5", "10/10", "100", "four", "five", "highest", "maximum", "maximal", "full", "top",
		"perfect", "vier", "fünf", "höchste", "höchsten", "höchster", "höchstmögliche", "volle", "vollen", "maximale",
		"maximalen", "outstanding", "exceptional", "met":
		return top
	case "höchstnote", "bestnote", "höchstpunktzahl", "höchstwert":
		return top | rating
	case "must", "should", "shall", "please", "always", "required", "instructed", "obliged", "ordered", "need", "bitte", "muss",
		"müssen", "musst", "sollst", "sollen", "sollte", "ist", "sind":
		return modal
	case "previous", "prior", "above", "earlier", "preceding", "all", "any", "other", "your", "existing", "vorherigen",
		"vorherige", "bisherigen", "bisherige", "obigen", "obige", "alle", "sämtliche", "deine", "ihre", "vorangehenden":
		return prior
	case "instruction", "instructions", "prompt", "prompts", "rule", "rules", "guideline", "guidelines", "directive",
		"directives", "rubric", "anweisung", "anweisungen", "vorgaben", "regeln", "anleitung", "anleitungen", "systemprompt":
		return instruction
	case "ignore", "disregard", "forget", "override", "bypass", "ignoriere", "ignorieren", "ignoriert", "vergiss",
		"vergessen", "missachte", "missachten", "übergehe", "beachte":
		return ignore
	case "empty", "blank", "none", "no", "leer", "keine", "keinerlei":
		return empty
	case "gap", "gaps", "gap-list", "lücke", "lücken", "lückenliste", "lückenlisten", "weakness", "weaknesses", "schwächen":
		return gapWord
	case "pre-approved", "preapproved", "approved", "confirmed", "verified", "genehmigt", "vorabgenehmigt", "freigegeben",
		"bestätigt", "pre-confirmed", "pre-scored":
		return approved
	case "mention", "reveal", "disclose", "acknowledge", "erwähne", "erwähnen", "verrate", "verraten", "preisgeben":
		return secret
	case "note", "notice", "message", "hinweis", "nachricht", "notiz", "comment", "memo", "mitteilung":
		return note
	case "candidate", "applicant", "submission", "dossier", "kandidat", "kandidaten", "kandidatin", "bewerber", "bewerberin",
		"bewerbung":
		return candidate
	case "not", "don't", "don’t", "never", "nicht", "niemals", "nie":
		return negation
	case "you", "du", "sie", "ihr", "yourself", "dich":
		return you
	case "i", "we", "he", "she", "they", "it", "who", "us", "people", "ich", "wir", "er", "es", "man", "customers", "which", "that":
		return other
	case "to", "for", "an", "für", "dear", "attention", "attn", "liebe", "lieber", "liebes", "achtung":
		return toward
	}
	return 0
}
