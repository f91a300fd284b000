package standing

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/ladder"
	"dossier/internal/mentoring"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/selfevaluation"
)

// able is a person who meets everything that L9 asks on 2025-06-01 but the
// panel's assessment.
func able(t testing.TB) *Facts {
	t.Helper()
	board := meeting("BOARD", "TECH_STRATEGY", "PRESENTER")
	change := reorganised("2022-11-30", "2023-06-30")
	year := "2023-01-01/2024-01-01"
	f := holder(append(append(wells(3), atBoth()...),
		owned(shop, "2022-01-01/", founder), owned(search, "2023-01-01/", founder),
		testimony(ada, year, word(ada)), testimony(ben, year, word(ben), ofBolt),
		watching(shop, "2025-02-22/", []string{"SECURITY"}, founder), covers(&shop, "2025-02-22/2026-06-02", false, fed),
		change, judged(change, "POSITIVE", madeBy(cleo, record.House)),
		board, feedback(board, false, 5, madeBy(ben, record.FromCompany)),
		&record.Recognition{Base: base(record.KindRecognition, "2024-01-01/2024-01-02", by(cleo, record.AsPeer)), Type: "PUBLISHED", Topics: []string{"STRATEGY"}},
	)...)
	f.Ranks = []people.Rank{rank("L7", "2015-01-01/2022-01-01"), rank("L8", "2022-01-01/")}
	f.Pupils = []mentoring.Pupil{
		pupil(uuid.UUID{31}, "Ina", "2023-01-01/", rank("L5", "2022-01-01/")), pupil(uuid.UUID{32}, "Jon", "2023-01-01/", rank("L6", "2022-01-01/")),
	}
	f.Nominations = []Nomination{nominated(cleo, "2025-05-01", "2025-10-28")}
	return f
}

