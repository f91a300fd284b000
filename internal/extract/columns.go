package extract

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// tableAt reads a table that begins with the first line, and how many lines it
// has: two lines or more, of two columns or more, whose columns begin below
// each other.
func tableAt(lines []line) (rows [][]string, n int) {
	head := cells(lines[0])
	if len(head) < 2 {
		return nil, 0
	}
	for _, l := range lines {
		row := cells(l)
		if !below(head, row) {
			break
		}
		texts := make([]string, len(row))
		for i, c := range row {
			texts[i] = marked(c)
		}
		rows = append(rows, texts)
	}
	if len(rows) < 2 {
		return nil, 0
	}
	return rows, len(rows)
}

// cells splits a line where the space between two words is wider than any
// between words of a sentence.
func cells(l line) (cells [][]word) {
	from := 0
	for i := 1; i < len(l.words); i++ {
		if l.words[i].left-l.words[i-1].right > 1.5*l.words[i].size {
			cells = append(cells, l.words[from:i])
			from = i
		}
	}
	return append(cells, l.words[from:])
}

// below says whether the cells of two lines stand below each other: each
// begins, or ends, where the other does.
func below(a, b [][]word) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		size := a[i][0].size
		left := math.Abs(a[i][0].left - b[i][0].left)
		right := math.Abs(a[i][len(a[i])-1].right - b[i][len(b[i])-1].right)
		if min(left, right) > size {
			return false
		}
	}
	return true
}

// withoutRunning takes out headers and footers: the first or last line of a
// page that, but for its digits, stands at the same height on three pages or
// more, and on a tenth of all, as that of a chapter does.
func withoutRunning(pages [][]line) [][]line {
	digits := regexp.MustCompile(`\d+`)
	seen := map[string]int{}
	key := func(where string, l line) string {
		return where + strconv.Itoa(int(math.Round(l.words[0].y))) + " " + digits.ReplaceAllString(strings.ToLower(l.text()), "#")
	}
	for _, p := range pages {
		if len(p) > 1 {
			seen[key("first ", p[0])]++
			seen[key("last ", p[len(p)-1])]++
		}
	}
	runs := func(where string, l line) bool {
		n := seen[key(where, l)]
		return n >= 3 && 10*n >= len(pages)
	}
	kept := make([][]line, len(pages))
	for i, p := range pages {
		if len(p) < 2 {
			kept[i] = p
			continue
		}
		from, to := 0, len(p)
		if runs("first ", p[0]) {
			from++
		}
		if runs("last ", p[to-1]) {
			to--
		}
		kept[i] = p[from:to]
	}
	return kept
}
