package decide_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/dossier"
	"dossier/internal/panel/decide"
	"dossier/internal/panel/review"
	"dossier/internal/people"
)

// R3, U1 to U4: released, a promotion is a rank and what the ladder opens with
// it, all at once.
func TestAReleasePromotes(t *testing.T) {
	t.Parallel()
	h := newHouse(t, yes, yes)
	ctx := t.Context()
	made := h.decide(yes)
	h.release()
	if got, want := h.ranks(h.ana), []string{"L8 2022-11-24 2026-11-24 IMPORT", "L9 2026-11-24 ... DECISION"}; !slices.Equal(got, want) {
		t.Errorf("ranks %s, want %s", got, want)
	}
	d := h.see(h.ana)
	if d == nil || d.UUID != made || !d.ReleasedAt.Equal(h.Now) || d.EffectiveOn.Format("2006-01-02") != "2026-11-24" || d.DecidedBy != nil || d.Votes() == nil || len(d.Votes())+len(d.Counted) != 0 {
		t.Errorf("the candidate sees %+v", d)
	}
	if h.status(h.dossier) != "RELEASED" || h.acted("releaseDecision") != 1 {
		t.Errorf("%s, %d rows in the trail", h.status(h.dossier), h.acted("releaseDecision"))
	}
	if got := h.told("RELEASED"); !slices.Equal(got, []string{"Ana", "Sam", "Sue"}) {
		t.Errorf("told: %s", got)
	}
	stranger := h.Person("Stranger", "L3")
	for who, v := range map[string]*people.Viewer{"the candidate": h.ana, "a stranger": stranger} {
		m, err := h.store.EntitlementsOf(ctx, v, []uuid.UUID{h.ana.Person, stranger.Person}, h.Version.LadderID)
		if err != nil || len(m[h.ana.Person]) != 4 || m[stranger.Person] == nil || len(m[stranger.Person]) != 0 {
			t.Fatalf("%s: %v, %v", who, m, err)
		}
		var words []string
		for _, e := range m[h.ana.Person] {
			words = append(words, e.Entitlement)
			if e.LevelCode != "L9" || e.From.Format("2006-01-02") != "2026-11-24" || e.To != nil || e.LadderVersion != h.Version.UUID {
				t.Errorf("%+v", e)
			}
			one, err := h.store.EntitlementsByIDs(ctx, v, []uuid.UUID{e.UUID, uuid.Max})
			if err != nil || len(one) != 1 || one[e.UUID].Unlock != e.Unlock {
				t.Errorf("by id: %v, %v", one, err)
			}
		}
		slices.Sort(words)
		if want := []string{"CROSS_PRODUCT_ORG", "CULTURE_OWNER", "HIRE_AND_MANAGE", "PRODUCT_ORG_LEAD"}; !slices.Equal(words, want) {
			t.Errorf("U1 U2 U3 U4: %s sees %s", who, words)
		}
	}
	if m, err := h.store.EntitlementsOf(ctx, nil, []uuid.UUID{h.ana.Person}, h.Version.LadderID); err != nil || len(m[h.ana.Person]) != 0 {
		t.Errorf("nobody sees %v, %v", m, err)
	}
}

// R3: a decision that does not promote says what would close its gaps, and
// changes no rank.
func TestAReleaseThatDoesNotPromote(t *testing.T) {
	t.Parallel()
	for _, outcome := range []review.Recommendation{notYet, no} {
		h := newHouse(t, outcome, yes)
		h.decide(outcome)
		in := decide.ReleaseDecisionInput{Dossier: h.dossier}
		_, err := h.acts.Release(t.Context(), h.sam, in, h.Now)
		refusal[*decide.PanelRule](t, err)
		if h.status(h.dossier) != "DECIDED" || h.see(h.ana) != nil {
			t.Errorf("R3: %s without gaps was released", outcome)
		}
		if _, err := h.acts.AddGaps(t.Context(), h.seats[0], decide.AddDecisionGapsInput{Dossier: h.dossier, Gaps: []decide.DecisionGapInput{gap("generosity")}}, h.Now); err != nil {
			t.Fatal(err)
		}
		in.EffectiveOn = on("2026-11-24")
		_, err = h.acts.Release(t.Context(), h.sam, in, h.Now)
		if p := refusal[*dossier.Invalid](t, err); p.Fields[0].Path != "input.effectiveOn" {
			t.Errorf("%v", p)
		}
		before := h.ranks(h.ana)
		h.release()
		if d := h.see(h.ana); d.Outcome != outcome || d.EffectiveOn != nil || !slices.Equal(h.ranks(h.ana), before) || one[int](h, `select count(*) from entitlement`) != 0 {
			t.Errorf("%s: %+v, ranks %s", outcome, d, h.ranks(h.ana))
		}
	}
}

