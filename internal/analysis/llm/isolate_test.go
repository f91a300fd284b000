package llm

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"dossier/internal/analysis"
	"dossier/internal/analysis/llm/fakellm"
)

const forbidden = "The word xyzzy stands in this paragraph."

func withForbidden() string {
	return strings.Replace(caseStudy, "## Board", forbidden+"\n\n## Board", 1)
}

// TestFilterIsIsolated: only the block that a filter objects to is left to the
// fallback; where the filter reports an injection, the block is marked.
func TestFilterIsIsolated(t *testing.T) {
	t.Parallel()
	filter := fakellm.Rule{
		Match: fakellm.Says("xyzzy"), Status: 400,
		Body: `{"error":{"code":"content_filter","message":"x","innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":{"jailbreak":{"filtered":true,"detected":true}}}}}`,
	}
	s := start(t, filter, fakellm.Oracle(labels()...))
	in := mapInput(withForbidden())
	out, err := client(t, s).Map(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Left) != 1 || out.Left[0].Reason != reasonOf(Filtered) {
		t.Fatalf("left %+v", out.Left)
	}
	w := out.Left[0].Window
	if got := in.Doc.At(in.Doc.Sentences[w.First].Span); w.Last-w.First != 1 || got != forbidden || w.Words != 7 {
		t.Errorf("left %+v: %q", w, got)
	}
	if !slices.Equal(out.Addressed, []int{w.First}) {
		t.Errorf("marked %v", out.Addressed)
	}
	var quotes []string
	for _, i := range out.Items {
		quotes = append(quotes, i.Quote)
	}
	if !slices.Equal(quotes, []string{stageQuote, outcomeQuote, roomsQuote}) {
		t.Errorf("items %q", quotes)
	}
}

// TestOverflowIsHalved until the parts fit, a single paragraph by sentences.
func TestOverflowIsHalved(t *testing.T) {
	t.Parallel()
	var long strings.Builder
	for range 40 {
		long.WriteString("The weather was fine on that day too. ")
	}
	body := long.String() + stageQuote + " " + long.String()
	small := fakellm.Fault(400, "context_length_exceeded", "x")
	small.Times = 0
	small.Match = func(r *fakellm.Request) bool { return len(r.User()) > 900 }
	s := start(t, small, fakellm.Oracle(labels()...))
	out, err := client(t, s).Map(t.Context(), mapInput(body))
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Left) != 0 || len(out.Items) != 1 || out.Items[0].Quote != stageQuote {
		t.Errorf("left %+v, items %+v", out.Left, out.Items)
	}
}

// TestTooLongForTheContext is cut before anything is sent.
func TestTooLongForTheContext(t *testing.T) {
	t.Parallel()
	s := start(t, fakellm.Oracle(labels()...))
	c := client(t, s, func(o *Options) { o.ContextTokens = 4500 })
	body := strings.Repeat("The weather was fine on that day too. Nobody bought anything.\n\n", 200) + stageQuote
	in := mapInput(body)
	out, err := c.Map(t.Context(), in)
	if err != nil || len(out.Left) != 0 || len(out.Items) != 1 {
		t.Fatalf("left %+v, items %+v, %v", out.Left, out.Items, err)
	}
	for _, r := range s.Requests() {
		limit, _ := r.Number("max_tokens")
		if n := tokens(len(r.System())+len(r.User()), "en"); n+int(limit) > 4500 {
			t.Errorf("request %d needs %d + %v tokens", r.N, n, limit)
		}
	}
	if len(s.Requests()) < 2 {
		t.Error("nothing was cut")
	}
	tiny := client(t, s, func(o *Options) { o.ContextTokens = 1000 })
	if out, err = tiny.Map(t.Context(), mapInput(stageQuote)); err != nil || len(out.Left) != 1 || out.Left[0].Reason != reasonOf(Overflow) {
		t.Errorf("left %+v, %v", out.Left, err)
	}
}

// TestRepairOfJudgement asks once more and never makes half an answer into a
// verdict.
func TestRepairOfJudgement(t *testing.T) {
	t.Parallel()
	half := func(r *fakellm.Request) string {
		return strings.Replace(fakellm.ByPassages(r), `"verdict":"met"`, `"verdict":"superb"`, 1)
	}
	in := analysis.ReduceInput{
		Criterion: &smallLevel().PanelCriteria[0],
		Evidence:  []analysis.Grounded{{Item: analysis.Item{Leaf: "j.stage", Stance: analysis.StanceSupports}, Text: stageQuote}},
	}
	bad := fakellm.Rule{Match: fakellm.Of(fakellm.Reduce), Content: half}
	s := start(t, bad, fakellm.Oracle())
	c := client(t, s)
	out, err := c.Reduce(t.Context(), in)
	if err != nil || len(out.Leaves) != 2 || out.Leaves[0].Verdict != analysis.Met || !slices.Equal(out.Leaves[0].Evidence, []int{0}) || out.Leaves[0].Reason != "" {
		t.Errorf("%+v, %v", out.Leaves, err)
	}
	if out.Usage.Calls != 2 || s.Count(fakellm.Repair) != 1 {
		t.Errorf("%d calls", out.Usage.Calls)
	}
	s.Script(fakellm.Rule{Content: half})
	out, err = c.Reduce(t.Context(), in)
	if f, ok := errors.AsType[*analysis.Failed](err); !ok || f.Reason != reasonMalformed || out.Leaves != nil || out.Usage.Calls != 2 {
		t.Errorf("%+v, %v", out, err)
	}
	s.Script(bad, fakellm.TooMany("99"))
	if _, err = c.Reduce(t.Context(), in); err == nil {
		t.Error("a wait in the repair is lost")
	} else if _, ok := errors.AsType[*analysis.RetryLater](err); !ok {
		t.Errorf("error %v", err)
	}
	if out, err = c.Reduce(t.Context(), analysis.ReduceInput{Criterion: in.Criterion}); err != nil || out.Usage.Calls != 0 {
		t.Errorf("no evidence costs %+v, %v", out.Usage, err)
	}
}

// TestWaitInARepairStopsTheRun as it does in a first question.
func TestWaitInARepairStopsTheRun(t *testing.T) {
	t.Parallel()
	busy := fakellm.TooMany("99")
	busy.Match = fakellm.Of(fakellm.Repair)
	s := start(t, busy, fakellm.Rule{Content: fakellm.Text("prose")})
	_, err := client(t, s).Map(t.Context(), mapInput(caseStudy))
	if later, ok := errors.AsType[*analysis.RetryLater](err); !ok || later.After.Seconds() != 99 {
		t.Errorf("error %v", err)
	}
}
