package llm

import (
	"slices"
	"strings"
	"unicode"

	"dossier/internal/analysis"
	"dossier/internal/analysis/text"
)

// view is a window as the model sees it.
type view struct {
	Fence   string
	Title   string
	Section string
	Lines   []line
	// LeftOut counts lines that are not shown because they address the reader.
	LeftOut int
}

// line is a numbered sentence. Numbers count from 1 in the window, so that a
// window reads the same wherever in the document it stands.
type line struct {
	N    int
	Text string
}

const (
	roleSystem    = "system"
	roleUser      = "user"
	roleAssistant = "assistant"

	maxTitle   = 160
	maxSection = 240
)

// viewOf builds the view of a window. Sentences that can never be evidence,
// and headings among them, are not shown.
func (c *Client) viewOf(in analysis.MapInput, w text.Window, m mask) view {
	v := view{Title: m.label(in.Title, maxTitle)}
	barred := map[string]bool{}
	for i, s := range in.Doc.Sentences {
		hidden := slices.ContainsFunc(in.Excluded, s.Overlaps)
		if hidden {
			barred[oneLine(s.View)] = true
		}
		if i < w.First || i >= w.Last {
			continue
		}
		switch t := oneLine(s.View); {
		case hidden:
			v.LeftOut++
		case t != "":
			v.Lines = append(v.Lines, line{N: i - w.First + 1, Text: m.hide(t)})
		}
	}
	path := slices.DeleteFunc(slices.Clone(w.Path), func(s string) bool { return barred[oneLine(s)] })
	v.Section = m.label(strings.Join(path, " > "), maxSection)
	v.Fence = c.fence(v.body())
	v.Lines = slices.DeleteFunc(v.Lines, func(l line) bool { return strings.Contains(l.Text, v.Fence) })
	return v
}

// body is the text that a fence is made for.
func (v *view) body() string {
	var b strings.Builder
	b.WriteString(v.Title + "\n" + v.Section + "\n")
	for _, l := range v.Lines {
		b.WriteString(l.Text + "\n")
	}
	return b.String()
}

// label makes a text one short line of visible characters without names. It is
// hidden before it is cut, so that no half of a name stays.
func (m mask) label(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r):
			return -1 // what it splits is one word to who reads it
		case unicode.IsControl(r), r == '|':
			return ' '
		}
		return r
	}, s)
	s = m.hide(oneLine(s))
	for i := range s {
		if i > most {
			return strings.TrimSpace(s[:i])
		}
	}
	return s
}

// split cuts a window in two near the middle of its words, at the border of a
// block; false for a window of one block.
func split(d *text.Document, w text.Window) (a, b text.Window, ok bool) {
	if w.LastBlock-w.FirstBlock < 2 {
		return a, b, false
	}
	var borders []int
	for i := w.FirstBlock + 1; i < w.LastBlock; i++ {
		borders = append(borders, d.Blocks[i].First)
	}
	return cutNear(d, w, borders)
}

// splitBlock cuts a window in two near the middle of its words, at the border
// of a sentence; false for a single sentence.
func splitBlock(d *text.Document, w text.Window) (a, b text.Window, ok bool) {
	var borders []int
	for i := w.First + 1; i < w.Last; i++ {
		borders = append(borders, i)
	}
	return cutNear(d, w, borders)
}

// cutNear cuts a window before the sentence, among those given, that leaves
// the most equal halves.
func cutNear(d *text.Document, w text.Window, borders []int) (a, b text.Window, ok bool) {
	before := make([]int, w.Last-w.First+1)
	for i := w.First; i < w.Last; i++ {
		before[i-w.First+1] = before[i-w.First] + text.CountWords(d.Sentences[i].View)
	}
	total := before[w.Last-w.First]
	best, off := -1, 0
	for _, at := range borders {
		if at <= w.First || at >= w.Last {
			continue
		}
		left := before[at-w.First]
		if o := max(left, total-left); best < 0 || o < off {
			best, off = at, o
		}
	}
	if best < 0 {
		return a, b, false
	}
	a, b = w, w
	a.Last, b.First = best, best
	a.Words = before[best-w.First]
	b.Words = total - a.Words
	last, first := d.Sentences[best-1].Block, d.Sentences[best].Block
	a.LastBlock, b.FirstBlock = last+1, first
	if p := d.Blocks[first].Path; len(p) > 0 {
		b.Path = p
	}
	return a, b, true
}
