package analysis

import (
	"slices"
	"strings"
)

// RecordReader is a ClaimChecker that also says what the records leave to be
// asked of a criterion: a decision that is still open, a mentee who has not
// moved, a company of which nothing is told. It is pure.
type RecordReader interface {
	Wants(in WantInput) []Want
}

// WantInput is a criterion with what was found for it.
type WantInput struct {
	Criterion string
	Language  string
	Facts     Facts
	// Told holds the passages that support the criterion, with their headings.
	Told string
}

// Want is a gap that the records show.
type Want struct {
	// Leaf is how the key of the question ends, as "outcome".
	Leaf        string
	Reason      string
	Description string
	Suggestion  string
}

// The most gaps of a criterion, and how many of them may come from the records.
const (
	mostGaps  = 5
	mostWants = 2
)

// allGaps lists what a criterion lacks: what the records leave open, and the
// questions that are not met. No gap repeats words of the text: whoever writes
// a dossier must not be able to speak through what the system says of it. Only
// a suggestion that a model words may name what the passage beside it names.
func (r *run) allGaps(w *criterionWork, b Basis) []Gap {
	out := r.wants(w, b)
	w.recorded = len(out)
	open := w.gaps(b, r.lang)
	return append(out, open[:min(len(open), mostGaps-len(out))]...)
}

// wants are the gaps that the records show.
func (r *run) wants(w *criterionWork, b Basis) []Gap {
	reader, ok := r.o.Claims.(RecordReader)
	if !ok {
		return nil
	}
	var told strings.Builder
	for _, g := range w.grounded {
		if g.Stance == StanceSupports {
			told.WriteString(g.Title + "\n" + strings.Join(g.Path, "\n") + "\n" + g.Text + "\n")
		}
	}
	var out []Gap
	for _, x := range reader.Wants(WantInput{Criterion: w.criterion.Key, Language: r.lang, Facts: r.in.Facts, Told: told.String()}) {
		at := max(0, slices.IndexFunc(w.verdicts, func(v LeafVerdict) bool { return strings.HasSuffix(v.Leaf, "."+x.Leaf) }))
		if at >= len(w.verdicts) || len(out) == mostWants {
			break
		}
		out = append(out, Gap{
			Leaf: w.verdicts[at].Leaf, Severity: Medium, Reason: x.Reason, Description: x.Description, Suggestion: x.Suggestion,
			ScoreIfMet: b.IfMet(at),
		})
	}
	return out
}
