package ladder

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// ours checks one file of the house's own texts.
func (c *checker) ours(s *source, w *writtenOurs) {
	if w.Level != "" && !c.reference(s, "ours.level", w.Level) {
		return
	}
	c.policies(s, w.Policy)
	for i, u := range w.Unruled {
		at := fmt.Sprintf("ours.unruled[%d]", i)
		c.quote(s, at+".source", u.Text)
		c.text(s, at+".why", u.Why)
	}
	if w.Level == "" && (len(w.Rubric) > 0 || w.Reasons != nil || w.Checklists != nil) {
		c.add(s, "ours", `write "level:" with the level's code`, "the rubric belongs to no level")
		return
	}
	c.checklists(s, w)
	for language, texts := range w.Reasons {
		c.reasons(s, "ours.reasons."+language, texts)
		for reason, text := range texts {
			if !strings.Contains(text, "{about}") {
				c.add(s, "ours.reasons."+language+"."+reason, "write {about} where the leaf's own words belong", "the general text does not name the leaf")
			}
		}
	}
	for i, r := range w.Rubric {
		at := fmt.Sprintf("ours.rubric[%d]", i)
		l := c.version.Level(w.Level)
		if l.Criterion(r.Criterion) == nil {
			known := each(l.PanelCriteria, func(k Criterion) string { return k.Key })
			c.add(s, at+".criterion", suggest(r.Criterion, known), "level %s has no criterion %q", w.Level, r.Criterion)
			continue
		}
		c.rubric(s, at, l, r)
	}
}

// checklists checks what complete components hold.
func (c *checker) checklists(s *source, w *writtenOurs) {
	for _, key := range slices.Sorted(maps.Keys(w.Checklists)) {
		at := "ours.checklists." + key
		c.component(s, at, c.version.Level(w.Level), key)
		items := w.Checklists[key]
		c.keys(s, at, keyForm, each(items, func(i ComponentItem) string { return i.Key }))
		for i, item := range items {
			in := fmt.Sprintf("%s[%d]", at, i)
			c.text(s, in+".text", item.Text)
			c.quote(s, in+".source", item.Source)
		}
	}
}

// component checks that a level's assessment has a component.
func (c *checker) component(s *source, at string, l *Level, key string) {
	if l.Component(key) != nil {
		return
	}
	var known []string
	if l.Promotion != nil {
		known = each(l.Promotion.Assessment, func(k Component) string { return k.Key })
	}
	c.add(s, at, suggest(key, known), "level %s has no component %q", l.Code, key)
}

func (c *checker) policies(s *source, list []Policy) {
	c.keys(s, "ours.policy", keyForm, each(list, func(p Policy) string { return p.Key }))
	for i, p := range list {
		at := fmt.Sprintf("ours.policy[%d]", i)
		c.text(s, at+".reading", p.Reading)
		if p.Kind != "" && p.Kind != Hard && p.Kind != Explain && p.Kind != Info {
			c.add(s, at+".kind", suggest(p.Kind, []string{Hard, Explain, Info}), "%q is no kind of requirement", p.Kind)
		}
		for name, v := range p.Values {
			if !plain(v) {
				c.add(s, at+".values."+name, "write a whole number, true or false, a word, or a list of words", "value %q is of another kind", name)
			}
		}
	}
}

// plain tells whether a value can be used by a rule.
func plain(v any) bool {
	switch v := v.(type) {
	case string, bool, uint64, int64:
		return true
	case []any:
		return !slices.ContainsFunc(v, func(e any) bool { _, ok := e.(string); return !ok })
	}
	return false
}

// rubric checks what the house adds to a criterion.
func (c *checker) rubric(s *source, at string, l *Level, r writtenRubric) {
	for i, k := range r.Components {
		c.component(s, fmt.Sprintf("%s.components[%d]", at, i), l, k)
	}
	c.keys(s, at+".points", keyForm, each(r.Points, func(p Point) string { return p.Key }))
	for i, p := range r.Points {
		c.quote(s, fmt.Sprintf("%s.points[%d].source", at, i), p.Source)
	}
	for i, a := range r.Anchors {
		c.text(s, fmt.Sprintf("%s.anchors[%d].text", at, i), a.Text)
	}
	if scores := each(r.Anchors, func(a Anchor) int { return a.Score }); !slices.Equal(scores, []int{0, 1, 2, 3, 4}) {
		c.add(s, at+".anchors", "write one anchor for each score from 0 to 4, in order", "the anchors are for scores %v", scores)
	}
	c.keys(s, at+".leaves", leafForm, each(r.Leaves, func(f Leaf) string { return f.Key }))
	sum := 0
	for i, f := range r.Leaves {
		c.leaf(s, fmt.Sprintf("%s.leaves[%d]", at, i), f)
		sum += f.Weight
	}
	if sum != 100 {
		c.add(s, at+".leaves", "change the weights so that they make 100", "the weights of %q make %d", r.Criterion, sum)
	}
}

