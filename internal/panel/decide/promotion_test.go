package decide_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/dossier"
	"dossier/internal/ladder"
	"dossier/internal/panel/decide"
	"dossier/internal/panel/review"
	"dossier/internal/people"
)

// R3: the decision is kept with the votes and the advisory scores as they
// stood, and the candidate is told nothing.
func TestAChairDecides(t *testing.T) {
	t.Parallel()
	h := newHouse(t, yes, yes, no)
	ctx := t.Context()
	h.Analyse()
	h.exec(`insert into role_grant (id, person_id, role, during) values ($1, $2, 'STEWARD', daterange('2026-01-01', null))`, h.NewID(), h.ana.Person)
	made := h.decide(yes)
	for who, v := range map[string]*people.Viewer{"the chair": h.seats[0], "a member": h.seats[2], "a steward": h.sam} {
		d := h.see(v)
		if d == nil || d.UUID != made || d.Outcome != yes || len(d.Components) != 5 || d.Components[4].Component != "mentee-network" || d.Components[4].Verdict != ladder.Pass ||
			*d.DecidedBy != h.seats[0].Person || d.ReleasedAt != nil || !d.DecidedAt.Equal(h.Now) || d.AppealID != nil {
			t.Errorf("%s sees %+v", who, d)
		}
		if want := []review.Count{{Recommendation: yes, Count: 2}, {Recommendation: notYet, Count: 0}, {Recommendation: no, Count: 1}}; !slices.Equal(d.Votes(), want) {
			t.Errorf("%s: votes %v", who, d.Votes())
		}
	}
	for who, v := range map[string]*people.Viewer{"the candidate": h.ana, "a stranger": h.Person("Stranger", "L10", people.Panelist), "nobody": nil} {
		if d := h.see(v); d != nil {
			t.Errorf("%s sees %+v", who, d)
		}
	}
	seen, err := h.Dossiers.ByIDs(ctx, h.ana, []uuid.UUID{h.dossier.UUID})
	if err != nil || seen[h.dossier.UUID].Status != dossier.InReview || h.status(h.dossier) != "DECIDED" {
		t.Errorf("the candidate reads %v, %v", seen[h.dossier.UUID], err)
	}
	if got := h.told("DECIDED"); !slices.Equal(got, []string{"Sam", "Sue"}) || h.acted("decidePromotion") != 1 {
		t.Errorf("told %s, %d rows in the trail", got, h.acted("decidePromotion"))
	}
	kept := one[map[string]int](h, `select pre_scores from decision`)
	now := one[map[string]int](h, `select jsonb_object_agg(f.criterion, f.score) from finding f where f.assessed`)
	if len(now) == 0 || len(kept) != len(now) {
		t.Errorf("P1 P2 P3 P4 P5: %v are kept of %v", kept, now)
	}
	for c, s := range now {
		if kept[c] != s {
			t.Errorf("%s: %d is kept of %d", c, kept[c], s)
		}
	}
}

