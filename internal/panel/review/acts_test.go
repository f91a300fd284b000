package review_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/audit"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/panel/review"
	"dossier/internal/people"
	"dossier/internal/problem"
	"dossier/internal/testworld"
)

func ptr[T any](v T) *T { return &v }

// court is a dossier in review with a chair, two members and an invited one.
type court struct {
	*testworld.World
	acts     *review.Acts
	store    *review.Store
	ana, sam *people.Viewer
	sits     map[string]*people.Viewer
	dossier  id.ID
	panel    uuid.UUID
	evidence []id.ID
}

func newCourt(t testing.TB, reveal string) *court {
	t.Helper()
	w := testworld.New(t)
	c := &court{World: w, acts: &review.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID}, store: &review.Store{DB: w.DB}, sits: map[string]*people.Viewer{}}
	c.ana, c.sam = w.Candidate("Ana"), w.Person("Sam", "", people.Steward)
	c.dossier = w.Open(c.ana)
	w.Submit(c.ana, c.dossier)
	w.Analyse()
	c.panel = w.NewID()
	c.exec(`insert into panel (id, dossier_id, quorum, reveal, due_at, zone, assembled_by, assembled_at) values ($1, $2, 2, $3, $4, 'UTC', $5, $4)`,
		c.panel, c.dossier.UUID, reveal, w.Now, c.sam.Person)
	c.exec(`update dossier set status = 'IN_REVIEW' where id = $1`, c.dossier.UUID)
	for i, s := range []struct{ name, role, status string }{
		{"Lena", "CHAIR", "ACKNOWLEDGED"}, {"Otto", "MEMBER", "ACKNOWLEDGED"}, {"Mia", "MEMBER", "ACKNOWLEDGED"}, {"Wim", "MEMBER", "INVITED"},
	} {
		c.sits[s.name] = w.Person(s.name, "L10", people.Panelist)
		c.exec(`insert into seat (id, panel_id, dossier_id, person_id, role, status, alias, due_at, invited_by, invited_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8)`,
			w.NewID(), c.panel, c.dossier.UUID, c.sits[s.name].Person, s.role, s.status, fmt.Sprint("Reviewer ", i), w.Now, c.sam.Person)
	}
	rows, err := w.DB.Query(t.Context(), `select e.id from evidence e order by e.id limit 2`)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var e uuid.UUID
		if err := rows.Scan(&e); err != nil {
			t.Fatal(err)
		}
		c.evidence = append(c.evidence, id.Of(id.Evidence, e))
	}
	if len(c.evidence) != 2 {
		t.Fatalf("%d passages were found, %v", len(c.evidence), rows.Err())
	}
	return c
}

func (c *court) exec(sql string, args ...any) {
	c.T.Helper()
	if _, err := c.DB.Exec(c.T.Context(), sql, args...); err != nil {
		c.T.Fatalf("%s: %v", sql, err)
	}
}

func (c *court) full(score int, says review.Recommendation) review.SaveReviewInput {
	in := review.SaveReviewInput{Dossier: c.dossier, Recommendation: &says}
	for _, k := range c.Version.Level("L8").PanelCriteria {
		in.Scores = append(in.Scores, review.ScoreInput{Criterion: k.Key, Score: &score, Reason: ptr("As the passage says."), Evidence: c.evidence[:1]})
	}
	return in
}

func (c *court) saves(name string, in review.SaveReviewInput) error {
	_, err := c.acts.Save(c.T.Context(), c.sits[name], in, c.Now)
	return err
}

func (c *court) submits(name string) error {
	_, err := c.acts.Submit(c.T.Context(), c.sits[name], review.SubmitReviewInput{Dossier: c.dossier}, c.Now)
	return err
}

// scores saves and submits.
func (c *court) scores(name string, score int, says review.Recommendation) {
	c.T.Helper()
	if err := c.saves(name, c.full(score, says)); err != nil {
		c.T.Fatal(err)
	}
	if err := c.submits(name); err != nil {
		c.T.Fatal(err)
	}
}

func (c *court) seat(name string) (status string) {
	c.T.Helper()
	if err := c.DB.QueryRow(c.T.Context(), `select status from seat where person_id = $1`, c.sits[name].Person).Scan(&status); err != nil {
		c.T.Fatal(err)
	}
	return status
}

// reads are the reviews that somebody knows of, as reviewer: what they read.
func (c *court) reads(v *people.Viewer) string {
	c.T.Helper()
	all, err := c.store.OfPanels(c.T.Context(), v, []uuid.UUID{c.panel})
	if err != nil {
		c.T.Fatal(err)
	}
	var said []string
	for _, r := range all[c.panel] {
		for name, s := range c.sits {
			if s.Person == r.ReviewerID {
				what := "-"
				if r.Body != nil {
					what = "?"
					if r.Body.Recommendation != nil {
						what = string(*r.Body.Recommendation)
					}
				}
				said = append(said, fmt.Sprint(name, " ", r.Status, " ", what))
			}
		}
	}
	return strings.Join(said, ", ")
}

