package extract

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// layOut makes Markdown of the lines of pages: paragraphs by the space between
// lines, headings by the size of letters, tables by columns that stand below
// each other. Lines that every page repeats are left out.
func layOut(pages [][]line) (*Text, error) {
	pages = withoutRunning(pages)
	body := bodySize(pages)
	ranks := headingSizes(pages, body)
	var out writer
	open := "" // a paragraph that the next page may go on with
	for _, lines := range pages {
		lines = recognised(lines)
		blocks := blocksOf(lines, body, ranks)
		if open != "" && len(blocks) > 0 && blocks[0].goesOn(open) {
			out.b.WriteString(" ")
			out.page()
			out.b.WriteString(blocks[0].text)
			blocks = blocks[1:]
			if len(blocks) > 0 {
				open = ""
			}
		} else {
			out.page()
		}
		for _, b := range blocks {
			out.block(b.text)
			open = ""
			if b.plain {
				open = b.text
			}
		}
	}
	return out.text(PDF)
}

// maxHeading is how many bytes a heading may have; what is longer is a text in
// large letters.
const maxHeading = 200

// block is a paragraph, a heading or a table.
type block struct {
	text  string
	plain bool
}

// goesOn says whether a block is the rest of a paragraph that does not end.
func (b block) goesOn(before string) bool {
	first, _ := utf8.DecodeRuneInString(b.text)
	last, _ := utf8.DecodeLastRuneInString(before)
	return b.plain && unicode.IsLower(first) && !strings.ContainsRune(".!?:;", last)
}

// blocksOf joins the lines of a page.
func blocksOf(lines []line, body float64, ranks []float64) (blocks []block) {
	for i := 0; i < len(lines); {
		if rows, n := tableAt(lines[i:]); n > 0 {
			blocks = append(blocks, block{text: table(rows)})
			i += n
			continue
		}
		n := 1
		for i+n < len(lines) && sameBlock(lines[i+n-1], lines[i+n]) {
			if _, rows := tableAt(lines[i+n:]); rows > 0 {
				break
			}
			n++
		}
		text := join(lines[i : i+n])
		if rank := slices.IndexFunc(ranks, func(s float64) bool { return near(s, lines[i].words[0].size) }); rank >= 0 && len(text) <= maxHeading && !lines[i].words[0].hidden {
			blocks = append(blocks, block{text: heading(rank+1, text)})
		} else {
			blocks = append(blocks, block{text: text, plain: true})
		}
		i += n
	}
	return blocks
}

// sameBlock says whether a line goes on with the paragraph of the one before:
// it stands as close below as lines of one paragraph do, in the same size, and
// begins no item of a list.
func sameBlock(a, b line) bool {
	up, low := a.words[len(a.words)-1], b.words[0]
	gap := up.y - low.y
	return near(up.size, low.size) && up.hidden == low.hidden && gap > 0 && gap < 1.65*up.size && itemMark(b.text()) == ""
}

// itemMark is the mark of an item of a list that a text begins with, with the
// space after it, or nothing.
func itemMark(text string) string {
	mark, _, ok := strings.Cut(text, " ")
	if !ok {
		return ""
	}
	number := strings.TrimRight(mark, ".)")
	switch {
	case strings.Contains("•▪‣◦–*·-", mark), // PDFs have no lists, only these
		number != mark && len(number) <= 3 && strings.Trim(number, "0123456789") == "" && number != "":
		return mark + " "
	}
	return ""
}

// join writes lines as one paragraph. Words that a line broke are whole
// already.
func join(lines []line) string {
	var words []word
	for _, l := range lines {
		words = append(words, l.words...)
	}
	text := tidy(marked(words))
	if m := itemMark(text); strings.ContainsAny(m, "•▪‣◦·") {
		text = "- " + strings.TrimPrefix(text, m)
	}
	return text
}

// marked writes words, those that nobody sees as a comment.
func marked(words []word) string {
	var parts []string
	for i := 0; i < len(words); {
		n := 1
		for i+n < len(words) && words[i+n].hidden == words[i].hidden {
			n++
		}
		t := line{words: words[i : i+n]}.text()
		if words[i].hidden {
			t = hidden(t)
		}
		parts = append(parts, t)
		i += n
	}
	return strings.Join(parts, " ")
}

// recognised makes visible what text recognition put under the picture of a
// page: there nearly all text is invisible.
func recognised(lines []line) []line {
	all, unseen := 0, 0
	for _, l := range lines {
		for _, w := range l.words {
			all++
			if w.hidden {
				unseen++
			}
		}
	}
	if 10*unseen < 9*all {
		return lines
	}
	for _, l := range lines {
		for i := range l.words {
			l.words[i].hidden = false
		}
	}
	return lines
}

func near(a, b float64) bool { return math.Abs(a-b) <= 0.06*max(a, b) }

// bodySize is the size that most letters have.
func bodySize(pages [][]line) float64 {
	letters := map[float64]int{}
	for _, p := range pages {
		for _, l := range p {
			for _, w := range l.words {
				letters[math.Round(w.size*2)/2] += len(w.text)
			}
		}
	}
	best := 0.0
	for size, n := range letters {
		if n > letters[best] || n == letters[best] && size < best {
			best = size
		}
	}
	return best
}

// headingSizes are the sizes well above the body's, largest first: each is a
// rank of headings.
func headingSizes(pages [][]line, body float64) (sizes []float64) {
	for _, p := range pages {
		for _, l := range p {
			size := l.words[0].size
			if size >= 1.15*body && !slices.ContainsFunc(sizes, func(s float64) bool { return near(s, size) }) {
				sizes = append(sizes, size)
			}
		}
	}
	slices.Sort(sizes)
	slices.Reverse(sizes)
	return sizes
}