func (c *checker) leaf(s *source, at string, f Leaf) {
	c.quote(s, at+".source", f.Source)
	c.text(s, at+".definition", f.Definition)
	c.text(s, at+".counts", f.Counts)
	c.text(s, at+".excludes", f.Excludes)
	if f.Weight < 1 {
		c.add(s, at+".weight", "give it a share of the 100, or remove the leaf", "leaf %q weighs %d", f.Key, f.Weight)
	}
	if _, ok := f.Missing[DefaultLanguage]; !ok {
		c.add(s, at+".missing", `write "en:" with a text for "absent"`, "leaf %q has no English text for a gap", f.Key)
	}
	for _, language := range slices.Sorted(maps.Keys(f.Missing)) {
		in := at + ".missing." + language
		c.reasons(s, in, f.Missing[language])
		if f.Missing[language][ReasonAbsent] == "" {
			c.add(s, in, "write what is missing where the text has nothing on it", "leaf %q has no text for \"absent\" in %q", f.Key, language)
		}
		c.text(s, at+".about."+language, f.About[language])
		c.text(s, at+".closes."+language, f.Closes[language])
	}
}

func (c *checker) reasons(s *source, path string, texts map[string]string) {
	for _, reason := range slices.Sorted(maps.Keys(texts)) {
		if !slices.Contains(reasons(), reason) {
			c.add(s, path+"."+reason, suggest(reason, reasons()), "%q is no reason of a gap", reason)
		}
		c.text(s, path+"."+reason, texts[reason])
	}
}

// rubrics checks what no single file shows: that each criterion has one
// rubric, that leaves are unique in their level, that all leaves and general
// texts are in the same languages.
func (c *checker) rubrics(sources []*source) {
	type place struct {
		s          *source
		list, path string // the list that keys has looked at, and the place in it
	}
	criteria, leaves, languages := map[string]place{}, map[string]place{}, map[string]string{}
	policies, checklists := map[string]place{}, map[string]place{}
	twice := func(seen map[string]place, key string, p place, what string) {
		first, ok := seen[key]
		if !ok {
			seen[key] = p
		} else if first.s != p.s || first.list != p.list {
			c.add(p.s, p.path, "keep one of them", "%s is written in %s too", what, first.s.name)
		}
	}
	for _, s := range sources {
		w := s.body.Ours
		if w == nil {
			continue
		}
		for i, p := range w.Policy {
			twice(policies, w.Level+"/"+p.Key, place{s, "ours.policy", fmt.Sprintf("ours.policy[%d].key", i)}, fmt.Sprintf("policy %q", p.Key))
		}
		for _, key := range slices.Sorted(maps.Keys(w.Checklists)) {
			twice(checklists, w.Level+"/"+key, place{s, "ours.checklists", "ours.checklists." + key}, fmt.Sprintf("the checklist of %q", key))
		}
		for i, r := range w.Rubric {
			at := fmt.Sprintf("ours.rubric[%d]", i)
			twice(criteria, w.Level+"/"+r.Criterion, place{s, at, at + ".criterion"}, fmt.Sprintf("the rubric of %q", r.Criterion))
			for j, f := range r.Leaves {
				p := place{s, at + ".leaves", fmt.Sprintf("%s.leaves[%d].key", at, j)}
				twice(leaves, w.Level+"/"+f.Key, p, fmt.Sprintf("leaf %q", f.Key))
				spoken := strings.Join(slices.Sorted(maps.Keys(f.Missing)), ", ")
				if first, ok := languages[w.Level]; ok && first != spoken {
					c.add(s, p.path, "write every leaf in the same languages", "leaf %q is in %s, the ones before in %s", f.Key, spoken, first)
				} else {
					languages[w.Level] = spoken
				}
			}
		}
	}
	for _, s := range sources {
		if s.body.Level == nil {
			continue
		}
		code := s.body.Level.Code
		for i, k := range s.body.Level.PanelCriteria.Items {
			if _, ok := criteria[code+"/"+k.Key]; !ok {
				c.add(s, fmt.Sprintf("level.panelCriteria.items[%d].key", i), `write "ours:" with a rubric for it, anchors and leaves included`, "criterion %q has no rubric", k.Key)
			}
		}
	}
}
