package extract

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"
)

// readNotes reads the foot- or endnotes, each a few paragraphs.
func (d *docx) readNotes(x *xml.Decoder) error {
	if d.notes == nil {
		d.notes = map[string]string{}
	}
	id := ""
	var paragraphs []string
	w := &walker{d: d, emit: func(p *para) { paragraphs = append(paragraphs, tidy(p.text.String())) }}
	return w.walkNotes(x, func(e xml.StartElement) {
		if k := attr(e, "type"); k == "" || k == "normal" {
			id, paragraphs = e.Name.Local+attr(e, "id"), nil
		}
	}, func() {
		if id != "" {
			d.notes[id] = strings.TrimSpace(strings.Join(paragraphs, " "))
		}
		id = ""
	})
}

// walkNotes walks one note after the other.
func (w *walker) walkNotes(x *xml.Decoder, begin func(xml.StartElement), done func()) error {
	for {
		token, err := x.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Local != "footnote" && e.Name.Local != "endnote" {
			continue
		}
		begin(e)
		if err := w.walk(xml.NewTokenDecoder(&within{x: x, depth: 1})); err != nil {
			return err
		}
		done()
	}
}

// within gives the tokens of one element, up to its end.
type within struct {
	x     *xml.Decoder
	depth int
}

// Token is the next token inside the element.
func (w *within) Token() (xml.Token, error) {
	t, err := w.x.Token()
	if err != nil {
		return nil, err
	}
	switch t.(type) {
	case xml.StartElement:
		w.depth++
	case xml.EndElement:
		w.depth--
	}
	if w.depth == 0 {
		return nil, io.EOF
	}
	return t, nil
}

// cite writes the mark of a note where the text cites it. Two marks of one
// note have one number.
func (w *walker) cite(id string) {
	d := w.d
	if d.notes[id] == "" {
		return
	}
	at := slices.Index(d.cited, id)
	if at < 0 {
		at = len(d.cited)
		d.cited = append(d.cited, id)
	}
	w.write(note(at + 1))
}

// writeNotes writes the notes that were cited below the text.
func (d *docx) writeNotes() {
	for i, id := range d.cited {
		d.out.block(note(i+1) + ": " + strings.ReplaceAll(d.notes[id], "\n", " "))
	}
}

// paragraph writes a paragraph of the body.
func (d *docx) paragraph(p *para) {
	text := tidy(p.text.String())
	s := d.styles.of(p.style)
	if text == "" || s.toc {
		return
	}
	ref := p.list
	if !p.listed {
		ref = s.list
	}
	level := max(p.outline, s.heading)
	switch {
	case s.title:
		d.out.block(heading(1, text))
	case level > 0:
		d.out.block(heading(level, text))
	case ref.id != "" && ref.id != "0":
		mark := d.counts.item(d.lists, ref)
		text = mark + strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", len(mark)))
		if d.inList {
			d.out.line(text)
		} else {
			d.out.block(text)
		}
		d.inList = true
		return
	default:
		d.out.block(text)
	}
	d.inList = false
}
