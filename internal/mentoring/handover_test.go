package mentoring_test

import (
	"strings"
	"testing"
	"time"

	"dossier/internal/day"
	"dossier/internal/mentoring"
	"dossier/internal/people"
)

// held makes ranks of "L6 2024-01-01, L7 2026-02-01": each lasts until the
// next, "-" is none.
func held(s string) *mentoring.Party {
	p := &mentoring.Party{}
	for part := range strings.SplitSeq(s, ", ") {
		level, from, _ := strings.Cut(part, " ")
		if n := len(p.Ranks); n > 0 && p.Ranks[n-1].To == nil {
			p.Ranks[n-1].To = ptr(date(from))
		}
		if level != "-" {
			p.Ranks = append(p.Ranks, people.Rank{Level: level, From: date(from)})
		}
	}
	return p
}

func TestHandOver(t *testing.T) {
	t.Parallel()
	v := shipped(t)
	founder := held("L10 2020-01-01")
	founder.Founder = []day.Span{{From: date("2020-01-01"), To: ptr(date("2026-04-01"))}}
	for _, tc := range []struct {
		rule           string
		mentor, mentee *mentoring.Party
		asOf           string
		by, reason     string // empty while it is in order
	}{
		{"N2: in order", held("L8 2022-01-01"), held("L6 2024-01-01"), "2026-06-01", "", ""},
		{"N2: the mentee was promoted", held("L8 2022-01-01"), held("L6 2024-01-01, L7 2026-02-01"), "2026-02-01", "2026-05-02", "mentors L1 to L6"},
		{"N2: the day before", held("L8 2022-01-01"), held("L6 2024-01-01, L7 2026-02-01"), "2026-01-31", "", ""},
		{"N2: the mentor followed", held("L8 2022-01-01, L9 2026-03-01"), held("L6 2024-01-01, L7 2026-02-01"), "2026-03-01", "", ""},
		{"N2: at once where the ladder gives no grace", held("L8 2022-01-01, L6 2026-03-01"), held("L6 2024-01-01"), "2026-03-10", "2026-03-01", "stands above"},
		{"U7: the mentee reached L9", held("L10 2020-01-01"), held("L8 2022-01-01, L9 2026-02-28"), "2026-09-01", "2026-05-29", "a house founder alone"},
		{"U7: with a house founder", founder, held("L8 2022-01-01, L9 2026-02-28"), "2026-03-31", "", ""},
		{"U7: until the role ends", founder, held("L8 2022-01-01, L9 2026-02-28"), "2026-04-01", "2026-06-30", "a house founder alone"},
		{"N1: the mentee reached L8", held("L9 2020-01-01"), held("L7 2022-01-01, L8 2026-02-01"), "2026-02-02", "2026-05-02", "L10 or a house founder"},
		{"N2: no level, nothing is said", held("L8 2022-01-01"), held("L6 2024-01-01, - 2026-02-01"), "2026-03-01", "", ""},
		{"N2: over range since it began", held("L8 2022-01-01"), held("L7 2023-01-01"), "2026-01-15", "2026-04-01", "mentors L1 to L6"},
		{"N2: again after a break", held("L8 2022-01-01"), held("L7 2023-01-01, L6 2026-01-20, L7 2026-03-05"), "2026-03-06", "2026-06-03", "mentors L1 to L6"},
	} {
		m := &mentoring.Mentorship{Status: mentoring.Active, Span: &day.Span{From: date("2026-01-01")}}
		due := mentoring.HandOver(m, tc.mentor, tc.mentee, v, date(tc.asOf))
		switch {
		case due == nil && tc.by != "":
			t.Errorf("%s: nothing is due", tc.rule)
		case due != nil && (due.By.Format(time.DateOnly) != tc.by || !strings.Contains(due.Reason, tc.reason)):
			t.Errorf("%s: %+v, want by %q: %s", tc.rule, due, tc.by, tc.reason)
		}
	}
	m := &mentoring.Mentorship{Status: mentoring.Ended, Span: &day.Span{From: date("2026-01-01"), To: ptr(date("2026-02-01"))}}
	if due := mentoring.HandOver(m, held("L8 2022-01-01"), held("L7 2023-01-01"), v, date("2026-02-01")); due != nil {
		t.Errorf("one that is over: %+v", due)
	}
	if due := mentoring.HandOver(&mentoring.Mentorship{}, held("L8 2022-01-01"), held("L7 2023-01-01"), v, date("2026-02-01")); due != nil {
		t.Errorf("an offer: %+v", due)
	}
}

