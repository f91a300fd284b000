package decide_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/panel/decide"
	"dossier/internal/people"
)

// earlier lists what somebody sees of a dossier's earlier gaps, as "1
// generosity answer".
func (h *house) earlier(v *people.Viewer, of id.ID) (list []string) {
	h.T.Helper()
	m, err := h.store.EarlierGapsOf(h.T.Context(), v, []uuid.UUID{of.UUID})
	if err != nil || m[of.UUID] == nil {
		h.T.Fatal(m, err)
	}
	for _, g := range m[of.UUID] {
		s := "-"
		if g.Answer != nil {
			s = *g.Answer
		}
		if (g.Answer == nil) != (g.AnsweredAt == nil) || g.Level != "L8" || g.LadderVersion != h.Version.UUID || g.ClosedBy == "" || g.ReleasedAt.IsZero() {
			h.T.Errorf("%+v", g)
		}
		list = append(list, fmt.Sprint(g.Number, " ", g.CriterionKey, " ", s))
	}
	return list
}

// again opens and fills another dossier.
func (h *house) again() id.ID {
	h.T.Helper()
	d := h.Open(h.ana)
	h.Fill(h.ana, d)
	return d
}

func (h *house) submit(d id.ID) error {
	return h.Acts.Submit(h.T.Context(), h.ana, dossier.DossierInput{Dossier: d}, h.Now)
}

// R3: who applies again answers each gap of the last decision before it is
// handed in.
func TestAnotherDossierAnswersTheGaps(t *testing.T) {
	t.Parallel()
	h := refused(t)
	ctx := t.Context()
	first := h.see(h.ana).UUID
	d := h.again()
	missing := refusal[*dossier.Incomplete](t, h.submit(d)).Missing
	if len(missing) != 2 || missing[0].Key != "earlier-gap-1" || missing[0].Title != "Generosity" || !contains(missing[0].Explanation, "A second founder who testifies.") ||
		missing[1].Key != "earlier-gap-2" || missing[1].Title != "Founder trust at scale" {
		t.Errorf("R3: missing %+v", missing)
	}
	in := decide.AnswerEarlierGapInput{Dossier: d, Decision: id.Of(id.Decision, first), Number: 1, Answer: "Wanjiku testifies."}
	answer := func(v *people.Viewer, change func(*decide.AnswerEarlierGapInput)) error {
		bad := in
		change(&bad)
		return h.acts.AnswerEarlierGap(ctx, v, bad, h.Now)
	}
	for name, tc := range map[string]struct {
		change func(*decide.AnswerEarlierGapInput)
		path   string
	}{
		"a number too high": {func(in *decide.AnswerEarlierGapInput) { in.Number = 3 }, "input.number"},
		"no number":         {func(in *decide.AnswerEarlierGapInput) { in.Number = 0 }, "input.number"},
		"a huge number":     {func(in *decide.AnswerEarlierGapInput) { in.Number = 1 << 40 }, "input.number"},
		"no answer":         {func(in *decide.AnswerEarlierGapInput) { in.Answer = "\t" }, "input.answer"},
		"a long answer":     {func(in *decide.AnswerEarlierGapInput) { in.Answer = strings.Repeat("ä", decide.MaxAnswer+1) }, "input.answer"},
	} {
		if p := refusal[*dossier.Invalid](t, answer(h.ana, tc.change)); len(p.Fields) != 1 || p.Fields[0].Path != tc.path {
			t.Errorf("%s: %v", name, p)
		}
	}
	for what, change := range map[string]func(*decide.AnswerEarlierGapInput){
		"no decision":        func(in *decide.AnswerEarlierGapInput) { in.Decision = id.ID{} },
		"an unknown one":     func(in *decide.AnswerEarlierGapInput) { in.Decision.UUID = uuid.Max },
		"no dossier":         func(in *decide.AnswerEarlierGapInput) { in.Dossier.UUID = uuid.Max },
		"a malformed one":    func(in *decide.AnswerEarlierGapInput) { in.Dossier = id.ID{} },
		"a dossier's own id": func(in *decide.AnswerEarlierGapInput) { in.Decision = in.Dossier },
	} {
		absent(t, what, answer(h.ana, change))
	}
	same := func(*decide.AnswerEarlierGapInput) {}
	for who, v := range map[string]*people.Viewer{"a steward": h.sam, "a stranger": h.Candidate("Ben")} {
		absent(t, who, answer(v, same))
	}
	refusal[*dossier.WrongState](t, answer(h.ana, func(in *decide.AnswerEarlierGapInput) { in.Dossier = h.dossier }))

	for _, text := range []string{"Wanjiku testifies.", "Wanjiku and Bas testify.", "Wanjiku and Bas testify."} {
		h.Advance(1e9)
		if err := answer(h.ana, func(in *decide.AnswerEarlierGapInput) { in.Answer = text }); err != nil {
			t.Fatal(err)
		}
	}
	if n := one[int](h, `select count(*) from gap_answer`); n != 2 || h.acted("answerEarlierGap") != 2 {
		t.Errorf("%d answers are kept, %d rows in the trail", n, h.acted("answerEarlierGap"))
	}
	if got := h.earlier(h.ana, d); !slices.Equal(got, []string{"1 generosity Wanjiku and Bas testify.", "2 founder-trust-at-scale -"}) {
		t.Errorf("the candidate sees %q", got)
	}
	if got := h.earlier(h.sam, d); got != nil {
		t.Errorf("a steward sees a draft's: %q", got)
	}
	if m := refusal[*dossier.Incomplete](t, h.submit(d)).Missing; len(m) != 1 || m[0].Key != "earlier-gap-2" {
		t.Errorf("R3: missing %+v", m)
	}
	if err := answer(h.ana, func(in *decide.AnswerEarlierGapInput) { in.Number, in.Answer = 2, "Two companies." }); err != nil {
		t.Fatal(err)
	}
	if err := h.submit(d); err != nil {
		t.Fatal(err)
	}
	if got, want := h.earlier(h.sam, d), h.earlier(h.ana, d); len(want) != 2 || !slices.Equal(got, want) {
		t.Errorf("handed in, a steward sees %q, the candidate %q", got, want)
	}
	refusal[*dossier.WrongState](t, answer(h.ana, same))
}

