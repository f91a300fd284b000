package panel_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/panel"
)

func date(s string) *day.Day {
	t, err := day.Parse(s)
	if err != nil {
		panic(err)
	}
	return &day.Day{Time: t}
}

// A day ends where its people are: one instant, also where the clock is moved
// on that day or before it.
func TestADueDayEndsInItsZone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.Advance(time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC).Sub(h.Now))
	for _, tc := range []struct{ on, zone, at, shows string }{
		{"2026-12-15", "UTC", "2026-12-15T23:59:59Z", "2026-12-15 23:59 UTC"},
		{"2026-12-15", "Europe/Oslo", "2026-12-15T22:59:59Z", "2026-12-15 23:59 Europe/Oslo"},
		{"2027-03-27", "Europe/Oslo", "2027-03-27T22:59:59Z", "2027-03-27 23:59 Europe/Oslo"},
		{"2027-03-28", "Europe/Oslo", "2027-03-28T21:59:59Z", "2027-03-28 23:59 Europe/Oslo"}, // spring forward
		{"2027-10-30", "Europe/Oslo", "2027-10-30T21:59:59Z", "2027-10-30 23:59 Europe/Oslo"},
		{"2027-10-31", "Europe/Oslo", "2027-10-31T22:59:59Z", "2027-10-31 23:59 Europe/Oslo"}, // fall back
		{"2026-12-15", "America/New_York", "2026-12-16T04:59:59Z", "2026-12-15 23:59 America/New_York"},
		{"2026-12-15", "Asia/Kathmandu", "2026-12-15T18:14:59Z", "2026-12-15 23:59 Asia/Kathmandu"},
		{"2026-12-15", "Pacific/Kiritimati", "2026-12-15T09:59:59Z", "2026-12-15 23:59 Pacific/Kiritimati"},
		{"2026-12-01", "Pacific/Pago_Pago", "2026-12-02T10:59:59Z", "2026-12-01 23:59 Pacific/Pago_Pago"},
		{"2027-02-28", "Africa/Nairobi", "2027-02-28T20:59:59Z", "2027-02-28 23:59 Africa/Nairobi"},
	} {
		p := h.assemble(func(in *panel.AssemblePanelInput) { in.DueOn, in.Zone = date(tc.on), &tc.zone })
		found, err := h.store.ByIDs(t.Context(), h.at(h.sten), []uuid.UUID{p.UUID})
		h.must(err)
		got := found[p.UUID]
		if got.DueAt.UTC().Format(time.RFC3339) != tc.at || got.DueLocal() != tc.shows {
			t.Errorf("%s in %s: %s, shown as %s", tc.on, tc.zone, got.DueAt.UTC().Format(time.RFC3339), got.DueLocal())
		}
		h.another()
	}
}

// A day that is over in one zone may not be in another.
func TestTodayIsWhereTheZoneIs(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.Advance(time.Date(2026, 12, 1, 23, 30, 0, 0, time.UTC).Sub(h.Now))
	for zone, over := range map[string]bool{"UTC": false, "America/New_York": false, "Europe/Oslo": true, "Asia/Tokyo": true} {
		_, err := h.acts.Assemble(t.Context(), h.at(h.sten), h.input(func(in *panel.AssemblePanelInput) { in.DueOn, in.Zone = date("2026-12-01"), &zone }), h.Now)
		if (err != nil) != over {
			t.Errorf("2026-12-01 in %s: %v", zone, err)
		}
		if err == nil {
			h.another()
		}
	}
	// Without a day it is the ladder's number of days from today, there.
	p := h.assemble(func(in *panel.AssemblePanelInput) { in.Zone = ptr("Asia/Tokyo") })
	found, err := h.store.ByIDs(t.Context(), h.at(h.sten), []uuid.UUID{p.UUID})
	h.must(err)
	if want := "2026-12-23 23:59 Asia/Tokyo"; found[p.UUID].DueLocal() != want {
		t.Errorf("due %s, want %s", found[p.UUID].DueLocal(), want)
	}
}
