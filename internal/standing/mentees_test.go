package standing

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/ladder"
	"dossier/internal/mentoring"
	"dossier/internal/people"
)

// M7: two mentees or more, ninety days together, at L5 or above on the day;
// how many advanced is told beside it.
func TestMenteeAdvancement(t *testing.T) {
	t.Parallel()
	m1, m2 := uuid.UUID{31}, uuid.UUID{32}
	first := pupil(m1, "Ina", "2023-01-01/", rank("L4", "2022-01-01/2024-01-01"), rank("L5", "2024-01-01/"))
	for _, tt := range []struct {
		rule   string
		pupils []mentoring.Pupil
		want   ladder.Verdict
		value  float64
		says   string
	}{
		{"M7: none", nil, ladder.Unknown, 0, "Nothing of the kind is recorded"},
		{"M7: one", []mentoring.Pupil{first}, ladder.Fail, 1, "days after it: 1 of them"},
		{"M7: two", []mentoring.Pupil{first, pupil(m2, "Jon", "2024-01-01/", rank("L6", "2022-01-01/"))}, ladder.Pass, 2, "Ina (L5) and Jon (L6); 2 are asked. Advanced so far while mentored, or within 180 days after it: 1 of them"},
		{"M7: 90 days", []mentoring.Pupil{first, pupil(m2, "Jon", "2025-03-03/", rank("L5", "2022-01-01/"))}, ladder.Pass, 2, ""},
		{"M7: 89 days", []mentoring.Pupil{first, pupil(m2, "Jon", "2025-03-04/", rank("L5", "2022-01-01/"))}, ladder.Fail, 1, ""},
		{"M7: 90 days in two times", []mentoring.Pupil{first, pupil(m2, "Jon", "2024-01-01/2024-02-15", rank("L5", "2022-01-01/")), pupil(m2, "Jon", "2024-06-01/2024-07-16", rank("L5", "2022-01-01/"))}, ladder.Pass, 2, ""},
		{"M7: at L4", []mentoring.Pupil{first, pupil(m2, "Jon", "2023-01-01/", rank("L4", "2022-01-01/"))}, ladder.Fail, 1, ""},
		{"M7: at L5 the day after", []mentoring.Pupil{first, pupil(m2, "Jon", "2023-01-01/", rank("L4", "2022-01-01/2025-06-02"), rank("L5", "2025-06-02/"))}, ladder.Fail, 1, ""},
		{"M7: at L5 on the day", []mentoring.Pupil{first, pupil(m2, "Jon", "2023-01-01/", rank("L4", "2022-01-01/2025-06-01"), rank("L5", "2025-06-01/"))}, ladder.Pass, 2, "days after it: 2 of them"},
		{"M7: no rank is recorded", []mentoring.Pupil{first, pupil(m2, "Jon", "2023-01-01/")}, ladder.Unknown, 1, "Jon (no rank recorded)"},
		{"M7: advanced 180 days later", []mentoring.Pupil{pupil(m2, "Jon", "2023-01-01/2024-01-01", rank("L4", "2022-01-01/2024-06-29"), rank("L5", "2024-06-29/"))}, ladder.Fail, 1, "days after it: 1 of them"},
		{"M7: advanced 181 days later", []mentoring.Pupil{pupil(m2, "Jon", "2023-01-01/2024-01-01", rank("L4", "2022-01-01/2024-06-30"), rank("L5", "2024-06-30/"))}, ladder.Fail, 1, "days after it: 0 of them"},
		{"M7: the same rank anew is no promotion", []mentoring.Pupil{pupil(m2, "Jon", "2023-01-01/", rank("L5", "2021-01-01/2024-06-30"), rank("L5", "2024-06-30/"))}, ladder.Fail, 1, "days after it: 0 of them"},
		{"M7: advanced before", []mentoring.Pupil{pupil(m2, "Jon", "2023-01-01/", rank("L4", "2021-01-01/2022-06-30"), rank("L5", "2022-06-30/"))}, ladder.Fail, 1, "days after it: 0 of them"},
	} {
		f := holder()
		f.Pupils = tt.pupils
		m := metric(t, f, "mentee-advancement", "2025-06-01")
		expect(t, tt.rule, m.Verdict, tt.want, m.Value, tt.value, m.Explanation)
		if !strings.Contains(m.Explanation, tt.says) {
			t.Errorf("%s: %q does not say %q", tt.rule, m.Explanation, tt.says)
		}
	}
}

