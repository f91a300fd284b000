package testworld

import (
	"fmt"

	"github.com/google/uuid"

	"dossier/internal/people"
	"dossier/internal/record"
)

// Eligible records what makes a candidate meet the whole ranking standard of
// L8, and has two founders testify.
func (w *World) Eligible(v *people.Viewer) {
	w.T.Helper()
	first := w.known("First founder", "", people.CompanyFounder)
	second := w.known("Second founder", "", people.CompanyFounder)
	company, surfaces := w.Company(fmt.Sprint("Koelpad of ", v.Person), []*people.Viewer{first}, "logger firmware", "dispatcher web app")
	other, _ := w.Company(fmt.Sprint("Shamba of ", v.Person), []*people.Viewer{second})
	by := By(first, record.AsFounder)
	w.Record(v, &record.Engagement{Title: "Lead product owner", Scope: []string{"roadmap"}}, At(company), by, w.Months(40, 0))
	w.Record(v, &record.Engagement{Title: "Product adviser", Scope: []string{"roadmap"}}, At(other), By(second, record.AsFounder), w.Months(20, 1))
	for _, s := range surfaces {
		w.Record(v, &record.SurfaceOwnership{Surface: s, Aspects: []string{"ROADMAP", "ARCHITECTURE", "INFRA"}}, At(company), by, w.Months(40, 0))
		w.Record(v, &record.OnWatch{Surface: s, Areas: []string{"DEPLOYMENT", "MONITORING", "SECURITY", "SCALABILITY"}}, At(company), by, w.Months(36, 0))
	}
	w.Record(v, &record.IncidentCoverage{Statement: true}, At(company), by, func(b *record.Base) {
		w.Months(40, 0)(b)
		tomorrow := w.ago(0).AddDate(0, 0, 1)
		b.Span.To = &tomorrow
	})
	for i, title := range []string{"Route planning", "Device fleet broker", "Customs documents"} {
		d := w.Record(v, &record.TechDecision{Title: title, Type: "BUILD_VS_BUY", Options: []string{"BUILD", "BUY"}, Chosen: "BUY"}, At(company), w.On(30-i))
		w.Record(v, &record.OutcomeReview{
			Metric: "cost a route", Unit: "EUR", Baseline: number(9), Target: number(6), Actual: number(5), Verdict: "POSITIVE",
		}, At(company), About(d), by, w.On(6))
	}
	t := w.Record(v, &record.TeamChange{Team: "Dispatch", Type: "RESTRUCTURED", Why: "nine silos regrouped into two crews", Measures: []record.TeamMeasure{{
		Name: "median lead time", Unit: "days", Before: 19, BeforeOn: w.ago(25), After: 4, AfterOn: w.ago(14), TeamSize: 9,
	}}}, At(company), by, w.On(24))
	w.Record(v, &record.TeamReview{Verdict: "POSITIVE", Reason: "The crews ship twice a week."}, At(company), About(t), by, w.On(12))
	m := w.Record(v, &record.Meeting{Type: "BOARD", Topics: []string{"TECH_STRATEGY"}, Role: "PRESENTER", Audience: "board"},
		At(company), By(first, record.AsAttendee), w.On(8))
	w.Record(v, &record.MeetingFeedback{Clarity: 5, Confidence: 4, Plainness: 5, HeldTheRoom: 4, WithoutSlides: true},
		At(company), About(m), By(first, record.AsAttendee), w.On(8))
	w.Testify(v, first, company)
	w.Testify(v, second, other)
	for _, name := range []string{"Ilse", "Joris"} {
		w.Mentee(v, fmt.Sprint(name, " of ", v.Person), "L5", 18)
	}
}

// Testify has a founder say that the person was the technical co-founder.
func (w *World) Testify(v, founder *people.Viewer, company uuid.UUID) {
	w.T.Helper()
	w.Record(v, &record.Testimony{
		Founder: founder.Person, Cofounder: true, Relation: "built the product with me", Examples: []string{"the first fleet"},
		Outcomes: []string{"sold in two countries"}, Money: "none",
	}, At(company), By(founder, record.AsFounder), w.Months(20, 1))
}

func number(f float64) *float64 { return &f }
