package sequence_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/people"
)

// move is an act that somebody tries. What has no actor happens outside: it
// leaves no entry in the trail.
type move struct {
	act  string
	by   uuid.UUID
	what string
	do   func(v *people.Viewer) error
}

// maker makes a move, nil where there is nothing to try it on.
type maker func(*game) *move

// everything is all that anybody can do and that can happen, with how often.
func everything() []weighted {
	return []weighted{
		{3, (*game).open}, {3, (*game).submit}, {1, (*game).withdraw}, {2, (*game).write}, {2, (*game).assemble}, {2, (*game).addSeat}, {2, (*game).replaceSeat},
		{3, (*game).answerSeat}, {3, (*game).saveReview}, {3, (*game).submitReview}, {2, (*game).amendReview}, {3, (*game).post}, {1, (*game).unlock}, {1, (*game).closeComponent},
		{1, (*game).schedule}, {1, (*game).recordSession}, {1, (*game).cancelSession}, {2, (*game).decidePromotion}, {2, (*game).addGaps}, {2, (*game).release}, {1, (*game).reverse},
		{2, (*game).file}, {1, (*game).withdrawAppeal}, {2, (*game).answerGap}, {2, (*game).declare}, {6, (*game).settle}, {2, (*game).offer}, {3, (*game).answerOffer},
		{1, (*game).withdrawOffer}, {2, (*game).end}, {1, (*game).refer}, {1, (*game).answerReferral}, {2, (*game).nominate}, {2, (*game).answerNomination},
		{1, (*game).withdrawNomination}, {1, (*game).happen}, {2, (*game).takeBack}, {1, (*game).care},
	}
}

type weighted struct {
	weight int
	make   maker
}

// next is the next move: most often one that brings a dossier on, else anything.
func (g *game) next() *move {
	for {
		var from []weighted
		if g.aim = nil; g.percent(70) {
			from = g.onward()
		}
		if from == nil {
			g.aim, from = nil, everything()
		}
		sum := 0
		for _, w := range from {
			sum += w.weight
		}
		at := g.IntN(sum)
		for _, w := range from {
			if at -= w.weight; at < 0 {
				if m := w.make(g); m != nil {
					return m
				}
				break
			}
		}
	}
}

// onward aims at a dossier that is under way and says what brings it on.
func (g *game) onward() []weighted {
	g.aim = one(g, filter(g.rows.Dossiers, func(d *dossierRow) bool {
		switch d.Status {
		case "WITHDRAWN":
			return false
		case "RELEASED":
			return g.percent(30)
		case "DRAFT": // one of a candidate at a time is under review
			return nil == find(g.rows.Dossiers, func(o *dossierRow) bool {
				return o.Candidate == d.Candidate && (o.Status == "SUBMITTED" || o.Status == "IN_REVIEW" || o.Status == "DECIDED")
			})
		}
		return true
	}))
	if g.aim == nil || g.percent(4) {
		return []weighted{{1, (*game).open}}
	}
	switch g.aim.Status {
	case "DRAFT":
		if !g.nominated(g.aim.Candidate) {
			return []weighted{{3, (*game).nominate}, {3, (*game).answerNomination}, {1, (*game).submit}}
		}
		return []weighted{{6, (*game).submit}, {2 * len(g.rows.earlier(g.aim)), (*game).answerGap}}
	case "SUBMITTED":
		return []weighted{{6, (*game).assemble}, {2, (*game).analyse}, {1, (*game).settle}}
	case "DECIDED":
		return []weighted{{3, (*game).release}, {3, (*game).addGaps}}
	}
	p := g.panelOf(g.aim)
	if g.aim.Status == "RELEASED" && !g.rows.judging(p.ID) {
		if x := g.rows.decisionOf(p.ID); x != nil && x.ReleasedBy == nil {
			return []weighted{{3, (*game).release}, {3, (*game).addGaps}}
		}
		if g.appealOf(g.aim) != nil {
			return []weighted{{8, (*game).assemble}, {1, (*game).reverse}, {1, (*game).withdrawAppeal}, {1, (*game).file}, {1, (*game).open}}
		}
		if x := g.rows.decisionOf(p.ID); x.Outcome == "PROMOTE" || x.ReversedBy != nil {
			return []weighted{{1, (*game).reverse}, {3, (*game).open}}
		}
		return []weighted{{6, (*game).file}, {1, (*game).reverse}, {1, (*game).open}}
	}
	decide := 1
	if len((&change{now: g.Now}).votes(g.rows, p)) >= p.Quorum {
		decide = 10
	}
	drafts := filter(g.rows.Reviews, func(w *reviewRow) bool { return w.Panel == p.ID && w.Status == "DRAFT" && !w.Stale })
	return []weighted{
		{3 * len(g.sitting(p, "INVITED")), (*game).answerSeat}, {3 * len(g.sitting(p, "ACKNOWLEDGED")), (*game).saveReview},
		{6 * len(drafts), (*game).submitReview}, {decide, (*game).decidePromotion},
		{1, (*game).post}, {1, (*game).unlock}, {2 * len(g.unlocked(g.aim)), (*game).write}, {2 * len(g.unlocked(g.aim)), (*game).submit}, {len(g.unlocked(g.aim)), (*game).closeComponent},
		{1, (*game).replaceSeat}, {1, (*game).addSeat}, {1, (*game).schedule}, {1, (*game).recordSession}, {1, (*game).amendReview},
	}
}

