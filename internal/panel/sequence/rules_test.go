package sequence_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"dossier/internal/ladder"
	"dossier/internal/people"
)

// change is what an act made of the rows before it.
type change struct {
	act           string
	by            uuid.UUID
	now           time.Time
	before, after *rows
	version       *ladder.Version
	bad           []string
}

func (c *change) wrong(format string, args ...any) {
	c.bad = append(c.bad, fmt.Sprintf(format, args...))
}

// broken lists the rules that a change breaks, each by its name first.
func (c *change) broken() []string {
	c.dossiers()
	c.ranks()
	c.mentors()
	c.panels()
	c.seats()
	c.reviews()
	c.decisions()
	c.appeals()
	return c.bad
}

// dossiers move along one table, each step by its own act.
func (c *change) dossiers() {
	steps := map[string]string{
		" DRAFT": "openDossier", "DRAFT SUBMITTED": "submitDossier", "SUBMITTED IN_REVIEW": "assemblePanel", "IN_REVIEW DECIDED": "decidePromotion",
		"DECIDED RELEASED": "releaseDecision", "DRAFT WITHDRAWN": "withdrawDossier", "SUBMITTED WITHDRAWN": "withdrawDossier", "IN_REVIEW WITHDRAWN": "withdrawDossier",
	}
	for _, d := range c.after.Dossiers {
		from := ""
		if old := c.before.dossier(d.ID); old != nil {
			from = old.Status
		}
		if from != d.Status && steps[from+" "+d.Status] != c.act {
			c.wrong("status: %s makes %s of %q", c.act, d.Status, from)
		}
	}
	if len(c.before.Dossiers) > len(c.after.Dossiers) {
		c.wrong("status: a dossier is gone")
	}
}

// ranks never overlap, and only a release and a reversal change them.
func (c *change) ranks() {
	live := 0
	for i, a := range c.after.Ranks {
		if a.Superseded {
			continue
		}
		live++
		for _, b := range c.after.Ranks[:i] {
			if !b.Superseded && a.Person == b.Person && a.Ladder == b.Ladder && (a.To == nil || b.From < *a.To) && (b.To == nil || a.From < *b.To) {
				c.wrong("ranks: %s from %s and %s from %s of one person overlap", a.Level, a.From, b.Level, b.From)
			}
		}
	}
	if !slices.Equal(ranksOf(c.before), ranksOf(c.after)) && c.act != "releaseDecision" && c.act != "reverseDecision" && c.act != "join" {
		c.wrong("levels: %s changes who holds what", c.act)
	}
	if len(c.before.Entitlements) != len(c.after.Entitlements) && c.act != "releaseDecision" {
		c.wrong("levels: %s changes what is open to whom", c.act)
	}
}

func ranksOf(r *rows) (list []string) {
	for _, k := range r.Ranks {
		to := ""
		if k.To != nil {
			to = *k.To
		}
		list = append(list, fmt.Sprint(k.ID, k.Person, k.Level, k.From, to, k.Superseded))
	}
	return list
}

// mentors: who begins to mentor has a slot for it, and is the only mentor.
func (c *change) mentors() {
	for _, m := range c.after.Mentorships {
		old := find(c.before.Mentorships, func(o *mentorshipRow) bool { return o.ID == m.ID })
		if m.Status != "ACTIVE" || old != nil && old.Status == "ACTIVE" {
			continue
		}
		active := func(is func(*mentorshipRow) bool) int {
			return len(filter(c.after.Mentorships, func(o *mentorshipRow) bool { return o.Status == "ACTIVE" && is(o) }))
		}
		if l := c.version.Level(c.after.held(m.Mentor, c.now)); l != nil && l.Mentorship != nil && l.Mentorship.Slots > 0 {
			if n := active(func(o *mentorshipRow) bool { return o.Mentor == m.Mentor }); n > l.Mentorship.Slots {
				c.wrong("slots: a mentor at %s has %d mentees", l.Code, n)
			}
		}
		if active(func(o *mentorshipRow) bool { return o.Mentee == m.Mentee }) > 1 {
			c.wrong("slots: a mentee has two mentors")
		}
		if old != nil && old.OfferedBy == c.by {
			c.wrong("slots: an offer is accepted by who made it")
		}
	}
}

// panels: a dossier has one, and one more for an appeal; none but a steward
// without a part in the dossier assembles or changes one.
func (c *change) panels() {
	for _, d := range c.after.Dossiers {
		first := filter(c.after.Panels, func(p *panelRow) bool { return p.Dossier == d.ID && p.Appeal == nil })
		open := filter(c.after.Panels, func(p *panelRow) bool { return p.Dossier == d.ID && c.after.judging(p.ID) })
		if len(first) > 1 || len(open) > 1 {
			c.wrong("one panel: a dossier has %d, %d of them judging", len(first), len(open))
		}
		if want := d.Status == "IN_REVIEW" || d.Status == "DECIDED" || d.Status == "RELEASED"; want && len(first) == 0 {
			c.wrong("one panel: a dossier is %s without one", d.Status)
		}
	}
	for _, p := range c.after.Panels {
		chairs := filter(c.after.Seats, func(s *seatRow) bool {
			return s.Panel == p.ID && s.Role == "CHAIR" && !s.Ended && s.Status != "RECUSED" && s.Status != "ABSTAINED"
		})
		if len(chairs) > 1 {
			c.wrong("one panel: it has %d chairs", len(chairs))
		}
	}
}

