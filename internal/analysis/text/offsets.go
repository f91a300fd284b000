package text

import (
	"sort"
	"unicode/utf8"
)

// stride is the number of bytes between the marks of Offsets: what a look-up
// has to count over.
const stride = 256

// Offsets converts places in a body between bytes, UTF-16 code units (by which
// a browser slices) and code points. A place inside a character counts as its
// start, one outside the body as the nearest end.
type Offsets struct {
	body  string
	marks []mark
}

// mark is one place in the three counts.
type mark struct{ byte, utf16, points int }

// NewOffsets reads a body once.
func NewOffsets(body string) *Offsets {
	o := &Offsets{body: body, marks: make([]mark, 1, len(body)/stride+2)}
	at := mark{}
	for at.byte < len(body) {
		at = at.next(body)
		if at.byte-o.marks[len(o.marks)-1].byte >= stride {
			o.marks = append(o.marks, at)
		}
	}
	return o
}

// next steps over one character.
func (m mark) next(body string) mark {
	r, n := utf8.DecodeRuneInString(body[m.byte:])
	m.byte += n
	m.points++
	m.utf16++
	if r >= 0x10000 {
		m.utf16++
	}
	return m
}

// find is the last place of which before says that it is not past what is
// looked for.
func (o *Offsets) find(past func(mark) bool) mark {
	i := sort.Search(len(o.marks), func(i int) bool { return past(o.marks[i]) })
	at := o.marks[max(0, i-1)]
	for at.byte < len(o.body) {
		next := at.next(o.body)
		if past(next) {
			break
		}
		at = next
	}
	return at
}

// UTF16 is the number of UTF-16 code units before a byte.
func (o *Offsets) UTF16(at int) int {
	return o.find(func(m mark) bool { return m.byte > at }).utf16
}

// CodePoint is the number of code points before a byte.
func (o *Offsets) CodePoint(at int) int {
	return o.find(func(m mark) bool { return m.byte > at }).points
}

// FromUTF16 is the byte at which a number of UTF-16 code units have passed.
func (o *Offsets) FromUTF16(units int) int {
	return o.find(func(m mark) bool { return m.utf16 > units }).byte
}

// FromCodePoint is the byte at which a number of code points have passed.
func (o *Offsets) FromCodePoint(points int) int {
	return o.find(func(m mark) bool { return m.points > points }).byte
}
