package sample

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/day"
)

func TestDatesAreCountedBackFromTheDay(t *testing.T) {
	t.Parallel()
	s := &Sample{History: map[string][]Row{"mentorships": {
		{"key": "a", "from": "3m", "sessions": "monthly", "note": "12 months", "list": []any{"0m", "1m+2d"}},
		{"key": "b", "from": "4m", "to": "1m", "sessions": "monthly"},
	}}}
	for _, tc := range []struct {
		on        string
		from      string
		held      []string
		list      []any
		ended     []string
		unchanged string
	}{
		{"2026-11-24", "2026-08-24", []string{"2026-08-24", "2026-09-24", "2026-10-24", "2026-11-24"}, []any{"2026-11-24", "2026-10-26"}, []string{"2026-07-24", "2026-08-24", "2026-09-24"}, "12 months"},
		{"2028-02-29", "2027-11-29", []string{"2027-11-29", "2027-12-29", "2028-01-29", "2028-02-29"}, []any{"2028-02-29", "2028-01-31"}, []string{"2027-10-29", "2027-11-29", "2027-12-29"}, "12 months"},
		{"2026-12-31", "2026-09-30", []string{"2026-09-30", "2026-10-31", "2026-11-30", "2026-12-31"}, []any{"2026-12-31", "2026-12-02"}, []string{"2026-08-31", "2026-09-30", "2026-10-31"}, "12 months"},
	} {
		on, err := day.Parse(tc.on)
		if err != nil {
			t.Fatal(err)
		}
		rows := s.Tables(on.Add(23*time.Hour), "https://issuer.example")["mentorships"]
		if got := rows[0]; got["from"] != tc.from || !slices.Equal(got["sessions"].([]string), tc.held) || !slices.Equal(got["list"].([]any), tc.list) || got["note"] != tc.unchanged {
			t.Errorf("on %s: %v", tc.on, got)
		}
		if got := rows[1]["sessions"].([]string); !slices.Equal(got, tc.ended) {
			t.Errorf("on %s, ended: %v, want %v", tc.on, got, tc.ended)
		}
		if s.History["mentorships"][0]["from"] != "3m" {
			t.Fatal("the sample itself was changed")
		}
	}
}

// Whatever the day, nothing is in the future and nothing ends before it begins.
func TestTablesHoldOnEveryDay(t *testing.T) {
	t.Parallel()
	s := mustLoad(t)
	for on := day.Date(2026, 11, 24); on.Before(day.Date(2028, 3, 10)); on = day.AddDays(on, 1) {
		today := on.Format(time.DateOnly)
		for table, rows := range s.Tables(on, "https://issuer.example") {
			for _, r := range rows {
				from, _ := r["from"].(string)
				to, ends := r["to"].(string)
				if from > today || ends && (to > today || to <= from) {
					t.Fatalf("on %s: %s %v lasts from %s to %s", today, table, r["key"], from, to)
				}
				if at, _ := r["confirmedOn"].(string); at > today || at != "" && at < from {
					t.Fatalf("on %s: %s %v is confirmed on %s, before it began on %s", today, table, r["key"], at, from)
				}
			}
		}
	}
}

func TestHistorySpeaksOfWhatIsThere(t *testing.T) {
	t.Parallel()
	s := mustLoad(t)
	tables := s.Tables(day.Date(2026, 11, 24), "https://issuer.example")
	keys := map[string]map[string]bool{}
	for table, rows := range tables {
		keys[table] = map[string]bool{}
		for _, r := range rows {
			key, _ := r["key"].(string)
			if key == "" || keys[table][key] {
				t.Errorf("%s: key %q is empty or taken", table, key)
			}
			keys[table][key] = true
		}
	}
	for table, rows := range tables {
		for _, r := range rows {
			for column, of := range map[string]string{
				"person": "people", "mentor": "people", "mentee": "people", "founder": "people", "madeBy": "people", "confirmedBy": "people", "company": "companies", "surface": "surfaces",
			} {
				if v, given := r[column]; given && !keys[of][v.(string)] {
					t.Errorf("%s %v: %s %v is not there", table, r["key"], column, v)
				}
			}
			if p, ok := r["provenance"].(string); ok && r["person"] == r["confirmedBy"] {
				t.Errorf("%s %v: %s, confirmed by its owner", table, r["key"], p)
			}
		}
	}
	records := func(key string) bool {
		for table := range tables {
			if !strings.HasPrefix(table, "people") && keys[table][key] {
				return true
			}
		}
		return false
	}
	for _, n := range s.Acts.Nominations {
		if !keys["people"][n.Nominator] || !keys["people"][n.Nominee] || n.Nominator == n.Nominee || slices.ContainsFunc(n.Records, func(k string) bool { return !records(k) }) {
			t.Errorf("nomination of %s by %s: %v", n.Nominee, n.Nominator, n.Records)
		}
	}
	for _, r := range s.Acts.Requests {
		if !records(r.Record) || !keys["people"][r.By] || !keys["people"][r.Of] || r.By == r.Of {
			t.Errorf("request %+v", r)
		}
	}
	for _, a := range s.Acts.Agreements {
		if !keys["mentorships"][a.Mentorship] || a.MonthsAgo < 1 {
			t.Errorf("agreement %+v", a)
		}
	}
}
