package decide_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/panel/decide"
	"dossier/internal/panel/review"
	"dossier/internal/people"
)

// refused is a house whose panel said NOT_YET, released.
func refused(t *testing.T) *house {
	t.Helper()
	h := newHouse(t, notYet, yes)
	h.decide(notYet, gap("generosity"), gap("founder-trust-at-scale"))
	h.release()
	return h
}

func (h *house) appealOf() decide.FileAppealInput {
	return decide.FileAppealInput{Dossier: h.dossier, Ground: "EVIDENCE_OVERLOOKED", Statement: "The second founder's letter was not read."}
}

func (h *house) appeal() uuid.UUID {
	h.T.Helper()
	made, err := h.acts.FileAppeal(h.T.Context(), h.ana, h.appealOf(), h.Now)
	if err != nil {
		h.T.Fatal(err)
	}
	return made
}

// hear seats another panel, which the house's next decision is of.
func (h *house) hear(appeal uuid.UUID, votes ...review.Recommendation) {
	h.T.Helper()
	h.seats = nil
	for range votes {
		h.seats = append(h.seats, h.Person("Other seat "+uuid.NewString(), "L9", people.Panelist))
	}
	h.panel = h.seat(h.dossier, &appeal, h.seats, votes)
}

// state is the appeal's status in somebody's eyes, empty if they see none.
func (h *house) state(v *people.Viewer) decide.AppealStatus {
	h.T.Helper()
	m, err := h.store.AppealsOf(h.T.Context(), v, []uuid.UUID{h.dossier.UUID})
	if err != nil {
		h.T.Fatal(err)
	}
	a := m[h.dossier.UUID]
	if a == nil {
		return ""
	}
	byID, err := h.store.AppealsByIDs(h.T.Context(), v, []uuid.UUID{a.UUID})
	if err != nil || *byID[a.UUID] != *a {
		h.T.Errorf("by id %+v, %v; want %+v", byID[a.UUID], err, a)
	}
	return a.Status
}

// R3: an appeal is heard by others, its decision stands over the first, which
// stays as it was, and the rank says so.
func TestAnAppealThatPromotes(t *testing.T) {
	t.Parallel()
	h := refused(t)
	first := h.see(h.ana)
	old := h.seats[0]
	a := h.appeal()
	if h.state(h.ana) != decide.AppealFiled || h.state(h.sam) != decide.AppealFiled || h.state(old) != "" {
		t.Errorf("filed: %q, %q, %q", h.state(h.ana), h.state(h.sam), h.state(old))
	}
	h.hear(a, yes, yes)
	if h.state(h.ana) != decide.AppealInReview || h.state(h.seats[1]) != decide.AppealInReview {
		t.Errorf("heard: %q, %q", h.state(h.ana), h.state(h.seats[1]))
	}
	second := h.decide(yes)
	if h.state(h.ana) != decide.AppealInReview || h.state(h.sam) != decide.AppealDecided {
		t.Errorf("decided: the candidate reads %q, a steward %q", h.state(h.ana), h.state(h.sam))
	}
	if got := h.see(h.ana); got.UUID != first.UUID || h.see(h.sam).UUID != second || *h.see(h.sam).AppealID != a || h.see(old).UUID != first.UUID {
		t.Errorf("before the release the candidate sees %+v", got)
	}
	if h.status(h.dossier) != "RELEASED" {
		t.Errorf("the dossier is %s", h.status(h.dossier))
	}
	h.release()
	if got, want := h.ranks(h.ana), []string{"L8 2022-11-24 2026-11-24 IMPORT", "L9 2026-11-24 ... APPEAL"}; !slices.Equal(got, want) {
		t.Errorf("ranks %s, want %s", got, want)
	}
	if h.state(h.ana) != decide.AppealReleased || h.see(h.ana).UUID != second || one[int](h, `select count(*) from entitlement`) != 4 {
		t.Errorf("released: %q, %+v", h.state(h.ana), h.see(h.ana))
	}
	byID, err := h.store.DecisionsByIDs(t.Context(), h.ana, []uuid.UUID{first.UUID, second})
	if err != nil || len(byID) != 2 || byID[first.UUID].Outcome != notYet || byID[first.UUID].ReversedAt != nil {
		t.Errorf("the first decision: %+v, %v", byID[first.UUID], err)
	}
	if err := h.reverse(h.sue); err != nil {
		t.Fatal(err)
	}
	if got, want := h.ranks(h.ana), []string{"L8 2022-11-24 2026-11-24 IMPORT", "L8 2026-11-24 ... CORRECTION"}; !slices.Equal(got, want) || h.see(h.ana).UUID != second {
		t.Errorf("reversed: ranks %s, want %s", got, want)
	}
}

