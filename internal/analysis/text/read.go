package text

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	gm "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Read splits a body into blocks and sentences. It takes any bytes and time
// that grows with their number alone.
//
// Only goldmark's parsers for blocks are used. Marks inside a line, tables and
// link definitions are read here, in single passes: goldmark's own are slower
// than linear on hostile input (a table with many columns and many short rows,
// a run of opening brackets), and they do not keep the place of every byte.
func Read(body string) *Document {
	r := &reader{doc: &Document{Body: body}}
	source := shadow(body)
	root := blockParser().Parse(gm.NewReader(source))
	r.source = source
	r.walk(root, Paragraph, 0)
	r.doc.index = onceIndex(r.doc)
	return r.doc
}

// blockParser knows every block of CommonMark and nothing inline.
func blockParser() parser.Parser {
	return parser.NewParser(parser.WithBlockParsers(
		util.Prioritized(parser.NewSetextHeadingParser(), 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(parser.NewHTMLBlockParser(), 900),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	))
}

// reader gathers the blocks of one body in order.
type reader struct {
	doc    *Document
	source []byte
	// path and levels are the headings that are open.
	path   []string
	levels []int
	seg    segmenter
}

// walk visits the blocks below n. kind and level say what a paragraph there
// is: the innermost list or quote around it decides.
func (r *reader) walk(n ast.Node, kind Kind, level int) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.List:
			r.walk(c, Item, depth(c))
		case *ast.ListItem:
			r.walk(c, Item, level)
		case *ast.Blockquote:
			r.walk(c, Quote, depth(c))
		case *ast.Heading:
			r.heading(r.lines(c), c.Level)
		case *ast.FencedCodeBlock:
			r.fence(c)
		case *ast.CodeBlock:
			r.indented(r.lines(c), kind, level)
		case *ast.HTMLBlock:
			r.html(c, kind, level)
		case *ast.Paragraph, *ast.TextBlock:
			r.paragraph(r.lines(c), kind, level)
		}
	}
}

// depth counts the containers of a node's kind that are around it, itself
// included.
func depth(n ast.Node) int {
	level := 0
	for p := n; p != nil; p = p.Parent() {
		if p.Kind() == n.Kind() {
			level++
		}
	}
	return level
}

// lines are the ranges of a block's lines, without line ends, outer white
// space and the marks of containers. Blank lines are left out.
func (r *reader) lines(n ast.Node) []Span {
	segments := n.Lines()
	out := make([]Span, 0, segments.Len())
	for i := range segments.Len() {
		s := segments.At(i)
		if line := r.trim(Span{s.Start, s.Stop}); line.Len() > 0 {
			out = append(out, line)
		}
	}
	return out
}

// trim takes ASCII white space off both ends.
func (r *reader) trim(s Span) Span {
	for s.Start < s.End && isSpace(r.doc.Body[s.Start]) {
		s.Start++
	}
	for s.End > s.Start && isSpace(r.doc.Body[s.End-1]) {
		s.End--
	}
	return s
}

func isSpace(b byte) bool {
	return b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == '\v' || b == '\f'
}

// maxHeading is the length in bytes up to which underlined text is a heading;
// anything longer is a paragraph above a rule.
const maxHeading = 200

// heading adds a heading and opens its section.
func (r *reader) heading(lines []Span, level int) {
	if len(lines) == 0 {
		return
	}
	if len(lines) > 1 && (Span{lines[0].Start, lines[len(lines)-1].End}).Len() > maxHeading {
		r.paragraph(lines, Paragraph, 0)
		return
	}
	for len(r.levels) > 0 && r.levels[len(r.levels)-1] >= level {
		r.levels = r.levels[:len(r.levels)-1]
		r.path = r.path[:len(r.path)-1]
	}
	b := r.begin(Heading, level, lines)
	r.sentences(lines, Span{lines[0].Start, lines[len(lines)-1].End}.Len() <= maxHeading)
	r.end(b)
	title := make([]string, 0, 1)
	for _, s := range r.doc.Sentences[r.doc.Blocks[b].First:] {
		title = append(title, s.View)
	}
	// A fresh array: blocks above hold slices of the old one.
	r.path = append(r.path[:len(r.path):len(r.path)], strings.Join(title, " "))
	r.levels = append(r.levels, level)
}

