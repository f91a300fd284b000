package standing

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/record"
)

// M1: two surfaces or more at the same time for ninety days on end within L8,
// each confirmed by a founder.
func TestSurfacesOwned(t *testing.T) {
	t.Parallel()
	var whole = owned(shop, "2022-01-01/", founder)
	for _, tt := range []struct {
		rule    string
		records []record.Record
		want    ladder.Verdict
		value   float64
		says    string
	}{
		{"M1: nothing recorded", nil, ladder.Unknown, 0, "No ownership of a surface is recorded by 2025-06-01"},
		{"M1: two for 90 days", []record.Record{whole, owned(search, "2023-01-01/2023-04-01", founder)}, ladder.Pass, 2, "2 surfaces were owned at the same time for 90 days from 2023-01-01 on, as confirmed: Shop (Acme) and Search (Acme)."},
		{"M1: two for 89 days", []record.Record{whole, owned(search, "2023-01-01/2023-03-31", founder)}, ladder.Fail, 1, "The longest time with 2 was 89 days from 2023-01-01 on."},
		{"M1: two for 90 days, not on end", []record.Record{whole, owned(search, "2023-01-01/2023-03-01", founder), owned(search, "2023-04-01/2023-06-01", founder)}, ladder.Fail, 1, "61 days"},
		{"M1: another takes over", []record.Record{whole, owned(search, "2023-01-01/2023-03-01", founder), owned(pay, "2023-03-01/2023-04-01", founder)}, ladder.Pass, 2, "Shop (Acme), Search (Acme) and Pay (Acme)"},
		{"M1: 90 days by now", []record.Record{whole, owned(search, "2025-03-03/", founder)}, ladder.Pass, 2, "on 2025-06-01 2 are owned"},
		{"M1: 89 days by now", []record.Record{whole, owned(search, "2025-03-04/", founder)}, ladder.Fail, 1, "on 2025-06-01 2 are owned"},
		{"M1: before L8", []record.Record{whole, owned(search, "2021-10-01/2022-03-31", founder)}, ladder.Fail, 1, "89 days from 2022-01-01"},
		{"M1: two companies", []record.Record{whole, owned(maps, "2023-01-01/2024-01-01", ofBolt, founder)}, ladder.Pass, 2, "Maps (Bolt)"},
		{"M1: three", []record.Record{whole, owned(search, "2023-01-01/", founder), owned(pay, "2024-01-01/", founder)}, ladder.Pass, 3, "3 surfaces were owned"},
		{"M1: three, but not long", []record.Record{whole, owned(search, "2023-01-01/", founder), owned(pay, "2025-05-01/", founder)}, ladder.Pass, 2, "on 2025-06-01 3 are owned"},
		{"M1: one surface twice", []record.Record{whole, owned(shop, "2023-01-01/", founder)}, ladder.Fail, 1, "1 surface was owned"},
		{"M1: not confirmed yet", []record.Record{whole, owned(search, "2023-01-01/", claimed)}, ladder.Unknown, 1, "It would be 2 with those not confirmed as the ladder asks."},
		{"M1: confirmed by a colleague", []record.Record{whole, owned(search, "2023-01-01/", by(cleo, record.AsColleague))}, ladder.Unknown, 1, "It would be 2 with those not confirmed as the ladder asks."},
		{"M1: declined by the founder", []record.Record{whole, owned(search, "2023-01-01/", declined)}, ladder.Fail, 1, "1 surface was owned"},
		{"M1: disputed", []record.Record{whole, owned(search, "2023-01-01/", disputed)}, ladder.Unknown, 1, "It would be 2 with those not confirmed as the ladder asks."},
		{"M1: only claimed", []record.Record{owned(search, "2023-01-01/", imported)}, ladder.Fail, 0, "No confirmed surface was owned for 90 days at L8."},
		{"M1: still to come", []record.Record{whole, owned(search, "2025-06-02/", founder)}, ladder.Fail, 1, "on 2025-06-01 1 is owned"},
	} {
		t.Run(tt.rule, func(t *testing.T) {
			t.Parallel()
			m := metric(t, holder(tt.records...), "product-surfaces-owned", "2025-06-01")
			expect(t, tt.rule, m.Verdict, tt.want, m.Value, tt.value, m.Explanation)
			if !strings.Contains(m.Explanation, tt.says) {
				t.Errorf("%s: %q does not say %q", tt.rule, m.Explanation, tt.says)
			}
		})
	}
}

// M1: the stays at L8 are one window when they touch, and two when they do not.
func TestSurfacesOverSeveralStays(t *testing.T) {
	t.Parallel()
	records := []record.Record{owned(shop, "2022-01-01/", founder), owned(search, "2022-01-01/", founder)}
	for _, tt := range []struct {
		rule  string
		ranks []people.Rank
		want  ladder.Verdict
	}{
		{"M1: two that touch", []people.Rank{rank("L8", "2022-01-01/2022-02-01"), rank("L8", "2022-02-01/2022-04-01")}, ladder.Pass},
		{"M1: two apart, each too short", []people.Rank{rank("L8", "2022-01-01/2022-03-01"), rank("L7", "2022-03-01/2022-04-01"), rank("L8", "2022-04-01/2022-06-01")}, ladder.Fail},
		{"M1: never at L8", []people.Rank{rank("L7", "2020-01-01/")}, ladder.Fail},
	} {
		f := holder(records...)
		f.Ranks = tt.ranks
		if m := metric(t, f, "product-surfaces-owned", "2025-06-01"); m.Verdict != tt.want {
			t.Errorf("%s: %s, want %s: %s", tt.rule, m.Verdict, tt.want, m.Explanation)
		}
	}
}

// Another organisation may ask for one company, at any time, by anybody's word.
func TestSurfacesByAnotherPolicy(t *testing.T) {
	t.Parallel()
	records := []record.Record{
		owned(shop, "2015-01-01/2016-01-01", by(cleo, record.AsColleague)), owned(maps, "2015-01-01/2016-01-01", ofBolt, founder),
	}
	for _, tt := range []struct {
		rule   string
		values map[string]any
		want   ladder.Verdict
	}{
		{"M1: at any time", map[string]any{"confirmedBy": nil, "within": nil}, ladder.Pass},
		{"M1: at one company", map[string]any{"confirmedBy": nil, "within": nil, "sameCompany": true}, ladder.Fail},
		{"M1: by a founder", map[string]any{"within": nil}, ladder.Unknown},
		{"M1: at the level", map[string]any{"confirmedBy": nil}, ladder.Fail},
	} {
		v, l8 := altered(t, "product-surfaces-owned", tt.values)
		c := newCalc(holder(records...), v, l8, on("2025-06-01"))
		if r := c.ask("product-surfaces-owned", l8.ReadingOf("product-surfaces-owned")); r.verdict != tt.want {
			t.Errorf("%s: %s, want %s: %s", tt.rule, r.verdict, tt.want, r.text)
		}
	}
}

// The records that count are those of the stretch, in the order of the facts.
func TestSurfacesRecords(t *testing.T) {
	t.Parallel()
	a, b, c := owned(shop, "2022-01-01/", founder), owned(search, "2023-01-01/2023-12-01", founder), owned(pay, "2024-01-01/2024-02-01", founder)
	m := metric(t, holder(a, b, c), "product-surfaces-owned", "2025-06-01")
	var got []uuid.UUID
	for _, r := range m.Records {
		got = append(got, r.Common().UUID)
	}
	if len(got) != 2 || got[0] != a.UUID || got[1] != b.UUID {
		t.Errorf("M1: %v", got)
	}
}
