package text

import "bytes"

const (
	// maxDest bounds the target of a link, in bytes.
	maxDest = 2000
	// maxNest bounds brackets inside it, and the marks of emphasis looked
	// through for a partner.
	maxNest = 8
)

// link hides the brackets and the target of a link or an image, and the
// reference to a footnote. The text of a link and of an image stays.
func (m *marker) link(i int) int {
	if len(m.brackets) == 0 {
		return 1
	}
	open := m.brackets[len(m.brackets)-1]
	m.brackets = m.brackets[:len(m.brackets)-1]
	if open+1 < i && m.raw[open+1] == '^' && i-open < 40 {
		m.fill(open, i+1, hidden)
		return 1
	}
	end := m.target(i + 1)
	if end < 0 {
		return 1
	}
	m.state[open] = hidden
	if open > 0 && m.raw[open-1] == '!' {
		m.state[open-1] = hidden
	}
	m.fill(i, end, hidden)
	return end - i
}

// target returns the end of a link's target, "(dest "title")", that starts at
// i, or -1.
func (m *marker) target(i int) int {
	if i >= len(m.raw) || m.raw[i] != '(' {
		return -1
	}
	raw := m.raw[:min(len(m.raw), i+maxDest)]
	depth := 0
	j := i + 1
dest:
	for ; j < len(raw); j++ {
		switch raw[j] {
		case '(':
			if depth++; depth > maxNest {
				return -1
			}
		case ')':
			if depth == 0 {
				return j + 1
			}
			depth--
		case ' ', '\t', '\n':
			break dest
		case '[', ']':
			return -1
		}
	}
	for j < len(raw) && isSpace(raw[j]) {
		j++
	}
	if j < len(raw) && (raw[j] == '"' || raw[j] == '\'') {
		end := bytes.IndexByte(raw[j+1:], raw[j])
		if end < 0 {
			return -1
		}
		j += end + 2
		for j < len(raw) && isSpace(raw[j]) {
			j++
		}
	}
	if j < len(raw) && raw[j] == ')' {
		return j + 1
	}
	return -1
}