// What the step asks, in order, with the kind of each (R1, R2, R3, R4, M1 to
// M7, S11a, W3).
func TestRequirementsInOrder(t *testing.T) {
	t.Parallel()
	v, l8 := shipped(t)
	e := EligibilityFor(able(t), v, l8, on("2025-06-01"))
	var got []string
	for _, q := range e.Requirements {
		got = append(got, q.Key+" "+q.Kind+" "+string(q.Verdict))
		if (q.Missing == nil) != (q.Verdict == ladder.Pass) && q.Kind != ladder.Info || !strings.HasSuffix(q.Explanation, ".") {
			t.Errorf("%s: %s, missing %v", q.Key, q.Explanation, q.Missing)
		}
	}
	want := []string{
		"minimum-months HARD PASS", "nomination HARD PASS", "industry-recognition HARD PASS",
		"product-surfaces-owned EXPLAIN PASS", "build-vs-buy-decisions EXPLAIN PASS", "founder-partnership EXPLAIN PASS",
		"infrastructure-health EXPLAIN PASS", "team-structure-decisions EXPLAIN PASS", "investor-communication EXPLAIN PASS", "mentee-advancement EXPLAIN PASS",
		"qualification-assessment INFO UNKNOWN", "tenure-in-the-system INFO PASS", "skipped-levels INFO FAIL", "self-evaluation INFO FAIL",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
	if e.Verdict != ladder.Pass || e.To != "L9" || e.EligibleOn == nil || date(*e.EligibleOn) != "2025-01-01" || !e.AsOf.Equal(on("2025-06-01")) {
		t.Errorf("%s to %s on %v as of %s", e.Verdict, e.To, e.EligibleOn, e.AsOf)
	}
}

// What one change makes of the whole.
func TestOverallVerdict(t *testing.T) {
	t.Parallel()
	drop := func(kind record.Kind) func(*Facts) {
		return func(f *Facts) {
			f.Records = slices.DeleteFunc(f.Records, func(r record.Record) bool { return r.Common().Kind == kind })
		}
	}
	for _, tt := range []struct {
		rule   string
		change func(*Facts)
		asOf   string
		want   ladder.Verdict
		on     string
	}{
		{"R1: on the day", nil, "2025-05-01", ladder.Pass, "2025-01-01"},
		{"R1: the day before", func(f *Facts) { f.Ranks[1].From = on("2022-06-02"); f.Ranks[0].To = &f.Ranks[1].From }, "2025-06-01", ladder.Fail, "2025-06-02"},
		{"R1: with a pause", func(f *Facts) { f.Pauses = []people.Pause{pause("2023-01-01/2024-01-01")} }, "2025-06-01", ladder.Fail, "2026-01-01"},
		{"R1: a pause without an end", func(f *Facts) { f.Pauses = []people.Pause{pause("2023-01-01/")} }, "2025-06-01", ladder.Fail, ""},
		{"R1: L8 is past", func(f *Facts) { end := on("2025-06-01"); f.Ranks[1].To = &end }, "2025-06-01", ladder.Fail, ""},
		{"R1: L8 was never held", func(f *Facts) { f.Ranks = f.Ranks[:1] }, "2025-06-01", ladder.Fail, ""},
		{"R2: no nomination", func(f *Facts) { f.Nominations = nil }, "2025-06-01", ladder.Fail, "2025-01-01"},
		{"R2: by oneself", func(f *Facts) { f.Nominations[0].Nominator = mara }, "2025-06-01", ladder.Fail, "2025-01-01"},
		{"R4: nothing recorded", drop(record.KindRecognition), "2025-06-01", ladder.Unknown, "2025-01-01"},
		{"M1: a shortfall has to be explained", drop(record.KindOwnership), "2025-06-01", ladder.Unknown, "2025-01-01"},
		{"M7: a shortfall has to be explained", func(f *Facts) { f.Pupils = f.Pupils[:1] }, "2025-06-01", ladder.Unknown, "2025-01-01"},
		{"S11a: shown alone for L9", func(f *Facts) { f.Ranks = f.Ranks[1:] }, "2025-06-01", ladder.Pass, "2025-01-01"},
	} {
		v, l8 := shipped(t)
		f := able(t)
		if tt.change != nil {
			tt.change(f)
		}
		e := EligibilityFor(f, v, l8, on(tt.asOf))
		day := ""
		if e.EligibleOn != nil {
			day = date(*e.EligibleOn)
		}
		if e.Verdict != tt.want || day != tt.on {
			t.Errorf("%s: %s, eligible on %q, want %s, %q", tt.rule, e.Verdict, day, tt.want, tt.on)
		}
	}
}

// R1: what is missing names the months and the day.
func TestMissingMonths(t *testing.T) {
	t.Parallel()
	f := able(t)
	f.Ranks[1].From = on("2023-01-31")
	f.Ranks[0].To = &f.Ranks[1].From
	q := requirement(t, f, "minimum-months", "2025-06-01")
	if q.Verdict != ladder.Fail || q.Missing == nil || *q.Missing != "8 more active months at L8: they are reached on 2026-01-31." {
		t.Errorf("R1: %s, %q", q.Verdict, *q.Missing)
	}
	f.Ranks[1].From = on("2023-01-01")
	f.Pauses = []people.Pause{pause("2025-01-01/")}
	if q := requirement(t, f, "minimum-months", "2025-06-01"); q.Verdict != ladder.Fail || !strings.Contains(*q.Missing, "12 more active months at L8.") {
		t.Errorf("R1: %q", *q.Missing)
	}
	// Another organisation may count the present stay alone.
	v, l8 := altered(t, "minimum-months", map[string]any{"cumulative": false})
	stays := &Facts{Person: mara, Ranks: []people.Rank{rank("L8", "2015-01-01/2020-01-01"), rank("L7", "2020-01-01/2024-01-01"), rank("L8", "2024-01-01/")}}
	if e := EligibilityFor(stays, v, l8, on("2025-06-01")); e.Requirements[0].Verdict != ladder.Fail || date(*e.EligibleOn) != "2027-01-01" {
		t.Errorf("R1: the present stay: %s", e.Requirements[0].Explanation)
	}
}

// R2: accepted, in force, by somebody else.
func TestNominationRequirement(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		rule   string
		change func(*Nomination)
		want   ladder.Verdict
	}{
		{"R2: accepted", func(*Nomination) {}, ladder.Pass},
		{"R2: not accepted", func(n *Nomination) { n.Accepted = false }, ladder.Fail},
		{"R2: to another level", func(n *Nomination) { n.ToLevel = "L10" }, ladder.Fail},
		{"R2: by oneself", func(n *Nomination) { n.Nominator = mara }, ladder.Fail},
		{"R2: ends with the day before", func(n *Nomination) { n.ExpiresAt = on("2025-06-01") }, ladder.Fail},
		{"R2: ends during the day", func(n *Nomination) { n.ExpiresAt = on("2025-06-01").Add(time.Hour) }, ladder.Pass},
		{"R2: accepted during the day", func(n *Nomination) { n.AnsweredAt = on("2025-06-01").Add(23 * time.Hour) }, ladder.Pass},
		{"R2: accepted the day after", func(n *Nomination) { n.AnsweredAt = on("2025-06-02") }, ladder.Fail},
		{"R2: offered during the day", func(n *Nomination) { n.OfferedAt = on("2025-06-01").Add(23 * time.Hour) }, ladder.Pass},
		{"R2: offered the day after", func(n *Nomination) { n.OfferedAt = on("2025-06-02") }, ladder.Fail},
	} {
		f := holder()
		f.Nominations = []Nomination{nominated(cleo, "2025-05-01", "2025-10-28")}
		tt.change(&f.Nominations[0])
		q := requirement(t, f, "nomination", "2025-06-01")
		if q.Verdict != tt.want || q.Kind != ladder.Hard || (q.Missing == nil) != (tt.want == ladder.Pass) {
			t.Errorf("%s: %s, want %s: %s", tt.rule, q.Verdict, tt.want, q.Explanation)
		}
	}
	for _, open := range []bool{true, false} {
		f := holder()
		f.Nominations = []Nomination{nominated(cleo, "2025-05-01", "2025-10-28")}
		f.Nominations[0].Accepted, f.Nominations[0].Open, f.Nominations[0].AnsweredAt = false, open, time.Time{}
		if q := requirement(t, f, "nomination", "2025-06-01"); strings.Contains(q.Explanation, "One that was offered on 2025-05-01 is not accepted.") != open {
			t.Errorf("R2: not accepted, open %v: %s", open, q.Explanation)
		}
	}
	v, l8 := altered(t, "nomination", map[string]any{"minimum": uint64(2)})
	f := holder()
	f.Nominations = []Nomination{nominated(cleo, "2025-05-01", "2025-06-01"), nominated(ada, "2025-05-01", "2025-06-02")}
	f.Nominations[0].ExpiresAt = on("2025-06-01").Add(9 * time.Hour)
	for hour, want := range map[int]ladder.Verdict{8: ladder.Pass, 9: ladder.Fail, 10: ladder.Fail} {
		if q := EligibilityFor(f, v, l8, on("2025-06-01").Add(time.Duration(hour)*time.Hour)).Requirements[1]; q.Verdict != want {
			t.Errorf("R2: one of two ends at 9, at %d: %s, want %s", hour, q.Verdict, want)
		}
	}
	f.Nominations = []Nomination{nominated(cleo, "2025-05-01", "2025-10-28"), nominated(cleo, "2025-05-02", "2025-10-28")}
	if q := EligibilityFor(f, v, l8, on("2025-06-01")).Requirements[1]; q.Verdict != ladder.Fail || *q.Missing != "1 more nomination by L10 or a house founder, accepted by the nominee." {
		t.Errorf("R2: one person twice: %s: %q", q.Verdict, *q.Missing)
	}
}

