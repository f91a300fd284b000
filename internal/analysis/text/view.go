package text

import (
	"unicode"
	"unicode/utf8"
)

// segmenter holds the buffers with which leaves are turned into sentences.
type segmenter struct {
	marker
	// at is the place in the body of each byte of raw.
	at []int
	// view is what a reader sees, white space folded; pos is the place in the
	// body of each of its bytes.
	view []byte
	pos  []int
	// ends are the lengths of view at which a sentence must end.
	ends []int
	// lines are the places in view where a line began, with its length so far.
	lines []lineBreak
}

// lineBreak is where a line of the body ends in the view.
type lineBreak struct {
	at   int
	hard bool
}

// run is a stretch of the body that is seen, as the search index reads it.
type run struct {
	Span
	// after is what stands between the run before and this one.
	after gap
}

type gap byte

const (
	gapNone gap = iota
	gapSpace
	gapLine
	// gapLeaf is the border of a paragraph, a cell or another leaf.
	gapLeaf
)

// load copies a leaf and finds its marks.
func (s *segmenter) load(body string, lines []Span) {
	s.raw, s.at = s.raw[:0], s.at[:0]
	for i, l := range lines {
		if i > 0 {
			s.raw = append(s.raw, '\n')
			s.at = append(s.at, lines[i-1].End)
		}
		s.raw = append(s.raw, body[l.Start:l.End]...)
		for j := l.Start; j < l.End; j++ {
			s.at = append(s.at, j)
		}
	}
	if cap(s.state) < len(s.raw) {
		s.state = make([]byte, len(s.raw), 2*len(s.raw))
	}
	s.state = s.state[:len(s.raw)]
	clear(s.state)
	s.mark()
}

// render writes the view.
func (s *segmenter) render(body string) {
	s.view, s.pos, s.ends, s.lines = s.view[:0], s.pos[:0], s.ends[:0], s.lines[:0]
	for i := 0; i < len(s.raw); {
		switch s.state[i] {
		case hidden:
			i++
			continue
		case severed:
			if len(s.ends) == 0 || s.ends[len(s.ends)-1] != len(s.view) {
				s.ends = append(s.ends, len(s.view))
			}
			i++
			continue
		case spaced:
			s.space(s.at[i])
			i++
			continue
		}
		if s.raw[i] == '\n' {
			s.line(body, i)
			i++
			continue
		}
		r, n := utf8.DecodeRune(s.raw[i:])
		switch {
		case isInvisible(r):
		case unicode.IsSpace(r):
			s.space(s.at[i])
		case r == utf8.RuneError && n == 1:
			// A body should be valid; where it is not, views are all the same.
			s.view = utf8.AppendRune(s.view, r)
			s.pos = append(s.pos, s.at[i], s.at[i], s.at[i])
		default:
			s.view = append(s.view, s.raw[i:i+n]...)
			s.pos = append(s.pos, s.at[i:i+n]...)
		}
		i += n
	}
}

// space adds one space unless there is one.
func (s *segmenter) space(at int) {
	if n := len(s.view); n > 0 && s.view[n-1] != ' ' {
		s.view = append(s.view, ' ')
		s.pos = append(s.pos, at)
	}
}

// line folds a line end: to nothing behind a hyphen that splits a word, else
// to a space.
func (s *segmenter) line(body string, i int) {
	end := s.at[i]
	if wraps(s.raw, i) {
		return
	}
	s.space(end)
	hard := i > 0 && s.raw[i-1] == '\\' || end+2 <= len(body) && body[end:end+2] == "  "
	s.lines = append(s.lines, lineBreak{len(s.view), hard})
}

// wraps reports whether the line end at raw[i] splits a word: there is a
// hyphen behind a letter before it, or a soft hyphen, and a lower-case word
// after it. "Vor-" before "und" is a word by itself.
func wraps(raw []byte, i int) bool {
	last, n := utf8.DecodeLastRune(raw[:i])
	if last == '\u00ad' {
		return true
	}
	if last != '-' && last != '\u2010' {
		return false
	}
	before, _ := utf8.DecodeLastRune(raw[:i-n])
	after, _ := utf8.DecodeRune(raw[i+1:])
	if !unicode.IsLetter(before) || !unicode.IsLower(after) {
		return false
	}
	end := i + 1
	for end < len(raw) && isWord(raw[end]) && end-i < 8 {
		end++
	}
	return !standsAfterHyphen(string(raw[i+1 : end]))
}

// isInvisible reports whether a character takes no room: zero-width and bidi
// controls, soft hyphens, tags, variation selectors and other formats.
func isInvisible(r rune) bool {
	switch {
	case r < 0xa0:
		return r < ' ' && r != '\t' && r != '\n' && r != '\v' && r != '\f' && r != '\r' || r == 0x7f
	case r == 0x2028 || r == 0x2029:
		return false
	case r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0100 && r <= 0xe01ef || r == 0x034f || r == 0x115f || r == 0x1160 || r == 0x3164:
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

// runs adds the stretches of the leaf that are seen to the document.
func (s *segmenter) runs(d *Document) {
	between := gapLeaf
	open := false
	for i, st := range s.state {
		switch {
		case st == shown && s.raw[i] == '\n':
			between, open = max(between, gapLine), false
		case st == spaced || st == severed:
			between, open = max(between, gapSpace), false
		case st == hidden:
			open = false
		case open && s.at[i] == d.runs[len(d.runs)-1].End:
			d.runs[len(d.runs)-1].End++
		default:
			d.runs = append(d.runs, run{Span{s.at[i], s.at[i] + 1}, between})
			between, open = gapNone, true
		}
	}
}
