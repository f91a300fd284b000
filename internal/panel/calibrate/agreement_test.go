package calibrate

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// P1 to P5: one scale from 0 to 4; the values were worked out by hand.
func TestKnownAgreements(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name            string
		pairs           [][2]int
		exact, adjacent float64
		kappa           *float64
	}{
		{"always the same", [][2]int{{0, 0}, {1, 1}, {2, 2}, {3, 3}, {4, 4}}, 1, 1, new(1.0)},
		{"turned round", [][2]int{{0, 4}, {1, 3}, {2, 2}, {3, 1}, {4, 0}}, 0.2, 0.2, new(-1.0)},
		{"one of three by one", [][2]int{{1, 1}, {2, 2}, {3, 4}}, 2.0 / 3, 1, new(6.0 / 7)},
		{"always one more", [][2]int{{0, 1}, {1, 2}, {2, 3}, {3, 4}}, 0, 1, new(5.0 / 7)},
		{"by chance alone", [][2]int{{1, 1}, {1, 3}, {3, 1}, {3, 3}}, 0.5, 0.5, new(0.0)},
		{"one who always says 2", [][2]int{{2, 0}, {2, 2}, {2, 4}}, 1.0 / 3, 1.0 / 3, new(0.0)},
		{"one score throughout", [][2]int{{3, 3}, {3, 3}}, 1, 1, nil},
		{"two scores throughout", [][2]int{{3, 1}, {3, 1}}, 0, 0, new(0.0)},
	} {
		a := agreement(tc.pairs)
		same := (a.QuadraticKappa == nil) == (tc.kappa == nil) && (tc.kappa == nil || near(*a.QuadraticKappa, *tc.kappa))
		if !near(a.Exact, tc.exact) || !near(a.Adjacent, tc.adjacent) || !same || a.Pairs != len(tc.pairs) {
			t.Errorf("P1: %s: %+v, kappa %v", tc.name, a, a.QuadraticKappa)
		}
	}
}

// P1 to P5: quadratic kappa is the concordance of two series, which is worked
// out from means and variances and not from a table.
func TestKappaIsConcordance(t *testing.T) {
	t.Parallel()
	score := rapid.IntRange(0, 4)
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) [2]int { return [2]int{score.Draw(t, "a"), score.Draw(t, "b")} }), 1, 40).Draw(t, "pairs")
		n := float64(len(list))
		var ma, mb, va, vb, cov float64
		for _, p := range list {
			ma, mb = ma+float64(p[0])/n, mb+float64(p[1])/n
		}
		for _, p := range list {
			a, b := float64(p[0])-ma, float64(p[1])-mb
			va, vb, cov = va+a*a/n, vb+b*b/n, cov+a*b/n
		}
		a := agreement(list)
		if below := va + vb + (ma-mb)*(ma-mb); below < 1e-12 {
			if a.QuadraticKappa != nil {
				t.Fatalf("kappa %v of scores that are all the same", *a.QuadraticKappa)
			}
		} else if want := 2 * cov / below; math.Abs(*a.QuadraticKappa-want) > 1e-9 {
			t.Fatalf("kappa %v, concordance %v", *a.QuadraticKappa, want)
		}
		if a.Exact > a.Adjacent || a.Adjacent > 1 || a.Exact < 0 {
			t.Fatalf("%+v", a)
		}
		if other := agreement(turned(list)); *other != *a && (other.Exact != a.Exact || other.QuadraticKappa != nil && math.Abs(*other.QuadraticKappa-*a.QuadraticKappa) > 1e-9) {
			t.Fatalf("turned round: %+v, %+v", a, other)
		}
	})
}

func TestPairsOfMembers(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		scores []int
		want   int
	}{{nil, 0}, {[]int{3}, 0}, {[]int{3, 4}, 1}, {[]int{1, 2, 3, 4}, 6}} {
		if got := pairs(tc.scores); len(got) != tc.want || len(turned(got)) != tc.want {
			t.Errorf("%v: %v", tc.scores, got)
		}
	}
	if got := pairs([]int{1, 2, 4}); got[0] != [2]int{1, 2} || got[1] != [2]int{1, 4} || got[2] != [2]int{2, 4} || turned(got)[1] != [2]int{4, 1} {
		t.Errorf("%v", got)
	}
}
