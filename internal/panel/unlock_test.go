package panel_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/dossier"
	"dossier/internal/panel"
	"dossier/internal/people"
	"dossier/internal/problem"
)

const portfolio, team = "technical-strategy-portfolio", "team-building-case-study"

func (h *house) unlock(v *people.Viewer) error { return h.unlockOf(v, portfolio) }

func (h *house) unlockOf(v *people.Viewer, component string) error {
	h.T.Helper()
	_, err := h.acts.UnlockComponent(h.T.Context(), h.at(v), panel.UnlockComponentInput{Dossier: h.d, Component: component, Reason: "Say what it cost."}, h.Now)
	return err
}

func (h *house) closeOf(v *people.Viewer, component string) error {
	h.T.Helper()
	_, err := h.acts.CloseComponent(h.T.Context(), h.at(v), panel.CloseComponentInput{Dossier: h.d, Component: component}, h.Now)
	return err
}

// unlocked lists the unlocked components through somebody's eyes.
func (h *house) unlocked(v *people.Viewer) (keys []string) {
	h.T.Helper()
	found, err := h.store.UnlocksOf(h.T.Context(), h.at(v), []uuid.UUID{h.d.UUID})
	h.must(err)
	for _, u := range found[h.d.UUID] {
		keys = append(keys, u.ComponentKey)
	}
	return keys
}

func (h *house) stale(v *people.Viewer) (stale bool) {
	h.T.Helper()
	h.must(h.DB.QueryRow(h.T.Context(), `select stale_at is not null from review where person_id = $1 order by created_at desc limit 1`, v.Person).Scan(&stale))
	return stale
}

func TestAComponentIsUnlockedAndClosed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.acknowledged()
	h.score(h.chair)
	h.score(h.ben)
	h.Advance(time.Hour)
	h.must(h.unlock(h.chair))
	for _, v := range []*people.Viewer{h.ana, h.sten, h.ben} {
		if got := h.unlocked(v); !slices.Equal(got, []string{portfolio}) {
			t.Errorf("unlocked are %q", got)
		}
	}
	if len(h.unlocked(h.cem)) != 0 {
		t.Error("who has no part sees what is unlocked")
	}
	if h.standing(h.chair) != panel.Acknowledged || h.standing(h.ben) != panel.Acknowledged || !h.stale(h.ben) || !h.stale(h.chair) {
		t.Errorf("after unlocking the seats are %s and %s", h.standing(h.chair), h.standing(h.ben))
	}
	if told, trail := h.told(h.ana), h.trail(h.Now); !slices.Equal(told, []string{"COMPONENT_UNLOCKED"}) || !slices.Equal(trail, []string{"unlockComponent"}) {
		t.Errorf("told %q, the trail is %q", told, trail)
	}
	if p := refusal[*problem.Invalid](t, "twice", h.unlock(h.chair)); !strings.Contains(p.Message(), "input.component: technical-strategy-portfolio is unlocked already") {
		t.Error(p.Message())
	}
	h.must(h.unlockOf(h.chair, team))
	h.Advance(time.Hour)
	h.must(h.closeOf(h.chair, portfolio))
	if got, trail := h.unlocked(h.ana), h.trail(h.Now); !slices.Equal(got, []string{team}) || !slices.Equal(trail, []string{"closeComponent"}) {
		t.Errorf("unlocked are %q, the trail is %q", got, trail)
	}
	if p := refusal[*problem.Invalid](t, "closed twice", h.closeOf(h.chair, portfolio)); !strings.Contains(p.Message(), "is not unlocked") {
		t.Error(p.Message())
	}
	if p := refusal[*problem.Invalid](t, "a name with a NUL", h.closeOf(h.chair, "a\x00")); !strings.Contains(p.Message(), "is not unlocked") {
		t.Error(p.Message())
	}
	h.must(h.unlock(h.chair))
}

