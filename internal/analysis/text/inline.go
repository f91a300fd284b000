package text

import (
	"bytes"
	"strings"
)

// What a byte of a leaf is to a reader of the rendered text.
const (
	shown byte = iota
	// hidden bytes are marks: they vanish without a trace.
	hidden
	// spaced bytes are marks that are seen as white space, such as <br>.
	spaced
	// severed bytes belong to a comment: no sentence goes across it.
	severed
)

const (
	maxTicks = 8
	maxTag   = 500
)

// marker classifies the bytes of one leaf in a single pass.
type marker struct {
	raw   []byte
	state []byte
	// noTicks[n] tells that no run of n backticks follows; noComment, that no
	// comment ends any more. They keep the pass linear.
	noTicks   [maxTicks + 1]bool
	noComment bool
	brackets  []int
	openers   []delimiter
}

// delimiter is a run of emphasis marks that may open.
type delimiter struct {
	char       byte
	start, len int
}

// mark finds the Markdown marks of a leaf.
func (m *marker) mark() {
	m.noTicks, m.noComment = [maxTicks + 1]bool{}, false
	m.brackets, m.openers = m.brackets[:0], m.openers[:0]
	for i := 0; i < len(m.raw); {
		switch m.raw[i] {
		case '\\':
			i += m.escape(i)
		case '`':
			i += m.code(i)
		case '<':
			i += m.angle(i)
		case '&':
			i += m.entity(i)
		case '[':
			m.brackets = append(m.brackets, i)
			i++
		case ']':
			i += m.link(i)
		case '*', '_', '~':
			i += m.emphasis(i)
		default:
			i++
		}
	}
}

func (m *marker) fill(from, to int, with byte) {
	for ; from < to; from++ {
		m.state[from] = with
	}
}

// escape hides a backslash before punctuation or the end of a line.
func (m *marker) escape(i int) int {
	if i+1 < len(m.raw) && (isPunct(m.raw[i+1]) || m.raw[i+1] == '\n') {
		m.state[i] = hidden
		return 2
	}
	return 1
}

func isPunct(b byte) bool {
	return b >= '!' && b <= '/' || b >= ':' && b <= '@' || b >= '[' && b <= '`' || b >= '{' && b <= '~'
}

// run counts equal bytes from i on.
func (m *marker) run(i int) int {
	n := 1
	for i+n < len(m.raw) && m.raw[i+n] == m.raw[i] {
		n++
	}
	return n
}

// code hides the ticks around a span of code and steps over it.
func (m *marker) code(i int) int {
	n := m.run(i)
	if n > maxTicks || m.noTicks[n] {
		return n
	}
	for j := i + n; j < len(m.raw); {
		next := bytes.IndexByte(m.raw[j:], '`')
		if next < 0 {
			break
		}
		j += next
		k := m.run(j)
		if k == n {
			m.fill(i, i+n, hidden)
			m.fill(j, j+n, hidden)
			return j + n - i
		}
		j += k
	}
	m.noTicks[n] = true
	return n
}

// angle hides comments, tags and the brackets of bare links.
func (m *marker) angle(i int) int {
	rest := m.raw[i:]
	if bytes.HasPrefix(rest, []byte("<!--")) && !m.noComment {
		end := bytes.Index(rest[4:], []byte("-->"))
		if end >= 0 {
			n := end + len("<!---->")
			m.fill(i, i+n, severed)
			return n
		}
		m.noComment = true
	}
	end := bytes.IndexAny(rest[1:min(len(rest), maxTag)], "<>")
	if end < 0 || rest[1+end] != '>' {
		return 1
	}
	inner := rest[1 : 1+end]
	switch name := tagName(inner); {
	case name == "br" || name == "p" || name == "li" || name == "td" || name == "th" || name == "div":
		m.fill(i, i+end+2, spaced)
	case isTag(name):
		m.fill(i, i+end+2, hidden)
	case bytes.ContainsAny(inner, " \n"):
		return 1
	case bytes.Contains(inner, []byte("://")) || bytes.IndexByte(inner, '@') > 0:
		m.state[i], m.state[i+end+1] = hidden, hidden
	default:
		return 1
	}
	return end + 2
}

// tagName is the lower-case name of a tag, from what stands between its
// brackets.
func tagName(inner []byte) string {
	inner = bytes.TrimPrefix(inner, []byte("/"))
	n := 0
	for n < len(inner) && (inner[n]|0x20 >= 'a' && inner[n]|0x20 <= 'z' || n > 0 && inner[n] >= '0' && inner[n] <= '9') {
		n++
	}
	if n < len(inner) && inner[n] != ' ' && inner[n] != '\n' && inner[n] != '\t' && inner[n] != '/' {
		return ""
	}
	return strings.ToLower(string(inner[:n]))
}

// isTag reports whether a name is one of HTML's. "<p95 and >" is none.
func isTag(name string) bool {
	switch name {
	case "a", "abbr", "article", "aside", "b", "big", "blockquote", "body", "center", "cite", "code", "dd", "del",
		"details", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
		"header", "hr", "html", "i", "img", "ins", "kbd", "main", "mark", "nav", "object", "ol", "picture", "q", "s",
		"section", "small", "source", "span", "strike", "strong", "sub", "summary", "sup", "svg", "table", "tbody",
		"tfoot", "thead", "time", "tr", "tt", "u", "ul", "var", "video", "wbr", "iframe", "input", "label", "button",
		"form", "head", "link", "meta", "template", "title":
		return true
	}
	return false
}

// entity treats the entities that stand for white space or nothing as such.
func (m *marker) entity(i int) int {
	for _, e := range [...]struct {
		name string
		as   byte
	}{{"&nbsp;", spaced}, {"&#160;", spaced}, {"&shy;", hidden}, {"&#8203;", hidden}} {
		if bytes.HasPrefix(m.raw[i:], []byte(e.name)) {
			m.fill(i, i+len(e.name), e.as)
			return len(e.name)
		}
	}
	return 1
}
