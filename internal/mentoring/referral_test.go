package mentoring_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/mentoring"
	"dossier/internal/page"
	"dossier/internal/people"
	"dossier/internal/problem"
)

// offerReferral offers an agreement in euros.
func (h *house) offerReferral(mentor *people.Viewer, m id.ID) id.ID {
	h.T.Helper()
	made, err := h.acts.OfferReferral(h.T.Context(), mentor, mentoring.ReferralInput{Mentorship: m, Currency: "EUR"}, h.Now)
	if err != nil {
		h.T.Fatal(err)
	}
	return id.Of(id.Agreement, made)
}

func (h *house) agree(mentee *people.Viewer, a id.ID) error {
	return h.acts.AnswerReferral(h.T.Context(), mentee, mentoring.AnswerReferralInput{Agreement: a, Answer: mentoring.Accept}, h.Now)
}

// agreement is one through somebody's eyes, nil if they may not see it.
func (h *house) agreement(v *people.Viewer, a id.ID) *mentoring.Agreement {
	h.T.Helper()
	found, err := h.store.AgreementsByIDs(h.T.Context(), v, []uuid.UUID{a.UUID})
	if err != nil {
		h.T.Fatal(err)
	}
	return found[a.UUID]
}

func TestTermsAreThoseOfTheDayOfAcceptance(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mira, leo, kim := h.Person("Mira", "L8"), h.Person("Leo", "L4"), h.Person("Kim", "L4")
	first, second := h.offerReferral(mira, h.pair(mira, leo)), h.offerReferral(mira, h.pair(mira, kim))
	if err := h.agree(leo, first); err != nil {
		t.Fatal(err)
	}
	h.promote(mira, "L9", h.today())
	if err := h.agree(kim, second); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		rule           string
		a              id.ID
		v              *people.Viewer
		points, months int
		terms          mentoring.Terms
	}{
		{"N3: a running one keeps its terms", first, leo, 700, 18, mentoring.Terms{LadderVersion: h.Version.UUID, Level: "L8", Policy: "referral"}},
		{"U6: a new one has those of L9", second, kim, 800, 24, mentoring.Terms{LadderVersion: h.Version.UUID, Level: "L9", Policy: "unlock-referral-cut"}},
	} {
		got := h.agreement(tc.v, tc.a)
		var terms mentoring.Terms
		if err := h.DB.QueryRow(t.Context(), `select terms from referral_agreement where id = $1`, tc.a.UUID).Scan(&terms); err != nil {
			t.Fatal(err)
		}
		if got.Status != mentoring.AgreementAccepted || got.BasisPoints != tc.points || got.Months != tc.months || !got.AcceptedAt.Equal(h.Now) || terms != tc.terms {
			t.Errorf("%s: %+v from %+v", tc.rule, got, terms)
		}
	}
	// Not even a statement at the database changes what was agreed.
	h.refuses(`update referral_agreement set basis_points = 900`, `update referral_agreement set months = 36`, `update referral_agreement set currency = 'USD'`,
		`update referral_agreement set accepted_at = null`, `update referral_agreement set declined_at = now()`, `delete from referral_agreement`)
}

func TestReferralsThatAreRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	mira, leo := h.Person("Mira", "L8"), h.Person("Leo", "L4")
	fay, ida, uwe := h.Person("Fay", "", people.HouseFounder), h.Person("Ida", "L10"), h.Person("Uwe", "L2")
	offered := h.offer(mira, h.Person("Kim", "L4"))
	byFounder, byTen, running := h.pair(fay, h.Person("Lea", "L8")), h.pair(ida, uwe), h.pair(mira, leo)
	for name, tc := range map[string]struct {
		v          *people.Viewer
		m          id.ID
		currency   string
		path, says string
	}{
		"N3: no level, no cut":      {fay, byFounder, "EUR", "input.mentorship", "holds no level"},
		"N3: a level without a cut": {ida, byTen, "EUR", "input.mentorship", "states no referral cut"},
		"N3: only offered":          {mira, offered, "EUR", "input.mentorship", "while it runs"},
		"N3: no currency":           {mira, running, "EURO", "input.currency", "ISO 4217"},
		"N3: small letters":         {mira, running, "eur", "input.currency", "ISO 4217"},
		"N3: a code without money":  {mira, running, "XXX", "input.currency", "ISO 4217"},
	} {
		_, err := h.acts.OfferReferral(ctx, tc.v, mentoring.ReferralInput{Mentorship: tc.m, Currency: tc.currency}, h.Now)
		if r := refusal[*problem.Invalid](t, err); r.Fields[0].Path != tc.path || !strings.Contains(r.Message(), tc.says) {
			t.Errorf("%s: %v", name, r)
		}
	}
	a := h.offerReferral(mira, running)
	_, err := h.acts.OfferReferral(ctx, mira, mentoring.ReferralInput{Mentorship: running, Currency: "EUR"}, h.Now)
	if r := refusal[*problem.Invalid](t, err); !strings.Contains(r.Message(), "already") {
		t.Errorf("N3: twice: %v", r)
	}
	if err := h.agree(mira, a); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("N3: the mentor answers: %v", err)
	}
	if err := h.agree(leo, id.Of(id.Mentorship, a.UUID)); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("N3: an id of something else: %v", err)
	}
	refusal[*problem.Invalid](t, h.acts.AnswerReferral(ctx, leo, mentoring.AnswerReferralInput{Agreement: a, Answer: "MAYBE"}, h.Now))
	if err := h.acts.AnswerReferral(ctx, leo, mentoring.AnswerReferralInput{Agreement: a, Answer: mentoring.Decline}, h.Now); err != nil {
		t.Fatal(err)
	}
	refusal[*problem.Invalid](t, h.agree(leo, a))
	second := h.offerReferral(mira, running)
	if got, err := h.store.AgreementsOf(ctx, leo, []uuid.UUID{running.UUID}); err != nil || got[running.UUID].UUID != second.UUID {
		t.Errorf("N3: after one was declined: %v, %v", got, err)
	}
	if err := h.end(leo, running, mentoring.Stopped); err != nil {
		t.Fatal(err)
	}
	if r := refusal[*problem.Invalid](t, h.agree(leo, second)); !strings.Contains(r.Message(), "ENDED") {
		t.Errorf("N3: after the end: %v", r)
	}
}