// R3: what bars a decision, each with its own refusal, and nothing is changed.
func TestWhatBarsADecision(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		votes  []review.Recommendation
		undo   string // what else is the case, of the panel $1
		in     func(*house) decide.DecidePromotionInput
		quorum *decide.NoQuorum
		reason string
	}{
		{"R3: one review", []review.Recommendation{yes, silent, silent}, "", nil, &decide.NoQuorum{Quorum: 2, Scored: 1}, ""},
		{"R3: none", []review.Recommendation{silent, silent}, "", nil, &decide.NoQuorum{Quorum: 2, Scored: 0}, ""},
		{"R3: a draft", []review.Recommendation{yes, yes}, `update review set status = 'DRAFT', submitted_at = null from seat s where s.id = seat_id and s.panel_id = $1 and s.role = 'MEMBER'`, nil, &decide.NoQuorum{Quorum: 2, Scored: 1}, ""},
		{"R3: recused", []review.Recommendation{yes, yes}, `update seat set status = 'RECUSED', reason = 'kin' where panel_id = $1 and role = 'MEMBER'`, nil, &decide.NoQuorum{Quorum: 2, Scored: 1}, ""},
		{"R3: abstained", []review.Recommendation{yes, yes}, `update seat set status = 'ABSTAINED', reason = 'away' where panel_id = $1 and role = 'MEMBER'`, nil, &decide.NoQuorum{Quorum: 2, Scored: 1}, ""},
		{"R3: replaced", []review.Recommendation{yes, yes}, `update seat set ended_at = now(), end_reason = 'ill' where panel_id = $1 and role = 'MEMBER'`, nil, &decide.NoQuorum{Quorum: 2, Scored: 1}, ""},
		{"R2: a conflict since then", []review.Recommendation{yes, yes}, `insert into conflict_declaration (id, by_person, about_person, reason, declared_at)
			select gen_random_uuid(), s.person_id, d.candidate_id, 'cousins', now() from seat s join dossier d on d.id = s.dossier_id where s.panel_id = $1 and s.role = 'MEMBER'`, nil, &decide.NoQuorum{Quorum: 2, Scored: 1}, ""},
		{"R3: a review of what was", []review.Recommendation{yes, yes}, `update review set stale_at = now() from seat s where s.id = seat_id and s.panel_id = $1 and s.role = 'MEMBER'`, nil, &decide.NoQuorum{Quorum: 2, Scored: 1}, ""},
		{"R3: a review of another submission", []review.Recommendation{yes, yes}, `with o as (insert into submission (id, dossier_id, revision_id, facts, standing, eligibility, submitted_at)
			select gen_random_uuid(), dossier_id, revision_id, facts, standing, eligibility, submitted_at from submission where dossier_id = (select dossier_id from panel where id = $1) returning id)
			update review set submission_id = o.id from o, seat s where s.id = seat_id and s.panel_id = $1 and s.role = 'MEMBER'`, nil, &decide.NoQuorum{Quorum: 2, Scored: 1}, ""},
		{"R3: a higher quorum", []review.Recommendation{yes, yes}, `update panel set quorum = 3 where id = $1`, nil, &decide.NoQuorum{Quorum: 3, Scored: 2}, ""},
		{"R3: the chair has not judged", []review.Recommendation{silent, yes, yes}, "", nil, nil, "the chair decides once their own review is submitted"},
		{"R3c: a component is unlocked", []review.Recommendation{yes, yes}, `insert into component_unlock (id, dossier_id, component, reason, by_person, unlocked_at)
			select gen_random_uuid(), dossier_id, 'mentee-network', 'old', assembled_by, now() from panel where id = $1`, nil, nil, "the candidate may still write in mentee-network: close it first, or wait for the new submission"},
		{"R3: against the votes", []review.Recommendation{yes, no}, "", nil, nil, "1 of 2 votes say PROMOTE, and a promotion takes more than 50 %"},
		{"R3: no compensation", []review.Recommendation{yes, yes}, "", func(h *house) decide.DecidePromotionInput {
			in := h.input(yes, ladder.Pass)
			in.Components[3].Verdict = ladder.Fail
			return in
		}, nil, "founder-references does not pass, and a promotion takes that every component passes"},
		{"R3: nothing is missing", []review.Recommendation{yes, yes}, "", func(h *house) decide.DecidePromotionInput { return h.input(notYet, ladder.Pass) }, nil,
			"nothing stands against a promotion: the components pass, and 2 of 2 votes say PROMOTE; the outcome is PROMOTE"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, tc.votes...)
			if tc.undo != "" {
				h.exec(tc.undo, h.panel)
			}
			in := h.input(yes, ladder.Pass)
			if tc.in != nil {
				in = tc.in(h)
			}
			_, err := h.acts.DecidePromotion(t.Context(), h.seats[0], in, h.Now)
			if tc.quorum != nil {
				if got := refusal[*decide.NoQuorum](t, err); *got != *tc.quorum {
					t.Errorf("%+v, want %+v", got, tc.quorum)
				}
			} else if got := refusal[*decide.PanelRule](t, err); !slices.Equal(got.Reasons, []string{tc.reason}) {
				t.Errorf("%q, want %q", got.Reasons, tc.reason)
			}
			if h.status(h.dossier) != "IN_REVIEW" || one[int](h, `select count(*) from decision`) != 0 || h.acted("decidePromotion") != 0 || h.told("DECIDED") == nil || len(h.told("DECIDED")) != 0 {
				t.Error("something was decided all the same")
			}
		})
	}
}

