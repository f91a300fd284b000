package calibrate

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"dossier/internal/ladder"
	"dossier/internal/panel/review"
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

// decided is a decision on dossier n, on a day, with one criterion's scores:
// the advisory one first, -1 for none.
func decided(n int, on string, scores ...int) *Case {
	at, err := time.Parse(time.DateOnly, on)
	if err != nil {
		panic(err)
	}
	k := &Case{Dossier: uuid.UUID{15: byte(n)}, DecidedAt: at, Pre: map[string]int{}}
	if scores[0] >= 0 {
		k.Pre["generosity"] = scores[0]
	}
	for _, s := range scores[1:] {
		r := []review.Score{{Criterion: "long-term-thinking", Score: new(0)}, {Criterion: "generosity", Score: &s}}
		if s < 0 {
			r[1].Score, r[1].Unscored = nil, new(review.CannotJudge)
		}
		k.Reviews = append(k.Reviews, r)
	}
	return k
}

// generosity is the criterion's part.
func generosity(t testing.TB, c *Calibration) *Criterion {
	t.Helper()
	i := slices.IndexFunc(c.Criteria, func(k *Criterion) bool { return k.Criterion.Key == "generosity" })
	if len(c.Criteria) != 5 || i < 0 {
		t.Fatalf("criteria %v", c.Criteria)
	}
	return c.Criteria[i]
}

func TestFiguresOfDecisions(t *testing.T) {
	t.Parallel()
	c := Compare(levelOf(t), []*Case{
		decided(1, "2026-01-01", 3, 3, 4), decided(2, "2026-02-28", 2, 2, 2), decided(3, "2026-03-31", 4, 3, 3),
		decided(4, "2026-03-01", 1, 3, 1), decided(5, "2026-03-02", 2, 2, -1), decided(6, "2026-03-03", -1, 4, 4),
	})
	g := generosity(t, c)
	if *c.Dossiers != 6 || c.Suppressed {
		t.Errorf("%+v", c)
	}
	// 3-3 3-4 2-2 2-2 4-3 4-3 1-3 1-1 2-2: five are equal, three one apart.
	if a := g.Agreement; a.Pairs != 9 || !near(a.Exact, 5.0/9) || !near(a.Adjacent, 8.0/9) {
		t.Errorf("P5: %+v", a)
	}
	if !near(*g.MeanPreScore, 12.0/5) || !near(*g.MeanPanelScore, (3.5+2+3+2+2)/5) {
		t.Errorf("P5: means %v and %v", *g.MeanPreScore, *g.MeanPanelScore)
	}
	// 3-4 2-2 3-3 3-1 4-4
	if a := g.BetweenReviewers; a.Pairs != 5 || !near(a.Exact, 3.0/5) || !near(a.Adjacent, 4.0/5) {
		t.Errorf("P5: %+v", a)
	}
	if d := g.Drift; len(d) != 1 || d[0].From.Format(time.DateOnly) != "2026-01-01" || d[0].To.Format(time.DateOnly) != "2026-04-01" || *d[0].Dossiers != 5 || !near(*d[0].MeanPreScore, 2.4) {
		t.Errorf("P5: drift %+v", d)
	}
	for _, k := range c.Criteria {
		if k.Criterion.Key != "generosity" && (k.Agreement != nil || k.MeanPreScore != nil || k.Drift != nil) {
			t.Errorf("%s has no advisory scores, and %+v", k.Criterion.Key, k)
		}
	}
}

// S10: what is about fewer than five dossiers is not shown.
func TestSmallGroupsAreNotShown(t *testing.T) {
	t.Parallel()
	four := []*Case{decided(1, "2026-01-01", 3, 3, 3), decided(2, "2026-01-02", 2, 1, 1), decided(3, "2026-01-03", 2, 1, 1), decided(4, "2026-01-04", 2, 1, 1)}
	for _, tc := range []struct {
		name                                  string
		cases                                 []*Case
		shown, suppressed, agreement, between bool
	}{
		{"S10: none", nil, true, false, false, false},
		{"S10: one", four[:1], false, true, false, false},
		{"S10: four", four, false, true, false, false},
		{"S10: four, one of them twice", append(slices.Clone(four), decided(4, "2026-02-04", 4, 4, 4)), false, true, false, false},
		{"S10: five", append(slices.Clone(four), decided(5, "2026-01-05", 1, 2, 3)), true, false, true, true},
		{"S10: five, one without advice", append(slices.Clone(four), decided(5, "2026-01-05", -1, 2, 3)), true, false, false, true},
		{"S10: five, one with a single review", append(slices.Clone(four), decided(5, "2026-01-05", 1, 2)), true, false, true, false},
		{"S10: five, one whom nobody could judge", append(slices.Clone(four), decided(5, "2026-01-05", 1, -1, -1)), true, false, false, false},
	} {
		c := Compare(levelOf(t), tc.cases)
		g := generosity(t, c)
		if (c.Dossiers != nil) != tc.shown || c.Suppressed != tc.suppressed || (g.Agreement != nil) != tc.agreement || (g.BetweenReviewers != nil) != tc.between ||
			(g.MeanPreScore != nil) != tc.agreement || (g.MeanPanelScore != nil) != tc.agreement || (g.Drift != nil) != tc.agreement {
			t.Errorf("%s: %+v, %+v", tc.name, c, g)
		}
	}
}