// S11a: ten years in the system stop the step from L7 to L8 and no other; W3:
// levels never held are shown.
func TestTenureInTheSystem(t *testing.T) {
	t.Parallel()
	v, _ := shipped(t)
	for _, tt := range []struct {
		rule, from string
		ranks      []people.Rank
		kind       string
		want       ladder.Verdict
		overall    ladder.Verdict
		missing    string
	}{
		{"S11a: ten years", "L7", []people.Rank{rank("L1", "2010-06-01/2015-06-01"), rank("L7", "2020-05-31/")}, ladder.Hard, ladder.Pass, ladder.Unknown, ""},
		{"S11a: a day less", "L7", []people.Rank{rank("L1", "2010-06-01/2015-06-01"), rank("L7", "2020-06-01/")}, ladder.Hard, ladder.Fail, ladder.Fail, "1 more active month: they are reached on 2025-06-02."},
		{"S11a: for L9", "L8", []people.Rank{rank("L8", "2020-06-01/")}, ladder.Info, ladder.Fail, ladder.Fail, "60 more active months: they are reached on 2030-06-01."},
		{"S11a: for L7", "L6", []people.Rank{rank("L6", "2020-06-01/")}, ladder.Info, ladder.Fail, ladder.Unknown, "60 more active months: they are reached on 2030-06-01."},
	} {
		e := EligibilityFor(&Facts{Person: mara, Ranks: tt.ranks}, v, v.Level(tt.from), on("2025-06-01"))
		i := slices.IndexFunc(e.Requirements, func(q *Requirement) bool { return q.Key == "tenure-in-the-system" })
		q := e.Requirements[i]
		missing := ""
		if q.Missing != nil {
			missing = *q.Missing
		}
		if q.Kind != tt.kind || q.Verdict != tt.want || e.Verdict != tt.overall || missing != tt.missing {
			t.Errorf("%s: %s %s of %s, missing %q; want %s %s of %s, %q", tt.rule, q.Kind, q.Verdict, e.Verdict, missing, tt.kind, tt.want, tt.overall, tt.missing)
		}
	}
	f := &Facts{Person: mara, Ranks: []people.Rank{rank("L7", "2010-01-01/2022-01-01"), rank("L8", "2022-01-01/")}}
	f.Ranks[0].Cause = people.Import
	if q := requirement(t, f, "tenure-in-the-system", "2025-06-01"); !strings.Contains(q.Explanation, "185 active months in the system by 2025-06-01, of 120. 144 months of them come from before the system.") {
		t.Errorf("S11a: %s", q.Explanation)
	}
	if q := requirement(t, f, "skipped-levels", "2025-06-01"); q.Kind != ladder.Info || q.Explanation != "Levels never held: L1, L2, L3, L4, L5 and L6. They are shown, not held against anybody." {
		t.Errorf("W3: %s", q.Explanation)
	}
}

