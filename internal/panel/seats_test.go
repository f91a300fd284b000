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
	"dossier/internal/panel/conflict"
	"dossier/internal/people"
	"dossier/internal/problem"
)

func (h *house) add(v *people.Viewer, r panel.Role) error {
	h.T.Helper()
	_, err := h.acts.AddSeat(h.T.Context(), h.at(h.sten), panel.AddSeatInput{Dossier: h.d, Person: person(v), Role: r}, h.Now)
	return err
}

func (h *house) replace(old, v *people.Viewer, r *panel.Role) error {
	h.T.Helper()
	_, err := h.acts.ReplaceSeat(h.T.Context(), h.at(h.sten), panel.ReplaceSeatInput{Seat: h.seat(old), Person: person(v), Role: r, Reason: "Ill."}, h.Now)
	return err
}

func TestASeatIsAdded(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	if p := refusal[*problem.Invalid](t, "before there is a panel", h.add(h.cem, panel.Member)); !strings.Contains(p.Message(), "input.dossier: has no panel yet") {
		t.Error(p.Message())
	}
	h.acknowledged()
	h.Advance(time.Hour)
	h.must(h.add(h.cem, panel.Member))
	if got := h.see(h.chair, h.seat(h.cem)); got.Status != panel.Invited || got.Role != panel.Member || got.DueLocal() != "2026-12-15 23:59 UTC" {
		t.Errorf("the seat is %+v", got)
	}
	if trail, told := h.trail(h.Now), h.told(h.cem); !slices.Equal(trail, []string{"addSeat"}) || !slices.Equal(told, []string{"SEAT_INVITED"}) {
		t.Errorf("the trail is %q, the holder is told %q", trail, told)
	}
	low := h.Person("Low", "L8", people.Panelist)
	for _, tc := range []struct {
		what string
		v    *people.Viewer
		role panel.Role
		says string
	}{
		{"a second chair", h.panelist("Dan"), panel.Chair, "input.role: the panel has a chair"},
		{"who sits already", h.ben, panel.Member, "input.person: Ben has or had a seat on this panel"},
		{"the candidate", h.ana, panel.Guest, "input.person: Ana is the candidate"},
		{"R3: below the level", low, panel.Member, "input.person: Low is below L9 today"},
		{"no such role", low, "JUDGE", `input.role: "JUDGE" is no role`},
	} {
		if p := refusal[*problem.Invalid](t, tc.what, h.add(tc.v, tc.role)); p.Message() != tc.says && !strings.HasPrefix(p.Message(), tc.says) {
			t.Errorf("%s: %s", tc.what, p.Message())
		}
	}
	h.must(h.add(low, panel.Guest))
	h.declare(h.ana, h.Person("Cousin", ""))
	cousin := h.panelist("Other cousin")
	h.declare(cousin, h.ana)
	refusal[*conflict.OfInterest](t, "R2: with a conflict", h.add(cousin, panel.Member))
	_, err := h.acts.AddSeat(t.Context(), h.chair, panel.AddSeatInput{Dossier: h.d, Person: person(h.panelist("Eve")), Role: panel.Member}, h.Now)
	absent(t, "a chair adds a seat", err)
	_, err = h.acts.AddSeat(t.Context(), h.sten, panel.AddSeatInput{Dossier: h.d, Person: id.Of(id.Person, uuid.Max), Role: panel.Member}, h.Now)
	absent(t, "an unknown person", err)
}

