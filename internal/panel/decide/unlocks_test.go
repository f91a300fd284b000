package decide_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/id"
	"dossier/internal/mentoring"
	"dossier/internal/people"
)

// circle is what mentoring needs beside the house.
type circle struct {
	*house
	mentoring *mentoring.Acts
	seen      *mentoring.Store
}

func (h *house) circle() *circle {
	return &circle{house: h, mentoring: &mentoring.Acts{DB: h.DB, Ladders: h.Ladders, NewID: h.acts.NewID}, seen: &mentoring.Store{DB: h.DB, Versions: h.Ladders}}
}

func (c *circle) offer(mentor, mentee *people.Viewer) id.ID {
	c.T.Helper()
	to := id.Of(id.Person, mentee.Person)
	made, err := c.mentoring.Offer(c.T.Context(), mentor, mentoring.OfferInput{Mentee: &to}, c.Now)
	if err != nil {
		c.T.Fatal(err)
	}
	return id.Of(id.Mentorship, made)
}

func (c *circle) accept(mentee *people.Viewer, m id.ID) error {
	return c.mentoring.Answer(c.T.Context(), mentee, mentoring.AnswerInput{Mentorship: m, Answer: mentoring.Accept}, c.Now)
}

// agree has mentor and mentee agree on the referral cut, and returns it as
// "700/18".
func (c *circle) agree(mentor, mentee *people.Viewer, m id.ID) (uuid.UUID, string) {
	c.T.Helper()
	made, err := c.mentoring.OfferReferral(c.T.Context(), mentor, mentoring.ReferralInput{Mentorship: m, Currency: "EUR"}, c.Now)
	if err != nil {
		c.T.Fatal(err)
	}
	if err := c.mentoring.AnswerReferral(c.T.Context(), mentee, mentoring.AnswerReferralInput{Agreement: id.Of(id.Agreement, made), Answer: mentoring.Accept}, c.Now); err != nil {
		c.T.Fatal(err)
	}
	return made, c.cut(made)
}

func (c *circle) cut(agreement uuid.UUID) string {
	return one[string](c.house, `select basis_points || '/' || months from referral_agreement where id = $1`, agreement)
}

// U5, U6, U7: slots, cut and the mentor's standing follow from the new level
// at once, for what is new; what runs goes on as it was agreed.
func TestWhatFollowsFromTheNewLevel(t *testing.T) {
	t.Parallel()
	h := newHouse(t, yes, yes)
	c := h.circle()
	mentor := h.Person("Mentor", "L10")
	above := c.offer(mentor, h.ana)
	if err := c.accept(h.ana, above); err != nil {
		t.Fatal(err)
	}
	var mentees []*people.Viewer
	var offers []id.ID
	for i := range 8 {
		mentees = append(mentees, h.Person(fmt.Sprint("Mentee ", i), "L4"))
		offers = append(offers, c.offer(h.ana, mentees[i]))
	}
	for i := range 5 {
		if err := c.accept(mentees[i], offers[i]); err != nil {
			t.Fatal(err)
		}
	}
	running, old := c.agree(h.ana, mentees[0], offers[0])
	if full := refusal[*mentoring.SlotsFull](t, c.accept(mentees[5], offers[5])); full.Total != 5 || old != "700/18" {
		t.Fatalf("N2 N3: before the release: %+v, %s", full, old)
	}
	h.decide(yes)
	if full := refusal[*mentoring.SlotsFull](t, c.accept(mentees[5], offers[5])); full.Total != 5 {
		t.Errorf("U5: decided and not released: %+v", full)
	}
	h.release()
	for i := 5; i < 7; i++ {
		if err := c.accept(mentees[i], offers[i]); err != nil {
			t.Fatalf("U5: mentee %d: %v", i+1, err)
		}
	}
	if full := refusal[*mentoring.SlotsFull](t, c.accept(mentees[7], offers[7])); full.Total != 7 {
		t.Errorf("U5: %+v", full)
	}
	fresh, terms := c.agree(h.ana, mentees[6], offers[6])
	if terms != "800/24" || c.cut(running) != "700/18" {
		t.Errorf("U6: a new agreement has %s, the running one %s", terms, c.cut(running))
	}
	cares, err := c.seen.Cares(t.Context(), h.ana, []uuid.UUID{above.UUID}, h.Now)
	if err != nil || cares[above.UUID] == nil || cares[above.UUID].HandOver == nil {
		t.Fatalf("U7: %v, %v", cares[above.UUID], err)
	}
	if by := cares[above.UUID].HandOver.By; !by.Equal(day.AddDays(day.Of(h.Now), 90)) {
		t.Errorf("U7: to be handed over by %s", by)
	}
	status := func(m id.ID) string { return one[string](h, `select status from mentorship where id = $1`, m.UUID) }
	if status(above) != "ACTIVE" {
		t.Errorf("U7: the running mentorship is %s", status(above))
	}

	// A reversal touches neither mentorships nor agreements.
	if err := h.reverse(h.sue); err != nil {
		t.Fatal(err)
	}
	var active []string
	for _, m := range offers[:7] {
		active = append(active, status(m))
	}
	if slices.ContainsFunc(active, func(s string) bool { return s != "ACTIVE" }) || c.cut(running) != "700/18" || c.cut(fresh) != "800/24" {
		t.Errorf("U5 U6: reversed: %s, %s, %s", active, c.cut(running), c.cut(fresh))
	}
	if full := refusal[*mentoring.SlotsFull](t, c.accept(mentees[7], offers[7])); full.Total != 5 || full.Used != 7 {
		t.Errorf("U5: reversed: %+v", full)
	}
	cares, err = c.seen.Cares(t.Context(), h.ana, []uuid.UUID{above.UUID}, h.Now)
	if err != nil || cares[above.UUID].HandOver != nil {
		t.Errorf("U7: reversed: %+v, %v", cares[above.UUID].HandOver, err)
	}
}
