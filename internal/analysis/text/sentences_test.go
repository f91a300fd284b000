package text

import (
	"slices"
	"strings"
	"testing"
)

func TestSentences(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		want       []string
	}{
		{"title", "Dr. Ahlers called. We met.", []string{"Dr. Ahlers called.", "We met."}},
		{"approx", "It took approx. 6 months. Good.", []string{"It took approx. 6 months.", "Good."}},
		{"section", "See Sec. 4.2 of it. Then stop.", []string{"See Sec. 4.2 of it.", "Then stop."}},
		{"english date", "On 3 Mar. 2024 we left. In Jan. 2023 we came.", []string{"On 3 Mar. 2024 we left.", "In Jan. 2023 we came."}},
		{"no. before a figure", "He is No. 5 here. She said no. We went.", []string{"He is No. 5 here.", "She said no.", "We went."}},
		{"etc", "Pumps, hoses etc. Leipzig paid. Pumps etc. We paid.", []string{"Pumps, hoses etc. Leipzig paid.", "Pumps etc.", "We paid."}},
		{"initials", "Yours, J. R. Peake. A. Smith left.", []string{"Yours, J. R. Peake.", "A. Smith left."}},
		{"series", "They closed Series A. Investors came.", []string{"They closed Series A.", "Investors came."}},
		{"e.g.", "Some, e.g. Leipzig, grew. Others did not.", []string{"Some, e.g. Leipzig, grew.", "Others did not."}},
		{"decimals", "It fell from 3.5 to 1.2. Then it rose.", []string{"It fell from 3.5 to 1.2.", "Then it rose."}},
		{"figure begins", "It grew. 2021 was hard.", []string{"It grew.", "2021 was hard."}},
		{"quote closes", "\"It was a good year.\" She said so twice.", []string{"\"It was a good year.\"", "She said so twice."}},
		{"question inside", "\"Why?\" she asked. Nobody knew.", []string{"\"Why?\" she asked.", "Nobody knew."}},
		{"ellipsis", "We waited... and then it came. Good.", []string{"We waited... and then it came.", "Good."}},
		{"numbered", "1. We began. 2. We stopped.", []string{"We began.", "2. We stopped."}},
		{"german date", "Am 3. März 2023 kam er. Gut.", []string{"Am 3. März 2023 kam er.", "Gut."}},
		{"decomposed month", "Am 3. Ma\u0308rz kam er.", []string{"Am 3. März kam er."}},
		{"german ordinal", "Im 2. Quartal stieg es. Der 1. FC kam.", []string{"Im 2. Quartal stieg es.", "Der 1. FC kam."}},
		{"z. B.", "Das gilt z. B. für Leipzig, d. h. immer, u. a. Kunden.", []string{"Das gilt z. B. für Leipzig, d. h. immer, u. a. Kunden."}},
		{"z.B. Noun", "Es gibt z.B. Kunden. Und Nr. 5.", []string{"Es gibt z.B. Kunden.", "Und Nr. 5."}},
		{"ca", "Es waren ca. 40 Leute. Mehr nicht.", []string{"Es waren ca. 40 Leute.", "Mehr nicht."}},
		{"usw", "Pumpen usw. Wir kauften.", []string{"Pumpen usw.", "Wir kauften."}},
		{"german quote", "Er sagte: „Das reicht.“ Dann ging er.", []string{"Er sagte: „Das reicht.“", "Dann ging er."}},
		{"year ends", "Das war 2021. Danach nichts.", []string{"Das war 2021.", "Danach nichts."}},
		{"hard wrap", "We moved the\nledger in May. It\ntook weeks.", []string{"We moved the ledger in May.", "It took weeks."}},
		{"crlf", "We moved\r\nit. It\r\nheld.", []string{"We moved it.", "It held."}},
		{"split word", "A long-\nterm plan. Vor-\nund Nachteile.", []string{"A long-term plan.", "Vor- und Nachteile."}},
		{"soft hyphen", "Die Lie\u00adferung kam.", []string{"Die Lieferung kam."}},
		{"nbsp", "Es kostet 190.000\u00a0€ im Jahr.", []string{"Es kostet 190.000 € im Jahr."}},
		{"hard break", "To the panel  \nDear all", []string{"To the panel", "Dear all"}},
		{"emphasis", "- **Result.** It *held* for `n` __years__.", []string{"Result.", "It held for n years."}},
		{"product of figures", "It is 5*3 and 4*2 wide.", []string{"It is 5*3 and 4*2 wide."}},
		{"link", "See [the memo](https://x.org/a(b) \"title\") now.", []string{"See the memo now."}},
		{"bare link", "See <https://x.org>.", []string{"See https://x.org."}},
		{"not a tag", "Latency <p95 and >p99 is fine.", []string{"Latency <p95 and >p99 is fine."}},
		{"tag", "A <b>bold</b> word<br>and more.", []string{"A bold word and more."}},
		{"comment severs", "One thing <!-- x --> and another.", []string{"One thing", "and another."}},
		{"comment before text", "<!-- x --> Visible text.", []string{"Visible text."}},
		{"cells", "| a | b |\n|---|---|\n| One. Two. | x \\| y |", []string{"a", "b", "One. Two.", "x | y"}},
		{"row without bars", "a|b\n-|-\nc|d", []string{"a", "b", "c", "d"}},
		{"emoji", "We did it 🚀 Then we slept.", []string{"We did it 🚀 Then we slept."}},
		{"bullets of a PDF", "• First thing\n• Second thing", []string{"First thing", "Second thing"}},
		{"indented prose", "Title\n\n    The text was set in from the margin by the page.", []string{"Title", "The text was set in from the margin by the page."}},
		{"code", "Text.\n\n```go\nx := 1\n```\n\n    for i := 0; i < n; i++ {", []string{"Text."}},
		{"definition", "Text [a].\n\n[a]: https://x.org", []string{"Text [a]."}},
		{"footnote", "Text[^1].\n\n[^1]: A note on it.", []string{"Text.", ": A note on it."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := Read(tt.body)
			var got []string
			for _, s := range d.Sentences {
				got = append(got, s.View)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%q\nwant %q", got, tt.want)
			}
			if f := fault(d); f != "" {
				t.Error(f)
			}
		})
	}
}

func TestSpansAreTheBody(t *testing.T) {
	t.Parallel()
	d := Read("> - **Result.** It *held*.  \r\n> - Gro\u0308\u00ade 2!\r\n")
	var got []string
	for _, s := range d.Sentences {
		got = append(got, d.At(s.Span))
	}
	if want := []string{"Result.", "It *held*.", "Gro\u0308\u00ade 2!"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	body := "# A\n\n## B\n\nText.\n\n- one\n  - two\n\n> said\n\n| h |\n|---|\n| r |\n\n```\ncode\n```\n\n<!-- no -->\n\nC\n===\n\nEnd."
	var got []string
	for _, b := range Read(body).Blocks {
		line := string(b.Kind) + " " + string(rune('0'+b.Level)) + " " + strings.Join(b.Path, "/")
		if b.Header {
			line += " header"
		}
		got = append(got, line)
	}
	want := []string{
		"heading 1 ", "heading 2 A", "paragraph 0 A/B", "item 1 A/B", "item 2 A/B", "quote 1 A/B", "row 0 A/B header", "row 0 A/B",
		"code 0 A/B", "comment 0 A/B", "heading 1 ", "paragraph 0 C",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}
