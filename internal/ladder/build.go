package ladder

import (
	"cmp"
	"slices"
	"strings"
)

// build makes a version from files that are free of problems of shape.
func build(sources []*source) *Version {
	v := &Version{Policy: []Policy{}, Unruled: []Unruled{}}
	rungs := map[string]int{}
	level := func(code string, ordinal int) *Level {
		i, ok := rungs[code]
		if !ok {
			i = len(v.Levels)
			rungs[code] = i
			v.Levels = append(v.Levels, Level{Code: code, Ordinal: ordinal})
		}
		return &v.Levels[i]
	}
	for _, s := range sources {
		if w := s.body.Ladder; w != nil {
			v.Slug, v.Title, v.Default, v.Label, v.PublishedOn = w.Slug, w.Title, w.Default, w.Label, w.PublishedOn
			for _, r := range w.Levels {
				r.build(level(r.Code, r.Ordinal))
			}
		}
	}
	for _, s := range sources {
		if w := s.body.Level; w != nil {
			l := level(w.Code, w.Ordinal)
			w.build(l)
			l.Page = s.pages
		}
	}
	slices.SortStableFunc(v.Levels, func(a, b Level) int { return cmp.Compare(a.Ordinal, b.Ordinal) })
	general := map[string]map[string]map[string]string{} // by level, language and reason
	for _, s := range sources {
		if w := s.body.Ours; w != nil && w.Reasons != nil {
			general[w.Level] = w.Reasons
		}
	}
	for _, s := range sources {
		w := s.body.Ours
		if w == nil {
			continue
		}
		v.Unruled = append(v.Unruled, w.Unruled...)
		l := v.Level(w.Level)
		if l == nil {
			v.Policy = append(v.Policy, w.Policy...)
			continue
		}
		l.Policy = append(l.Policy, w.Policy...)
		for key, items := range w.Checklists {
			if c := l.Component(key); c != nil {
				c.Checklist = items
			}
		}
		for _, r := range w.Rubric {
			if c := l.Criterion(r.Criterion); c != nil {
				r.build(c, general[w.Level])
			}
		}
	}
	v.bind()
	return v
}

func (w *writtenRung) build(l *Level) {
	l.Title, l.Says, l.Unknown = w.Title, w.Says, w.Unknown
	if t := w.Mentorship; t != nil {
		l.Mentorship = &Mentorship{Receives: t.Receives, Slots: t.Slots, MenteeLevels: t.MenteeLevels}
		if t.BasisPoints > 0 {
			l.Mentorship.ReferralCut = &ReferralCut{BasisPoints: t.BasisPoints, Months: t.Months}
		}
	}
}

func (w *writtenLevel) build(l *Level) {
	l.Unknown = w.Unknown
	if t := w.Title.words(); t != nil {
		*t = strings.TrimPrefix(*t, w.Code+" — ")
		l.Title = t
	}
	if m := w.Motto.words(); m != nil {
		*m = strings.Trim(*m, `“”"`)
		l.Motto = m
	}
	if len(w.Summary) > 0 {
		var paragraphs []string
		for _, p := range w.Summary {
			var sentences []string
			for _, s := range p {
				sentences = append(sentences, *s.words())
			}
			paragraphs = append(paragraphs, strings.Join(sentences, " "))
		}
		text := strings.Join(paragraphs, "\n\n")
		l.Summary = &text
	}
	l.Responsibilities = each(w.Responsibilities.Items, entry.build)
	l.AISkills = each(w.AISkills.Items, entry.build)
	l.SelfEvaluation = each(w.SelfEvaluation.Items, func(e entry) ChecklistItem {
		return ChecklistItem{Key: e.Key, Statement: e.Page + e.Text, Rule: e.Rule}
	})
	l.Curriculum = each(w.Curriculum.Items, writtenPhase.build)
	l.RankingStandard = each(w.RankingStandard.Items, writtenMetric.build)
	l.PanelCriteria = each(w.PanelCriteria.Items, func(e entry) Criterion {
		b := e.build()
		return Criterion{Key: b.Key, Title: b.Title, Question: b.Text, Rule: b.Rule}
	})
	l.Unlocks = each(w.Unlocks.Items, func(e entry) Entry {
		b := e.build()
		if e.Page != "" {
			b.Text = e.Page
		}
		return b
	})
	if w.Promotion != nil {
		l.Promotion = w.Promotion.build()
	}
	if w.Mentorship != nil {
		l.Mentorship = w.Mentorship.build()
	}
}

