package ladder

import (
	"fmt"
	"slices"
)

// level checks one level's page.
func (c *checker) level(s *source, w *writtenLevel) {
	if w.Title == nil && w.Unknown == nil {
		c.add(s, "level", `write "title:", or "unknown:" with what is not known`, "level %s has no title and does not say so", w.Code)
	}
	for path, l := range map[string]*line{"level.title": w.Title, "level.track": w.Track, "level.label": w.Label, "level.motto": w.Motto} {
		c.line(s, path, l)
	}
	if l := w.Label.words(); l != nil && c.version.Label != "" && *l != c.version.Label {
		c.add(s, "level.label", "write the same label in both, or the page of the right edition", "the page is of %q, the ladder of %q", *l, c.version.Label)
	}
	for i := range w.Frame {
		c.line(s, fmt.Sprintf("level.frame[%d]", i), &w.Frame[i])
	}
	for i, p := range w.Summary {
		for j := range p {
			c.line(s, fmt.Sprintf("level.summary[%d][%d]", i, j), &p[j])
		}
	}
	c.entries(s, "level.responsibilities.items", w.Responsibilities.Items)
	c.entries(s, "level.aiSkills.items", w.AISkills.Items)
	c.statements(s, "level.selfEvaluation.items", w.SelfEvaluation.Items)
	c.entries(s, "level.panelCriteria.items", w.PanelCriteria.Items)
	c.statements(s, "level.unlocks.items", w.Unlocks.Items)
	c.curriculum(s, w.Curriculum.Items)
	c.metrics(s, w.RankingStandard.Items)
	if w.Promotion != nil {
		c.promotion(s, w)
	}
	if m := w.Mentorship; m != nil {
		c.mentorship(s, m)
	}
}

func (c *checker) line(s *source, path string, l *line) {
	if l != nil {
		c.sentence(s, path, l.Page, l.Text)
	}
}

// entries checks items that have a title and a text.
func (c *checker) entries(s *source, path string, items []entry) {
	c.keys(s, path, keyForm, each(items, func(e entry) string { return e.Key }))
	for i, e := range items {
		at := fmt.Sprintf("%s[%d]", path, i)
		c.sentence(s, at, e.Page, e.Title, e.Text)
		if title, _ := cut(e.Page); e.Page != "" && title == "" {
			c.add(s, at+".page", `write title and text with a dash between them, or use "title" and "text"`, "the sentence of %q has no dash to part title from text", e.Key)
		}
	}
}

// statements checks items that are one sentence.
func (c *checker) statements(s *source, path string, items []entry) {
	c.keys(s, path, keyForm, each(items, func(e entry) string { return e.Key }))
	for i, e := range items {
		c.sentence(s, fmt.Sprintf("%s[%d]", path, i), e.Page, e.Text)
	}
}

func (c *checker) curriculum(s *source, phases []writtenPhase) {
	end := 0
	for i, p := range phases {
		at := fmt.Sprintf("level.curriculum.items[%d]", i)
		c.sentence(s, at, p.Page, p.Title)
		c.entries(s, at+".modules", p.Modules)
		if p.FromMonth <= end || p.ToMonth < p.FromMonth {
			c.add(s, at+".fromMonth", fmt.Sprintf("let it begin after month %d and end no sooner than it begins", end), "the phase runs from month %d to %d", p.FromMonth, p.ToMonth)
		}
		end = max(end, p.ToMonth)
	}
}

func (c *checker) metrics(s *source, rows []writtenMetric) {
	c.keys(s, "level.rankingStandard.items", keyForm, each(rows, func(m writtenMetric) string { return m.Key }))
	for i, m := range rows {
		at := fmt.Sprintf("level.rankingStandard.items[%d]", i)
		if m.Page == nil {
			c.sentence(s, at, "", m.Name, m.Threshold, m.MeasuredBy)
			continue
		}
		if len(m.Page) != 3 {
			c.add(s, at+".page", "write name, threshold and how it is measured", "the row has %d cells", len(m.Page))
		}
		if m.Name+m.Threshold+m.MeasuredBy != "" {
			c.add(s, at, `keep "page" where the words are a page's, else the others`, "%q has both the words of a page and its own", at)
		}
	}
}

