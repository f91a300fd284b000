package standing

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
)

// concurrent counts, from day to day, how many of several things were so. The
// spans end; those of one thing may overlap.
func concurrent(things map[uuid.UUID][]day.Span) []stretch {
	type change struct {
		on time.Time
		by int
	}
	var changes []change
	for _, spans := range things {
		for _, s := range day.Union(spans) {
			changes = append(changes, change{s.From, 1}, change{*s.To, -1})
		}
	}
	slices.SortFunc(changes, func(a, b change) int { return cmp.Or(a.on.Compare(b.on), a.by-b.by) })
	var list []stretch
	n := 0
	for i, c := range changes {
		n += c.by
		if i+1 < len(changes) && n > 0 && c.on.Before(changes[i+1].on) {
			list = append(list, stretch{Span: day.Span{From: c.on, To: &changes[i+1].on}, n: n})
		}
	}
	return list
}

// length is how many days a span has that ends, 0 for none.
func length(s day.Span) int {
	if s.To == nil {
		return 0
	}
	return day.Days(s.From, *s.To)
}

// distinct are names, each once.
func distinct(names []string) []string {
	var once []string
	for _, n := range names {
		if !slices.Contains(once, n) {
			once = append(once, n)
		}
	}
	return once
}