// seats are given to people without conflicts who may hold them, and recusals
// stay. Who gives one has none on the dossier.
func (c *change) seats() {
	for _, s := range c.after.Seats {
		d := c.after.dossier(s.Dossier)
		if old := c.before.seat(s.ID); old != nil {
			c.answered(old, &s)
			continue
		}
		if s.Person == d.Candidate || c.before.conflicted(s.Person, d.Candidate, c.now) {
			c.wrong("conflicts: a seat is given to a person with a conflict")
		}
		if s.Role != "GUEST" && (!c.before.is(s.Person, people.Panelist) || c.before.held(s.Person, c.now) < "L9" && c.before.held(s.Person, c.now) != "L10") {
			c.wrong("seats: %s is no panelist at L9", s.Person)
		}
		by := eye{c.before, c.by, c.now}
		sits := find(c.before.Seats, func(o *seatRow) bool { return o.Dossier == d.ID && o.Person == c.by })
		if !by.steward() || by.own(d) || by.apart(d) || sits != nil {
			c.wrong("seats: %s by somebody who may not", c.act)
		}
		if p := c.after.panel(s.Panel); p.Appeal != nil {
			c.disjoint(&s)
		}
	}
}

// disjoint: nobody hears an appeal who had a part in what it is against.
func (c *change) disjoint(s *seatRow) {
	for _, o := range c.before.Seats {
		if o.Dossier == s.Dossier && o.Panel != s.Panel && o.Person == s.Person {
			c.wrong("appeal panels: who sat before hears the appeal")
		}
	}
	for _, x := range c.before.Decisions {
		for _, by := range []*uuid.UUID{&x.DecidedBy, x.ReleasedBy, x.ReversedBy} {
			if x.Dossier == s.Dossier && by != nil && c.before.same(*by) == s.Person {
				c.wrong("appeal panels: who decided or released before hears the appeal")
			}
		}
	}
}

func (c *change) answered(old, s *seatRow) {
	if old.Status == s.Status {
		return
	}
	steps := map[string][]string{
		"INVITED": {"ACKNOWLEDGED", "RECUSED", "ABSTAINED"}, "ACKNOWLEDGED": {"RECUSED", "ABSTAINED", "SCORED"},
		"SCORED": {"RECUSED", "ACKNOWLEDGED"}, "ABSTAINED": {"RECUSED"},
	}
	back := old.Status == "SCORED" && s.Status == "ACKNOWLEDGED" // the text that was scored is another
	if !slices.Contains(steps[old.Status], s.Status) || back != (c.act == "unlockComponent" || c.act == "submitDossier") {
		c.wrong("seats: %s makes %s of %s", c.act, s.Status, old.Status)
	}
	if c.act == "answerSeat" && s.Person != c.by {
		c.wrong("seats: a seat is answered by somebody else")
	}
	if d := c.after.dossier(s.Dossier); s.Status != "RECUSED" && !back && c.before.conflicted(s.Person, d.Candidate, c.now) {
		c.wrong("conflicts: a suspended seat becomes %s", s.Status)
	}
}

// reviews are written by seats that count, on what the dossier holds now; what
// was handed in only grows.
func (c *change) reviews() {
	for _, w := range c.after.Reviews {
		old := find(c.before.Reviews, func(o *reviewRow) bool { return o.ID == w.ID })
		if old != nil && (old.Body == w.Body && old.Status == w.Status) {
			continue
		}
		d, by := c.after.dossier(w.Dossier), eye{c.before, c.by, c.now}
		if w.Person != c.by || by.denied(d) || by.own(d) || !by.seatedAt(w.Panel) || !c.before.judging(w.Panel) {
			c.wrong("reviews: %s by somebody who may not", c.act)
		}
		if c.before.conflicted(w.Person, d.Candidate, c.now) {
			c.wrong("conflicts: a review is written by a person with a conflict")
		}
		if w.Stale || w.Submission != *d.Submission {
			c.wrong("reviews: one is written on a revision before")
		}
		for _, u := range c.before.Unlocks {
			if u.Dossier == d.ID && u.Open {
				c.wrong("reviews: one is written while %s is unlocked", u.Component)
			}
		}
	}
	for i, v := range c.before.Versions {
		now := slices.IndexFunc(c.after.Versions, func(o versionRow) bool {
			return o.Review == v.Review && o.Number == v.Number && o.Body == v.Body
		})
		if now < 0 {
			c.wrong("reviews: version %d of a review is gone or another", c.before.Versions[i].Number)
		}
	}
}
