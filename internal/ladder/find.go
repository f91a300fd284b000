package ladder

import (
	"strings"

	"dossier/internal/id"
)

// ID is the ladder version's id; a ladder is always seen at a version.
func (v *Version) ID() id.ID { return id.Of(id.Ladder, v.UUID) }

// ID names the level in its version.
func (l *Level) ID() id.ID { return id.Part(id.Level, l.version.UUID, l.Code) }

// Version is the edition that the level belongs to.
func (l *Level) Version() *Version { return l.version }

// ID names the criterion in its version, as "L8/generosity".
func (c *Criterion) ID() id.ID {
	return id.Part(id.Criterion, c.level.version.UUID, c.level.Code+"/"+c.Key)
}

// ID names the component in its version.
func (c *Component) ID() id.ID {
	return id.Part(id.Component, c.level.version.UUID, c.level.Code+"/"+c.Key)
}

// ID names the metric in its version.
func (m *Metric) ID() id.ID {
	return id.Part(id.Metric, m.level.version.UUID, m.level.Code+"/"+m.Key)
}

// bind sets the pointers upwards after decoding.
func (v *Version) bind() {
	for i := range v.Levels {
		l := &v.Levels[i]
		l.version = v
		for j := range l.RankingStandard {
			l.RankingStandard[j].level = l
		}
		for j := range l.PanelCriteria {
			l.PanelCriteria[j].level = l
		}
		if l.Promotion != nil {
			l.Promotion.level = l
			for j := range l.Promotion.Assessment {
				l.Promotion.Assessment[j].level = l
			}
		}
	}
}

// Decided are the components that the panel gives a verdict on.
func (p *Promotion) Decided() []Component {
	var list []Component
	for _, c := range p.Assessment {
		if c.Decided {
			list = append(list, c)
		}
	}
	return list
}

// Aspect is one of the things that the page names for a component, and that a
// panel judges it by.
type Aspect struct {
	Key, Title string
}

// Aspects are those of the component's policy, in its order; none where it
// names none.
func (c *Component) Aspects() []Aspect {
	keys, _ := c.level.ReadingOf(c.Key).Strings("judged")
	list := make([]Aspect, len(keys))
	for i, k := range keys {
		title := strings.ReplaceAll(k, "-", " ")
		list[i] = Aspect{k, strings.ToUpper(title[:1]) + title[1:]}
	}
	return list
}

// Target is the level that the promotion leads to, nil if the ladder only
// names it.
func (p *Promotion) Target() *Level { return p.level.version.Level(p.To) }

// Level finds a level by its code, nil if there is none.
func (v *Version) Level(code string) *Level {
	for i := range v.Levels {
		if v.Levels[i].Code == code {
			return &v.Levels[i]
		}
	}
	return nil
}

// Component finds a component of the level's assessment, nil if there is none.
func (l *Level) Component(key string) *Component {
	if l.Promotion == nil {
		return nil
	}
	return find(l.Promotion.Assessment, key, func(c *Component) string { return c.Key })
}

// Criterion finds a criterion, nil if there is none.
func (l *Level) Criterion(key string) *Criterion {
	return find(l.PanelCriteria, key, func(c *Criterion) string { return c.Key })
}

// Metric finds a metric of the ranking standard, nil if there is none.
func (l *Level) Metric(key string) *Metric {
	return find(l.RankingStandard, key, func(m *Metric) string { return m.Key })
}

// ReadingOf finds a policy of the level or, failing that, of the whole
// ladder; nil if there is none.
func (l *Level) ReadingOf(key string) *Policy {
	of := func(p *Policy) string { return p.Key }
	if p := find(l.Policy, key, of); p != nil {
		return p
	}
	return find(l.version.Policy, key, of)
}

// Leaf finds a leaf of the criterion, nil if there is none.
func (c *Criterion) Leaf(key string) *Leaf {
	return find(c.Leaves, key, func(l *Leaf) string { return l.Key })
}

func find[T any](list []T, key string, of func(*T) string) *T {
	for i := range list {
		if of(&list[i]) == key {
			return &list[i]
		}
	}
	return nil
}
