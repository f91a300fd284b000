package standing

import (
	"testing"

	"github.com/google/uuid"

	"dossier/internal/ladder"
	"dossier/internal/record"
)

// vendor is a choice of a vendor, and what the company says of it.
func vendor(name, reviewed string, used, regretted bool, who ...how) []record.Record {
	d := decision("Choice of "+name, "VENDOR", "2022-05-01/2022-05-02")
	d.Vendor = &record.Vendor{Name: name}
	r := outcome(d, "POSITIVE", reviewed, who...)
	r.StillInUse, r.Regretted = &used, &regretted
	return []record.Record{d, r}
}

// C9: three vendors still in use and not regretted, as the company says in a
// review of the last twelve months.
func TestVendorsNotRegretted(t *testing.T) {
	t.Parallel()
	company := founder
	two := append(vendor("Mail", "2025-01-01/2025-01-02", true, false, company), vendor("Logs", "2025-01-01/2025-01-02", true, false, founder)...)
	for _, tt := range []struct {
		rule  string
		third []record.Record
		want  ladder.Verdict
		value float64
	}{
		{"C9: two", nil, ladder.Fail, 2},
		{"C9: twelve months ago", vendor("Maps", "2024-06-01/2024-06-02", true, false, company), ladder.Pass, 3},
		{"C9: a day longer ago", vendor("Maps", "2024-05-31/2024-06-01", true, false, company), ladder.Unknown, 2},
		{"C9: regretted", vendor("Maps", "2025-01-01/2025-01-02", true, true, company), ladder.Fail, 2},
		{"C9: no longer used", vendor("Maps", "2025-01-01/2025-01-02", false, false, company), ladder.Fail, 2},
		{"C9: the owner says so", vendor("Maps", "2025-01-01/2025-01-02", true, false), ladder.Unknown, 2},
		{"C9: somebody of the company who is no founder says so", vendor("Maps", "2025-01-01/2025-01-02", true, false, madeBy(cleo, record.FromCompany)), ladder.Unknown, 2},
		{"C9: a steward says so", vendor("Maps", "2025-01-01/2025-01-02", true, false, madeBy(cleo, record.House)), ladder.Unknown, 2},
		{"C9: the same vendor again", vendor("mail", "2025-01-01/2025-01-02", true, false, company), ladder.Fail, 2},
		{"C9: not reviewed", []record.Record{decision("Choice", "VENDOR", "2022-05-01/2022-05-02")}, ladder.Unknown, 2},
		{"C9: declined", []record.Record{decision("Choice", "VENDOR", "2022-05-01/2022-05-02", declined)}, ladder.Fail, 2},
	} {
		i := item(t, holder(append(two[:4:4], tt.third...)...), "vendors-not-regretted", "2025-06-01")
		expect(t, tt.rule, i.Computed, tt.want, i.Value, tt.value, i.Explanation)
	}
	if i := item(t, holder(), "vendors-not-regretted", "2025-06-01"); i.Computed != ladder.Unknown {
		t.Errorf("C9: nothing recorded is %s", i.Computed)
	}
}

// C7: a decision that touches two surfaces, caught before it shipped, as
// somebody of the other product confirms.
func TestCaughtBeforeShipped(t *testing.T) {
	t.Parallel()
	colleague := by(cleo, record.AsColleague)
	for _, tt := range []struct {
		rule            string
		affects         []uuid.UUID
		caught, shipped string
		who             how
		want            ladder.Verdict
		value           float64
	}{
		{"C7: the day before", []uuid.UUID{shop, pay}, "2024-03-01", "2024-03-02", colleague, ladder.Pass, 1},
		{"C7: on the same day", []uuid.UUID{shop, pay}, "2024-03-02", "2024-03-02", colleague, ladder.Fail, 0},
		{"C7: after", []uuid.UUID{shop, pay}, "2024-03-03", "2024-03-02", colleague, ladder.Fail, 0},
		{"C7: one surface", []uuid.UUID{shop}, "2024-03-01", "2024-03-02", colleague, ladder.Unknown, 0},
		{"C7: one surface twice", []uuid.UUID{shop, shop}, "2024-03-01", "2024-03-02", colleague, ladder.Unknown, 0},
		{"C7: not confirmed", []uuid.UUID{shop, pay}, "2024-03-01", "2024-03-02", claimed, ladder.Unknown, 0},
		{"C7: confirmed by somebody else", []uuid.UUID{shop, pay}, "2024-03-01", "2024-03-02", by(cleo, record.AsPeer), ladder.Unknown, 0},
		{"C7: a founder's word, which a colleague's does not replace", []uuid.UUID{shop, pay}, "2024-03-01", "2024-03-02", founder, ladder.Pass, 1},
		{"C7: declined", []uuid.UUID{shop, pay}, "2024-03-01", "2024-03-02", declined, ladder.Fail, 0},
		{"C7: without the day", []uuid.UUID{shop, pay}, "2024-03-01", "", colleague, ladder.Unknown, 0},
		{"C7: caught later than the day asked about", []uuid.UUID{shop, pay}, "2025-06-02", "2025-07-01", colleague, ladder.Unknown, 0},
	} {
		d := decision("One login", "ARCHITECTURE", "2024-02-01/2024-02-02", tt.who)
		d.Affects, d.CaughtOn = tt.affects, dayOf(tt.caught)
		if tt.shipped != "" {
			d.ShippedOn = dayOf(tt.shipped)
		}
		i := item(t, holder(d), "cross-product-coordination", "2025-06-01")
		expect(t, tt.rule, i.Computed, tt.want, i.Value, tt.value, i.Explanation)
	}
}

func watching(surface uuid.UUID, during string, areas []string, who ...how) *record.OnWatch {
	return &record.OnWatch{Base: base(record.KindOnWatch, during, who...), Surface: surface, Areas: areas}
}

// C6: all four areas are on watch on one surface or more now.
func TestManagesInfrastructure(t *testing.T) {
	t.Parallel()
	all := []string{"DEPLOYMENT", "MONITORING", "SECURITY", "SCALABILITY"}
	for _, tt := range []struct {
		rule    string
		records []record.Record
		want    ladder.Verdict
		value   float64
	}{
		{"C6: nothing recorded", nil, ladder.Unknown, 0},
		{"C6: all four", []record.Record{watching(shop, "2024-01-01/", all, founder)}, ladder.Pass, 1},
		{"C6: in two records", []record.Record{watching(shop, "2024-01-01/", all[:2], founder), watching(shop, "2024-01-01/", all[2:], founder)}, ladder.Pass, 1},
		{"C6: over two surfaces", []record.Record{watching(shop, "2024-01-01/", all[:2], founder), watching(pay, "2024-01-01/", all[2:], founder)}, ladder.Fail, 0},
		{"C6: three", []record.Record{watching(shop, "2024-01-01/", all[:3], founder)}, ladder.Fail, 0},
		{"C6: until the day", []record.Record{watching(shop, "2024-01-01/2025-06-01", all, founder)}, ladder.Fail, 0},
		{"C6: not confirmed", []record.Record{watching(shop, "2024-01-01/", all)}, ladder.Unknown, 0},
		{"C6: the last area not confirmed", []record.Record{watching(shop, "2024-01-01/", all[:3], founder), watching(shop, "2024-01-01/", all[3:])}, ladder.Unknown, 0},
	} {
		i := item(t, holder(tt.records...), "manages-infrastructure", "2025-06-01")
		expect(t, tt.rule, i.Computed, tt.want, i.Value, tt.value, i.Explanation)
	}
}
