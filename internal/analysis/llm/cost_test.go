package llm

import (
	"fmt"
	"strings"
	"testing"

	"dossier/internal/analysis"
	"dossier/internal/analysis/llm/fakellm"
	"dossier/internal/analysis/text"
)

// words is a document of about n words with a heading each 700.
func words(n int) string {
	var b strings.Builder
	for i := 0; i*25 < n; i++ {
		if i%28 == 0 {
			fmt.Fprintf(&b, "\n\n## Section %d\n\n", i/28)
		}
		fmt.Fprintf(&b, "In week %d the team of product %d moved %d customers to another plan, and we saw in the figures of that quarter what it had cost. ", i, i*7%13, i*31)
		if i%4 == 3 {
			b.WriteString("\n\n")
		}
	}
	return b.String()
}

// TestCost counts calls and tokens of a first analysis, and of one after an
// edit of one paragraph.
func TestCost(t *testing.T) {
	t.Parallel()
	level := shippedLevel(t)
	for _, n := range []int{1000, 3000, 10_000, 30_000} {
		body := words(n)
		var labels []fakellm.Label
		for i, c := range level.PanelCriteria {
			for k, l := range c.Leaves {
				quote := fmt.Sprintf("In week %d the team of product %d moved %d customers to another plan", i*8+k, (i*8+k)*7%13, (i*8+k)*31)
				labels = append(labels, fakellm.Label{Quote: quote, Leaf: l.Key})
			}
		}
		s := start(t, fakellm.Oracle(labels...))
		c := client(t, s, func(o *Options) { o.Cache = &analysis.Memory{} })
		in := analysis.Input{Level: level, Documents: []analysis.Document{{Ref: "a", Title: "T", Body: body}}}
		first := run(t, in, analysis.Options{Analyser: c}).Usage
		windows := len(text.Windows(text.Read(body)))
		edited := strings.Replace(body, "In week 20 ", "In the twentieth week ", 1)
		in.Documents[0].Body = edited
		second := run(t, in, analysis.Options{Analyser: c}).Usage
		t.Logf("%d words, %d windows: %d calls, %d tokens in, %d out; after an edit %d calls, %d in",
			n, windows, first.Calls, first.InputTokens, first.OutputTokens, second.Calls, second.InputTokens)
		if most := windows + 3*len(level.PanelCriteria) + 1; first.Calls > most || first.Calls < windows {
			t.Errorf("%d words: %d calls, want at most %d", n, first.Calls, most)
		}
		if most := 2 + 3; second.Calls > most {
			t.Errorf("%d words: %d calls after an edit, want at most %d", n, second.Calls, most)
		}
		if b := analysis.DefaultBudget(); first.Calls > b.Calls || first.InputTokens > b.InputTokens || first.OutputTokens > b.OutputTokens {
			t.Errorf("%d words do not fit the budget: %+v", n, first)
		}
	}
}
