package decide_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"dossier/internal/day"
	"dossier/internal/id"
	"dossier/internal/panel/decide"
	"dossier/internal/panel/review"
)

// career is one candidate's, and what a simple model says of their ranks.
type career struct {
	*house
	ranks   []rank
	waiting []*attempt // decided, not released
	judged  []*attempt // released
}

type rank struct {
	from  time.Time
	level string
}

// attempt is a dossier, as its last decision stands.
type attempt struct {
	dossier   id.ID
	submitted time.Time
	outcome   review.Recommendation
	effective time.Time
	appealed  bool
	pending   bool // an appeal is not released
	reversed  bool
	promoted  bool
}

// another is a dossier of the candidate that is in review, without its text.
func (c *career) another() *attempt {
	c.T.Helper()
	d, of := id.Of(id.Dossier, c.NewID()), c.NewID()
	c.exec(`insert into dossier (id, candidate_id, ladder_version_id, from_level, to_level, status, created_at) values ($1, $2, $3, 'L8', 'L9', 'DRAFT', $4)`, d.UUID, c.ana.Person, c.Version.UUID, c.Now)
	c.exec(`insert into revision (id, dossier_id, number, hash, ladder_version_id, created_at) values ($1, $2, 1, repeat('a', 64), $3, $4)`, of, d.UUID, c.Version.UUID, c.Now)
	c.exec(`insert into submission (id, dossier_id, revision_id, facts, standing, eligibility, submitted_at) values ($1, $2, $1, '{}', '{}', '{}', $3)`, of, d.UUID, c.Now)
	c.exec(`update dossier set status = 'IN_REVIEW', revision_id = $2, submission_id = $2, submitted_at = $3 where id = $1`, d.UUID, of, c.Now)
	return &attempt{dossier: d, submitted: c.Now}
}

