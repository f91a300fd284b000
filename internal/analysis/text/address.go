package text

import "strings"

// address is "note to the automated reviewer" and "dear assistant".
func (o *orderReader) address() signals {
	var out signals
	for i, w := range o.words {
		if w.class&(note|instruction) != 0 {
			if t := o.near(i+1, 2, toward); t > 0 {
				out |= o.addressee(t, weakNote, strongNote)
			}
		}
		if w.opens && i == 0 && w.class&toward != 0 && w.text != "an" && w.text != "for" {
			if w.text == "to" && o.has&(machine|assessor) != 0 && len(o.words) > 8 {
				continue
			}
			out |= o.addressee(i, weakVocative, strongNote)
		}
	}
	return out
}

// addressee is strong where a machine is named behind t, weak where a reader
// is.
func (o *orderReader) addressee(t int, weak, strong signals) signals {
	switch {
	case o.near(t+1, 5, machine) >= 0:
		return strong
	case o.near(t+1, 3, assessor) >= 0:
		return weak
	}
	if t+2 < len(o.words) && (o.words[t+2].text == "model" || o.words[t+2].text == "system") {
		return weak
	}
	return 0
}

// condition is "if you are a language model".
func (o *orderReader) condition() signals {
	for i, w := range o.words {
		switch w.text {
		case "if", "when", "as", "falls", "wenn", "are", "als":
		default:
			continue
		}
		m := o.near(i+1, 6, machine)
		if m < 0 {
			continue
		}
		for j := i; j < len(o.words) && j <= m+2; j++ {
			if o.words[j].class&you != 0 && (j > i || w.text == "are") {
				return strongMachine
			}
		}
		if w.text == "are" && i > 0 && o.words[i-1].text == "you" {
			return strongMachine
		}
	}
	return 0
}

// silence is "do not mention this note".
func (o *orderReader) silence() signals {
	for i, w := range o.words {
		if w.class&secret == 0 || o.has&negation == 0 {
			continue
		}
		if o.near(max(0, i-5), 11, note|instruction) >= 0 && o.has&other == 0 {
			return weakSecret
		}
	}
	return 0
}

// script is an order to write given words.
func (o *orderReader) script() signals {
	for i, w := range o.words {
		if w.class&order == 0 || !o.commands(i) && !(i > 0 && (o.words[i-1].text == "and" || o.words[i-1].text == "und") && o.has&modal != 0) {
			continue
		}
		for j := i + 1; j < len(o.words) && j < i+8; j++ {
			switch o.words[j].text {
			case "sentence", "phrase", "words", "string", "quote", "satz", "wortlaut", "worte", "verbatim", "text":
				if !strings.ContainsAny(o.view, "\"“„'‘") {
					continue
				}
				if o.has&rating != 0 {
					return strongScript
				}
				return weakScript
			}
		}
	}
	return 0
}

// settled is "has been pre-approved by the sponsor".
func (o *orderReader) settled() signals {
	for i, w := range o.words {
		if w.class&approved == 0 {
			continue
		}
		if strings.HasPrefix(w.text, "pre") || strings.HasPrefix(w.text, "vorab") {
			return weakApproved
		}
		for j := max(0, i-12); j < len(o.words) && j < i+12; j++ {
			switch o.words[j].text {
			case "highest", "maximum", "höchsten", "level", "unanimously", "einstimmig":
				if o.has&(rating|candidate|top) != 0 {
					return weakApproved
				}
			}
		}
	}
	return 0
}

// role is a mark by which a model tells its roles apart, and the words of a
// prompt.
func (o *orderReader) role() signals {
	var out signals
	for _, token := range [...]string{"<|im_start|>", "<|im_end|>", "<|system|>", "<|user|>", "<|assistant|>", "<|endoftext|>", "[INST]",
		"[/INST]", "<<SYS>>", "<</SYS>>", "</system>", "<system>", "<instructions>", "</instructions>", "<|begin_of_text|>"} {
		if strings.Contains(o.view, token) {
			return roleToken
		}
	}
	for _, name := range [...]string{"SYSTEM", "ASSISTANT", "DEVELOPER", "USER", "HUMAN", "System", "Assistant", "Developer"} {
		if rest, ok := strings.CutPrefix(o.view, name); ok && strings.HasPrefix(rest, ":") {
			out |= weakRole
		}
	}
	lower := strings.ToLower(o.view)
	for _, phrase := range [...]string{"system prompt", "systemprompt", "new instructions", "end of configuration", "end of instructions",
		"configuration update", "end of prompt", "developer mode", "jailbreak", "you are now", "reviewer configuration", "neue anweisungen",
		"ende der anweisung", "system override"} {
		if strings.Contains(lower, phrase) {
			out |= weakConfiguration
		}
	}
	return out
}

// person is the second person beside the words of an assessment.
func (o *orderReader) person() signals {
	for i, w := range o.words {
		if w.text != "your" && w.text != "deine" && w.text != "deiner" {
			continue
		}
		if o.near(i+1, 2, rating|instruction) > 0 {
			return weakYou
		}
	}
	for i, w := range o.words {
		if w.text == "you" && i+1 < len(o.words) && o.has&(rating|assessor|machine|instruction) != 0 {
			switch o.words[i+1].text {
			case "must", "should", "shall", "are":
				return weakYou
			}
		}
	}
	return 0
}
