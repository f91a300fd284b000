package packet

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
)

// words is text as the page shows it: what would turn the direction of the
// text around it, or could not be seen, stands there by its number.
type words string

// UnmarshalJSON reads text.
func (w *words) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	*w = seen(s)
	return nil
}

// seen makes visible what is not.
func seen(s string) words {
	if strings.IndexFunc(s, unseen) < 0 {
		return words(s)
	}
	var b strings.Builder
	for _, r := range s {
		if unseen(r) {
			fmt.Fprintf(&b, "[U+%04X]", r)
		} else {
			b.WriteRune(r)
		}
	}
	return words(b.String())
}

// unseen are controls but for line ends and tabs, what is there to turn the
// direction of text, and the tags by which text can be hidden in text. Joiners
// stay: scripts and emoji need them.
func unseen(r rune) bool {
	switch {
	case r == '\n', r == '\r', r == '\t':
		return false
	case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\u2028', r == '\u2029':
		return true
	case r >= 0xE0000 && r <= 0xE007F:
		return true
	}
	return unicode.IsControl(r)
}