// R1, R3: whatever is decided, released, appealed and reversed in whatever
// order, the ranks are without gap and overlap, and what the model says.
func TestRanksInAnySequenceOfActs(t *testing.T) {
	t.Parallel()
	h := newHouse(t, yes, yes)
	first, second := h.seats, h.seats
	for range 2 {
		second = append(second, h.Person("Other "+uuid.NewString(), "L9"))
	}
	second = second[2:]
	ctx, start, n := context.WithoutCancel(t.Context()), h.Now, 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		h.Now = start
		h.ana = h.Candidate(fmt.Sprint("Candidate ", n))
		c := &career{house: h, ranks: []rank{{day.Date(2022, 11, 24), "L8"}}}
		decided := func(a *attempt, appeal *uuid.UUID) {
			votes := []review.Recommendation{a.outcome, a.outcome}
			h.dossier, h.seats = a.dossier, first
			if appeal != nil {
				h.seats = second
			}
			h.seat(a.dossier, appeal, h.seats, votes)
			if a.outcome == yes {
				h.decide(yes)
			} else {
				h.decide(a.outcome, gap("generosity"))
			}
			c.waiting = append(c.waiting, a)
		}
		outcome := rapid.SampledFrom([]review.Recommendation{yes, yes, notYet})
		t.Repeat(map[string]func(*rapid.T){
			"judge": func(t *rapid.T) {
				if slices.ContainsFunc(c.waiting, func(a *attempt) bool { return !a.appealed }) {
					t.Skip("one is under review")
				}
				a := c.another()
				a.outcome = outcome.Draw(t, "outcome")
				decided(a, nil)
			},
			"appeal": func(t *rapid.T) {
				if len(c.judged) == 0 {
					t.Skip("none is released")
				}
				a := rapid.SampledFrom(c.judged).Draw(t, "which")
				made, err := h.acts.FileAppeal(ctx, h.ana, decide.FileAppealInput{Dossier: a.dossier, Ground: "PROCEDURE", Statement: "Unheard."}, h.Now)
				if err != nil {
					if a.outcome != yes && !a.appealed && !a.reversed {
						if _, late := errors.AsType[*decide.AppealClosed](err); !late {
							t.Fatal(err)
						}
					}
					return
				}
				if a.outcome == yes || a.appealed || a.reversed {
					t.Fatalf("appealed: %+v", a)
				}
				a.appealed, a.pending, a.outcome = true, true, outcome.Draw(t, "outcome")
				decided(a, &made)
			},
			"release": func(t *rapid.T) {
				if len(c.waiting) == 0 {
					t.Skip("none waits")
				}
				i := rapid.IntRange(0, len(c.waiting)-1).Draw(t, "which")
				a := c.waiting[i]
				in := decide.ReleaseDecisionInput{Dossier: a.dossier}
				from := day.Of(h.Now)
				last := c.ranks[len(c.ranks)-1]
				allowed := true
				if a.outcome == yes {
					if rapid.Bool().Draw(t, "on a day") {
						in.EffectiveOn = &day.Day{Time: day.AddDays(from, rapid.IntRange(-60, 380).Draw(t, "ahead"))}
						allowed = !in.EffectiveOn.Before(day.Of(a.submitted)) && !in.EffectiveOn.After(day.AddMonths(from, 12))
						from = in.EffectiveOn.Time
					}
					allowed = allowed && last.level == "L8" && last.from.Before(from)
				}
				_, err := h.acts.Release(ctx, h.sam, in, h.Now)
				if allowed != (err == nil) {
					t.Fatalf("allowed %v: %v; %+v after %+v", allowed, err, a, last)
				}
				if err != nil {
					return
				}
				c.waiting = slices.Delete(c.waiting, i, i+1)
				if !a.pending {
					c.judged = append(c.judged, a)
				}
				a.pending, a.reversed = false, false
				if a.promoted = a.outcome == yes; a.promoted {
					a.effective = from
					c.ranks = append(c.ranks, rank{from, "L9"})
				}
			},
			"reverse": func(t *rapid.T) {
				if len(c.judged) == 0 {
					t.Skip("none is released")
				}
				a := rapid.SampledFrom(c.judged).Draw(t, "which")
				h.dossier = a.dossier
				err := h.reverse(h.sue)
				if allowed := !a.pending && !a.reversed; allowed != (err == nil) {
					t.Fatalf("allowed %v: %v; %+v", allowed, err, a)
				}
				if err != nil {
					return
				}
				a.reversed = true
				if a.promoted {
					c.ranks[len(c.ranks)-1] = rank{a.effective, "L8"}
				}
			},
			"later": func(t *rapid.T) { h.Now = h.Now.AddDate(0, 0, rapid.IntRange(1, 40).Draw(t, "days")) },
			"":      func(t *rapid.T) { c.check(t) },
		})
	})
}

// check compares the tables with the model.
func (c *career) check(t *rapid.T) {
	var want []string
	for i, r := range c.ranks {
		until := "..."
		if i+1 < len(c.ranks) {
			until = c.ranks[i+1].from.Format(time.DateOnly)
		}
		want = append(want, fmt.Sprint(r.level, " ", r.from.Format(time.DateOnly), " ", until))
	}
	got := one[[]string](c.house, `select array_agg(level || ' ' || lower(during) || ' ' || coalesce(upper(during)::text, '...') order by during)
		from rank_record where person_id = $1 and superseded_at is null`, c.ana.Person)
	if !slices.Equal(got, want) {
		t.Fatalf("ranks %s, want %s", got, want)
	}
	running, promoted, reversed := 0, 0, 0
	for _, a := range c.judged {
		if a.promoted {
			promoted++
			if a.reversed {
				reversed++
			}
		}
	}
	all, err := c.store.EntitlementsOf(context.Background(), c.sam, []uuid.UUID{c.ana.Person}, c.Version.LadderID)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all[c.ana.Person] {
		if e.To == nil {
			running++
		}
	}
	superseded := one[int](c.house, `select count(*) from rank_record where person_id = $1 and superseded_at is not null`, c.ana.Person)
	if running != 4*(promoted-reversed) || superseded != reversed || promoted-reversed > 1 {
		t.Fatalf("%d entitlements and %d superseded ranks of %d promotions, %d of them reversed", running, superseded, promoted, reversed)
	}
}
