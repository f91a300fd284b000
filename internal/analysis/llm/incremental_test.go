package llm

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dossier/internal/analysis"
	"dossier/internal/analysis/llm/fakellm"
	"dossier/internal/analysis/text"
)

// paragraphs is a document of about 30,000 words, with a heading each eight
// paragraphs or none at all.
func paragraphs(headings bool) []string {
	var out []string
	for i := range 490 {
		if headings && i%8 == 0 {
			out = append(out, fmt.Sprintf("## Part %d", i/8))
		}
		var b strings.Builder
		for k := range 2 {
			n := i*2 + k
			fmt.Fprintf(&b, "In week %d the team of product %d moved %d customers to another plan, and we saw in the figures of that quarter what it had cost us to wait for so long. ", n, n*7%13, n*31)
		}
		out = append(out, strings.TrimSpace(b.String()))
	}
	return out
}

// sentWords counts the words of the document in the questions about windows.
func sentWords(requests []*fakellm.Request) int {
	n := 0
	for _, r := range requests {
		if r.Kind() == fakellm.Map {
			for _, l := range r.Lines() {
				n += text.CountWords(l.Text)
			}
		}
	}
	return n
}

// TestOneParagraphIsReadAgain: an edit of one paragraph sends at most 2 % of a
// long document's words again where it has headings, 6 % where it has none, on
// average over edits all through it, and gives what a full run gives.
func TestOneParagraphIsReadAgain(t *testing.T) {
	t.Parallel()
	for headings, most := range map[bool]float64{true: 0.02, false: 0.06} {
		t.Run(fmt.Sprintf("headings %v", headings), func(t *testing.T) {
			t.Parallel()
			base := paragraphs(headings)
			var labels []fakellm.Label
			for i, leaf := range []string{"j.stage", "j.outcome", "t.multi", "t.rooms"} {
				labels = append(labels, fakellm.Label{Leaf: leaf, Quote: fmt.Sprintf("In week %d the team of product %d moved %d customers to another plan", i*290+3, (i*290+3)*7%13, (i*290+3)*31)})
			}
			s := start(t, fakellm.Oracle(labels...))
			c := client(t, s, func(o *Options) { o.Cache = &analysis.Memory{} })
			run(t, input(strings.Join(base, "\n\n")), analysis.Options{Analyser: c})
			all := sentWords(s.Requests())
			sent, worst, edits := 0, 0, 0
			for at := 5; at < len(base); at += 53 {
				edited := append(append(append([]string{}, base[:at]...), fmt.Sprintf("A paragraph that was not here before tells how edit %d went in the end.", at)), base[at:]...)
				if at%2 == 0 {
					edited = append(append([]string{}, base[:at]...), base[at+1:]...)
				}
				in := input(strings.Join(edited, "\n\n"))
				before := len(s.Requests())
				warm := run(t, in, analysis.Options{Analyser: c})
				n := sentWords(s.Requests()[before:])
				sent, worst, edits = sent+n, max(worst, n), edits+1
				if edits%4 == 1 { // a full run costs as much as all the others
					cold := run(t, in, analysis.Options{Analyser: client(t, s)})
					if d := cmp.Diff(cold.Findings, warm.Findings); d != "" {
						t.Errorf("edit at %d: a full run gives something else:\n%s", at, d)
					}
				}
			}
			share := float64(sent) / float64(edits) / float64(all)
			t.Logf("%d words, %d edits: %.2f %% sent again on average, at worst %.2f %%", all, edits, 100*share, 100*float64(worst)/float64(all))
			if all < 29_000 || share > most || sent == 0 {
				t.Errorf("%d words; %.2f %% sent again, want at most %.0f %%", all, 100*share, 100*most)
			}
		})
	}
}