func TestOneRunningAgreementForAMentee(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mira, ida, leo := h.Person("Mira", "L8"), h.Person("Ida", "L9"), h.Person("Leo", "L4")
	handedOn := h.pair(mira, leo)
	first := h.offerReferral(mira, handedOn)
	if err := h.agree(leo, first); err != nil {
		t.Fatal(err)
	}
	h.Advance(24 * time.Hour)
	if r := refusal[*problem.Invalid](t, h.end(mira, handedOn, mentoring.HandedOn)); r.Fields[0].Path != "input.reason" || !strings.Contains(r.Message(), "beyond what the ladder allows") {
		t.Errorf("N3: a mentor keeps the money and frees the slot: %v", r)
	}
	h.promote(leo, "L7", h.today())
	if err := h.end(mira, handedOn, mentoring.HandedOn); err != nil {
		t.Fatal(err)
	}
	if h.agreement(mira, first).EndedOn != nil {
		t.Error("N3: a hand-over ended the money")
	}
	next := h.pair(ida, leo)
	second := h.offerReferral(ida, next)
	if r := refusal[*problem.Invalid](t, h.agree(leo, second)); !strings.Contains(r.Message(), "one at a time") {
		t.Errorf("N3: a second agreement: %v", r)
	}
	other := h.Person("Kim", "L4")
	stopped := h.pair(mira, other)
	a := h.offerReferral(mira, stopped)
	if err := h.agree(other, a); err != nil {
		t.Fatal(err)
	}
	h.Advance(24 * time.Hour)
	if err := h.end(other, stopped, mentoring.Stopped); err != nil {
		t.Fatal(err)
	}
	if got := h.agreement(mira, a); got.EndedOn == nil || !got.EndedOn.Equal(h.today()) {
		t.Errorf("N3: a mentorship that stopped: %+v", got)
	}
	if err := h.agree(other, h.offerReferral(ida, h.pair(ida, other))); err != nil {
		t.Errorf("N3: the next one: %v", err)
	}
}

// A ladder may not promise what the program does not compute.
func TestAReadingThatIsNotComputedIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mira, leo := h.Person("Mira", "L8"), h.Person("Leo", "L4")
	m := h.pair(mira, leo)
	h.Import(func(v *ladder.Version) {
		v.Label = "December 2026"
		v.Level("L8").ReadingOf("referral").Values["prorated"] = false
	})
	_, err := h.acts.OfferReferral(t.Context(), mira, mentoring.ReferralInput{Mentorship: m, Currency: "EUR"}, h.Now)
	if r := refusal[*problem.Invalid](t, err); !strings.Contains(r.Message(), `"prorated"`) {
		t.Errorf("N3: %v", r)
	}
}

func TestWhoSeesReferralMoney(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	mira, leo, fay := h.Person("Mira", "L8"), h.Person("Leo", "L4"), h.Person("Fay", "", people.HouseFounder)
	sam := h.Person("Sam", "L10", people.Steward)
	m := h.pair(mira, leo)
	a := h.offerReferral(mira, m)
	for name, tc := range map[string]struct {
		v    *people.Viewer
		sees int
	}{"mentor": {mira, 1}, "mentee": {leo, 1}, "house founder": {fay, 1}, "steward": {sam, 0}, "nobody": {nil, 0}} {
		of, err := h.store.AgreementsOf(ctx, tc.v, []uuid.UUID{m.UUID})
		statements, err2 := h.store.Statements(ctx, tc.v, []uuid.UUID{a.UUID})
		list, err3 := h.store.Agreements(ctx, tc.v, mentoring.AgreementFilter{Mentor: ptr(person(mira)), Mentee: ptr(person(leo))}, page.Request{First: 5})
		if err := errors.Join(err, err2, err3); err != nil {
			t.Fatal(err)
		}
		n, err := list.TotalCount(ctx)
		if err != nil || len(of) != tc.sees || len(statements) != tc.sees || len(list.Edges) != tc.sees || n != tc.sees || (h.agreement(tc.v, a) != nil) != (tc.sees == 1) {
			t.Errorf("%s: %d, %d, %d of %d, %v, want %d each", name, len(of), len(statements), len(list.Edges), n, err, tc.sees)
		}
	}
}

