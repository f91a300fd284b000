package sequence_test

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
)

// What the ladder says of conflicts: how many months one counts when its cause
// is over, and how many others lift it together.
const (
	lookback = 36
	waivers  = 2
)

// cause is why one should not judge another. It is over on until, nil while it
// lasts.
type cause struct {
	kind, key string
	until     *string
}

// causes lists all between a person and a candidate.
func (r *rows) causes(p, c uuid.UUID) (list []cause) {
	add := func(kind, key string, until *string) { list = append(list, cause{kind, key, until}) }
	two := func(a, b uuid.UUID) bool { return a == p && b == c || a == c && b == p }
	for _, m := range r.Mentorships {
		switch {
		case !two(m.Mentor, m.Mentee):
		case m.Status == "OFFERED":
			add("OPEN_AGREEMENT", m.ID.String(), nil)
		case (m.Status == "ACTIVE" || m.Status == "ENDED") && m.Mentor == p:
			add("MENTOR", m.ID.String(), m.Until)
		case m.Status == "ACTIVE" || m.Status == "ENDED":
			add("MENTEE", m.ID.String(), m.Until)
		}
	}
	for _, g := range r.Agreements {
		switch m := find(r.Mentorships, func(m *mentorshipRow) bool { return m.ID == g.Mentorship }); {
		case !two(g.Mentor, g.Mentee):
		case g.Accepted:
			add("REFERRAL_MONEY", g.ID.String(), g.Until)
		case !g.Declined && m.Status == "ACTIVE":
			add("OPEN_AGREEMENT", g.ID.String(), nil)
		}
	}
	for _, n := range r.Nominations {
		if r.same(n.Nominator) == p && n.Nominee == c {
			add("NOMINATOR", n.ID.String(), after(n.Until))
		}
	}
	for _, t := range r.Testimonies {
		if r.same(t.Founder) == p && t.Person == c {
			until := t.Until
			if until != nil {
				until = after(*until)
			}
			add("REFEREE", t.ID.String(), first(until, t.Back))
		}
	}
	for _, d := range r.Declarations {
		if two(r.same(d.By), r.same(d.About)) {
			add("DECLARED", d.ID.String(), nil)
		}
	}
	return append(list, r.companies(p, c)...)
}

// companies are the causes that come from work at one company.
func (r *rows) companies(p, c uuid.UUID) (list []cause) {
	add := func(key string, ends ...*string) { // the first of the two to leave, or to take back that they were there
		list = append(list, cause{"SAME_COMPANY", key, first(ends...)})
	}
	for _, one := range r.Engagements {
		for _, other := range r.Engagements {
			if one.Person == p && other.Person == c && one.Company == other.Company {
				add(min(one.ID.String(), other.ID.String())+"/"+max(one.ID.String(), other.ID.String()), one.Until, one.Back, other.Until, other.Back)
			}
		}
		for _, f := range r.Founders {
			if f.Company == one.Company && (f.Person == p && one.Person == c || f.Person == c && one.Person == p) {
				add(one.ID.String()+"/"+f.From, f.Until, one.Until, one.Back)
			}
		}
	}
	for _, f := range r.Founders {
		for _, g := range r.Founders {
			if f.Person == p && g.Person == c && f.Company == g.Company {
				add(strings.Join([]string{f.Company.String(), min(f.From, g.From), max(f.From, g.From)}, "/"), f.Until, g.Until)
			}
		}
	}
	return list
}

// first is the first of some days, nil if there is none.
func first(days ...*string) (d *string) {
	for _, o := range days {
		if d == nil || o != nil && *o < *d {
			d = o
		}
	}
	return d
}

// after is the day after another.
func after(d string) *string {
	t, err := time.Parse(time.DateOnly, d)
	if err != nil {
		panic(err) // Postgres has written it
	}
	next := t.AddDate(0, 0, 1).Format(time.DateOnly)
	return &next
}

// stands is whether a cause is in force on a day: neither dismissed nor waived
// by two others, and not over for too long.
func (r *rows) stands(k cause, p, c uuid.UUID, on time.Time) bool {
	if k.until != nil {
		t, err := time.Parse(time.DateOnly, *k.until)
		if err != nil {
			panic(err) // Postgres has written it
		}
		if !day.AddMonths(t, lookback).After(day.Of(on)) {
			return false
		}
	}
	last, waived := "", map[uuid.UUID]bool{}
	for _, u := range r.Rulings {
		by := r.same(u.By)
		switch {
		case r.same(u.Person) != p || u.Candidate != c || u.Kind != k.kind || u.Key != k.key || by == p || by == c:
		case u.Verdict == "WAIVED":
			waived[by] = true
		default:
			last = u.Verdict
			clear(waived)
		}
	}
	return len(waived) < waivers && last != "DISMISSED"
}

// conflicted is whether a person should not judge a candidate.
func (r *rows) conflicted(p, c uuid.UUID, on time.Time) bool {
	for _, k := range r.causes(p, c) {
		if p != c && r.stands(k, p, c, on) {
			return true
		}
	}
	return false
}
