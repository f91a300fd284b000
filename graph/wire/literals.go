package wire

import (
	"strings"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// checkLiterals refuses half a surrogate pair written as an escape in a string
// literal of the document. The lexer would make U+FFFD of it, as encoding/json
// does of the same escape in a variable.
func checkLiterals(query string) *gqlerror.Error {
	if !strings.Contains(query, `\u`) {
		return nil
	}
	for at := 0; at < len(query); {
		rest := query[at:]
		switch {
		case rest[0] == '#':
			at += lineLength(rest)
		case strings.HasPrefix(rest, `"""`):
			at += blockLength(rest)
		case rest[0] == '"':
			n, bad := literal(rest)
			if bad {
				return lonelyAt(query, at+n)
			}
			at += n
		default:
			at++
		}
	}
	return nil
}

// literal reads a string literal. It returns the length, or where half a pair
// stands.
func literal(s string) (n int, bad bool) {
	scan := textScanner{raw: []byte(s[:lineLength(s)])}
	if found := scan.text(); found != nil && found.what == lonelyHex {
		return found.offset, true
	}
	return max(scan.at, 1), false
}

// blockLength is the length of a block string, in which \u is plain text.
func blockLength(s string) int {
	for at := 3; at < len(s); {
		switch {
		case strings.HasPrefix(s[at:], `\"""`):
			at += 4
		case strings.HasPrefix(s[at:], `"""`):
			return at + 3
		default:
			at++
		}
	}
	return len(s)
}

func lineLength(s string) int {
	if i := strings.IndexAny(s, "\r\n"); i >= 0 {
		return i
	}
	return len(s)
}

func lonelyAt(query string, at int) *gqlerror.Error {
	before := query[:at]
	line := strings.Count(before, "\n") + 1
	column := len([]rune(before[strings.LastIndexByte(before, '\n')+1:])) + 1
	err := refuse(codeInput, "%s", lonelyHex)
	err.Locations = []gqlerror.Location{{Line: line, Column: column}}
	return err
}
