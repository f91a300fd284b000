package text

import (
	"strings"
	"unicode"
)

// results reports text that imitates an answer or a result of an analysis:
// two of its fields in one block that looks like data, or a key of a criterion
// with a score.
func (s *scanner) results() {
	for _, b := range s.d.Blocks {
		if b.Kind == Comment {
			continue
		}
		if b.Kind == Row && s.d.marked(b) {
			s.add(s.d.whole(b.Span), FakeResult, true)
			continue
		}
		text := s.d.At(b.Span)
		if !strings.ContainsAny(text, ":=") {
			continue
		}
		if fields(text) >= 2 || keyed(text) {
			s.add(s.d.whole(b.Span), FakeResult, true)
		}
	}
}

// marked reports whether a row of a table gives a criterion, by its key, a mark
// of the scale.
func (d *Document) marked(b Block) bool {
	key, mark := false, false
	for _, s := range d.Sentences[b.First:b.Last] {
		switch cell := strings.ToLower(strings.Trim(s.View, " *`_")); {
		case isKey(cell) && !strings.Contains(cell, " "), cell == "generosity", isLeaf(cell):
			key = true
		case cell == "met", len(cell) > 0 && cell[0] >= '0' && cell[0] <= '4' && (len(cell) == 1 || isOutOfFour(cell[1:])):
			mark = true
		}
	}
	return key && mark
}

// isOutOfFour reports whether a text is what follows a mark: "/4", "of 4".
func isOutOfFour(s string) bool {
	switch strings.ReplaceAll(s, " ", "") {
	case "/4", "of4", "outof4", "von4":
		return true
	}
	return false
}

// fields counts the different fields of a result that stand in quotes before a
// colon.
func fields(text string) int {
	if !strings.ContainsAny(text, "\"'“") {
		return 0
	}
	n := 0
	for _, name := range [...]string{"score", "verdict", "leaf", "leaves", "criterion", "polarity", "evidence", "gaps", "items", "claims",
		"addressed_to_reader", "rationale", "expectation", "reality", "confidence", "quote", "findings", "stance"} {
		for at := 0; ; {
			i := strings.Index(text[at:], name)
			if i < 0 {
				break
			}
			at += i + len(name)
			before := text[:at-len(name)]
			rest := strings.TrimLeft(text[at:], "\\")
			if rest == "" || !strings.ContainsRune("\"'”", []rune(rest[:min(4, len(rest))])[0]) || !quoted(before) {
				continue
			}
			rest = strings.TrimLeft(rest, "\"'”")
			if strings.HasPrefix(strings.TrimLeft(rest, " "), ":") {
				n++
				break
			}
		}
	}
	return n
}

// quoted reports whether a text ends in an opening quotation mark.
func quoted(before string) bool {
	return strings.HasSuffix(before, "\"") || strings.HasSuffix(before, "'") || strings.HasSuffix(before, "“")
}

// keyed reports whether the key of a criterion, or of a leaf, is followed by a
// score or a verdict.
func keyed(text string) bool {
	parts := strings.Fields(strings.ToLower(text))
	for i, p := range parts {
		key, value, ok := strings.Cut(strings.Trim(p, "\"'`,{}[]*|"), ":")
		if !ok {
			if key, value, ok = strings.Cut(strings.Trim(p, "\"'`,{}[]*|"), "="); !ok {
				continue
			}
		}
		key = strings.Trim(key, "\"'`*")
		if value = strings.Trim(value, "\"'`,*"); value == "" && i+1 < len(parts) {
			value = strings.Trim(parts[i+1], "\"'`,;.}]*")
		}
		switch value {
		case "0", "1", "2", "3", "4", "met", "partial", "not_met", "no_evidence":
		default:
			continue
		}
		if isKey(key) || isLeaf(key) {
			return true
		}
	}
	return false
}

// isLeaf reports whether a word looks like the key of a leaf, "cj.stage".
func isLeaf(key string) bool {
	area, name, ok := strings.Cut(key, ".")
	return ok && len(area) >= 2 && len(area) <= 3 && len(name) >= 3 && strings.Trim(area+name, "abcdefghijklmnopqrstuvwxyz_") == ""
}

// leastEncoded is the length from which a string without spaces that mixes
// cases and figures is encoded text.
const leastEncoded = 80

// encoded reports long strings of base64 or hexadecimal figures outside links.
func (s *scanner) encoded() {
	for _, b := range s.d.Blocks {
		if b.Kind == Comment || b.Len() < leastEncoded {
			continue
		}
		text := s.d.At(b.Span)
		start := 0
		for i := 0; i <= len(text); i++ {
			if i < len(text) && (isLetter(text[i]) || isDigit(text[i]) || text[i] == '+' || text[i] == '/' || text[i] == '=') {
				continue
			}
			if i-start >= leastEncoded && looksEncoded(text[start:i]) && !inLink(text[:start]) {
				s.add(s.d.whole(Span{b.Start + start, b.Start + i}), Encoded, true)
			}
			start = i + 1
		}
	}
}

// looksEncoded reports whether a long string is no word, path or hash.
func looksEncoded(text string) bool {
	var upper, lower, digit, other int
	for _, r := range text {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		case unicode.IsDigit(r):
			digit++
		default:
			other++
		}
	}
	n := len(text)
	mixed := upper*10 >= n && lower*10 >= n && digit > 0 && other*8 <= n
	figures := len(text) >= 2*leastEncoded && digit*4 >= n && other == 0
	return mixed || figures
}

// inLink reports whether the word that begins after a text belongs to a URL.
func inLink(before string) bool {
	before = before[max(0, len(before)-200):]
	word := before[strings.LastIndexAny(before, " \n\t(<\"")+1:]
	return strings.Contains(word, "://")
}
