package mentoring_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/mentoring"
	"dossier/internal/people"
	"dossier/internal/problem"
)

func TestAMentorshipFromOfferToEnd(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	mira, leo, other := h.Person("Mira", "L8"), h.Person("Leo", "L4"), h.Person("Ida", "L9")
	to, track := person(mira), mentoring.OwnershipTrack
	made, err := h.acts.Offer(ctx, leo, mentoring.OfferInput{Mentor: &to, Purpose: &track, Key: ptr("a")}, h.Now)
	if err != nil {
		t.Fatal(err)
	}
	again, err := h.acts.Offer(ctx, leo, mentoring.OfferInput{Mentor: &to, Purpose: &track, Key: ptr("a")}, h.Now)
	if err != nil || again != made {
		t.Errorf("the same key again: %v, %v", again, err)
	}
	m := id.Of(id.Mentorship, made)
	if got := h.see(mira, m); got.Status != mentoring.Offered || *got.Purpose != track || got.Since() != nil || got.OfferedBy != leo.Person {
		t.Errorf("offered: %+v", got)
	}
	if h.see(other, m) != nil {
		t.Error("others see an offer")
	}
	refusal[*problem.Invalid](t, h.answer(leo, m, mentoring.Accept))
	if err := h.answer(mira, m, mentoring.Accept); err != nil {
		t.Fatal(err)
	}
	refusal[*problem.Invalid](t, h.answer(mira, m, mentoring.Decline))
	if got := h.see(other, m); got.Status != mentoring.Active || !got.Since().Equal(h.today()) || got.Until() != nil {
		t.Errorf("accepted: %+v", got)
	}
	h.Advance(40 * 24 * time.Hour)
	if err := h.end(leo, m, mentoring.Completed); err != nil {
		t.Fatal(err)
	}
	if got := h.see(other, m); got.Status != mentoring.Ended || !got.Until().Equal(h.today()) || *got.EndReason != mentoring.Completed {
		t.Errorf("ended: %+v", got)
	}
	refusal[*problem.Invalid](t, h.end(mira, m, mentoring.Stopped))
	var trail string
	if err := h.DB.QueryRow(ctx, `select string_agg(act, ' ' order by seq) from audit where object = $1`, m.String()).Scan(&trail); err != nil || trail != "offerMentorship answerMentorship endMentorship" {
		t.Errorf("the trail: %s, %v", trail, err)
	}
}

func TestOffersThatAreRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mira, leo, ida := h.Person("Mira", "L8"), h.Person("Leo", "L4"), h.Person("Ida", "L8")
	for name, tc := range map[string]struct {
		by         *people.Viewer
		in         mentoring.OfferInput
		path, says string
	}{
		"nobody named":                    {mira, mentoring.OfferInput{}, "input.mentor", "exactly one"},
		"both named":                      {mira, mentoring.OfferInput{Mentor: ptr(person(leo)), Mentee: ptr(person(leo))}, "input.mentor", "exactly one"},
		"oneself":                         {mira, mentoring.OfferInput{Mentee: ptr(person(mira))}, "input.mentee", "nobody mentors themselves"},
		"N2: a mentor below":              {mira, mentoring.OfferInput{Mentor: ptr(person(leo))}, "input.mentor", "L10 or a house founder"},
		"N1: a mentor level with oneself": {mira, mentoring.OfferInput{Mentor: ptr(person(ida))}, "input.mentor", "L10 or a house founder"},
		"another purpose":                 {mira, mentoring.OfferInput{Mentee: ptr(person(leo)), Purpose: ptr(mentoring.Purpose("FUN"))}, "input.purpose", "OWNERSHIP_TRACK"},
		"another ladder":                  {mira, mentoring.OfferInput{Mentee: ptr(person(leo)), Ladder: ptr("other")}, "input.ladder", "no ladder"},
		"a NUL in the ladder":             {mira, mentoring.OfferInput{Mentee: ptr(person(leo)), Ladder: ptr("a\x00")}, "input.ladder", "control character"},
		"a long key":                      {mira, mentoring.OfferInput{Mentee: ptr(person(leo)), Key: ptr(strings.Repeat("k", 65))}, "input.key", "1 to 64"},
	} {
		_, err := h.acts.Offer(t.Context(), tc.by, tc.in, h.Now)
		if r := refusal[*problem.Invalid](t, err); r.Fields[0].Path != tc.path || !strings.Contains(r.Message(), tc.says) {
			t.Errorf("%s: %v", name, r)
		}
	}
	for name, other := range map[string]id.ID{"unknown": id.Of(id.Person, uuid.Max), "malformed": {}, "no person's": id.Of(id.Dossier, leo.Person)} {
		if _, err := h.acts.Offer(t.Context(), mira, mentoring.OfferInput{Mentee: &other}, h.Now); !errors.Is(err, fault.ErrNotFound) {
			t.Errorf("an id that is %s: %v", name, err)
		}
	}
	h.offer(mira, leo)
	_, err := h.acts.Offer(t.Context(), leo, mentoring.OfferInput{Mentor: ptr(person(mira))}, h.Now)
	if r := refusal[*problem.Invalid](t, err); !strings.Contains(r.Message(), "open already") {
		t.Errorf("a second offer: %v", r)
	}
}

