package analysis

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// leastCoverage is the share of words that must have been read for a
// criterion to be assessed at all; where nothing was found for it, all but a
// tenth must have been read, for absence shows only in what was read.
const (
	leastCoverage  = 0.5
	absentCoverage = 0.9
)

// pipelineVersion changes with how passages are grounded, counted and scored.
const pipelineVersion = 1

// result puts the findings together.
func (r *run) result() Result {
	out := Result{
		Findings: r.findings, Claims: r.claims, Anomalies: r.sortedAnomalies(), Usage: r.usage,
		Dropped: r.dropped, Degraded: r.degraded, Analyser: r.analyser.Name(), Provenance: r.analyser.Provenance(),
	}
	for _, reason := range sortedKeys(r.reasons) {
		out.Reasons = append(out.Reasons, times(reason, r.reasons[reason]))
	}
	if r.fellBack {
		by := r.o.Fallback.Provenance()
		out.Analyser, out.Provenance.Fallback = "mixed", r.o.Fallback.Name()+" "+by.PromptVersion
		out.Provenance.Limits = by.Limits
	}
	out.Provenance.Coverage, out.Provenance.RubricHash = r.coverage(), r.rubric
	versions := map[string]int{"pipeline": pipelineVersion}
	maps.Copy(versions, out.Provenance.Versions)
	out.Provenance.Versions = versions
	out.Provenance.Suggestions = r.suggestions
	out.Provenance.DocumentsHash = nil
	for _, d := range r.in.Documents {
		sum := sha256.Sum256([]byte(d.Body))
		out.Provenance.DocumentsHash = append(out.Provenance.DocumentsHash, hex.EncodeToString(sum[:]))
	}
	return out
}

// because names, in brackets, why text was left unread.
func (r *run) because() string {
	if len(r.reasons) == 0 {
		return ""
	}
	return " (" + strings.Join(sortedKeys(r.reasons), "; ") + ")"
}

// times says how often something happened.
func times(reason string, n int) string {
	if n == 1 {
		return reason
	}
	return fmt.Sprintf("%s (%d times)", reason, n)
}

// find scores the criteria.
func (r *run) find(context.Context) error {
	for i := range r.criteria {
		r.findings = append(r.findings, r.finding(&r.criteria[i]))
	}
	return nil
}

// finding scores one criterion.
func (r *run) finding(w *criterionWork) Finding {
	p := phrasesFor(r.lang)
	f := Finding{Criterion: w.criterion.Key}
	evidence, at := w.evidence()
	coverage := r.coverage()
	leaves := w.leaves(at)
	f.Evidence, f.Leaves = evidence, leaves
	switch {
	case w.unjudged:
		f.Rationale = fmt.Sprintf(p.notAssessed, p.notJudged)
	case coverage < leastCoverage, len(evidence) == 0 && coverage < absentCoverage:
		f.Rationale = fmt.Sprintf(p.notAssessed, fmt.Sprintf(p.notRead, int(coverage*100))+r.because())
	default:
		b := w.basis(evidence)
		score := b.Score()
		f.Assessed, f.Score = true, &score
		f.Confidence = r.confidence(w, b, evidence)
		f.Rationale = w.rationale(r.in, b, evidence, leaves, r.lang)
		f.Gaps = r.allGaps(w, b)
		f.Account = r.account(w, &b)
		return f
	}
	f.Account = r.account(w, nil)
	f.Confidence = Confidence{Level: ConfidenceLow, Reasons: []string{strings.TrimSpace(f.Rationale)}}
	return f
}

func (r *run) confidence(w *criterionWork, b Basis, evidence []Evidence) Confidence {
	s := Support{
		Samples: w.samples, Agreement: w.agreement, Coverage: r.coverage(),
		Near: b.Near(boundaryMargin), Fallback: w.fallback, Picked: w.picked,
	}
	for _, e := range evidence {
		s.Groundings = append(s.Groundings, e.Grounding)
	}
	return s.Confidence(r.lang)
}

// sortedAnomalies returns the anomalies in the order of the documents, each
// once.
func (r *run) sortedAnomalies() []Anomaly {
	order := r.order()
	out := slices.Clone(r.anomalies)
	slices.SortStableFunc(out, func(a, b Anomaly) int {
		return cmp.Or(cmp.Compare(order[a.Doc], order[b.Doc]), cmp.Compare(a.Start, b.Start),
			cmp.Compare(a.End, b.End), cmp.Compare(a.Kind, b.Kind))
	})
	return shortened(slices.CompactFunc(out, func(a, b Anomaly) bool { return a.Place == b.Place && a.Kind == b.Kind }))
}

// maxAlike is how many anomalies of one kind are listed for a document.
const maxAlike = 20

// shortened keeps the first anomalies of each kind in each document; the last
// that is kept says how many more there are. What is not listed is barred from
// being evidence all the same.
func shortened(list []Anomaly) []Anomaly {
	type of struct {
		doc  int
		kind string
	}
	seen, last := map[of]int{}, map[of]int{}
	out := list[:0]
	for _, a := range list {
		k := of{a.Doc, a.Kind}
		if seen[k]++; seen[k] <= maxAlike {
			last[k] = len(out)
			out = append(out, a)
		}
	}
	for k, n := range seen {
		if more := n - maxAlike; more > 0 {
			out[last[k]].Description += fmt.Sprintf(" (%d more like it)", more)
		}
	}
	return out
}
