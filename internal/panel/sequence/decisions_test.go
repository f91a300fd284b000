package sequence_test

import (
	"reflect"
	"slices"

	"github.com/google/uuid"
)

// votes are what the seats of a panel that count have handed in, by a plain
// count over the rows.
func (c *change) votes(r *rows, p *panelRow) (list []vote) {
	d := r.dossier(p.Dossier)
	for _, s := range r.Seats {
		if s.Panel != p.ID || s.Ended || s.Status != "SCORED" || r.conflicted(s.Person, d.Candidate, c.now) {
			continue
		}
		for _, w := range r.Reviews {
			if w.Seat == s.ID && w.Status == "SUBMITTED" && !w.Stale && w.Submission == *d.Submission {
				at := slices.IndexFunc(r.Versions, func(v versionRow) bool {
					return v.Review == w.ID && v.Number == w.Number
				})
				list = append(list, vote{s.ID, w.ID, w.Number, r.Versions[at].Recommendation})
			}
		}
	}
	return list
}

// decisions count the votes as they stand, are taken by a chair, released by
// somebody else, and never change.
func (c *change) decisions() {
	for _, x := range c.after.Decisions {
		old := find(c.before.Decisions, func(o *decisionRow) bool { return o.ID == x.ID })
		if old == nil {
			c.decided(&x)
			old = &x
		}
		was, is := *old, x
		was.ReleasedBy, was.Rank, was.ReversedBy = is.ReleasedBy, is.Rank, is.ReversedBy
		if !reflect.DeepEqual(was, is) || old.ReleasedBy != nil && !reflect.DeepEqual(old.ReleasedBy, x.ReleasedBy) || old.ReversedBy != nil && !reflect.DeepEqual(old.ReversedBy, x.ReversedBy) {
			c.wrong("decisions stay: one is another now")
		}
		if x.ReleasedBy != nil && (old == &x || old.ReleasedBy == nil) {
			c.released(&x)
		}
		if x.ReversedBy != nil && (old == &x || old.ReversedBy == nil) {
			c.releasing("reversed", &x, *x.ReversedBy)
			if x.ReleasedBy == nil || c.before.same(*x.ReleasedBy) == c.by {
				c.wrong("release: reversed by who released")
			}
		}
	}
	if len(c.after.Decisions) < len(c.before.Decisions) {
		c.wrong("decisions stay: one is gone")
	}
	for _, g := range c.before.Gaps {
		if !slices.Contains(c.after.Gaps, g) {
			c.wrong("decisions stay: a gap is another now")
		}
	}
	for _, g := range c.after.Gaps {
		if x := find(c.before.Decisions, func(x *decisionRow) bool { return x.ID == g.Decision }); x != nil && x.ReleasedBy != nil && !slices.Contains(c.before.Gaps, g) {
			c.wrong("decisions stay: a gap is added to one that is released")
		}
	}
}

func (c *change) decided(x *decisionRow) {
	p := c.after.panel(x.Panel)
	d := c.before.dossier(p.Dossier)
	votes := c.votes(c.before, p)
	slices.SortFunc(votes, func(a, b vote) int { return slices.Compare(a.Seat[:], b.Seat[:]) })
	if !slices.Equal(votes, x.Votes) {
		c.wrong("votes: %v were counted, %v stand", x.Votes, votes)
	}
	if len(x.Votes) < p.Quorum || len(x.Votes) < c.version.Level("L8").Promotion.Quorum {
		c.wrong("quorum: %d votes of %d", len(x.Votes), p.Quorum)
	}
	yes := len(filter(x.Votes, func(v *vote) bool { return v.Recommendation == "PROMOTE" }))
	passed := 0
	for _, k := range c.version.Level("L8").Promotion.Assessment {
		for _, given := range x.Components {
			if given.Component == k.Key && given.Verdict == "PASS" && k.Decided {
				passed++
			}
		}
	}
	all := passed == len(c.version.Level("L8").Promotion.Decided()) && passed == len(x.Components)
	if (x.Outcome == "PROMOTE") != (all && 2*yes > len(x.Votes)) {
		c.wrong("promote: %s by %d of %d votes, all components pass: %v", x.Outcome, yes, len(x.Votes), all)
	}
	chair := find(c.before.Seats, func(s *seatRow) bool {
		return s.Panel == p.ID && s.Person == x.DecidedBy && s.Role == "CHAIR" && !s.Ended && s.Status == "SCORED"
	})
	if x.DecidedBy != c.by || chair == nil || c.before.conflicted(x.DecidedBy, d.Candidate, c.now) {
		c.wrong("votes: not decided by a chair who counts")
	}
	if !c.before.judging(p.ID) || x.Submission != *d.Submission {
		c.wrong("votes: a panel decides that does not judge")
	}
}

// released: by a steward who has no part in it, a promotion with a rank,
// anything else with gaps.
func (c *change) released(x *decisionRow) {
	c.releasing("released", x, *x.ReleasedBy)
	gaps := filter(c.before.Gaps, func(g *gapRow) bool { return g.Decision == x.ID })
	if (x.Outcome == "PROMOTE") != (x.Rank != nil) || (x.Outcome == "PROMOTE") != (len(gaps) == 0) {
		c.wrong("release: %s with %d gaps and rank %v", x.Outcome, len(gaps), x.Rank)
	}
}

func (c *change) releasing(what string, x *decisionRow, by uuid.UUID) {
	e := eye{c.before, by, c.now}
	d := c.before.dossier(x.Dossier)
	sat := find(c.before.Seats, func(s *seatRow) bool { return s.Dossier == d.ID && s.Person == by })
	if by != c.by || !e.steward() || e.own(d) || e.apart(d) || sat != nil || c.before.same(x.DecidedBy) == by {
		c.wrong("release: %s by somebody who may not", what)
	}
}

// appeals are filed by the candidate, once, against a released decision that
// does not promote.
func (c *change) appeals() {
	for _, l := range c.after.Appeals {
		if find(c.before.Appeals, func(o *appealRow) bool { return o.ID == l.ID }) != nil {
			continue
		}
		x := find(c.before.Decisions, func(x *decisionRow) bool { return x.ID == l.Decision })
		again := filter(c.after.Appeals, func(o *appealRow) bool { return o.Dossier == l.Dossier })
		if c.before.dossier(l.Dossier).Candidate != c.by || x == nil || x.Outcome == "PROMOTE" || x.ReleasedBy == nil || x.ReversedBy != nil || len(again) != 1 {
			c.wrong("appeals: %s files one that cannot be", c.by)
		}
	}
}
