package analysis

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
)

// suggester is a mapper that also words suggestions.
type suggester struct {
	mapper
	asked []SuggestInput
	words func(OpenGap) string
	err   error
}

func (s *suggester) Suggest(_ context.Context, in SuggestInput) (SuggestOutput, error) {
	s.asked = append(s.asked, in)
	out := SuggestOutput{Usage: Usage{Calls: 1, InputTokens: 7}}
	for _, g := range in.Gaps {
		out.Texts = append(out.Texts, s.words(g))
	}
	return out, s.err
}

// planning is a suggester that counts beforehand.
type planning struct {
	suggester
	room Usage
}

func (*planning) Price(context.Context, MapInput) Usage {
	return Usage{Calls: 1, InputTokens: 100, OutputTokens: 10}
}
func (p *planning) Room(context.Context) Usage { return p.room }
func (*planning) Judging(n int) Usage          { return Usage{Calls: n, InputTokens: 10 * n, OutputTokens: n} }
func (*planning) Suggesting() Usage            { return Usage{Calls: 1, InputTokens: 50, OutputTokens: 5} }

// partly is a text that answers one question of the first criterion.
func partly() Input {
	return Input{Level: level(), Documents: []Document{{Ref: "a", Component: "portfolio", Title: "Portfolio", Body: body(
		"j.stage core: We had four months of cash left in March 2022.",
		"j.outcome hypothetical: Next year the revenue will have grown.",
	)}}}
}

// TestSuggestions: what a model words stands where it supplies nothing, and the
// ladder's words everywhere else; nothing but the suggestions changes.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	words := func(g OpenGap) string {
		switch g.Leaf.Key {
		case "j.outcome":
			return "Name the outcome, what revenue had grown to, and by which date."
		case "j.cost":
			return "In May 2023 I cut the cost by 40 %."
		}
		return ""
	}
	s := &suggester{words: words}
	plain := mustRun(t, partly(), Options{Analyser: &mapper{}})
	res := mustRun(t, partly(), Options{Analyser: s})
	want := map[string]string{"j.outcome": "Name the outcome, what revenue had grown to, and by which date."}
	for i, f := range res.Findings {
		for n, g := range f.Gaps {
			ladders := plain.Findings[i].Gaps[n]
			if w := want[g.Leaf]; w != "" {
				ladders.Suggestion = w
			}
			near := g.Near
			g.Near, ladders.Near = nil, nil
			if g != ladders {
				t.Errorf("gap %+v (near %v), want %+v", g, near, ladders)
			}
		}
		if *f.Score != *plain.Findings[i].Score || f.Rationale != plain.Findings[i].Rationale {
			t.Errorf("%s scores %d: %s", f.Criterion, *f.Score, f.Rationale)
		}
	}
	if p := res.Provenance.Suggestions; p == nil || *p != (Suggestions{Worded: 1, Refused: 1}) {
		t.Errorf("provenance %+v", p)
	}
	if plain.Provenance.Suggestions != nil || res.Usage.Calls != plain.Usage.Calls+1 || res.Degraded {
		t.Errorf("%+v, usage %+v after %+v", plain.Provenance.Suggestions, res.Usage, plain.Usage)
	}
	if len(s.asked) != 1 {
		t.Fatalf("asked %d times", len(s.asked))
	}
	in := s.asked[0]
	gaps := in.Gaps
	if len(gaps) < 3 || len(gaps) > mostSuggested || in.Language != "en" || gaps[0].Leaf.Key == "" {
		t.Errorf("asked about %+v", in)
	}
	if at := slices.IndexFunc(gaps, func(g OpenGap) bool { return g.Leaf.Key == "j.outcome" }); at < 0 || !strings.Contains(gaps[at].Near, "revenue will have grown") || gaps[at].Reason != Hypothetical {
		t.Errorf("the plan is asked about as %+v", gaps)
	}
}