// R3: only the chair decides, and only what is in review.
func TestWhoDecidesAndWhen(t *testing.T) {
	t.Parallel()
	h := newHouse(t, yes, yes, no)
	try := func(v *people.Viewer) error {
		_, err := h.acts.DecidePromotion(t.Context(), v, h.input(yes, ladder.Pass), h.Now)
		return err
	}
	for who, v := range map[string]*people.Viewer{"a member": h.seats[1], "a steward": h.sam, "the candidate": h.ana, "a stranger": h.Person("Stranger", "L10"), "nobody": nil} {
		if v == nil {
			v = &people.Viewer{Now: h.Now}
		}
		absent(t, who, try(v))
	}
	h.exec(`insert into conflict_declaration (id, by_person, about_person, reason, declared_at) values ($1, $2, $3, 'cousins', $4)`, h.NewID(), h.ana.Person, h.seats[0].Person, h.Now)
	absent(t, "a chair with a conflict", try(h.seats[0]))
	h.exec(`insert into conflict_ruling (id, person_id, candidate_id, kind, key, verdict, reason, by_person, at)
		select $1, $2, $3, 'DECLARED', id::text, 'DISMISSED', 'no kin', $4, $5 from conflict_declaration`, h.NewID(), h.seats[0].Person, h.ana.Person, h.sam.Person, h.Now)
	if err := try(h.seats[0]); err != nil {
		t.Fatal(err)
	}
	if w := refusal[*dossier.WrongState](t, try(h.seats[0])); w.Status != dossier.Decided {
		t.Errorf("decided twice: %v", w)
	}
	absent(t, "a member, of what is decided", try(h.seats[1]))
	h.release()
	if w := refusal[*dossier.WrongState](t, try(h.seats[0])); w.Status != dossier.Released {
		t.Errorf("decided after the release: %v", w)
	}
	other := h.input(yes, ladder.Pass)
	other.Dossier.UUID = uuid.Max
	_, err := h.acts.DecidePromotion(t.Context(), h.seats[0], other, h.Now)
	absent(t, "of no dossier", err)
	other.Dossier = decide.DecidePromotionInput{}.Dossier
	_, err = h.acts.DecidePromotion(t.Context(), h.seats[0], other, h.Now)
	absent(t, "of a malformed id", err)
}

// R3: the chair's vote counts for the quorum only where the ladder says so.
func TestAChairWhoDoesNotCount(t *testing.T) {
	t.Parallel()
	change := func(v *ladder.Version) {
		v.Label = "December 2026"
		v.Level("L8").ReadingOf("panel").Values["chairCounts"] = false
	}
	h := newHouseOn(t, change, silent, yes, yes)
	h.decide(yes)
	if votes := h.see(h.sam).Votes(); votes[0].Count != 2 {
		t.Errorf("R3: %v", votes)
	}
	h = newHouseOn(t, change, yes, yes, silent)
	_, err := h.acts.DecidePromotion(t.Context(), h.seats[0], h.input(yes, ladder.Pass), h.Now)
	if n := refusal[*decide.NoQuorum](t, err); n.Scored != 1 {
		t.Errorf("R3: %+v", n)
	}
}

