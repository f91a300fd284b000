package text

import (
	"crypto/sha256"
	"encoding/binary"
	"io"
	"strings"
	"unicode"
)

const (
	// leastWindow is how many words a window holds before its section may be
	// cut inside.
	leastWindow = 500
	// mostWindow is how many words a window holds at most, unless a single
	// block is longer.
	mostWindow = 1500
	// leastSection is how many words a section needs for a window of its own.
	leastSection = 120
	// cutMask makes one block in eight a place to cut.
	cutMask = 7
)

// Windows divides a document into runs of whole blocks. Cuts depend on the
// text near them and on nothing before it, so an edit of one paragraph changes
// one window, seldom two: always before a heading of level 1 or 2; inside such
// a section, once 500 words are in, before a heading or a block whose hash
// says so, and before 1,500 are passed at the block with the least hash. A
// section under 120 words joins the one before it under the same title.
func Windows(d *Document) []Window {
	c := &cutter{d: d, words: make([]int, len(d.Blocks)), hash: make([]uint64, len(d.Blocks))}
	for i, b := range d.Blocks {
		for _, s := range d.Sentences[b.First:b.Last] {
			c.words[i] += CountWords(s.View)
		}
		sum := sha256.Sum256([]byte(d.At(b.Span)))
		c.hash[i] = binary.BigEndian.Uint64(sum[:8])
	}
	start, text := 0, false
	for i, b := range d.Blocks {
		// Headings alone are no section.
		if b.Kind == Heading && b.Level <= 2 && text {
			c.section(start, i)
			start, text = i, false
		}
		text = text || b.Kind != Heading && b.First < b.Last
	}
	if start < len(d.Blocks) {
		c.section(start, len(d.Blocks))
	}
	out := make([]Window, 0, len(c.ranges))
	for _, r := range c.ranges {
		if w := c.window(r[0], r[1]); w.First < w.Last {
			out = append(out, w)
		}
	}
	return out
}

// cutter gathers half-open ranges of blocks.
type cutter struct {
	d      *Document
	words  []int
	hash   []uint64
	ranges [][2]int
}

// section divides blocks start to end.
func (c *cutter) section(start, end int) {
	total := c.sum(start, end)
	if n := len(c.ranges); n > 0 && total < leastSection && c.continues(start) &&
		c.sum(c.ranges[n-1][0], end) <= mostWindow {
		c.ranges[n-1][1] = end
		return
	}
	for start < end {
		cut := c.cut(start, end)
		c.ranges = append(c.ranges, [2]int{start, cut})
		start = cut
	}
}

// continues reports whether a section that begins at a block stands under the
// same heading of level 1 as the text before it.
func (c *cutter) continues(start int) bool {
	b := c.d.Blocks[start]
	return b.Kind != Heading || b.Level > 1
}

// cut is where the window that begins at start ends.
func (c *cutter) cut(start, end int) int {
	words, least := 0, -1
	for i := start; i < end; i++ {
		if words >= leastWindow {
			if c.d.Blocks[i].Kind == Heading || c.hash[i]&cutMask == 0 {
				return i
			}
			if least < 0 || c.hash[i] < c.hash[least] {
				least = i
			}
		}
		if words > 0 && words+c.words[i] > mostWindow {
			if least > start {
				return least
			}
			return i
		}
		words += c.words[i]
	}
	return end
}

func (c *cutter) sum(start, end int) int {
	n := 0
	for _, w := range c.words[start:end] {
		n += w
	}
	return n
}

// window makes the window of a range. Its path is that of its first text.
func (c *cutter) window(start, end int) Window {
	blocks := c.d.Blocks[start:end]
	w := Window{
		First: blocks[0].First, Last: blocks[len(blocks)-1].Last,
		FirstBlock: start, LastBlock: end, Words: c.sum(start, end), Path: blocks[0].Path,
	}
	for _, b := range blocks {
		if b.Kind != Heading && b.First < b.Last {
			w.Path = b.Path
			break
		}
	}
	return w
}

// CountWords counts the words of a view: runs of characters between white
// space that hold a letter or a digit.
func CountWords(view string) int {
	n, in := 0, false
	for _, r := range view {
		switch {
		case r == ' ':
			in = false
		case !in && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			in = true
			n++
		}
	}
	return n
}

// Hash names what can be read in a window: the headings above it and the kind,
// depth and view of all in it. Where it stands in the body and which numbers
// its sentences have is no part of it, so text that is inserted above does not
// change it.
func (d *Document) Hash(w Window) [sha256.Size]byte {
	h := sha256.New()
	put := func(s string) {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(s)))
		h.Write(size[:])
		io.WriteString(h, s)
	}
	put(strings.Join(w.Path, "\n"))
	for _, b := range d.Blocks[w.FirstBlock:w.LastBlock] {
		put(string(b.Kind))
		put(string(rune('0' + b.Level)))
		for _, s := range d.Sentences[b.First:b.Last] {
			put(s.View)
		}
	}
	return [sha256.Size]byte(h.Sum(nil))
}
