package panel_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/panel"
	"dossier/internal/people"
	"dossier/internal/problem"
)

func (h *house) session(change ...func(*panel.SchedulePanelSessionInput)) panel.SchedulePanelSessionInput {
	in := panel.SchedulePanelSessionInput{Dossier: h.d, Component: portfolio, Kind: panel.Presentation, StartsAt: h.Now.Add(48 * time.Hour), Zone: ptr("Europe/Oslo")}
	for _, c := range change {
		c(&in)
	}
	return in
}

func (h *house) schedule(v *people.Viewer) id.ID {
	h.T.Helper()
	made, err := h.acts.ScheduleSession(h.T.Context(), h.at(v), h.session(), h.Now)
	h.must(err)
	return id.Of(id.PanelSession, made)
}

// meets is a session through somebody's eyes, nil if it is not for them.
func (h *house) meets(v *people.Viewer, s id.ID) *panel.Session {
	h.T.Helper()
	found, err := h.store.SessionsByIDs(h.T.Context(), h.at(v), []uuid.UUID{s.UUID})
	h.must(err)
	return found[s.UUID]
}

func (h *house) record(v *people.Viewer, s id.ID, change ...func(*panel.RecordPanelSessionInput)) error {
	h.T.Helper()
	in := panel.RecordPanelSessionInput{Session: s, HeldAt: h.Now, Present: []id.ID{h.seat(h.chair), h.seat(h.ben)}, Notes: "Asked how the fleet broker fails."}
	for _, c := range change {
		c(&in)
	}
	_, err := h.acts.RecordSession(h.T.Context(), h.at(v), in, h.Now)
	return err
}

func (h *house) cancel(v *people.Viewer, s id.ID) error {
	_, err := h.acts.CancelSession(h.T.Context(), h.at(v), panel.CancelPanelSessionInput{Session: s}, h.Now)
	return err
}

// Rule R3c: candidate and panel may meet, and what came of it is kept.
func TestASessionIsHeld(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.acknowledged()
	h.Advance(time.Hour)
	s := h.schedule(h.ben)
	for _, v := range []*people.Viewer{h.ana, h.sten, h.chair, h.ben, h.gus} {
		if got := h.meets(v, s); got == nil || got.StartsLocal() != "2026-11-26 11:30 Europe/Oslo" || got.Kind != panel.Presentation || got.ComponentKey != portfolio || got.HeldAt != nil {
			t.Errorf("the session is %+v", got)
		}
	}
	if h.meets(h.cem, s) != nil {
		t.Error("who has no part sees a session")
	}
	for _, v := range []*people.Viewer{h.ana, h.chair, h.gus} {
		if !slices.Contains(h.told(v), "SESSION_SCHEDULED") {
			t.Errorf("told %q", h.told(v))
		}
	}
	if slices.Contains(h.told(h.ben), "SESSION_SCHEDULED") {
		t.Error("who scheduled it is told")
	}
	h.Advance(72 * time.Hour)
	h.must(h.record(h.chair, s))
	for _, v := range []*people.Viewer{h.sten, h.chair, h.gus} {
		if got := h.meets(v, s); got.HeldAt == nil || got.Notes == nil || len(got.Present) != 2 {
			t.Errorf("R3c: what was held is %+v", got)
		}
	}
	if got := h.meets(h.ana, s); got.HeldAt == nil || got.Notes != nil || len(got.Present) != 0 {
		t.Errorf("the candidate reads the notes: %+v", got)
	}
	list, err := h.store.SessionsOf(t.Context(), h.at(h.ana), []uuid.UUID{h.d.UUID})
	h.must(err)
	if len(list[h.d.UUID]) != 1 || list[h.d.UUID][0].Notes != nil || len(list[h.d.UUID][0].Present) != 0 {
		t.Errorf("the candidate's list is %+v", list[h.d.UUID])
	}
	if trail := h.trail(h.Now); !slices.Equal(trail, []string{"recordPanelSession"}) {
		t.Errorf("the trail is %q", trail)
	}
	if p := refusal[*problem.Invalid](t, "recorded twice", h.record(h.chair, s)); !strings.HasPrefix(p.Message(), "input.session: is recorded already") {
		t.Error(p.Message())
	}
}

