package extract

import (
	"math"
	"strings"
	"unicode"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"
	"github.com/klippa-app/go-pdfium/structs"
)

// word is a run of characters without a space. Where it stands is measured as
// its reader holds the page: left and right edge along the line, the height
// across it, that of its end where a line breaks it.
type word struct {
	text                 string
	left, right, y, size float64
	hidden               bool
}

// line is words on one base line, as PDFium orders them.
type line struct{ words []word }

func (l line) text() string {
	parts := make([]string, len(l.words))
	for i, w := range l.words {
		parts[i] = w.text
	}
	return strings.Join(parts, " ")
}

// pageReader reads one page.
type pageReader struct {
	*pdfReader
	page  requests.Page
	text  references.FPDF_TEXTPAGE
	sheet structs.FPDF_FS_RECTF
	plain *bool // the page has text alone on it
}

// lines reads characters, of which PDFium makes up those between words and
// lines, and asks for each word where it stands and whether it can be seen.
func (p *pageReader) lines(count int) (lines []line, err error) {
	var l line
	var text strings.Builder
	first, broken := -1, false
	end := func(last int) error {
		if first < 0 {
			return nil
		}
		w, err := p.word(clean(text.String()), first, last, broken)
		if w.text != "" {
			l.words = append(l.words, w)
		}
		text.Reset()
		first, broken = -1, false
		return err
	}
	for i := range count {
		c, err := p.char(i)
		if err != nil {
			return nil, err
		}
		switch c {
		case '\r', '\n', ' ', '\t', '\u00a0', 0:
			if err := end(i - 1); err != nil {
				return nil, err
			}
			if (c == '\r' || c == '\n') && len(l.words) > 0 {
				lines = append(lines, l)
				l = line{}
			}
		case 2, 0xfffe: // how PDFium marks the hyphen at which a line breaks a word
			broken = true
			if next, err := p.char(i + 1); err == nil && (unicode.IsUpper(next) || unicode.IsDigit(next)) {
				text.WriteByte('-')
			}
		default:
			if first < 0 {
				first = i
			}
			text.WriteRune(c)
		}
	}
	if err := end(count - 1); err != nil {
		return nil, err
	}
	if len(l.words) > 0 {
		lines = append(lines, l)
	}
	return lines, nil
}

func (p *pageReader) char(i int) (rune, error) {
	c, err := p.engine.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: p.text, Index: i})
	if err != nil {
		return 0, err
	}
	return rune(uint32(c.Unicode) & 0x1fffff), nil
}

func (p *pageReader) word(text string, first, last int, broken bool) (word, error) {
	size, err := p.engine.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: p.text, Index: first})
	if err != nil {
		return word{}, err
	}
	m, err := p.engine.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: p.text, Index: first})
	if err != nil {
		return word{}, err
	}
	from, err := p.box(first)
	if err != nil {
		return word{}, err
	}
	to := from
	if last > first {
		if to, err = p.box(last); err != nil {
			return word{}, err
		}
	}
	a, b := float64(m.Matrix.A), float64(m.Matrix.B)
	along := math.Hypot(a, b)
	if along == 0 {
		a, along = 1, 1
	}
	cos, sin := a/along, b/along
	w := word{text: text, size: size.FontSize * math.Hypot(float64(m.Matrix.C), float64(m.Matrix.D))}
	w.left = min(from.Left*cos, from.Right*cos) + min(from.Bottom*sin, from.Top*sin)
	w.right = max(to.Left*cos, to.Right*cos) + max(to.Bottom*sin, to.Top*sin)
	at := first
	if broken {
		at = last
	}
	origin, err := p.engine.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: p.text, Index: at})
	if err != nil {
		return word{}, err
	}
	w.y = origin.Y*cos - origin.X*sin
	w.hidden = w.size < 2 || p.offSheet(from) || p.unseen(first)
	return w, nil
}

func (p *pageReader) box(i int) (*responses.FPDFText_GetCharBox, error) {
	return p.engine.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: p.text, Index: i})
}

func (p *pageReader) offSheet(b *responses.FPDFText_GetCharBox) bool {
	s := p.sheet
	return b.Right < float64(s.Left) || b.Left > float64(s.Right) || b.Top < float64(s.Bottom) || b.Bottom > float64(s.Top)
}

// unseen says whether a character is drawn so that nobody sees it: in white on
// a page with nothing but text, or not at all.
func (p *pageReader) unseen(index int) bool {
	object, err := p.engine.FPDFText_GetTextObject(&requests.FPDFText_GetTextObject{TextPage: p.text, Index: index})
	if err == nil {
		mode, err := p.engine.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{PageObject: object.TextObject})
		if err == nil && mode.TextRenderMode == enums.FPDF_TEXTRENDERMODE_INVISIBLE {
			return true
		}
	}
	c, err := p.engine.FPDFText_GetFillColor(&requests.FPDFText_GetFillColor{TextPage: p.text, Index: index})
	if err != nil {
		return false
	}
	return c.A == 0 || c.R > 250 && c.G > 250 && c.B > 250 && p.onlyText()
}

// onlyText says whether nothing but text is drawn on the page, so that white
// text has no ground to be seen on.
func (p *pageReader) onlyText() bool {
	if p.plain != nil {
		return *p.plain
	}
	plain := true
	p.plain = &plain
	count, err := p.engine.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: p.page})
	if err != nil {
		return plain
	}
	for i := range count.Count {
		o, err := p.engine.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: p.page, Index: i})
		if err != nil {
			continue
		}
		kind, err := p.engine.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o.PageObject})
		if err == nil && kind.Type != enums.FPDF_PAGEOBJ_TEXT {
			plain = false
			return plain
		}
	}
	return plain
}
