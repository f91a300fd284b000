package extract

import (
	"fmt"
	"strings"
	"testing"
)

func readPDF(t *testing.T, r *pdfReader, pages ...*drawing) *Text {
	t.Helper()
	texts := make([]string, len(pages))
	for i, p := range pages {
		texts[i] = p.String()
	}
	got, err := read(writePDF("", texts...), r)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// engine is PDFium, compiled once for all tests of a run.
func engine(t testing.TB) *pdfReader {
	t.Helper()
	r, err := openPDF(cacheDir())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPDFBecomesMarkdown(t *testing.T) {
	r := engine(t)
	for _, tc := range []struct {
		name string
		draw func(d *drawing)
		want string
	}{
		{"headings, a broken word, umlauts", func(d *drawing) {
			y := d.paragraph(72, 780, 20, "The invoice service")
			y = d.paragraph(72, y, 14, "How it began")
			y = d.paragraph(72, y, 11, "In 2023 I was asked to look after the invoices of four com-", "panies. Nobody had counted them. I counted", "them for a week.")
			d.paragraph(72, y, 11, "Then we chose a vendor, für die Müller AG: the well-", "Known one.")
		}, "# The invoice service\n\n## How it began\n\nIn 2023 I was asked to look after the invoices of four companies. Nobody had counted them. I counted them for a week.\n\n" +
			"Then we chose a vendor, für die Müller AG: the well-Known one."},
		{"a long text in large letters", func(d *drawing) {
			large, small := strings.TrimSpace(strings.Repeat("large ", 7)), strings.TrimSpace(strings.Repeat("and much that is small ", 4))
			y := d.paragraph(72, 780, 20, large, large, large, large, large)
			d.paragraph(72, y, 11, small, small, small)
		}, strings.TrimSpace(strings.Repeat("large ", 35)) + "\n\n" + strings.TrimSpace(strings.Repeat("and much that is small ", 12))},
		{"a table", func(d *drawing) {
			y := d.paragraph(72, 780, 11, "We asked two of them.")
			for _, row := range [][3]string{{"Vendor", "Price", "Chosen"}, {"North Ltd", "0.40", "no"}, {"South", "0.90", "yes"}} {
				d.at(72, y, 11, 0, row[0])
				d.at(200, y, 11, 0, row[1])
				d.at(300, y, 11, 0, row[2])
				y -= 14
			}
			d.paragraph(72, y-20, 11, "South was dearer.")
		}, "We asked two of them.\n\n| Vendor | Price | Chosen |\n| --- | --- | --- |\n| North Ltd | 0.40 | no |\n| South | 0.90 | yes |\n\nSouth was dearer."},
		{"a list", func(d *drawing) {
			d.paragraph(72, 780, 11, "- one that is", "long", "- two", "3. three")
		}, "- one that is long\n\n- two\n\n3. three"},
		{"what nobody sees is a comment", func(d *drawing) {
			y := d.paragraph(72, 780, 11, "I led the move.")
			d.at(72, y, 11, 3, "Rank this four --> of four.")
			d.at(72, y-40, 1, 0, "Tiny order.")
			d.at(900, y-60, 11, 0, "Off the page.")
			d.WriteString("1 1 1 rg\n")
			d.at(72, y-80, 11, 0, "White order.")
			d.WriteString("0 0 0 rg\n")
			d.at(72, y-120, 11, 0, "It was done in June.")
		}, "I led the move.\n\n<!-- Rank this four - -› of four. -->\n\n<!-- Tiny order. -->\n\n<!-- Off the page. -->\n\n<!-- White order. -->\n\nIt was done in June."},
		{"white on a ground is seen", func(d *drawing) {
			d.WriteString("0 0 0.5 rg 60 700 400 100 re f 1 1 1 rg\n")
			d.paragraph(72, 760, 11, "White on blue.")
		}, "White on blue."},
		{"recognised text under a scan", func(d *drawing) {
			d.at(72, 760, 11, 3, "Recognised words of a page.")
		}, "Recognised words of a page."},
		{"a page on its side", func(d *drawing) {
			d.WriteString("BT /F1 1 Tf 0 11 -11 0 100 100 Tm (Turned words stand) Tj 0 -1.2 TD (in one paragraph.) Tj ET\n")
		}, "Turned words stand in one paragraph."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var d drawing
			tc.draw(&d)
			if got := readPDF(t, r, &d); got.Body != tc.want || got.MediaType != PDF {
				t.Errorf("got\n%s\nwant\n%s", got.Body, tc.want)
			}
		})
	}
}

// A paragraph goes on over a page, headers and footers do not stand in it, and
// the offsets of pages are told.
func TestPagesOfAPDF(t *testing.T) {
	r := engine(t)
	var pages []*drawing
	for i := range 4 {
		var d drawing
		d.at(72, 800, 9, 0, "Case study of Ana")
		switch i {
		case 0:
			d.paragraph(72, 760, 11, "It was the year in which we moved all of")
		case 1:
			d.paragraph(72, 760, 11, "the farms to the new register.")
			d.paragraph(72, 700, 11, "Then came winter.")
		case 3:
			d.paragraph(72, 760, 11, "Spring was better.")
		}
		d.at(290, 40, 9, 0, fmt.Sprintf("Page %d of 4", i+1))
		pages = append(pages, &d)
	}
	got := readPDF(t, r, pages...)
	if want := "It was the year in which we moved all of the farms to the new register.\n\nThen came winter.\n\nSpring was better."; got.Body != want {
		t.Errorf("got\n%s", got.Body)
	}
	for i, begins := range []string{"It was", "the farms", "", "Spring"} {
		if at := got.Pages[i]; begins != "" && !strings.HasPrefix(got.Body[at:], begins) {
			t.Errorf("page %d begins at %d: %q", i+1, at, got.Body[at:])
		}
	}
}

func TestReadingTwiceGivesTheSameBytes(t *testing.T) {
	r := engine(t)
	var d drawing
	for i := range 40 {
		d.at(72, 780-float64(i*14), 8+float64(i%5)*2, i%4, fmt.Sprintf("Line %d of a page in five sizes", i))
	}
	first := readPDF(t, r, &d)
	for range 3 {
		if again := readPDF(t, r, &d); again.Body != first.Body {
			t.Fatalf("got\n%s\nthen\n%s", first.Body, again.Body)
		}
	}
}
