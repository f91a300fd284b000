package counterfactual

import (
	"slices"

	"dossier/internal/analysis/eval"
)

// Report is what moved, by variant.
type Report struct {
	Variants []Figures
}

// Figures are what one variant did.
type Figures struct {
	Variant string
	// Dossiers counts those that had the variant, Changes the places changed
	// in them, LeftOut those that had none, by the reason.
	Dossiers, Changes int
	LeftOut           map[string]int
	// Scores counts pairs of dossier and criterion; Moves lists those whose
	// score is another.
	Scores int
	Moves  []Move
	// Evidence counts the passages of the originals, Kept those that the
	// variant has too, Added those that only the variant has.
	Evidence, Kept, Added int
}

// Move is a score that is another one in a variant; nil is not assessed.
type Move struct {
	Dossier, Criterion string
	From, To           *int
}

// By is how far a score moved, 0 where one side was not assessed.
func (m Move) By() int {
	if m.From == nil || m.To == nil {
		return 0
	}
	return *m.To - *m.From
}

// Moved counts the scores that moved in any variant.
func (r Report) Moved() int {
	n := 0
	for _, f := range r.Variants {
		n += len(f.Moves)
	}
	return n
}

// compare adds what a variant did to one dossier.
func (f *Figures) compare(base, got *eval.Prediction, v Varied) {
	of := map[string]*eval.Finding{}
	for i := range got.Findings {
		of[got.Findings[i].Criterion] = &got.Findings[i]
	}
	for i := range base.Findings {
		was := &base.Findings[i]
		now := of[was.Criterion]
		if now == nil {
			now = new(eval.Finding)
		}
		f.Scores++
		if !same(was.Score, now.Score) {
			f.Moves = append(f.Moves, Move{base.ID, was.Criterion, was.Score, now.Score})
		}
		f.passages(was.Evidence, now.Evidence, v)
	}
}

func same(a, b *int) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// passages counts those of the original that the variant has too.
func (f *Figures) passages(was, now []eval.EvidencePredicted, v Varied) {
	at := make([]eval.EvidencePredicted, 0, len(now))
	for _, e := range now {
		i := slices.IndexFunc(v.Dossier.Documents, func(d eval.Document) bool { return d.Key == e.Doc })
		if i < 0 {
			f.Added++
			continue
		}
		s, ok := v.docs[i].back(eval.Span{Start: e.Start, End: e.End})
		if !ok {
			f.Added++ // what was put in between
			continue
		}
		e.Doc, e.Start, e.End = v.docs[i].key, s.Start, s.End
		at = append(at, e)
	}
	f.Evidence += len(was)
	for _, e := range was {
		if slices.ContainsFunc(at, func(o eval.EvidencePredicted) bool { return alike(e, o) }) {
			f.Kept++
		}
	}
	for _, o := range at {
		if !slices.ContainsFunc(was, func(e eval.EvidencePredicted) bool { return alike(e, o) }) {
			f.Added++
		}
	}
}

// alike reports whether two passages are one by the rule of the labels: they
// share at least half of the shorter.
func alike(a, b eval.EvidencePredicted) bool {
	shared := min(a.End, b.End) - max(a.Start, b.Start)
	return a.Doc == b.Doc && a.Polarity == b.Polarity && shared > 0 && 2*shared >= min(a.End-a.Start, b.End-b.Start)
}
