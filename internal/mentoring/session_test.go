package mentoring_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/mentoring"
	"dossier/internal/people"
	"dossier/internal/problem"
)

func (h *house) session(v *people.Viewer, m id.ID, on time.Time) error {
	_, err := h.acts.RecordSession(h.T.Context(), v, mentoring.SessionInput{Mentorship: m, On: day.Day{Time: on}}, h.Now)
	return err
}

// care is what a viewer sees beyond what is public, nil if nothing.
func (h *house) care(v *people.Viewer, m id.ID) *mentoring.Care {
	h.T.Helper()
	found, err := h.store.Cares(h.T.Context(), v, []uuid.UUID{m.UUID}, h.Now)
	if err != nil {
		h.T.Fatal(err)
	}
	return found[m.UUID]
}

func TestSessions(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ana, ten := h.Person("Ana", "L8"), h.Person("Tom", "L10")
	offered := h.offer(ten, h.Person("Ben", "L8"))
	m := h.pair(ten, ana) // from 24 November 2026 on
	began := h.today()
	h.Advance(100 * 24 * time.Hour) // 4 March 2027
	for _, on := range []string{"2026-11-24", "2026-12-31", "2027-03-04"} {
		if err := h.session(ana, m, date(on)); err != nil {
			t.Errorf("N1: %s: %v", on, err)
		}
	}
	for on, says := range map[string]string{
		"2027-03-05": "still to come", "2026-11-23": "is not a day of the mentorship, which runs from 2026-11-24 on", "2026-12-31": "recorded already",
	} {
		if r := refusal[*problem.Invalid](t, h.session(ten, m, date(on))); r.Fields[0].Path != "input.on" || !strings.Contains(r.Message(), says) {
			t.Errorf("N1: %s: %v", on, r)
		}
	}
	if r := refusal[*problem.Invalid](t, h.session(ten, offered, began)); r.Fields[0].Path != "input.mentorship" {
		t.Errorf("N1: of an offer: %v", r)
	}
	care := h.care(ana, m)
	var on []string
	for _, s := range care.Sessions {
		on = append(on, s.On.Format(time.DateOnly))
		if s.RecordedBy != ana.Person || s.ID().Kind != id.Session {
			t.Errorf("a session: %+v", s)
		}
	}
	if !slices.Equal(on, []string{"2027-03-04", "2026-12-31", "2026-11-24"}) {
		t.Errorf("sessions on %v", on)
	}
	// November and March in part, December and January and February whole.
	a := care.Adherence
	if a.Active != 5 || a.Kept != 3 || len(a.Missed) != 2 || !a.Missed[0].Equal(date("2027-01-01")) || *a.Share() != 0.6 {
		t.Errorf("N1: %+v", a)
	}
	h.pause(ana, date("2027-01-01"), date("2027-02-01"))
	if a := h.care(ana, m).Adherence; a.Active != 4 || len(a.Missed) != 1 {
		t.Errorf("N1: a paused month: %+v", a)
	}
	if err := h.end(ana, m, mentoring.Completed); err != nil {
		t.Fatal(err)
	}
	if err := h.session(ten, m, date("2027-03-03")); err != nil {
		t.Errorf("N1: recorded after the end: %v", err)
	}
	if r := refusal[*problem.Invalid](t, h.session(ten, m, h.today())); !strings.Contains(r.Message(), "from 2026-11-24 to 2027-03-03") {
		t.Errorf("N1: after its end: %v", r)
	}
	key := ptr("k")
	in := mentoring.SessionInput{Mentorship: m, On: day.Day{Time: date("2027-03-02")}, Key: key}
	first, err := h.acts.RecordSession(t.Context(), ana, in, h.Now)
	again, err2 := h.acts.RecordSession(t.Context(), ana, in, h.Now)
	if err != nil || err2 != nil || first != again {
		t.Errorf("the same key: %v %v, %v %v", first, err, again, err2)
	}
}

func TestWhoSeesSessions(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mira, leo := h.Person("Mira", "L8"), h.Person("Leo", "L6")
	sam, other := h.Person("Sam", "", people.Steward), h.Person("Ida", "L10", people.HouseFounder)
	offered := h.offer(mira, leo)
	if h.care(sam, offered) != nil || h.care(mira, offered) == nil || h.care(mira, offered).Adherence != nil {
		t.Error("an offer is for its two persons")
	}
	if err := h.answer(leo, offered, mentoring.Accept); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		v    *people.Viewer
		sees bool
	}{"mentor": {mira, true}, "mentee": {leo, true}, "steward": {sam, true}, "another": {other, false}, "nobody": {nil, false}} {
		if got := h.care(tc.v, offered); (got != nil) != tc.sees {
			t.Errorf("%s: %+v", name, got)
		}
	}
	// L6 has no page here, and so no number of sessions.
	if a := h.care(leo, offered).Adherence; a != nil {
		t.Errorf("N1: adherence of a level that asks for none: %+v", a)
	}
}

