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

func TestAssemble(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.Advance(time.Hour)
	p := h.assemble()
	if got := h.status(h.sten); got != dossier.InReview {
		t.Errorf("the dossier is %s", got)
	}
	found, err := h.store.OfDossiers(t.Context(), h.at(h.sten), []uuid.UUID{h.d.UUID})
	h.must(err)
	got := found[h.d.UUID]
	if got.ID() != p || got.Quorum != 2 || got.Reveal != panel.WithSubmission || got.SeatCount != 3 || got.AppealID != nil || got.Decided || !got.AssembledAt.Equal(h.Now) {
		t.Errorf("the panel is %+v", got)
	}
	if want := "2026-12-15 23:59 UTC"; got.DueLocal() != want {
		t.Errorf("due %s, want %s", got.DueLocal(), want)
	}
	seats, err := h.store.SeatsOf(t.Context(), h.at(h.sten), []uuid.UUID{p.UUID})
	h.must(err)
	var is []string
	for _, s := range seats[p.UUID] {
		is = append(is, string(s.Role)+" "+string(s.Status)+" "+s.DueLocal())
	}
	if want := []string{"CHAIR INVITED 2026-12-15 23:59 UTC", "MEMBER INVITED 2026-12-15 23:59 UTC", "GUEST INVITED 2026-12-15 23:59 UTC"}; !slices.Equal(is, want) {
		t.Errorf("the seats are %q", is)
	}
	for _, v := range []*people.Viewer{h.chair, h.ben, h.gus} {
		if told := h.told(v); !slices.Equal(told, []string{"SEAT_INVITED"}) {
			t.Errorf("a holder is told %q", told)
		}
	}
	if trail := h.trail(h.Now); !slices.Equal(trail, []string{"assemblePanel"}) {
		t.Errorf("the trail is %q", trail)
	}
}

func TestWhatAPanelLacks(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	low, plain := h.Person("Low", "L8", people.Panelist), h.Person("Plain", "L9")
	seats := func(s ...panel.SeatInput) func(*panel.AssemblePanelInput) {
		return func(in *panel.AssemblePanelInput) { in.Seats = s }
	}
	chair, ben := sits(h.chair, panel.Chair), sits(h.ben, panel.Member)
	for _, tc := range []struct {
		what   string
		change func(*panel.AssemblePanelInput)
		says   []string
	}{
		{"no seats", seats(), []string{"input.seats: name no chair"}},
		{"no chair", seats(sits(h.chair, panel.Member), ben), []string{"input.seats: name no chair"}},
		{"two chairs", seats(chair, sits(h.ben, panel.Chair)), []string{"input.seats: name 2 chairs"}},
		{"too many", seats(slices.Repeat([]panel.SeatInput{chair}, 27)...), []string{"input.seats: are 27; a panel has 26 at most"}},
		{"no such role", seats(chair, sits(h.ben, "JUDGE")), []string{`input.seats[1].role: "JUDGE" is no role`}},
		{"R3: fewer than the quorum", seats(chair), []string{"input.seats: are too few: 1 count, and the quorum is 2"}},
		{"fewer than its own quorum", func(in *panel.AssemblePanelInput) { in.Quorum = ptr(4) }, []string{"input.seats: are too few: 3 count, and the quorum is 4"}},
		{"R3: a quorum below the ladder's", func(in *panel.AssemblePanelInput) { in.Quorum = ptr(1) }, []string{"input.quorum: 1 is below the ladder's, which is 2"}},
		{"a person twice", seats(chair, ben, sits(h.ben, panel.Guest)), []string{"input.seats[2].person: Ben is named twice"}},
		{"the candidate", seats(chair, ben, sits(h.ana, panel.Guest)), []string{"input.seats[2].person: Ana is the candidate"}},
		{"R3: below the level", seats(sits(low, panel.Chair), ben), []string{"input.seats[0].person: Low is below L9 today"}},
		{"R3: without the role", seats(chair, sits(plain, panel.Member)), []string{"input.seats[1].person: Plain does not hold the role PANELIST today"}},
		{"each by its place", seats(chair, sits(plain, panel.Member), sits(low, panel.Member)), []string{"input.seats[1].person: Plain", "input.seats[2].person: Low"}},
		{"a zone that is none", func(in *panel.AssemblePanelInput) { in.Zone = ptr("Europe/Nowhere") }, []string{`input.zone: "Europe/Nowhere" is no time zone`}},
		{"the zone of the machine", func(in *panel.AssemblePanelInput) { in.Zone = ptr("Local") }, []string{`input.zone: "Local" is no time zone`}},
		{"a zone with a NUL", func(in *panel.AssemblePanelInput) { in.Zone = ptr("UTC\x00") }, []string{"input.zone:"}},
		{"a path as a zone", func(in *panel.AssemblePanelInput) { in.Zone = ptr("../../etc/passwd") }, []string{"input.zone:"}},
		{"an empty zone", func(in *panel.AssemblePanelInput) { in.Zone = ptr("") }, []string{"input.zone:"}},
		{"due yesterday", func(in *panel.AssemblePanelInput) { in.DueOn = date("2026-11-23") }, []string{"input.dueOn: 2026-11-23 is over in UTC"}},
		{"due in another century", func(in *panel.AssemblePanelInput) { in.DueOn = date("2126-12-01") }, []string{"input.dueOn: 2126-12-01 is more than a year away"}},
		{"a choice that is none", func(in *panel.AssemblePanelInput) { in.RevealPreScores = ptr(panel.Reveal("NEVER")) }, []string{`input.revealPreScores: "NEVER" is no choice`}},
		{"an empty key", func(in *panel.AssemblePanelInput) { in.Key = ptr("") }, []string{"input.key: has 0 characters"}},
	} {
		_, err := h.acts.Assemble(t.Context(), h.sten, h.input(tc.change), h.Now)
		p := refusal[*problem.Invalid](t, tc.what, err)
		if len(p.Fields) != len(tc.says) {
			t.Errorf("%s: %s", tc.what, p.Message())
		}
		for _, says := range tc.says {
			if !strings.Contains(p.Message(), says) {
				t.Errorf("%s: %s, want %q", tc.what, p.Message(), says)
			}
		}
	}
	for what, change := range map[string]func(*panel.AssemblePanelInput){
		"an unknown person":      seats(chair, panel.SeatInput{Person: id.Of(id.Person, uuid.Max), Role: panel.Member}),
		"what is no person":      seats(chair, panel.SeatInput{Person: h.d, Role: panel.Member}),
		"an unknown dossier":     func(in *panel.AssemblePanelInput) { in.Dossier = id.Of(id.Dossier, uuid.Max) },
		"what is no dossier":     func(in *panel.AssemblePanelInput) { in.Dossier = person(h.ana) },
		"a draft":                func(in *panel.AssemblePanelInput) { in.Dossier = h.Open(h.ana) },
		"an appeal that is none": func(in *panel.AssemblePanelInput) { in.Appeal = ptr(id.Of(id.Appeal, uuid.Max)) },
		"an appeal of no kind":   func(in *panel.AssemblePanelInput) { in.Appeal = &h.d },
	} {
		_, err := h.acts.Assemble(t.Context(), h.sten, h.input(change), h.Now)
		absent(t, what, err)
	}
	if h.status(h.sten) != dossier.Submitted {
		t.Error("a refused panel moved the dossier")
	}
}