func TestAdherence(t *testing.T) {
	t.Parallel()
	span := func(from, to string) day.Span {
		s := day.Span{From: date(from)}
		if to != "" {
			s.To = ptr(date(to))
		}
		return s
	}
	for _, tc := range []struct {
		rule         string
		span         day.Span
		pauses       []day.Span
		sessions     string
		aMonth       int
		asOf         string
		active, kept int
		missed       string
	}{
		{"N1: every month", span("2026-01-01", ""), nil, "2026-01-31 2026-02-28 2026-03-01", 1, "2026-03-31", 3, 3, ""},
		{"N1: one missed", span("2026-01-01", ""), nil, "2026-01-31 2026-03-01", 1, "2026-03-31", 3, 2, "2026-02-01"},
		{"N1: a month that runs is not missed", span("2026-01-01", ""), nil, "2026-01-31", 1, "2026-02-27", 1, 1, ""},
		{"N1: on its last day it is", span("2026-01-01", ""), nil, "2026-01-31", 1, "2026-02-28", 2, 1, "2026-02-01"},
		{"N1: a month that runs counts once kept", span("2026-01-01", ""), nil, "2026-01-31 2026-02-02", 1, "2026-02-03", 2, 2, ""},
		{"N1: a leap day", span("2024-02-01", ""), nil, "2024-02-29", 1, "2024-02-29", 1, 1, ""},
		{"N1: the first month in part", span("2026-01-02", ""), nil, "", 1, "2026-02-28", 1, 0, "2026-02-01"},
		{"N1: the last month in part", span("2026-01-01", "2026-02-28"), nil, "2026-01-05", 1, "2026-06-01", 1, 1, ""},
		{"N1: a paused month is out", span("2026-01-01", ""), []day.Span{span("2026-01-15", "2026-03-01")}, "2026-01-05", 1, "2026-03-31", 2, 1, "2026-03-01"},
		{"N1: a month paused in part counts", span("2026-01-01", ""), []day.Span{span("2026-01-02", "")}, "", 1, "2026-03-31", 1, 0, "2026-01-01"},
		{"N1: talks while paused count", span("2026-01-01", ""), []day.Span{span("2026-01-01", "2026-02-01")}, "2026-01-10", 1, "2026-01-31", 1, 1, ""},
		{"N1: two a month", span("2026-01-01", ""), nil, "2026-01-05 2026-01-06 2026-02-05", 2, "2026-02-28", 2, 1, "2026-02-01"},
		{"N1: not what comes later", span("2026-01-01", ""), nil, "2026-01-31", 1, "2026-01-30", 0, 0, ""},
		{"N1: before it began", span("2026-01-01", ""), nil, "", 1, "2025-12-31", 0, 0, ""},
	} {
		var sessions []time.Time
		for s := range strings.FieldsSeq(tc.sessions) {
			sessions = append(sessions, date(s))
		}
		a := mentoring.AdherenceOf(tc.span, tc.pauses, sessions, tc.aMonth, date(tc.asOf))
		var missed []string
		for _, m := range a.Missed {
			missed = append(missed, m.Format(time.DateOnly))
		}
		if a.Active != tc.active || a.Kept != tc.kept || strings.Join(missed, " ") != tc.missed {
			t.Errorf("%s: %+v, want %d of %d, missed %q", tc.rule, a, tc.kept, tc.active, tc.missed)
		}
		if share := a.Share(); (share == nil) != (tc.active == 0) || share != nil && *share != float64(tc.kept)/float64(tc.active) {
			t.Errorf("%s: a share of %v", tc.rule, share)
		}
	}
}
