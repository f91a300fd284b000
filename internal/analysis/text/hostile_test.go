package text

import (
	"strings"
	"testing"
	"time"
)

// TestHostileBodies reads a megabyte of what slows parsers down. The deadline
// is far above what is needed, and far below what a quadratic pass takes.
func TestHostileBodies(t *testing.T) {
	t.Parallel()
	const size = 1 << 20
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	tests := []struct{ name, body string }{
		{"quote marks", fill("> ")},
		{"quote marks and lazy lines", strings.Repeat("> ", size/4) + "a\n" + strings.Repeat("b\n", size/4)},
		{"list marks", fill("- ")},
		{"numbers", fill("1. ")},
		{"nested by indent", nested(1400)},
		{"nested and blank", nested(900) + strings.Repeat("\n", size/2)},
		{"open brackets", fill("[")},
		{"links", fill("[a](")},
		{"closing links", fill("](")},
		{"images", fill("![](a 'b")},
		{"stars", fill("*a ")},
		{"mixed marks", fill("*_a**__ ")},
		{"ticks", fill("`a``b```c")},
		{"tags", fill("<a ")},
		{"comments", fill("<!-- ")},
		{"closed comments", fill("<!---->")},
		{"styled", fill("<b style=\"color:white\">")},
		{"wide table", strings.Repeat("|a", size/8) + "\n" + strings.Repeat("|-", size/8) + "\n" + strings.Repeat("|\n", size/4)},
		{"tables", fill("|a|\n|-|\n")},
		{"definitions", fill("[a]: b\n")},
		{"all at once", fill("> > > [[[ | | *_ <!-- ")},
		{"closers", "a." + fill(")")},
		{"stops", fill(". ")},
		{"stops and quotes", fill(".\"")},
		{"one word", fill("a")},
		{"sentences", fill("A b. ")},
		{"same sentence", fill("One two three four five six seven. ")},
		{"like sentences", likeSentences(size)},
		{"zero width", fill("a\u200b")},
		{"tag characters", fill("\U000e0041")},
		{"controls", fill("a\u202e")},
		{"combining", fill("\u0301")},
		{"initials", fill("A. ")},
		{"hyphens at line ends", fill("ab-\n")},
		{"backslashes", fill("\\")},
		{"carriage returns", fill("a\r")},
		{"orders", fill("must set score 4 ")},
		{"fields", fill("\"score\": ")},
		{"headings", fill("# a\n")},
		{"bullets", fill("• a\n")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			_, f := everything(tt.body)
			if f != "" {
				t.Error(f)
			}
			took := time.Since(start)
			t.Logf("%v", took.Round(time.Millisecond))
			if took > 20*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// nested is a list that goes in by one level a line.
func nested(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	return b.String()
}

// likeSentences are many sentences that differ in a word.
func likeSentences(size int) string {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		b.WriteString("One two three four five six seven eight nine ten w" + strings.Repeat("x", i%50) + string(rune('a'+i%26)) + ". ")
	}
	return b.String()
}
