// Package text reads a document as blocks, sentences and windows, looks for
// text that is addressed to its reader, and grounds quotes. Every position is
// a half-open range of bytes in the document's body exactly as stored: there
// is no normalisation but in search views that carry a map back. The package
// knows nothing of ladders, models or databases.
package text

// Span is a half-open range of bytes in a body.
type Span struct {
	Start, End int
}

// Len is the number of bytes.
func (s Span) Len() int { return s.End - s.Start }

// Overlaps reports whether two spans share a byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Kind is what a block of Markdown is.
type Kind string

// The kinds of block. A table row is one block; code and comments are never
// evidence.
const (
	Heading   Kind = "heading"
	Paragraph Kind = "paragraph"
	Item      Kind = "item"
	Row       Kind = "row"
	Quote     Kind = "quote"
	Code      Kind = "code"
	Comment   Kind = "comment"
)

// Block is a run of text that belongs together.
type Block struct {
	Span
	Kind Kind
	// Level is 1–6 for a heading, the depth of nesting for an item or quote.
	Level int
	// Path holds the texts of the headings above, outermost first.
	Path []string
	// First and Last are the half-open range of this block's sentences.
	First, Last int
	// Header marks the first row of a table.
	Header bool
}

// Sentence is a sentence, or a table cell, inside one block.
type Sentence struct {
	Span
	Block int
	// View is the text with Markdown marks, line ends and invisible
	// characters taken out, for reading and searching; Span is what is quoted.
	View string
}

// Document is a body read once. It is not changed after Read.
type Document struct {
	Body      string
	Blocks    []Block
	Sentences []Sentence

	// runs are the stretches of the body that a reader of the rendered text
	// sees, in order.
	runs []run
	// index makes the search index on first use.
	index func() *index
}

// At returns the text of a span.
func (d *Document) At(s Span) string { return d.Body[s.Start:s.End] }

// Window is a run of whole blocks that is analysed together.
type Window struct {
	// First and Last are the half-open range of sentences.
	First, Last int
	// Blocks is the half-open range of blocks.
	FirstBlock, LastBlock int
	Path                  []string
	Words                 int
}

// Anomaly is something in the text that a reader should know of before
// believing it, such as an order to the reviewer.
type Anomaly struct {
	Span
	// Kind is one of the constants below.
	Kind string
	// Description says in a sentence what was found and what follows.
	Description string
	// Quarantined text is shown but can never be evidence.
	Quarantined bool
}

// The kinds of anomaly.
const (
	AddressedToReader = "addressed-to-reader"
	HiddenComment     = "hidden-comment"
	InvisibleText     = "invisible-text"
	BidiControl       = "bidi-control"
	FakeResult        = "fake-result"
	RoleMarker        = "role-marker"
	Repeated          = "repeated-text"
	Encoded           = "encoded-text"
)
