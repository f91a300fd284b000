package decide

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dossier/internal/ladder"
	"dossier/internal/panel/review"
	"dossier/internal/problem"
	"dossier/ladders"
)

func levelOf(t testing.TB) *ladder.Level {
	t.Helper()
	v, err := ladder.Load(ladders.Default())
	if err != nil {
		t.Fatal(err)
	}
	return v.Level("L8")
}

// R3: the shipped ladder reads it so.
func TestWhatTheLadderSaysOfPanels(t *testing.T) {
	t.Parallel()
	level := levelOf(t)
	if got, want := readingOf(level), (reading{chairCounts: true, over: 50}); got != want {
		t.Errorf("R3: %+v, want %+v", got, want)
	}
	var words []string
	for _, u := range opened(level) {
		words = append(words, u.word)
	}
	if want := []string{"PRODUCT_ORG_LEAD", "HIRE_AND_MANAGE", "CROSS_PRODUCT_ORG", "CULTURE_OWNER"}; !slices.Equal(words, want) {
		t.Errorf("U1 U2 U3 U4: %s, want %s", words, want)
	}
}

const (
	pass = ladder.Pass
	fail = ladder.Fail
	yes  = review.Promote
	wait = review.NotYet
	no   = review.No
)

func votesOf(list ...review.Recommendation) (votes []Vote) {
	for _, r := range list {
		votes = append(votes, Vote{Recommendation: r})
	}
	return votes
}

// R3: all components pass, and more than half of the votes say PROMOTE.
func TestTheRulesOfADecision(t *testing.T) {
	t.Parallel()
	house := reading{chairCounts: true, over: 50}
	twoThirds, mild := house, house
	twoThirds.over = 66
	mild.compensation = true
	all := []ladder.Verdict{pass, pass}
	half := []ladder.Verdict{pass, fail}
	for _, tc := range []struct {
		name     string
		reading  reading
		outcome  review.Recommendation
		verdicts []ladder.Verdict
		votes    []Vote
		says     []string // a part of each reason
	}{
		{"R3: all pass, all say so", house, yes, all, votesOf(yes, yes), nil},
		{"R3: two of three", house, yes, all, votesOf(yes, yes, no), nil},
		{"R3: half is not more than half", house, yes, all, votesOf(yes, no), []string{"1 of 2 votes say PROMOTE"}},
		{"R3: two of four", house, yes, all, votesOf(yes, yes, wait, no), []string{"2 of 4 votes"}},
		{"R3: one component fails", house, yes, half, votesOf(yes, yes), []string{"b does not pass"}},
		{"R3: neither", house, yes, half, votesOf(no, yes), []string{"b does not pass", "1 of 2 votes"}},
		{"R3: NOT_YET against the votes", house, wait, all, votesOf(yes, yes, no), []string{"the outcome is PROMOTE"}},
		{"R3: NO against the votes", house, no, all, votesOf(yes, yes), []string{"the outcome is PROMOTE"}},
		{"R3: NOT_YET, split", house, wait, all, votesOf(yes, no), nil},
		{"R3: NO, split", house, no, all, votesOf(yes, no), nil},
		{"R3: NOT_YET, one fails", house, wait, half, votesOf(yes, yes), nil},
		{"R3: two of three where more is asked", twoThirds, yes, all, votesOf(yes, yes, no), nil},
		{"R3: three of five where more is asked", twoThirds, yes, all, votesOf(yes, yes, yes, no, no), []string{"more than 66 %"}},
		{"R3: a failure made up for where that is so", mild, yes, half, votesOf(yes, yes), nil},
	} {
		var components []Component
		for i, v := range tc.verdicts {
			components = append(components, Component{Component: string(rune('a' + i)), Verdict: v})
		}
		got := tc.reading.bars(tc.outcome, components, tc.votes)
		if len(got) != len(tc.says) {
			t.Errorf("%s: %q", tc.name, got)
			continue
		}
		for i, part := range tc.says {
			if !strings.Contains(got[i], part) {
				t.Errorf("%s: %q lacks %q", tc.name, got[i], part)
			}
		}
	}
}

