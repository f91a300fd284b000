package graph

import (
	"time"

	"dossier/graph/gen"
	"dossier/internal/mentoring"
	"dossier/internal/nomination"
	"dossier/internal/record"
)

// areaComplexity weighs what is known of persons.
func areaComplexity(c *gen.ComplexityRoot) {
	// What lists hold on the shipped ladder, and what a page of somebody's
	// records costs beside its rows: a statement of its own for each person.
	const (
		metrics, requirements, items, modules = 7, 15, 8, 16
		few, statement, computing             = 5, 100, 10
	)
	c.Query.Companies = func(child int, first *int32, _ *string, _ *record.CompanyFilter) int { return paged(child, first) }
	c.Query.Nominations = func(child int, first *int32, _ *string, _ *nomination.Filter) int { return paged(child, first) }
	c.Query.Mentorships = func(child int, first *int32, _ *string, _ *mentoring.Filter) int { return paged(child, first) }
	c.Query.Agreements = func(child int, first *int32, _ *string, _ *mentoring.AgreementFilter) int {
		return paged(child, first)
	}
	c.Person.Records = func(child int, first *int32, _ *string, _ *record.Filter) int { return statement + paged(child, first) }
	c.Viewer.Confirmations = func(child int, first *int32, _ *string) int { return statement + paged(child, first) }
	c.Person.Ranks = func(child int, _ *string) int { return times(child, few) }
	c.Person.Mentees = func(child int, _ *string) int { return times(child, few) }
	c.Person.Pauses = func(child int) int { return times(child, few) }
	c.Person.MonthlyRates = func(child int) int { return times(child, few) }
	c.Person.Simulate = func(child int, _ gen.SimulateInput) int { return statement + child }
	c.Person.Standing = func(child int, _ *string, _ *time.Time) int { return computing + child }
	c.Person.Eligibility = func(child int, _, _ *string, _ *time.Time) int { return computing + child }
	c.Person.SelfEvaluation = func(child int, _ *string, _ *time.Time) int { return computing + child }
	c.Person.CurriculumProgress = func(child int, _ *string, _ *time.Time) int { return computing + times(child, modules) }
	list := func(n int) func(int) int { return func(child int) int { return times(child, n) } }
	c.Standing.Metrics = list(metrics)
	c.Standing.Indicators = list(few)
	c.MetricResult.Records = list(few)
	c.Indicator.Records = list(few)
	c.Eligibility.Requirements = list(requirements)
	c.SelfEvaluation.Checklist = list(items)
	c.SelfEvaluation.Skills = list(items)
	c.SelfEvaluationItem.Records = list(few)
	c.SelfEvaluationItem.History = list(few)
	c.SelfAnswer.Evidence = list(few)
	c.Nomination.Records = list(few)
	c.Mentorship.Sessions = list(modules)
	c.Mentorship.Attestations = list(few)
	c.Statement.Entries = list(modules)
	c.Company.Surfaces = list(few)
	c.Company.Founders = list(few)
	c.Surface.DependsOn = list(few)
	c.TechDecision.Affects = list(few)
	c.Dossier.Explanations = list(few)
}
