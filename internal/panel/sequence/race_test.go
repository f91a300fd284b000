package sequence_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/panel"
	"dossier/internal/panel/decide"
	"dossier/internal/panel/review"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

// court is a panel whose members have all said PROMOTE.
func court(g *game) (d id.ID, steward uuid.UUID, holders []uuid.UUID) {
	g.T.Helper()
	must := func(err error) {
		g.T.Helper()
		if err != nil {
			g.T.Fatal(err)
		}
	}
	var err error
	g.rows, err = read(g.ctx, g.DB)
	must(err)
	ana := g.viewer(g.candidates[0])
	d = g.Open(ana)
	g.Submit(ana, d)
	in := panel.AssemblePanelInput{Dossier: d}
	for i := range 3 {
		v := g.Person([]string{"Chair", "Second", "Third"}[i], "L9", people.Panelist)
		holders = append(holders, v.Person)
		in.Seats = append(in.Seats, panel.SeatInput{Person: person(v.Person), Role: []panel.Role{panel.Chair, panel.Member, panel.Member}[i]})
	}
	sam := g.World.Person("Sam", "", people.Steward)
	_, err = g.Panels.Assemble(g.ctx, sam, in, g.Now)
	must(err)
	g.rows, err = read(g.ctx, g.DB)
	must(err)
	for _, p := range holders {
		_, err := g.Panels.AnswerSeat(g.ctx, g.viewer(p), panel.AnswerSeatInput{Seat: seatOfPerson(g, p), Answer: panel.Acknowledge}, g.Now)
		must(err)
		o := review.SaveReviewInput{Dossier: d, Recommendation: new(review.Promote)}
		for _, c := range g.Version.Level("L8").PanelCriteria {
			o.Scores = append(o.Scores, review.ScoreInput{Criterion: c.Key, Score: new(3), Reason: new("I read it."), NoEvidence: new(true)})
		}
		_, err = g.reviews.Save(g.ctx, g.viewer(p), o, g.Now)
		must(err)
		_, err = g.reviews.Submit(g.ctx, g.viewer(p), review.SubmitReviewInput{Dossier: d}, g.Now)
		must(err)
	}
	return d, sam.Person, holders
}

func seatOfPerson(g *game, p uuid.UUID) id.ID {
	return id.Of(id.Seat, find(g.rows.Seats, func(s *seatRow) bool { return s.Person == p }).ID)
}

// R3: two chairs, one of whom follows the other at this moment: it is decided
// by the first before, or by nobody yet; never by both, and never by one who
// does not chair any more.
func TestTwoChairsAtOnce(t *testing.T) {
	t.Parallel()
	for range 6 {
		g := newGame(testworld.New(t), 1)
		d, steward, holders := court(g)
		next := g.Person("Next", "L10", people.Panelist)
		in := decide.DecidePromotionInput{Dossier: d, Outcome: review.Promote, Rationale: "We read all of it."}
		for _, k := range g.Version.Level("L8").Promotion.Decided() {
			in.Components = append(in.Components, decide.ComponentVerdictInput{Component: k.Key, Verdict: ladder.Pass})
		}
		decided := func(p uuid.UUID) func() error {
			v := g.viewer(p)
			return func() error { _, err := g.decide.DecidePromotion(g.ctx, v, in, g.Now); return err }
		}
		by := &people.Viewer{Person: steward, Roles: []people.Role{people.Steward}, Now: g.Now}
		replaced := func() error {
			_, err := g.Panels.ReplaceSeat(g.ctx, by, panel.ReplaceSeatInput{Seat: seatOfPerson(g, holders[0]), Person: person(next.Person), Reason: "Ill."}, g.Now)
			return err
		}
		errs := atOnce(decided(holders[0]), decided(holders[1]), replaced, decided(next.Person))
		r, err := read(g.ctx, g.DB)
		if err != nil {
			t.Fatal(err)
		}
		switch status := r.dossier(d.UUID).Status; {
		case errs[0] == nil && wrongState(errs[2]) && status == "DECIDED" && len(r.Decisions) == 1 && r.Decisions[0].DecidedBy == holders[0] && len(r.Decisions[0].Votes) == 3:
		case errors.Is(errs[0], fault.ErrNotFound) && errs[2] == nil && status == "IN_REVIEW" && len(r.Decisions) == 0:
		default:
			t.Errorf("%v: the dossier is %s, decisions %+v", errs, status, r.Decisions)
		}
		if !errors.Is(errs[1], fault.ErrNotFound) || !errors.Is(errs[3], fault.ErrNotFound) {
			t.Errorf("by a member %v, by who has not taken the seat %v", errs[1], errs[3])
		}
	}
}

func wrongState(err error) bool {
	_, ok := errors.AsType[*dossier.WrongState](err)
	return ok
}

// atOnce runs acts at the same moment and returns what came of each.
func atOnce(acts ...func() error) []error {
	errs := make([]error, len(acts))
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i, act := range acts {
		wg.Go(func() { <-start; errs[i] = act() })
	}
	close(start)
	wg.Wait()
	return errs
}
