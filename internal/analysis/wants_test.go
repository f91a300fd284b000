package analysis

import (
	"testing"

	"dossier/internal/analysis/text"
)

// wanting is a checker whose records leave things to be asked.
type wanting struct{ said []string }

func (w *wanting) Check(ClaimInput) []Claim { return nil }

func (w *wanting) Wants(in WantInput) []Want {
	w.said = append(w.said, in.Told)
	return []Want{
		{Leaf: "cost", Reason: SingleEpisode, Description: "a second company"},
		{Leaf: "unknown", Reason: Contradicted, Description: "pending"},
		{Leaf: "cost", Reason: Contradicted, Description: "one too many"},
	}
}

// TestAllGaps joins what the records leave open and the questions that are not
// met, within the bounds.
func TestAllGaps(t *testing.T) {
	t.Parallel()
	checker := &wanting{}
	r := run{o: Options{Claims: checker}, lang: "en"}
	w := criterionWork{criterion: &level().PanelCriteria[0], grounded: []Grounded{
		{Item: Item{Leaf: "j.stage", Stance: StanceContradicts}, Place: Place{Span: text.Span{Start: 3, End: 8}}, Text: "Nobody asked."},
		{Item: Item{Leaf: "j.cost", Stance: StanceSupports, Strength: Core}, Text: "It saved a year.", Title: "Costs"},
	}, refuted: make([]bool, 2), confirmed: make([]bool, 2)}
	w.verdicts = settle(w.criterion, w.grounded, nil)
	evidence, _ := w.evidence()
	got := r.allGaps(&w, w.basis(evidence))
	if len(got) != mostGaps {
		t.Fatalf("%d gaps: %+v", len(got), got)
	}
	if got[0].Leaf != "j.cost" || got[0].Description != "a second company" || got[1].Leaf != "j.stage" || got[1].Description != "pending" {
		t.Errorf("of the records: %+v, %+v", got[0], got[1])
	}
	for i, want := range []string{"j.stage", "j.outcome", "j.cost"} {
		if got[2+i].Leaf != want {
			t.Errorf("gap %d is about %s, want %s", 2+i, got[2+i].Leaf, want)
		}
	}
	if len(checker.said) != 1 || checker.said[0] != "Costs\n\nIt saved a year.\n" {
		t.Errorf("told %q", checker.said)
	}
}