func TestWhoUnlocks(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.assemble()
	absent(t, "a chair who has not answered", h.unlock(h.chair))
	h.must(h.answer(h.chair, panel.Acknowledge))
	h.must(h.answer(h.ben, panel.Acknowledge))
	for what, v := range map[string]*people.Viewer{"a member": h.ben, "a steward": h.sten, "the candidate": h.ana, "who has no part": h.cem} {
		absent(t, what, h.unlock(v))
		absent(t, what, h.closeOf(v, portfolio))
	}
	for _, tc := range []struct{ component, reason, says string }{
		{"poetry", "Why?", `input.component: L8 has no component "poetry"`},
		{portfolio, "", "input.reason: is empty"},
		{portfolio, "a\x00", "input.reason: holds a control character"},
	} {
		_, err := h.acts.UnlockComponent(t.Context(), h.chair, panel.UnlockComponentInput{Dossier: h.d, Component: tc.component, Reason: tc.reason}, h.Now)
		if p := refusal[*problem.Invalid](t, tc.says, err); !strings.HasPrefix(p.Message(), tc.says) {
			t.Errorf("%s, want %q", p.Message(), tc.says)
		}
	}
	h.declare(h.chair, h.ana)
	absent(t, "R2: a chair with a conflict", h.unlock(h.chair))
	h.must(h.replace(h.chair, h.cem, nil))
	h.must(h.answer(h.cem, panel.Acknowledge))
	h.decide(p, h.cem, nil)
	if w := refusal[*dossier.WrongState](t, "once decided", h.unlock(h.cem)); w.Status != dossier.Decided {
		t.Error(w.Message())
	}
}

// write adds a text to a component.
func (h *house) write(component, title string) error {
	h.T.Helper()
	_, err := h.World.Acts.Save(h.T.Context(), h.at(h.ana), dossier.Saving{Dossier: h.d, Component: component, Title: title, Body: "It cost 40 000 euros.\n"}, h.Now)
	return err
}

func (h *house) resubmit() error {
	return h.World.Acts.Submit(h.T.Context(), h.at(h.ana), dossier.DossierInput{Dossier: h.d}, h.Now)
}

func TestADossierIsHandedInAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.acknowledged()
	before := h.own()
	h.must(h.answer(h.gus, panel.Recuse))
	apart := h.see(h.gus, h.seat(h.gus)).DueAt
	h.must(h.unlock(h.chair))
	h.Advance(20 * 24 * time.Hour)
	h.must(h.write(portfolio, "What it cost"))
	h.score(h.ben) // on the text before
	h.must(h.resubmit())
	after := h.own()
	if after.Status != dossier.InReview || *after.RevisionID == *before.RevisionID || *after.SubmissionID == *before.SubmissionID || !after.SubmittedAt.Equal(h.Now) {
		t.Errorf("handed in again it is %+v", after)
	}
	if len(h.unlocked(h.ana)) != 0 {
		t.Error("what was unlocked stays so")
	}
	if h.standing(h.ben) != panel.Acknowledged || !h.stale(h.ben) {
		t.Errorf("a review of the text before still counts: %s", h.standing(h.ben))
	}
	if got := h.see(h.ben, h.seat(h.ben)); got.DueLocal() != "2026-12-21 23:59 UTC" {
		t.Errorf("the panel has until %s", got.DueLocal())
	}
	for v, sits := range map[*people.Viewer]bool{h.chair: true, h.ben: true, h.gus: false} {
		if told := h.told(v); slices.Contains(told, "RESUBMITTED") != sits {
			t.Errorf("a seat is told %q", told)
		}
	}
	if s := h.see(h.gus, h.seat(h.gus)); !s.DueAt.Equal(apart) {
		t.Errorf("who recused themselves learns of it from the due date, %s", s.DueLocal())
	}
	if trail := h.trail(h.Now); !slices.Equal(trail, []string{"saveDocument", "submitDossier"}) {
		t.Errorf("the trail is %q", trail)
	}
	absent := refusal[*dossier.WrongState](t, "again without an unlocked component", h.resubmit())
	if absent.Status != dossier.InReview {
		t.Error(absent.Message())
	}
}

// own is the dossier as its candidate sees it.
func (h *house) own() *dossier.Dossier {
	h.T.Helper()
	found, err := h.Dossiers.ByIDs(h.T.Context(), h.at(h.ana), []uuid.UUID{h.d.UUID})
	h.must(err)
	return found[h.d.UUID]
}
