package standing

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/ladder"
	"dossier/internal/record"
)

func word(of uuid.UUID) how { return by(of, record.AsFounder) }

// M3: a founder testifies, with an example, over six months or more (T2.1).
func TestFounderPartnership(t *testing.T) {
	t.Parallel()
	year := "2023-01-01/2024-01-01"
	without := testimony(ada, year, word(ada))
	without.Examples = nil
	no := testimony(ada, year, word(ada))
	no.Cofounder = false
	for _, tt := range []struct {
		rule    string
		records []record.Record
		want    ladder.Verdict
		value   float64
	}{
		{"M3: nothing recorded", nil, ladder.Unknown, 0},
		{"M3: confirmed by its founder", []record.Record{testimony(ada, year, word(ada))}, ladder.Pass, 1},
		{"M3: written by its founder", []record.Record{testimony(ada, year, madeBy(ada, record.FromCompany), word(ada))}, ladder.Pass, 1},
		{"M3: written by somebody of the company", []record.Record{testimony(ada, year, madeBy(cleo, record.FromCompany))}, ladder.Unknown, 0},
		{"M3: written by a steward", []record.Record{testimony(ada, year, madeBy(cleo, record.House))}, ladder.Unknown, 0},
		{"M3: confirmed by another founder", []record.Record{testimony(ada, year, word(ben))}, ladder.Unknown, 0},
		{"M3: confirmed, not as a founder", []record.Record{testimony(ada, year, by(ada, record.AsPeer))}, ladder.Unknown, 0},
		{"M3: only claimed", []record.Record{testimony(ada, year)}, ladder.Unknown, 0},
		{"M3: declined", []record.Record{testimony(ada, year, declined)}, ladder.Fail, 0},
		{"M3: without an example", []record.Record{without}, ladder.Fail, 0},
		{"M3: the answer is no", []record.Record{no}, ladder.Fail, 0},
		{"M3, T2.1: six months", []record.Record{testimony(ada, "2023-01-31/2023-07-31", word(ada))}, ladder.Pass, 1},
		{"M3, T2.1: a day less", []record.Record{testimony(ada, "2023-01-31/2023-07-30", word(ada))}, ladder.Fail, 0},
		{"M3: one founder twice", []record.Record{testimony(ada, year, word(ada)), testimony(ada, "2024-01-01/2025-01-01", word(ada))}, ladder.Pass, 1},
		{"M3: two founders", []record.Record{testimony(ada, year, word(ada)), testimony(ben, year, word(ben), ofBolt)}, ladder.Pass, 2},
	} {
		m := metric(t, holder(append(tt.records, atBoth()...)...), "founder-partnership", "2025-06-01")
		expect(t, tt.rule, m.Verdict, tt.want, m.Value, tt.value, m.Explanation)
	}
}

// atBoth are engagements at both companies.
func atBoth() []record.Record {
	return []record.Record{engagement("2022-01-01/", imported), engagement("2022-01-01/2024-02-01", ofBolt)}
}

// M3, R3d: the founder is one of a company where the person was engaged then,
// wherever the record of that comes from.
func TestFounderOfAnEngagement(t *testing.T) {
	t.Parallel()
	said := testimony(ada, "2023-01-01/2024-01-01", word(ada))
	_, any := altered(t, "founder-partnership", map[string]any{"engaged": nil})
	for _, tt := range []struct {
		rule string
		at   *record.Engagement
		want ladder.Verdict
	}{
		{"M3: claimed", engagement("2022-01-01/2023-06-01"), ladder.Pass},
		{"M3: of a file", engagement("2023-12-31/", imported), ladder.Pass},
		{"M3: ended on the day before", engagement("2022-01-01/2023-01-01", founder), ladder.Unknown},
		{"M3: began on the day after", engagement("2024-01-01/", founder), ladder.Unknown},
		{"M3: at another company", engagement("2022-01-01/", founder, ofBolt), ladder.Unknown},
		{"M3: declined", engagement("2022-01-01/", declined), ladder.Unknown},
	} {
		f := holder(said, tt.at)
		m := metric(t, f, "founder-partnership", "2025-06-01")
		if m.Verdict != tt.want || strings.Contains(m.Explanation, "at Acme for 12 months, where no engagement is recorded for that time") != (tt.want == ladder.Unknown) {
			t.Errorf("%s: %s, want %s: %s", tt.rule, m.Verdict, tt.want, m.Explanation)
		}
		_, l8 := shipped(t)
		if n, _, why, _ := References(f, l8, on("2025-06-01")); (n == 1) != (tt.want == ladder.Pass) || strings.Contains(why, unengaged) == (n == 1) {
			t.Errorf("R3d, %s: %d count: %s", tt.rule, n, why)
		}
		if m := Of(f, any, on("2025-06-01")).Metrics[2]; m.Metric.Key != "founder-partnership" || m.Verdict != ladder.Pass {
			t.Errorf("%s: where it is not asked: %s: %s", tt.rule, m.Verdict, m.Explanation)
		}
	}
}

