package sequence_test

import (
	"time"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/panel"
	"dossier/internal/panel/review"
	"dossier/internal/people"
)

// opinion is what somebody says of a dossier, now and then incomplete or wrong.
func (g *game) opinion(d *dossierRow) review.SaveReviewInput {
	in := review.SaveReviewInput{Dossier: id.Of(id.Dossier, d.ID)}
	for _, c := range g.Version.Level("L8").PanelCriteria {
		in.Scores = append(in.Scores, review.ScoreInput{Criterion: c.Key, Score: new(g.IntN(5)), Reason: new("I read all of it."), NoEvidence: new(true)})
	}
	switch n := g.IntN(100); {
	case n < 3:
		in.Scores[0].Score = new(9)
	case n < 6:
		in.Scores = in.Scores[1:]
	case n < 8:
		in.Scores[0].NoEvidence, in.Scores[0].Evidence = nil, []id.ID{id.Of(id.Evidence, g.NewID())}
	}
	in.Recommendation = new(one(g, []review.Recommendation{review.Promote, review.Promote, review.NotYet, review.No}))
	return in
}

func (g *game) saveReview() *move {
	d := g.about("IN_REVIEW")
	if d == nil {
		return nil
	}
	in := g.opinion(d)
	return of("saveReview", g.holder(g.panelOf(d), "ACKNOWLEDGED"), d, string(*in.Recommendation), func(v *people.Viewer, _ id.ID) error {
		_, err := g.reviews.Save(g.ctx, v, in, g.Now)
		return err
	})
}

func (g *game) submitReview() *move {
	d := g.about("IN_REVIEW")
	if d == nil {
		return nil
	}
	by := g.holder(g.panelOf(d), "ACKNOWLEDGED")
	if w := one(g, filter(g.rows.Reviews, func(w *reviewRow) bool { return w.Dossier == d.ID && w.Status == "DRAFT" && !w.Stale })); w != nil {
		by = g.the(w.Person)
	}
	return of("submitReview", by, d, "", func(v *people.Viewer, of id.ID) error {
		_, err := g.reviews.Submit(g.ctx, v, review.SubmitReviewInput{Dossier: of}, g.Now)
		return err
	})
}

func (g *game) amendReview() *move {
	d := g.about("IN_REVIEW")
	if d == nil {
		return nil
	}
	o := g.opinion(d)
	in := review.AmendReviewInput{Dossier: o.Dossier, Scores: o.Scores, Recommendation: *o.Recommendation, Reason: "On second thought."}
	return of("amendReview", g.holder(g.panelOf(d), "SCORED"), d, string(in.Recommendation), func(v *people.Viewer, _ id.ID) error {
		_, err := g.reviews.Amend(g.ctx, v, in, g.Now)
		return err
	})
}

func (g *game) post() *move {
	d := g.about("IN_REVIEW")
	if d == nil {
		return nil
	}
	in := panel.PostToPanelInput{Dossier: id.Of(id.Dossier, d.ID), Criterion: one(g, g.Version.Level("L8").PanelCriteria).Key, Text: "Who speaks for the second company?"}
	return of("postToPanel", g.holder(g.panelOf(d), "SCORED"), d, "", func(v *people.Viewer, _ id.ID) error {
		_, err := g.Panels.Post(g.ctx, v, in, g.Now)
		return err
	})
}

// chair is who chairs a dossier's panel, and now and then anybody.
func (g *game) chair(d *dossierRow) uuid.UUID {
	for _, s := range g.sitting(g.panelOf(d), "ACKNOWLEDGED", "SCORED") {
		if s.Role == "CHAIR" {
			return g.the(s.Person)
		}
	}
	return g.holder(g.panelOf(d))
}

func (g *game) unlock() *move {
	d := g.about("IN_REVIEW")
	if d == nil || !g.percent(40) {
		return nil
	}
	in := panel.UnlockComponentInput{Dossier: id.Of(id.Dossier, d.ID), Component: g.component(), Reason: "The figures are a year old."}
	return of("unlockComponent", g.chair(d), d, in.Component, func(v *people.Viewer, _ id.ID) error {
		_, err := g.Panels.UnlockComponent(g.ctx, v, in, g.Now)
		return err
	})
}

func (g *game) closeComponent() *move {
	d := g.about("IN_REVIEW")
	if d == nil {
		return nil
	}
	in := panel.CloseComponentInput{Dossier: id.Of(id.Dossier, d.ID), Component: g.component()}
	if open := g.unlocked(d); len(open) > 0 {
		in.Component = one(g, open)
	}
	return of("closeComponent", g.chair(d), d, in.Component, func(v *people.Viewer, _ id.ID) error {
		_, err := g.Panels.CloseComponent(g.ctx, v, in, g.Now)
		return err
	})
}

func (g *game) schedule() *move {
	d := g.about("IN_REVIEW")
	if d == nil || !g.percent(50) {
		return nil
	}
	in := panel.SchedulePanelSessionInput{Dossier: id.Of(id.Dossier, d.ID), Component: g.component(), Kind: panel.Presentation, StartsAt: g.Now.Add(time.Hour)}
	return of("schedulePanelSession", g.holder(g.panelOf(d)), d, "", func(v *people.Viewer, _ id.ID) error {
		_, err := g.Panels.ScheduleSession(g.ctx, v, in, g.Now)
		return err
	})
}

func (g *game) recordSession() *move {
	s := one(g, filter(g.rows.Sessions, func(s *sessionRow) bool { return g.aim == nil || s.Dossier == g.aim.ID }))
	if s == nil {
		return nil
	}
	p := g.rows.panel(s.Panel)
	in := panel.RecordPanelSessionInput{Session: id.Of(id.PanelSession, s.ID), HeldAt: g.Now, Present: []id.ID{id.Of(id.Seat, one(g, g.rows.Seats).ID)}, Notes: "They answered everything."}
	if held := one(g, g.sitting(p)); held != nil {
		in.Present[0].UUID = held.ID
	}
	return &move{"recordPanelSession", g.holder(p), short(s.ID), func(v *people.Viewer) error {
		_, err := g.Panels.RecordSession(g.ctx, v, in, g.Now)
		return err
	}}
}

func (g *game) cancelSession() *move {
	s := one(g, g.rows.Sessions)
	if s.ID == uuid.Nil {
		return nil
	}
	return &move{"cancelPanelSession", g.holder(g.rows.panel(s.Panel)), short(s.ID), func(v *people.Viewer) error {
		_, err := g.Panels.CancelSession(g.ctx, v, panel.CancelPanelSessionInput{Session: id.Of(id.PanelSession, s.ID)}, g.Now)
		return err
	}}
}
