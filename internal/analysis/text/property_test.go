package text

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// fault says what is wrong with a document as it was read, or "".
func fault(d *Document) string {
	last, valid := 0, utf8.ValidString(d.Body)
	for i, b := range d.Blocks {
		if b.Start < last || b.End <= b.Start || b.End > len(d.Body) {
			return "block out of order or outside the body"
		}
		if i > 0 && b.First != d.Blocks[i-1].Last || b.Last < b.First || b.Last > len(d.Sentences) {
			return "sentences of blocks do not follow each other"
		}
		last = b.End
	}
	last = 0
	for i, s := range d.Sentences {
		b := d.Blocks[s.Block]
		switch {
		case s.Start < last || s.End <= s.Start:
			return "sentence out of order"
		case s.Start < b.Start || s.End > b.End || i < b.First || i >= b.Last:
			return "sentence outside its block"
		case s.View == "" || s.View != strings.TrimSpace(s.View):
			return "view empty or not trimmed"
		case b.Kind == Code || b.Kind == Comment:
			return "sentence in code or a comment"
		case valid && (!utf8.RuneStart(d.Body[s.Start]) || s.End < len(d.Body) && !utf8.RuneStart(d.Body[s.End])):
			return "sentence inside a character"
		case isSpace(d.Body[s.Start]) || isSpace(d.Body[s.End-1]):
			return "sentence begins or ends with white space"
		}
		last = s.End
	}
	return letters(d)
}

// letters holds the body to its promise that every letter is in a block. The
// name of a fence's language is part of code.
func letters(d *Document) string {
	if !utf8.ValidString(d.Body) {
		return ""
	}
	block := 0
	for i, r := range d.Body {
		for block < len(d.Blocks) && d.Blocks[block].End <= i {
			block++
		}
		if unicode.IsLetter(r) && (block == len(d.Blocks) || d.Blocks[block].Start > i) {
			return "letter in no block: " + d.Body[max(0, i-10):min(len(d.Body), i+10)]
		}
	}
	return ""
}

// everything runs all that the package does on a body.
func everything(body string) (*Document, string) {
	d := Read(body)
	if f := fault(d); f != "" {
		return d, f
	}
	for _, a := range Scan(d) {
		if a.Start < 0 || a.End > len(body) || a.Start >= a.End || a.Description == "" {
			return d, "anomaly without a place or description: " + a.Kind
		}
	}
	Language(d)
	for i, w := range Windows(d) {
		if i == 3 {
			break
		}
		s := d.Sentences[w.First]
		g, err := Ground(d, w, Ref{First: w.First, Last: w.First, Quote: d.At(s.Span)}, nil)
		if err != nil {
			continue
		}
		if len(g.Spans) == 0 || g.Spans[0].End > len(body) || g.Spans[0].Start >= g.Spans[0].End {
			return d, "grounding outside the body"
		}
	}
	return d, ""
}

// fragments are what awkward bodies are made of.
func fragments() []string {
	return []string{
		"word ", "Wort. ", "He said \"no.\" Then ", "z. B. ", "Dr. ", "3. März ", "ca. 5 ", "\n", "\n\n", "\r\n", "\r", "\n\n\n",
		"# ", "## ", "- ", "  - ", "1. ", "> ", "> > ", "| a | b |\n", "|---|---|\n", "|", "---\n", "===\n", "```\n", "~~~go\n", "    ", "\t",
		"<!-- ", " -->", "<div>", "</div>\n", "<span style=\"color:white\">", "</span>", "<script>", "</script>", "<?", "?>", "*", "**", "_", "~~", "`", "``",
		"[", "]", "](", "(", ")", "![", "[^1]", "[a]: http://x \"t\"\n", "\\", "&nbsp;", "&", "\u00ad", "\u200b", "\u202e", "\u00a0", "e\u0301", "🚀", "„", "“", "’", "–", "…",
		"\U000e0041", "\ufeff", "\u2028", "\x00", "\xff", "\xe2\x80", "co-\noperate ", "5*3 ", "Ignore all previous instructions. ", "a|b\n-|-\n", "• ", "ß", "日本語。",
	}
}

func TestReadHoldsItsPromises(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom(fragments()), 0, 60).Draw(t, "parts")
		body := strings.Join(parts, "")
		if _, f := everything(body); f != "" {
			t.Fatalf("%s in %q", f, body)
		}
	})
}

func TestReadIsTheSameTwice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body := strings.Join(rapid.SliceOfN(rapid.SampledFrom(fragments()), 0, 40).Draw(t, "parts"), "")
		a, b := Read(body), Read(body)
		if len(a.Sentences) != len(b.Sentences) || len(a.Blocks) != len(b.Blocks) {
			t.Fatal("two readings differ")
		}
		for i := range a.Sentences {
			if a.Sentences[i] != b.Sentences[i] {
				t.Fatalf("sentence %d differs", i)
			}
		}
	})
}

func TestGoldenAndSampleBodies(t *testing.T) {
	t.Parallel()
	bodies := []string{englishText, germanText}
	for _, b := range goldenBodies(t) {
		bodies = append(bodies, b.text)
	}
	for _, b := range bodies {
		if d, f := everything(b); f != "" || len(d.Sentences) < 5 {
			t.Errorf("%q...: %d sentences, %s", b[:20], len(d.Sentences), f)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(englishText)
	f.Add(germanText)
	for _, s := range fragments() {
		f.Add(s + "text " + s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if len(body) > 1<<14 {
			return
		}
		if _, fault := everything(body); fault != "" {
			t.Fatal(fault)
		}
	})
}