// R3: what is missing is added until the release, and numbered on.
func TestGapsAreAddedUntilTheRelease(t *testing.T) {
	t.Parallel()
	h := newHouse(t, notYet, no)
	ctx := t.Context()
	add := func(v *people.Viewer, gaps ...decide.DecisionGapInput) (uuid.UUID, error) {
		return h.acts.AddGaps(ctx, v, decide.AddDecisionGapsInput{Dossier: h.dossier, Gaps: gaps}, h.Now)
	}
	_, err := add(h.seats[0], gap("generosity"))
	refusal[*dossier.WrongState](t, err)
	made := h.decide(notYet, gap("founder-trust-at-scale"))
	for name, tc := range map[string]struct {
		gaps []decide.DecisionGapInput
		path string
	}{
		"none":             {nil, "input.gaps"},
		"of no criterion":  {[]decide.DecisionGapInput{gap("generosity"), gap("juggling")}, "input.gaps[1].criterion"},
		"more than may be": {slices.Repeat([]decide.DecisionGapInput{gap("generosity")}, decide.MaxGaps), "input.gaps"},
	} {
		_, err := add(h.seats[0], tc.gaps...)
		if p := refusal[*dossier.Invalid](t, err); len(p.Fields) != 1 || p.Fields[0].Path != tc.path {
			t.Errorf("%s: %v", name, p)
		}
	}
	for who, v := range map[string]*people.Viewer{"a member": h.seats[1], "a steward": h.sam, "the candidate": h.ana} {
		_, err := add(v, gap("generosity"))
		absent(t, who, err)
	}
	if got, err := add(h.seats[0], gap("generosity"), gap("long-term-thinking")); err != nil || got != made {
		t.Fatal(got, err)
	}
	gaps := func(v *people.Viewer) (keys []string) {
		m, err := h.store.GapsOf(ctx, v, []uuid.UUID{made})
		if err != nil || m[made] == nil {
			t.Fatal(m, err)
		}
		for i, g := range m[made] {
			if g.Number != i+1 || g.ClosedBy == "" || g.Level != "L8" {
				t.Errorf("gap %+v", g)
			}
			keys = append(keys, g.CriterionKey)
		}
		return keys
	}
	want := []string{"founder-trust-at-scale", "generosity", "long-term-thinking"}
	if got := gaps(h.sam); !slices.Equal(got, want) || gaps(h.ana) != nil {
		t.Errorf("a steward reads %s, the candidate %s", got, gaps(h.ana))
	}
	h.release()
	if got := gaps(h.ana); !slices.Equal(got, want) {
		t.Errorf("after the release the candidate reads %s", got)
	}
	_, err = add(h.seats[0], gap("generosity"))
	refusal[*dossier.WrongState](t, err)
	if n := h.acted("addDecisionGaps"); n != 1 {
		t.Errorf("%d rows in the trail", n)
	}
}

func TestAPromotionHasNoGaps(t *testing.T) {
	t.Parallel()
	h := newHouse(t, yes, yes)
	h.decide(yes)
	_, err := h.acts.AddGaps(t.Context(), h.seats[0], decide.AddDecisionGapsInput{Dossier: h.dossier, Gaps: []decide.DecisionGapInput{gap("generosity")}}, h.Now)
	if p := refusal[*decide.PanelRule](t, err); len(p.Reasons) != 1 {
		t.Errorf("R3: %v", p)
	}
}

// R3: a decision is not held up by a conflict that its chair has since.
func TestAMemberAddsGapsInThePlaceOfAChairWithAConflict(t *testing.T) {
	t.Parallel()
	h := newHouse(t, notYet, no, silent)
	made := h.decide(notYet)
	add := func(v *people.Viewer) (uuid.UUID, error) {
		return h.acts.AddGaps(t.Context(), v, decide.AddDecisionGapsInput{Dossier: h.dossier, Gaps: []decide.DecisionGapInput{gap("generosity")}}, h.Now)
	}
	_, err := add(h.seats[1])
	absent(t, "a member beside a chair", err)
	h.exec(`insert into conflict_declaration (id, by_person, about_person, reason, declared_at) values ($1, $2, $3, 'cousins', $4)`, h.NewID(), h.ana.Person, h.seats[0].Person, h.Now)
	for _, who := range []int{0, 2} {
		_, err := add(h.seats[who])
		absent(t, "the chair with a conflict, and a member who has not scored", err)
	}
	if got, err := add(h.seats[1]); err != nil || got != made {
		t.Error(got, err)
	}
	h.release()
}
