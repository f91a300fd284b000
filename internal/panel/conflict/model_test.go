package conflict_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
)

// history is what happened among a few people, as plain facts. Persons are
// numbers; those of double are doubles of the one that they name.
type history struct {
	double       map[int]int
	mentorships  []mentorship
	agreements   []agreement
	nominations  []nominated
	testimonies  []testimony
	engagements  []engagement
	founders     []founder
	declarations []declared
	rulings      []ruled
	today        time.Time
}

type (
	mentorship struct {
		id             uuid.UUID
		mentor, mentee int
		status         string
		offered, from  time.Time
		to             *time.Time
	}
	agreement struct {
		id                     uuid.UUID
		of                     mentorship
		offered                time.Time
		accepted, declined, to *time.Time
	}
	nominated struct {
		id                  uuid.UUID
		nominee, by         int
		status              string
		offered, expires    time.Time
		answered, withdrawn *time.Time
	}
	testimony struct {
		id             uuid.UUID
		owner, founder int
		state          string
		made, stated   time.Time
		back           *time.Time // the day on which it was taken back
	}
	engagement struct {
		id              uuid.UUID
		person, company int
		from            time.Time
		to, back        *time.Time
	}
	founder struct {
		company, person int
		from, to        *time.Time
	}
	declared struct {
		id        uuid.UUID
		by, about int
		on        time.Time
	}
	ruled struct {
		person, candidate int
		kind, key         string
		verdict           string
		by                int
	}
)

// stays is the person that a number stands for.
func (h *history) stays(n int) int {
	if s, ok := h.double[n]; ok {
		return s
	}
	return n
}

// edge is a cause as the rules say it, to be compared with a row of the view.
type edge struct {
	person, candidate int
	kind, key         string
	since, until      *time.Time
	back              *time.Time
}

// edges follow the rules one fact after the other.
func (h *history) edges() (all []edge) {
	add := func(person, candidate int, kind, key string, since, until *time.Time) {
		if person = h.stays(person); person != h.stays(candidate) {
			all = append(all, edge{person, h.stays(candidate), kind, key, since, until, nil})
		}
	}
	both := func(a, b int, kind, key string, since, until *time.Time) {
		add(a, b, kind, key, since, until)
		add(b, a, kind, key, since, until)
	}
	for _, m := range h.mentorships {
		switch m.status {
		case "ACTIVE", "ENDED":
			add(m.mentor, m.mentee, "MENTOR", m.id.String(), &m.from, m.to)
			add(m.mentee, m.mentor, "MENTEE", m.id.String(), &m.from, m.to)
		case "OFFERED":
			both(m.mentor, m.mentee, "OPEN_AGREEMENT", m.id.String(), &m.offered, nil)
		}
	}
	for _, g := range h.agreements {
		switch {
		case g.accepted != nil:
			both(g.of.mentor, g.of.mentee, "REFERRAL_MONEY", g.id.String(), g.accepted, g.to)
		case g.declined == nil && g.of.status == "ACTIVE":
			both(g.of.mentor, g.of.mentee, "OPEN_AGREEMENT", g.id.String(), &g.offered, nil)
		}
	}
	for _, n := range h.nominations {
		end := n.expires
		switch n.status {
		case "DECLINED":
			end = *n.answered
		case "WITHDRAWN":
			end = *n.withdrawn
		}
		after := day.AddDays(end, 1)
		add(n.by, n.nominee, "NOMINATOR", n.id.String(), &n.offered, &after)
	}
	for _, t := range h.testimonies {
		by := h.stays(t.founder)
		if by == t.owner || t.state == "DISPUTED" || t.state == "DECLINED" {
			continue
		}
		var until *time.Time
		if t.state == "CONFIRMED" {
			after := day.AddDays(t.stated, 1)
			until = &after
		}
		all = append(all, edge{by, t.owner, "REFEREE", t.id.String(), &t.made, earlier(until, t.back), t.back})
	}
	all = append(all, h.companies()...)
	for _, d := range h.declarations {
		both(d.by, d.about, "DECLARED", d.id.String(), &d.on, nil)
	}
	return all
}

// companies are the causes between people of one company: each pair of times
// that two persons were there as engaged or as founders.
func (h *history) companies() (all []edge) {
	type stay struct {
		person, company int
		from, to        *time.Time
		id              string     // of an engagement, empty for a founder
		back            *time.Time // the day on which that was taken back
	}
	var stays []stay
	for _, e := range h.engagements {
		stays = append(stays, stay{e.person, e.company, &e.from, earlier(e.to, e.back), e.id.String(), e.back})
	}
	for _, f := range h.founders {
		stays = append(stays, stay{f.person, f.company, f.from, f.to, "", nil})
	}
	for _, a := range stays {
		for _, b := range stays {
			if a.person == b.person || a.company != b.company {
				continue
			}
			key := slices.Sorted(slices.Values([]string{a.id, b.id}))
			text := key[0] + "/" + key[1]
			switch {
			case a.id == "" && b.id == "":
				froms := slices.Sorted(slices.Values([]string{written(a.from), written(b.from)}))
				text = fmt.Sprint(company(a.company), "/", froms[0], "/", froms[1])
			case a.id == "":
				text = b.id + "/" + written(a.from)
			case b.id == "":
				text = a.id + "/" + written(b.from)
			}
			all = append(all, edge{a.person, b.person, "SAME_COMPANY", text, later(a.from, b.from), earlier(a.to, b.to), earlier(a.back, b.back)})
		}
	}
	return all
}

// verdicts says where a cause stands, one ruling after the other.
func (h *history) verdicts(e edge) (state string, waivers int) {
	state = "PROPOSED"
	var by []int
	for _, r := range h.rulings {
		ruler := h.stays(r.by)
		if h.stays(r.person) != e.person || r.candidate != e.candidate || r.kind != e.kind || r.key != e.key || ruler == e.person || ruler == e.candidate {
			continue
		}
		if r.verdict != "WAIVED" {
			state, by = r.verdict, nil
		} else if !slices.Contains(by, ruler) {
			by = append(by, ruler)
		}
	}
	if len(by) >= 2 {
		state = "WAIVED"
	}
	return state, len(by)
}

// String is what a row of the view has to read as.
func (h *history) String(e edge) string {
	state, waivers := h.verdicts(e)
	stands := (state == "PROPOSED" || state == "CONFIRMED") && (e.until == nil || day.AddMonths(*e.until, 36).After(h.today))
	return fmt.Sprint(who(e.person), " ", who(e.candidate), " ", e.kind, " ", e.key, " ", written(e.since), " ", written(e.until), " ", written(e.back), " ", state, " ", waivers, " ", stands)
}

func written(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format(time.DateOnly)
}

func later(a, b *time.Time) *time.Time {
	if a == nil || b != nil && b.After(*a) {
		return b
	}
	return a
}

func earlier(a, b *time.Time) *time.Time {
	if a == nil || b != nil && b.Before(*a) {
		return b
	}
	return a
}

func who(n int) uuid.UUID     { return uuid.UUID{0: 1, 15: byte(n)} }
func company(n int) uuid.UUID { return uuid.UUID{0: 2, 15: byte(n)} }
