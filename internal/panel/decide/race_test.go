package decide_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/panel"
	"dossier/internal/panel/decide"
	"dossier/internal/panel/review"
	"dossier/internal/people"
	"dossier/internal/people/keep"
)

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

// done counts those that were done; the others were refused for the state that
// they found.
func done(t *testing.T, errs []error) (n int) {
	t.Helper()
	for _, err := range errs {
		if err == nil {
			n++
			continue
		}
		refusal[*dossier.WrongState](t, err)
	}
	return n
}

// R3: however often it is decided at once, it is decided once.
func TestDecidedManyTimesAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t, yes, yes)
	try := func() error {
		_, err := h.acts.DecidePromotion(t.Context(), h.seats[0], h.input(yes, ladder.Pass), h.Now)
		return err
	}
	if n := done(t, atOnce(try, try, try, try)); n != 1 || one[int](h, `select count(*) from decision`) != 1 || h.acted("decidePromotion") != 1 {
		t.Errorf("decided %d times", n)
	}
}

// R3: a release is exactly once, whoever asks.
func TestReleasedManyTimesAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t, yes, yes)
	h.decide(yes)
	by := func(v *people.Viewer) func() error {
		return func() error {
			_, err := h.acts.Release(t.Context(), v, decide.ReleaseDecisionInput{Dossier: h.dossier}, h.Now)
			return err
		}
	}
	if n := done(t, atOnce(by(h.sam), by(h.sue), by(h.sam), by(h.sue))); n != 1 || len(h.ranks(h.ana)) != 2 || one[int](h, `select count(*) from entitlement`) != 4 ||
		h.acted("releaseDecision") != 1 || !slices.Equal(h.told("RELEASED"), []string{"Ana", "Sam", "Sue"}) {
		t.Errorf("released %d times: %s", n, h.ranks(h.ana))
	}
}

// R3: two stewards reverse at once, and one does.
func TestReversedTwiceAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t, yes, yes)
	h.decide(yes)
	h.release()
	tom := h.Person("Tom", "", people.Steward)
	errs := atOnce(func() error { return h.reverse(h.sue) }, func() error { return h.reverse(tom) })
	if (errs[0] == nil) == (errs[1] == nil) || len(h.ranks(h.ana)) != 2 || h.acted("reverseDecision") != 1 {
		t.Errorf("%v: %s", errs, h.ranks(h.ana))
	}
	for _, err := range errs {
		if err != nil {
			refusal[*decide.PanelRule](t, err)
		}
	}
}

// R3: a dossier is decided or withdrawn, never both.
func TestDecidedAndWithdrawnAtOnce(t *testing.T) {
	t.Parallel()
	for range 5 {
		h := newHouse(t, yes, yes)
		errs := atOnce(func() error {
			_, err := h.acts.DecidePromotion(t.Context(), h.seats[0], h.input(yes, ladder.Pass), h.Now)
			return err
		}, func() error {
			return h.Acts.Withdraw(t.Context(), h.ana, dossier.DossierInput{Dossier: h.dossier}, h.Now)
		})
		status, decisions := h.status(h.dossier), one[int](h, `select count(*) from decision`)
		switch {
		case errs[0] == nil && status == "DECIDED" && decisions == 1:
			if w := refusal[*dossier.WrongState](t, errs[1]); w.Status != dossier.InReview {
				t.Errorf("withdrawn too late: %v", w)
			}
		case errs[1] == nil && status == "WITHDRAWN" && decisions == 0:
			absent(t, "decided too late", errs[0])
		default:
			t.Errorf("%v: %s, %d decisions", errs, status, decisions)
		}
	}
}

