package dossier

import (
	"slices"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"
)

// Offsets are those of a browser: the same text stands before each.
func TestPagesAreCountedAsABrowserCounts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.String().Draw(t, "body")
		var at []int
		for i := range body {
			if rapid.Bool().Draw(t, "page") {
				at = append(at, i)
			}
		}
		at = append(at, len(body))
		units := utf16.Encode([]rune(body))
		for i, n := range inUTF16(body, at) {
			if got := string(utf16.Decode(units[:n])); got != body[:at[i]] {
				t.Fatalf("before page %d stands %q, want %q", i, got, body[:at[i]])
			}
		}
	})
	if got := inUTF16("a\U0001f600b", []int{0, 1, 5}); !slices.Equal(got, []int32{0, 1, 3}) {
		t.Errorf("got %v", got)
	}
}
