package text

import (
	"math/bits"
	"strings"
)

// signals are the families of words that speak to a reader, as a set.
type signals uint32

// The first ones are weak: each may stand in an honest text.
const (
	weakOverride signals = 1 << iota
	weakOrder
	weakNote
	weakSecret
	weakApproved
	weakScript
	weakRole
	weakConfiguration
	weakVocative
	weakYou
	strongOverride
	strongOrder
	strongGaps
	strongNote
	strongMachine
	strongScript
	roleToken

	weakSignals = strongOverride - 1
)

// weight is 1 for each weak signal and 2 for each strong one.
func (s signals) weight() int {
	return bits.OnesCount32(uint32(s&weakSignals)) + 2*bits.OnesCount32(uint32(s&^weakSignals))
}

// read finds the signals of a sentence.
func read(view string) signals {
	far := foreign(view)
	view = asSeen(view)
	o := &orderReader{view: view, words: splitWords(view)}
	for _, w := range o.words {
		o.has |= w.class
	}
	if o.has&(you|assessor|machine|order|ignore|approved|secret|note|instruction|rating|gapWord) == 0 && !strings.ContainsAny(view, "<[") {
		return far
	}
	out := far | o.asked() | o.override() | o.rate() | o.gaps() | o.address() | o.condition() | o.silence() | o.script() | o.settled() |
		o.role() | o.person()
	if out&weakRole != 0 && o.has&rating != 0 && o.has&top != 0 {
		out |= weakOrder
	}
	return out
}

type orderReader struct {
	view  string
	words []word
	has   class
}

// near reports whether a word of a class follows within so many words; it
// returns the place, or -1.
func (o *orderReader) near(from, within int, c class) int {
	for i := max(0, from); i < len(o.words) && i < from+within; i++ {
		if o.words[i].class&c != 0 {
			return i
		}
	}
	return -1
}

// commands reports whether the word at i is an order: it opens a clause or
// follows "you must", "please", "the reviewer should", and is not told of
// somebody.
func (o *orderReader) commands(i int) bool {
	w := o.words[i]
	if w.class&noun != 0 && !o.takesObject(i) {
		return false
	}
	next := ""
	if i+1 < len(o.words) {
		next = o.words[i+1].text
	}
	if next == "sie" && (w.opens || i > 0 && o.words[i-1].text == "bitte") {
		return true
	}
	if w.opens {
		return true
	}
	before := o.words[i-1]
	switch {
	case before.text == "please" || before.text == "bitte" || before.text == "kindly" || before.text == "you" || before.text == "always" || before.text == "simply":
		return true
	case before.text == "to" && i > 1 && o.words[i-2].class&modal != 0:
		return o.subject(i - 3)
	case before.class&modal != 0:
		return o.subject(i-2) || o.near(0, i-1, assessor|machine) >= 0 && o.has&other == 0
	case before.text == "and" || before.text == "then" || before.text == "und":
		return o.near(0, i-1, modal) >= 0 && o.has&other == 0 || o.words[0].class&(order|ignore) != 0
	case before.text == "zu" || w.class&order != 0 && i == len(o.words)-1 && o.has&modal != 0:
		return o.has&other == 0
	}
	return false
}

// subject reports whether what should act, at i, is the reader and not a
// person that is told of.
func (o *orderReader) subject(i int) bool {
	if i < 0 {
		return true
	}
	return o.words[i].class&(you|assessor|machine) != 0 || o.words[i].text == "are" || o.words[i].text == "system" || o.words[i].text == "panel"
}

// takesObject tells the verb "score this" from the noun "score".
func (o *orderReader) takesObject(i int) bool {
	if i+1 >= len(o.words) || o.words[i+1].opens {
		return false
	}
	switch next := o.words[i+1]; next.text {
	case "this", "the", "me", "him", "her", "it", "each", "every", "all", "my", "both", "a", "no", "them", "only", "as", "that", "with", "everything", "everyone", "any":
		return true
	default:
		return next.class&(candidate|gapWord|top) != 0 && !startsNoun(o.words[i]) || isKey(next.text) || next.class&rating != 0
	}
}