// R3: the gaps are those of the last decision that was released before and
// stands; a person's own alone.
func TestWhichGapsAreAnswered(t *testing.T) {
	t.Parallel()
	h := refused(t)
	if got := h.earlier(h.ana, h.dossier); got != nil {
		t.Errorf("a dossier answers its own decision: %q", got)
	}
	ben := h.Candidate("Ben")
	if got := h.earlier(ben, h.Open(ben)); got != nil {
		t.Errorf("another's: %q", got)
	}
	d := h.again()
	two := []string{"1 generosity -", "2 founder-trust-at-scale -"}
	if got := h.earlier(h.ana, d); !slices.Equal(got, two) {
		t.Errorf("before the appeal: %q", got)
	}
	h.hear(h.appeal(), no, no)
	h.decide(no, gap("long-term-thinking"))
	if got := h.earlier(h.ana, d); !slices.Equal(got, two) {
		t.Errorf("R3: before its release a decision is told: %q", got)
	}
	h.Advance(1e9)
	h.release()
	if got := h.earlier(h.ana, d); !slices.Equal(got, []string{"1 long-term-thinking -"}) {
		t.Errorf("after the appeal: %q", got)
	}
	if err := h.reverse(h.sue); err != nil {
		t.Fatal(err)
	}
	if got := h.earlier(h.ana, d); !slices.Equal(got, two) {
		t.Errorf("the last one is reversed: %q", got)
	}
}

// R3: what is released after a dossier was handed in is nothing that it had to
// answer.
func TestALaterDecisionAsksNothingOfWhatIsHandedIn(t *testing.T) {
	t.Parallel()
	h := refused(t)
	h.exec(`update decision set reversed_by = $1, reversed_at = $2, reversal = 'for the test'`, h.sue.Person, h.Now)
	a := h.NewID()
	h.exec(`insert into appeal (id, dossier_id, decision_id, ground, statement, filed_at) select $1, dossier_id, id, 'PROCEDURE', 'x', $2 from decision`, a, h.Now)
	d := h.again()
	if err := h.submit(d); err != nil {
		t.Fatal(err)
	}
	h.Advance(1e9)
	h.hear(a, no, no)
	h.decide(no, gap("long-term-thinking"))
	h.release()
	if got := h.earlier(h.ana, d); got != nil {
		t.Errorf("R3: %q", got)
	}
	if got := h.earlier(h.ana, h.Open(h.ana)); !slices.Equal(got, []string{"1 long-term-thinking -"}) {
		t.Errorf("a new one: %q", got)
	}
}
