package text

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// normaliseQuote reads a quote as a leaf of its own, without the marks of
// quotes, lists and headings at the start of its lines.
func normaliseQuote(raw string) normal {
	raw = strings.ToValidUTF8(raw, "\ufffd")
	var lines []Span
	for at := 0; at <= len(raw); {
		end := strings.IndexByte(raw[at:], '\n')
		if end < 0 {
			end = len(raw) - at
		}
		if line := lineText(raw, Span{at, at + end}); line.Len() > 0 {
			lines = append(lines, line)
		}
		at += end + 1
	}
	if len(lines) == 0 {
		return normal{}
	}
	var s segmenter
	d := &Document{Body: raw}
	s.load(raw, lines)
	s.runs(d)
	return normalise(raw, d.runs)
}

// lineText is a line without white space around it and block marks before it.
func lineText(raw string, s Span) Span {
	for {
		text := strings.TrimLeftFunc(raw[s.Start:s.End], unicode.IsSpace)
		s.Start = s.End - len(text)
		mark, n := utf8.DecodeRuneInString(text)
		switch mark {
		case '>', '-', '+', '*', '•', '#':
		default:
			s.End = s.Start + len(strings.TrimRightFunc(text, unicode.IsSpace))
			return s
		}
		for mark == '#' && n < len(text) && text[n] == '#' {
			n++
		}
		if n < len(text) && text[n] != ' ' {
			s.End = s.Start + len(strings.TrimRightFunc(text, unicode.IsSpace))
			return s
		}
		s.Start += n
	}
}

// trimNormal takes punctuation off both ends.
func trimNormal(n normal) normal {
	const marks = " '\".,;:!?()-…_\ufffd"
	start := len(n.text) - len(strings.TrimLeft(n.text, marks))
	if start > 0 && signs(n.text, start-1) {
		start--
	}
	end := len(strings.TrimRight(n.text, marks))
	if start >= end {
		return normal{}
	}
	out := normal{text: n.text[start:end], from: n.from[start:end], to: n.to[start:end]}
	for _, h := range n.hyphens {
		if int(h.at) > start && int(h.at) < end {
			out.hyphens = append(out.hyphens, hyphen{h.at - int32(start), h.soft})
		}
	}
	return out
}

// hyphen is the number of the first hyphen at or behind a place.
func (n *normal) hyphen(at int) int {
	return sort.Search(len(n.hyphens), func(i int) bool { return int(n.hyphens[i].at) >= at })
}
