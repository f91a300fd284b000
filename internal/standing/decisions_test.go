package standing

import (
	"strings"
	"testing"

	"dossier/internal/ladder"
	"dossier/internal/record"
)

const bvb = "BUILD_VS_BUY"

// wells are n decisions to build or buy that went well, with their reviews.
func wells(n int) (list []record.Record) {
	for i := range n {
		d := decision("Well "+string(rune('A'+i)), bvb, "2023-01-10/2023-01-11")
		list = append(list, d, outcome(d, "POSITIVE", "2024-01-10/2024-01-11", madeBy(ada, record.FromCompany)))
	}
	return list
}

// M2: three decisions to build or buy, each with a measured positive outcome by
// a review of somebody else.
func TestBuildVsBuyDecisions(t *testing.T) {
	t.Parallel()
	third := func(reviews ...func(*record.TechDecision) record.Record) []record.Record {
		d := decision("Third", bvb, "2023-02-01/2023-02-02")
		list := append(wells(2), d)
		for _, r := range reviews {
			list = append(list, r(d))
		}
		return list
	}
	review := func(verdict, at string, who ...how) func(*record.TechDecision) record.Record {
		return func(d *record.TechDecision) record.Record { return outcome(d, verdict, at, who...) }
	}
	other, now := madeBy(cleo, record.House), "2024-02-01/2024-02-02"
	unmeasured := func(drop func(*record.OutcomeReview)) func(*record.TechDecision) record.Record {
		return func(d *record.TechDecision) record.Record {
			r := outcome(d, "POSITIVE", now, other)
			drop(r)
			return r
		}
	}
	for _, tt := range []struct {
		rule    string
		records []record.Record
		want    ladder.Verdict
		value   float64
		says    string
	}{
		{"M2: nothing recorded", nil, ladder.Unknown, 0, "Nothing of the kind is recorded by 2025-06-01"},
		{"M2: three", wells(3), ladder.Pass, 3, "By 2025-06-01 there are 3 decisions with a measured positive outcome: “Well A” (Acme), “Well B” (Acme) and “Well C” (Acme); 3 are asked."},
		{"M2: two", wells(2), ladder.Fail, 2, "there are 2 decisions"},
		{"M2: the third not reviewed", third(), ladder.Unknown, 2, "1 more is open: not confirmed, not reviewed, not measured or disputed: “Third” (Acme)."},
		{"M2: the third reviewed by its owner", third(review("POSITIVE", now)), ladder.Unknown, 2, "“Third”"},
		{"M2: the owner's review confirmed by somebody else", third(review("POSITIVE", now, founder)), ladder.Pass, 3, "“Third”"},
		{"M2: a review from a file", third(review("POSITIVE", now, imported)), ladder.Unknown, 2, "“Third”"},
		{"M2: pending", third(review("PENDING", now, other)), ladder.Unknown, 2, "“Third”"},
		{"M2: negative", third(review("NEGATIVE", now, other)), ladder.Fail, 2, "there are 2 decisions"},
		{"M2: mixed", third(review("MIXED", now, other)), ladder.Fail, 2, "there are 2 decisions"},
		{"M2: the newest decides, for the worse", third(review("POSITIVE", now, other), review("NEGATIVE", "2024-03-01/2024-03-02", other)), ladder.Fail, 2, ""},
		{"M2: the newest decides, for the better", third(review("NEGATIVE", now, other), review("POSITIVE", "2024-03-01/2024-03-02", other)), ladder.Pass, 3, ""},
		{"M2: a newer review by the owner does not", third(review("NEGATIVE", now, other), review("POSITIVE", "2024-03-01/2024-03-02")), ladder.Fail, 2, ""},
		{"M2: to dispute does not bring back", third(review("POSITIVE", now, other), review("NEGATIVE", "2024-03-01/2024-03-02", other, disputed)), ladder.Unknown, 2, "“Third”"},
		{"M2: a declined review is none", third(review("POSITIVE", now, other, declined)), ladder.Unknown, 2, "“Third”"},
		{"M2: reviewed after the day", third(review("POSITIVE", "2025-06-02/2025-06-03", other)), ladder.Unknown, 2, "“Third”"},
		{"M2: reviewed on the day", third(review("POSITIVE", "2025-06-01/2025-06-02", other)), ladder.Pass, 3, "“Third”"},
		{"M2: no metric", third(unmeasured(func(r *record.OutcomeReview) { r.Metric = "" })), ladder.Unknown, 2, "“Third”"},
		{"M2: no baseline", third(unmeasured(func(r *record.OutcomeReview) { r.Baseline = nil })), ladder.Unknown, 2, "“Third”"},
		{"M2: no target", third(unmeasured(func(r *record.OutcomeReview) { r.Target = nil })), ladder.Unknown, 2, "“Third”"},
		{"M2: no figure of what came", third(unmeasured(func(r *record.OutcomeReview) { r.Actual = nil })), ladder.Unknown, 2, "“Third”"},
		{"M2: of another type", append(wells(2), decision("Other", "VENDOR", "2023-02-01/2023-02-02")), ladder.Fail, 2, "there are 2"},
		{"M2: declined", append(wells(2), decision("Not so", bvb, "2023-02-01/2023-02-02", declined)), ladder.Fail, 2, "there are 2"},
		{"M2: disputed", append(wells(2), decision("Third", bvb, "2023-02-01/2023-02-02", disputed)), ladder.Unknown, 2, "“Third”"},
		{"M2: one open is not enough", append(wells(1), decision("Third", bvb, "2023-02-01/2023-02-02")), ladder.Fail, 1, "“Third”"},
	} {
		t.Run(tt.rule, func(t *testing.T) {
			t.Parallel()
			m := metric(t, holder(tt.records...), "build-vs-buy-decisions", "2025-06-01")
			expect(t, tt.rule, m.Verdict, tt.want, m.Value, tt.value, m.Explanation)
			if !strings.Contains(m.Explanation, tt.says) {
				t.Errorf("%s: %q does not say %q", tt.rule, m.Explanation, tt.says)
			}
			if len(m.Records) != 2*int(tt.value) {
				t.Errorf("%s: %d records count", tt.rule, len(m.Records))
			}
		})
	}
}

