package text

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode"
)

const (
	// leastRepeat is how many words a sentence needs to be looked at again.
	leastRepeat = 6
	// mostCopies is how often the same words may stand in a document.
	mostCopies = 3
	// hashes is the number of least hashes that a sentence is filed under.
	hashes = 4
)

// repeats reports the copies of sentences that stand more than three times.
// Two sentences are the same where nine tenths of their different words are.
func (s *scanner) repeats() {
	var groups [][]int
	var sets [][]uint32
	buckets := map[[2]uint32][]int{}
	for i, x := range s.d.Sentences {
		set := wordSet(x.View)
		if len(set) < leastRepeat {
			continue
		}
		signature := leastHashes(set)
		group := -1
		for k, h := range signature {
			for _, g := range buckets[[2]uint32{uint32(k), h}] {
				if group < 0 && jaccard(set, sets[g]) >= 0.9 {
					group = g
				}
			}
		}
		if group >= 0 {
			groups[group] = append(groups[group], i)
			continue
		}
		sets = append(sets, set)
		for k, h := range signature {
			if key := [2]uint32{uint32(k), h}; len(buckets[key]) < 8 {
				buckets[key] = append(buckets[key], len(groups))
			}
		}
		groups = append(groups, []int{i})
	}
	for _, group := range groups {
		if len(group) > mostCopies {
			for _, i := range group[1:] {
				s.add(s.d.Sentences[i].Span, Repeated, true)
			}
		}
	}
}

// wordSet is the set of a view's words, as hashes in order.
func wordSet(view string) []uint32 {
	var set []uint32
	for w := range strings.FieldsFuncSeq(view, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		h := fnv.New32a()
		h.Write([]byte(strings.ToLower(w)))
		set = append(set, h.Sum32())
	}
	slices.Sort(set)
	return slices.Compact(set)
}

// leastHashes are the least members of a set under some mixings: sets that are
// alike share most of them.
func leastHashes(set []uint32) [hashes]uint32 {
	var out [hashes]uint32
	for k := range out {
		out[k] = ^uint32(0)
		for _, w := range set {
			x := (w ^ uint32(k)*0x9e3779b9) * 0x85ebca6b
			x ^= x >> 15
			out[k] = min(out[k], x*0xc2b2ae35)
		}
	}
	return out
}

// jaccard is the share of two sets that both have.
func jaccard(a, b []uint32) float64 {
	both, j := 0, 0
	for _, w := range a {
		for j < len(b) && b[j] < w {
			j++
		}
		if j < len(b) && b[j] == w {
			both++
		}
	}
	return float64(both) / float64(len(a)+len(b)-both)
}
