package main

import (
	"slices"
	"strings"
	"testing"
)

// paragraphs joins the lines of what wrap wrote to the paragraphs that it was
// given: one begins at a mark, the lines below are indented further.
func paragraphs(block string, marks ...string) [][]string {
	var out [][]string
	for _, line := range strings.Split(block, "\n") {
		begins := slices.ContainsFunc(marks, func(m string) bool { return strings.HasPrefix(line, m) })
		if begins || len(out) == 0 {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], line)
	}
	return out
}

// TestReadmeExplain shows of the first criterion the passage that is told of in
// the fewest lines, and of the rules that hold the score the shortest.
func TestReadmeExplain(t *testing.T) {
	block, _, _ := strings.Cut(analyzed(t), "\n\n")
	parts := paragraphs(block, "  + “", "      Passage ", "      Sentence ", "      · ", "  ? ", "  = ", "      In favour ", "      Rule ", "      The least ", "      Confidence ")
	var quote, best, rule, least []string
	for _, p := range parts {
		switch {
		case strings.HasPrefix(p[0], "  + "):
			quote = p
		case strings.HasPrefix(p[0], "      · Does it speak to the criterion?") && (best == nil || len(quote)+len(p) < len(best)):
			best = append(slices.Clone(quote), p...)
		case strings.HasPrefix(p[0], "      Rule ") && strings.Contains(strings.Join(p, " "), " asks for ") && (rule == nil || len(p) < len(rule)):
			rule = p
		case strings.HasPrefix(p[0], "      The least "):
			least = p
		}
	}
	if best == nil || rule == nil || least == nil {
		t.Fatalf("nothing is explained:\n%s", block)
	}
	text := "    $ dossier analyze --explain docs/example-case-study.md\n"
	for _, line := range slices.Concat(best, []string{"      …"}, rule, []string{"      …"}, least) {
		text += "    " + line + "\n"
	}
	if n := strings.Count(text, "\n"); n > 25 {
		t.Errorf("%d lines are too many for an example", n)
	}
	agrees(t, "explanation", text)
}
