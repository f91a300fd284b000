package panel_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/page"
	"dossier/internal/panel"
	"dossier/internal/people"
	"dossier/internal/problem"
)

// seats counts the seats of a panel that somebody sees, and says how many they
// are told there are, -1 if the panel is not for them.
func (h *house) seats(v *people.Viewer, p id.ID) (seen, told int) {
	h.T.Helper()
	all, err := h.store.SeatsOf(h.T.Context(), h.at(v), []uuid.UUID{p.UUID})
	h.must(err)
	found, err := h.store.ByIDs(h.T.Context(), h.at(v), []uuid.UUID{p.UUID})
	h.must(err)
	if found[p.UUID] == nil {
		return len(all[p.UUID]), -1
	}
	return len(all[p.UUID]), found[p.UUID].SeatCount
}

func TestWhoSeesTheSeats(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	olga := h.Person("Olga", "", people.Steward)
	p := h.assemble()
	h.must(h.answer(h.chair, panel.Acknowledge))
	h.must(h.answer(h.gus, panel.Recuse))
	h.declare(h.ana, olga)
	for _, tc := range []struct {
		what       string
		v          *people.Viewer
		seen, told int
	}{
		{"a steward", h.sten, 3, 2},
		{"a steward with a conflict", olga, 0, -1},
		{"the chair", h.chair, 3, 2},
		{"who has not answered", h.ben, 1, -1},
		{"who recused themselves", h.gus, 1, -1},
		{"the candidate", h.ana, 0, 2},
		{"who has no part", h.cem, 0, -1},
	} {
		if seen, told := h.seats(tc.v, p); seen != tc.seen || told != tc.told {
			t.Errorf("%s sees %d seats and is told of %d, want %d and %d", tc.what, seen, told, tc.seen, tc.told)
		}
	}
	h.exec(`insert into role_grant (id, person_id, role, during) values ($1, $2, 'STEWARD', '[2020-01-01,)')`, newID(), h.ana.Person)
	if seen, told := h.seats(h.ana, p); seen != 0 || told != 2 {
		t.Errorf("a candidate who is a steward sees %d seats and is told of %d", seen, told)
	}
}

// A candidate who declares conflicts one by one does not find out who sits.
func TestTheNumberOfSeatsGivesNobodyAway(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.acknowledged()
	_, before := h.seats(h.ana, p)
	h.declare(h.ana, h.ben)
	if _, after := h.seats(h.ana, p); after != before {
		t.Errorf("there were %d seats, and %d after a conflict with one of them", before, after)
	}
	if h.standing(h.ben) != panel.Suspended {
		t.Error("the seat is not suspended")
	}
}

func TestNobodySeesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.acknowledged()
	h.must(h.unlock(h.chair))
	s := h.schedule(h.ben)
	ctx, ids := t.Context(), func(i id.ID) []uuid.UUID { return []uuid.UUID{i.UUID} }
	n := 0
	count := func(more int, err error) {
		h.must(err)
		n += more
	}
	panels, err := h.store.ByIDs(ctx, nil, ids(p))
	count(len(panels), err)
	of, err := h.store.OfDossiers(ctx, nil, ids(h.d))
	count(len(of), err)
	heard, err := h.store.OfAppeals(ctx, nil, ids(h.d))
	count(len(heard), err)
	seat, err := h.store.SeatsByIDs(ctx, nil, ids(h.seat(h.ben)))
	count(len(seat), err)
	seats, err := h.store.SeatsOf(ctx, nil, ids(p))
	count(len(seats[p.UUID]), err)
	entry, err := h.store.QueueByIDs(ctx, nil, ids(h.seat(h.ben)))
	count(len(entry), err)
	queue, err := h.store.Queue(ctx, nil, page.Request{First: 5})
	h.must(err)
	count(len(queue.Edges), nil)
	unlocks, err := h.store.UnlocksOf(ctx, nil, ids(h.d))
	count(len(unlocks[h.d.UUID]), err)
	session, err := h.store.SessionsByIDs(ctx, nil, ids(s))
	count(len(session), err)
	sessions, err := h.store.SessionsOf(ctx, nil, ids(h.d))
	count(len(sessions[h.d.UUID]), err)
	posts, err := h.store.PostsOf(ctx, nil, p.UUID, nil, page.Request{First: 5})
	h.must(err)
	count(len(posts.Edges), nil)
	post, err := h.store.PostsByIDs(ctx, nil, ids(p))
	count(len(post), err)
	if n > 0 {
		t.Errorf("nobody sees %d things", n)
	}
}

// What a ladder says of panels is read, not known.
func TestAnotherLadderSeatsOthers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	low, plain := h.Person("Low", "L8", people.Steward), h.Person("Plain", "L9", people.Panelist)
	h.Import(func(v *ladder.Version) {
		v.Label = "December 2026"
		v.Level("L8").Promotion.Quorum = 1
		for name, value := range map[string]any{
			"chairCounts": false, "guestsAllowed": false, "members": "STEWARD", "memberLevel": "L8", "dueDays": float64(5), "revealPreScores": "AFTER_OWN_SCORES",
		} {
			v.Level("L8").ReadingOf("panel").Values[name] = value
		}
	})
	h.another()
	try := func(seats ...panel.SeatInput) error {
		_, err := h.acts.Assemble(t.Context(), h.sten, panel.AssemblePanelInput{Dossier: h.d, Seats: seats}, h.Now)
		return err
	}
	other := h.Person("Other", "L10", people.Steward)
	for says, err := range map[string]error{
		"input.seats: are too few: 0 count, and the quorum is 1":                                    try(sits(low, panel.Chair)),
		"input.seats[1].role: AI-First Business Manager seats no guests":                            try(sits(low, panel.Chair), sits(h.gus, panel.Guest)),
		"input.seats[1].person: Plain does not hold the role STEWARD today; name somebody who does": try(sits(low, panel.Chair), sits(plain, panel.Member)),
	} {
		if p := refusal[*problem.Invalid](t, says, err); !strings.HasPrefix(p.Message(), says) {
			t.Errorf("%s, want %q", p.Message(), says)
		}
	}
	h.must(try(sits(low, panel.Chair), sits(other, panel.Member)))
	found, err := h.store.OfDossiers(t.Context(), h.sten, []uuid.UUID{h.d.UUID})
	h.must(err)
	if p := found[h.d.UUID]; p.Reveal != panel.AfterOwnScores || p.DueLocal() != "2026-11-29 23:59 UTC" || p.Quorum != 1 {
		t.Errorf("the panel is %+v", p)
	}
}

func TestAPanelChoosesForItself(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.assemble(func(in *panel.AssemblePanelInput) { in.Quorum, in.RevealPreScores = ptr(3), ptr(panel.AfterOwnScores) })
	found, err := h.store.ByIDs(t.Context(), h.sten, []uuid.UUID{p.UUID})
	h.must(err)
	if got := found[p.UUID]; got.Quorum != 3 || got.Reveal != panel.AfterOwnScores {
		t.Errorf("the panel is %+v", got)
	}
}