func (c *checker) promotion(s *source, w *writtenLevel) {
	const at = "level.promotion"
	p := w.Promotion
	if c.reference(s, at+".to", p.To) && c.levels[p.To] <= w.Ordinal {
		c.add(s, at+".to", "name a higher level", "the promotion leads from %s to %s", w.Code, p.To)
	}
	if p.Quorum < 1 {
		c.add(s, at+".quorum", "give the number of unconflicted seats, chair included", "the quorum is %d", p.Quorum)
	}
	if p.Tenure.Months < 0 {
		c.add(s, at+".tenure.months", "write 0 where there is no minimum", "the minimum is %d months", p.Tenure.Months)
	}
	if len(p.Nomination.AllowedNominators) == 0 {
		c.add(s, at+".nomination.allowedNominators", "name a level or a role", "nobody may nominate")
	}
	roles := []string{"HOUSE_FOUNDER", "COMPANY_FOUNDER"}
	for i, n := range p.Nomination.AllowedNominators {
		if _, ok := c.levels[n]; !ok && !slices.Contains(roles, n) {
			known := append(each(c.version.Levels, func(l Level) string { return l.Code }), roles...)
			c.add(s, fmt.Sprintf("%s.nomination.allowedNominators[%d]", at, i), suggest(n, known), "%q is neither a level nor a role that may nominate", n)
		}
	}
	c.sentence(s, at+".nomination", p.Nomination.Page, p.Nomination.Text)
	c.keys(s, at+".assessment", keyForm, each(p.Assessment, func(k writtenComponent) string { return k.Key }))
	decided := 0
	for i, k := range p.Assessment {
		ki := fmt.Sprintf("%s.assessment[%d]", at, i)
		c.sentence(s, ki, k.Page, k.Title, k.Text)
		if k.Decided {
			decided++
		}
		if k.Minimum < 0 || k.Decided && k.Minimum == 0 {
			c.add(s, ki+".minimum", "ask for 1 document or more of what is decided on, for 0 or more of the rest", "component %q needs %d documents", k.Key, k.Minimum)
		}
	}
	if decided == 0 {
		c.add(s, at+".assessment", "write decided: true at one component or more", "the panel decides on no component")
	}
	if len(w.PanelCriteria.Items) == 0 {
		c.add(s, at, `write "panelCriteria:" for the level`, "level %s has a promotion, but its panel has no criteria", w.Code)
	}
}

func (c *checker) mentorship(s *source, m *writtenMentorship) {
	const at = "level.mentorship"
	c.line(s, at+".receives", m.Receives)
	c.line(s, at+".expectation", m.Expectation)
	if g := m.Gives; g != nil {
		c.sentence(s, at+".gives", g.Page, g.Text)
		c.terms(s, at+".gives", g.Slots, g.MenteeLevels, 0, 1)
	}
	if r := m.ReferralCut; r != nil {
		c.terms(s, at+".referralCut", 0, nil, r.BasisPoints, r.Months)
	}
}

// terms checks the numbers of a mentorship.
func (c *checker) terms(s *source, path string, slots int, levels *LevelRange, basisPoints, months int) {
	if slots < 0 {
		c.add(s, path+".slots", "write 0 where there are none", "there are %d slots", slots)
	}
	if basisPoints < 0 || basisPoints > 10000 || basisPoints > 0 && months < 1 {
		c.add(s, path+".basisPoints", "write hundredths of a percent up to 10000, and months of 1 or more", "the referral cut is %d basis points for %d months", basisPoints, months)
	}
	if levels == nil {
		return
	}
	from, to := c.reference(s, path+".menteeLevels.from", levels.From), c.reference(s, path+".menteeLevels.to", levels.To)
	if from && to && c.levels[levels.From] > c.levels[levels.To] {
		c.add(s, path+".menteeLevels", "write the lower level first", "the mentees' levels run from %s to %s", levels.From, levels.To)
	}
}
