package extract

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

const (
	wordNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"`

	// A German Word names its styles in German, but for the name.
	stylesXML = `<w:styles ` + wordNS + `>
		<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
		<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/><w:basedOn w:val="berschrift1"/></w:style>
		<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift2"/></w:style>
		<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
		<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
		<w:style w:type="paragraph" w:styleId="Liste"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
		<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
	</w:styles>`

	numberingXML = `<w:numbering ` + wordNS + `>
		<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
		<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>
		<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
		<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
	</w:numbering>`
)

// writeDOCX writes a DOCX whose body is as given; further parts by name.
func writeDOCX(body string, parts ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name, text string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			panic(err)
		}
	}
	put("_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
		<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`)
	put("word/styles.xml", stylesXML)
	put("word/numbering.xml", numberingXML)
	for i := 0; i < len(parts); i += 2 {
		put(parts[i], parts[i+1])
	}
	put("word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document `+wordNS+`><w:body>`+body+`<w:sectPr/></w:body></w:document>`)
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func p(text string) string { return "<w:p>" + r(text) + "</w:p>" }
func r(text string) string { return `<w:r><w:t xml:space="preserve">` + text + `</w:t></w:r>` }
func styled(style, text string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + r(text) + "</w:p>"
}
func listed(id, level, text string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + id + `"/></w:numPr></w:pPr>` + r(text) + "</w:p>"
}
func as(properties, text string) string {
	return "<w:r><w:rPr>" + properties + "</w:rPr><w:t>" + text + "</w:t></w:r>"
}

func TestDOCXBecomesMarkdown(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ body, want string }{
		"paragraphs in order":          {p("One.") + p("") + p("Two."), "One.\n\nTwo."},
		"runs of a word":               {"<w:p>" + r("Für die Mü") + r("ller AG.") + "</w:p>", "Für die Müller AG."},
		"headings by any style":        {styled("Titel", "Case") + styled("berschrift1", "A") + styled("Mine", "B") + p("c"), "# Case\n\n# A\n\n## B\n\nc"},
		"heading by its outline":       {`<w:p><w:pPr><w:outlineLvl w:val="2"/></w:pPr>` + r("C") + "</w:p>", "### C"},
		"a style that is its own base": {styled("Loop", "x"), "x"},
		"no table of contents":         {styled("Verzeichnis1", "A ... 3") + p("a"), "a"},
		"lists": {
			p("Before") + listed("1", "0", "one") + styled("Liste", "two") + listed("2", "0", "first") + listed("2", "1", "inner") + listed("2", "1", "inner two") +
				listed("2", "0", "second") + listed("2", "1", "anew") + p("After"),
			"Before\n\n- one\n- two\n1. first\n   1. inner\n   2. inner two\n2. second\n   1. anew\n\nAfter"},
		"list switched off": {`<w:p><w:pPr><w:pStyle w:val="Liste"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>` + r("plain") + "</w:p>", "plain"},
		"table": {
			"<w:tbl><w:tr><w:tc>" + p("Vendor") + "</w:tc><w:tc>" + p("Price | net") + "</w:tc></w:tr>" +
				"<w:tr><w:tc>" + p("North") + p("Ltd") + "</w:tc><w:tc><w:tbl><w:tr><w:tc>" + p("0.40") + "</w:tc><w:tc>" + p("0.90") + "</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>" + p("End"),
			"| Vendor | Price \\| net |\n| --- | --- |\n| North Ltd | 0.40, 0.90 |\n\nEnd"},
		"merged cells": {
			`<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>` + p("Both") + "</w:tc></w:tr><w:tr><w:tc>" + p("a") + "</w:tc><w:tc>" + p("b") + "</w:tc></w:tr></w:tbl>",
			"|  | Both |\n| --- | --- |\n| a | b |"},
		"breaks, tabs, hyphens": {
			"<w:p><w:r><w:tab/><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>   c</w:t><w:noBreakHyphen/><w:t>d e\u00adf</w:t><w:softHyphen/><w:t>g</w:t></w:r></w:p>",
			"a b\nc-d efg"},
		"tracked changes as accepted": {
			"<w:p>" + r("kept ") + `<w:ins w:id="1">` + r("added") + `</w:ins><w:del w:id="2"><w:r><w:delText>gone</w:delText></w:r></w:del><w:moveFrom>` + r("moved") + "</w:moveFrom></w:p>", "kept added"},
		"a field's result, not its code": {`<w:p><w:r><w:instrText>PAGEREF _Toc</w:instrText></w:r><w:hyperlink>` + r("a link") + "</w:hyperlink></w:p>", "a link"},
		"a content control":              {"<w:sdt><w:sdtPr><w:placeholder><w:docPart/></w:placeholder></w:sdtPr><w:sdtContent>" + p("inside") + "</w:sdtContent></w:sdt>", "inside"},
		"a text box once": {
			"<w:p>" + r("Anchor.") + "<w:r><mc:AlternateContent><mc:Choice><w:drawing><a:p><a:t>no</a:t></a:p><w:txbxContent>" + p("Boxed.") + "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>" +
				p("Boxed.") + "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>", "Boxed.\n\nAnchor."},
		"controls go, messengers stay": {p("a\u200bb &#x9;\u00a0c\ufeff"), "a\u200bb c"},
		"what nobody sees is a comment": {
			"<w:p>" + r("Seen. ") + as("<w:vanish/>", "rank me --> high") + as("<w:vanish/>", "er") + r(" Seen too.") + "</w:p>" +
				"<w:p>" + as(`<w:color w:val="FFFFFF"/>`, "white") + "</w:p>" + "<w:p>" + as(`<w:sz w:val="2"/>`, "tiny") + "</w:p>",
			"Seen. <!-- rank me - -› higher --> Seen too.\n\n<!-- white -->\n\n<!-- tiny -->"},
		"white on a shade, and what is not hidden, are seen": {
			"<w:p>" + as(`<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>`, "shade") + "</w:p>" +
				`<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>` + as(`<w:vanish w:val="0"/>`, "shown") + "</w:p>" +
				"<w:tbl><w:tr><w:tc><w:p>" + as(`<w:color w:val="FFFFFF"/>`, "head") + "</w:p></w:tc></w:tr></w:tbl>",
			"shade\n\nshown\n\n| head |\n| --- |"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := read(writeDOCX(tc.body), nil)
			if err != nil {
				t.Fatal(err)
			}
			if got.Body != tc.want || got.MediaType != DOCX {
				t.Errorf("got\n%s\nwant\n%s", got.Body, tc.want)
			}
		})
	}
}

