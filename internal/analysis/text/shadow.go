package text

import "unicode/utf8"

const (
	// maxDepth is how many marks of containers a line may open.
	maxDepth = 12
	// maxIndent is how far a line may be set in, in columns.
	maxIndent = 40
)

// shadow is a copy of the body, of the same length, for the parser of blocks
// alone: positions found in it hold for the body. Bytes that are no valid
// UTF-8, and zeros, are letters in it, a carriage return that stands alone
// ends a line, and containers are nested to a fixed depth, since a parser's
// time grows with lines times depth.
func shadow(body string) []byte {
	out := []byte(body)
	for i := 0; i < len(out); {
		switch c := out[i]; {
		case c == 0:
			out[i] = 'x'
			i++
		case c == '\r':
			if i+1 == len(out) || out[i+1] != '\n' {
				out[i] = '\n'
			}
			i++
		case c < utf8.RuneSelf:
			i++
		default:
			r, n := utf8.DecodeRuneInString(body[i:])
			if r == utf8.RuneError && n == 1 {
				out[i] = 'x'
			}
			i += n
		}
	}
	for start := 0; start < len(out); {
		start = flatten(out, start)
	}
	return out
}

// flatten ends the nesting of the line at start where it is too deep, by
// putting a letter there, and returns the start of the next line.
func flatten(out []byte, start int) int {
	depth, column, i := 0, 0, start
prefix:
	for ; i < len(out) && out[i] != '\n'; i++ {
		switch c := out[i]; {
		case c == ' ':
			column++
		case c == '\t':
			column += 4
		case c == '>':
			depth++
		case c == '-' || c == '+' || c == '*':
			if i+1 < len(out) && !isSpace(out[i+1]) {
				break prefix
			}
			depth++
		case c >= '0' && c <= '9':
			end := i
			for end < len(out) && out[end] >= '0' && out[end] <= '9' && end-i < 9 {
				end++
			}
			if end+1 >= len(out) || out[end] != '.' && out[end] != ')' || !isSpace(out[end+1]) {
				break prefix
			}
			i = end
			depth++
		default:
			break prefix
		}
		if (depth > maxDepth || column > maxIndent) && !blank(out, i) {
			out[i] = 'x'
			break
		}
	}
	for i < len(out) && out[i] != '\n' {
		i++
	}
	return i + 1
}

// blank reports whether the next byte ends the line.
func blank(out []byte, i int) bool {
	return i+1 >= len(out) || out[i+1] == '\n' || out[i+1] == '\r'
}
