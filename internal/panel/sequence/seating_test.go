package sequence_test

import (
	"fmt"
	"slices"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/panel"
	"dossier/internal/people"
)

// appealOf is the appeal on a dossier, nil for none.
func (g *game) appealOf(d *dossierRow) *id.ID {
	if l := find(g.rows.Appeals, func(l *appealRow) bool { return l.Dossier == d.ID }); l != nil {
		return new(id.Of(id.Appeal, l.ID))
	}
	return nil
}

func (g *game) assemble() *move {
	d := g.about("SUBMITTED")
	if d == nil || d.Status == "RELEASED" && g.appealOf(d) == nil {
		return nil
	}
	in := panel.AssemblePanelInput{Dossier: id.Of(id.Dossier, d.ID)}
	if d.Status == "RELEASED" {
		in.Appeal = g.appealOf(d)
	}
	var seated []uuid.UUID
	for i, role := range []panel.Role{panel.Chair, panel.Member, panel.Member, panel.Guest}[:2+g.IntN(3)] {
		p := g.fit(d, seated...)
		if role == panel.Guest {
			p = g.who(func(p uuid.UUID) bool { return !slices.Contains(seated, p) })
		}
		if i == 1 && g.percent(4) {
			role = panel.Chair
		}
		seated = append(seated, p)
		in.Seats = append(in.Seats, panel.SeatInput{Person: person(p), Role: role})
	}
	if g.percent(40) {
		in.RevealPreScores = new(panel.AfterOwnScores)
	}
	if g.percent(15) {
		in.Quorum = new(1 + g.IntN(4))
	}
	return of("assemblePanel", g.free(d, people.Steward), d, fmt.Sprint(len(in.Seats), " seats, appeal ", in.Appeal != nil), func(v *people.Viewer, _ id.ID) error {
		_, err := g.Panels.Assemble(g.ctx, v, in, g.Now)
		return err
	})
}

func (g *game) addSeat() *move {
	d := g.about("IN_REVIEW")
	if d == nil {
		return nil
	}
	in := panel.AddSeatInput{Dossier: id.Of(id.Dossier, d.ID), Person: person(g.fit(d)), Role: one(g, []panel.Role{panel.Member, panel.Member, panel.Guest, panel.Chair})}
	if d.Status == "RELEASED" {
		in.Appeal = g.appealOf(d)
	}
	return of("addSeat", g.free(d, people.Steward), d, string(in.Role), func(v *people.Viewer, _ id.ID) error {
		_, err := g.Panels.AddSeat(g.ctx, v, in, g.Now)
		return err
	})
}

func (g *game) replaceSeat() *move {
	d := g.about("IN_REVIEW")
	if d == nil {
		return nil
	}
	s := one(g, filter(g.rows.Seats, func(s *seatRow) bool { return s.Dossier == d.ID }))
	if s == nil {
		return nil
	}
	in := panel.ReplaceSeatInput{Seat: id.Of(id.Seat, s.ID), Person: person(g.fit(d)), Reason: "Silent for weeks."}
	return of("replaceSeat", g.free(d, people.Steward), d, s.Role+" "+s.Status, func(v *people.Viewer, _ id.ID) error {
		_, err := g.Panels.ReplaceSeat(g.ctx, v, in, g.Now)
		return err
	})
}

func (g *game) answerSeat() *move {
	d := g.about("IN_REVIEW")
	if d == nil {
		return nil
	}
	s := one(g, g.sitting(g.panelOf(d), "INVITED"))
	if s == nil || g.percent(10) {
		s = one(g, g.sitting(g.panelOf(d)))
	}
	if s == nil {
		return nil
	}
	in := panel.AnswerSeatInput{Seat: id.Of(id.Seat, s.ID), Answer: panel.Acknowledge}
	if g.percent(8) {
		in.Answer, in.Reason = one(g, []panel.SeatAnswer{panel.Recuse, panel.Abstain}), new("I know the team.")
	}
	return of("answerSeat", g.the(s.Person), d, fmt.Sprint(s.Status, " ", in.Answer), func(v *people.Viewer, _ id.ID) error {
		_, err := g.Panels.AnswerSeat(g.ctx, v, in, g.Now)
		return err
	})
}