func TestASeatIsReplaced(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.acknowledged()
	h.score(h.ben)
	old := h.seat(h.ben)
	h.Advance(time.Hour)
	h.must(h.replace(h.ben, h.cem, nil))
	if got := h.see(h.sten, old); !got.Replaced || got.Reason == nil || *got.Reason != "Ill." {
		t.Errorf("the old seat is %+v", got)
	}
	if got := h.see(h.cem, h.seat(h.cem)); got.Status != panel.Invited || got.Role != panel.Member || got.Replaced {
		t.Errorf("the new seat is %+v", got)
	}
	if h.status(h.ben) != "" || h.see(h.ben, h.seat(h.chair)) != nil {
		t.Error("who was replaced still sees the dossier or the others")
	}
	if trail := h.trail(h.Now); !slices.Equal(trail, []string{"replaceSeat"}) {
		t.Errorf("the trail is %q", trail)
	}
	if old, now := h.told(h.ben), h.told(h.cem); !slices.Equal(old, []string{"SEAT_INVITED", "SEAT_REPLACED"}) || !slices.Equal(now, []string{"SEAT_INVITED"}) {
		t.Errorf("told %q and %q", old, now)
	}
	_, err := h.acts.AnswerSeat(t.Context(), h.at(h.ben), panel.AnswerSeatInput{Seat: old, Answer: panel.Recuse, Reason: ptr("Late.")}, h.Now)
	untold(t, "an answer of who was replaced", err, "input.seat: is held by another in your place")
	for what, err := range map[string]error{
		"input.seat: was replaced already":                    replaceSeat(h, old, h.panelist("Dan"), nil),
		"input.person: Ben has or had a seat":                 h.replace(h.cem, h.ben, nil),
		"input.role: a chair is replaced by a chair":          h.replace(h.chair, h.panelist("Eve"), ptr(panel.Member)),
		"input.role: the panel has a chair":                   h.replace(h.cem, h.panelist("Fay"), ptr(panel.Chair)),
		`input.role: "JUDGE" is no role`:                      h.replace(h.cem, h.panelist("Gil"), ptr(panel.Role("JUDGE"))),
		"input.person: Plain does not hold the role PANELIST": h.replace(h.cem, h.Person("Plain", "L9"), nil),
	} {
		if p := refusal[*problem.Invalid](t, what, err); !strings.HasPrefix(p.Message(), what) {
			t.Errorf("%s, want %q", p.Message(), what)
		}
	}
	cousin := h.panelist("Cousin")
	h.declare(cousin, h.ana)
	refusal[*conflict.OfInterest](t, "R2: a substitute with a conflict", h.replace(h.cem, cousin, nil))
	if got := h.see(h.sten, h.seat(h.cem)); got.Replaced {
		t.Error("a refused substitute ended the seat")
	}
	h.decide(p, h.chair, nil)
	refusal[*dossier.WrongState](t, "once decided", h.replace(h.cem, h.panelist("Hal"), nil))
	refusal[*dossier.WrongState](t, "added once decided", h.add(h.panelist("Ida"), panel.Member))
}

func replaceSeat(h *house, seat id.ID, v *people.Viewer, r *panel.Role) error {
	_, err := h.acts.ReplaceSeat(h.T.Context(), h.at(h.sten), panel.ReplaceSeatInput{Seat: seat, Person: person(v), Role: r, Reason: "Ill."}, h.Now)
	return err
}

// A panel whose chair stepped back gets another, in the chair's place or from
// elsewhere.
func TestAChairIsReplaced(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.acknowledged()
	h.must(h.answer(h.chair, panel.Recuse))
	absent(t, "unlocked by who recused themselves", h.unlock(h.chair))
	h.must(h.replace(h.chair, h.cem, nil))
	h.must(h.answer(h.cem, panel.Acknowledge))
	h.must(h.unlock(h.cem))
	h.must(h.answer(h.cem, panel.Recuse))
	next := h.panelist("Next")
	h.must(h.add(next, panel.Chair))
	if got := h.see(h.sten, h.seat(next)); got.Role != panel.Chair {
		t.Errorf("the added seat is %s", got.Role)
	}
	dan := h.panelist("Dan")
	if p := refusal[*problem.Invalid](t, "a second chair in the place of the first", h.replace(h.cem, dan, nil)); !strings.HasPrefix(p.Message(), "input.role: the panel has a chair") {
		t.Error(p.Message())
	}
	h.must(h.replace(h.cem, dan, ptr(panel.Member)))
}

