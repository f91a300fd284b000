package decide_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/panel/decide"
	"dossier/internal/people"
	"dossier/internal/people/keep"
)

func (h *house) reverse(v *people.Viewer) error {
	_, err := h.acts.Reverse(h.T.Context(), v, decide.ReverseDecisionInput{Dossier: h.dossier, Reason: "The second review was of another text."}, h.Now)
	return err
}

// R3: a reversal is a record beside the decision: the rank counts no more, the
// level before goes on without a gap, and all of it is still there.
func TestAReversal(t *testing.T) {
	t.Parallel()
	h := newHouse(t, yes, yes)
	made := h.decide(yes)
	h.release()
	h.Now = at("2027-01-31T12:00:00Z")
	kept := one[string](h, `select (outcome, rationale, votes, released_at, rank_id)::text from decision`)
	if err := h.reverse(h.sue); err != nil {
		t.Fatal(err)
	}
	if got, want := h.ranks(h.ana), []string{"L8 2022-11-24 2026-11-24 IMPORT", "L8 2026-11-24 ... CORRECTION"}; !slices.Equal(got, want) {
		t.Errorf("ranks %s, want %s", got, want)
	}
	if n := one[int](h, `select count(*) from rank_record where level = 'L9' and cause = 'DECISION' and superseded_at = $1`, h.Now); n != 1 || kept != one[string](h, `select (outcome, rationale, votes, released_at, rank_id)::text from decision`) {
		t.Errorf("%d ranks are kept as superseded", n)
	}
	if why := one[string](h, `select reason from rank_record where cause = 'CORRECTION'`); strings.Contains(why, "another text") {
		t.Errorf("a public rank tells the steward's reason: %q", why)
	}
	m, err := h.store.EntitlementsOf(t.Context(), h.sam, []uuid.UUID{h.ana.Person}, h.Version.LadderID)
	if err != nil || len(m[h.ana.Person]) != 4 {
		t.Fatalf("U1: %v, %v", m, err)
	}
	for _, e := range m[h.ana.Person] {
		if e.To == nil || e.To.Format("2006-01-02") != "2027-01-31" {
			t.Errorf("U1 U2 U3 U4: %+v", e)
		}
	}
	d := h.see(h.ana)
	if d.UUID != made || d.Outcome != yes || !d.ReversedAt.Equal(h.Now) || !strings.Contains(*d.Reversal, "another text") || h.status(h.dossier) != "RELEASED" {
		t.Errorf("%+v", d)
	}
	if got := h.told("REVERSED"); !slices.Equal(got, []string{"Ana", "Sam", "Sue"}) || h.acted("reverseDecision") != 1 {
		t.Errorf("told %s, %d rows in the trail", got, h.acted("reverseDecision"))
	}
	refusal[*decide.PanelRule](t, h.reverse(h.sue))
	if len(h.ranks(h.ana)) != 2 {
		t.Errorf("reversed twice: %s", h.ranks(h.ana))
	}
}

// U1: what had not begun when it was reversed was never held.
func TestAReversalBeforeTheDay(t *testing.T) {
	t.Parallel()
	for _, effective := range []string{"2026-11-24", "2027-02-28"} {
		h := newHouse(t, yes, yes)
		h.decide(yes)
		if _, err := h.acts.Release(t.Context(), h.sam, decide.ReleaseDecisionInput{Dossier: h.dossier, EffectiveOn: on(effective)}, h.Now); err != nil {
			t.Fatal(err)
		}
		if err := h.reverse(h.sue); err != nil {
			t.Fatal(err)
		}
		if got, want := h.ranks(h.ana), []string{"L8 2022-11-24 " + effective + " IMPORT", "L8 " + effective + " ... CORRECTION"}; !slices.Equal(got, want) {
			t.Errorf("ranks %s, want %s", got, want)
		}
		m, err := h.store.EntitlementsOf(t.Context(), h.sam, []uuid.UUID{h.ana.Person}, h.Version.LadderID)
		if err != nil || len(m[h.ana.Person]) != 0 || one[int](h, `select count(*) from entitlement`) != 4 {
			t.Errorf("U1: %s: %v, %v", effective, m, err)
		}
	}
}