// spread are mentees at the levels, one each, taken on in turn.
func spread(levels ...string) (list []mentoring.Pupil) {
	for i, l := range levels {
		list = append(list, pupil(uuid.UUID{40 + byte(i)}, "P"+l, "2024-01-01/", rank(l, "2023-01-01/")))
	}
	return list
}

// C8: five persons, on three levels from L2 or below to L5 or above, one at L6
// who approaches L7 by the mentor's word.
func TestMenteesSpanLevels(t *testing.T) {
	t.Parallel()
	attest := func(list []mentoring.Pupil, level, reason, at string) []mentoring.Pupil {
		for i := range list {
			if list[i].Ranks[len(list[i].Ranks)-1].Level == "L6" {
				list[i].Attested = []mentoring.Readiness{{Level: level, Reason: reason, At: on(at)}}
			}
		}
		return list
	}
	former := func(list []mentoring.Pupil) []mentoring.Pupil {
		list[0].Span = span("2023-06-01/2024-01-01")
		list[0].Ranks = []people.Rank{rank("L1", "2023-01-01/2024-01-01"), rank("L3", "2024-01-01/")}
		return list
	}
	for _, tt := range []struct {
		rule   string
		pupils []mentoring.Pupil
		want   ladder.Verdict
		value  float64
		says   string
	}{
		{"C8: none", nil, ladder.Unknown, 0, "No mentorship is recorded"},
		{"C8: five, three levels, one approaches", attest(spread("L2", "L2", "L5", "L6", "L6"), "L7", "owns a product", "2025-01-01"), ladder.Pass, 5, "PL6 approaches L7, by the mentor's word of 2025-01-01."},
		{"C8: four", attest(spread("L1", "L3", "L5", "L6"), "L7", "yes", "2025-01-01"), ladder.Fail, 4, "there are 4 mentees"},
		{"C8: two levels", attest(spread("L2", "L2", "L2", "L6", "L6"), "L7", "yes", "2025-01-01"), ladder.Fail, 5, "they are on 2"},
		{"C8: none at L2 or below", attest(spread("L3", "L4", "L5", "L6", "L6"), "L7", "yes", "2025-01-01"), ladder.Fail, 5, ""},
		{"C8: none at L5 or above", spread("L1", "L2", "L3", "L4", "L4"), ladder.Fail, 5, "None is at the level before L7."},
		{"C8: above the range", attest(spread("L2", "L7", "L7", "L6", "L6"), "L7", "yes", "2025-01-01"), ladder.Fail, 5, "they are on 2"},
		{"C8: nobody attests", spread("L1", "L2", "L3", "L5", "L6"), ladder.Unknown, 5, "Nobody attests that a mentee approaches L7"},
		{"C8: attested without a reason", attest(spread("L1", "L2", "L3", "L5", "L6"), "L7", "", "2025-01-01"), ladder.Unknown, 5, "Nobody attests"},
		{"C8: attested of another level", attest(spread("L1", "L2", "L3", "L5", "L6"), "L8", "yes", "2025-01-01"), ladder.Unknown, 5, "Nobody attests"},
		{"C8: attested the day after", attest(spread("L1", "L2", "L3", "L5", "L6"), "L7", "yes", "2025-06-02"), ladder.Unknown, 5, "Nobody attests"},
		{"C8: a former mentee counts as what he was", attest(former(spread("L1", "L3", "L3", "L5", "L6")), "L7", "yes", "2025-01-01"), ladder.Pass, 5, "PL1 (L1)"},
		{"C8: one without a rank", append(spread("L3", "L4", "L5", "L6"), pupil(uuid.UUID{50}, "Kim", "2024-01-01/")), ladder.Unknown, 5, "Kim (no rank recorded)"},
	} {
		f := holder()
		f.Pupils = tt.pupils
		i := item(t, f, "mentees-span-levels", "2025-06-01")
		expect(t, tt.rule, i.Computed, tt.want, i.Value, tt.value, i.Explanation)
		if !strings.Contains(i.Explanation, tt.says) {
			t.Errorf("%s: %q does not say %q", tt.rule, i.Explanation, tt.says)
		}
	}
	v, l8 := altered(t, "checklist-mentees-span-levels", map[string]any{"formerCount": false})
	f := holder()
	f.Pupils = attest(former(spread("L1", "L3", "L3", "L5", "L6")), "L7", "yes", "2025-01-01")
	if i := Checklist(f, v, l8, on("2025-06-01"))[7]; *i.Value != 4 {
		t.Errorf("C8: %v count without former ones", *i.Value)
	}
}