func TestWhoAssembles(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for what, v := range map[string]*people.Viewer{
		"a panelist": h.chair, "the candidate": h.ana, "a founder": h.Person("Hana", "L10", people.HouseFounder),
		"the candidate as a steward": {Person: h.ana.Person, Roles: []people.Role{people.Steward}, Now: h.Now},
	} {
		_, err := h.acts.Assemble(t.Context(), v, h.input(), h.Now)
		absent(t, what, err)
	}
	other := h.Person("Olga", "", people.Steward)
	h.declare(h.ana, other)
	_, err := h.acts.Assemble(t.Context(), other, h.input(), h.Now)
	absent(t, "R2: a steward with a conflict", err)
}

func TestAConflictKeepsFromAPanel(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.declare(h.ben, h.ana)
	h.declare(h.ana, h.gus)
	_, err := h.acts.Assemble(t.Context(), h.sten, h.input(), h.Now)
	c := refusal[*conflict.OfInterest](t, "R2: two with a conflict", err)
	var who []uuid.UUID
	for _, x := range c.Conflicts {
		who = append(who, x.PersonID)
	}
	if len(who) != 2 || !slices.Contains(who, h.ben.Person) || !slices.Contains(who, h.gus.Person) {
		t.Errorf("R2: the refusal names %v", c.Conflicts)
	}
}

func TestAssembledOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	key := func(in *panel.AssemblePanelInput) { in.Key = ptr("k1") }
	first := h.assemble(key)
	if again := h.assemble(key); again != first {
		t.Errorf("the same key made %v and %v", first, again)
	}
	_, err := h.acts.Assemble(t.Context(), h.sten, h.input(), h.Now)
	if w := refusal[*dossier.WrongState](t, "a second panel", err); w.Status != dossier.InReview {
		t.Errorf("a second panel: %s", w.Message())
	}
	h.decide(first, h.chair, nil)
	_, err = h.acts.Assemble(t.Context(), h.at(h.sten), h.input(), h.Now)
	if w := refusal[*dossier.WrongState](t, "once decided", err); w.Status != dossier.Decided {
		t.Errorf("once decided: %s", w.Message())
	}
}

func TestADoubleSitsAsThePersonWhoStays(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	double := h.Person("B. Ben", "")
	h.exec(`update person set same_as = $2 where id = $1`, double.Person, h.ben.Person)
	p := h.assemble(func(in *panel.AssemblePanelInput) { in.Seats[1].Person = person(double) })
	var holds uuid.UUID
	h.must(h.DB.QueryRow(t.Context(), `select person_id from seat where panel_id = $1 and role = 'MEMBER'`, p.UUID).Scan(&holds))
	if holds != h.ben.Person {
		t.Errorf("the seat is held by %v, want Ben", holds)
	}
	h = newHouse(t)
	double = h.Person("B. Ben", "")
	h.exec(`update person set same_as = $2 where id = $1`, double.Person, h.ben.Person)
	_, err := h.acts.Assemble(t.Context(), h.sten, h.input(func(in *panel.AssemblePanelInput) { in.Seats[2].Person = person(double) }), h.Now)
	if r := refusal[*problem.Invalid](t, "a person and a double", err); !strings.Contains(r.Message(), "input.seats[2].person: Ben is named twice") {
		t.Errorf("a person and a double: %s", r.Message())
	}
	h.declare(double, h.ana)
	_, err = h.acts.Assemble(t.Context(), h.sten, h.input(), h.Now)
	refusal[*conflict.OfInterest](t, "R2: what a double declared", err)
}
