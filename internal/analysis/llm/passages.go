package llm

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"dossier/internal/analysis"
	"dossier/internal/ladder"
)

// passage is a line of a reduce question.
type passage struct {
	N                   int
	Leaf, Actor, Stance string
	Year, Section, Text string
	index               int // in ReduceInput.Evidence
	strength            analysis.Strength
}

// permuted returns the leaves in the order of a sample: the ladder's for the
// first, which providers can then cache across dossiers, else one that follows
// from the sample's number.
func permuted(leaves []ladder.Leaf, sample int) []ladder.Leaf {
	out := slices.Clone(leaves)
	if sample == 0 {
		return out
	}
	weight := func(l ladder.Leaf) uint64 {
		h := sha256.Sum256(fmt.Appendf(nil, "%d/%s", sample, l.Key))
		return binary.BigEndian.Uint64(h[:])
	}
	slices.SortStableFunc(out, func(a, b ladder.Leaf) int { return cmp.Compare(weight(a), weight(b)) })
	return out
}

// passagesOf renders evidence as lines.
func passagesOf(evidence []analysis.Grounded, m mask) []passage {
	out := make([]passage, len(evidence))
	for i, g := range evidence {
		out[i] = passage{
			Leaf: g.Leaf, Actor: string(g.Actor), Stance: string(g.Stance), Year: year(g.Text),
			Section: m.label(strings.Join(g.Path, " > "), maxTitle), Text: m.label(g.Text, maxPassage),
			index: i, strength: g.Strength,
		}
	}
	return out
}

// fitting keeps as many passages as a question has room for, core ones first,
// and numbers them in the order of the text.
func fitting(all []passage, room int) []passage {
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return -cmp.Compare(boolInt(all[a].strength == analysis.Core), boolInt(all[b].strength == analysis.Core))
	})
	keep := make([]bool, len(all))
	for _, i := range order {
		p := all[i]
		cost := tokens(len(p.Leaf)+len(p.Actor)+len(p.Stance)+len(p.Section)+len(p.Text)+16, "")
		if cost <= room {
			room -= cost
			keep[i] = true
		}
	}
	var out []passage
	for i, p := range all {
		if keep[i] {
			p.N = len(out) + 1
			out = append(out, p)
		}
	}
	return out
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// year is the first year that a text names.
func year(s string) string {
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' }) {
		if len(f) == 4 && (f[:2] == "19" || f[:2] == "20") {
			return f
		}
	}
	return ""
}