// nominated is whether a nomination of a person is accepted and in time.
func (g *game) nominated(p uuid.UUID) bool {
	return nil != find(g.rows.Nominations, func(n *nominationRow) bool {
		return n.Nominee == p && n.Status == "ACCEPTED" && n.Until > g.Now.UTC().Format(time.DateOnly)
	})
}

func (g *game) unlocked(d *dossierRow) (list []string) {
	for _, u := range g.rows.Unlocks {
		if u.Dossier == d.ID && u.Open {
			list = append(list, u.Component)
		}
	}
	return list
}

func (g *game) open() *move {
	by := g.who(func(p uuid.UUID) bool {
		drafts := filter(g.rows.Dossiers, func(d *dossierRow) bool { return d.Candidate == p && d.Status == "DRAFT" })
		return g.rows.held(p, g.Now) == "L8" && slices.Contains(g.candidates, p) && len(drafts) == 0
	})
	if !slices.Contains(g.candidates, by) {
		return nil // the API asks for the role, the act does not
	}
	return &move{"openDossier", by, "", func(v *people.Viewer) error {
		made, err := g.Acts.Open(g.ctx, v, dossier.Opening{To: "L9"}, g.Now)
		if err == nil {
			g.Fill(v, id.Of(id.Dossier, made))
		}
		return err
	}}
}

// of is a move on a dossier, with its id as the input wants it.
func of(act string, by uuid.UUID, d *dossierRow, more string, do func(v *people.Viewer, of id.ID) error) *move {
	key := id.Of(id.Dossier, d.ID)
	return &move{act, by, fmt.Sprint(short(d.ID), " ", d.Status, " ", more), func(v *people.Viewer) error { return do(v, key) }}
}

func (g *game) submit() *move {
	d := g.about("DRAFT", "IN_REVIEW")
	if d == nil {
		return nil
	}
	return of("submitDossier", g.the(d.Candidate), d, "", func(v *people.Viewer, of id.ID) error {
		return g.Acts.Submit(g.ctx, v, dossier.DossierInput{Dossier: of}, g.Now)
	})
}

func (g *game) withdraw() *move {
	d := g.about("DRAFT", "SUBMITTED")
	if d == nil || !g.percent(30) {
		return nil
	}
	return of("withdrawDossier", g.the(d.Candidate), d, "", func(v *people.Viewer, of id.ID) error {
		return g.Acts.Withdraw(g.ctx, v, dossier.DossierInput{Dossier: of}, g.Now)
	})
}

func (g *game) write() *move {
	d := g.about("IN_REVIEW", "DRAFT")
	if d == nil {
		return nil
	}
	component := g.component()
	if open := g.unlocked(d); len(open) > 0 && g.percent(80) {
		component = one(g, open)
	}
	n := g.Uint64()
	return of("saveDocument", g.the(d.Candidate), d, component, func(v *people.Viewer, of id.ID) error {
		_, err := g.Acts.Save(g.ctx, v, dossier.Saving{Dossier: of, Component: component, Title: fmt.Sprint("More ", n), Body: fmt.Sprintf("In May 2024 we cut the cost of route %d by 12 %%.\n", n)}, g.Now)
		return err
	})
}

func (g *game) component() string { return one(g, g.Version.Level("L8").Promotion.Assessment).Key }

func short(u uuid.UUID) string { return u.String()[30:] }
