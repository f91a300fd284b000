package sequence_test

import (
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"dossier/internal/people"
)

// analyse has the worker do what is queued.
func (g *game) analyse() *move {
	if find(g.rows.Analyses, func(a *analysisRow) bool { return !a.Done }) == nil {
		return nil
	}
	return &move{act: "analyse", do: func(*people.Viewer) error { g.Analyse(); return nil }}
}

// care is what workers do each hour.
func (g *game) care() *move {
	return &move{act: "care", do: func(*people.Viewer) error { return g.Panels.Care(g.ctx, g.Now) }}
}

// happen is what happens outside: somebody joins, works at a company, is
// testified for, or turns out to be another.
func (g *game) happen() *move {
	switch n := g.IntN(100); {
	case n < 30:
		g.joined++
		return &move{act: "join", what: "a candidate", do: func(*people.Viewer) error { g.join(fmt.Sprint("Candidate ", g.joined)); return nil }}
	case n < 60:
		p := g.who(func(p uuid.UUID) bool { return g.rows.held(p, g.Now) != "" })
		return &move{act: "engage", what: short(p), do: func(*people.Viewer) error { g.engage(p); return nil }}
	case n < 75:
		p, by := one(g, g.candidates), g.who(func(p uuid.UUID) bool { return g.rows.is(p, people.Panelist) })
		return &move{act: "testify", what: short(by) + " for " + short(p), do: func(*people.Viewer) error {
			g.Testify(g.viewer(p), g.viewer(by), g.companies[0])
			return nil
		}}
	default:
		left := slices.DeleteFunc(slices.SortedFunc(maps.Keys(g.doubles), func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }), func(p uuid.UUID) bool { return g.rows.same(p) != p })
		if len(left) == 0 {
			return nil
		}
		double := one(g, left)
		return &move{act: "merge", what: short(double), do: func(*people.Viewer) error { return g.merge(double) }}
	}
}
