package panel_test

import (
	"context"
	"crypto/rand"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/dossier"
	"dossier/internal/panel"
	"dossier/internal/panel/review"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// rounds is how often a race is run.
const rounds = 5

// racing is a house whose acts may run at once.
func racing(t *testing.T) *house {
	h := newHouse(t)
	h.acts.Rand = rand.Reader
	return h
}

// atOnce runs acts at the same moment and returns what each came to.
func atOnce(acts ...func() error) []error {
	errs := make([]error, len(acts))
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i, act := range acts {
		wg.Go(func() {
			<-start
			errs[i] = act()
		})
	}
	close(start)
	wg.Wait()
	return errs
}

func TestTwoStewardsAssembleAtOnce(t *testing.T) {
	t.Parallel()
	h := racing(t)
	other := h.Person("Olga", "", people.Steward)
	for range rounds {
		ctx, in := t.Context(), h.input()
		errs := atOnce(
			func() error { _, err := h.acts.Assemble(ctx, h.sten, in, h.Now); return err },
			func() error { _, err := h.acts.Assemble(ctx, other, in, h.Now); return err },
		)
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("both came to %v", errs)
		}
		for _, err := range errs {
			if err != nil {
				refusal[*dossier.WrongState](t, "the second", err)
			}
		}
		var panels, seats, invited int
		h.must(h.DB.QueryRow(ctx, `select (select count(*) from panel where dossier_id = $1), (select count(*) from seat where dossier_id = $1),
			(select count(*) from notification where dossier_id = $1 and kind = 'SEAT_INVITED')`, h.d.UUID).Scan(&panels, &seats, &invited))
		if panels != 1 || seats != 3 || invited != 3 {
			t.Errorf("%d panels, %d seats, %d invitations", panels, seats, invited)
		}
		h.another()
	}
}

func TestAnAnswerMeetsASubstitute(t *testing.T) {
	t.Parallel()
	h := racing(t)
	for range rounds {
		h.assemble()
		ctx, seat := t.Context(), h.seat(h.ben)
		errs := atOnce(
			func() error {
				_, err := h.acts.AnswerSeat(ctx, h.ben, panel.AnswerSeatInput{Seat: seat, Answer: panel.Acknowledge}, h.Now)
				return err
			},
			func() error {
				_, err := h.acts.ReplaceSeat(ctx, h.sten, panel.ReplaceSeatInput{Seat: seat, Person: person(h.cem), Reason: "Silent."}, h.Now)
				return err
			},
		)
		h.must(errs[1])
		want := panel.Acknowledged
		if errs[0] != nil {
			untold(t, "the answer", errs[0], "input.seat: is held by another in your place")
			want = panel.Invited
		}
		if got := h.see(h.sten, seat); got.Status != want || !got.Replaced {
			t.Errorf("answered with %v, the seat is %+v", errs[0], got)
		}
		if h.status(h.ben) != "" {
			t.Error("who was replaced sees the dossier")
		}
		h.another()
	}
}

func TestTwoSubstitutesAtOnce(t *testing.T) {
	t.Parallel()
	h := racing(t)
	dan := h.panelist("Dan")
	for range rounds {
		h.assemble()
		ctx, seat := t.Context(), h.seat(h.chair)
		by := func(v *people.Viewer) func() error {
			return func() error {
				_, err := h.acts.ReplaceSeat(ctx, h.sten, panel.ReplaceSeatInput{Seat: seat, Person: person(v), Reason: "Ill."}, h.Now)
				return err
			}
		}
		errs := atOnce(by(h.cem), by(dan))
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("both came to %v", errs)
		}
		for _, err := range errs {
			if err != nil {
				refusal[*problem.Invalid](t, "the second", err)
			}
		}
		h.another()
	}
}

// A review is handed in before a component is unlocked and goes stale, or is
// refused after: none of the text before counts.
func TestAReviewMeetsAnUnlocking(t *testing.T) {
	t.Parallel()
	h := racing(t)
	reviews := &review.Acts{DB: h.DB, Ladders: h.Ladders, NewID: newID}
	for range rounds {
		p := h.acknowledged()
		ctx, ben, chair := t.Context(), h.at(h.ben), h.at(h.chair)
		score, promote, none := 3, review.Promote, "There was none."
		in := review.SaveReviewInput{Dossier: h.d, Recommendation: &promote}
		for _, c := range h.Version.Level("L8").PanelCriteria {
			in.Scores = append(in.Scores, review.ScoreInput{Criterion: c.Key, Score: &score, Reason: &none, NoEvidence: ptr(true)})
		}
		_, err := reviews.Save(ctx, ben, in, h.Now)
		h.must(err)
		errs := atOnce(
			func() error {
				_, err := reviews.Submit(ctx, ben, review.SubmitReviewInput{Dossier: h.d}, h.Now)
				return err
			},
			func() error {
				_, err := h.acts.UnlockComponent(ctx, chair, panel.UnlockComponentInput{Dossier: h.d, Component: portfolio, Reason: "Why?"}, h.Now)
				return err
			},
		)
		h.must(errs[1])
		if errs[0] != nil {
			refusal[*dossier.WrongState](t, "the review", errs[0])
		}
		var counting int
		h.must(h.DB.QueryRow(ctx, `select count(*) from review where panel_id = $1 and stale_at is null`, p.UUID).Scan(&counting))
		if got := h.standing(h.ben); counting != 0 || got != panel.Acknowledged {
			t.Errorf("%d reviews count, the seat is %s", counting, got)
		}
		h.another()
	}
}