// R3: an appeal may come to the same, and needs gaps of its own.
func TestAnAppealThatDoesNot(t *testing.T) {
	t.Parallel()
	h := refused(t)
	h.hear(h.appeal(), no, no, silent)
	_, err := h.acts.Release(t.Context(), h.sam, decide.ReleaseDecisionInput{Dossier: h.dossier}, h.Now)
	refusal[*dossier.WrongState](t, err)
	second := h.decide(no)
	_, err = h.acts.Release(t.Context(), h.sam, decide.ReleaseDecisionInput{Dossier: h.dossier}, h.Now)
	refusal[*decide.PanelRule](t, err)
	if got, err := h.acts.AddGaps(t.Context(), h.seats[0], decide.AddDecisionGapsInput{Dossier: h.dossier, Gaps: []decide.DecisionGapInput{gap("generosity")}}, h.Now); err != nil || got != second {
		t.Fatal(got, err)
	}
	h.release()
	_, err = h.acts.DecidePromotion(t.Context(), h.seats[0], h.input(yes, ladder.Pass), h.Now)
	refusal[*dossier.WrongState](t, err)
	if len(h.ranks(h.ana)) != 1 || h.see(h.ana).Outcome != no {
		t.Errorf("%s, %+v", h.ranks(h.ana), h.see(h.ana))
	}
	_, err = h.acts.FileAppeal(t.Context(), h.ana, h.appealOf(), h.Now)
	if p := refusal[*decide.PanelRule](t, err); !contains(p.Message(), "heard once") {
		t.Errorf("%v", p)
	}
}

// R3: within thirty days, to the end of the last.
func TestWhenAnAppealIsInTime(t *testing.T) {
	t.Parallel()
	for now, in := range map[string]bool{
		"2026-11-24T09:30:00Z": true, "2026-12-24T23:59:59Z": true, "2026-12-25T00:00:00Z": false, "2026-12-25T00:30:00+01:00": true, "2027-06-01T00:00:00Z": false,
	} {
		h := refused(t)
		_, err := h.acts.FileAppeal(t.Context(), h.ana, h.appealOf(), at(now))
		if in != (err == nil) {
			t.Errorf("R3: at %s: %v", now, err)
		}
		if !in {
			if c := refusal[*decide.AppealClosed](t, err); !c.Deadline.Equal(at("2026-12-24T23:59:59Z")) || !contains(c.Message(), "until 2026-12-24 23:59 UTC") {
				t.Errorf("R3: %v", c)
			}
		}
	}
}

func TestWhatIsNoAppeal(t *testing.T) {
	t.Parallel()
	h := newHouse(t, notYet, yes)
	file := func(v *people.Viewer, change func(*decide.FileAppealInput)) error {
		in := h.appealOf()
		if change != nil {
			change(&in)
		}
		_, err := h.acts.FileAppeal(t.Context(), v, in, h.Now)
		return err
	}
	if w := refusal[*dossier.WrongState](t, file(h.ana, nil)); w.Status != dossier.InReview {
		t.Errorf("in review: %v", w)
	}
	h.decide(notYet, gap("generosity"))
	if w := refusal[*dossier.WrongState](t, file(h.ana, nil)); w.Status != dossier.InReview {
		t.Errorf("R3: the candidate is told that it is decided: %v", w)
	}
	h.release()
	for who, v := range map[string]*people.Viewer{"a steward": h.sam, "the chair": h.seats[0], "a stranger": h.Candidate("Ben"), "nobody": {Now: h.Now}} {
		absent(t, who, file(v, nil))
	}
	long := strings.Repeat("k", 65)
	for name, tc := range map[string]struct {
		change func(*decide.FileAppealInput)
		path   string
	}{
		"no ground that is listed": {func(in *decide.FileAppealInput) { in.Ground = "UNFAIR" }, "input.ground"},
		"no ground":                {func(in *decide.FileAppealInput) { in.Ground = "" }, "input.ground"},
		"no statement":             {func(in *decide.FileAppealInput) { in.Statement = "" }, "input.statement"},
		"a long statement":         {func(in *decide.FileAppealInput) { in.Statement = strings.Repeat("ä", decide.MaxStatement+1) }, "input.statement"},
		"a long key":               {func(in *decide.FileAppealInput) { in.Key = &long }, "input.key"},
	} {
		if p := refusal[*dossier.Invalid](t, file(h.ana, tc.change)); len(p.Fields) != 1 || p.Fields[0].Path != tc.path {
			t.Errorf("%s: %v", name, p)
		}
	}
	key := "phone-1"
	in := h.appealOf()
	in.Key = &key
	made, err := h.acts.FileAppeal(t.Context(), h.ana, in, h.Now)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := h.acts.FileAppeal(t.Context(), h.ana, in, h.Now.Add(time.Minute)); err != nil || again != made {
		t.Errorf("the same key: %s, %v", again, err)
	}
	refusal[*decide.PanelRule](t, file(h.ana, nil))
	if got := h.told("APPEAL_FILED"); !slices.Equal(got, []string{"Sam", "Sue"}) || h.acted("fileAppeal") != 1 {
		t.Errorf("told %s, %d rows in the trail", got, h.acted("fileAppeal"))
	}
	if p := refusal[*decide.PanelRule](t, h.reverse(h.sue)); !contains(p.Message(), "open") {
		t.Errorf("reversed under an appeal: %v", p)
	}
}