func TestAttest(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	mira, leo := h.Person("Mira", "L8"), h.Person("Leo", "L6")
	m := h.offer(mira, leo)
	attest := func(v *people.Viewer, level, reason string) error {
		_, err := h.acts.Attest(ctx, v, mentoring.AttestInput{Mentorship: m, Level: level, Reason: reason}, h.Now)
		return err
	}
	if r := refusal[*problem.Invalid](t, attest(mira, "L7", "leads two surfaces")); !strings.Contains(r.Message(), "once both have accepted") {
		t.Errorf("C8: of an offer: %v", r)
	}
	if err := h.answer(leo, m, mentoring.Accept); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ rule, level, reason, path, says string }{
		{"C8", "L8", "ready", "input.level", "holds L6, and L8 is not the level after it"},
		{"C8", "L6", "ready", "input.level", "not the level after"},
		{"C8", "L77", "ready", "input.level", "has no level"},
		{"C8", "L7", "  ", "input.reason", "empty"},
		{"C8", "L7", strings.Repeat("x", 2001), "input.reason", "shorten"},
		{"C8", "L7", "a\x00b", "input.reason", "control character"},
	} {
		if r := refusal[*problem.Invalid](t, attest(mira, tc.level, tc.reason)); r.Fields[0].Path != tc.path || !strings.Contains(r.Message(), tc.says) {
			t.Errorf("%s: %s, %.10q: %v", tc.rule, tc.level, tc.reason, r)
		}
	}
	if err := attest(leo, "L7", "ready"); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("C8: by the mentee: %v", err)
	}
	if err := attest(mira, "L7", "leads two surfaces"); err != nil {
		t.Fatal(err)
	}
	h.Advance(time.Hour)
	if err := attest(mira, "L7", "and a third"); err != nil {
		t.Fatal(err)
	}
	got := h.care(leo, m).Attestations
	if len(got) != 2 || got[0].Reason != "and a third" || got[1].Level != "L7" || !got[0].At.Equal(h.Now) || got[0].At.Location() != time.UTC {
		t.Errorf("C8: %+v", got)
	}
	h.promote(leo, "-", h.today())
	if r := refusal[*problem.Invalid](t, attest(mira, "L7", "ready")); !strings.Contains(r.Message(), "holds no level") {
		t.Errorf("C8: without a level: %v", r)
	}
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mira, leo, kim := h.Person("Mira", "L8"), h.Person("Leo", "L3"), h.Person("Kim", "L6")
	m := h.pair(mira, leo)
	if w := h.care(mira, m).Warnings; len(w) != 1 || w[0] != "none of the mentor's mentees is at L4 or above, and whoever holds L8 should develop some of them" {
		t.Errorf("N2: %q", w)
	}
	second := h.pair(mira, kim)
	if w := h.care(leo, m).Warnings; len(w) != 0 {
		t.Errorf("N2: with one at L6: %q", w)
	}
	h.promote(kim, "L7", h.today())
	care := h.care(kim, second)
	if w := care.Warnings; len(w) != 1 || w[0] != "hand over by 2027-02-22: whoever holds L8 mentors L1 to L6, and the mentee holds L7" {
		t.Errorf("N2: over range: %q", w)
	}
	if d := care.HandOver; d == nil || !d.By.Equal(date("2027-02-22")) || !d.Since.Equal(h.today()) {
		t.Errorf("N2: %+v", d)
	}
	h.Advance(91 * 24 * time.Hour)
	if w := h.care(kim, second).Warnings; len(w) != 1 || !strings.HasPrefix(w[0], "hand-over is overdue since 2027-02-22: ") {
		t.Errorf("N2: overdue: %q", w)
	}
	if h.see(kim, second).Status != mentoring.Active {
		t.Error("N2: it ended by itself")
	}
	if err := h.end(mira, second, mentoring.HandedOn); err != nil {
		t.Fatal(err)
	}
	if care := h.care(kim, second); care.HandOver != nil || len(care.Warnings) != 0 {
		t.Errorf("N2: after the hand-over: %+v", care)
	}
}
