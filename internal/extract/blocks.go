package extract

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// writer gathers blocks of Markdown.
type writer struct {
	b     strings.Builder
	pages []int
	over  bool
}

// block adds a block after an empty line.
func (w *writer) block(text string) { w.add(text, "\n\n") }

// line adds a block right below the last one, as items of a list stand.
func (w *writer) line(text string) { w.add(text, "\n") }

func (w *writer) add(text, between string) {
	if text == "" || w.over {
		return
	}
	if w.b.Len() > 0 {
		w.b.WriteString(between)
	}
	w.b.WriteString(text)
	w.over = w.b.Len() > MaxText
}

// page notes that what comes next stands on the next page.
func (w *writer) page() { w.pages = append(w.pages, w.b.Len()) }

// text is all that was gathered.
func (w *writer) text(media string) (*Text, error) {
	if w.over {
		return nil, tooMuchText()
	}
	body := w.b.String()
	for i, at := range w.pages { // a page begins at its text, not at the empty line before it
		for at < len(body) && body[at] == '\n' {
			at++
		}
		w.pages[i] = at
	}
	return &Text{MediaType: media, Body: body, Pages: w.pages}, nil
}

func heading(level int, text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return ""
	}
	return strings.Repeat("#", min(max(level, 1), 6)) + " " + text
}

// hidden marks what a reader of the file does not see. It is kept, and read as
// what it is: a comment.
func hidden(text string) string {
	return "<!-- " + strings.NewReplacer("--", "- -", "<", "‹", ">", "›").Replace(strings.TrimSpace(text)) + " -->"
}

// table writes rows as a Markdown table, whose first row is its head.
func table(rows [][]string) string {
	width := 0
	for _, r := range rows {
		width = max(width, len(r))
	}
	if width == 0 {
		return ""
	}
	var b strings.Builder
	for i, r := range rows {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteByte('|')
		for c := range width {
			cell := ""
			if c < len(r) {
				cell = strings.ReplaceAll(strings.Join(strings.Fields(r[c]), " "), "|", `\|`)
			}
			b.WriteString(" " + cell + " |")
		}
		if i == 0 {
			b.WriteString("\n|" + strings.Repeat(" --- |", width))
		}
	}
	return b.String()
}

// clean takes out of a text what no page shows and no document may hold:
// control characters, soft hyphens, characters that are none. White space of
// other kinds becomes a space. Invisible characters that can carry a message
// stay, for they are told of where the text is read.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\u00a0' || r == '\u202f' || r == '\u2007':
			return ' '
		case unicode.IsControl(r), r == '\u00ad', r == utf8.RuneError, r == '\ufeff', r&0xfffe == 0xfffe:
			return -1
		case r == '\u2028' || r == '\u2029':
			return '\n'
		}
		return r
	}, s)
}

// tidy trims the lines of a paragraph and joins runs of spaces: spaces at the
// begin of a line would make it code.
func tidy(s string) string {
	lines := strings.Split(clean(s), "\n")
	for i, l := range lines {
		lines[i] = strings.Join(strings.FieldsFunc(l, func(r rune) bool { return r == ' ' }), " ")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n ")
}

func note(n int) string { return "[^" + strconv.Itoa(n) + "]" }