// R3: whoever holds or held a seat, decided, stands in a conflict or is the
// candidate does not release, whatever their roles.
func TestWhoReleases(t *testing.T) {
	t.Parallel()
	h := newHouse(t, yes, yes, silent)
	try := func(v *people.Viewer) error {
		_, err := h.acts.Release(t.Context(), v, decide.ReleaseDecisionInput{Dossier: h.dossier}, h.Now)
		return err
	}
	steward := func(v *people.Viewer) *people.Viewer {
		return &people.Viewer{Person: v.Person, Now: h.Now, Roles: append(slices.Clone(v.Roles), people.Steward)}
	}
	if w := refusal[*dossier.WrongState](t, try(h.sam)); w.Status != dossier.InReview {
		t.Errorf("in review: %v", w)
	}
	absent(t, "the candidate, in review", try(steward(h.ana)))
	h.decide(yes)
	kin, left, away := h.Person("Kin", "", people.Steward), h.Person("Left", "L9", people.Steward), h.Person("Away", "L9", people.Steward)
	h.exec(`insert into conflict_declaration (id, by_person, about_person, reason, declared_at) values ($1, $2, $3, 'cousins', $4)`, h.NewID(), kin.Person, h.ana.Person, h.Now)
	for i, gone := range []*people.Viewer{left, away} {
		h.exec(`insert into seat (id, panel_id, dossier_id, person_id, role, status, reason, alias, due_at, invited_by, invited_at, ended_at, end_reason)
			select $1, id, dossier_id, $2, 'MEMBER', $3, 'x', $4, due_at, assembled_by, assembled_at, $5, $6 from panel where id = $7`,
			h.NewID(), gone.Person, []string{"RECUSED", "INVITED"}[i], gone.Person.String(), []any{nil, h.Now}[i], []any{nil, "ill"}[i], h.panel)
	}
	for who, v := range map[string]*people.Viewer{
		"the decider": steward(h.seats[0]), "a member": steward(h.seats[1]), "one who has not scored": steward(h.seats[2]), "a panelist": h.seats[1],
		"the candidate": steward(h.ana), "one with a conflict": kin, "one who recused themselves": left, "one who was replaced": away,
		"no steward": h.Person("Stranger", "L10", people.Panelist, people.HouseFounder), "nobody": {Now: h.Now},
	} {
		absent(t, who, try(v))
	}
	if h.status(h.dossier) != "DECIDED" {
		t.Fatal("somebody released it")
	}
	if err := try(h.sam); err != nil {
		t.Fatal(err)
	}
	if w := refusal[*dossier.WrongState](t, try(h.sue)); w.Status != dossier.Released {
		t.Errorf("R3: released twice: %v", w)
	}
	if len(h.ranks(h.ana)) != 2 {
		t.Errorf("ranks %s", h.ranks(h.ana))
	}
}

