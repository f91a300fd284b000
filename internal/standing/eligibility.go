package standing

import (
	"time"

	"dossier/internal/ladder"
)

// EligibilityFor is how a person stands to the step from a level: what the
// step asks, in order, and whether a dossier could be submitted on the day.
func EligibilityFor(f *Facts, v *ladder.Version, from *ladder.Level, asOf time.Time) *Eligibility {
	c := newCalc(f, v, from, asOf)
	s := step{calc: c, to: above(v, from)}
	e := &Eligibility{To: s.to, AsOf: c.asOf, Requirements: []*Requirement{}}
	for _, ask := range []func() []*Requirement{s.months, s.nomination, s.outside, s.metrics, s.assessment, s.tenure, s.skipped, s.selfEvaluation} {
		e.Requirements = append(e.Requirements, ask()...)
	}
	e.Verdict = s.overall(e.Requirements)
	e.EligibleOn = s.on()
	return e
}
