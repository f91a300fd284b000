package text

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestWindowsKeepBorders measures what an edit of one paragraph makes a model
// read again.
func TestWindowsKeepBorders(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		headings bool
		most     float64
	}{
		{"headings", true, 0.02},
		{"plain", false, 0.06},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(7, 7))
			paragraphs := strings.Split(strings.TrimSpace(generated(30000, tt.headings, 3)), "\n\n")
			known, total := windowHashes(strings.Join(paragraphs, "\n\n"))
			for _, edit := range []string{"reword", "insert", "delete"} {
				resent, changed, worst := 0, 0, 0
				const edits = 60
				for range edits {
					after := editParagraph(rng, paragraphs, edit)
					d := Read(strings.Join(after, "\n\n"))
					here := 0
					for _, w := range Windows(d) {
						if !known[d.Hash(w)] {
							here++
							resent += w.Words
						}
					}
					changed += here
					worst = max(worst, here)
				}
				share := float64(resent) / float64(total) / edits
				t.Logf("%s: %.2f windows changed (worst %d), %.2f %% of words sent again", edit, float64(changed)/edits, worst, 100*share)
				if share > tt.most {
					t.Errorf("%s: %.2f %% of words sent again, more than %.0f %%", edit, 100*share, 100*tt.most)
				}
			}
		})
	}
}

func windowHashes(body string) (map[[32]byte]bool, int) {
	d := Read(body)
	known, total := map[[32]byte]bool{}, 0
	for _, w := range Windows(d) {
		known[d.Hash(w)] = true
		total += w.Words
	}
	return known, total
}

// editParagraph changes one paragraph that is no heading, in a copy.
func editParagraph(rng *rand.Rand, paragraphs []string, edit string) []string {
	at := rng.IntN(len(paragraphs))
	for strings.HasPrefix(paragraphs[at], "#") {
		at = rng.IntN(len(paragraphs))
	}
	out := append([]string(nil), paragraphs[:at]...)
	fresh, _ := paragraph(rng)
	switch edit {
	case "reword":
		out = append(out, paragraphs[at]+" "+sentence(rng, 9))
	case "insert":
		out = append(out, fresh, paragraphs[at])
	}
	return append(out, paragraphs[at+1:]...)
}

func TestWindowsCoverSentences(t *testing.T) {
	t.Parallel()
	bodies := []string{"", "# Only a title", generated(8000, true, 1), generated(8000, false, 2)}
	for _, b := range goldenBodies(t) {
		bodies = append(bodies, b.text)
	}
	for _, b := range bodies {
		d := Read(b)
		next := 0
		for _, w := range Windows(d) {
			if w.First != next || w.Last <= w.First {
				t.Fatalf("window of sentences %d to %d, want from %d on", w.First, w.Last, next)
			}
			next = w.Last
			if w.Words > mostWindow+leastSection {
				t.Errorf("window of %d words", w.Words)
			}
			if d.Blocks[w.FirstBlock].First != w.First || d.Blocks[w.LastBlock-1].Last != w.Last {
				t.Errorf("blocks %d to %d do not hold sentences %d to %d", w.FirstBlock, w.LastBlock, w.First, w.Last)
			}
		}
		if next != len(d.Sentences) {
			t.Errorf("windows hold %d of %d sentences", next, len(d.Sentences))
		}
	}
}

func TestWindowRules(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Every word in here counts as one. ", 30)
	tests := []struct {
		name, body string
		paths      []string
	}{
		{"title joins what follows", "# T\n\n## A\n\n" + long + "\n\n## B\n\n" + long, []string{"T|A", "T|B"}},
		{"short section joins", "# T\n\n## A\n\n" + long + "\n\n## B\n\nShort.", []string{"T|A"}},
		{"not under another title", "# T\n\n" + long + "\n\n# U\n\nShort.", []string{"T", "U"}},
		{"level 3 stays inside", "# T\n\n## A\n\n" + long + "\n\n### B\n\n" + long, []string{"T|A"}},
		{"nothing to read", "```\ncode\n```\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, w := range Windows(Read(tt.body)) {
				got = append(got, strings.Join(w.Path, "|"))
			}
			if strings.Join(got, ";") != strings.Join(tt.paths, ";") {
				t.Errorf("paths %q, want %q", got, tt.paths)
			}
		})
	}
}

func TestHashLeavesPlaceOut(t *testing.T) {
	t.Parallel()
	a := Read("# T\n\n## A\n\nOne thing.\n\n## B\n\n" + strings.Repeat("The same text. ", 80))
	b := Read("# T\n\n## A\n\nOne thing, and another thing above it.\n\n## B\n\n" + strings.Repeat("The same text. ", 80))
	wa, wb := Windows(a), Windows(b)
	if len(wa) != 2 || len(wb) != 2 {
		t.Fatalf("%d and %d windows, want 2", len(wa), len(wb))
	}
	if a.Hash(wa[1]) != b.Hash(wb[1]) {
		t.Error("an edit above changes the hash of a window below")
	}
	if a.Hash(wa[0]) == b.Hash(wb[0]) {
		t.Error("an edit does not change the hash of its window")
	}
}