func (c *court) expect(what string, err error, as any) {
	c.T.Helper()
	ok := false
	switch as := as.(type) {
	case nil:
		ok = err == nil
	case error:
		ok = errors.Is(err, as)
	case string:
		_, invalid := errors.AsType[*problem.Invalid](err)
		_, state := errors.AsType[*dossier.WrongState](err)
		ok = (invalid || state) && strings.Contains(err.Error(), as)
	}
	if !ok {
		c.T.Errorf("%s: %v, want %v", what, err, as)
	}
}

// Others' reviews are hidden until one's own is submitted; stewards see that
// there are some, and what they say once it is decided; the candidate nothing.
func TestReviewsAreIndependent(t *testing.T) {
	t.Parallel()
	c := newCourt(t, "WITH_SUBMISSION")
	c.expect("a draft", c.saves("Lena", c.full(3, review.Promote)), nil)
	for who, want := range map[*people.Viewer]string{c.sits["Lena"]: "Lena DRAFT PROMOTE", c.sits["Otto"]: "", c.sam: "Lena DRAFT -", c.ana: "", c.sits["Wim"]: "", nil: ""} {
		if got := c.reads(who); got != want {
			t.Errorf("%v reads %q, want %q", who, got, want)
		}
	}
	c.expect("handed in", c.submits("Lena"), nil)
	if got := c.reads(c.sits["Otto"]); got != "" {
		t.Errorf("before his own is submitted Otto reads %q", got)
	}
	c.scores("Otto", 1, review.No)
	if got := c.reads(c.sits["Otto"]); got != "Lena SUBMITTED PROMOTE, Otto SUBMITTED NO" {
		t.Errorf("once his own is submitted Otto reads %q", got)
	}
	c.expect("a draft beside them", c.saves("Mia", c.full(2, review.NotYet)), nil)
	if got := c.reads(c.sits["Otto"]); strings.Contains(got, "Mia DRAFT NOT_YET") {
		t.Errorf("Otto reads a draft that is not handed in: %q", got)
	}
	c.exec(`insert into decision (id, panel_id, dossier_id, submission_id, revision_id, outcome, rationale, components, votes, pre_scores, decided_by, decided_at)
		select $2, q.id, d.id, d.submission_id, d.revision_id, 'NO', 'Too early.', '[]', '[]', '{}', $3, $4 from panel q join dossier d on d.id = q.dossier_id where d.id = $1`,
		c.dossier.UUID, c.NewID(), c.sam.Person, c.Now)
	c.exec(`update dossier set status = 'DECIDED' where id = $1`, c.dossier.UUID)
	if got := c.reads(c.sam); !strings.Contains(got, "Lena SUBMITTED PROMOTE") || strings.Contains(got, "Mia DRAFT NOT_YET") {
		t.Errorf("once it is decided a steward reads %q", got)
	}
	if got := c.reads(c.ana); got != "" {
		t.Errorf("the candidate reads %q", got)
	}
}

func TestWhoMayReviewAndWhen(t *testing.T) {
	t.Parallel()
	c := newCourt(t, "WITH_SUBMISSION")
	ctx := t.Context()
	for _, v := range []*people.Viewer{c.ana, c.sam, c.sits["Wim"], c.Person("Nobody", "L10", people.Panelist)} {
		_, err := c.acts.Save(ctx, v, c.full(3, review.Promote), c.Now)
		c.expect("without a seat that is taken", err, fault.ErrNotFound)
	}
	c.expect("nothing saved yet", c.submits("Lena"), "input.dossier: you have saved no review")
	c.expect("an empty draft", c.saves("Lena", review.SaveReviewInput{Dossier: c.dossier}), nil)
	c.expect("an empty review", c.submits("Lena"), "generosity is missing")
	other := c.full(3, review.Promote)
	other.Scores[0].Evidence = []id.ID{id.Of(id.Evidence, c.NewID())}
	c.expect("evidence that is none", c.saves("Lena", other), "input.scores[0].evidence[0]: is no evidence of the submitted revision")
	c.scores("Lena", 3, review.Promote)
	if got := c.seat("Lena"); got != "SCORED" {
		t.Errorf("her seat is %s", got)
	}
	c.expect("a draft over a submitted review", c.saves("Lena", c.full(0, review.No)), "change it with amendReview")
	c.expect("twice", c.submits("Lena"), "handed in already")
	c.exec(`insert into component_unlock (id, dossier_id, component, reason, by_person, unlocked_at) values ($1, $2, 'mentee-network', 'old', $3, $4)`, c.NewID(), c.dossier.UUID, c.sam.Person, c.Now)
	c.expect("while a component is open", c.saves("Otto", c.full(3, review.Promote)), "open to the candidate again")
	c.exec(`update component_unlock set closed_at = now()`)
	c.exec(`insert into conflict_declaration (id, by_person, about_person, reason, declared_at) values ($1, $2, $3, 'cousins', $4)`, c.NewID(), c.ana.Person, c.sits["Otto"].Person, c.Now)
	c.expect("R2: with a conflict", c.saves("Otto", c.full(3, review.Promote)), fault.ErrNotFound)
	if got := c.reads(c.sits["Otto"]); got != "" {
		t.Errorf("with a conflict Otto reads %q", got)
	}
	c.exec(`update dossier set status = 'DECIDED' where id = $1`, c.dossier.UUID)
	c.expect("after the decision", c.saves("Mia", c.full(3, review.Promote)), "IN_REVIEW")
}