// R3: a member recuses themselves while the chair decides: either their vote
// was counted and they came too late, or it was not.
func TestDecidedAndRecusedAtOnce(t *testing.T) {
	t.Parallel()
	for range 5 {
		h := newHouse(t, yes, yes, yes)
		h.exec(`update panel set quorum = 3 where id = $1`, h.panel)
		acts := &panel.Acts{DB: h.DB, Ladders: h.Ladders, NewID: h.acts.NewID}
		member := h.seats[2]
		reason := "a cousin"
		in := panel.AnswerSeatInput{Seat: id.Of(id.Seat, one[[16]byte](h, `select id from seat where person_id = $1`, member.Person)), Answer: panel.Recuse, Reason: &reason}
		errs := atOnce(func() error {
			_, err := h.acts.DecidePromotion(t.Context(), h.seats[0], h.input(yes, ladder.Pass), h.Now)
			return err
		}, func() error { _, err := acts.AnswerSeat(t.Context(), member, in, h.Now); return err })
		seat, votes := one[string](h, `select status from seat where person_id = $1`, member.Person), one[int](h, `select coalesce(max(jsonb_array_length(votes)), 0) from decision`)
		switch {
		case errs[0] == nil && errs[1] != nil && seat == "SCORED" && votes == 3:
		case errs[1] == nil && errs[0] != nil && seat == "RECUSED" && votes == 0:
			if n := refusal[*decide.NoQuorum](t, errs[0]); n.Scored != 2 {
				t.Errorf("%v", n)
			}
		default:
			t.Errorf("%v: the seat is %s, %d votes", errs, seat, votes)
		}
	}
}

// R3: what is said after the decision is no vote, and changes none.
func TestAVoteAfterTheDecision(t *testing.T) {
	t.Parallel()
	h := newHouse(t, yes, yes, silent)
	reviews := &review.Acts{DB: h.DB, Ladders: h.Ladders, NewID: h.acts.NewID}
	vote := no
	refused := func(when string) {
		t.Helper()
		_, err := reviews.Amend(t.Context(), h.seats[1], review.AmendReviewInput{Dossier: h.dossier, Recommendation: no, Reason: "on second thought"}, h.Now)
		_, late := reviews.Save(t.Context(), h.seats[2], review.SaveReviewInput{Dossier: h.dossier, Recommendation: &vote}, h.Now)
		for _, err := range []error{err, late} {
			if _, wrong := errors.AsType[*dossier.WrongState](err); !wrong && !errors.Is(err, fault.ErrNotFound) {
				t.Errorf("%s: %v", when, err)
			}
		}
		if got := h.see(h.sam).Votes(); got[0].Count != 2 || got[2].Count != 0 {
			t.Errorf("%s: %v", when, got)
		}
	}
	h.decide(yes)
	refused("decided")
	h.release()
	refused("released")
}

// R3: an appeal is withdrawn or heard, and filed once.
func TestFiledTwiceAtOnce(t *testing.T) {
	t.Parallel()
	h := refused(t)
	try := func() error { _, err := h.acts.FileAppeal(t.Context(), h.ana, h.appealOf(), h.Now); return err }
	errs := atOnce(try, try, try)
	n := 0
	for _, err := range errs {
		if err == nil {
			n++
			continue
		}
		refusal[*decide.PanelRule](t, err)
	}
	if n != 1 || one[int](h, `select count(*) from appeal`) != 1 || h.acted("fileAppeal") != 1 {
		t.Errorf("filed %d times", n)
	}
}

// R1: a rank is corrected while a decision on it is released: one waits for the
// other, and the ranks are of either order.
func TestReleasedAndCorrectedAtOnce(t *testing.T) {
	t.Parallel()
	for range 3 {
		h := newHouse(t, yes, yes)
		h.decide(yes)
		ranks := &keep.Acts{DB: h.DB, Ladders: h.Ladders, NewID: h.acts.NewID}
		wrong := id.Of(id.Rank, one[[16]byte](h, `select id from rank_record where person_id = $1`, h.ana.Person))
		in := keep.CorrectRankInput{Person: id.Of(id.Person, h.ana.Person), Level: "L8", From: *on("2022-11-24"), To: on("2026-11-01"), Reason: "left", Supersedes: &wrong}
		errs := atOnce(func() error {
			_, err := h.acts.Release(t.Context(), h.sam, decide.ReleaseDecisionInput{Dossier: h.dossier}, h.Now)
			return err
		}, func() error { _, err := ranks.CorrectRank(t.Context(), h.sue, in, h.Now); return err })
		want := []string{"L8 2022-11-24 2026-11-01 CORRECTION"}
		if errs[0] == nil {
			want = append(want, "L9 2026-11-24 ... DECISION")
		} else {
			refusal[*decide.PanelRule](t, errs[0])
		}
		if got := h.ranks(h.ana); errs[1] != nil || !slices.Equal(got, want) {
			t.Errorf("%v: ranks %s, want %s", errs, got, want)
		}
	}
}
