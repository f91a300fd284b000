package graph

import (
	"dossier/graph/gen"
	"dossier/internal/id"
)

// panelComplexity weighs what belongs to panels.
func panelComplexity(c *gen.ComplexityRoot) {
	// What lists hold on the shipped ladder and on a panel of the usual size,
	// and what costs a statement of its own.
	const seats, criteria, aspects, few, statement = 5, 5, 15, 5, 100
	list := func(n int) func(int) int { return func(child int) int { return times(child, n) } }
	c.Query.Conflicts = func(child int, _, _ id.ID) int { return statement + times(child, few) }
	c.Query.Calibration = func(child int, _ *string, _ string) int { return statement + child }
	c.Viewer.ReviewQueue = func(child int, first *int32, _ *string) int { return statement + paged(child, first) }
	c.Viewer.Notifications = func(child int, first *int32, _ *string) int { return statement + paged(child, first) }
	c.Viewer.ConflictDeclarations = func(child int) int { return statement + times(child, few) }
	c.Panel.Discussion = func(child int, first *int32, _, _ *string) int { return statement + paged(child, first) }
	c.Person.Entitlements = func(child int, _ *string) int { return times(child, few) }
	c.Dossier.PanelFeasibility = func(child int) int { return statement + child }
	c.PanelFeasibility.Candidates = list(4 * seats)
	c.PanelCandidate.Conflicts = list(few)
	c.Conflict.Rulings = list(few)
	c.Panel.Seats = list(seats)
	c.Panel.Reviews = list(seats)
	c.Panel.Votes = list(3)
	c.Panel.Summary = list(criteria)
	c.Review.Scores = list(criteria)
	c.Review.Aspects = list(aspects)
	c.Review.Changes = list(few)
	c.ReviewScore.Evidence = list(few)
	c.Dossier.Sessions = list(few)
	c.PanelSession.Present = list(seats)
	c.Dossier.EarlierGaps = list(few)
	c.Decision.Components = list(criteria)
	c.Decision.Gaps = list(few)
	c.Decision.Votes = list(3)
	c.Component.Aspects = list(few)
	c.Calibration.Criteria = list(criteria)
	c.CriterionCalibration.Drift = list(few)
}
