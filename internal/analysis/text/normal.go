package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// normal is text brought to one form for searching: compatibility characters
// decomposed, lower case, one kind of quotation mark and dash, single spaces,
// no Markdown and nothing invisible. from and to are the places in the body
// that each byte of it comes from.
type normal struct {
	text     string
	from, to []int32
	// hyphens are the places in text at which a hyphen inside a word was taken
	// out.
	hyphens []hyphen
}

// hyphen is a hyphen inside a word. A soft one stands at the end of a line,
// where nobody knows whether the word has it.
type hyphen struct {
	at   int32
	soft bool
}

// item is one character on its way into a normal.
type item struct {
	r        rune
	upper    bool
	from, to int32
}

// lineEnd stands for a line end that may be inside a word.
const lineEnd = '\n'

// normalise reads the runs of a body.
func normalise(body string, runs []run) normal {
	items := make([]item, 0, len(body)+len(body)/16)
	for i, r := range runs {
		at := int32(r.Start)
		switch r.after {
		case gapLeaf, gapSpace:
			items = append(items, item{r: ' ', from: at, to: at})
		case gapLine:
			if i == 0 || !strings.HasSuffix(body[:runs[i-1].End], "\u00ad") {
				items = append(items, item{r: lineEnd, from: at, to: at})
			}
		}
		items = fold(items, body, r.Span)
	}
	return resolve(items)
}

// fold adds the characters of a span, each in its plain form.
func fold(items []item, body string, s Span) []item {
	var buffer [utf8.UTFMax * 20]byte
	for i := s.Start; i < s.End; {
		r, n := utf8.DecodeRuneInString(body[i:s.End])
		if r == '*' && i > 0 && i+1 < s.End && isDigit(body[i-1]) && isDigit(body[i+1]) {
			// "5*3" is not "53".
			r = ' '
		}
		it := item{r: plain(r), upper: unicode.IsUpper(r), from: int32(i), to: int32(i + n)}
		switch {
		case r < utf8.RuneSelf:
			if it.r != 0 {
				items = append(items, it)
			}
		case isInvisible(r):
		case unicode.Is(unicode.No, r) || it.r != r && it.r != unicode.ToLower(r):
			// "10²" is not "102".
			items = append(items, it)
		default:
			for _, c := range string(norm.NFKD.AppendString(buffer[:0], body[i:i+n])) {
				it.r = plain(c)
				items = append(items, it)
			}
		}
		i += n
	}
	return items
}

// plain folds a character that has several forms; 0 is dropped.
func plain(r rune) rune {
	switch r {
	case '’', '‘', '‚', '‛', '′', '`', '´', '“', '”', '„', '‟', '«', '»', '‹', '›', '″', '"':
		return '\''
	case '\u2010', '\u2011':
		return '-'
	case '‒', '–', '—', '―', '−':
		return '—'
	case '|', '\t', '\r', '\n':
		return ' '
	case '[', ']', '*':
		return 0
	}
	if r >= utf8.RuneSelf && unicode.IsSpace(r) {
		return ' '
	}
	return unicode.ToLower(r)
}

// resolve writes items out: white space becomes one space or, beside a dash,
// none; hyphens inside words are taken out and noted.
func resolve(items []item) normal {
	var n normal
	b := make([]byte, 0, len(items)+len(items)/8)
	n.from, n.to = make([]int32, 0, cap(b)), make([]int32, 0, cap(b))
	put := func(it item) {
		before := len(b)
		b = utf8.AppendRune(b, it.r)
		for range len(b) - before {
			n.from, n.to = append(n.from, it.from), append(n.to, it.to)
		}
	}
	for i := 0; i < len(items); i++ {
		it := items[i]
		switch it.r {
		case 0:
		case ' ', lineEnd:
			if len(b) > 0 && b[len(b)-1] != ' ' && b[len(b)-1] != '-' && !dashNext(items, i) {
				it.r = ' '
				put(it)
			}
		case '-', '—':
			soft := it.r == '-' && wrapsItem(items, i)
			switch {
			case soft, it.r == '-' && letterAt(items, i-1) && letterAt(items, i+1):
				n.hyphens = append(n.hyphens, hyphen{int32(len(b)), soft})
				if soft {
					i++
				}
			default:
				it.r = '-'
				put(it)
			}
		case '_':
			if letterAt(items, i-1) && letterAt(items, i+1) {
				put(it)
			}
		default:
			put(it)
		}
	}
	n.text = string(b)
	return n
}

func letterAt(items []item, i int) bool {
	return i >= 0 && i < len(items) && (unicode.IsLetter(items[i].r) || unicode.Is(unicode.Mn, items[i].r))
}

// dashNext reports whether the white space at i stands before a dash. One that
// is the sign of a number keeps its space.
func dashNext(items []item, i int) bool {
	for i < len(items) && (items[i].r == ' ' || items[i].r == lineEnd) {
		i++
	}
	if i >= len(items) || items[i].r != '-' && items[i].r != '—' {
		return false
	}
	return i+1 >= len(items) || !unicode.IsDigit(items[i+1].r)
}

// wrapsItem reports whether the hyphen at i splits a word at the end of a
// line.
func wrapsItem(items []item, i int) bool {
	if i+2 >= len(items) || items[i+1].r != lineEnd || !letterAt(items, i-1) || !letterAt(items, i+2) || items[i+2].upper {
		return false
	}
	var word []rune
	for j := i + 2; j < len(items) && letterAt(items, j) && len(word) < 8; j++ {
		word = append(word, items[j].r)
	}
	return !standsAfterHyphen(string(word))
}

// standsAfterHyphen reports whether a word follows a hyphen without being part
// of the word before it ("Vor- und").
func standsAfterHyphen(word string) bool {
	switch word {
	case "und", "oder", "bzw", "and", "or", "to", "bis", "sowie":
		return true
	}
	return false
}
