package extract

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// docx is a document being read.
type docx struct {
	styles styles
	lists  lists
	counts counters
	out    writer
	inList bool
	// notes are the texts of foot- and endnotes by kind and id; cited are
	// those that the body cites, in order.
	notes map[string]string
	cited []string
}

// walker goes through a part with a stack of where it is. Paragraphs can
// stand inside a paragraph, in a text box, and tables in a cell.
type walker struct {
	d      *docx
	depth  int
	skip   int // depth from which all is left out, 0 for nothing
	paras  []*para
	tables []*grid
	emit   func(*para)
}

// para is a paragraph being read.
type para struct {
	text      strings.Builder
	style     string
	outline   int
	list      listRef
	listed    bool
	shaded    bool
	run       run
	invisible bool // the last text was
}

// run is what the properties of a run say.
type run struct{ vanish, white, shaded, tiny, deep bool }

// grid is a table being read.
type grid struct {
	rows [][]string
	cell []string // paragraphs of the open cell
	open bool
}

func (d *docx) readBody(x *xml.Decoder) error {
	d.counts = counters{}
	w := &walker{d: d}
	w.emit = d.paragraph
	return w.walk(x)
}

func (w *walker) walk(x *xml.Decoder) error {
	for {
		token, err := x.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if w.depth++; w.depth > maxDepth {
				return tooComplex()
			}
			if w.skip == 0 {
				w.start(t)
			}
		case xml.EndElement:
			if w.skip == 0 {
				w.end(t.Name)
			}
			if w.skip == w.depth {
				w.skip = 0
			}
			w.depth--
		case xml.CharData:
			if p := w.para(); w.skip == 0 && p != nil && p.run.deep {
				w.write(string(t))
			}
		}
		if w.d.out.over {
			return tooMuchText()
		}
	}
}

func (w *walker) para() *para {
	if len(w.paras) == 0 {
		return nil
	}
	return w.paras[len(w.paras)-1]
}

func (w *walker) grid() *grid {
	if len(w.tables) == 0 {
		return nil
	}
	return w.tables[len(w.tables)-1]
}

// start enters an element.
func (w *walker) start(e xml.StartElement) {
	switch e.Name.Local {
	case "del", "moveFrom", "instrText", "delText", "Fallback", "sdtPr", "rPrChange", "pPrChange", "sectPr":
		w.skip = w.depth
		return
	case "p":
		if ours(e.Name) {
			w.paras = append(w.paras, &para{})
		}
		return
	case "tbl":
		w.tables = append(w.tables, &grid{})
		return
	}
	if g := w.grid(); g != nil {
		switch e.Name.Local {
		case "tr":
			g.rows = append(g.rows, nil)
		case "tc":
			g.cell, g.open = nil, true
		case "gridSpan":
			if n, err := strconv.Atoi(attr(e, "val")); err == nil && len(g.rows) > 0 {
				last := &g.rows[len(g.rows)-1]
				*last = append(*last, make([]string, min(max(n-1, 0), 32))...)
			}
		}
	}
	if p := w.para(); p != nil {
		w.inPara(p, e)
	}
}

// ours says whether a name is one of text: drawings have paragraphs too.
func ours(n xml.Name) bool { return strings.Contains(n.Space, "wordprocessingml") }

// inPara reads an element inside a paragraph.
func (w *walker) inPara(p *para, e xml.StartElement) {
	switch e.Name.Local {
	case "r":
		p.run = run{}
	case "pStyle":
		p.style = attr(e, "val")
	case "outlineLvl":
		if n, err := strconv.Atoi(attr(e, "val")); err == nil && n >= 0 && n < 9 {
			p.outline = n + 1
		}
	case "ilvl":
		p.list.level = level(e)
	case "numId":
		p.list.id, p.listed = attr(e, "val"), true
	case "vanish", "webHidden":
		p.run.vanish = on(e)
	case "color":
		p.run.white = strings.EqualFold(attr(e, "val"), "ffffff")
	case "shd", "highlight":
		p.run.shaded = true
	case "sz":
		n, err := strconv.Atoi(attr(e, "val"))
		p.run.tiny = err == nil && n <= 4 // half points
	case "t":
		p.run.deep = ours(e.Name) || strings.HasSuffix(e.Name.Space, "/math")
	case "tab", "ptab":
		if w.grid() != nil || p.text.Len() > 0 {
			w.write(" ")
		}
	case "br", "cr":
		w.write("\n")
	case "noBreakHyphen":
		w.write("-")
	case "footnoteReference", "endnoteReference":
		w.cite(strings.TrimSuffix(e.Name.Local, "Reference") + attr(e, "id"))
	}
}

// end leaves an element.
func (w *walker) end(name xml.Name) {
	p, g := w.para(), w.grid()
	switch name.Local {
	case "pPr":
		if p != nil { // what it said of the paragraph's own mark is no run's
			p.shaded, p.run = p.run.shaded, run{}
		}
	case "t":
		if p != nil {
			p.run.deep = false
		}
	case "r":
		if p != nil {
			p.run = run{}
		}
	case "p":
		if p != nil && ours(name) {
			w.show(p, false)
			w.paras = w.paras[:len(w.paras)-1]
			if g != nil && g.open {
				g.cell = append(g.cell, tidy(p.text.String()))
			} else {
				w.emit(p)
			}
		}
	case "tc":
		if g != nil && g.open && len(g.rows) > 0 {
			last := &g.rows[len(g.rows)-1]
			*last = append(*last, strings.TrimSpace(strings.Join(g.cell, " ")))
			g.cell, g.open = nil, false
		}
	case "tbl":
		if g != nil {
			w.endTable(g)
		}
	}
}

// endTable writes a table, or puts one that stands in a cell into that cell.
func (w *walker) endTable(g *grid) {
	w.tables = w.tables[:len(w.tables)-1]
	if outer := w.grid(); outer != nil && outer.open {
		for _, r := range g.rows {
			outer.cell = append(outer.cell, strings.Join(r, ", "))
		}
		return
	}
	w.d.inList = false
	w.d.out.block(table(g.rows))
}

// write adds text to the open paragraph. What cannot be seen stands between
// the marks of a comment. White is seen on a shade and, as far as can be told,
// in tables, which their styles shade.
func (w *walker) write(s string) {
	p := w.para()
	if p == nil {
		return
	}
	r := p.run
	w.show(p, strings.TrimSpace(s) != "" && (r.vanish || r.tiny || r.white && !r.shaded && !p.shaded && len(w.tables) == 0) ||
		p.invisible && strings.TrimSpace(s) == "")
	if p.invisible {
		s = strings.NewReplacer("--", "- -", "<", "‹", ">", "›").Replace(s)
	}
	p.text.WriteString(s)
}

func (w *walker) show(p *para, invisible bool) {
	switch {
	case invisible && !p.invisible:
		p.text.WriteString(" <!-- ")
	case p.invisible && !invisible:
		p.text.WriteString(" --> ")
	}
	p.invisible = invisible
}
