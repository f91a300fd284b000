package review

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/ladders"
)

func l8(t testing.TB) *ladder.Level {
	t.Helper()
	v, err := ladder.Load(ladders.Default())
	if err != nil {
		t.Fatal(err)
	}
	return v.Level("L8")
}

func ptr[T any](v T) *T { return &v }

// full is a review of every criterion that can be submitted.
func full(level *ladder.Level) SaveReviewInput {
	in := SaveReviewInput{Recommendation: ptr(Promote)}
	for _, c := range level.PanelCriteria {
		in.Scores = append(in.Scores, ScoreInput{Criterion: c.Key, Score: ptr(3), Reason: ptr("Nothing was found that says so."), NoEvidence: ptr(true)})
	}
	return in
}

func TestWhatAReviewMayHold(t *testing.T) {
	t.Parallel()
	level, evidence := l8(t), id.Of(id.Evidence, uuid.UUID{1})
	for _, tc := range []struct {
		what   string
		change func(*SaveReviewInput)
		says   string
	}{
		{"all of it", func(*SaveReviewInput) {}, ""},
		{"nothing yet", func(in *SaveReviewInput) { *in = SaveReviewInput{} }, ""},
		{"P1: the highest", func(in *SaveReviewInput) { in.Scores[0].Score = ptr(4) }, ""},
		{"P1: the lowest", func(in *SaveReviewInput) { in.Scores[0].Score = ptr(0) }, ""},
		{"above the scale", func(in *SaveReviewInput) { in.Scores[0].Score = ptr(5) }, "input.scores[0].score: is 5; scores run from 0 to 4"},
		{"below it", func(in *SaveReviewInput) { in.Scores[1].Score = ptr(-1) }, "input.scores[1].score: is -1"},
		{"a criterion of another ladder", func(in *SaveReviewInput) { in.Scores[2].Criterion = "charm" }, `input.scores[2].criterion: L8 has no criterion "charm"; use one of company-level-judgment`},
		{"one twice", func(in *SaveReviewInput) { in.Scores[1].Criterion = in.Scores[0].Criterion }, "input.scores[1].criterion: company-level-judgment is given twice"},
		{"a score and none", func(in *SaveReviewInput) { in.Scores[0].Unscored = ptr(CannotJudge) }, "input.scores[0].unscored: a score is given too"},
		{"evidence and none", func(in *SaveReviewInput) { in.Scores[0].Evidence = []id.ID{evidence} }, "input.scores[0].noEvidence: evidence is cited"},
		{"evidence", func(in *SaveReviewInput) { in.Scores[0].Evidence, in.Scores[0].NoEvidence = []id.ID{evidence}, nil }, ""},
		{"evidence twice", func(in *SaveReviewInput) {
			in.Scores[0].Evidence, in.Scores[0].NoEvidence = []id.ID{evidence, evidence}, nil
		}, "input.scores[0].evidence[1]: is cited twice"},
		{"a gap as evidence", func(in *SaveReviewInput) {
			in.Scores[0].Evidence, in.Scores[0].NoEvidence = []id.ID{id.Of(id.Gap, uuid.UUID{1})}, nil
		}, "input.scores[0].evidence[0]: is no evidence"},
		{"too much evidence", func(in *SaveReviewInput) {
			in.Scores[0].NoEvidence = nil
			for i := range MaxEvidence + 1 {
				in.Scores[0].Evidence = append(in.Scores[0].Evidence, id.Of(id.Evidence, uuid.UUID{2, byte(i)}))
			}
		}, "input.scores[0].evidence: cites 51 passages; 50 are allowed"},
		{"a long reason", func(in *SaveReviewInput) { in.Scores[0].Reason = ptr(strings.Repeat("a", MaxReason+1)) }, "input.scores[0].reason: has 4001 characters"},
		{"a NUL", func(in *SaveReviewInput) { in.Scores[0].Reason = ptr("a\x00") }, "input.scores[0].reason: holds a control character"},
		{"R3a: breadth", func(in *SaveReviewInput) {
			in.Aspects = []AspectInput{{"technical-strategy-portfolio", "breadth", ptr(2), ptr("Two companies.")}}
		}, ""},
		{"R3e: unscored", func(in *SaveReviewInput) {
			in.Aspects = []AspectInput{{"mentee-network", "leaders-not-just-builders", nil, nil}}
		}, ""},
		{"an aspect of another component", func(in *SaveReviewInput) { in.Aspects = []AspectInput{{"mentee-network", "breadth", ptr(2), nil}} },
			`input.aspects[0].aspect: mentee-network has no aspect "breadth"; use one of leaders-not-just-builders`},
		{"an aspect twice", func(in *SaveReviewInput) {
			a := AspectInput{"founder-references", "outcomes", ptr(2), nil}
			in.Aspects = []AspectInput{a, a}
		}, "input.aspects[1].aspect: outcomes is given twice"},
		{"an aspect above the scale", func(in *SaveReviewInput) {
			in.Aspects = []AspectInput{{"founder-references", "outcomes", ptr(9), nil}}
		}, "input.aspects[0].score: is 9"},
		{"R4: what no panel decides on", func(in *SaveReviewInput) { in.Aspects = []AspectInput{{"industry-recognition", "reach", nil, nil}} },
			`input.aspects[0].component: the panel decides on no component "industry-recognition"`},
	} {
		in := full(level)
		tc.change(&in)
		_, err := in.body(level)
		if (err == nil) != (tc.says == "") || err != nil && !strings.Contains(err.Error(), tc.says) {
			t.Errorf("%s: %v, want %q", tc.what, err, tc.says)
		}
	}
}

