package standing

import (
	"time"

	"dossier/internal/ladder"
)

// Of is what the ranking standard of a level says of a person. Each metric is
// read by the policy of its key. Rules M1 to M7.
func Of(f *Facts, level *ladder.Level, asOf time.Time) *Standing {
	c := newCalc(f, level.Version(), level, asOf)
	s := &Standing{AsOf: c.asOf, Metrics: make([]*Metric, 0, len(level.RankingStandard))}
	for i := range level.RankingStandard {
		m := &level.RankingStandard[i]
		r := c.ask(m.Key, level.ReadingOf(m.Key))
		s.Metrics = append(s.Metrics, &Metric{
			Metric: m, Verdict: r.verdict, Value: r.value, Coverage: r.coverage, Explanation: r.text, Records: r.records,
		})
	}
	return s
}