// S10: nor is the quarter from which a subtraction would tell.
func TestNoSubtractionTellsOfASmallQuarter(t *testing.T) {
	t.Parallel()
	quarter := func(first, n int, on string) (list []*Case) {
		for i := range n {
			list = append(list, decided(first+i, on, 3, 3))
		}
		return list
	}
	for _, tc := range []struct {
		name  string
		cases []*Case
		want  []int // of each quarter, 0 for one that is not shown
	}{
		{"S10: all are large", slices.Concat(quarter(1, 5, "2026-01-01"), quarter(11, 6, "2026-04-01")), []int{5, 6}},
		{"S10: one is small", slices.Concat(quarter(1, 7, "2026-01-01"), quarter(11, 1, "2026-04-01"), quarter(21, 6, "2026-07-01")), []int{7, 0, 0}},
		{"S10: two that are small together", slices.Concat(quarter(1, 5, "2026-01-01"), quarter(11, 2, "2026-04-01"), quarter(21, 2, "2026-09-30")), []int{0, 0, 0}},
		{"S10: two that are not", slices.Concat(quarter(1, 5, "2026-01-01"), quarter(11, 2, "2026-06-30"), quarter(21, 3, "2026-12-31")), []int{5, 0, 0}},
		{"S10: two decisions on the same four", slices.Concat(quarter(1, 5, "2026-01-01"), quarter(11, 4, "2026-04-01"), quarter(11, 4, "2026-07-01")), []int{0, 0, 0}},
		{"S10: only small ones", slices.Concat(quarter(1, 3, "2026-01-01"), quarter(11, 4, "2026-04-01")), []int{0, 0}},
		{"S10: equally large, the earlier", slices.Concat(quarter(1, 5, "2026-01-01"), quarter(11, 5, "2026-04-01"), quarter(21, 4, "2027-01-01")), []int{0, 5, 0}},
	} {
		var got []int
		for _, p := range generosity(t, Compare(levelOf(t), tc.cases)).Drift {
			n := 0
			if p.Dossiers != nil {
				n = *p.Dossiers
			}
			if (p.Dossiers == nil) != (p.MeanPreScore == nil) || (p.Dossiers == nil) != (p.MeanPanelScore == nil) {
				t.Errorf("%s: %+v", tc.name, p)
			}
			got = append(got, n)
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
}

// S10: whatever is decided when, a quarter that is shown is large, and those
// that are not shown are none or as many as a group that may be shown.
func TestQuartersInAnyHistory(t *testing.T) {
	t.Parallel()
	level := levelOf(t)
	days := []string{"2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01", "2026-11-24", "2027-02-28"}
	rapid.Check(t, func(t *rapid.T) {
		var cases []*Case
		for range rapid.IntRange(0, 30).Draw(t, "decisions") {
			cases = append(cases, decided(rapid.IntRange(1, 20).Draw(t, "dossier"), rapid.SampledFrom(days).Draw(t, "on"),
				rapid.IntRange(-1, 4).Draw(t, "pre"), rapid.IntRange(-1, 4).Draw(t, "score"), rapid.IntRange(-1, 4).Draw(t, "score")))
		}
		i := slices.IndexFunc(level.PanelCriteria, func(c ladder.Criterion) bool { return c.Key == "generosity" })
		g := Compare(level, cases).Criteria[i]
		shown := map[time.Time]bool{}
		for _, p := range g.Drift {
			if shown[p.From.Time] = p.Dossiers != nil; p.Dossiers != nil && *p.Dossiers < 5 {
				t.Fatalf("%d dossiers are shown", *p.Dossiers)
			}
		}
		all, hidden := map[uuid.UUID]bool{}, map[uuid.UUID]bool{}
		for _, k := range cases {
			if s := k.of("generosity"); s.pre != nil && len(s.members) > 0 {
				all[k.Dossier] = true
				if !shown[s.quarter] {
					hidden[k.Dossier] = true
				}
			}
		}
		if (g.Agreement != nil) != (len(all) >= 5) {
			t.Fatalf("%d dossiers, %+v", len(all), g)
		}
		if g.Agreement != nil && len(hidden) > 0 && len(hidden) < 5 {
			t.Fatalf("a subtraction tells of %d dossiers", len(hidden))
		}
	})
}