func TestWhatASubmittedReviewNeeds(t *testing.T) {
	t.Parallel()
	level := l8(t)
	for _, tc := range []struct {
		what   string
		change func(*SaveReviewInput)
		says   string
	}{
		{"nothing lacks", func(*SaveReviewInput) {}, ""},
		{"a criterion is missing", func(in *SaveReviewInput) { in.Scores = in.Scores[1:] }, "input.scores: company-level-judgment is missing"},
		{"neither score nor why not", func(in *SaveReviewInput) { in.Scores[0].Score = nil }, "input.scores[0].score: company-level-judgment has no score"},
		{"it cannot be judged", func(in *SaveReviewInput) {
			in.Scores[0] = ScoreInput{Criterion: in.Scores[0].Criterion, Unscored: ptr(CannotJudge), Reason: ptr("I did not work there.")}
		}, ""},
		{"no reason", func(in *SaveReviewInput) { in.Scores[3].Reason = ptr(" \n") }, "input.scores[3].reason: say why, for long-term-thinking"},
		{"no word on evidence", func(in *SaveReviewInput) { in.Scores[3].NoEvidence = nil }, "input.scores[3].evidence: cite what the score of long-term-thinking rests on"},
		{"no recommendation", func(in *SaveReviewInput) { in.Recommendation = nil }, "input.recommendation: is missing"},
	} {
		in := full(level)
		tc.change(&in)
		b, err := in.body(level)
		if err != nil {
			t.Fatalf("%s: %v", tc.what, err)
		}
		err = b.complete(level)
		if (err == nil) != (tc.says == "") || err != nil && !strings.Contains(err.Error(), tc.says) {
			t.Errorf("%s: %v, want %q", tc.what, err, tc.says)
		}
	}
}

func reviewOf(score *int, r Recommendation, change func(*Review)) *Review {
	w := &Review{Status: Submitted, Counts: true, Body: &Body{Scores: []Score{{Criterion: "generosity", Score: score}}, Recommendation: &r}}
	if change != nil {
		change(w)
	}
	return w
}

func TestReviewsSideBySide(t *testing.T) {
	t.Parallel()
	reviews := []*Review{
		reviewOf(ptr(3), Promote, nil), reviewOf(ptr(1), No, nil), reviewOf(nil, NotYet, nil),
		reviewOf(ptr(0), No, func(w *Review) { w.Stale = true }), reviewOf(ptr(0), No, func(w *Review) { w.Status = Draft }),
		reviewOf(ptr(0), No, func(w *Review) { w.Counts = false }), reviewOf(ptr(0), No, func(w *Review) { w.Body = nil }),
	}
	want := []Summary{{Criterion: "generosity", Scores: []int{1, 3}, Spread: ptr(2), Dissent: true}, {Criterion: "other", Scores: []int{}}}
	if d := cmp.Diff(want, Summarise([]string{"generosity", "other"}, reviews)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]Count{{Promote, 1}, {NotYet, 1}, {No, 1}}, Votes(reviews)); d != "" {
		t.Error(d)
	}
	if s := Summarise([]string{"generosity"}, reviews[:1])[0]; s.Spread != nil || s.Dissent {
		t.Errorf("one score alone is no disagreement: %+v", s)
	}
}

// The order in which reviews come tells nothing of who gave which score.
func TestASummaryDoesNotDependOnTheOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		scores := rapid.SliceOfN(rapid.IntRange(0, 4), 0, 6).Draw(r, "scores")
		var reviews []*Review
		for _, s := range scores {
			reviews = append(reviews, reviewOf(ptr(s), Promote, nil))
		}
		mixed := rapid.Permutation(reviews).Draw(r, "mixed")
		if d := cmp.Diff(Summarise([]string{"generosity"}, reviews), Summarise([]string{"generosity"}, mixed)); d != "" {
			r.Error(d)
		}
	})
}

// R3a to R3e: each aspect that the page names has a score or is unscored,
// whatever was sent and in whatever order.
func TestEachAspectHasAPlace(t *testing.T) {
	t.Parallel()
	level := l8(t)
	in := full(level)
	in.Aspects = []AspectInput{{"mentee-network", "leaders-not-just-builders", ptr(4), ptr("Two of them lead.")}, {"technical-strategy-portfolio", "depth", ptr(1), nil}}
	b, err := in.body(level)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, a := range b.Aspects {
		score := "-"
		if a.Score != nil {
			score = strconv.Itoa(*a.Score)
		}
		said = append(said, a.Aspect+" "+score)
	}
	if got, want := strings.Join(said, ", "), "breadth -, depth 1, judgment-over-time -, hiring -, org-design -, culture -, outcomes -, tradeoffs -, scalability -, long-term-thinking -, examples -, outcomes -, leaders-not-just-builders 4"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
