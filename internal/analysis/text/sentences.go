package text

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
	"golang.org/x/text/unicode/norm"
)

// sentences adds the sentences of a leaf; a whole one is never split.
func (r *reader) sentences(lines []Span, whole bool) {
	s := &r.seg
	s.load(r.doc.Body, lines)
	s.render(r.doc.Body)
	s.runs(r.doc)
	start := 0
	for _, end := range s.boundaries(whole) {
		r.sentence(start, end)
		start = end
	}
}

// sentence adds the part of the view from start to end if anything can be
// read in it.
func (r *reader) sentence(start, end int) {
	s := &r.seg
	for start < end && s.view[start] == ' ' {
		start++
	}
	for end > start && s.view[end-1] == ' ' {
		end--
	}
	view := s.view[start:end]
	if !legible(view) {
		return
	}
	r.doc.Sentences = append(r.doc.Sentences, Sentence{
		Span:  Span{s.pos[start], s.pos[end-1] + 1},
		Block: len(r.doc.Blocks) - 1,
		View:  string(norm.NFC.Bytes(view)),
	})
}

// legible reports whether a letter, a digit or a symbol is in the view.
func legible(view []byte) bool {
	return bytes.ContainsFunc(view, func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.So, r)
	})
}

// boundaries are the ends of the sentences in the view, the last one included.
func (s *segmenter) boundaries(whole bool) []int {
	ends := s.ends
	if !whole {
		raw := s.unicode()
		forced := s.breaks()
		start := 0
		for i, end := range raw {
			next := len(s.view)
			if i+1 < len(raw) {
				next = raw[i+1]
			}
			if end < len(s.view) && joins(s.view[start:end], s.view[end:next]) {
				continue
			}
			ends = append(ends, end)
			start = end
		}
		ends = append(ends, forced...)
	}
	ends = append(ends, len(s.view))
	slices.Sort(ends)
	s.ends = slices.Compact(ends)
	return s.ends
}

// maxNoise bounds a stretch without letters or digits that is given to the
// segmenter in one piece: its look-ahead goes to the end of such a stretch
// from each of its bytes.
const maxNoise = 256

// unicode are the boundaries of UAX #29 in the view.
func (s *segmenter) unicode() []int {
	var out []int
	for start := 0; start < len(s.view); {
		end, noise := start, 0
		for ; end < len(s.view) && noise < maxNoise; end++ {
			if isWord(s.view[end]) && s.view[end] < utf8.RuneSelf {
				noise = 0
			} else {
				noise++
			}
		}
		for end < len(s.view) && !utf8.RuneStart(s.view[end]) {
			end++
		}
		it := sentences.FromBytes(s.view[start:end])
		for it.Next() {
			out = append(out, start+it.End())
		}
		start = end
	}
	// The rules of Unicode never end a sentence before "2021 was", since a
	// lower-case word follows the figure.
	for i := 2; i < len(s.view); i++ {
		if s.view[i-1] == ' ' && isDigit(s.view[i]) && s.view[i-2] == '.' {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// breaks are the line ends that end a sentence without a full stop: those that
// the author marked, and in text with lines of one width those after a short
// line before a capital.
func (s *segmenter) breaks() []int {
	longest, start := 0, 0
	for _, l := range s.lines {
		longest = max(longest, l.at-start)
		start = l.at
	}
	var out []int
	start = 0
	for _, l := range s.lines {
		width := l.at - start
		start = l.at
		next, _ := utf8.DecodeRune(s.view[l.at:])
		if unicode.IsLower(next) || l.at == 0 || l.at >= len(s.view) {
			continue
		}
		short := len(s.lines) > 1 && longest > 40 && 2*width < longest && !bytes.HasSuffix(s.view[:l.at], []byte(", "))
		if l.hard || short {
			out = append(out, l.at)
		}
	}
	return out
}
