package standing

import (
	"strings"
	"testing"

	"dossier/internal/ladder"
	"dossier/internal/record"
)

func reorganised(before, after string, who ...how) *record.TeamChange {
	c := &record.TeamChange{Base: base(record.KindTeamChange, "2023-01-01/2023-01-02", who...), Team: "Platform", Type: "RESTRUCTURED"}
	if before != "" {
		c.Measures = []record.TeamMeasure{{Name: "lead time", Before: 9, BeforeOn: *dayOf(before), After: 3, AfterOn: *dayOf(after), TeamSize: 8}}
	}
	return c
}

func judged(c *record.TeamChange, verdict string, who ...how) *record.TeamReview {
	r := &record.TeamReview{Base: base(record.KindTeamReview, "2024-01-01/2024-01-02", who...), Verdict: verdict}
	r.AboutID = &c.UUID
	return r
}

// M5 and C4: a team changed, with measures three months apart, judged positive
// by somebody else.
func TestTeamStructure(t *testing.T) {
	t.Parallel()
	other := madeBy(cleo, record.House)
	with := func(c *record.TeamChange, reviews ...*record.TeamReview) []record.Record {
		list := []record.Record{c}
		for _, r := range reviews {
			list = append(list, r)
		}
		return list
	}
	a, b, c, d, e, f, g, h := reorganised("2022-11-30", "2023-02-28"), reorganised("2022-11-30", "2023-02-27"), reorganised("", ""), reorganised("2023-01-01", "2023-06-01"),
		reorganised("2023-01-01", "2023-06-01"), reorganised("2023-01-01", "2023-06-01", declined), reorganised("2023-01-01", "2023-06-01", disputed), reorganised("2023-01-01", "2025-06-02")
	for _, tt := range []struct {
		rule    string
		records []record.Record
		want    ladder.Verdict
		value   float64
	}{
		{"M5: nothing recorded", nil, ladder.Unknown, 0},
		{"M5: three months apart", with(a, judged(a, "POSITIVE", other)), ladder.Pass, 1},
		{"M5: a day less", with(b, judged(b, "POSITIVE", other)), ladder.Unknown, 0},
		{"M5: no measures", with(c, judged(c, "POSITIVE", other)), ladder.Unknown, 0},
		{"M5: measured later than the day asked about", with(h, judged(h, "POSITIVE", other)), ladder.Unknown, 0},
		{"M5: not judged", with(d), ladder.Unknown, 0},
		{"M5: judged by its owner", with(d, judged(d, "POSITIVE")), ladder.Unknown, 0},
		{"M5: negative", with(d, judged(d, "NEGATIVE", other)), ladder.Fail, 0},
		{"M5: mixed", with(d, judged(d, "MIXED", other)), ladder.Fail, 0},
		{"M5: a disputed verdict", with(e, judged(e, "POSITIVE", other, disputed)), ladder.Unknown, 0},
		{"M5: declined", with(f, judged(f, "POSITIVE", other)), ladder.Fail, 0},
		{"M5: disputed", with(g, judged(g, "POSITIVE", other)), ladder.Unknown, 0},
	} {
		m := metric(t, holder(tt.records...), "team-structure-decisions", "2025-06-01")
		expect(t, tt.rule, m.Verdict, tt.want, m.Value, tt.value, m.Explanation)
		if i := item(t, holder(tt.records...), "team-structured-with-results", "2025-06-01"); i.Computed != m.Verdict || i.Explanation != m.Explanation {
			t.Errorf("C4: %s, and the metric is %s", i.Computed, m.Verdict)
		}
	}
}

func meeting(kind, topic, role string, who ...how) *record.Meeting {
	return &record.Meeting{Base: base(record.KindMeeting, "2024-02-01/2024-02-02", who...), Type: kind, Topics: []string{topic}, Role: role}
}

func feedback(m *record.Meeting, slides bool, held int, who ...how) *record.MeetingFeedback {
	f := &record.MeetingFeedback{
		Base: base(record.KindFeedback, "2024-02-03/2024-02-04", who...), Clarity: 5, Confidence: 5, Plainness: 4, HeldTheRoom: held, WithoutSlides: !slides,
	}
	f.AboutID = &m.UUID
	return f
}