// R1: the first day of the rank is no earlier than the submission, no later
// than a year ahead, and whole at the ends of months.
func TestTheDayThatAPromotionTakesEffect(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, now, on string
		want          string // of the new rank; a part of the refusal if bad
		bad           bool
	}{
		{"today by UTC, left out", "2027-01-31T23:59:59Z", "", "2027-01-31", false},
		{"the next day by UTC", "2027-02-01T00:00:00Z", "", "2027-02-01", false},
		{"a last of February ahead", "2027-01-31T12:00:00Z", "2027-02-28", "2027-02-28", false},
		{"a leap day", "2027-12-24T12:00:00Z", "2028-02-29", "2028-02-29", false},
		{"the day of the submission", "2027-01-31T12:00:00Z", "2026-11-24", "2026-11-24", false},
		{"the day before it", "2027-01-31T12:00:00Z", "2026-11-23", "give 2026-11-24 or a later day", true},
		{"a year ahead", "2027-01-31T12:00:00Z", "2028-01-31", "2028-01-31", false},
		{"a day more", "2027-01-31T12:00:00Z", "2028-02-01", "give 2028-01-31 or an earlier day", true},
		{"a year ahead of a leap day", "2028-02-29T12:00:00Z", "2029-03-01", "give 2029-02-28 or an earlier day", true},
		{"before all counting", "2027-01-31T12:00:00Z", "0001-01-01", "or a later day", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, yes, yes)
			h.decide(yes)
			in := decide.ReleaseDecisionInput{Dossier: h.dossier}
			if tc.on != "" {
				in.EffectiveOn = on(tc.on)
			}
			_, err := h.acts.Release(t.Context(), h.sam, in, at(tc.now))
			if tc.bad {
				p := refusal[*dossier.Invalid](t, err)
				if p.Fields[0].Path != "input.effectiveOn" || !contains(p.Message(), tc.want) || len(h.ranks(h.ana)) != 1 {
					t.Errorf("%v, ranks %s", p, h.ranks(h.ana))
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got, want := h.ranks(h.ana), []string{"L8 2022-11-24 " + tc.want + " IMPORT", "L9 " + tc.want + " ... DECISION"}; !slices.Equal(got, want) {
				t.Errorf("ranks %s, want %s", got, want)
			}
			if n := one[int](h, `select count(*) from entitlement where lower(during) = $1::date and upper_inf(during)`, tc.want); n != 4 {
				t.Errorf("%d entitlements from %s", n, tc.want)
			}
		})
	}
}

// R1: who no longer holds the level that the step leads from is not promoted,
// and nothing of the release remains.
func TestACandidateWhoNoLongerHoldsTheLevel(t *testing.T) {
	t.Parallel()
	for name, undo := range map[string]string{
		"lost it":             `update rank_record set during = daterange(lower(during), '2026-11-24') where person_id = $1`,
		"loses it in a year":  `update rank_record set during = daterange(lower(during), '2027-11-24') where person_id = $1`,
		"it was superseded":   `update rank_record set superseded_at = now() where person_id = $1`,
		"it begins that day":  `update rank_record set during = daterange('2026-11-24', null) where person_id = $1`,
		"holds another level": `update rank_record set level = 'L7' where person_id = $1`,
		"was promoted since":  `with l as (update rank_record set during = daterange(lower(during), '2026-11-24') where person_id = $1 returning *) insert into rank_record (id, person_id, ladder_id, level, during, cause) select gen_random_uuid(), person_id, ladder_id, 'L9', daterange('2026-11-24', null), 'IMPORT' from l`,
	} {
		t.Run("R1: "+name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, yes, yes)
			h.decide(yes)
			h.exec(undo, h.ana.Person)
			before := one[[]string](h, `select array_agg(r::text order by r.id) from rank_record r`)
			_, err := h.acts.Release(t.Context(), h.sam, decide.ReleaseDecisionInput{Dossier: h.dossier}, h.Now)
			if p := refusal[*decide.PanelRule](t, err); !contains(p.Message(), "does not hold L8 on 2026-11-24") {
				t.Errorf("%v", p)
			}
			if h.status(h.dossier) != "DECIDED" || !slices.Equal(one[[]string](h, `select array_agg(r::text order by r.id) from rank_record r`), before) ||
				one[int](h, `select count(*) from entitlement`) != 0 || h.see(h.sam).ReleasedAt != nil || len(h.told("RELEASED")) != 0 || h.acted("releaseDecision") != 0 {
				t.Error("something was released all the same")
			}
		})
	}
}