// TestSuggestionsAreNoLossWithoutAModel: an analyser that fails, waits, or
// answers about too many gaps leaves the ladder's words, and nothing is degraded.
func TestSuggestionsAreNoLossWithoutAModel(t *testing.T) {
	t.Parallel()
	nothing := func(OpenGap) string { return "" }
	for name, tt := range map[string]struct {
		err  error
		left string
	}{
		"declined": {NewFailed("the model declined to answer", nil), "the model declined to answer"},
		"waits":    {&RetryLater{After: 1e12}, reasonSuggestionsWait},
		"broken":   {errors.New("secret words"), "the answer could not be used"},
		"silent":   {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			res := mustRun(t, partly(), Options{Analyser: &suggester{words: nothing, err: tt.err}, Fallback: &tagged{}})
			if p := res.Provenance.Suggestions; p == nil || *p != (Suggestions{Left: tt.left}) {
				t.Errorf("provenance %+v, want left %q", p, tt.left)
			}
			if res.Degraded || len(res.Reasons) > 0 || res.Analyser != "mapper@1" || res.Usage.InputTokens < 7 {
				t.Errorf("degraded %v %q by %s, %+v", res.Degraded, res.Reasons, res.Analyser, res.Usage)
			}
		})
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	stopped := errors.New("told to stop")
	s := &suggester{words: func(OpenGap) string { cancel(stopped); return "" }, err: errors.New("ended")}
	if _, err := Run(ctx, partly(), Options{Analyser: s}); !errors.Is(err, stopped) {
		t.Errorf("a run that is stopped while it suggests ends with %v", err)
	}
}

// TestWhatIsShortGoesInOrder: a budget that does not hold everything loses the
// suggestions first, then the second and third judgements, then windows.
func TestWhatIsShortGoesInOrder(t *testing.T) {
	t.Parallel()
	in := partly()
	in.Documents = append(in.Documents, Document{Ref: "b", Component: "portfolio", Body: body("A second text tells of the mild weather in the valley.")})
	const windows, criteria = 2, 2
	all := Usage{Calls: windows, InputTokens: 100 * windows, OutputTokens: 10 * windows}
	judged := (&planning{}).Judging(judgements * criteria)
	full := all.plus(judged).plus((&planning{}).Suggesting())
	less := func(u Usage) Usage { return Usage{u.Calls, u.InputTokens - 1, u.OutputTokens, 0} }
	tests := []struct {
		name                  string
		room                  Usage
		unsuggested, single   bool
		passed, first, second string
	}{
		{name: "enough", room: full},
		{name: "a token less than all", room: less(full), unsuggested: true},
		{name: "one call less than all", room: Usage{full.Calls - 1, full.InputTokens, full.OutputTokens, 0}, unsuggested: true},
		{name: "one token of answers less", room: Usage{full.Calls, full.InputTokens, full.OutputTokens - 1, 0}, unsuggested: true},
		{name: "enough to judge thrice", room: all.plus(judged), unsuggested: true},
		{name: "not enough to judge thrice", room: less(all.plus(judged)), unsuggested: true, single: true},
		{name: "enough to read", room: all, unsuggested: true, single: true},
		{name: "not enough to read all: the poorer window goes", room: less(all), unsuggested: true, single: true, second: reasonTooLong},
		{name: "nothing", unsuggested: true, single: true, first: reasonTooLong, second: reasonTooLong},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := &planning{room: tt.room}
			r := &run{in: in, o: Options{Analyser: p, Fallback: &tagged{}, Concurrency: 1}, analyser: p}
			if err := r.read(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := r.plan(t.Context()); err != nil {
				t.Fatal(err)
			}
			if r.unsuggested != tt.unsuggested || r.single != tt.single || len(r.work) != windows || r.work[0].passed != tt.first || r.work[1].passed != tt.second {
				t.Errorf("unsuggested %v, single %v, windows %+v", r.unsuggested, r.single, r.work)
			}
		})
	}
	p := &planning{room: all, suggester: suggester{words: func(OpenGap) string { return "x" }}}
	res := mustRun(t, in, Options{Analyser: p, Fallback: &tagged{}})
	if got := res.Provenance.Suggestions; len(p.asked) > 0 || got == nil || got.Left != reasonSuggestionsCost || res.Degraded {
		t.Errorf("asked %d times, %+v, degraded %v", len(p.asked), got, res.Degraded)
	}
}

// TestTheDensestWindowsAreReadFirst: what counts is how much is found a word,
// and of equals the first in the text goes first.
func TestTheDensestWindowsAreReadFirst(t *testing.T) {
	t.Parallel()
	const said = "j.stage core: We had four months of cash left in March 2022."
	in := Input{Level: level(), Documents: []Document{
		{Ref: "a", Body: body(said, "j.cost core: The old system cost us nine engineers.", strings.Repeat("We met in the annex of the mill. ", 30))},
		{Ref: "b", Body: body("Nothing of note happened.")},
		{Ref: "c", Body: body(said)},
		{Ref: "d", Body: body(said)},
	}}
	r := &run{in: in, o: Options{Fallback: &tagged{}, Concurrency: 1}}
	if err := r.read(t.Context()); err != nil {
		t.Fatal(err)
	}
	order, err := r.densest(t.Context())
	if err != nil || !slices.Equal(order, []int{2, 3, 0, 1}) {
		t.Errorf("order %v, %v", order, err)
	}
}
