package standing

import (
	"os"
	"strings"
	"testing"
	"time"

	"dossier/internal/ladder"
	"dossier/internal/people"
)

// A ladder that reads little gives what can be said, and says what cannot.
func TestLadderWithoutReadings(t *testing.T) {
	t.Parallel()
	v, err := ladder.Load(os.DirFS("../ladder/testdata/small"))
	if err != nil {
		t.Fatal(err)
	}
	a1 := v.Level("A1")
	f := &Facts{Person: mara, Ranks: []people.Rank{rank("A1", "2024-01-01/")}}
	if m := Of(f, a1, on("2025-06-01")).Metrics[0]; m.Verdict != ladder.Unknown || m.Explanation != `Nothing computes "metric"; it has to be judged by people.` {
		t.Errorf("%s: %s", m.Verdict, m.Explanation)
	}
	e := EligibilityFor(f, v, a1, on("2025-06-01"))
	var got []string
	for _, q := range e.Requirements {
		got = append(got, q.Key+" "+q.Kind+" "+string(q.Verdict))
	}
	want := "minimum-months HARD PASS, nomination HARD FAIL, extra INFO UNKNOWN, metric EXPLAIN UNKNOWN, qualification-assessment INFO UNKNOWN"
	if s := strings.Join(got, ", "); s != want || e.To != "A2" {
		t.Errorf("to %s: %s, want %s", e.To, s, want)
	}
	if len(Curriculum(f, a1, on("2025-06-01"))) != 1 || len(Indicators(f, a1, on("2025-06-01"))) != 0 || len(Checklist(f, v, a1, on("2025-06-01"))) != 0 {
		t.Error("modules, indicators or items are not those of the ladder")
	}
	if n, verdict, why, _ := References(f, a1, on("2025-06-01")); n != 0 || verdict != ladder.Unknown || why != `The ladder gives no number "founders" for "founder-references", so nothing is computed.` {
		t.Errorf("%d, %s: %s", n, verdict, why)
	}
	// The highest level leads nowhere, and is not described.
	top := EligibilityFor(&Facts{Ranks: []people.Rank{rank("A2", "2024-01-01/")}}, v, v.Level("A2"), on("2025-06-01"))
	if top.To != "" || top.Verdict != ladder.Unknown || len(top.Requirements) != 0 || top.EligibleOn != nil {
		t.Errorf("%+v", top)
	}
}

// Nothing at all is known of a person, on no day: what is asked can still be
// listed (R1).
func TestNothingIsKnown(t *testing.T) {
	t.Parallel()
	v, _ := shipped(t)
	for i := range v.Levels {
		l := &v.Levels[i]
		e := EligibilityFor(&Facts{}, v, l, time.Time{})
		if e.Verdict != ladder.Fail || e.EligibleOn != nil || len(Of(&Facts{}, l, time.Time{}).Metrics) != len(l.RankingStandard) {
			t.Errorf("R1: %s: %+v", l.Code, e)
		}
		Checklist(&Facts{}, v, l, time.Time{})
		Skills(&Facts{}, l, time.Time{})
		Curriculum(&Facts{}, l, time.Time{})
		References(&Facts{}, l, time.Time{})
	}
}

// A policy without a number, of another kind, or of a level that there is not,
// makes its metric unknown and never a panic (M1, M4, M7).
func TestSpoiledPolicies(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		rule, key, value string
		to               any
	}{
		{"M1", "product-surfaces-owned", "minimum", nil},
		{"M1", "product-surfaces-owned", "minimum", "two"},
		{"M4", "infrastructure-health", "windowMonths", nil},
		{"M4", "infrastructure-health", "coveragePercent", true},
		{"M7", "mentee-advancement", "levelAtLeast", "L77"},
		{"M7", "mentee-advancement", "levelAtLeast", uint64(5)},
	} {
		_, l8 := altered(t, tt.key, map[string]any{tt.value: tt.to})
		for _, m := range Of(able(t), l8, on("2025-06-01")).Metrics {
			if m.Metric.Key == tt.key && (m.Verdict != ladder.Unknown || !strings.Contains(m.Explanation, `"`+tt.value+`"`)) {
				t.Errorf("%s: %s: %s", tt.rule, m.Verdict, m.Explanation)
			}
		}
	}
	// A metric may be computed by another's measure.
	_, l8 := altered(t, "investor-communication", map[string]any{"measure": "product-surfaces-owned"})
	if m := Of(able(t), l8, on("2025-06-01")).Metrics[5]; m.Verdict != ladder.Pass || !strings.Contains(m.Explanation, "surfaces were owned") {
		t.Errorf("M6 by the measure of M1: %s", m.Explanation)
	}
}
