package facts_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"dossier/internal/analysis"
	"dossier/internal/day"
	"dossier/internal/facts"
	"dossier/internal/mentoring"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/standing"
)

// The people of these tests, and what is known of them.
func owner() uuid.UUID   { return uuid.UUID{1} }
func founder() uuid.UUID { return uuid.UUID{2} }
func company() uuid.UUID { return uuid.UUID{3} }
func words() facts.Words {
	return facts.Words{People: map[uuid.UUID]string{founder(): "Bas Terpstra"}, Countries: map[uuid.UUID]string{company(): "NL"}}
}

// standsFor says who stands for a record.
type standsFor func(*record.Base)

func nobody(*record.Base) {}

func theFounder(b *record.Base) {
	by, as, at := founder(), record.AsFounder, b.Span.From
	b.State, b.StateBy, b.StateAs, b.StateAt = record.Confirmed, &by, &as, &at
}

func anotherFounder(b *record.Base) {
	by := uuid.UUID{6}
	theFounder(b)
	b.StateBy = &by
}

func theOwner(b *record.Base) {
	by, as := owner(), record.AsPeer
	b.State, b.StateBy, b.StateAs = record.Confirmed, &by, &as
}

func madeByAnother(b *record.Base) {
	by := founder()
	b.MadeBy, b.Provenance = &by, record.FromCompany
}

func onlyAFile(b *record.Base)   { b.MadeBy, b.Provenance = nil, record.Import }
func denied(b *record.Base)      { theFounder(b); b.State = record.Declined }
func dismissed(b *record.Base)   { as := record.AsHouse; denied(b); b.StateAs = &as }
func contested(b *record.Base)   { madeByAnother(b); b.State = record.Disputed }
func happened(b *record.Base)    { b.Span = until(2024, 2024) }
func stillToCome(b *record.Base) { b.Span = until(2027, 2027); theFounder(b) }

// until is from one year's first of May to the end of another's.
func until(from, to int) day.Span {
	end := day.Date(to, time.May, 2)
	return day.Span{From: day.Date(from, time.May, 1), To: &end}
}

func add(f *standing.Facts, r record.Record, kind record.Kind, about *uuid.UUID, who standsFor) uuid.UUID {
	at, me := company(), owner()
	b := r.Common()
	*b = record.Base{
		UUID: uuid.UUID{9, byte(len(f.Records))}, OwnerID: me, Kind: kind, CompanyID: &at, CompanyName: "Koelpad", AboutID: about,
		Provenance: record.Self, MadeBy: &me, State: record.Claimed,
	}
	happened(b)
	who(b)
	f.Records = append(f.Records, r)
	return b.UUID
}

func known(f *standing.Facts) analysis.Facts { return facts.Claims(f, words(), day.Date(2026, 2, 1)) }

