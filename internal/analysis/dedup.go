package analysis

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

const (
	// maxPerLeaf and maxPerCriterion bound the passages that are judged and
	// stored, whatever an analyser points at.
	maxPerLeaf      = 8
	maxPerCriterion = 40
	// Two passages whose words overlap by nine parts in ten count once.
	twinPercent = 90
	// maxCompared bounds the passages of a criterion that are compared.
	maxCompared = 1000
)

// passagesOf returns the passages of one criterion in the order of the
// documents: each place once for a leaf and stance, near-duplicates once,
// core ones first when there are too many. Aside are those that this leaves out.
func (r *run) passagesOf(leaves map[string]int) (kept []Grounded, aside []Aside) {
	var all []Grounded
	for _, g := range r.grounded {
		if _, ok := leaves[g.Leaf]; ok {
			all = append(all, g)
		}
	}
	order := r.order()
	slices.SortStableFunc(all, func(a, b Grounded) int {
		return cmp.Or(cmp.Compare(order[a.Doc], order[b.Doc]), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End),
			cmp.Compare(leaves[a.Leaf], leaves[b.Leaf]), cmp.Compare(a.Stance, b.Stance), cmp.Compare(a.Strength, b.Strength))
	})
	all = slices.CompactFunc(all, func(a, b Grounded) bool {
		return a.Place == b.Place && a.Leaf == b.Leaf && a.Stance == b.Stance
	})
	once := single(all[:min(len(all), maxCompared)])
	kept = bounded(once)
	aside = append(without(all, once, "another passage says almost the same"), without(once, kept, "there are enough others")...)
	return kept, aside
}

// without lists what is not in a later part of a list, in the same order.
func without(all, kept []Grounded, why string) []Aside {
	var out []Aside
	for _, g := range all {
		if len(kept) > 0 && kept[0].Place == g.Place && kept[0].Leaf == g.Leaf && kept[0].Stance == g.Stance {
			kept = kept[1:]
			continue
		}
		out = append(out, Aside{Place: g.Place, Leaf: g.Leaf, Why: why})
	}
	return out
}

// order maps a document's index in Input to its place by ref.
func (r *run) order() map[int]int {
	order := make(map[int]int, len(r.docs))
	for i, d := range r.docs {
		order[d.Doc] = i
	}
	return order
}

// single drops a passage that says almost word for word what an earlier one
// said of the same leaf.
func single(all []Grounded) []Grounded {
	words := make([][]string, len(all))
	for i, g := range all {
		words[i] = wordSet(g.Quote)
	}
	var kept []int
	for i, g := range all {
		twin := slices.ContainsFunc(kept, func(k int) bool {
			return all[k].Leaf == g.Leaf && all[k].Stance == g.Stance && all[k].Place != g.Place && twins(words[k], words[i])
		})
		if !twin {
			kept = append(kept, i)
		}
	}
	out := make([]Grounded, len(kept))
	for i, k := range kept {
		out[i] = all[k]
	}
	return out
}

// bounded keeps the bounded number of passages, core ones before others.
func bounded(all []Grounded) []Grounded {
	perLeaf := map[string]int{}
	keep := make([]bool, len(all))
	n := 0
	for _, core := range []bool{true, false} {
		for i, g := range all {
			if (g.Strength == Core) != core || n == maxPerCriterion || perLeaf[g.Leaf] == maxPerLeaf {
				continue
			}
			keep[i] = true
			perLeaf[g.Leaf]++
			n++
		}
	}
	var out []Grounded
	for i, g := range all {
		if keep[i] {
			out = append(out, g)
		}
	}
	return out
}

// wordSet returns the sorted, distinct words of a text in lower case.
func wordSet(s string) []string {
	w := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	slices.Sort(w)
	return slices.Compact(w)
}

// twins reports whether the Jaccard index of two sorted sets of words reaches
// twinPercent.
func twins(a, b []string) bool {
	both, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch c := cmp.Compare(a[i], b[j]); {
		case c == 0:
			both++
			i++
			j++
		case c < 0:
			i++
		default:
			j++
		}
	}
	union := len(a) + len(b) - both
	return union > 0 && 100*both >= twinPercent*union
}
