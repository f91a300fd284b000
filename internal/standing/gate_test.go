package standing

import (
	"testing"

	"dossier/internal/ladder"
	"dossier/internal/people"
)

// S11a: where the ladder describes the step that time in the system gates, the
// later of the two days counts; imported time counts if the ladder says so.
func TestTimeInTheSystemMovesTheDay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		rule     string
		imported bool
		pauses   []people.Pause
		want     string
		verdict  ladder.Verdict
	}{
		{"S11a: ten years after the months", true, nil, "2025-01-01", ladder.Fail},
		{"S11a: with a pause", true, []people.Pause{pause("2016-01-01/2016-01-11")}, "2025-01-11", ladder.Fail},
		{"S11a: imported time does not count", false, nil, "2030-01-01", ladder.Fail},
	} {
		v, _ := altered(t, "tenure-in-the-system", map[string]any{"importedCount": tt.imported})
		l7 := v.Level("L7")
		l7.Promotion = &ladder.Promotion{To: "L8", MinimumMonths: 24}
		f := &Facts{Person: mara, Pauses: tt.pauses, Ranks: []people.Rank{
			{Level: "L6", From: on("2015-01-01"), To: ptr(on("2020-01-01")), Cause: people.Import}, rank("L7", "2020-01-01/"),
		}}
		e := EligibilityFor(f, v, l7, on("2024-06-01"))
		if e.EligibleOn == nil || date(*e.EligibleOn) != tt.want || e.Verdict != tt.verdict {
			t.Errorf("%s: %s on %v, want %s on %s", tt.rule, e.Verdict, e.EligibleOn, tt.verdict, tt.want)
		}
	}
}

// R1: who is refused is told what stops and what would meet it.
func TestNotEligibleSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	q := requirement(t, able(t), "nomination", "2024-06-01")
	n := NotEligible{Requirements: []*Requirement{q, {Key: "other", Explanation: "Why."}}}
	want := "not eligible yet: nomination: 0 nominations to L9 are accepted and in force on 2024-06-01; 1 is asked. " +
		"1 more nomination by L10 or a house founder, accepted by the nominee. other: Why."
	if n.Message() != want || n.Error() != want {
		t.Errorf("%s", n.Message())
	}
}

// What a person reads is in whole words (M1).
func TestWords(t *testing.T) {
	t.Parallel()
	many := []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"}
	for got, want := range map[string]string{
		count(1, "surface"):           "1 surface",
		count(2, "company"):           "2 companies",
		count(0, "day"):               "0 days",
		list(nil):                     "",
		list(many[:1]):                "a",
		list(many[:3]):                "a, b and c",
		list(many):                    "a, b, c, d, e, f, g, h, i, j and 2 more",
		quoted("It", ""):              "“It”",
		words("BOARD_DISCUSSIONS"):    "board discussions",
		figure(2.5) + " " + figure(3): "2.5 3",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if len(many) != 12 || many[10] != "k" {
		t.Error("the names changed")
	}
}
