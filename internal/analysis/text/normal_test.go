package text

import "testing"

func TestNormalForm(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, a, b string }{
		{"case", "The BOARD", "the board"},
		{"quotes", "„so“ and ‘so’", "'so' and 'so'"},
		{"dash", "a – b", "a — b"},
		{"dash without spaces", "a—b", "a - b"},
		{"spaces", "a\u00a0b\n c", "a b c"},
		{"composed", "fu\u0308r", "für"},
		{"ligature", "o\ufb03ce", "office"},
		{"full width", "\uff14\uff12", "42"},
		{"zero width", "a\u200bb\u00adc", "abc"},
		{"emphasis", "a **b** _c_ `d`", "a b c d"},
		{"link", "see [a](http://x \"t\")", "see a"},
		{"wrapped word", "Ent-\nwicklung", "Entwicklung"},
		{"cells", "| a | b |", "a b"},
		{"quote marks", "> a\n> b", "a b"},
		{"ellipsis", "a…", "a..."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, b := trimNormal(normaliseQuote(tt.a)), trimNormal(normaliseQuote(tt.b))
			if a.text != b.text || a.text == "" {
				t.Errorf("%q and %q", a.text, b.text)
			}
		})
	}
}

func TestNormalFormKeepsMeaning(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, a, b string }{
		{"power", "10²", "102"},
		{"product", "5*3 rows", "53 rows"},
		{"sign", "at -5 now", "at 5 now"},
		{"percent", "5 % more", "5 € more"},
		{"umlaut", "schon da", "schön da"},
		{"decimal", "1.5 years", "15 years"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if a, b := normaliseQuote(tt.a).text, normaliseQuote(tt.b).text; a == b {
				t.Errorf("both are %q", a)
			}
		})
	}
}

func TestNormalMapsBack(t *testing.T) {
	t.Parallel()
	for _, b := range goldenBodies(t) {
		d := Read(b.text)
		x := d.search()
		if len(x.from) != len(x.text) || len(x.to) != len(x.text) {
			t.Fatalf("%s: maps of %d and %d bytes for %d", b.name, len(x.from), len(x.to), len(x.text))
		}
		for i := 1; i < len(x.from); i++ {
			if x.from[i] < x.from[i-1] || x.to[i] < x.from[i] {
				t.Fatalf("%s: byte %d goes back", b.name, i)
			}
		}
		for _, tok := range x.tokens {
			s := x.span(int(tok.start), int(tok.end))
			if got := trimNormal(normaliseQuote(d.At(s))).text; got != "" && got != trimNormal(normal{text: x.text[tok.start:tok.end], from: x.from[tok.start:tok.end], to: x.to[tok.start:tok.end]}).text {
				t.Fatalf("%s: token %q comes from %q", b.name, x.text[tok.start:tok.end], d.At(s))
			}
		}
	}
}