// startsNoun reports whether a word before a figure is rather a noun: "score 4
// of 5", "list four things".
func startsNoun(w word) bool { return w.text != "output" && w.text != "return" && w.text != "print" }

// override is "ignore all previous instructions".
func (o *orderReader) override() signals {
	for i, w := range o.words {
		if w.class&ignore == 0 {
			continue
		}
		p := o.near(i+1, 4, prior)
		if q := o.near(i+1, 7, instruction); q > 0 && (p > 0 || o.has&(you|machine) != 0 || isPrompt(o.words[q].text)) {
			if o.commands(i) {
				return strongOverride
			}
			return weakOverride
		}
		for j := i + 1; j < len(o.words) && j < i+8; j++ {
			if o.words[j].text == "told" && o.near(i+1, j-i, you) > 0 && o.commands(i) {
				return strongOverride
			}
		}
	}
	return 0
}

// isPrompt reports whether a word is a rule for whoever reads, and for nobody
// else.
func isPrompt(text string) bool {
	return text == "rubric" || strings.HasPrefix(text, "prompt") || strings.HasPrefix(text, "instruction") || text == "systemprompt"
}

// rate is an order to give a rating.
func (o *orderReader) rate() signals {
	const reach = 16
	for i, w := range o.words {
		if w.class&order == 0 || w.class&secret != 0 || !o.commands(i) {
			continue
		}
		t := o.near(i+1, reach, top)
		r := o.near(i+1, reach, rating)
		if i > 0 && i == len(o.words)-1 {
			// German puts the verb last.
			t, r = o.near(i-reach, reach, top), o.near(i-reach, reach, rating)
		}
		if r == t && r >= 0 && o.near(r+1, reach, rating|top) < 0 && o.words[r].class&(rating|top) != rating|top {
			r = -1
		}
		if t >= 0 && o.words[t].text == "met" && (w.text == "ensure" || w.text == "make") {
			continue
		}
		key := o.near(i+1, reach, candidate)
		verb := w.text == "rate" || w.text == "score" || w.text == "grade" || w.text == "bewerte" || w.text == "bewerten" || w.text == "benote"
		switch {
		case t >= 0 && (r >= 0 || verb || key >= 0 && w.text != "consider"):
			return strongOrder
		case verb && (r >= 0 || key >= 0), t >= 0 && key >= 0:
			return weakOrder
		}
	}
	return o.passive()
}

// passive is "must be rated 4", said to nobody by name.
func (o *orderReader) passive() signals {
	for i, w := range o.words {
		switch w.text {
		case "rated", "scored", "graded", "awarded", "assigned", "set", "given":
		default:
			continue
		}
		if i < 2 || o.words[i-1].text != "be" || o.words[i-2].class&modal == 0 && o.words[i-2].text != "to" {
			continue
		}
		if o.near(i+1, 8, top) >= 0 {
			if o.has&(rating|candidate) != 0 {
				return strongOrder
			}
			return weakOrder
		}
	}
	return 0
}

// gaps is an order to report none.
func (o *orderReader) gaps() signals {
	g := o.near(0, len(o.words), gapWord)
	if g < 0 {
		return 0
	}
	for i, w := range o.words {
		switch w.text {
		case "leave", "lass", "lasse", "lassen", "set", "keep", "left":
			if e := o.near(g+1, 5, empty); e > 0 && o.words[e].text != "no" && (o.commands(i) || (o.has&modal != 0 || i == len(o.words)-1) && o.has&other == 0) {
				return strongGaps
			}
		case "skip", "omit":
			if o.near(i+1, 3, gapWord) > 0 && o.commands(i) {
				return strongGaps
			}
		case "report", "list", "return", "output", "melde", "melden", "nenne", "mention", "find":
			if e := o.near(i+1, 3, empty); e > 0 && o.near(e+1, 3, gapWord) > 0 && (o.commands(i) || i > 0 && o.words[i-1].text == "and" && o.has&other == 0) {
				return strongGaps
			}
			if i > 0 && o.words[i-1].class&negation != 0 && (o.words[i-1].opens || i > 1 && (o.words[i-2].opens || o.words[i-2].class&modal != 0 && o.subject(i-3))) && o.near(i+1, 3, gapWord) > 0 {
				return strongGaps
			}
		}
	}
	return 0
}
