package problem

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text notes a text that is empty, longer than most characters, or holds what
// no text of a person does. Line ends and tabs may stand in it.
func (l *List) Text(path, text string, most int) {
	if strings.TrimSpace(text) == "" {
		l.Add(path, "is empty; write it in a sentence or two")
		return
	}
	l.OptionalText(path, text, most)
}

// OptionalText is Text for one that may be empty.
func (l *List) OptionalText(path, text string, most int) {
	control := func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\n\r\t", r) }
	switch n := utf8.RuneCountInString(text); {
	case n > most:
		l.Add(path, "has %d characters; %d are allowed: shorten it", n, most)
	case !utf8.ValidString(text):
		l.Add(path, "is not valid UTF-8; send it as UTF-8")
	case strings.ContainsFunc(text, control):
		l.Add(path, "holds a control character; take it out")
	}
}

// Key notes an idempotency key that is not 1 to 64 printable characters.
func (l *List) Key(key *string) {
	if key == nil {
		return
	}
	if n := utf8.RuneCountInString(*key); n < 1 || n > 64 {
		l.Add("key", "has %d characters; 1 to 64 are allowed", n)
	} else if !utf8.ValidString(*key) || strings.ContainsFunc(*key, unicode.IsControl) {
		l.Add("key", "holds a control character; take it out")
	}
}
