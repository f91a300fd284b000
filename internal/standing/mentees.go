package standing

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/mentoring"
)

// mentee is one person whom the owner of the facts mentors or mentored, over
// all their mentorships, by a day.
type mentee struct {
	*mentoring.Pupil
	together []day.Span
	attested []mentoring.Readiness
	// level is the present one; as is the one as a mentee: the present one, or
	// that of the last day together. Each is "" where no rank is recorded.
	level, as string
	present   bool
}

// mentees are distinct persons, in the order in which they were taken on.
func (c *calc) mentees() []*mentee {
	var list []*mentee
	at := map[uuid.UUID]*mentee{}
	for i := range c.f.Pupils {
		p := &c.f.Pupils[i]
		if p.Span.From.After(c.asOf) {
			continue
		}
		m := at[p.Mentee]
		if m == nil {
			m = &mentee{Pupil: p, level: heldOn(p.Ranks, c.asOf)}
			at[p.Mentee] = m
			list = append(list, m)
		}
		m.together = append(m.together, p.Span)
		m.attested = append(m.attested, p.Attested...)
		m.present = m.present || p.Span.Has(c.asOf)
	}
	for _, m := range list {
		m.together = day.Union(m.together)
		m.as = m.level
		if last := m.together[len(m.together)-1].To; !m.present && last != nil {
			m.as = heldOn(m.Ranks, day.AddDays(*last, -1))
		}
	}
	return list
}

// days is how long the two were together by a day.
func (m *mentee) days(asOf time.Time) (n int) {
	for _, s := range m.together {
		n += s.Days(asOf)
	}
	return n
}

// at names a mentee with a level.
func (m *mentee) at(level string) string {
	if level == "" {
		return m.Name + " (no rank recorded)"
	}
	return m.Name + " (" + level + ")"
}

// menteesAdvanced counts persons mentored for "togetherDays" or more who hold
// "levelAtLeast" or above on the day; how many of them were promoted to it
// during the mentorship, or within "advancedWithinDays" after it, is told
// beside it. It is UNKNOWN where no mentorship is recorded, and where mentees
// whose rank is not recorded would make "minimum"; else FAIL below it. Rule M7.
func menteesAdvanced(q question) result {
	var t tally
	least := q.ordinal(q.word("levelAtLeast"))
	advanced := 0
	for _, m := range q.mentees() {
		t.recorded++
		switch {
		case m.days(q.asOf) < q.int("togetherDays"):
		case m.level == "":
			t.wait(m.at(m.level))
		case q.ordinal(m.level) >= least:
			t.add(m.at(m.level))
			if q.advanced(m, least, q.int("advancedWithinDays")) {
				advanced++
			}
		}
	}
	r := t.result(q.int("minimum"), q.asOf, "mentee", fmt.Sprintf("of %d days or more at %s or above", q.int("togetherDays"), q.word("levelAtLeast")))
	if t.n > 0 {
		r.text += fmt.Sprintf(" Advanced so far while mentored, or within %[2]d days after it: %[1]d of them.", advanced, q.int("advancedWithinDays"))
	}
	return r
}

// advanced reports whether a mentee was promoted to a place or above while the
// two were together, or soon after. A first rank is no promotion.
func (c *calc) advanced(m *mentee, least, within int) bool {
	for i := 1; i < len(m.Ranks); i++ {
		r := &m.Ranks[i]
		n := c.ordinal(r.Level)
		if r.From.After(c.asOf) || n < least || n <= c.ordinal(m.Ranks[i-1].Level) {
			continue
		}
		if slices.ContainsFunc(m.together, func(s day.Span) bool {
			return !r.From.Before(s.From) && (s.To == nil || !r.From.After(day.AddDays(*s.To, within)))
		}) {
			return true
		}
	}
	return false
}

// menteesSpan asks three things of the mentees, former ones included if
// "formerCount": that they are "mentees" persons or more; that their levels as
// mentees, of those that the level's mentorship is for, are "distinctLevels"
// or more, the lowest at "lowestAtMost" and the highest at "highestAtLeast";
// and that one at the level before "approaching" approaches it, by the
// mentor's word with a reason or by "readinessPercent" of what the step asks.
// FAIL of one is FAIL; a mentee without a rank, and nobody's word on one who
// could approach, make UNKNOWN. Rules C8, T3.4.
func menteesSpan(q question) result {
	var names []string
	var ordinals []int
	var near []*mentee
	unranked, n := 0, 0
	lowest, highest := q.menteeLevels()
	before := q.before(q.word("approaching"))
	for _, m := range q.mentees() {
		if !m.present && !q.yes("formerCount") {
			continue
		}
		n++
		names = append(names, m.at(m.as))
		o := q.ordinal(m.as)
		if o == 0 {
			unranked++
		}
		if o >= lowest && o <= highest && !slices.Contains(ordinals, o) {
			ordinals = append(ordinals, o)
		}
		if o == before {
			near = append(near, m)
		}
	}
	r := result{value: number(n)}
	if n == 0 {
		r.verdict, r.text = ladder.Unknown, fmt.Sprintf("No mentorship is recorded by %s.", date(q.asOf))
		return r
	}
	spread := len(ordinals) >= q.int("distinctLevels") &&
		slices.Min(ordinals) <= q.ordinal(q.word("lowestAtMost")) && slices.Max(ordinals) >= q.ordinal(q.word("highestAtLeast"))
	ready, said := q.ready(near)
	switch {
	case n < q.int("mentees"), !spread && unranked == 0, ready == ladder.Fail && unranked == 0:
		r.verdict = ladder.Fail
	case spread && ready == ladder.Pass:
		r.verdict = ladder.Pass
	default:
		r.verdict = ladder.Unknown
	}
	r.text = fmt.Sprintf("By %s %s%s; %d are asked, over %s from %s or below to %s or above, and they are on %d. %s",
		date(q.asOf), there(n, "mentee"), colon(names), q.int("mentees"), count(q.int("distinctLevels"), "level"),
		q.word("lowestAtMost"), q.word("highestAtLeast"), len(ordinals), said)
	return r
}

// before is the place of the level before one, 0 for none.
func (c *calc) before(code string) (place int) {
	for _, l := range c.v.Levels {
		if l.Ordinal < c.ordinal(code) {
			place = max(place, l.Ordinal)
		}
	}
	return place
}

// menteeLevels are the places that the level's mentorship is for, all of them
// where the ladder does not say.
func (c *calc) menteeLevels() (lowest, highest int) {
	if m := c.level.Mentorship; m != nil && m.MenteeLevels != nil {
		return c.ordinal(m.MenteeLevels.From), c.ordinal(m.MenteeLevels.To)
	}
	return 1, c.level.Ordinal
}