// A record bears a claim out only if somebody other than its owner stands for
// it, or for the review of it.
func TestWhoHasToStandForARecord(t *testing.T) {
	t.Parallel()
	counts := func(k analysis.Facts) map[string]int {
		owned := 0
		for _, e := range k.Engagements {
			owned += len(e.Surfaces)
		}
		presented := 0
		for _, p := range k.Presentations {
			presented += p.Count
		}
		return map[string]int{
			"engagements": len(k.Engagements), "surfaces": owned, "decisions": len(k.Decisions), "incidents": len(k.Incidents),
			"team changes": len(k.TeamChanges), "presentations": presented, "references": len(k.References),
		}
	}
	all := map[string]int{"engagements": 1, "surfaces": 1, "decisions": 1, "incidents": 1, "team changes": 1, "presentations": 1, "references": 1}
	// An engagement says that it is not confirmed; an outage speaks against
	// its owner, whoever recorded it.
	own := map[string]int{"engagements": 1, "surfaces": 0, "decisions": 0, "incidents": 1, "team changes": 0, "presentations": 0, "references": 0}
	none := map[string]int{"engagements": 0, "surfaces": 0, "decisions": 0, "incidents": 0, "team changes": 0, "presentations": 0, "references": 0}
	with := func(m map[string]int, key string, n int) map[string]int {
		c := map[string]int{}
		for k, v := range m {
			c[k] = v
		}
		c[key] = n
		return c
	}
	for name, tc := range map[string]struct {
		who  standsFor
		want map[string]int
	}{
		"a founder confirmed it":       {theFounder, all},
		"another founder":              {anotherFounder, with(all, "references", 0)},
		"nobody":                       {nobody, own},
		"the owner":                    {theOwner, own},
		"a file":                       {onlyAFile, own},
		"another made it":              {madeByAnother, with(all, "references", 0)},
		"the founder denies it":        {denied, with(none, "incidents", 1)},
		"the house dismisses it":       {dismissed, none},
		"the owner denies it":          {contested, with(none, "incidents", 1)},
		"a founder, of what will come": {stillToCome, none},
	} {
		f := &standing.Facts{Person: owner(), Surfaces: []standing.Surface{{UUID: uuid.UUID{4}, Company: company(), Name: "web app"}}}
		add(f, &record.Engagement{}, record.KindEngagement, nil, tc.who)
		add(f, &record.SurfaceOwnership{Surface: uuid.UUID{4}}, record.KindOwnership, nil, tc.who)
		add(f, &record.TechDecision{Type: "BUILD_VS_BUY", Chosen: "OSS"}, record.KindDecision, nil, tc.who)
		add(f, &record.TechDecision{Type: "VENDOR"}, record.KindDecision, nil, tc.who)
		add(f, &record.Incident{}, record.KindIncident, nil, tc.who)
		add(f, &record.TeamChange{}, record.KindTeamChange, nil, tc.who)
		add(f, &record.Meeting{Type: "INVESTOR", Role: "PRESENTER"}, record.KindMeeting, nil, tc.who)
		add(f, &record.Meeting{Type: "BOARD", Role: "ATTENDEE"}, record.KindMeeting, nil, tc.who)
		add(f, &record.Meeting{Type: "OTHER", Role: "PRESENTER"}, record.KindMeeting, nil, tc.who)
		add(f, &record.Testimony{Founder: founder()}, record.KindTestimony, nil, tc.who)
		if diff := cmp.Diff(tc.want, counts(known(f))); diff != "" {
			t.Errorf("%s (- want, + got):\n%s", name, diff)
		}
	}
}

// An outcome is what the newest review of somebody else says.
func TestOutcomesAreTheWordOfOthers(t *testing.T) {
	t.Parallel()
	f := &standing.Facts{Person: owner()}
	decision := add(f, &record.TechDecision{Type: "BUILD_VS_BUY", Title: "Route planning", Chosen: "BUY"}, record.KindDecision, nil, nobody)
	change := add(f, &record.TeamChange{Team: "Dispatch", Why: "two crews", Measures: []record.TeamMeasure{{
		Name: "lead time", Unit: "days", Before: 19, After: 4.5, AfterOn: day.Day{Time: day.Date(2025, 3, 1)},
	}}}, record.KindTeamChange, nil, theFounder)
	incident := add(f, &record.Incident{Severity: "MAJOR", Minutes: 75, Cause: "routing"}, record.KindIncident, nil, nobody)
	meeting := add(f, &record.Meeting{Type: "BOARD", Role: "PRESENTER"}, record.KindMeeting, nil, nobody)
	add(f, &record.OutcomeReview{Verdict: "POSITIVE"}, record.KindOutcomeReview, &decision, nobody)
	add(f, &record.TeamReview{Verdict: "POSITIVE", Reason: "I like it"}, record.KindTeamReview, &change, theOwner)
	add(f, &record.IncidentReview{Preventable: false}, record.KindIncidentReview, &incident, nobody)
	add(f, &record.MeetingFeedback{Clarity: 5}, record.KindFeedback, &meeting, nobody)
	k := known(f)
	if len(k.Decisions) != 0 || len(k.Presentations) != 0 || k.TeamChanges[0].Outcome != "pending" || k.Incidents[0].Preventable != nil {
		t.Errorf("by the owner's own reviews: %+v", k)
	}
	if got := k.TeamChanges[0].Measure; got != "lead time 19 to 4.5 days, measured 2025-03" {
		t.Errorf("the measure reads %q", got)
	}
	for _, verdict := range []string{"PENDING", "NEGATIVE"} {
		add(f, &record.OutcomeReview{Verdict: verdict}, record.KindOutcomeReview, &decision, madeByAnother)
	}
	add(f, &record.TeamReview{Verdict: "MIXED", Reason: "two left"}, record.KindTeamReview, &change, theFounder)
	add(f, &record.IncidentReview{Preventable: true}, record.KindIncidentReview, &incident, theFounder)
	add(f, &record.MeetingFeedback{Clarity: 5, Confidence: 4, Plainness: 3}, record.KindFeedback, &meeting, madeByAnother)
	add(f, &record.Testimony{Founder: founder(), Cofounder: true, Relation: "partner"}, record.KindTestimony, nil, theFounder)
	yes, reviewed := true, "2024-05"
	want := analysis.Facts{
		Decisions: []analysis.TechDecision{{ID: "D-1", Date: "2024-05", Title: "Route planning", Choice: "buy", Outcome: "negative", Reviewed: &reviewed}},
		Incidents: []analysis.Incident{{Date: "2024-05-01", Company: "Koelpad", Severity: "major", Minutes: 75, Preventable: &yes, Cause: "routing"}},
		TeamChanges: []analysis.TeamChange{{
			Date: "2024-05", Company: "Koelpad", Change: "Dispatch: two crews", Outcome: "mixed", Measure: "lead time 19 to 4.5 days, measured 2025-03; two left",
		}},
		Presentations: []analysis.Presentation{{Company: "Koelpad", Audience: "board", Count: 1, Feedback: "clarity 5, confidence 4, plainness 3 of 5"}},
		References:    []analysis.Reference{{Name: "Bas Terpstra", Company: "Koelpad", Standing: "founder", Confirms: "technical co-founder", Received: "2024-05-01"}},
	}
	if diff := cmp.Diff(want, known(f)); diff != "" {
		t.Error(diff)
	}
}

