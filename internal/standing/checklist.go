package standing

import (
	"time"

	"dossier/internal/ladder"
	"dossier/internal/selfevaluation"
)

// Checklist sets what the records say beside a person's own answer to each
// item of the level's checklist. An item is read by the policy "checklist-" and
// its key; one whose policy names a "metric" is that metric. Rules C1 to C9.
func Checklist(f *Facts, v *ladder.Version, level *ladder.Level, asOf time.Time) []*Item {
	c := newCalc(f, v, level, asOf)
	items := make([]*Item, 0, len(level.SelfEvaluation))
	for _, e := range level.SelfEvaluation {
		key := "checklist-" + e.Key
		p := level.ReadingOf(key)
		if metric, ok := p.String("metric"); ok {
			key, p = metric, level.ReadingOf(metric)
		}
		items = append(items, c.item(e.Key, c.ask(key, p)))
	}
	return items
}

// Skills sets what the records say beside a person's own answer on each AI
// skill of the level. A skill is read by the policy "skill-" and its key.
// Rules A1 to A7.
func Skills(f *Facts, level *ladder.Level, asOf time.Time) []*Item {
	c := newCalc(f, level.Version(), level, asOf)
	items := make([]*Item, 0, len(level.AISkills))
	for _, e := range level.AISkills {
		key := "skill-" + e.Key
		items = append(items, c.item(e.Key, c.ask(key, level.ReadingOf(key))))
	}
	return items
}

func (c *calc) item(key string, r result) *Item {
	return &Item{Key: key, Computed: r.verdict, Value: r.value, Explanation: r.text, Records: r.records, Answer: c.answer(key)}
}

// answer is the person's newest to an item, by the day; nil if none.
func (c *calc) answer(item string) *selfevaluation.Answer {
	for i := range c.f.Answers {
		a := &c.f.Answers[i]
		if a.Level == c.level.Code && a.Item == item && c.come(a.AnsweredAt) {
			return a
		}
	}
	return nil
}
