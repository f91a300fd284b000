package counterfactual

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
)

// Table writes the figures, one line a variant, and what each variant is.
func (r Report) Table() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "variant\tdossiers\tchanges\tscores\tmoved\tup\tdown\tby 2 or more\tevidence kept\tadded")
	for _, f := range r.Variants {
		up, down, far := f.directions()
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d (%s)\t%d\t%d\t%d\t%d of %d (%s)\t%d\n", f.Variant, f.Dossiers, f.Changes, f.Scores,
			len(f.Moves), share(len(f.Moves), f.Scores), up, down, far, f.Kept, f.Evidence, share(f.Kept, f.Evidence), f.Added)
	}
	fmt.Fprintln(w)
	for _, v := range Variants() {
		fmt.Fprintf(w, "%s\t%s\n", v.Name, v.About)
	}
	_ = w.Flush() // a strings.Builder takes everything
	return b.String()
}

// Moves lists what moved, and the dossiers that were left out.
func (r Report) Moves() string {
	var b strings.Builder
	for _, f := range r.Variants {
		for _, m := range f.Moves {
			fmt.Fprintf(&b, "%s: %s, %s: %s -> %s\n", f.Variant, m.Dossier, m.Criterion, score(m.From), score(m.To))
		}
		for _, why := range slices.Sorted(maps.Keys(f.LeftOut)) {
			fmt.Fprintf(&b, "%s: %d left out: %s\n", f.Variant, f.LeftOut[why], why)
		}
	}
	return b.String()
}

// directions counts the scores that rose, that fell, and that moved by two or
// more or to or from not assessed.
func (f Figures) directions() (up, down, far int) {
	for _, m := range f.Moves {
		switch by := m.By(); {
		case by > 0:
			up++
			if by > 1 {
				far++
			}
		case by < 0:
			down++
			if by < -1 {
				far++
			}
		default:
			far++
		}
	}
	return up, down, far
}

// share is a percentage with one decimal, a dash of nothing.
func share(n, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(of))
}

func score(s *int) string {
	if s == nil {
		return "not assessed"
	}
	return fmt.Sprint(*s)
}