func TestWhoReversesAndWhat(t *testing.T) {
	t.Parallel()
	h := newHouse(t, notYet, yes)
	if w := refusal[*dossier.WrongState](t, h.reverse(h.sue)); w.Status != dossier.InReview {
		t.Errorf("in review: %v", w)
	}
	h.decide(notYet, gap("generosity"))
	if w := refusal[*dossier.WrongState](t, h.reverse(h.sue)); w.Status != dossier.Decided {
		t.Errorf("decided: %v", w)
	}
	h.release()
	_, err := h.acts.Reverse(t.Context(), h.sue, decide.ReverseDecisionInput{Dossier: h.dossier, Reason: " "}, h.Now)
	if p := refusal[*dossier.Invalid](t, err); p.Fields[0].Path != "input.reason" {
		t.Errorf("%v", p)
	}
	for who, v := range map[string]*people.Viewer{
		"the candidate": {Person: h.ana.Person, Roles: []people.Role{people.Steward}, Now: h.Now},
		"the decider":   {Person: h.seats[0].Person, Roles: []people.Role{people.Steward}, Now: h.Now},
		"a member":      {Person: h.seats[1].Person, Roles: []people.Role{people.Steward}, Now: h.Now},
		"no steward":    h.Person("Stranger", "L10"), "nobody": {Now: h.Now},
	} {
		absent(t, who, h.reverse(v))
	}
	if p := refusal[*decide.PanelRule](t, h.reverse(h.sam)); !contains(p.Message(), "another steward") {
		t.Errorf("the releaser: %v", p)
	}
	before := h.ranks(h.ana)
	if err := h.reverse(h.sue); err != nil {
		t.Fatal(err)
	}
	if d := h.see(h.ana); d.ReversedAt == nil || !slices.Equal(h.ranks(h.ana), before) {
		t.Errorf("a decision that did not promote: %+v, %s", d, h.ranks(h.ana))
	}
}

// R1: a rank that was corrected, or that another followed, is not taken back
// from under them.
func TestAReversalThatComesTooLate(t *testing.T) {
	t.Parallel()
	for _, what := range []string{"corrected", "followed"} {
		h := newHouse(t, yes, yes)
		h.decide(yes)
		h.release()
		h.Now = at("2027-01-31T12:00:00Z")
		if what == "corrected" {
			rank := id.Of(id.Rank, one[uuid.UUID](h, `select id from rank_record where cause = 'DECISION'`))
			acts := &keep.Acts{DB: h.DB, Ladders: h.Ladders, NewID: h.acts.NewID}
			if _, err := acts.CorrectRank(t.Context(), h.sue, keep.CorrectRankInput{
				Person: id.Of(id.Person, h.ana.Person), Level: "L9", From: *on("2026-12-01"), Reason: "a week later", Supersedes: &rank,
			}, h.Now); err != nil {
				t.Fatal(err)
			}
		} else {
			h.exec(`with l as (update rank_record set during = daterange(lower(during), '2027-01-01') where cause = 'DECISION' returning *)
				insert into rank_record (id, person_id, ladder_id, level, during, cause) select $1, person_id, ladder_id, 'L10', daterange('2027-01-01', null), 'DECISION' from l`, h.NewID())
		}
		before := h.ranks(h.ana)
		refusal[*decide.PanelRule](t, h.reverse(h.sue))
		if !slices.Equal(h.ranks(h.ana), before) || h.see(h.sam).ReversedAt != nil {
			t.Errorf("%s: %s", what, h.ranks(h.ana))
		}
	}
}

// R3: what a double released was released by the person that stays.
func TestADoubleReleases(t *testing.T) {
	t.Parallel()
	h := newHouse(t, yes, yes)
	h.decide(yes)
	double := h.Person("Sue at work", "", people.Steward)
	if _, err := h.acts.Release(t.Context(), double, decide.ReleaseDecisionInput{Dossier: h.dossier}, h.Now); err != nil {
		t.Fatal(err)
	}
	h.Tx(func(tx pgx.Tx) error { return h.People.Merge(t.Context(), tx, double.Person, h.sue.Person, h.Now) })
	if p := refusal[*decide.PanelRule](t, h.reverse(h.sue)); !contains(p.Message(), "another steward") {
		t.Errorf("the releaser: %v", p)
	}
	if err := h.reverse(h.sam); err != nil {
		t.Error(err)
	}
}