func TestWhoReplacesASeat(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.acknowledged()
	in := panel.ReplaceSeatInput{Seat: h.seat(h.ben), Person: person(h.cem), Reason: "Ill."}
	for what, v := range map[string]*people.Viewer{
		"the chair": h.chair, "the holder": h.ben, "the candidate": h.ana, "who has no part": h.cem,
		"the candidate as a steward": {Person: h.ana.Person, Roles: []people.Role{people.Steward}, Now: h.Now},
	} {
		_, err := h.acts.ReplaceSeat(t.Context(), v, in, h.Now)
		absent(t, what, err)
	}
	other := h.Person("Olga", "", people.Steward)
	h.declare(h.ana, other)
	_, err := h.acts.ReplaceSeat(t.Context(), h.at(other), in, h.Now)
	absent(t, "R2: a steward with a conflict", err)
	in.Seat = id.Of(id.Seat, uuid.Max)
	_, err = h.acts.ReplaceSeat(t.Context(), h.sten, in, h.Now)
	absent(t, "an unknown seat", err)
	in.Seat, in.Reason = h.seat(h.ben), ""
	_, err = h.acts.ReplaceSeat(t.Context(), h.sten, in, h.Now)
	if p := refusal[*problem.Invalid](t, "without a reason", err); !strings.HasPrefix(p.Message(), "input.reason: is empty") {
		t.Error(p.Message())
	}
}

// Who is seated late has a week all the same.
func TestALateSeatHasTime(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.acknowledged()
	h.Advance(20 * 24 * time.Hour)
	h.must(h.add(h.cem, panel.Member))
	if got := h.see(h.cem, h.seat(h.cem)); got.DueLocal() != "2026-12-21 23:59 UTC" {
		t.Errorf("due %s", got.DueLocal())
	}
}

// Pseudonyms tell nothing: neither the order of the seats nor who came later.
func TestPseudonymsTellNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	first := map[string]int{}
	for range 12 {
		h.assemble()
		var alias string
		h.must(h.DB.QueryRow(t.Context(), `select alias from seat where id = $1`, h.seat(h.chair).UUID).Scan(&alias))
		first[alias]++
		h.another()
	}
	if len(first) < 6 {
		t.Errorf("twelve chairs are %v", first)
	}
	p := h.assemble()
	for i := range panel.MaxSeats - 3 {
		h.must(h.add(h.Person("Guest "+string(rune('a'+i)), ""), panel.Guest))
	}
	var many int
	h.must(h.DB.QueryRow(t.Context(), `select count(distinct alias) from seat where panel_id = $1 and alias ~ '^Reviewer [A-Z]$'`, p.UUID).Scan(&many))
	if many != panel.MaxSeats {
		t.Errorf("%d pseudonyms of %d seats", many, panel.MaxSeats)
	}
	if r := refusal[*problem.Invalid](t, "one more than there are", h.add(h.Person("Last", ""), panel.Guest)); !strings.HasPrefix(r.Message(), "input.person: the panel has had 26 seats") {
		t.Error(r.Message())
	}
}

// R3: a steward who sits and has read what the others say does not put others
// in their places.
func TestWhoJudgesDoesNotChooseWhoElseDoes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.chair = h.Person("Cher", "L9", people.Panelist, people.Steward)
	h.acknowledged()
	h.score(h.chair)
	h.score(h.ben)
	for what, err := range map[string]error{
		"replace a seat": func() error {
			_, err := h.acts.ReplaceSeat(t.Context(), h.at(h.chair), panel.ReplaceSeatInput{Seat: h.seat(h.ben), Person: person(h.cem), Reason: "Votes NO."}, h.Now)
			return err
		}(),
		"add a seat": func() error {
			_, err := h.acts.AddSeat(t.Context(), h.at(h.chair), panel.AddSeatInput{Dossier: h.d, Person: person(h.cem), Role: panel.Member}, h.Now)
			return err
		}(),
	} {
		if p := refusal[*problem.Invalid](t, "R3: "+what, err); !strings.HasPrefix(p.Message(), "input.dossier: is judged by you") || !strings.HasSuffix(p.Message(), what) {
			t.Error(p.Message())
		}
	}
	h.must(h.replace(h.ben, h.cem, nil))
}