func (w *writtenPromotion) build() *Promotion {
	p := &Promotion{
		To: w.To, Quorum: w.Quorum, MinimumMonths: w.Tenure.Months,
		Nomination: Nomination{
			Text:              w.Nomination.Page + w.Nomination.Text,
			AllowedNominators: w.Nomination.AllowedNominators,
			SelfNomination:    w.Nomination.SelfNomination,
		},
	}
	for _, c := range w.Assessment {
		e := entry{Page: c.Page, Title: c.Title, Text: c.Text}.build()
		p.Assessment = append(p.Assessment, Component{
			Key: c.Key, Title: e.Title, Text: e.Text, Minimum: c.Minimum, Decided: c.Decided, Rule: c.Rule,
		})
		if !c.Decided && p.Recognition == "" {
			p.Recognition = c.Page + c.Text
		}
	}
	return p
}

func (w *writtenMentorship) build() *Mentorship {
	m := &Mentorship{}
	if r := w.Receives.words(); r != nil {
		m.Receives = after(*r)
	}
	if g := w.Gives; g != nil {
		text := after(g.Page + g.Text)
		m.Gives, m.Slots, m.MenteeLevels = &text, g.Slots, g.MenteeLevels
	}
	if r := w.ReferralCut; r != nil {
		m.ReferralCut = &ReferralCut{BasisPoints: r.BasisPoints, Months: r.Months}
	}
	if e := w.Expectation.words(); e != nil {
		text := after(*e)
		m.Expectation = &text
	}
	return m
}

func (w writtenPhase) build() Phase {
	p := Phase{FromMonth: w.FromMonth, ToMonth: w.ToMonth, Title: w.Title, Modules: each(w.Modules, entry.build)}
	if w.Page != "" {
		p.Title = after(w.Page)
	}
	return p
}

func (w writtenMetric) build() Metric {
	m := Metric{Key: w.Key, Rule: w.Rule, Name: w.Name, Threshold: w.Threshold, MeasuredBy: w.MeasuredBy}
	if len(w.Page) == 3 {
		m.Name, m.Threshold, m.MeasuredBy = w.Page[0], w.Page[1], w.Page[2]
	}
	return m
}

func (w writtenRubric) build(c *Criterion, general map[string]map[string]string) {
	c.Components, c.Points, c.Anchors, c.Leaves = w.Components, w.Points, w.Anchors, slices.Clone(w.Leaves)
	for i := range c.Leaves {
		c.Leaves[i].complete(general)
	}
}

// complete words the reasons that a leaf leaves to the rubric.
func (l *Leaf) complete(general map[string]map[string]string) {
	missing := map[string]map[string]string{}
	for language, own := range l.Missing {
		missing[language] = map[string]string{}
		for reason, text := range general[language] {
			missing[language][reason] = strings.ReplaceAll(text, "{about}", l.About[language])
		}
		for reason, text := range own {
			missing[language][reason] = text
		}
	}
	l.Missing = missing
}

// build cuts a sentence of the page into title and text.
func (e entry) build() Entry {
	b := Entry{Key: e.Key, Title: e.Title, Text: e.Text, Rule: e.Rule}
	if e.Page != "" {
		b.Title, b.Text = cut(e.Page)
	}
	return b
}

// words are the line's text, nil for no line.
func (w *line) words() *string {
	if w == nil {
		return nil
	}
	text := w.Page + w.Text
	return &text
}

// cut parts a sentence at its first dash or, failing that, colon. A sentence
// with neither is all text.
func cut(s string) (title, text string) {
	for _, sep := range []string{" — ", ": "} {
		if title, text, ok := strings.Cut(s, sep); ok {
			return title, text
		}
	}
	return "", s
}

// after drops what stands before a sentence's first colon.
func after(s string) string {
	if _, text, ok := strings.Cut(s, ": "); ok {
		return text
	}
	return s
}

func each[A, B any](list []A, f func(A) B) []B {
	out := make([]B, 0, len(list))
	for _, a := range list {
		out = append(out, f(a))
	}
	return out
}
