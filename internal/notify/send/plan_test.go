package send

import (
	"testing"
	"time"
)

func TestTheNextDigest(t *testing.T) {
	t.Parallel()
	for what, tc := range map[string]struct {
		zone       string
		hour       int
		after      string
		day, wants string
	}{
		"later today":               {"UTC", 7, "2026-11-24T06:59:59Z", "2026-11-24", "2026-11-24T07:00:00Z"},
		"on the hour it is past":    {"UTC", 7, "2026-11-24T07:00:00Z", "2026-11-25", "2026-11-25T07:00:00Z"},
		"another day over there":    {"Pacific/Auckland", 7, "2026-11-24T18:00:00Z", "2026-11-26", "2026-11-25T18:00:00Z"},
		"half an hour off":          {"Asia/Kathmandu", 0, "2026-11-24T18:00:00Z", "2026-11-25", "2026-11-24T18:15:00Z"},
		"the hour that is left out": {"Europe/Oslo", 2, "2026-03-29T00:30:00Z", "2026-03-29", "2026-03-29T01:00:00Z"},
		"the second of two":         {"Europe/Oslo", 2, "2026-10-24T23:00:00Z", "2026-10-25", "2026-10-25T01:00:00Z"},
		"between the two":           {"Europe/Oslo", 2, "2026-10-25T00:00:00Z", "2026-10-25", "2026-10-25T01:00:00Z"},
		"after both":                {"Europe/Oslo", 2, "2026-10-25T01:00:00Z", "2026-10-26", "2026-10-26T01:00:00Z"},
		"over the new year":         {"UTC", 0, "2026-12-31T00:00:00Z", "2027-01-01", "2027-01-01T00:00:00Z"},
		"an unknown zone is UTC":    {"Mars/Base", 7, "2026-11-24T06:00:00Z", "2026-11-24", "2026-11-24T07:00:00Z"},
	} {
		after, err := time.Parse(time.RFC3339, tc.after)
		if err != nil {
			t.Fatal(err)
		}
		day, at := nextDigest(tc.zone, tc.hour, after)
		if got := at.Format(time.RFC3339); day != tc.day || got != tc.wants {
			t.Errorf("%s: %s on %s, want %s on %s", what, got, day, tc.wants, tc.day)
		}
	}
}
