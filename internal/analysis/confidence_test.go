package analysis

import "testing"

func TestConfidence(t *testing.T) {
	t.Parallel()
	p := english()
	exact := []string{"exact", "normalised"}
	tests := []struct {
		name    string
		s       Support
		want    ConfidenceLevel
		reasons []string
	}{
		{"three samples agree", Support{Samples: 3, Agreement: 1, Groundings: exact, Coverage: 1}, ConfidenceHigh, nil},
		{"judged once is never high", Support{Samples: 1, Agreement: 1, Groundings: exact, Coverage: 1}, ConfidenceMedium, []string{p.judgedOnce}},
		{"samples differ", Support{Samples: 3, Agreement: 0.6, Groundings: exact, Coverage: 1}, ConfidenceMedium, []string{p.samplesDiffer}},
		{"near a boundary", Support{Samples: 1, Groundings: exact, Coverage: 1, Near: true}, ConfidenceLow, []string{p.judgedOnce, p.nearBoundary}},
		{"half unread", Support{Samples: 1, Groundings: exact, Coverage: 0.5}, ConfidenceMedium, []string{p.judgedOnce, p.notAllRead}},
		{"loose quotes and half unread", Support{Samples: 1, Groundings: []string{"pointer", "pointer"}, Coverage: 0.5}, ConfidenceLow, []string{p.judgedOnce, p.looseQuotes, p.notAllRead}},
		{"one passage", Support{Samples: 3, Agreement: 1, Groundings: []string{"exact"}, Coverage: 1}, ConfidenceHigh, []string{p.onePassage}},
		{"nothing found", Support{Samples: 1, Coverage: 1}, ConfidenceMedium, []string{p.judgedOnce}},
		{"fallback", Support{Samples: 1, Coverage: 1, Fallback: true}, ConfidenceMedium, []string{p.judgedOnce, p.judgedByFallback}},
		{"half invented", Support{Samples: 3, Agreement: 1, Groundings: exact, Coverage: 1, Picked: Picked{Items: 4, Absent: 2}}, ConfidenceHigh, nil},
		{"most invented", Support{Samples: 3, Agreement: 1, Groundings: []string{"exact"}, Coverage: 1, Picked: Picked{Items: 4, Absent: 3}}, ConfidenceLow,
			[]string{"3 of 4 passages that the model pointed at were not in the text.", p.onePassage}},
		{"all invented", Support{Samples: 1, Coverage: 1, Picked: Picked{Items: 2, Absent: 2}}, ConfidenceLow,
			[]string{"2 of 2 passages that the model pointed at were not in the text.", p.judgedOnce}},
		{"the one invented", Support{Samples: 1, Coverage: 1, Picked: Picked{Items: 1, Absent: 1}}, ConfidenceLow, []string{p.inventedOne, p.judgedOnce}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := tt.s.Confidence("en")
			if got.Level != tt.want || len(got.Reasons) != len(tt.reasons) {
				t.Fatalf("got %+v, want %s %q", got, tt.want, tt.reasons)
			}
			for i := range tt.reasons {
				if got.Reasons[i] != tt.reasons[i] {
					t.Errorf("reason %q, want %q", got.Reasons[i], tt.reasons[i])
				}
			}
		})
	}
}

func TestGroundingQuality(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in   []string
		want float64
	}{
		{nil, 1},
		{[]string{"exact", "ellipsis", "normalised"}, 1},
		{[]string{"fuzzy"}, 0.8},
		{[]string{"pointer"}, 0.5},
		{[]string{"exact", "pointer"}, 0.75},
	} {
		if got := groundingQuality(tt.in); got != tt.want {
			t.Errorf("%q: %v, want %v", tt.in, got, tt.want)
		}
	}
}
