package analysis

import (
	"testing"

	"dossier/internal/analysis/text"
)

func TestGapReasons(t *testing.T) {
	t.Parallel()
	item := func(stance Stance, actor Actor, words string) Grounded {
		return Grounded{Item: Item{Leaf: "j.stage", Stance: stance, Actor: actor}, Text: words}
	}
	tests := []struct {
		name        string
		verdict     LeafVerdict
		grounded    []Grounded
		refuted     []bool
		quarantined bool
		want        string
	}{
		{name: "nothing", want: Absent},
		{name: "the analyser's reason", verdict: LeafVerdict{Reason: Stale}, want: Stale},
		{name: "only barred text", quarantined: true, want: Quarantined},
		{name: "plans", grounded: []Grounded{item(StanceHypothetical, ActorAuthor, "We will.")}, want: Hypothetical},
		{name: "others", grounded: []Grounded{item(StanceSupports, ActorOther, "They did in 2020.")}, want: NotAuthor},
		{name: "assertions", grounded: []Grounded{item(StanceAsserts, ActorAuthor, "I always do.")}, want: AssertedOnly},
		{name: "spoken against", grounded: []Grounded{item(StanceContradicts, ActorAuthor, "I never did.")}, want: Contradicted},
		{name: "refuted", grounded: []Grounded{item(StanceSupports, ActorAuthor, "Five in 2020.")}, refuted: []bool{true}, want: Contradicted},
		{name: "no figure", grounded: []Grounded{item(StanceSupports, ActorAuthor, "It grew.")}, want: NoNumber},
		{name: "no date", grounded: []Grounded{item(StanceSupports, ActorAuthor, "It grew by 40 %.")}, want: NoDate},
		{name: "one instance", grounded: []Grounded{item(StanceSupports, ActorAuthor, "It grew by 40 % in 2021.")}, want: SingleEpisode},
		{name: "several, still not enough", grounded: []Grounded{
			item(StanceSupports, ActorAuthor, "By 40 % in 2021."), item(StanceSupports, ActorAuthor, "By 20 % in 2022."),
		}, want: Absent},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := criterionWork{criterion: &level().PanelCriteria[0], grounded: tt.grounded, refuted: tt.refuted}
			if w.refuted == nil {
				w.refuted = make([]bool, len(w.grounded))
			}
			w.verdicts = settle(w.criterion, nil, nil)
			w.verdicts[0].Reason = tt.verdict.Reason
			w.quarantined = map[string]bool{"j.stage": tt.quarantined}
			if got := w.reason(0); got != tt.want {
				t.Errorf("reason %s, want %s", got, tt.want)
			}
		})
	}
}

// TestGapOrder puts the gap that raises the score before the others.
func TestGapOrder(t *testing.T) {
	t.Parallel()
	place := Place{Span: text.Span{Start: 3, End: 9}}
	w := criterionWork{criterion: &level().PanelCriteria[0], grounded: []Grounded{
		{Item: Item{Leaf: "j.cost", Stance: StanceSupports, Strength: Core}, Place: place},
		{Item: Item{Leaf: "j.outcome", Stance: StanceHypothetical}, Place: Place{Span: text.Span{Start: 20, End: 30}}},
		{Item: Item{Leaf: "j.cost", Stance: StanceSupports, Strength: Core}, Place: Place{Span: text.Span{Start: 40, End: 50}}},
		{Item: Item{Leaf: "j.cost", Stance: StanceSupports, Strength: Core}, Place: Place{Span: text.Span{Start: 60, End: 70}}},
	}, refuted: make([]bool, 4), confirmed: make([]bool, 4)}
	w.verdicts = settle(w.criterion, w.grounded, []LeafVerdict{{Leaf: "j.cost", Verdict: Partial, Evidence: []int{0}}})
	evidence, _ := w.evidence()
	got := w.gaps(w.basis(evidence), "en")
	if len(got) != 3 {
		t.Fatalf("gaps %+v", got)
	}
	for i, want := range []struct {
		leaf     string
		severity Severity
		ifMet    int
	}{{"j.stage", High, 3}, {"j.outcome", High, 3}, {"j.cost", Low, 2}} {
		if got[i].Leaf != want.leaf || got[i].Severity != want.severity || got[i].ScoreIfMet != want.ifMet {
			t.Errorf("gap %d: %+v, want %+v", i, got[i], want)
		}
	}
	if got[0].Near != nil || got[1].Near.Start != 20 || got[2].Near.Start != 3 {
		t.Errorf("near %v %v %v", got[0].Near, got[1].Near, got[2].Near)
	}
	if got[1].Description != "planned j.outcome" || got[0].Description != "absent j.stage" {
		t.Errorf("texts %q, %q", got[1].Description, got[0].Description)
	}
}

func TestHasYear(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"in 2021": true, "2019-03": true, "1999": true, "1949": false, "20215": false, "ISO 27001": false, "€2,000": false, "": false,
	} {
		if got := hasYear(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}