// C8: where the ladder says what the step to L7 asks, a mentee who meets four
// fifths of it approaches L7.
func TestReadinessIsComputedWhereTheLadderSays(t *testing.T) {
	t.Parallel()
	f := holder()
	f.Pupils = spread("L1", "L2", "L3", "L5", "L6")
	near := f.Pupils[4].Mentee
	for _, tt := range []struct {
		rule    string
		percent uint64
		facts   *Facts
		want    ladder.Verdict
		says    string
	}{
		{"C8: not gathered", 80, nil, ladder.Unknown, "cannot be computed"},
		{"C8: one of two is half", 50, &Facts{Person: near, Ranks: []people.Rank{rank("L6", "2023-01-01/")}}, ladder.Pass, "PL6 meets 50 %"},
		{"C8: and not more", 51, &Facts{Person: near, Ranks: []people.Rank{rank("L6", "2023-01-01/")}}, ladder.Fail, "No mentee meets 51 %"},
		{"C8: one of two", 80, &Facts{Person: near, Ranks: []people.Rank{rank("L6", "2023-01-01/")}}, ladder.Fail, "No mentee meets 80 %"},
		{"C8: both", 80, &Facts{Person: near, Ranks: []people.Rank{rank("L6", "2023-01-01/")}, Nominations: []Nomination{
			{Nominator: mara, ToLevel: "L7", Accepted: true, OfferedAt: on("2025-01-01"), ExpiresAt: on("2026-01-01")}}}, ladder.Pass, "PL6 meets 100 % of what the step to L7 asks."},
	} {
		f.Mentees = map[uuid.UUID]*Facts{near: tt.facts}
		v, l8 := altered(t, "checklist-mentees-span-levels", map[string]any{"readinessPercent": tt.percent})
		v.Level("L6").Promotion = &ladder.Promotion{To: "L7", MinimumMonths: 12, Nomination: ladder.Nomination{AllowedNominators: []string{"L8"}}}
		if i := Checklist(f, v, l8, on("2025-06-01"))[7]; i.Computed != tt.want || !strings.Contains(i.Explanation, tt.says) {
			t.Errorf("%s: %s, want %s: %s", tt.rule, i.Computed, tt.want, i.Explanation)
		}
	}
}

// N4, R3e, T3.4: what comes of the mentees is shown.
func TestPipeline(t *testing.T) {
	t.Parallel()
	f := holder()
	f.Pupils = []mentoring.Pupil{
		pupil(uuid.UUID{31}, "Ina", "2023-01-01/", rank("L5", "2022-01-01/2024-01-01"), rank("L6", "2024-01-01/")),
		pupil(uuid.UUID{32}, "Jon", "2021-01-01/2022-01-01", rank("L6", "2020-01-01/2024-01-01"), rank("L7", "2024-01-01/")),
		pupil(uuid.UUID{33}, "Kim", "2023-01-01/", rank("L3", "2022-01-01/")),
		pupil(uuid.UUID{34}, "Lea", "2025-06-02/", rank("L7", "2022-01-01/")),
	}
	f.Pupils[0].Mentors = true
	f.Pupils[2].Surfaces = 1
	for _, tt := range []struct {
		rule, key, says string
		value           float64
	}{
		{"N4", "producing-owners", "By 2025-06-01 there are 2 present or former mentees who reached L7 or own a surface: Jon (L7) and Kim (L3).", 2},
		{"R3e", "mentee-network", "1 at L3, 1 at L6 and 1 at L7. Those who rose while they were mentored: 1. Those who mentor: 1, who own a confirmed surface: 1, who do either: 2.", 2},
		{"T3.4", "module-mentee-pipeline-development", "The pipeline sustains itself; mentors among the mentees: 1, Ina (L6).", 1},
	} {
		if i := indicator(t, f, tt.key); i.Value == nil || *i.Value != tt.value || !strings.Contains(i.Explanation, tt.says) {
			t.Errorf("%s: %v: %s", tt.rule, i.Value, i.Explanation)
		}
	}
	if i := indicator(t, holder(), "module-mentee-pipeline-development"); *i.Value != 0 || !strings.Contains(i.Explanation, "does not sustain itself yet") {
		t.Errorf("T3.4: %s", i.Explanation)
	}
}
