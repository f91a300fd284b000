package standing

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/record"
)

// good are records of each counting metric that count.
func good() map[string]func() []record.Record {
	other := madeBy(cleo, record.House)
	return map[string]func() []record.Record{
		"product-surfaces-owned": func() []record.Record { return []record.Record{owned(uuid.New(), "2022-01-01/", founder)} },
		"build-vs-buy-decisions": func() []record.Record { return wells(1) },
		"founder-partnership": func() []record.Record {
			return []record.Record{engagement("2022-01-01/", imported), testimony(ada, "2023-01-01/2024-01-01", word(ada))}
		},
		"team-structure-decisions": func() []record.Record {
			c := reorganised("2022-11-30", "2023-06-30")
			return []record.Record{c, judged(c, "POSITIVE", other)}
		},
		"investor-communication": func() []record.Record {
			m := meeting("BOARD", "TECH_STRATEGY", "PRESENTER")
			return []record.Record{m, feedback(m, false, 5, other)}
		},
		"industry-recognition": func() []record.Record {
			return []record.Record{&record.Recognition{Base: base(record.KindRecognition, "2024-01-01/2024-01-02", other), Type: "PEER", Topics: []string{"STRATEGY"}}}
		},
	}
}

// spoiled draws what may happen to a record.
func spoiled(t *rapid.T, r record.Record) record.Record {
	ways := []how{claimed, declined, disputed, imported, founder, madeBy(cleo, record.House),
		func(b *record.Base) { b.State, b.StateBy, b.StateAs, b.MadeBy = record.Requested, nil, nil, &mara }}
	rapid.SampledFrom(ways).Draw(t, "who")(r.Common())
	return r
}

func order(v ladder.Verdict) int {
	return map[ladder.Verdict]int{ladder.Fail: 0, ladder.Unknown: 1, ladder.Pass: 2}[v]
}

// A good record more never lowers the verdict of what counts (M1, M2, M3, M5,
// M6, R4): unless it is the first, which makes "nothing is known" into "so
// few".
func TestAGoodRecordNeverLowers(t *testing.T) {
	t.Parallel()
	_, l8 := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SampledFrom([]string{
			"product-surfaces-owned", "build-vs-buy-decisions", "founder-partnership", "team-structure-decisions", "investor-communication", "industry-recognition",
		}).Draw(t, "metric")
		f := holder()
		for range rapid.IntRange(0, 4).Draw(t, "records") {
			for _, r := range good()[key]() {
				f.Records = append(f.Records, spoiled(t, r))
			}
		}
		ask := func(f *Facts) result {
			return newCalc(f, l8.Version(), l8, on("2025-06-01")).ask(key, l8.ReadingOf(key))
		}
		before := ask(f)
		more := *f
		more.Records = append(f.Records[:len(f.Records):len(f.Records)], good()[key]()...)
		after := ask(&more)
		first := len(f.Records) == 0 && before.verdict == ladder.Unknown
		if order(after.verdict) < order(before.verdict) && !first || *after.value < *before.value {
			t.Fatalf("%s: %s before, %s after", key, before.text, after.text)
		}
	})
}

// The months at the level are never lost as days go by, and a pause never
// brings the day of eligibility forward (R1).
func TestMonthsAsDaysGoBy(t *testing.T) {
	t.Parallel()
	v, l8 := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		f := &Facts{Person: mara}
		f.Ranks, _ = drawTenure(t)
		f.Ranks[len(f.Ranks)-1].Level, f.Ranks[len(f.Ranks)-1].To = "L8", nil
		asOf := day.AddDays(f.Ranks[len(f.Ranks)-1].From, rapid.IntRange(0, 2000).Draw(t, "as of"))
		later := day.AddDays(asOf, rapid.IntRange(0, 500).Draw(t, "later"))
		now, then := EligibilityFor(f, v, l8, asOf), EligibilityFor(f, v, l8, later)
		if order(then.Requirements[0].Verdict) < order(now.Requirements[0].Verdict) {
			t.Fatalf("R1: %s, later %s", now.Requirements[0].Explanation, then.Requirements[0].Explanation)
		}
		if (now.Requirements[0].Verdict == ladder.Pass) != !now.EligibleOn.After(asOf) {
			t.Fatalf("R1: %s, and eligible on %s", now.Requirements[0].Explanation, date(*now.EligibleOn))
		}
		paused := *f
		paused.Pauses = []people.Pause{{Span: drawSpan(t, "pause", true)}}
		if e := EligibilityFor(&paused, v, l8, asOf); e.EligibleOn != nil && e.EligibleOn.Before(*now.EligibleOn) {
			t.Fatalf("R1: %s with a pause, %s without", date(*e.EligibleOn), date(*now.EligibleOn))
		}
	})
}

// The same facts give the same answers, and are not changed; nor does a
// supposition change them.
func TestPureAndTheSame(t *testing.T) {
	t.Parallel()
	v, l8 := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		f := holder()
		for _, key := range []string{"product-surfaces-owned", "build-vs-buy-decisions", "founder-partnership", "team-structure-decisions", "investor-communication"} {
			for range rapid.IntRange(0, 3).Draw(t, key) {
				for _, r := range good()[key]() {
					f.Records = append(f.Records, spoiled(t, r))
				}
			}
		}
		for _, s := range []uuid.UUID{shop, search, maps} {
			f.Records = append(f.Records, watching(s, "2023-01-01/", []string{"SECURITY"}, founder), covers(&s, "2023-01-01/2025-01-01", false, fed))
		}
		f.Pupils = spread("L1", "L4", "L5", "L6")
		copied := *f
		copied.Records = append([]record.Record{}, f.Records...)
		said := func() string {
			asOf := on("2025-06-01")
			out := ""
			for _, m := range Of(f, l8, asOf).Metrics {
				out += fmt.Sprintln(m.Metric.Key, m.Verdict, m.Explanation, ids(m.Records))
			}
			for _, q := range EligibilityFor(f, v, l8, asOf).Requirements {
				out += fmt.Sprintln(q.Key, q.Verdict, q.Explanation)
			}
			for _, i := range append(Checklist(f, v, l8, asOf), Skills(f, l8, asOf)...) {
				out += fmt.Sprintln(i.Key, i.Computed, i.Explanation, ids(i.Records))
			}
			for _, i := range Indicators(f, l8, asOf) {
				out += fmt.Sprintln(i.Key, i.Explanation, ids(i.Records))
			}
			return out
		}
		first := said()
		Suppose(f, Supposition{Records: wells(2), Promotions: []SupposedRank{{Person: f.Pupils[0].Mentee, Level: "L9", On: on("2025-01-01")}}, NominatedTo: "L9"})
		if second := said(); first != second {
			t.Fatal(cmp.Diff(first, second))
		}
		if diff := cmp.Diff(&copied, f); diff != "" {
			t.Fatal("the facts changed:", diff)
		}
	})
}

func ids(records []record.Record) (list []string) {
	for _, r := range records {
		list = append(list, r.Common().UUID.String())
	}
	return list
}
