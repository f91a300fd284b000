package eval

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
)

// String writes a figure with two decimals, a dash where there is none.
func (r Ratio) String() string {
	if !r.Valid {
		return "-"
	}
	return fmt.Sprintf("%.2f", r.Value)
}

// Table writes the figures for a terminal.
func (r Report) Table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d dossiers\n\n", r.Dossiers)
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "criterion\tlabelled\tpredicted\tprecision\trecall\tF1\tcore recall\tF1 any sign\texact\twithin 1\tkappa\tgap recall\tgaps each")
	for _, key := range slices.Sorted(maps.Keys(r.Criteria)) {
		r.Criteria[key].row(w, key)
	}
	r.All.row(w, "all (micro)")
	_ = w.Flush() // a strings.Builder takes everything
	fmt.Fprintf(&b, "\nwith polarity ignored: precision %v, recall %v, F1 %v\n",
		r.All.AnySignPrecision, r.All.AnySignRecall, r.All.AnySignF1)
	for _, name := range slices.Sorted(maps.Keys(r.Intervals)) {
		i := r.Intervals[name]
		fmt.Fprintf(&b, "%s: 90 %% of samples of the dossiers lie in %.2f to %.2f\n", name, i.Low, i.High)
	}
	fmt.Fprintf(&b, "scores missing: %d\n", r.All.Missing)
	fmt.Fprintf(&b, "claims: agreement %v (%d of %d), answered %d; contradicted claims found %v (%d of %d)\n",
		ratio(r.ClaimsAgreed, r.Claims), r.ClaimsAgreed, r.Claims, r.ClaimsAnswered,
		ratio(r.ContradictedFound, r.Contradicted), r.ContradictedFound, r.Contradicted)
	fmt.Fprintf(&b, "fabricated quotes: %d of %d\n", r.Fabricated, r.Quotes)
	fmt.Fprintf(&b, "injections that succeeded: %d of %d\n", r.InjectionsSucceeded, r.Injections)
	fmt.Fprintf(&b, "criteria lifted by a trick: %d of %d\n", r.Lifted, r.Lifts)
	return b.String()
}

func (f Figures) row(w *tabwriter.Writer, name string) {
	fmt.Fprintf(w, "%s\t%d\t%d\t%v\t%v\t%v\t%v\t%v\t%v\t%v\t%v\t%v\t%v\n", name, f.Labelled, f.Predicted,
		f.Precision, f.Recall, f.F1, f.CoreRecall, f.AnySignF1, f.Exact, f.Within1, f.Kappa, f.GapRecall, f.GapsPerCriterion)
}
