package offline

import (
	"testing"

	"dossier/internal/analysis/text"
)

const page = `# Title

A paragraph that says something. Is it a question? No.

| Name | Then | Now |
|---|---|---|
| Ilse Brouwer | L3 | L6 |
| Route planning | We bought it for a year | It ran well enough |

` + "```\nwe bought it in code for money\n```" + `

## Next

Quarantined words stand here alone. The last sentence of the page.
`

func TestUnits(t *testing.T) {
	t.Parallel()
	a := analyser(t)
	d := text.Read(page)
	var excluded []text.Span
	for _, s := range d.Sentences {
		if s.View == "Quarantined words stand here alone." {
			excluded = append(excluded, s.Span)
		}
	}
	if len(excluded) != 1 {
		t.Fatalf("%d sentences to exclude", len(excluded))
	}
	units := a.Units(d, 0, len(d.Sentences), "en", excluded)
	var got []string
	for i := range units {
		got = append(got, d.At(units.Span(d, i)))
	}
	want := []string{
		"A paragraph that says something.", "Is it a question?", "Ilse Brouwer | L3 | L6",
		"We bought it for a year", "It ran well enough", "The last sentence of the page.",
	}
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d: got %q, want %q", i, got[i], want[i])
		}
	}
}
