// Package day counts in days and calendar months. A day is a time.Time at
// midnight UTC: no clock, no zone, no daylight saving can move it. Whole
// months are counted by the calendar; a day that a month does not have is held
// to the month's last, so that 31 January and a month is 28 or 29 February.
package day

import (
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// Of is the UTC day of an instant.
func Of(t time.Time) time.Time {
	y, m, d := t.UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// Date is the day of a calendar date.
func Date(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}

// Parse reads YYYY-MM-DD, from 0001 to 9999.
func Parse(s string) (time.Time, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return t, fmt.Errorf("%.20q is no day; write it as 2026-11-24", s)
	}
	return t, nil
}

// AddMonths is n calendar months after a day, or before it for a negative n.
func AddMonths(t time.Time, n int) time.Time {
	y, m, d := t.Date()
	last := Date(y, m+time.Month(n)+1, 0).Day()
	return Date(y, m+time.Month(n), min(d, last))
}

// AddDays is n days after a day.
func AddDays(t time.Time, n int) time.Time { return t.AddDate(0, 0, n) }

// Months is how many whole months lie between two days: the largest n for
// which AddMonths(from, n) is not after to. It is 0 if to is before from.
func Months(from, to time.Time) int {
	if to.Before(from) {
		return 0
	}
	n := (to.Year()-from.Year())*12 + int(to.Month()) - int(from.Month())
	if AddMonths(from, n).After(to) {
		n--
	}
	return n
}

// Days is how many days lie between two days.
func Days(from, to time.Time) int { return int(to.Sub(from) / (24 * time.Hour)) }

// FirstOfMonth is the first day of a day's month.
func FirstOfMonth(t time.Time) time.Time { return Date(t.Year(), t.Month(), 1) }

// Day is a day that is written as YYYY-MM-DD in JSON and GraphQL.
type Day struct{ time.Time }

// MarshalJSON writes YYYY-MM-DD.
func (d Day) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "%q", d.Format(time.DateOnly)), nil
}

// UnmarshalJSON reads YYYY-MM-DD.
func (d *Day) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("%.20s is no day; write it as \"2026-11-24\"", b)
	}
	t, err := Parse(s)
	d.Time = t
	return err
}

// MarshalGQL writes the scalar Date.
func (d Day) MarshalGQL(w io.Writer) { fmt.Fprintf(w, "%q", d.Format(time.DateOnly)) }

// UnmarshalGQL reads the scalar Date.
func (d *Day) UnmarshalGQL(v any) (err error) {
	s, _ := v.(string)
	d.Time, err = Parse(s)
	return err
}
