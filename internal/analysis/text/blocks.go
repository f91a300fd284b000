package text

import (
	"strings"
	"unicode/utf8"
)

// paragraph adds the blocks that a run of lines holds: link definitions, a
// table, bullets that Markdown does not know, and text.
func (r *reader) paragraph(lines []Span, kind Kind, level int) {
	for len(lines) > 0 && isDefinition(r.doc.At(lines[0])) {
		r.end(r.begin(Comment, 0, lines[:1]))
		lines = lines[1:]
	}
	if at := r.tableAt(lines); at >= 0 {
		if at > 0 {
			r.paragraph(lines[:at], kind, level)
		}
		r.table(lines[at:])
		return
	}
	for len(lines) > 0 {
		n := 1
		for n < len(lines) && bullet(r.doc.At(lines[n])) == 0 {
			n++
		}
		part, k, l := lines[:n], kind, level
		if size := bullet(r.doc.At(part[0])); size > 0 {
			k, l = Item, max(1, level)
			part = append([]Span{r.trim(Span{part[0].Start + size, part[0].End})}, part[1:]...)
		}
		if part[0].Len() > 0 || n > 1 {
			b := r.begin(k, l, part)
			r.sentences(part, false)
			r.end(b)
		}
		lines = lines[n:]
	}
}

// bullet returns the size of a bullet at the start of a line, as copied text
// has them, or 0.
func bullet(line string) int {
	c, n := utf8.DecodeRuneInString(line)
	switch c {
	case '•', '◦', '▪', '▫', '‣', '●', '○', '■', '□', '\uf0b7':
		return n
	}
	return 0
}

// isDefinition reports whether a line only defines a link, which a reader of
// the rendered text does not see. A footnote is text.
func isDefinition(line string) bool {
	if len(line) < 4 || line[0] != '[' || line[1] == '^' {
		return false
	}
	label, rest, ok := strings.Cut(line[1:], "]:")
	if !ok || label == "" || strings.ContainsAny(label, "[]") {
		return false
	}
	rest = strings.TrimLeft(rest, " \t")
	_, title, _ := strings.Cut(rest, " ")
	title = strings.TrimSpace(title)
	if rest == "" || title == "" {
		return rest != ""
	}
	open, last := title[0], title[len(title)-1]
	return len(title) > 1 && (open == '"' && last == '"' || open == '\'' && last == '\'' || open == '(' && last == ')')
}

// tableAt is the number of the line that is the first row of a table, or -1.
func (r *reader) tableAt(lines []Span) int {
	for i := 1; i < len(lines); i++ {
		n := delimiterCells(r.doc.At(lines[i]))
		if n > 0 && strings.Contains(r.doc.At(lines[i-1]), "|") && len(r.cells(lines[i-1])) == n {
			return i - 1
		}
	}
	return -1
}

// delimiterCells counts the columns of the line below a table's first row; 0
// if it is no such line.
func delimiterCells(line string) int {
	if !strings.Contains(line, "-") || !strings.ContainsAny(line, "|:") || strings.Trim(line, "|-: \t") != "" {
		return 0
	}
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	n := 0
	for cell := range strings.SplitSeq(line, "|") {
		cell = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(cell), ":"), ":")
		if cell == "" || strings.Trim(cell, "-") != "" {
			return 0
		}
		n++
	}
	return n
}

// table adds a row for each line but the second.
func (r *reader) table(lines []Span) {
	for i, line := range lines {
		if i == 1 {
			continue
		}
		b := r.begin(Row, 0, []Span{line})
		r.doc.Blocks[b].Header = i == 0
		for _, cell := range r.cells(line) {
			if cell.Len() > 0 {
				r.sentences([]Span{cell}, cell.Len() <= maxCell)
			}
		}
		r.end(b)
	}
}

// maxCell is the length in bytes up to which a cell is one sentence.
const maxCell = 300

// cells splits a row at its bars.
func (r *reader) cells(row Span) []Span {
	s := r.doc.At(row)
	from, to := 0, len(s)
	if s[0] == '|' {
		from++
	}
	if to > from && s[to-1] == '|' && (to < 2 || s[to-2] != '\\') {
		to--
	}
	var out []Span
	start := from
	for i := from; i <= to; i++ {
		if i < to && (s[i] != '|' || i > 0 && s[i-1] == '\\') {
			continue
		}
		out = append(out, r.trim(Span{row.Start + start, row.Start + i}))
		start = i + 1
	}
	return out
}