func TestWhatPromotesOrIsReversedIsNotAppealed(t *testing.T) {
	t.Parallel()
	h := newHouse(t, yes, yes)
	h.decide(yes)
	h.release()
	_, err := h.acts.FileAppeal(t.Context(), h.ana, h.appealOf(), h.Now)
	refusal[*decide.PanelRule](t, err)
	h = refused(t)
	if err := h.reverse(h.sue); err != nil {
		t.Fatal(err)
	}
	_, err = h.acts.FileAppeal(t.Context(), h.ana, h.appealOf(), h.Now)
	if p := refusal[*decide.PanelRule](t, err); !contains(p.Message(), "reversed") {
		t.Errorf("%v", p)
	}
}

func TestALadderWithoutAppeals(t *testing.T) {
	t.Parallel()
	h := newHouseOn(t, func(v *ladder.Version) {
		v.Label = "December 2026"
		v.Policy = slices.DeleteFunc(v.Policy, func(p ladder.Policy) bool { return p.Key == "appeal" })
	}, notYet, yes)
	h.decide(notYet, gap("generosity"))
	h.release()
	_, err := h.acts.FileAppeal(t.Context(), h.ana, h.appealOf(), h.Now)
	if p := refusal[*decide.PanelRule](t, err); !contains(p.Message(), "knows no appeal") {
		t.Errorf("%v", p)
	}
}

// R3: an appeal is its candidate's until a panel is there to hear it.
func TestAnAppealIsWithdrawn(t *testing.T) {
	t.Parallel()
	h := refused(t)
	a := h.appeal()
	withdraw := func(v *people.Viewer, of id.ID) error {
		_, err := h.acts.WithdrawAppeal(t.Context(), v, decide.WithdrawAppealInput{Appeal: of}, h.Now)
		return err
	}
	for who, v := range map[string]*people.Viewer{"a steward": h.sam, "a stranger": h.Candidate("Ben"), "the chair": h.seats[0]} {
		absent(t, who, withdraw(v, id.Of(id.Appeal, a)))
	}
	for what, of := range map[string]id.ID{"unknown": id.Of(id.Appeal, uuid.Max), "malformed": {}, "another kind": id.Of(id.Dossier, a)} {
		absent(t, what, withdraw(h.ana, of))
	}
	if err := withdraw(h.ana, id.Of(id.Appeal, a)); err != nil || h.state(h.ana) != decide.AppealWithdrawn || h.acted("withdrawAppeal") != 1 {
		t.Fatalf("%v, %q", err, h.state(h.ana))
	}
	refusal[*dossier.WrongState](t, withdraw(h.ana, id.Of(id.Appeal, a)))
	_, err := h.acts.FileAppeal(t.Context(), h.ana, h.appealOf(), h.Now)
	refusal[*decide.PanelRule](t, err)
	if err := h.reverse(h.sue); err != nil {
		t.Errorf("a withdrawn appeal stands in the way: %v", err)
	}

	h = refused(t)
	a = h.appeal()
	h.hear(a, silent, silent)
	if w := refusal[*dossier.WrongState](t, withdraw(h.ana, id.Of(id.Appeal, a))); !contains(w.Message(), "hears the appeal already") || h.acted("withdrawAppeal") != 0 {
		t.Errorf("%v", w)
	}
}
