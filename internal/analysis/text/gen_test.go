package text

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// body is one document of the golden dossiers.
type body struct {
	name, text string
	quotes     []goldenQuote
}

type goldenQuote struct {
	Doc, Quote string
}

// goldenBodies reads the checked-in dossiers.
func goldenBodies(t testing.TB) []body {
	t.Helper()
	files, err := filepath.Glob("../testdata/golden/open-*.json")
	if err != nil || len(files) != 5 {
		t.Fatalf("golden dossiers: %d files, %v", len(files), err)
	}
	var out []body
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var d struct {
			ID        string
			Documents []struct{ Key, Body string }
			Labels    map[string]struct{ Evidence []goldenQuote }
			Claims    []goldenQuote
		}
		if err := json.Unmarshal(raw, &d); err != nil {
			t.Fatal(err)
		}
		for _, doc := range d.Documents {
			b := body{name: d.ID + "/" + doc.Key, text: doc.Body}
			for _, l := range d.Labels {
				for _, e := range append(l.Evidence, d.Claims...) {
					if e.Doc == doc.Key {
						b.quotes = append(b.quotes, e)
					}
				}
			}
			out = append(out, b)
		}
	}
	return out
}

// generated is a Markdown text of about n words; without headings it is like
// text taken from a PDF, hard-wrapped.
func generated(n int, headings bool, seed uint64) string {
	rng := rand.New(rand.NewPCG(seed, 1))
	var b strings.Builder
	words, paragraphs := 0, 0
	left := 0
	for words < n {
		if headings && left == 0 {
			level := []int{2, 2, 2, 3, 3, 4}[rng.IntN(6)]
			if paragraphs%60 == 0 {
				level = 1
			}
			fmt.Fprintf(&b, "%s %s\n\n", strings.Repeat("#", level), strings.TrimSuffix(sentence(rng, 4), "."))
			left = 2 + rng.IntN(7)
		}
		left = max(0, left-1)
		paragraphs++
		p, k := paragraph(rng)
		if headings && rng.IntN(8) == 0 {
			p = "- " + p
		}
		if !headings {
			p = wrap(p, 76)
		}
		b.WriteString(p + "\n\n")
		words += k
	}
	return b.String()
}

func paragraph(rng *rand.Rand) (string, int) {
	var b strings.Builder
	words := 0
	for range 1 + rng.IntN(5) {
		k := 6 + rng.IntN(18)
		b.WriteString(sentence(rng, k) + " ")
		words += k
	}
	return strings.TrimSpace(b.String()), words
}

// sentence is k words long, with a number or a name now and then.
func sentence(rng *rand.Rand, k int) string {
	const vocabulary = `team founder board product payment ledger incident review quarter customer vendor contract release
		engineer mentor budget decision migration outage platform cost revenue invoice schema service market hiring lead
		handed moved measured decided rejected replaced hired trained asked wrote signed closed opened merged agreed paid
		the a of and to in for with after before because while which that our their his her this every small old new careful
		expensive shared public quiet slow early weekly stable`
	list := strings.Fields(vocabulary)
	parts := make([]string, 0, k)
	for range k {
		switch rng.IntN(20) {
		case 0:
			parts = append(parts, fmt.Sprint(2+rng.IntN(400)))
		case 1:
			parts = append(parts, []string{"Maren", "Otieno", "Leipzig", "Koelpad", "Andrés", "Peake"}[rng.IntN(6)])
		default:
			parts = append(parts, list[rng.IntN(len(list))])
		}
	}
	parts[0] = strings.ToUpper(parts[0][:1]) + parts[0][1:]
	return strings.Join(parts, " ") + "."
}

// wrap breaks a text into lines.
func wrap(text string, width int) string {
	var b strings.Builder
	column := 0
	for i, w := range strings.Fields(text) {
		if i > 0 {
			if column+1+len(w) > width {
				b.WriteByte('\n')
				column = 0
			} else {
				b.WriteByte(' ')
				column++
			}
		}
		b.WriteString(w)
		column += len(w)
	}
	return b.String()
}
