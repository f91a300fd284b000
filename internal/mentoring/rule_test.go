package mentoring_test

import (
	"strings"
	"testing"

	"dossier/internal/ladder"
	"dossier/internal/mentoring"
	"dossier/ladders"
)

// shipped is the ladder that comes with the program.
func shipped(t testing.TB) *ladder.Version {
	t.Helper()
	v, err := ladder.Load(ladders.Default())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestWhoMayMentorWhom(t *testing.T) {
	t.Parallel()
	v := shipped(t)
	level := func(code string) mentoring.Held { return mentoring.Held{Level: code} }
	founder := func(code string) mentoring.Held { return mentoring.Held{Level: code, Founder: true} }
	for _, tc := range []struct {
		rule           string
		mentor, mentee mentoring.Held
		refused        string // empty for allowed
		grace          int
	}{
		{"N1", level("L10"), level("L8"), "", 0},
		{"N1", founder(""), level("L8"), "", 0},
		{"N1", founder("L8"), level("L8"), "", 0},
		{"N1", level("L9"), level("L8"), "whoever holds L8 is mentored by L10 or a house founder alone", 90},
		{"N1", level("L8"), level("L8"), "whoever holds L8 is mentored by L10 or a house founder alone", 90},
		{"N2", level("L8"), level("L1"), "", 0},
		{"N2", level("L8"), level("L6"), "", 0},
		{"N2", level("L8"), level("L7"), "whoever holds L8 mentors L1 to L6, and the mentee holds L7", 90},
		{"N2", founder(""), level("L1"), "", 0},
		{"N2", level("L10"), level("L7"), "", 0},
		{"N2", level("L7"), level("L6"), "", 0},
		{"N2", level("L7"), level("L7"), "a mentor stands above the mentee: the mentor holds L7, the mentee L7", 0},
		{"N2", level("L3"), level("L6"), "a mentor stands above the mentee: the mentor holds L3, the mentee L6", 0},
		{"N2", level(""), level("L1"), "the mentor holds no level", 0},
		{"N2", level("L8"), level(""), "the mentee holds no level", 0},
		{"N2", founder(""), level(""), "the mentee holds no level", 0},
		{"U5", level("L9"), level("L7"), "", 0},
		{"U5", level("L9"), level("L1"), "", 0},
		{"U7", founder(""), level("L9"), "", 0},
		{"U7", founder("L9"), level("L9"), "", 0},
		{"U7", level("L10"), level("L9"), "whoever holds L9 is mentored by a house founder alone", 90},
		{"N1", level("L10"), level("L10"), "a mentor stands above the mentee", 0},
	} {
		r := mentoring.MayMentor(v, tc.mentor, tc.mentee)
		switch {
		case r == nil && tc.refused != "":
			t.Errorf("%s: %+v may mentor %+v", tc.rule, tc.mentor, tc.mentee)
		case r != nil && (tc.refused == "" || !strings.Contains(r.Why, tc.refused) || r.GraceDays != tc.grace):
			t.Errorf("%s: %+v for %+v: %q with %d days, want %q with %d", tc.rule, tc.mentor, tc.mentee, r.Why, r.GraceDays, tc.refused, tc.grace)
		}
	}
}

// Another organisation's ladder says otherwise, and the program obeys it.
func TestTheLadderDecidesWhoMentors(t *testing.T) {
	t.Parallel()
	v := shipped(t)
	l8 := v.Level("L8")
	l8.Mentorship.MenteeLevels = &ladder.LevelRange{From: "L3", To: "L4"}
	l8.ReadingOf("mentor").Values["mentors"] = []any{"L9"}
	delete(l8.ReadingOf("unlock-founder-level-mentorship").Values, "mentor")
	for _, tc := range []struct {
		mentor, mentee string
		allowed        bool
	}{
		{"L8", "L2", false}, {"L8", "L3", true}, {"L8", "L5", false},
		{"L9", "L8", true}, {"L10", "L8", false}, {"L10", "L9", true},
	} {
		r := mentoring.MayMentor(v, mentoring.Held{Level: tc.mentor}, mentoring.Held{Level: tc.mentee})
		if (r == nil) != tc.allowed {
			t.Errorf("%s for %s: %v", tc.mentor, tc.mentee, r)
		}
	}
}