// R3: for any verdicts and votes exactly one of PROMOTE and the two others is
// allowed, and no component makes up for another.
func TestOneSideOfADecisionIsAlwaysAllowed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var components []Component
		passed := true
		for range rapid.IntRange(1, 5).Draw(t, "components") {
			v := rapid.SampledFrom([]ladder.Verdict{pass, fail}).Draw(t, "verdict")
			passed = passed && v == pass
			components = append(components, Component{Verdict: v})
		}
		votes := votesOf(rapid.SliceOfN(rapid.SampledFrom(outcomes()), 1, 9).Draw(t, "votes")...)
		for_, against := 0, 0
		for _, v := range votes {
			if v.Recommendation == yes {
				for_++
			} else {
				against++
			}
		}
		want := passed && for_ > against
		r := reading{over: 50}
		for _, o := range outcomes() {
			if allowed := r.bars(o, components, votes) == nil; allowed != (want == (o == yes)) {
				t.Fatalf("%s allowed: %v; passed %v, %d for, %d against", o, allowed, passed, for_, against)
			}
		}
		total := 0
		for _, c := range count(votes) {
			total += c.Count
		}
		if n := count(votes); len(n) != 3 || total != len(votes) || n[0].Count != for_ {
			t.Fatalf("%v of %v", n, votes)
		}
	})
}

func TestWhatADecisionHasToSay(t *testing.T) {
	t.Parallel()
	level := levelOf(t)
	good := func() DecidePromotionInput {
		in := DecidePromotionInput{Outcome: wait, Rationale: "Too early.", Gaps: []DecisionGapInput{{"generosity", "One mentee.", "Three."}}}
		for _, c := range level.Promotion.Decided() {
			in.Components = append(in.Components, ComponentVerdictInput{Component: c.Key, Verdict: pass})
		}
		return in
	}
	long := strings.Repeat("ä", 8001)
	for _, tc := range []struct {
		name   string
		change func(*DecidePromotionInput)
		path   string // empty for none
		says   string
	}{
		{"nothing wrong", func(*DecidePromotionInput) {}, "", ""},
		{"in another order", func(in *DecidePromotionInput) { slices.Reverse(in.Components) }, "", ""},
		{"no gaps yet", func(in *DecidePromotionInput) { in.Gaps = nil }, "", ""},
		{"no outcome", func(in *DecidePromotionInput) { in.Outcome = "MAYBE" }, "input.outcome", "PROMOTE, NOT_YET or NO"},
		{"no rationale", func(in *DecidePromotionInput) { in.Rationale = " " }, "input.rationale", "empty"},
		{"a long rationale", func(in *DecidePromotionInput) { in.Rationale = long }, "input.rationale", "8000 are allowed"},
		{"a control character", func(in *DecidePromotionInput) { in.Rationale = "a\x00" }, "input.rationale", "control character"},
		{"a component left out", func(in *DecidePromotionInput) { in.Components = in.Components[1:] }, "input.components", "technical-strategy-portfolio has no verdict"},
		{"one that is not decided on", func(in *DecidePromotionInput) {
			in.Components = append(in.Components, ComponentVerdictInput{Component: "industry-recognition", Verdict: pass})
		}, "input.components[5].component", "decides on no component"},
		{"one that there is not", func(in *DecidePromotionInput) {
			in.Components = append(in.Components, ComponentVerdictInput{Component: "juggling", Verdict: pass})
		}, "input.components[5].component", `"juggling"`},
		{"one twice", func(in *DecidePromotionInput) { in.Components = append(in.Components, in.Components[2]) }, "input.components[5].component", "given twice"},
		{"UNKNOWN", func(in *DecidePromotionInput) { in.Components[1].Verdict = ladder.Unknown }, "input.components[1].verdict", "PASS or FAIL"},
		{"a long note", func(in *DecidePromotionInput) { in.Components[1].Note = &long }, "input.components[1].note", "2000 are allowed"},
		{"a gap of no criterion", func(in *DecidePromotionInput) { in.Gaps[0].Criterion = "juggling" }, "input.gaps[0].criterion", "company-level-judgment"},
		{"a gap of no words", func(in *DecidePromotionInput) { in.Gaps[0].Text = "" }, "input.gaps[0].text", "empty"},
		{"nothing that closes it", func(in *DecidePromotionInput) { in.Gaps[0].ClosedBy = "\n" }, "input.gaps[0].closedBy", "empty"},
		{"too many gaps", func(in *DecidePromotionInput) { in.Gaps = slices.Repeat(in.Gaps, MaxGaps+1) }, "input.gaps", "51 gaps"},
		{"a promotion with gaps", func(in *DecidePromotionInput) { in.Outcome = yes }, "input.gaps", "no gaps"},
	} {
		in := good()
		tc.change(&in)
		list, err := verdicts(level, in)
		if tc.path == "" {
			if err != nil || len(list) != 5 || list[0].Component != "technical-strategy-portfolio" || list[4].Component != "mentee-network" {
				t.Errorf("%s: %v, %v", tc.name, list, err)
			}
			continue
		}
		p, ok := err.(*problem.Invalid)
		if !ok || len(p.Fields) != 1 || p.Fields[0].Path != tc.path || !strings.Contains(p.Fields[0].Message, tc.says) {
			t.Errorf("%s: %v, want %s: %s", tc.name, err, tc.path, tc.says)
		}
	}
}
