package panel

import (
	"fmt"
	"strings"
	"time"
)

// zoneOf finds a time zone by its name in the tz database; UTC for "".
func zoneOf(name string) (*time.Location, error) {
	if name == "Local" || strings.ContainsRune(name, 0) {
		return nil, fmt.Errorf("%.60q is no zone of the tz database", name)
	}
	return time.LoadLocation(name)
}

// endOf is the last second of a calendar day in a zone, the one instant at
// which what is due on the day is due.
func endOf(day time.Time, zone *time.Location) time.Time {
	y, m, d := day.Date()
	return time.Date(y, m, d, 23, 59, 59, 0, zone).UTC()
}

// local writes an instant as a clock in a zone shows it, as "2026-12-15 23:59
// Europe/Oslo". A zone that is not known any more is shown in UTC.
func local(t time.Time, zone string) string {
	l, err := zoneOf(zone)
	if err != nil {
		l = time.UTC
	}
	return t.In(l).Format("2006-01-02 15:04 ") + l.String()
}