// M2: a dispute of the newest review does not bring back the one before.
func TestADisputedReviewLeavesTheOutcomeOpen(t *testing.T) {
	t.Parallel()
	f := &standing.Facts{Person: owner()}
	decision := add(f, &record.TechDecision{Type: "BUILD_VS_BUY", Title: "Route planning"}, record.KindDecision, nil, theFounder)
	add(f, &record.OutcomeReview{Verdict: "POSITIVE"}, record.KindOutcomeReview, &decision, theFounder)
	add(f, &record.OutcomeReview{Verdict: "NEGATIVE"}, record.KindOutcomeReview, &decision, contested)
	if d := known(f).Decisions; len(d) != 1 || d[0].Outcome != "pending" || d[0].Reviewed != nil {
		t.Errorf("M2: %+v", d)
	}
}

// Of a mentee the level is the one held on the day, and before the one at the
// start; of several mentorships of one person the first counts.
func TestMenteesByTheDay(t *testing.T) {
	t.Parallel()
	promoted := day.Date(2025, 6, 1)
	ranks := []people.Rank{{Level: "L3", From: day.Date(2020, 1, 1), To: &promoted}, {Level: "L5", From: promoted}}
	f := &standing.Facts{Person: owner(), Pupils: []mentoring.Pupil{
		{Mentee: uuid.UUID{7}, Name: "Ilse", Span: until(2024, 2025), Ranks: ranks},
		{Mentee: uuid.UUID{7}, Name: "Ilse", Span: until(2025, 2026), Ranks: ranks},
		{Mentee: uuid.UUID{8}, Name: "Joris", Span: until(2027, 2027), Ranks: ranks},
	}}
	for asOf, want := range map[time.Time][]analysis.Mentee{
		day.Date(2024, 4, 30):  nil,
		day.Date(2025, 5, 31):  {{Name: "Ilse", Level: "L3", Previous: "L3", Since: "2024-05"}},
		day.Date(2025, 6, 1):   {{Name: "Ilse", Level: "L5", Previous: "L3", Since: "2024-05"}},
		day.Date(2027, 12, 31): {{Name: "Ilse", Level: "L5", Previous: "L3", Since: "2024-05"}, {Name: "Joris", Level: "L5", Previous: "L5", Since: "2027-05"}},
	} {
		if diff := cmp.Diff(want, facts.Claims(f, facts.Words{}, asOf).Mentees); diff != "" {
			t.Errorf("on %s: %s", asOf.Format(time.DateOnly), diff)
		}
	}
}