// What is submitted only grows, and each change says why.
func TestChangesAreAdded(t *testing.T) {
	t.Parallel()
	c := newCourt(t, "WITH_SUBMISSION")
	ctx, lena := t.Context(), c.sits["Lena"]
	amend := func(score int, why string) error {
		in := c.full(score, review.NotYet)
		_, err := c.acts.Amend(ctx, lena, review.AmendReviewInput{Dossier: c.dossier, Scores: in.Scores, Recommendation: review.NotYet, Reason: why}, c.Now)
		return err
	}
	c.expect("before it is submitted", amend(1, "I reread it."), "handed in no review")
	c.scores("Lena", 3, review.Promote)
	c.expect("without a reason", amend(1, " "), "input.reason: is empty")
	c.Advance(time.Hour)
	c.expect("with one", amend(1, "I reread the third passage."), nil)
	all, err := c.store.OfPanels(ctx, lena, []uuid.UUID{c.panel})
	if err != nil || len(all[c.panel]) != 1 {
		t.Fatal(all, err)
	}
	r := all[c.panel][0]
	if r.Number != 2 || *r.Body.Recommendation != review.NotYet || *r.Body.Scores[0].Score != 1 {
		t.Errorf("version %d says %+v", r.Number, r.Body)
	}
	changes, err := c.store.ChangesOf(ctx, lena, []uuid.UUID{r.UUID})
	if err != nil || len(changes[r.UUID]) != 1 || changes[r.UUID][0].Reason != "I reread the third passage." {
		t.Errorf("%+v, %v", changes[r.UUID], err)
	}
	if hidden, err := c.store.ChangesOf(ctx, c.sits["Otto"], []uuid.UUID{r.UUID}); err != nil || len(hidden[r.UUID]) != 0 {
		t.Errorf("Otto reads %+v, %v", hidden[r.UUID], err)
	}
	var first string
	if err := c.DB.QueryRow(ctx, `select body->>'recommendation' from review_version where review_id = $1 and number = 1`, r.UUID).Scan(&first); err != nil || first != "PROMOTE" {
		t.Errorf("the first version says %q, %v", first, err)
	}
	if err := c.acts.DB.QueryRow(ctx, `select string_agg(act, ' ' order by seq) from audit where actor = $1`, lena.Person).Scan(&first); err != nil || first != "saveReview submitReview amendReview" {
		t.Errorf("the trail says %q, %v", first, err)
	}
	if _, err := audit.Verify(ctx, c.DB, nil, nil); err != nil {
		t.Error(err)
	}
}

// A member who saves and submits twice at once has one review.
func TestTwoRequestsOfOneMember(t *testing.T) {
	t.Parallel()
	c := newCourt(t, "WITH_SUBMISSION")
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() { c.expect("a draft", c.saves("Lena", c.full(3, review.Promote)), nil) })
	}
	wg.Wait()
	done := make(chan error, 6)
	for range 6 {
		wg.Go(func() { done <- c.submits("Lena") })
	}
	wg.Wait()
	won := 0
	for range 6 {
		if err := <-done; err == nil {
			won++
		} else {
			c.expect("late", err, "handed in already")
		}
	}
	var reviews, versions int
	if err := c.DB.QueryRow(t.Context(), `select (select count(*) from review), (select count(*) from review_version)`).Scan(&reviews, &versions); err != nil || won != 1 || reviews != 1 || versions != 1 {
		t.Errorf("%d were told it is done, %d reviews, %d versions, %v", won, reviews, versions, err)
	}
}

// Advisory scores are read with the panel's choice alone.
func TestPreScoresWhenTheyAreShown(t *testing.T) {
	t.Parallel()
	for reveal, before := range map[string]bool{"WITH_SUBMISSION": true, "AFTER_OWN_SCORES": false} {
		c := newCourt(t, reveal)
		shown := func(v *people.Viewer) bool {
			m, err := c.store.PreScoresOf(t.Context(), v, []uuid.UUID{c.dossier.UUID})
			if err != nil {
				t.Fatal(err)
			}
			n := len(m[c.dossier.UUID])
			if n != 0 && n != 5 {
				t.Errorf("%d criteria", n)
			}
			return n == 5
		}
		if got := shown(c.sits["Lena"]); got != before {
			t.Errorf("%s: before her own review Lena sees them: %v", reveal, got)
		}
		c.scores("Lena", 3, review.Promote)
		for who, want := range map[*people.Viewer]bool{c.sits["Lena"]: true, c.sits["Otto"]: before, c.sits["Wim"]: false, c.ana: true, c.sam: false} {
			if got := shown(who); got != want {
				t.Errorf("%s: %v sees them: %v", reveal, who, got)
			}
		}
	}
}