func TestWhatASessionLacks(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.acknowledged()
	h.Advance(time.Hour)
	for says, change := range map[string]func(*panel.SchedulePanelSessionInput){
		`input.component: L8 has no component "poetry"`: func(in *panel.SchedulePanelSessionInput) { in.Component = "poetry" },
		`input.kind: "PARTY" is no kind`:                func(in *panel.SchedulePanelSessionInput) { in.Kind = "PARTY" },
		`input.zone: "Mars" is no time zone`:            func(in *panel.SchedulePanelSessionInput) { in.Zone = ptr("Mars") },
		"input.startsAt: is before the panel was":       func(in *panel.SchedulePanelSessionInput) { in.StartsAt = h.Now.Add(-2 * time.Hour) },
		"input.startsAt: is more than a year away":      func(in *panel.SchedulePanelSessionInput) { in.StartsAt = h.Now.AddDate(2, 0, 0) },
		"input.key: has 0 characters":                   func(in *panel.SchedulePanelSessionInput) { in.Key = ptr("") },
	} {
		_, err := h.acts.ScheduleSession(t.Context(), h.chair, h.session(change), h.Now)
		if p := refusal[*problem.Invalid](t, says, err); !strings.HasPrefix(p.Message(), says) {
			t.Errorf("%s, want %q", p.Message(), says)
		}
	}
	s := h.schedule(h.chair)
	for says, change := range map[string]func(*panel.RecordPanelSessionInput){
		"input.notes: is empty":                           func(in *panel.RecordPanelSessionInput) { in.Notes = " " },
		"input.notes: has 20001 characters":               func(in *panel.RecordPanelSessionInput) { in.Notes = strings.Repeat("n", panel.MaxNotes+1) },
		"input.heldAt: is still to come":                  func(in *panel.RecordPanelSessionInput) { in.HeldAt = h.Now.Add(time.Second) },
		"input.heldAt: is before the panel was assembled": func(in *panel.RecordPanelSessionInput) { in.HeldAt = h.Now.Add(-2 * time.Hour) },
		"input.present: is empty":                         func(in *panel.RecordPanelSessionInput) { in.Present = nil },
		"input.present: names 27 seats":                   func(in *panel.RecordPanelSessionInput) { in.Present = make([]id.ID, 27) },
		"input.present[1]: is no seat of this panel":      func(in *panel.RecordPanelSessionInput) { in.Present[1] = id.Of(id.Seat, uuid.Max) },
		"input.present[1]: is named twice":                func(in *panel.RecordPanelSessionInput) { in.Present[1] = in.Present[0] },
	} {
		if p := refusal[*problem.Invalid](t, says, h.record(h.chair, s, change)); !strings.HasPrefix(p.Message(), says) {
			t.Errorf("%s, want %q", p.Message(), says)
		}
	}
}

func TestWhoKeepsSessions(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.acknowledged()
	s := h.schedule(h.chair)
	for what, v := range map[string]*people.Viewer{"the candidate": h.ana, "a steward": h.sten, "who has no part": h.cem} {
		_, err := h.acts.ScheduleSession(t.Context(), v, h.session(), h.Now)
		absent(t, what, err)
		absent(t, what, h.record(v, s))
		absent(t, what, h.cancel(v, s))
	}
	_, err := h.acts.ScheduleSession(t.Context(), h.gus, h.session(), h.Now)
	for _, err := range []error{err, h.record(h.gus, s), h.cancel(h.gus, s)} {
		if w := refusal[*dossier.WrongState](t, "a guest", err); !strings.Contains(w.Message(), "sessions are kept by chair and members") {
			t.Error(w.Message())
		}
	}
	for what, s := range map[string]id.ID{"an unknown session": id.Of(id.PanelSession, uuid.Max), "what is none": h.d} {
		absent(t, what, h.record(h.chair, s))
		absent(t, what, h.cancel(h.chair, s))
	}
	h.Advance(time.Hour)
	h.must(h.cancel(h.ben, s))
	if got := h.meets(h.ana, s); !got.Cancelled {
		t.Errorf("cancelled it is %+v", got)
	}
	if trail := h.trail(h.Now); !slices.Equal(trail, []string{"cancelPanelSession"}) {
		t.Errorf("the trail is %q", trail)
	}
	for what, err := range map[string]error{"cancelled twice": h.cancel(h.ben, s), "recorded after that": h.record(h.ben, s)} {
		if p := refusal[*problem.Invalid](t, what, err); !strings.HasPrefix(p.Message(), "input.session: was cancelled") {
			t.Errorf("%s: %s", what, p.Message())
		}
	}
	in := h.session(func(in *panel.SchedulePanelSessionInput) { in.Key = ptr("twice") })
	first, err := h.acts.ScheduleSession(t.Context(), h.chair, in, h.Now)
	h.must(err)
	h.decide(p, h.chair, nil)
	again, err := h.acts.ScheduleSession(t.Context(), h.chair, in, h.Now)
	if err != nil || again != first {
		t.Errorf("the same key made %v and %v, %v", first, again, err)
	}
	_, err = h.acts.ScheduleSession(t.Context(), h.at(h.chair), h.session(), h.Now)
	refusal[*dossier.WrongState](t, "once decided", err)
}
