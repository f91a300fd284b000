package analysis

import "testing"

// answers builds leaves of equal weight 20, the first two of them gates.
func answers(v ...Verdict) []LeafBasis {
	out := make([]LeafBasis, len(v))
	for i := range v {
		out[i] = LeafBasis{Weight: 20, Gate: i < 2, Verdict: v[i]}
	}
	return out
}

func TestScore(t *testing.T) {
	t.Parallel()
	all := answers(Met, Met, Met, Met, Met)
	none := answers(NoEvidence, NoEvidence, NoEvidence, NoEvidence, NoEvidence)
	tests := []struct {
		name string
		b    Basis
		want int
	}{
		{"nothing", Basis{Leaves: none}, 0},
		{"assertions alone", Basis{Leaves: none, Asserted: true}, 1},
		{"assertion that the text contradicts", Basis{Leaves: none, Asserted: true, AgainstMinor: 1}, 0},
		{"assertion that the records refute", Basis{Leaves: none, Asserted: true, Refuted: 1}, 0},
		{"contradiction alone", Basis{Leaves: none, AgainstCore: 2}, 0},
		{"one minor passage", Basis{Leaves: all, Minor: 1}, 1},
		{"two minor passages", Basis{Leaves: none, Minor: 2}, 2},
		{"one core passage", Basis{Leaves: answers(Met, Met, NotMet, NotMet, NotMet), Core: 1}, 2},
		{"one core passage, one against", Basis{Leaves: all, Core: 1, AgainstMinor: 1}, 1},
		{"broad but shallow", Basis{Leaves: all, Core: 1, Minor: 1}, 2},
		{"many minor passages, one core", Basis{Leaves: all, Core: 1, Minor: 9}, 2},
		{"deep but narrow", Basis{Leaves: answers(Met, Partial, Partial, NotMet, NotMet), Core: 9}, 2},
		{"just short of strong", Basis{Leaves: all, Core: 2, Minor: 1}, 2},
		{"strong", Basis{Leaves: answers(Met, Met, Partial, NotMet, NotMet), Core: 2, Minor: 2}, 3},
		{"strong with a gate open", Basis{Leaves: answers(NotMet, Met, Met, Met, Met), Core: 5, Minor: 5, Independent: true, Corroborated: true}, 3},
		{"exceptional", Basis{Leaves: all, Core: 4, Minor: 3, Independent: true, Corroborated: true}, 4},
		{"exceptional from one place", Basis{Leaves: all, Core: 5, Minor: 3, Corroborated: true}, 3},
		{"exceptional, nobody confirms", Basis{Leaves: all, Core: 5, Minor: 3, Independent: true}, 3},
		{"exceptional with too few core passages", Basis{Leaves: all, Core: 3, Minor: 9, Independent: true, Corroborated: true}, 3},
		{"exceptional with a gate partly met", Basis{Leaves: answers(Partial, Met, Met, Met, Met), Core: 6, Independent: true, Corroborated: true}, 3},
		{"half speaks against", Basis{Leaves: all, Core: 6, AgainstCore: 3, Independent: true, Corroborated: true}, 2},
		{"less than half speaks against", Basis{Leaves: all, Core: 5, Minor: 3, AgainstCore: 1, AgainstMinor: 1}, 3},
		{"records refute one figure among much", Basis{Leaves: all, Core: 8, Independent: true, Corroborated: true, Refuted: 1}, 4},
		{"records refute a figure among little", Basis{Leaves: all, Core: 2, Minor: 2, AgainstMinor: 1, Refuted: 1}, 2},
		{"far more against than for", Basis{Leaves: all, Minor: 2, AgainstCore: 2, AgainstMinor: 5}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.b.Score(); got != tt.want {
				t.Errorf("score %d, want %d", got, tt.want)
			}
		})
	}
}

// TestScoreIsMonotone walks a grid of bases: more support never lowers a
// score, more contradiction never raises it, and it stays within 0 to 4.
func TestScoreIsMonotone(t *testing.T) {
	t.Parallel()
	leaves := [][]LeafBasis{
		answers(NoEvidence, NoEvidence, NoEvidence, NoEvidence, NoEvidence),
		answers(Met, Partial, NotMet, NotMet, NotMet),
		answers(Met, Partial, Met, Met, NotMet),
		answers(Met, Met, Met, Met, Met),
	}
	for core := range 6 {
		for minor := range 6 {
			for against := range 6 {
				last := 0
				for _, l := range leaves {
					b := Basis{Leaves: l, Core: core, Minor: minor, AgainstMinor: against, Independent: true, Corroborated: true}
					s := b.Score()
					if s < last || s > 4 {
						t.Fatalf("%+v scores %d after %d", b, s, last)
					}
					last = s
					more := b
					more.Minor++
					if more.Score() < s {
						t.Fatalf("%+v: one more passage lowers %d to %d", b, s, more.Score())
					}
					worse := b
					worse.AgainstCore++
					if worse.Score() > s {
						t.Fatalf("%+v: a contradiction raises %d to %d", b, s, worse.Score())
					}
					for i := range l {
						if b.IfMet(i) < s {
							t.Fatalf("%+v: meeting question %d lowers the score", b, i)
						}
					}
				}
			}
		}
	}
}

func TestNear(t *testing.T) {
	t.Parallel()
	for verdicts, want := range map[[3]Verdict]bool{
		{Met, Met, Partial}:        true, // 50
		{Met, Met, NotMet}:         false,
		{Met, Partial, NoEvidence}: false,
	} {
		b := Basis{Leaves: answers(verdicts[0], verdicts[1], verdicts[2])}
		if got := b.Near(6); got != want {
			t.Errorf("weight %d near a threshold: %v, want %v", b.Weight(), got, want)
		}
	}
}