// R3: the panel decides on the submitted dossier; C1 to C9 and A1 to A7: the
// self-evaluation is answered, and is no gate.
func TestWhatOnlyShows(t *testing.T) {
	t.Parallel()
	v, l8 := shipped(t)
	f := able(t)
	if q := requirement(t, f, "qualification-assessment", "2025-06-01"); q.Verdict != ladder.Unknown || !strings.Contains(q.Explanation, "decides on 5 components") {
		t.Errorf("R3: %s: %s", q.Verdict, q.Explanation)
	}
	var keys []string
	for _, e := range l8.SelfEvaluation {
		keys = append(keys, e.Key)
	}
	for _, e := range l8.AISkills {
		keys = append(keys, e.Key)
	}
	for _, key := range keys[1:] {
		f.Answers = append(f.Answers, selfevaluation.Answer{Level: "L8", Item: key, Answer: "NO", AnsweredAt: on("2025-06-01")})
	}
	if q := requirement(t, f, "self-evaluation", "2025-06-01"); q.Verdict != ladder.Fail || *q.Missing != "Answer "+keys[0]+"." || !strings.HasPrefix(q.Explanation, "15 of 16 items") {
		t.Errorf("C1 to A7: %s: %s", q.Verdict, q.Explanation)
	}
	f.Answers = append(f.Answers, selfevaluation.Answer{Level: "L8", Item: keys[0], Answer: "PARTLY", AnsweredAt: on("2025-06-01")})
	if q := requirement(t, f, "self-evaluation", "2025-06-01"); q.Verdict != ladder.Pass {
		t.Errorf("C1 to A7: %s: %s", q.Verdict, q.Explanation)
	}
	if e := EligibilityFor(f, v, l8, on("2025-06-01")); e.Verdict != ladder.Pass {
		t.Errorf("%s", e.Verdict)
	}
}
