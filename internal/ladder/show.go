package ladder

import (
	"fmt"
	"strings"
)

// Overview is the version in a few lines for a terminal: its names and, a
// line each, its levels.
func (v *Version) Overview() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s), %s\n", v.Title, v.Slug, v.Label)
	if v.PublishedOn != nil {
		fmt.Fprintf(&b, "published on %s\n", *v.PublishedOn)
	}
	fmt.Fprintf(&b, "hash %s\n\n", v.Hash)
	for i := range v.Levels {
		l := &v.Levels[i]
		title := "title unknown"
		if l.Title != nil {
			title = *l.Title
		}
		fmt.Fprintf(&b, "%-4s %s", l.Code, title)
		if l.Promotion != nil {
			fmt.Fprintf(&b, "; to %s after %d months", l.Promotion.To, l.Promotion.MinimumMonths)
		}
		if n := len(l.PanelCriteria); n > 0 {
			fmt.Fprintf(&b, "; criteria: %d", n)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// Text is the level in full for a terminal: what it asks, and how a text is
// read for its criteria. Headings are the program's, what stands under them
// the ladder's.
func (l *Level) Text() string {
	w := &paper{}
	w.heading(l.Code, l.Title)
	w.paragraph(l.Motto)
	w.paragraph(l.Summary)
	if l.Unknown != nil {
		w.list("Unknown", []string{*l.Unknown})
	}
	w.list("Said elsewhere", l.Says)
	w.list("Responsibilities", each(l.Responsibilities, Entry.text))
	w.list("AI skills", each(l.AISkills, Entry.text))
	w.list("Self-evaluation", each(l.SelfEvaluation, func(c ChecklistItem) string { return c.Statement }))
	for _, p := range l.Curriculum {
		w.list(fmt.Sprintf("Months %d to %d: %s", p.FromMonth, p.ToMonth, p.Title), each(p.Modules, Entry.text))
	}
	w.list("Ranking standard", each(l.RankingStandard, func(m Metric) string {
		return fmt.Sprintf("%s: %s (%s)", m.Name, m.Threshold, m.MeasuredBy)
	}))
	if p := l.Promotion; p != nil {
		w.list("Promotion to "+p.To, append([]string{
			fmt.Sprintf("after %d months at %s", p.MinimumMonths, l.Code), p.Nomination.Text, fmt.Sprintf("a panel of %d or more", p.Quorum),
		}, each(p.Assessment, func(c Component) string { return fmt.Sprintf("%s: %s", c.Title, c.Text) })...))
	}
	for _, c := range l.PanelCriteria {
		w.list(c.Title+": "+c.Question, append(
			each(c.Anchors, func(a Anchor) string { return fmt.Sprintf("%d  %s", a.Score, a.Text) }),
			each(c.Leaves, Leaf.text)...))
	}
	if m := l.Mentorship; m != nil {
		w.list("Mentorship", m.text())
	}
	w.list("Unlocks", each(l.Unlocks, func(e Entry) string { return e.Text }))
	return w.b.String()
}

func (e Entry) text() string { return e.Title + ": " + e.Text }

func (l Leaf) text() string {
	gate := ""
	if l.Gate {
		gate = ", gate"
	}
	return fmt.Sprintf("%s (%d%s): the text shows that %s", l.Key, l.Weight, gate, l.Definition)
}

func (m *Mentorship) text() []string {
	lines := []string{"receives: " + m.Receives, fmt.Sprintf("mentee slots: %d", m.Slots)}
	if r := m.MenteeLevels; r != nil {
		lines[1] += fmt.Sprintf(", %s to %s", r.From, r.To)
	}
	if r := m.ReferralCut; r != nil {
		lines = append(lines, fmt.Sprintf("referral cut: %d.%02d %% for %d months", r.BasisPoints/100, r.BasisPoints%100, r.Months))
	}
	if m.Expectation != nil {
		lines = append(lines, "expectation: "+*m.Expectation)
	}
	return lines
}

// paper is plain text in the making.
type paper struct {
	b strings.Builder
}

func (w *paper) heading(code string, title *string) {
	w.b.WriteString(code)
	if title != nil {
		w.b.WriteString("  " + *title)
	}
	w.b.WriteString("\n")
}

func (w *paper) paragraph(text *string) {
	if text != nil {
		w.b.WriteString("\n" + *text + "\n")
	}
}

// list writes a heading and its items, nothing where there are none.
func (w *paper) list(heading string, items []string) {
	if len(items) == 0 {
		return
	}
	w.b.WriteString("\n" + heading + "\n")
	for _, item := range items {
		w.b.WriteString("  " + item + "\n")
	}
}
