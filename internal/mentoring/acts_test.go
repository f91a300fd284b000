package mentoring_test

import (
	"testing"

	"github.com/google/uuid"

	"dossier/internal/mentoring"
	"dossier/internal/page"
	"dossier/internal/people"
)

func TestAMentorshipFromOfferToEnd(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mira, leo := h.Person("Mira", "L8"), h.Person("Leo", "L4")
	m := h.pair(mira, leo)
	got := h.see(leo, m)
	if got.Status != mentoring.Active || !got.Since().Equal(h.today()) || got.Until() != nil {
		t.Errorf("after both accepted: %+v", got)
	}
	care, err := h.store.Cares(t.Context(), leo, []uuid.UUID{m.UUID}, h.Now)
	if err != nil || care[m.UUID] == nil {
		t.Fatal(care, err)
	}
	slots, err := h.store.Slots(t.Context(), leo, []people.LevelKey{h.key(mira), h.key(leo)}, h.Now)
	if err != nil || *slots[h.key(mira)].Total != 5 || slots[h.key(mira)].Used != 1 || slots[h.key(leo)].Total != nil {
		t.Errorf("slots: %v, %v", slots, err)
	}
	if _, err := h.store.List(t.Context(), leo, mentoring.Filter{}, page.Request{First: 3}); err != nil {
		t.Error(err)
	}
	if err := h.end(leo, m, mentoring.Completed); err != nil {
		t.Fatal(err)
	}
}
