package analysis

import (
	"strings"
	"testing"

	"dossier/internal/analysis/text"
	"dossier/internal/ladder"
)

func piece(leaf string, stance Stance, strength Strength, doc, start, end int) Grounded {
	return Grounded{
		Item:  Item{Leaf: leaf, Stance: stance, Strength: strength, Quote: "q"},
		Place: Place{Doc: doc, Span: text.Span{Start: start, End: end}},
	}
}

func workOf(grounded ...Grounded) *criterionWork {
	n := len(grounded)
	w := &criterionWork{
		criterion: &level().PanelCriteria[0], grounded: grounded,
		refuted: make([]bool, n), confirmed: make([]bool, n),
	}
	w.verdicts = settle(w.criterion, nil, nil)
	return w
}

// TestEvidenceOncePerPlace joins passages that overlap, and shows neither
// plans nor assertions nor what the records refute.
func TestEvidenceOncePerPlace(t *testing.T) {
	t.Parallel()
	w := workOf(
		piece("j.stage", StanceSupports, Minor, 0, 0, 10),
		piece("j.outcome", StanceSupports, Core, 0, 5, 12),
		piece("j.outcome", StanceContradicts, Minor, 0, 5, 12),
		piece("j.cost", StanceHypothetical, Core, 0, 20, 30),
		piece("j.cost", StanceAsserts, Core, 0, 30, 40),
		piece("j.cost", StanceSupports, Core, 0, 40, 50),
		piece("j.cost", StanceSupports, Core, 1, 0, 10),
	)
	w.refuted[5] = true
	evidence, at := w.evidence()
	if len(evidence) != 3 || evidence[0].Strength != Core || evidence[1].Polarity != Contradicts || evidence[2].Doc != 1 {
		t.Fatalf("evidence %+v", evidence)
	}
	for i, want := range []int{0, 0, 1, -1, -1, -1, 2} {
		if at[i] != want {
			t.Errorf("passage %d is evidence %d, want %d", i, at[i], want)
		}
	}
	b := w.basis(evidence)
	if b.Core != 2 || b.AgainstMinor != 1 || b.Refuted != 1 || !b.Asserted || !b.Independent || b.Corroborated {
		t.Errorf("basis %+v", b)
	}
	w.verdicts[2].Evidence = []int{3, 5, 6}
	w.verdicts[0].Evidence = []int{0, 1}
	leaves := w.leaves(at)
	if len(leaves[2].Evidence) != 1 || leaves[2].Evidence[0] != 2 || len(leaves[0].Evidence) != 1 {
		t.Errorf("leaves %+v", leaves)
	}
}

// TestStrengthFollowsTheDecision holds where an analyser gave none.
func TestStrengthFollowsTheDecision(t *testing.T) {
	t.Parallel()
	w := workOf(
		piece("j.stage", StanceSupports, "", 0, 0, 10),
		piece("j.stage", StanceSupports, "", 0, 20, 30),
		piece("j.cost", StanceContradicts, "", 0, 40, 50),
	)
	w.verdicts = settle(w.criterion, w.grounded, []LeafVerdict{
		{Leaf: "j.stage", Verdict: Met, Evidence: []int{0}},
		{Leaf: "j.cost", Verdict: NotMet, Evidence: []int{2}},
	})
	for i, want := range []Strength{Core, Minor, Core} {
		if got := w.strength(i); got != want {
			t.Errorf("passage %d is %s, want %s", i, got, want)
		}
	}
}

// TestReferees counts the headings of testimonies as voices.
func TestReferees(t *testing.T) {
	t.Parallel()
	one := piece("j.stage", StanceSupports, Core, 0, 0, 10)
	one.Component, one.Path = "founder-references", []string{"References", "Bas"}
	two := piece("j.cost", StanceSupports, Core, 0, 20, 30)
	two.Component, two.Path = "founder-references", []string{"References", "Wanjiku"}
	w := workOf(one, two)
	evidence, _ := w.evidence()
	if !w.basis(evidence).Independent {
		t.Error("two referees are not independent")
	}
	two.Path = one.Path
	w = workOf(one, two)
	if w.basis(evidence).Independent {
		t.Error("one referee is independent of herself")
	}
}

// TestRecordsBearOnEvidence confirms and refutes passages through claims.
func TestRecordsBearOnEvidence(t *testing.T) {
	t.Parallel()
	doc := Document{Ref: "a", Body: body(
		"j.stage core: We took four decisions in 2021.",
		"j.cost core: We saved nine engineers in 2022.",
		"j.outcome core: Revenue doubled within the year.",
	)}
	in := Input{Level: level(), Documents: []Document{doc}}
	res := mustRun(t, in, Options{Analyser: &tagged{}, Claims: verdicts{"four decisions": Overstated, "nine engineers": Supported}})
	f := res.Findings[0]
	if len(res.Claims) != 2 || len(f.Evidence) != 2 {
		t.Fatalf("claims %+v, evidence %+v", res.Claims, f.Evidence)
	}
	for _, g := range f.Gaps {
		t.Errorf("gap %+v", g)
	}
	if *f.Score != 2 {
		t.Errorf("score %d", *f.Score)
	}
}

// verdicts is a checker that finds its keys in the text.
type verdicts map[string]ClaimVerdict

func (v verdicts) Check(in ClaimInput) []Claim {
	var out []Claim
	for _, d := range in.Documents {
		for i := range d.Text.Sentences {
			s := d.Text.Sentences[i].Span
			for words, verdict := range v {
				if at := strings.Index(d.Text.At(s), words); at >= 0 {
					span := text.Span{Start: s.Start + at, End: s.Start + at + len(words)}
					out = append(out, Claim{Place: Place{Doc: d.Doc, Span: span}, Quote: words, Verdict: verdict})
				}
			}
		}
	}
	return out
}

func TestAboutFallsBack(t *testing.T) {
	t.Parallel()
	l := ladder.Leaf{Definition: "definition", About: map[string]string{"en": "english"}}
	for lang, want := range map[string]string{"en": "english", "de": "english"} {
		if got := about(&l, lang); got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
	if got := about(&ladder.Leaf{Definition: "definition"}, "en"); got != "definition" {
		t.Errorf("got %q", got)
	}
}