func TestMonthlyRates(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	leo, fay := h.Person("Leo", "L4"), h.Person("Fay", "L8", people.HouseFounder)
	sam := h.Person("Sam", "", people.Steward)
	set := func(v *people.Viewer, of *people.Viewer, from string, amount int64, currency string) error {
		_, err := h.acts.SetRate(ctx, v, mentoring.RateInput{Person: person(of), From: day.Day{Time: date(from)}, Amount: mentoring.Money{Amount: amount, Currency: currency}}, h.Now)
		h.Advance(time.Second)
		return err
	}
	for name, err := range map[string]error{"a steward": set(sam, leo, "2026-01-01", 1, "EUR"), "the person": set(leo, leo, "2026-01-01", 1, "EUR"), "a founder for themselves": set(fay, fay, "2026-01-01", 1, "EUR")} {
		if !errors.Is(err, fault.ErrNotFound) {
			t.Errorf("N3: %s records a rate: %v", name, err)
		}
	}
	for _, tc := range []struct {
		what, from, currency, path string
		amount                     int64
	}{
		{"negative", "2026-01-01", "EUR", "input.amount.amount", -1},
		{"far too much", "2026-01-01", "EUR", "input.amount.amount", 1_000_000_000_001},
		{"unknown currency", "2026-01-01", "EUX", "input.amount.currency", 1},
		{"long ago", "1999-12-31", "EUR", "input.from", 1},
		{"far ahead", "2027-11-25", "EUR", "input.from", 1},
	} {
		if r := refusal[*problem.Invalid](t, set(fay, leo, tc.from, tc.amount, tc.currency)); len(r.Fields) != 1 || r.Fields[0].Path != tc.path {
			t.Errorf("N3: %s: %v", tc.what, r)
		}
	}
	for _, err := range []error{set(fay, leo, "2026-01-01", 420000, "EUR"), set(fay, leo, "2026-07-01", 9, "EUR"), set(fay, leo, "2026-07-01", 450000, "EUR"), set(fay, leo, "2027-11-24", 0, "EUR")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	rates, err := h.store.RatesOf(ctx, leo, []uuid.UUID{leo.Person, fay.Person})
	if got := rates[leo.Person]; err != nil || len(rates) != 1 || len(got) != 3 || got[1].Amount != (mentoring.Money{Amount: 450000, Currency: "EUR"}) || !got[1].From.Equal(date("2026-07-01")) || got[0].Amount.Amount != 0 {
		t.Errorf("N3: %+v, %v", rates, err)
	}
	if rates, err := h.store.RatesOf(ctx, sam, []uuid.UUID{leo.Person}); err != nil || len(rates) != 0 {
		t.Errorf("N3: a steward sees rates: %v, %v", rates, err)
	}
	h.refuses(`update monthly_rate set amount = 1`, `delete from monthly_rate`)
}

// N3: nobody records the rate that their own cut is of: not of an agreement
// that is only offered, nor of one that has ended with months left to accrue.
func TestAMentorNeverRecordsTheRate(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mira, leo, fay := h.Person("Mira", "L8", people.HouseFounder), h.Person("Leo", "L4"), h.Person("Fay", "", people.HouseFounder)
	set := func(v *people.Viewer) error {
		_, err := h.acts.SetRate(t.Context(), v, mentoring.RateInput{Person: person(leo), From: day.Day{Time: date("2026-12-01")}, Amount: mentoring.Money{Amount: 900000, Currency: "EUR"}}, h.Now)
		h.Advance(time.Second)
		return err
	}
	refused := func(when string) {
		if r := refusal[*problem.Invalid](t, set(mira)); !strings.Contains(r.Message(), "nobody moves their own money") {
			t.Errorf("N3: %s: %v", when, r)
		}
		if err := set(fay); err != nil {
			t.Errorf("N3: %s, another founder: %v", when, err)
		}
	}
	m := h.pair(mira, leo)
	a := h.offerReferral(mira, m)
	refused("while it is offered")
	if err := h.agree(leo, a); err != nil {
		t.Fatal(err)
	}
	refused("while it runs")
	h.Now = time.Date(2026, 12, 20, 9, 0, 0, 0, time.UTC)
	if err := h.end(leo, m, mentoring.Completed); err != nil {
		t.Fatal(err)
	}
	refused("after the end")
}