// M6: presented to investors or a board on technical strategy, with feedback
// of an attendee.
func TestInvestorCommunication(t *testing.T) {
	t.Parallel()
	heard := madeBy(ben, record.FromCompany)
	board, investors := meeting("BOARD", "TECH_STRATEGY", "PRESENTER"), meeting("INVESTOR", "TECH_STRATEGY", "PRESENTER")
	other, topic, listened := meeting("OTHER", "TECH_STRATEGY", "PRESENTER"), meeting("BOARD", "ROADMAP", "PRESENTER"), meeting("BOARD", "TECH_STRATEGY", "ATTENDEE")
	denied, contested := meeting("BOARD", "TECH_STRATEGY", "PRESENTER", declined), meeting("BOARD", "TECH_STRATEGY", "PRESENTER", disputed)
	for _, tt := range []struct {
		rule    string
		records []record.Record
		want    ladder.Verdict
		value   float64
	}{
		{"M6: nothing recorded", nil, ladder.Unknown, 0},
		{"M6: a board", []record.Record{board, feedback(board, true, 2, heard)}, ladder.Pass, 1},
		{"M6: investors", []record.Record{investors, feedback(investors, true, 2, by(ben, record.AsAttendee))}, ladder.Pass, 1},
		{"M6: both", []record.Record{board, investors, feedback(board, true, 2, heard), feedback(investors, true, 2, heard)}, ladder.Pass, 2},
		{"M6: no feedback", []record.Record{board}, ladder.Unknown, 0},
		{"M6: the owner's own feedback", []record.Record{board, feedback(board, true, 2)}, ladder.Unknown, 0},
		{"M6: neither investors nor a board", []record.Record{other, feedback(other, true, 5, heard)}, ladder.Unknown, 0},
		{"M6: another topic", []record.Record{topic, feedback(topic, true, 5, heard)}, ladder.Unknown, 0},
		{"M6: only attended", []record.Record{listened, feedback(listened, true, 5, heard)}, ladder.Unknown, 0},
		{"M6: declined", []record.Record{denied, feedback(denied, true, 5, heard)}, ladder.Fail, 0},
		{"M6: disputed", []record.Record{contested, feedback(contested, true, 5, heard)}, ladder.Unknown, 0},
	} {
		m := metric(t, holder(tt.records...), "investor-communication", "2025-06-01")
		expect(t, tt.rule, m.Verdict, tt.want, m.Value, tt.value, m.Explanation)
	}
	// T2.3: what they say of technology, team and architecture is told.
	asked, doubted := feedback(board, true, 2, heard), feedback(investors, true, 2, heard)
	asked.TechnologySound, asked.TeamCapable, asked.ArchitectureScales = ptr(true), ptr(true), nil
	doubted.TechnologySound, doubted.TeamCapable, doubted.ArchitectureScales = ptr(true), ptr(false), ptr(false)
	f := holder(board, investors, asked, doubted, feedback(investors, true, 2, heard), feedback(board, true, 2))
	if m := metric(t, f, "investor-communication", "2025-06-01"); m.Verdict != ladder.Pass || !strings.HasSuffix(m.Explanation,
		" Of 2 feedbacks 2 found the technology sound, 1 the team capable and 0 that the architecture scales.") {
		t.Errorf("T2.3: %s: %s", m.Verdict, m.Explanation)
	}
	if m := metric(t, holder(board), "investor-communication", "2025-06-01"); strings.Contains(m.Explanation, "architecture scales") {
		t.Errorf("T2.3: without feedback: %s", m.Explanation)
	}
	// Two attendees may be asked for, and one who speaks twice is one.
	_, l8 := altered(t, "investor-communication", map[string]any{"feedbacks": uint64(2)})
	for _, tt := range []struct {
		second how
		want   ladder.Verdict
	}{{heard, ladder.Unknown}, {by(ben, record.AsAttendee), ladder.Unknown}, {madeBy(ada, record.FromCompany), ladder.Pass}} {
		f := holder(board, feedback(board, true, 2, heard), feedback(board, true, 3, tt.second))
		if m := Of(f, l8, on("2025-06-01")).Metrics[5]; m.Verdict != tt.want {
			t.Errorf("M6: two attendees: %s, want %s: %s", m.Verdict, tt.want, m.Explanation)
		}
	}
}

// C5: an attendee says that there were no slides, and gives four of five for
// holding the room.
func TestPresentsWithoutSlides(t *testing.T) {
	t.Parallel()
	heard := madeBy(ben, record.FromCompany)
	m := meeting("INVESTOR", "TECH_STRATEGY", "PRESENTER")
	for _, tt := range []struct {
		rule     string
		feedback *record.MeetingFeedback
		want     ladder.Verdict
		value    float64
	}{
		{"C5: none", nil, ladder.Unknown, 0},
		{"C5: four of five", feedback(m, false, 4, heard), ladder.Pass, 1},
		{"C5: three of five", feedback(m, false, 3, heard), ladder.Fail, 0},
		{"C5: with slides", feedback(m, true, 5, heard), ladder.Fail, 0},
		{"C5: believed of oneself", feedback(m, false, 5), ladder.Unknown, 0},
		{"C5: declined", feedback(m, false, 5, declined), ladder.Fail, 0},
	} {
		f := holder(m)
		if tt.feedback != nil {
			f.Records = append(f.Records, tt.feedback)
		}
		i := item(t, f, "presents-without-slides", "2025-06-01")
		expect(t, tt.rule, i.Computed, tt.want, i.Value, tt.value, i.Explanation)
	}
}

