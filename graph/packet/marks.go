package packet

import (
	"slices"
	"unicode/utf8"
)

// ref is a passage that has a number: the anchor where it is told of, and
// where it stands in a text.
type ref struct {
	Anchor     string // as "e3"
	start, end int    // UTF-16 code units, as a browser counts
}

// At is the anchor in the text.
func (r ref) At() string { return "at-" + r.Anchor }

// piece is a stretch of a text that one set of passages covers.
type piece struct {
	Text words
	// Marked is whether a passage covers it; Begin are those that begin here.
	Marked bool
	Begin  []ref
}

// cut cuts a text where passages begin and end. Passages that are not within
// it are clipped, and none is lost: one behind the end begins at the end.
func cut(body string, refs []ref) []piece {
	var at []int
	for i := range refs {
		refs[i].start = max(refs[i].start, 0)
		refs[i].end = max(refs[i].end, refs[i].start)
		at = append(at, refs[i].start, refs[i].end)
	}
	slices.Sort(at)
	at = slices.Compact(at)
	bytes := offsets(body, at)
	// A passage that began inside a pair of units, or behind the end, begins
	// where the cut is.
	begins, depth := map[int][]ref{}, map[int]int{}
	for _, r := range refs {
		start, _ := slices.BinarySearch(at, r.start)
		end, _ := slices.BinarySearch(at, r.end)
		begins[bytes[start]] = append(begins[bytes[start]], r)
		depth[bytes[start]]++
		depth[bytes[end]]--
	}
	cuts := append([]int{0}, bytes...)
	cuts = slices.Compact(append(cuts, len(body)))
	var pieces []piece
	open := 0
	for i, c := range cuts {
		end := c
		if i+1 < len(cuts) {
			end = cuts[i+1]
		}
		open += depth[c]
		if p := (piece{seen(body[c:end]), open > 0, begins[c]}); p.Text != "" || p.Begin != nil {
			pieces = append(pieces, p)
		}
	}
	return pieces
}

// offsets are the places in bytes of places in UTF-16 code units, which are in
// order.
func offsets(body string, at []int) (bytes []int) {
	i, units := 0, 0
	for len(bytes) < len(at) {
		if units >= at[len(bytes)] || i == len(body) {
			bytes = append(bytes, i)
			continue
		}
		r, size := utf8.DecodeRuneInString(body[i:])
		if r > 0xFFFF && units+1 == at[len(bytes)] {
			bytes = append(bytes, i) // never half a character
			continue
		}
		units++
		if r > 0xFFFF {
			units++
		}
		i += size
	}
	return bytes
}
