package standing

import (
	"time"

	"dossier/internal/ladder"
)

// Indicators are the figures that are shown and never judged: one for each
// policy of the level, then of the whole ladder, that names one in
// "indicator".
func Indicators(f *Facts, level *ladder.Level, asOf time.Time) []*Indicator {
	c := newCalc(f, level.Version(), level, asOf)
	list := []*Indicator{}
	for _, policies := range [][]ladder.Policy{level.Policy, level.Version().Policy} {
		for i := range policies {
			p := &policies[i]
			name, ok := p.String("indicator")
			if !ok {
				continue
			}
			r := result{text: "Nothing computes \"" + name + "\"."}
			if figure, ok := figureOf(name); ok {
				r = figure(question{calc: c, key: p.Key, p: p})
			}
			list = append(list, &Indicator{Key: p.Key, Value: r.value, Explanation: r.text, Records: c.ordered(r.records)})
		}
	}
	return list
}