// begin opens a block over lines and returns its number.
func (r *reader) begin(kind Kind, level int, lines []Span) int {
	r.doc.Blocks = append(r.doc.Blocks, Block{
		Span: Span{lines[0].Start, lines[len(lines)-1].End}, Kind: kind, Level: level,
		Path: r.path[:len(r.path):len(r.path)], First: len(r.doc.Sentences),
	})
	return len(r.doc.Blocks) - 1
}

// end closes the block.
func (r *reader) end(b int) { r.doc.Blocks[b].Last = len(r.doc.Sentences) }

// fence adds a fenced block of code, with the fence that opens it.
func (r *reader) fence(c *ast.FencedCodeBlock) {
	span := Span{c.Pos(), c.Pos()}
	for span.End < len(r.source) && r.source[span.End] != '\n' {
		span.End++
	}
	for _, l := range r.lines(c) {
		span.End = max(span.End, l.End)
	}
	if span = r.trim(span); span.Len() > 0 {
		r.end(r.begin(Code, 0, []Span{span}))
	}
}

// indented adds an indented block: code where it looks like it, and else prose
// that was set in from the margin, as text taken out of a PDF often is.
func (r *reader) indented(lines []Span, kind Kind, level int) {
	if len(lines) == 0 {
		return
	}
	if looksLikeCode(r.doc.Body, lines) {
		r.end(r.begin(Code, 0, lines))
		return
	}
	r.paragraph(lines, kind, level)
}

// looksLikeCode tells code from prose by the share of letters and spaces and
// by how its lines end.
func looksLikeCode(body string, lines []Span) bool {
	total, prose, words := 0, 0, 0
	for _, l := range lines {
		s := body[l.Start:l.End]
		switch s[len(s)-1] {
		case ';', '{', '}':
			return true
		}
		words += len(strings.Fields(s))
		for i := range len(s) {
			c := s[i] | 0x20
			if c >= 'a' && c <= 'z' || c >= 0x80 || s[i] == ' ' {
				prose++
			}
		}
		total += len(s)
	}
	return words < 4 || prose*100 < total*85
}

// html adds a block of HTML: comments and declarations are comments, script
// and style are code, and what stands between tags is prose.
func (r *reader) html(c *ast.HTMLBlock, kind Kind, level int) {
	lines := r.lines(c)
	if c.HasClosure() {
		if l := r.trim(Span{c.ClosureLine.Start, c.ClosureLine.Stop}); l.Len() > 0 {
			lines = append(lines, l)
		}
	}
	if len(lines) == 0 {
		return
	}
	switch c.HTMLBlockType {
	case ast.HTMLBlockType1:
		r.end(r.begin(Code, 0, lines))
	case ast.HTMLBlockType2:
		span := Span{lines[0].Start, lines[len(lines)-1].End}
		close := bytes.Index(r.source[span.Start:span.End], []byte("-->"))
		if close < 0 {
			r.end(r.begin(Comment, 0, lines))
			return
		}
		stop := span.Start + close + len("-->")
		r.end(r.begin(Comment, 0, []Span{{span.Start, stop}}))
		if rest := r.trim(Span{stop, span.End}); rest.Len() > 0 {
			r.paragraph([]Span{rest}, kind, level)
		}
	case ast.HTMLBlockType3, ast.HTMLBlockType4, ast.HTMLBlockType5:
		r.end(r.begin(Comment, 0, lines))
	default:
		r.paragraph(lines, kind, level)
	}
}
