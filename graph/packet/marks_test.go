package packet

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"
)

// Offsets count as a browser counts: a passage that ends within a pair of
// units takes no half of a character.
func TestPassagesAreCutWhereABrowserCuts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		body       string
		start, end int
		want       string
	}{
		{"one two", 4, 7, "two"},
		{"größer als", 0, 6, "größer"},
		{"a 😀 b", 2, 4, "😀"},
		{"a 😀 b", 5, 6, "b"},
		{"a 😀 b", 2, 3, ""},
		{"short", 2, 90, "ort"},
		{"short", 90, 95, ""},
		{"short", -3, 2, "sh"},
		{"short", 3, 1, ""},
		{"", 0, 4, ""},
	} {
		pieces := cut(test.body, []ref{{"e1", test.start, test.end}})
		got, begun := "", 0
		for _, p := range pieces {
			if p.Marked {
				got += string(p.Text)
			}
			begun += len(p.Begin)
		}
		if got != test.want || begun != 1 {
			t.Errorf("%q from %d to %d: %q, begun %d times; want %q, once", test.body, test.start, test.end, got, begun, test.want)
		}
	}
}

// However passages overlap, the pieces are the text, each passage begins once,
// and what is marked is what some passage covers.
func TestPiecesAreTheText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		body := rapid.StringOfN(rapid.RuneFrom([]rune("ab \nß€😀")), 0, 40, -1).Draw(r, "body")
		units := utf16.Encode([]rune(body))
		covered := make([]bool, len(units))
		var refs []ref
		for i := range rapid.IntRange(0, 6).Draw(r, "passages") {
			start := rapid.IntRange(0, len(units)).Draw(r, "start")
			end := rapid.IntRange(start, len(units)).Draw(r, "end")
			if start < len(units) && units[start] >= 0xDC00 && units[start] < 0xE000 {
				start-- // whole characters
			}
			if end < len(units) && units[end] >= 0xDC00 && units[end] < 0xE000 {
				end--
			}
			if end < start {
				continue
			}
			refs = append(refs, ref{"e" + strconv.Itoa(i), start, end})
			for k := start; k < end; k++ {
				covered[k] = true
			}
		}
		var all strings.Builder
		var marked []bool
		begun := map[string]int{}
		for _, p := range cut(body, refs) {
			for _, b := range p.Begin {
				begun[b.Anchor]++
				if at := len(marked); at != b.start {
					r.Fatalf("%s begins at %d, want %d", b.Anchor, at, b.start)
				}
			}
			all.WriteString(string(p.Text))
			for range utf16.Encode([]rune(string(p.Text))) {
				marked = append(marked, p.Marked)
			}
		}
		if all.String() != body {
			r.Fatalf("the pieces are %q", all.String())
		}
		for k := range covered {
			if marked[k] != covered[k] {
				r.Fatalf("unit %d is marked: %v", k, marked[k])
			}
		}
		for _, f := range refs {
			if begun[f.Anchor] != 1 {
				r.Fatalf("%s begins %d times", f.Anchor, begun[f.Anchor])
			}
		}
	})
}
