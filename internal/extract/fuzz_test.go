package extract

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

// checked reads a file and checks what holds of every text.
func checked(t *testing.T, file []byte, r *pdfReader) {
	t.Helper()
	got, err := read(file, r)
	if err != nil {
		if _, ok := errors.AsType[*UnreadableFile](err); !ok {
			t.Fatalf("neither read nor refused: %v", err)
		}
		return
	}
	if !utf8.ValidString(got.Body) || strings.ContainsAny(got.Body, "\x00\r\t\u00ad") {
		t.Fatalf("a text that may not be saved: %q", got.Body)
	}
	again, err := read(file, r)
	if err != nil || again.Body != got.Body {
		t.Fatalf("read twice, two texts: %q, %q, %v", got.Body, again.Body, err)
	}
	last := 0
	for _, at := range got.Pages {
		if at < last || at > len(got.Body) || at < len(got.Body) && !utf8.RuneStart(got.Body[at]) {
			t.Fatalf("pages begin at %v in %d bytes", got.Pages, len(got.Body))
		}
		last = at
	}
}

func FuzzDocumentXML(f *testing.F) {
	f.Add(p("a") + styled("Titel", "b") + listed("2", "1", "c"))
	f.Add("<w:tbl><w:tr><w:tc>" + p("a") + "</w:tc></w:tr></w:tbl>")
	f.Add("<w:p>" + as("<w:vanish/>", "a") + `<w:r><w:footnoteReference w:id="1"/><w:tab/><w:br/></w:r></w:p>`)
	f.Add("</w:p><w:tc></w:tbl>")
	f.Fuzz(func(t *testing.T, body string) {
		checked(t, writeDOCX(body, "word/footnotes.xml", "<w:footnotes "+wordNS+`><w:footnote w:id="1">`+body+"</w:footnote></w:footnotes>"), nil)
	})
}

func FuzzDOCX(f *testing.F) {
	f.Add(writeDOCX(p("a")))
	f.Add(flagged(writeDOCX(p("a"))))
	f.Fuzz(func(t *testing.T, file []byte) { checked(t, append([]byte("PK\x03\x04"), file...), nil) })
}

func FuzzPageContent(f *testing.F) {
	r := engine(f)
	f.Add("BT /F1 11 Tf 72 700 Td (one two) Tj 0 -13 Td (three-) Tj ET")
	f.Add("BT 3 Tr /F1 1 Tf 11 0 0 -11 72 700 Tm (a) Tj ET 0 0 9 9 re f")
	f.Fuzz(func(t *testing.T, content string) { checked(t, writePDF("", content, content), r) })
}

func FuzzPDF(f *testing.F) {
	r := engine(f)
	f.Add(writePDF("", "BT /F1 11 Tf 72 700 Td (one) Tj ET"))
	f.Add(encrypted())
	f.Fuzz(func(t *testing.T, file []byte) { checked(t, append([]byte("%PDF-1.7\n"), file...), r) })
}