// item computes one item of the checklist.
func item(t *testing.T, f *Facts, key, asOf string) *Item {
	t.Helper()
	v, l8 := shipped(t)
	for _, i := range Checklist(f, v, l8, on(asOf)) {
		if i.Key == key {
			return i
		}
	}
	t.Fatalf("no item %s", key)
	return nil
}

// saving is a confirmed decision that saved so many months, with its review.
func saving(months float64, who ...how) []record.Record {
	d := decision("Saving", bvb, "2023-01-10/2023-01-11", who...)
	r := outcome(d, "POSITIVE", "2024-01-10/2024-01-11", madeBy(ada, record.FromCompany))
	r.EngineeringMonthsSaved = &months
	return []record.Record{d, r}
}

// C2: six months of engineering time in all, over two confirmed decisions or more.
func TestMonthsSaved(t *testing.T) {
	t.Parallel()
	join := func(lists ...[]record.Record) (all []record.Record) {
		for _, l := range lists {
			all = append(all, l...)
		}
		return all
	}
	unreviewed := []record.Record{decision("Open", bvb, "2023-01-10/2023-01-11", founder)}
	for _, tt := range []struct {
		rule    string
		records []record.Record
		want    ladder.Verdict
		value   float64
	}{
		{"C2: nothing recorded", nil, ladder.Unknown, 0},
		{"C2: six over two", join(saving(2, founder), saving(4, founder)), ladder.Pass, 6},
		{"C2: less than six", join(saving(2, founder), saving(3.9, founder)), ladder.Fail, 5.9},
		{"C2: six in one", saving(6, founder), ladder.Fail, 6},
		{"C2: six in one, another open", join(saving(6, founder), unreviewed), ladder.Unknown, 6},
		{"C2: too few, another open", join(saving(1, founder), saving(1, founder), unreviewed), ladder.Unknown, 2},
		{"C2: not confirmed", join(saving(2, founder), saving(4)), ladder.Unknown, 2},
		{"C2: a loss is no saving", join(saving(6, founder), saving(-1, founder)), ladder.Fail, 6},
	} {
		i := item(t, holder(tt.records...), "build-vs-buy-savings", "2025-06-01")
		expect(t, tt.rule, i.Computed, tt.want, i.Value, tt.value, i.Explanation)
	}
	// Another organisation may ask for six each.
	v, l8 := altered(t, "checklist-build-vs-buy-savings", map[string]any{"total": false})
	for _, tt := range []struct {
		second float64
		want   ladder.Verdict
	}{{6, ladder.Pass}, {5, ladder.Fail}} {
		f := holder(join(saving(6, founder), saving(tt.second, founder))...)
		if i := Checklist(f, v, l8, on("2025-06-01"))[1]; i.Computed != tt.want {
			t.Errorf("C2: %g and six give %s: %s", tt.second, i.Computed, i.Explanation)
		}
	}
}
