// Package extract reads the text of a file as people have it, PDF or DOCX, as
// Markdown: paragraphs in order, headings, lists, tables, footnotes. A file is
// written by whoever uploads it, so that it is read in a process of its own
// which can open nothing, may use so much memory and time and no more, and is
// killed if it does. PDF is read there by PDFium, compiled to WebAssembly. The
// package owns no table and knows nothing of dossiers.
package extract

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The limits of a file.
const (
	MaxFile  = 20 << 20  // bytes
	MaxText  = 1_048_576 // bytes of the text in it
	MaxPages = 500
	// maxXML is how many bytes the parts of a DOCX may unfold to, and maxDepth
	// how deep their elements may nest.
	maxXML   = 16 << 20
	maxDepth = 200
)

// The media types that are read.
const (
	PDF  = "application/pdf"
	DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)

// Text is what stands in a file.
type Text struct {
	MediaType string `json:"mediaType"`
	Body      string `json:"body"`
	// Pages are the offsets in Body, in bytes, at which the pages of a PDF
	// begin. A page without text begins where the next one does.
	Pages []int `json:"pages"`
}

// Reason is why a file cannot be read.
type Reason string

// The reasons.
const (
	Unsupported Reason = "UNSUPPORTED"
	Damaged     Reason = "DAMAGED"
	Encrypted   Reason = "ENCRYPTED"
	NoText      Reason = "NO_TEXT"
	TooLarge    Reason = "TOO_LARGE"
	TooComplex  Reason = "TOO_COMPLEX"
)

// UnreadableFile refuses a file: what is wrong with it and what would help.
type UnreadableFile struct {
	Reason Reason `json:"reason"`
	Text   string `json:"text"`
}

// Message says what to do.
func (u UnreadableFile) Message() string { return u.Text }

func (u UnreadableFile) Error() string { return u.Text }

func unreadable(reason Reason, text string) *UnreadableFile {
	return &UnreadableFile{Reason: reason, Text: text}
}

func damaged() *UnreadableFile {
	return unreadable(Damaged, "the file is damaged and cannot be read to its end: open it in the program that wrote it, save it again and upload that")
}

func tooMuchText() *UnreadableFile {
	return unreadable(TooLarge, "the file holds more than 1 MiB of text, or unfolds to more than 16 MiB: split the document")
}

func tooComplex() *UnreadableFile {
	return unreadable(TooComplex, "reading the file took more time or memory than is given to one: export it again as PDF, or split it")
}

// read reads a file by what it holds, whatever it is called. It runs inside
// the sandbox.
func read(file []byte, pdf *pdfReader) (*Text, error) {
	var t *Text
	var err error
	switch kind := sniff(file); kind {
	case PDF:
		t, err = pdf.read(file)
	case "zip":
		t, err = readDOCX(file)
	case "cfb":
		return nil, unreadable(Encrypted, "the file is protected by a password or in Word's format of before 2007: take the password off and save it as DOCX or PDF")
	case "":
		return nil, unreadable(Unsupported, "the file is neither PDF nor DOCX: save it as one of these, or paste its text")
	default:
		return nil, unreadable(Unsupported, "the file is "+kind+", not PDF or DOCX: save it as one of these, or paste its text")
	}
	if err != nil {
		return nil, err
	}
	if len(t.Body) > MaxText {
		return nil, tooMuchText()
	}
	if !strings.ContainsFunc(t.Body, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return nil, unreadable(NoText, "there is no text in the file, only pictures, as in a scan: run text recognition (OCR) over it and upload the result, or paste the text")
	}
	return t, nil
}

// sniff says what a file is by its first bytes. PDF readers take the mark of a
// PDF anywhere in the first 1,024 bytes.
func sniff(file []byte) string {
	switch {
	case bytes.HasPrefix(file, []byte("PK\x03\x04")), bytes.HasPrefix(file, []byte("PK\x05\x06")):
		return "zip"
	case bytes.HasPrefix(file, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return "cfb"
	case bytes.Contains(file[:min(len(file), 1024)], []byte("%PDF-")):
		return PDF
	case bytes.HasPrefix(file, []byte(`{\rtf`)):
		return "RTF"
	case len(file) == 0:
		return "empty"
	case bytes.HasPrefix(file, []byte("\x89PNG")), bytes.HasPrefix(file, []byte("\xff\xd8\xff")):
		return "a picture"
	case utf8.Valid(file) && bytes.IndexByte(file, 0) < 0:
		return "plain text"
	}
	return ""
}