func TestNobodyMentorsThemselvesThroughADouble(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	mira, double, leo := h.Person("Mira", "L8"), h.Person("Mira too", ""), h.Person("Leo", "L4")
	h.Tx(func(tx pgx.Tx) error { return h.People.Merge(ctx, tx, double.Person, mira.Person, h.Now) })
	for _, in := range []mentoring.OfferInput{{Mentee: ptr(person(double))}, {Mentor: ptr(person(double))}} {
		_, err := h.acts.Offer(ctx, mira, in, h.Now)
		if r := refusal[*problem.Invalid](t, err); !strings.Contains(r.Message(), "nobody mentors themselves") {
			t.Errorf("a double: %v", r)
		}
	}
	made, err := h.acts.Offer(ctx, leo, mentoring.OfferInput{Mentor: ptr(person(double))}, h.Now)
	if err != nil {
		t.Fatal(err)
	}
	if got := h.see(mira, id.Of(id.Mentorship, made)); got == nil || got.MentorID != mira.Person {
		t.Errorf("an offer to a double is that of the person that stays: %+v", got)
	}
}

func TestWhoMayActOnAMentorship(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	mira, leo := h.Person("Mira", "L8"), h.Person("Leo", "L6")
	sam, fay := h.Person("Sam", "L8", people.Steward), h.Person("Fay", "", people.HouseFounder)
	m := h.offer(mira, leo)
	acts := func(v *people.Viewer, m id.ID) map[string]error {
		_, session := h.acts.RecordSession(ctx, v, mentoring.SessionInput{Mentorship: m, On: day.Day{Time: h.today()}}, h.Now)
		_, attest := h.acts.Attest(ctx, v, mentoring.AttestInput{Mentorship: m, Level: "L7", Reason: "ready"}, h.Now)
		_, referral := h.acts.OfferReferral(ctx, v, mentoring.ReferralInput{Mentorship: m, Currency: "EUR"}, h.Now)
		return map[string]error{
			"answer": h.answer(v, m, mentoring.Accept), "withdraw": h.acts.WithdrawOffer(ctx, v, mentoring.MentorshipInput{Mentorship: m}, h.Now),
			"end": h.end(v, m, mentoring.Stopped), "session": session, "attest": attest, "referral": referral,
		}
	}
	absent := func(who string, v *people.Viewer, m id.ID) {
		for act, err := range acts(v, m) {
			if !errors.Is(err, fault.ErrNotFound) {
				t.Errorf("%s may %s: %v", who, act, err)
			}
		}
	}
	absent("a steward, of an offer,", sam, m)
	absent("a founder, of an offer,", fay, m)
	absent("the mentor, of what is none,", mira, id.Of(id.Mentorship, uuid.Max))
	absent("the mentor, of a malformed id,", mira, id.ID{})
	if err := h.answer(leo, m, mentoring.Accept); err != nil {
		t.Fatal(err)
	}
	absent("a steward, of one that all see,", sam, m)
	_, err := h.acts.Attest(ctx, leo, mentoring.AttestInput{Mentorship: m, Level: "L7", Reason: "I am ready"}, h.Now)
	if !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("C8: the mentee attests: %v", err)
	}
	if _, err := h.acts.OfferReferral(ctx, leo, mentoring.ReferralInput{Mentorship: m, Currency: "EUR"}, h.Now); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("N3: the mentee offers: %v", err)
	}
}

