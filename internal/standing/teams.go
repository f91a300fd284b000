package standing

import (
	"slices"

	"dossier/internal/day"
	"dossier/internal/record"
)

// teamsChanged counts changes of a team that have a measure before and after,
// "measuresMonthsApart" or more, and a deciding review with the "verdict".
// "verdictByOwner" lets the owner's own review stand. It is UNKNOWN where no
// change is recorded, and where those that are disputed, not reviewed or not
// measured would make "minimum"; else FAIL below it. Rules M5, C4.
func teamsChanged(q question) result {
	var t tally
	apart := q.int("measuresMonthsApart")
	for _, c := range all[*record.TeamChange](q.calc, record.KindTeamChange) {
		t.recorded++
		name := quoted(c.Team, c.CompanyName)
		review, state, ok := deciding[*record.TeamReview](q.calc, c.UUID, q.reviewer("verdictByOwner"))
		measured := slices.ContainsFunc(c.Measures, func(m record.TeamMeasure) bool {
			return !m.AfterOn.After(q.asOf) && !m.AfterOn.Before(day.AddMonths(m.BeforeOn.Time, apart))
		})
		switch {
		case c.State == record.Declined:
		case c.State == record.Disputed, !ok, state == open:
			t.wait(name)
		case review.Verdict != q.word("verdict"):
		case measured:
			t.add(name, c, review)
		default:
			t.wait(name)
		}
	}
	return t.result(q.int("minimum"), q.asOf, "team", "structured or restructured, measured before and after, with a "+words(q.word("verdict"))+" outcome")
}
