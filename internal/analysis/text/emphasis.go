package text

import "unicode/utf8"

// emphasis pairs runs of stars, underscores and tildes and hides both sides of
// a pair. It is a plain stack, not CommonMark's full rule: a mark without its
// partner stays, and between digits ("5*3") there are no marks.
func (m *marker) emphasis(i int) int {
	char, n := m.raw[i], m.run(i)
	if char == '~' && n != 2 {
		return n
	}
	before, after := byte(' '), byte(' ')
	if i > 0 {
		before = m.raw[i-1]
	}
	if i+n < len(m.raw) {
		after = m.raw[i+n]
	}
	if isDigit(before) && isDigit(after) {
		return n
	}
	opens, closes := !isSpace(after), !isSpace(before)
	if char == '_' && opens && closes && isWord(before) && isWord(after) {
		return n
	}
	if opens && closes {
		// Flanked on both sides: punctuation tells which side is inside.
		opens = !isPunct(after) || isPunct(before)
		closes = !isPunct(before) || isPunct(after)
	}
	left := n
	if closes {
		left = m.close(char, i, n)
	}
	if opens && left > 0 {
		m.openers = append(m.openers, delimiter{char, i + n - left, left})
	}
	return n
}

// close pairs a run with openers of its kind, innermost first, and returns how
// many of its marks are left.
func (m *marker) close(char byte, i, n int) int {
	at := i
	for top := len(m.openers) - 1; n > 0 && top >= 0 && top >= len(m.openers)-maxNest; top-- {
		o := &m.openers[top]
		if o.char != char {
			continue
		}
		k := min(n, o.len)
		m.fill(o.start+o.len-k, o.start+o.len, hidden)
		m.fill(at, at+k, hidden)
		at, n, o.len = at+k, n-k, o.len-k
		if o.len == 0 {
			m.openers = m.openers[:top]
		} else {
			m.openers = m.openers[:top+1]
		}
		top = len(m.openers)
		if k == 0 {
			break
		}
	}
	return n
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func isWord(b byte) bool {
	return b|0x20 >= 'a' && b|0x20 <= 'z' || isDigit(b) || b >= utf8.RuneSelf
}
