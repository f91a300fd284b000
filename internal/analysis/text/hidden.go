package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// comments reports every comment, in a block of its own or inside a line, and
// link definitions that hold a text.
func (s *scanner) comments() {
	body := s.d.Body
	for _, b := range s.d.Blocks {
		switch b.Kind {
		case Code:
			continue
		case Comment:
			if body[b.Start] != '[' || speaks(body[b.Start:b.End]) {
				s.add(b.Span, HiddenComment, true)
			}
			continue
		}
		for at := b.Start; ; {
			open := strings.Index(body[at:b.End], "<!--")
			if open < 0 {
				break
			}
			open += at
			end := strings.Index(body[open:b.End], "-->")
			if end < 0 {
				break
			}
			at = open + end + len("-->")
			s.add(Span{open, at}, HiddenComment, true)
		}
	}
}

// speaks reports whether a link definition is there to hold a text and not a
// link: "[//]: # (text)", or a title of four words.
func speaks(line string) bool {
	label, rest, _ := strings.Cut(line[1:], "]:")
	if label == "//" || strings.EqualFold(label, "comment") {
		return true
	}
	_, title, _ := strings.Cut(strings.TrimSpace(rest), " ")
	return len(strings.Fields(title)) >= 4 || read(strings.Trim(title, " \"'()")) != 0
}

const (
	// leastRun is how many invisible characters side by side hide something.
	leastRun = 3
	// leastPieces is how many times a sentence's words are cut by them.
	leastPieces = 5
)

// characters reports characters that hide text or turn its order around.
func (s *scanner) characters() {
	body := s.d.Body
	for i := 0; i < len(body); {
		if body[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(body[i:])
		switch {
		case isBidi(r):
			// An override shows letters in an order of its own; the other
			// controls stand in honest Arabic and Hebrew.
			s.add(s.d.whole(Span{i, i + n}), BidiControl, r == 0x202d || r == 0x202e)
			i += n
		case isInvisible(r) && r != '\u00ad':
			end, count, tags := invisibleRun(body, i)
			flag := tags && i >= 4 && strings.HasSuffix(body[:i], "🏴")
			if (count >= leastRun || tags) && !flag {
				s.add(s.d.whole(Span{i, end}), InvisibleText, true)
			}
			i = end
		default:
			i += n
		}
	}
	for _, x := range s.d.Sentences {
		if pieces(s.d.At(x.Span)) >= leastPieces {
			s.add(x.Span, InvisibleText, true)
		}
	}
}

func isBidi(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 }

// invisibleRun measures a run of invisible characters, and tells whether tag
// characters, which spell ASCII out of sight, are among them.
func invisibleRun(body string, i int) (end, count int, tags bool) {
	for end = i; end < len(body); {
		r, n := utf8.DecodeRuneInString(body[end:])
		if !isInvisible(r) || r < 0xa0 || isBidi(r) {
			break
		}
		tags = tags || r >= 0xe0000 && r <= 0xe007f
		count++
		end += n
	}
	return end, count, tags
}

// pieces counts zero-width characters between two ASCII letters.
func pieces(text string) int {
	n := 0
	for i := 1; i+3 < len(text); i++ {
		if text[i] != 0xe2 || !isLetter(text[i-1]) {
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if (r == '\u200b' || r == '\u200c' || r == '\u200d' || r == '\u2060') && i+size < len(text) && isLetter(text[i+size]) {
			n++
		}
	}
	return n
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// markup reports HTML that hides its content, and orders in the titles of
// links and the attributes of tags, which a reader does not see either.
func (s *scanner) markup() {
	for _, b := range s.d.Blocks {
		if b.Kind == Code || b.Kind == Comment {
			continue
		}
		text := s.d.At(b.Span)
		if strings.Contains(text, "<") {
			s.tags(b, text)
		}
		if strings.Contains(text, "](") {
			s.titles(b, text)
		}
	}
}

// tags walks the tags of a block.
func (s *scanner) tags(b Block, text string) {
	for at := 0; ; {
		open := strings.IndexByte(text[at:], '<')
		if open < 0 {
			return
		}
		open += at
		end := strings.IndexByte(text[open:min(len(text), open+maxTag)], '>')
		if end < 0 {
			at = open + 1
			continue
		}
		inner := text[open+1 : open+end]
		at = open + end + 1
		name := tagName([]byte(inner))
		if name == "" || inner[0] == '/' || !strings.ContainsRune(inner, ' ') {
			continue
		}
		if hides(strings.ToLower(inner)) {
			stop := len(text)
			if shut := strings.Index(strings.ToLower(text[at:]), "</"+name); shut >= 0 {
				stop = at + shut
			}
			s.add(s.d.whole(Span{b.Start + open, b.Start + stop}), InvisibleText, true)
			at = stop
		} else if read(inner).weight() >= 1 {
			s.add(s.d.whole(Span{b.Start + open, b.Start + at}), AddressedToReader, true)
		}
	}
}

// hides reports whether the attributes of a tag, in lower case, make its
// content invisible.
func hides(attributes string) bool {
	a := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '"' || r == '\'' {
			return -1
		}
		return r
	}, attributes)
	a = strings.NewReplacer("background-color", "", "border-color", "", "bgcolor", "").Replace(a)
	for _, sign := range [...]string{"color:white", "color=white", "color:#fff", "color=#fff", "color:transparent", "color:rgb(255,255,255",
		"color:rgba(255,255,255", "display:none", "visibility:hidden", "font-size:0", "font-size:1px", "opacity:0;", "left:-9999", "hidden=hidden"} {
		if strings.Contains(a, sign) {
			return true
		}
	}
	return strings.HasSuffix(a, "opacity:0") || strings.HasSuffix(attributes, " hidden") || strings.Contains(attributes, " hidden ")
}

// titles looks into the titles of links and images.
func (s *scanner) titles(b Block, text string) {
	for at := 0; ; {
		open := strings.Index(text[at:], "](")
		if open < 0 {
			return
		}
		at += open + 2
		rest := text[at:min(len(text), at+maxDest)]
		q := strings.IndexAny(rest, "\"')[]\n")
		if q <= 0 || rest[q] != '"' && rest[q] != '\'' {
			continue
		}
		end := strings.IndexByte(rest[q+1:], rest[q])
		if end > 0 && read(rest[q+1:q+1+end]).weight() >= 1 {
			s.add(s.d.whole(Span{b.Start + at, b.Start + at + q + end + 2}), AddressedToReader, true)
		}
	}
}