// C3: the three rooms, attested by a founder.
func TestRooms(t *testing.T) {
	t.Parallel()
	in := func(rooms []string, who ...how) record.Record {
		x := testimony(ada, "2023-01-01/2024-01-01", who...)
		x.Rooms = rooms
		return x
	}
	three := []string{"FUNDRAISING_PREP", "BOARD_DISCUSSIONS", "STRATEGIC_PIVOTS"}
	for _, tt := range []struct {
		rule    string
		records []record.Record
		want    ladder.Verdict
		value   float64
		says    string
	}{
		{"C3: nothing recorded", nil, ladder.Unknown, 0, "Nothing"},
		{"C3: all three", []record.Record{in(three, word(ada))}, ladder.Pass, 3, "fundraising prep, board discussions and strategic pivots"},
		{"C3: two and one", []record.Record{in(three[:2], word(ada)), in(three[2:], word(ada))}, ladder.Pass, 3, "strategic pivots"},
		{"C3: two", []record.Record{in(three[:2], word(ada))}, ladder.Fail, 2, "fundraising prep and board discussions; 3 are asked"},
		{"C3: the third not confirmed", []record.Record{in(three[:2], word(ada)), in(three)}, ladder.Unknown, 2, "disputed: strategic pivots."},
		{"C3: the third declined", []record.Record{in(three[:2], word(ada)), in(three, declined)}, ladder.Fail, 2, "board discussions"},
	} {
		i := item(t, holder(tt.records...), "founder-treats-as-cofounder", "2025-06-01")
		expect(t, tt.rule, i.Computed, tt.want, i.Value, tt.value, i.Explanation)
		if !strings.Contains(i.Explanation, tt.says) {
			t.Errorf("%s: %q does not say %q", tt.rule, i.Explanation, tt.says)
		}
	}
}

// R3d: testimonies of two founders of different companies, complete, without
// the nominator's. P3 counts all of them.
func TestFounderReferences(t *testing.T) {
	t.Parallel()
	year := "2023-01-01/2024-01-01"
	first := testimony(ada, year, word(ada))
	second := func(change func(*record.Testimony), who ...how) []record.Record {
		x := testimony(ben, year, append([]how{ofBolt, word(ben)}, who...)...)
		if change != nil {
			change(x)
		}
		return []record.Record{first, x}
	}
	for _, tt := range []struct {
		rule    string
		records []record.Record
		want    ladder.Verdict
		count   int
		says    string
	}{
		{"R3d: nothing recorded", nil, ladder.Unknown, 0, ""},
		{"R3d: one", []record.Record{first}, ladder.Fail, 1, ""},
		{"R3d: two founders, two companies", second(nil), ladder.Pass, 2, ""},
		{"R3d: two founders of one company", second(func(x *record.Testimony) { x.CompanyID = &acme }), ladder.Fail, 1, "there is 1 founder of different companies"},
		{"R3d: one founder of two companies", []record.Record{first, testimony(ada, year, ofBolt, word(ada))}, ladder.Fail, 1, ""},
		{"R3d: the second only claimed", second(nil, func(b *record.Base) { b.State, b.StateBy, b.StateAs = record.Claimed, nil, nil }), ladder.Unknown, 1, "1 more is open"},
		{"R3d: the second disputed", second(nil, disputed), ladder.Unknown, 1, "1 more is open"},
		{"R3d: no relation", second(func(x *record.Testimony) { x.Relation = "" }), ladder.Fail, 1, "(without relation)"},
		{"R3d: no period", second(func(x *record.Testimony) { x.Span.To = nil }), ladder.Fail, 1, "(without period)"},
		{"R3d: no example", second(func(x *record.Testimony) { x.Examples = nil }), ladder.Fail, 1, "at Bolt for 12 months (without example)"},
		{"R3d: no outcome", second(func(x *record.Testimony) { x.Outcomes = nil }), ladder.Fail, 1, "(without outcome)"},
		{"R3d: nothing on money", second(func(x *record.Testimony) { x.Money = "" }), ladder.Fail, 1, "(without money)"},
		{"R3d: the answer is no", second(func(x *record.Testimony) { x.Cofounder = false }), ladder.Fail, 1, "(not as technical co-founder)"},
	} {
		_, l8 := shipped(t)
		n, verdict, why, records := References(holder(append(tt.records, atBoth()...)...), l8, on("2025-06-01"))
		if n != tt.count || verdict != tt.want || why == "" {
			t.Errorf("%s: %d, %s, want %d, %s: %s", tt.rule, n, verdict, tt.count, tt.want, why)
		}
		if !strings.Contains(why, tt.says) {
			t.Errorf("%s: %q does not say %q", tt.rule, why, tt.says)
		}
		if verdict == ladder.Pass && len(records) != 2 {
			t.Errorf("%s: %d records count", tt.rule, len(records))
		}
	}
	_, l8 := shipped(t)
	f := holder(append(second(nil), atBoth()...)...)
	f.Nominations = []Nomination{nominated(ben, "2025-05-01", "2025-10-01")}
	if n, verdict, why, _ := References(f, l8, on("2025-06-01")); n != 1 || verdict != ladder.Fail || !strings.HasSuffix(why, "Not counted: at Bolt for 12 months (by the nominator).") {
		t.Errorf("R3d: the nominator counts: %d, %s: %s", n, verdict, why)
	}
	if i := indicator(t, f, "founder-trust-at-scale"); *i.Value != 2 || !strings.Contains(i.Explanation, "2 founders of 2 companies") {
		t.Errorf("P3: %v: %s", *i.Value, i.Explanation)
	}
	_, wide := altered(t, "founder-references", map[string]any{"companies": uint64(1), "nominatorCounts": true})
	if n, verdict, _, _ := References(f, wide, on("2025-06-01")); n != 2 || verdict != ladder.Pass {
		t.Errorf("R3d: by another policy %d, %s", n, verdict)
	}
}

// nominated is an accepted nomination to L9.
func nominated(by uuid.UUID, offered, expires string) Nomination {
	return Nomination{Nominator: by, ToLevel: "L9", Accepted: true, OfferedAt: on(offered), ExpiresAt: on(expires)}
}

// indicator computes one indicator of L8, as of June 2025.
func indicator(t *testing.T, f *Facts, key string) *Indicator {
	t.Helper()
	_, l8 := shipped(t)
	for _, i := range Indicators(f, l8, on("2025-06-01")) {
		if i.Key == key {
			return i
		}
	}
	t.Fatalf("no indicator %s", key)
	return nil
}