func TestDeclineAndWithdraw(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	mira, leo := h.Person("Mira", "L8"), h.Person("Leo", "L4")
	declined := h.offer(mira, leo)
	refusal[*problem.Invalid](t, h.acts.WithdrawOffer(ctx, leo, mentoring.MentorshipInput{Mentorship: declined}, h.Now))
	if err := h.answer(leo, declined, mentoring.Decline); err != nil {
		t.Fatal(err)
	}
	withdrawn := h.offer(mira, leo)
	if err := h.acts.WithdrawOffer(ctx, mira, mentoring.MentorshipInput{Mentorship: withdrawn}, h.Now); err != nil {
		t.Fatal(err)
	}
	refusal[*problem.Invalid](t, h.answer(leo, withdrawn, mentoring.Accept))
	refusal[*problem.Invalid](t, h.end(mira, withdrawn, mentoring.Stopped))
	refusal[*problem.Invalid](t, h.answer(leo, withdrawn, "MAYBE"))
	refusal[*problem.Invalid](t, h.end(mira, withdrawn, "BORED"))
	if d, w := h.see(leo, declined).Status, h.see(mira, withdrawn).Status; d != mentoring.Declined || w != mentoring.Withdrawn {
		t.Errorf("%s and %s", d, w)
	}
}

func TestOneMentorAtATime(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	leo := h.Person("Leo", "L4")
	mira, ida := h.Person("Mira", "L8"), h.Person("Ida", "L9")
	first, second := h.pair(mira, leo), h.offer(ida, leo)
	if r := refusal[*problem.Invalid](t, h.answer(leo, second, mentoring.Accept)); !strings.Contains(r.Message(), "has a mentor") {
		t.Errorf("a second mentor: %v", r)
	}
	// One that ended on its first day still has that day.
	if err := h.end(mira, first, mentoring.Completed); err != nil {
		t.Fatal(err)
	}
	if r := refusal[*problem.Invalid](t, h.answer(leo, second, mentoring.Accept)); !strings.Contains(r.Message(), "a day later") {
		t.Errorf("on the day of the end: %v", r)
	}
	h.Advance(24 * time.Hour)
	if err := h.answer(leo, second, mentoring.Accept); err != nil {
		t.Errorf("the day after: %v", err)
	}
	if got := h.see(leo, first); !got.Until().Equal(h.today()) {
		t.Errorf("the first one: %+v", got)
	}
}

// N2: the rules are asked on the day of the acceptance too.
func TestAnOfferGoesStaleWithAPromotion(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mira, leo := h.Person("Mira", "L8"), h.Person("Leo", "L6")
	m := h.offer(mira, leo)
	h.promote(leo, "L7", h.today())
	if r := refusal[*problem.Invalid](t, h.answer(leo, m, mentoring.Accept)); r.Fields[0].Path != "input.mentorship" || !strings.Contains(r.Message(), "mentors L1 to L6") {
		t.Errorf("accepted after the promotion: %v", r)
	}
}

// Who is made one with another while they ask offers as the one that stays,
// and does not answer it.
func TestADoubleDoesNotAnswerItsOwnOffer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mira, leo, double := h.Person("Mira", "L8"), h.Person("Leo", "L4"), h.Person("Mira B.", "")
	h.Tx(func(tx pgx.Tx) error { return h.People.Merge(t.Context(), tx, double.Person, mira.Person, h.Now) })
	m := h.offer(double, leo)
	if r := refusal[*problem.Invalid](t, h.answer(mira, m, mentoring.Accept)); !strings.Contains(r.Message(), "your own offer") {
		t.Errorf("N2: %v", r)
	}
	if err := h.answer(leo, m, mentoring.Accept); err != nil {
		t.Errorf("N2: the other side: %v", err)
	}
}