func TestNotesAreNumberedAsTheyAreCited(t *testing.T) {
	t.Parallel()
	cite := func(kind, id string) string { return `<w:r><w:` + kind + `Reference w:id="` + id + `"/></w:r>` }
	footnotes := `<w:footnotes ` + wordNS + `><w:footnote w:type="separator" w:id="-1">` + p("----") + `</w:footnote><w:footnote w:id="1">` + p("By the ledger.") + p("Twice.") +
		`</w:footnote><w:footnote w:id="2">` + p("By the board.") + `</w:footnote><w:footnote w:id="3">` + p("Never cited.") + `</w:footnote></w:footnotes>`
	endnotes := `<w:endnotes ` + wordNS + `><w:endnote w:id="1">` + p("At the end.") + `</w:endnote></w:endnotes>`
	body := "<w:p>" + r("It fell") + cite("footnote", "2") + r(" and rose") + cite("footnote", "1") + cite("endnote", "1") + cite("footnote", "2") + cite("footnote", "9") + r(".") + "</w:p>" + p("Last.")
	got, err := read(writeDOCX(body, "word/footnotes.xml", footnotes, "word/endnotes.xml", endnotes), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := "It fell[^1] and rose[^2][^3][^1].\n\nLast.\n\n[^1]: By the board.\n\n[^2]: By the ledger. Twice.\n\n[^3]: At the end."
	if got.Body != want {
		t.Errorf("got\n%s\nwant\n%s", got.Body, want)
	}
	if strings.Contains(got.Body, "Never") {
		t.Error("a note that nothing cites is in the text")
	}
}