// What is handed in again is handed in, or was closed before: never both.
func TestHandingInMeetsClosing(t *testing.T) {
	t.Parallel()
	h := racing(t)
	for range rounds {
		h.acknowledged()
		h.must(h.unlock(h.chair))
		h.must(h.write(portfolio, "What it cost"))
		ctx, ana, chair := t.Context(), h.at(h.ana), h.at(h.chair)
		errs := atOnce(
			func() error { return h.World.Acts.Submit(ctx, ana, dossier.DossierInput{Dossier: h.d}, h.Now) },
			func() error {
				_, err := h.acts.CloseComponent(ctx, chair, panel.CloseComponentInput{Dossier: h.d, Component: portfolio}, h.Now)
				return err
			},
		)
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("both came to %v", errs)
		}
		var submissions int
		h.must(h.DB.QueryRow(ctx, `select count(*) from submission where dossier_id = $1`, h.d.UUID).Scan(&submissions))
		if want := 1 + map[bool]int{true: 1}[errs[0] == nil]; submissions != want || len(h.unlocked(h.ana)) != 0 {
			t.Errorf("%d submissions, want %d; unlocked are %q", submissions, want, h.unlocked(h.ana))
		}
		h.another()
	}
}

// Two workers that look at the same moment tell each thing once.
func TestTwoWorkersCareAtOnce(t *testing.T) {
	t.Parallel()
	h := racing(t)
	for range rounds {
		h.acknowledged()
		h.declare(h.ana, h.ben)
		h.Advance(20 * 24 * time.Hour)
		before := len(h.trail(h.Now))
		ctx := t.Context()
		care := func() error { return h.acts.Care(ctx, h.Now) }
		for _, err := range atOnce(care, care, care) {
			h.must(err)
		}
		if trail := h.trail(h.Now)[before:]; !slices.Equal(trail, []string{"suspendSeat"}) {
			t.Errorf("the trail is %q", trail)
		}
		h.another()
	}
}

// Whoever waited for another act looks again at what it left.
func TestWhoWaitedLooksAgain(t *testing.T) {
	t.Parallel()
	for what, act := range map[string]func(ctx context.Context, h *house, chair *people.Viewer) error{
		"an act on a seat": func(ctx context.Context, h *house, chair *people.Viewer) error {
			_, err := h.acts.UnlockComponent(ctx, chair, panel.UnlockComponentInput{Dossier: h.d, Component: portfolio, Reason: "Why?"}, h.Now)
			return err
		},
		"any act on the dossier": func(ctx context.Context, h *house, chair *people.Viewer) error {
			return postgres.InTx(ctx, h.DB, func(tx pgx.Tx) error {
				_, err := dossier.LockFor(ctx, tx, chair, h.d, access.Chair)
				return err
			})
		},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			h := racing(t)
			h.acknowledged()
			ctx, chair := t.Context(), h.at(h.chair)
			tx, err := h.DB.Begin(ctx)
			h.must(err)
			defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // is over by then, if nothing went wrong
			_, err = dossier.Hold(ctx, tx, h.d.UUID)
			h.must(err)
			var first string
			h.must(tx.QueryRow(ctx, `select pg_current_xact_id()::text`).Scan(&first))
			_, err = tx.Exec(ctx, `update seat set status = 'RECUSED', reason = 'I know them.' where id = $1`, h.seat(h.chair).UUID)
			h.must(err)
			done := make(chan error, 1)
			go func() { done <- act(ctx, h, chair) }()
			waits, deadline := 0, time.Now().Add(30*time.Second)
			for ; waits == 0; time.Sleep(5 * time.Millisecond) {
				h.must(h.DB.QueryRow(ctx, `select count(*) from pg_locks where not granted and transactionid::text = $1`, first).Scan(&waits))
				if time.Now().After(deadline) {
					t.Fatal("the second act does not wait for the first")
				}
			}
			h.must(tx.Commit(ctx))
			absent(t, "the act of who recused themselves meanwhile", <-done)
		})
	}
}
