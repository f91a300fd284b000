package wire

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// badText says where a JSON text holds what encoding/json would replace by
// U+FFFD without a word: bytes that are not UTF-8, or half a surrogate pair.
type badText struct {
	what   string
	offset int    // of the first bad byte in the body
	path   string // of the value it stands in, as far as it can be told
}

func (b *badText) Error() string {
	at := ""
	if b.path != "" {
		at = " in " + b.path
	}
	return fmt.Sprintf("%s, at byte %d%s", b.what, b.offset, at)
}

const (
	notUTF8   = "the text must be UTF-8; there are other bytes"
	lonelyHex = "a surrogate escape needs its other half; there is one alone"
)

// checkText reads raw JSON and returns the first bad text in it, or nil. It
// judges strings alone: whether the whole is JSON is for the decoder to say.
func checkText(raw []byte) *badText {
	if utf8.Valid(raw) && !bytes.Contains(raw, []byte(`\u`)) {
		return nil
	}
	s := textScanner{raw: raw}
	for s.at < len(raw) {
		if bad := s.next(); bad != nil {
			return bad
		}
	}
	return nil
}

// textScanner walks JSON with a stack of where it is, to name a path.
type textScanner struct {
	raw   []byte
	at    int
	stack []place
}

// place is one open object or array.
type place struct {
	array bool
	index int
	key   string
	named bool // the key has been read: the next string is its value
}

func (s *textScanner) next() *badText {
	switch c := s.raw[s.at]; {
	case c == '"':
		return s.text()
	case c == '{' || c == '[':
		s.stack = append(s.stack, place{array: c == '['})
	case c == '}' || c == ']':
		if len(s.stack) > 0 {
			s.stack = s.stack[:len(s.stack)-1]
		}
	case c == ',':
		if p := s.top(); p != nil {
			p.index++
			p.key, p.named = "", false
		}
	case c == ':':
		if p := s.top(); p != nil {
			p.named = true
		}
	case c >= utf8.RuneSelf:
		r, size := utf8.DecodeRune(s.raw[s.at:])
		if r == utf8.RuneError && size == 1 {
			return s.bad(notUTF8)
		}
		s.at += size
		return nil
	}
	s.at++
	return nil
}

// text reads one string, from its opening quote to past the closing one.
func (s *textScanner) text() *badText {
	s.at++
	from := s.at
	for s.at < len(s.raw) {
		switch c := s.raw[s.at]; {
		case c == '"':
			if p := s.top(); p != nil && !p.array && !p.named {
				p.key = string(s.raw[from:s.at])
			}
			s.at++
			return nil
		case c == '\\':
			if bad := s.escape(); bad != nil {
				return bad
			}
		case c < utf8.RuneSelf:
			s.at++
		default:
			r, size := utf8.DecodeRune(s.raw[s.at:])
			if r == utf8.RuneError && size == 1 {
				return s.bad(notUTF8)
			}
			s.at += size
		}
	}
	return nil
}

// escape reads one escape, both halves of a pair at once.
func (s *textScanner) escape() *badText {
	unit, ok := hexEscape(s.raw[s.at:])
	if !ok {
		s.at += 2 // a short escape, or one the decoder refuses
		return nil
	}
	switch {
	case unit >= 0xDC00 && unit <= 0xDFFF:
		return s.bad(lonelyHex)
	case unit >= 0xD800 && unit <= 0xDBFF:
		low, ok := hexEscape(s.raw[s.at+6:])
		if !ok || low < 0xDC00 || low > 0xDFFF {
			return s.bad(lonelyHex)
		}
		s.at += 6
	}
	s.at += 6
	return nil
}

func (s *textScanner) top() *place {
	if len(s.stack) == 0 {
		return nil
	}
	return &s.stack[len(s.stack)-1]
}

func (s *textScanner) bad(what string) *badText {
	return &badText{what: what, offset: s.at, path: s.path()}
}

// path is like variables.input.tags[2]. It stops at a key that is no plain
// name, since a path must not carry the caller's text back.
func (s *textScanner) path() string {
	var path strings.Builder
	for _, p := range s.stack {
		switch {
		case p.array:
			path.WriteString("[" + strconv.Itoa(p.index) + "]")
		case !p.named || !isName(p.key):
			return path.String()
		default:
			if path.Len() > 0 {
				path.WriteByte('.')
			}
			path.WriteString(p.key)
		}
	}
	return path.String()
}

// hexEscape reads \uXXXX at the start of b.
func hexEscape(b []byte) (uint16, bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	return uint16(n), err == nil
}

// isName says whether s is a name as GraphQL has them, and not a long one.
func isName(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for i, c := range []byte(s) {
		letter := c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return true
}
