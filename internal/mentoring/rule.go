package mentoring

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/people"
)

// Party is what the rules need to know of a mentor or a mentee.
type Party struct {
	// Person is the one that stays, where two rows are one human being.
	Person uuid.UUID     `db:"person"`
	Ranks  []people.Rank `db:"ranks"`
	// Founder is when the person was a house founder.
	Founder []day.Span `db:"founder"`
}

// Held is what a person is on a day: a level, empty for none, and whether a
// house founder.
type Held struct {
	Level   string
	Founder bool
}

// On is what the party is on a day.
func (p *Party) On(d time.Time) (h Held) {
	for i := range p.Ranks {
		if p.Ranks[i].Span().Has(d) {
			h.Level = p.Ranks[i].Level
		}
	}
	h.Founder = slices.ContainsFunc(p.Founder, func(s day.Span) bool { return s.Has(d) })
	return h
}

// Refusal is why somebody may not mentor somebody.
type Refusal struct {
	Why string
	// GraceDays is how long a running mentorship may go on that became so.
	GraceDays int
}

// MayMentor is nil if a ladder allows a mentor for a mentee. Whom the mentee's
// level asks for is its policy "mentor", or "unlock-founder-level-mentorship"
// of the level before; where neither speaks, the mentor's level bounds its
// mentees. A house founder needs no level.
func MayMentor(v *ladder.Version, mentor, mentee Held) *Refusal {
	learns, leads := v.Level(mentee.Level), v.Level(mentor.Level)
	if learns == nil {
		return &Refusal{Why: "the mentee holds no level of " + v.Title}
	}
	refuse := func(p *ladder.Policy, format string, args ...any) *Refusal {
		return &Refusal{Why: fmt.Sprintf(format, args...), GraceDays: grace(p, leads, learns)}
	}
	wanted, policy := wantedMentors(v, learns)
	switch {
	case policy != nil && !slices.ContainsFunc(wanted, mentor.is):
		return refuse(policy, "whoever holds %s is mentored by %s alone", learns.Code, ladder.InWords(wanted))
	case mentor.Founder:
		return nil
	case leads == nil:
		return refuse(nil, "the mentor holds no level of %s", v.Title)
	case leads.Ordinal <= learns.Ordinal:
		return refuse(nil, "a mentor stands above the mentee: the mentor holds %s, the mentee %s", leads.Code, learns.Code)
	case policy != nil || leads.Mentorship == nil || leads.Mentorship.MenteeLevels == nil:
		return nil
	}
	bounds := leads.Mentorship.MenteeLevels
	from, to := v.Level(bounds.From), v.Level(bounds.To)
	if learns.Ordinal < from.Ordinal || learns.Ordinal > to.Ordinal {
		return refuse(nil, "whoever holds %s mentors %s to %s, and the mentee holds %s", leads.Code, from.Code, to.Code, learns.Code)
	}
	return nil
}

// is reports whether the person is what a policy names: a level or a role.
func (h Held) is(name string) bool {
	return name == h.Level || h.Founder && name == string(people.HouseFounder)
}

// wantedMentors are the levels and roles that a level's holder is mentored by,
// and the policy that says so; nil if the ladder does not say.
func wantedMentors(v *ladder.Version, l *ladder.Level) ([]string, *ladder.Policy) {
	if before := levelBefore(v, l); before != nil {
		p := before.ReadingOf("unlock-founder-level-mentorship")
		if one, ok := word(p, "mentor"); ok {
			return []string{one}, p
		}
	}
	p := l.ReadingOf("mentor")
	if list, ok := p.Strings("mentors"); ok {
		return list, p
	}
	return nil, nil
}

// levelBefore is the level below, nil for the lowest.
func levelBefore(v *ladder.Version, l *ladder.Level) *ladder.Level {
	i := slices.IndexFunc(v.Levels, func(o ladder.Level) bool { return o.Ordinal == l.Ordinal-1 })
	if i < 0 {
		return nil
	}
	return &v.Levels[i]
}

// grace is the first that is stated: by the policy that refuses, else by the
// policy "mentees" of the mentor's level, else of the mentee's. It is 0 where
// the ladder gives none.
func grace(p *ladder.Policy, levels ...*ladder.Level) int {
	if n, ok := p.Int("graceDays"); ok {
		return n
	}
	for _, l := range levels {
		if l != nil {
			if n, ok := l.ReadingOf("mentees").Int("graceDays"); ok {
				return n
			}
		}
	}
	return 0
}

// slotsOf is how many mentees a level's holder may have; nil where it states none.
func slotsOf(l *ladder.Level) *int {
	if l == nil || l.Mentorship == nil || l.Mentorship.Slots == 0 {
		return nil
	}
	return &l.Mentorship.Slots
}

// word is a single word among a policy's values.
func word(p *ladder.Policy, name string) (string, bool) {
	if p == nil {
		return "", false
	}
	s, ok := p.Values[name].(string)
	return s, ok
}
