package record_test

import (
	"testing"

	"dossier/internal/record"
)

func TestWhatALinkSays(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	for kind, want := range map[record.Kind]string{
		record.KindEngagement:       "worked as Lead product owner; handled technology",
		record.KindOwnership:        "owned Console: ROADMAP, INFRA",
		record.KindDecision:         `decided "Payments"; chose BUY; traded money for time`,
		record.KindOutcomeReview:    "made a decision whose outcome is POSITIVE, by checkout time from 9 s to 3.5 s",
		record.KindOnWatch:          "had Console on watch: SECURITY",
		record.KindIncident:         `had the incident "Login down" on Console, MAJOR, for 12 minutes`,
		record.KindIncidentReview:   "had an incident that could have been prevented: no test",
		record.KindIncidentCoverage: "had no incidents on Console but those that are recorded",
		record.KindTeamChange:       "restructured the team Platform; lead time from 9 d to 3 d; why: slow",
		record.KindTeamReview:       "changed a team with an outcome that is POSITIVE: ships weekly",
		record.KindMeeting:          "presented in a meeting (INVESTOR) on TECH_STRATEGY",
		record.KindFeedback:         "had in a meeting, from 1 to 5, clarity 5, confidence 4, plainness 5, held the room 4",
		record.KindTestimony:        "was your technical co-founder; relation: founder; examples: chose the stack; outcomes: shipped; money between you: none; was in the room for BOARD_DISCUSSIONS",
		record.KindRecognition:      `was recognised for "On debt" on TECH_LEADERSHIP, https://example.org/talk`,
		record.KindArtefact:         `made "Risks" (risk-register)`,
	} {
		l, err := s.link(s.add(s.ana, s.sample(kind)), s.fin)
		s.ok(err)
		c, err := s.store.LinkRequest(t.Context(), l.Token, s.Now)
		s.ok(err)
		if c.Statement != want || c.Kind != kind {
			t.Errorf("%s: %s\nwant %s", kind, c.Statement, want)
		}
		if (c.Company == nil) != (kind == record.KindRecognition) {
			t.Errorf("%s: company %v", kind, c.Company)
		}
	}
	all := s.samples()[record.KindIncidentCoverage]
	all.IncidentCoverage.Surface = nil
	denied := s.samples()[record.KindTestimony]
	denied.Testimony = &record.Testimony{Founder: s.fin.Person, Relation: "founder", Money: "none"}
	fate := s.sample(record.KindIncidentReview)
	fate.IncidentReview.Preventable = false
	for want, in := range map[string]record.RecordInput{
		"had no incidents on the company's surfaces but those that are recorded":        all,
		"was not your technical co-founder; relation: founder; money between you: none": denied,
		"had an incident that could not have been prevented: no test":                   fate,
	} {
		l, err := s.link(s.add(s.ana, in), s.fin)
		s.ok(err)
		if c, err := s.store.LinkRequest(t.Context(), l.Token, s.Now); err != nil || c.Statement != want {
			t.Errorf("%+v, %v\nwant %s", c, err, want)
		}
	}
}
