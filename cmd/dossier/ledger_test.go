package main

import (
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	calendar "dossier/internal/day"
	"dossier/internal/id"
	"dossier/internal/mentoring"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

// TestLedgerScript runs the stories in testdata/ledger on a database with two
// referral agreements of July 2026: Leo, on leave for half of September, has a
// monthly rate, Kim has none.
func TestLedgerScript(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/ledger",
		Setup: func(env *testscript.Env) error {
			w := testworld.New(t)
			w.Now = time.Date(2026, 7, 20, 12, 0, 0, 0, time.UTC)
			mira, fay := w.Person("Mira", "L8"), w.Person("Fay", "", people.HouseFounder)
			acts := &mentoring.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID}
			leo, kim := w.Person("Leo", "L4"), w.Person("Kim", "L4")
			for _, mentee := range []*people.Viewer{leo, kim} {
				if err := refer(t, w, acts, mira, mentee); err != nil {
					return err
				}
			}
			_, err := acts.SetRate(t.Context(), fay, mentoring.RateInput{
				Person: id.Of(id.Person, leo.Person), From: calendar.Day{Time: calendar.Date(2026, 1, 1)}, Amount: mentoring.Money{Amount: 420000, Currency: "EUR"},
			}, w.Now)
			if err != nil {
				return err
			}
			_, err = w.DB.Exec(t.Context(), `insert into tenure_pause (id, person_id, during, reason, recorded_at)
				values ($1, $2, '[2026-09-16,2026-10-01)', 'leave', $3)`, w.NewID(), leo.Person, w.Now)
			env.Setenv("DATABASE_URL", w.DB.Config().ConnString())
			env.Setenv("DOSSIER_LOG_LEVEL", "")
			for name, v := range map[string]*people.Viewer{"MENTOR": mira, "MENTEE": leo, "FOUNDER": fay} {
				env.Setenv(name, id.Of(id.Person, v.Person).String())
			}
			return err
		},
	})
}

// refer has two people agree on a mentorship and on referral money.
func refer(t *testing.T, w *testworld.World, acts *mentoring.Acts, mentor, mentee *people.Viewer) error {
	to := id.Of(id.Person, mentee.Person)
	m, err := acts.Offer(t.Context(), mentor, mentoring.OfferInput{Mentee: &to}, w.Now)
	if err != nil {
		return err
	}
	mentorship := id.Of(id.Mentorship, m)
	if err := acts.Answer(t.Context(), mentee, mentoring.AnswerInput{Mentorship: mentorship, Answer: mentoring.Accept}, w.Now); err != nil {
		return err
	}
	g, err := acts.OfferReferral(t.Context(), mentor, mentoring.ReferralInput{Mentorship: mentorship, Currency: "EUR"}, w.Now)
	if err != nil {
		return err
	}
	return acts.AnswerReferral(t.Context(), mentee, mentoring.AnswerReferralInput{Agreement: id.Of(id.Agreement, g), Answer: mentoring.Accept}, w.Now)
}