// R4 and T3.5: a recognition on technical leadership, at L8 or within five
// years, verified by somebody else.
func TestIndustryRecognition(t *testing.T) {
	t.Parallel()
	peer := by(cleo, record.AsPeer)
	known := func(kind, at string, topics []string, who ...how) []record.Record {
		return []record.Record{&record.Recognition{Base: base(record.KindRecognition, at, who...), Type: kind, Title: "On trade-offs", Topics: topics}}
	}
	lead := []string{"TECH_LEADERSHIP"}
	for _, tt := range []struct {
		rule    string
		records []record.Record
		want    ladder.Verdict
		says    string
	}{
		{"R4: nothing recorded", nil, ladder.Unknown, "Nothing"},
		{"R4: published", known("PUBLISHED", "2024-01-01/2024-01-02", lead, peer), ladder.Pass, "“On trade-offs” (published, 2024-01-01)"},
		{"R4: a talk", known("SPEAKING", "2024-01-01/2024-01-02", lead, peer), ladder.Pass, "speaking"},
		{"R4: by peers", known("PEER", "2024-01-01/2024-01-02", lead, peer), ladder.Pass, "peer"},
		{"R4: another kind", known("AWARD", "2024-01-01/2024-01-02", lead, peer), ladder.Fail, "there are 0"},
		{"R4: verified by oneself", known("PUBLISHED", "2024-01-01/2024-01-02", lead), ladder.Unknown, "1 more is open"},
		{"R4: declined", known("PUBLISHED", "2024-01-01/2024-01-02", lead, declined), ladder.Fail, "there are 0"},
		{"R4: five years ago", known("PUBLISHED", "2020-06-01/2020-06-02", lead, peer), ladder.Pass, "2020-06-01"},
		{"R4: a day longer ago", known("PUBLISHED", "2020-05-31/2020-06-01", lead, peer), ladder.Fail, "there are 0"},
		{"T3.5: code alone", known("PUBLISHED", "2024-01-01/2024-01-02", []string{"CODE"}, peer), ladder.Fail, "there are 0"},
		{"T3.5: code and decisions", known("PUBLISHED", "2024-01-01/2024-01-02", []string{"CODE", "DECISION_MAKING"}, peer), ladder.Pass, "there is 1 recognition"},
		{"T3.5: organisational design", known("PUBLISHED", "2024-01-01/2024-01-02", []string{"ORGANIZATIONAL_DESIGN"}, peer), ladder.Pass, "there is 1 recognition"},
	} {
		f := holder(tt.records...)
		q := requirement(t, f, "industry-recognition", "2025-06-01")
		if q.Verdict != tt.want || q.Kind != ladder.Hard || !strings.Contains(q.Explanation, tt.says) {
			t.Errorf("%s: %s %s, want %s: %s", tt.rule, q.Kind, q.Verdict, tt.want, q.Explanation)
		}
		if (q.Missing == nil) != (tt.want == ladder.Pass) {
			t.Errorf("%s: missing %v", tt.rule, q.Missing)
		}
	}
	// At the level it counts however old it is.
	f := holder(known("PUBLISHED", "2012-06-01/2012-06-02", lead, peer)...)
	f.Ranks[0].From = on("2012-01-01")
	if q := requirement(t, f, "industry-recognition", "2025-06-01"); q.Verdict != ladder.Pass {
		t.Errorf("R4: at the level: %s: %s", q.Verdict, q.Explanation)
	}
	_, l8 := altered(t, "industry-recognition", map[string]any{"codeOnlyCounts": true})
	code := holder(known("PUBLISHED", "2024-01-01/2024-01-02", []string{"CODE"}, peer)...)
	if r := newCalc(code, l8.Version(), l8, on("2025-06-01")).ask("industry-recognition", l8.ReadingOf("industry-recognition")); r.verdict != ladder.Pass {
		t.Errorf("R4: code counts by another policy: %s", r.text)
	}
}

// requirement computes one requirement of the step from L8.
func requirement(t *testing.T, f *Facts, key, asOf string) *Requirement {
	t.Helper()
	v, l8 := shipped(t)
	for _, q := range EligibilityFor(f, v, l8, on(asOf)).Requirements {
		if q.Key == key {
			return q
		}
	}
	t.Fatalf("no requirement %s", key)
	return nil
}

func TestMeetingsAreNamedByWhomTheyWereWith(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]string{
		"INVESTOR": "meeting with investors on 2022-05-24", "BOARD": "meeting with the board on 2022-05-24", "OTHER": "meeting on 2022-05-24",
	} {
		if got := meetingName(&record.Meeting{Base: base(record.KindMeeting, "2022-05-24/2022-05-25"), Type: kind}); got != want {
			t.Errorf("%s: %q, want %q", kind, got, want)
		}
	}
}
