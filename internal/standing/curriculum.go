package standing

import (
	"slices"
	"time"

	"dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/selfevaluation"
)

// Curriculum sets the level's modules on a person's calendar: a phase begins
// and ends with the active months at the level that it names, so that pauses
// move it. It is guidance and never a gate. A module is read by the policy
// "module-" and its key: "artefact" is the kind that it asks for, "feeds" are
// the rules that it serves. Rules T1.1 to T3.5.
func Curriculum(f *Facts, level *ladder.Level, asOf time.Time) []*Module {
	c := newCalc(f, level.Version(), level, asOf)
	list := []*Module{}
	for _, phase := range level.Curriculum {
		from := AttainedOn(f.Ranks, f.Pauses, level.Code, phase.FromMonth-1, c.asOf)
		due := AttainedOn(f.Ranks, f.Pauses, level.Code, phase.ToMonth, c.asOf)
		if due != nil {
			last := day.AddDays(*due, -1)
			due = &last
		}
		for _, e := range phase.Modules {
			m := &Module{Key: e.Key, Title: e.Title, From: from, Due: due, Progress: c.progress(e.Key)}
			p := level.ReadingOf("module-" + e.Key)
			if kind, ok := p.String("artefact"); ok {
				m.Artefact = &kind
			}
			feeds, _ := p.Strings("feeds")
			m.LeadsTo = c.fed(feeds)
			m.Status, m.Overdue = status(m.Progress, due, c.asOf)
			list = append(list, m)
		}
	}
	return list
}

// status is where a module stands: what the person noted, else by the day.
func status(p *selfevaluation.Progress, due *time.Time, asOf time.Time) (ModuleStatus, bool) {
	late := due != nil && asOf.After(*due)
	switch {
	case p != nil && p.Status == string(Done):
		return Done, false
	case p != nil:
		return InProgress, late
	case late:
		return Overdue, true
	}
	return Planned, false
}

func (c *calc) progress(module string) *selfevaluation.Progress {
	for i := range c.f.Progress {
		p := &c.f.Progress[i]
		if p.Level == c.level.Code && p.Module == module && c.come(p.NotedAt) {
			return p
		}
	}
	return nil
}

// come reports whether an instant lies on the day or before it.
func (c *calc) come(t time.Time) bool { return !day.Of(t).After(c.asOf) }

// fed are the components that rules lead to: their own, and those which a
// criterion of theirs is read from ("readFrom" of its policy, else its own).
func (c *calc) fed(rules []string) []*ladder.Component {
	list := []*ladder.Component{}
	if c.level.Promotion == nil {
		return list
	}
	any := func(of []string) bool {
		return slices.ContainsFunc(of, func(r string) bool { return slices.Contains(rules, r) })
	}
	read := map[string]bool{}
	for _, criterion := range c.level.PanelCriteria {
		if any(criterion.Rule) {
			from, ok := c.level.ReadingOf(criterion.Key).Strings("readFrom")
			if !ok {
				from = criterion.Components
			}
			for _, key := range from {
				read[key] = true
			}
		}
	}
	for i := range c.level.Promotion.Assessment {
		if part := &c.level.Promotion.Assessment[i]; any(part.Rule) || read[part.Key] {
			list = append(list, part)
		}
	}
	return list
}
