package calibrate_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/panel/calibrate"
	"dossier/internal/panel/review"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

// office is a world with decisions in it.
type office struct {
	*testworld.World
	store   *calibrate.Store
	steward *people.Viewer
	chair   *people.Viewer
}

func (o *office) exec(sql string, args ...any) {
	o.T.Helper()
	o.Tx(func(tx pgx.Tx) error {
		_, err := tx.Exec(o.T.Context(), sql, args...)
		return err
	})
}

// decided is a candidate whose dossier was decided on with an advisory score
// of 2 and one review that says 3; the review was amended to 0 afterwards.
func (o *office) decided(name string) (*people.Viewer, uuid.UUID) {
	o.T.Helper()
	v := o.Candidate(name)
	d := o.Open(v)
	o.Submit(v, d)
	panel, seat, r := o.NewID(), o.NewID(), o.NewID()
	o.exec(`insert into panel (id, dossier_id, quorum, reveal, due_at, zone, assembled_by, assembled_at) values ($1, $2, 1, 'WITH_SUBMISSION', $3, 'UTC', $4, $3)`, panel, d.UUID, o.Now, o.steward.Person)
	o.exec(`insert into seat (id, panel_id, dossier_id, person_id, role, status, alias, due_at, invited_by, invited_at) values ($1, $2, $3, $4, 'CHAIR', 'SCORED', 'A', $5, $6, $5)`,
		seat, panel, d.UUID, o.chair.Person, o.Now, o.steward.Person)
	body := func(score int) *review.Body {
		return &review.Body{Scores: []review.Score{{Criterion: "generosity", Score: &score}}, Recommendation: new(review.No)}
	}
	o.exec(`insert into review (id, panel_id, dossier_id, seat_id, person_id, submission_id, revision_id, status, body, number, created_at, saved_at, submitted_at)
		select $1, $2, id, $3, $4, submission_id, revision_id, 'SUBMITTED', $5, 2, $6, $6, $6 from dossier where id = $7`, r, panel, seat, o.chair.Person, body(0), o.Now, d.UUID)
	o.exec(`insert into review_version (review_id, number, body, at) values ($1, 1, $2, $3)`, r, body(3), o.Now)
	o.exec(`insert into review_version (review_id, number, body, reason, at) values ($1, 2, $2, 'x', $3)`, r, body(0), o.Now)
	o.exec(`insert into decision (id, panel_id, dossier_id, submission_id, revision_id, outcome, rationale, components, votes, pre_scores, decided_by, decided_at, released_by, released_at)
		select $1, $2, id, submission_id, revision_id, 'NO', 'x', '[]', jsonb_build_array(jsonb_build_object('seat', $3::uuid, 'review', $4::uuid, 'number', 1, 'recommendation', 'NO')), '{"generosity": 2}', $5, $6, $7, $6
		from dossier where id = $8`, o.NewID(), panel, seat, r, o.chair.Person, o.Now, o.steward.Person, d.UUID)
	o.exec(`update dossier set status = 'RELEASED' where id = $1`, d.UUID)
	return v, d.UUID
}

// shown is how many dossiers somebody is shown, -1 for too few.
func (o *office) shown(v *people.Viewer) int {
	o.T.Helper()
	c, err := o.store.Of(o.T.Context(), v, o.Version, "L8")
	if err != nil {
		o.T.Fatal(err)
	}
	if c.Suppressed != (c.Dossiers == nil) {
		o.T.Errorf("%+v", c)
	}
	if c.Suppressed {
		return -1
	}
	return *c.Dossiers
}

// S10: decisions that are released and stand, of dossiers that the viewer may
// see, with the reviews as they stood.
func TestWhatIsCompared(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	o := &office{World: w, store: &calibrate.Store{DB: w.DB}, steward: w.Person("Sam", "", people.Steward), chair: w.Person("Chair", "L9", people.Panelist)}
	if n := o.shown(o.steward); n != 0 {
		t.Errorf("of none: %d", n)
	}
	var candidates []*people.Viewer
	var dossiers []uuid.UUID
	for i := range 6 {
		v, d := o.decided(fmt.Sprint("Candidate ", i))
		candidates, dossiers = append(candidates, v), append(dossiers, d)
	}
	w.Counter.Reset()
	c, err := o.store.Of(t.Context(), o.steward, w.Version, "L8")
	if err != nil || *c.Dossiers != 6 {
		t.Fatalf("S10: %+v, %v", c, err)
	}
	if n := w.Counter.Count(); n != 1 {
		t.Errorf("%d statements", n)
	}
	for _, k := range c.Criteria {
		if k.Criterion.Key == "generosity" {
			if a := k.Agreement; a.Pairs != 6 || a.Exact != 0 || a.Adjacent != 1 || *k.MeanPreScore != 2 || *k.MeanPanelScore != 3 || len(k.Drift) != 1 {
				t.Errorf("P5: %+v, %+v", k, a)
			}
		} else if k.Agreement != nil {
			t.Errorf("%s: %+v", k.Criterion.Key, k.Agreement)
		}
	}
	for who, tc := range map[string]struct {
		v    *people.Viewer
		want int
	}{"nobody": {nil, 0}, "a stranger": {w.Person("Stranger", "L10"), 0}, "a candidate": {candidates[0], 0}} {
		if n := o.shown(tc.v); n != tc.want {
			t.Errorf("%s is shown %d", who, n)
		}
	}
	for _, level := range []string{"L7", "L9", "", "L8\x00"} {
		if c, err := o.store.Of(t.Context(), o.steward, w.Version, level); c != nil || err != nil {
			t.Errorf("%q: %+v, %v", level, c, err)
		}
	}
	// A steward who was promoted reads nothing of their own from it.
	own := *candidates[0]
	own.Roles = []people.Role{people.Steward}
	if n := o.shown(&own); n != 5 {
		t.Errorf("S10: a candidate who is a steward is shown %d, want the others' 5", n)
	}
	// A conflict takes one out of the figures, and a reversal another.
	o.exec(`insert into conflict_declaration (id, by_person, about_person, reason, declared_at) values ($1, $2, $3, 'cousins', $4)`, w.NewID(), o.steward.Person, candidates[1].Person, w.Now)
	if n := o.shown(o.steward); n != 5 {
		t.Errorf("S10: with a conflict: %d", n)
	}
	other := w.Person("Sue", "", people.Steward)
	o.exec(`update decision set reversed_by = $1, reversed_at = $2, reversal = 'x' where dossier_id = $3`, other.Person, w.Now, dossiers[0])
	if a, b := o.shown(o.steward), o.shown(other); a != -1 || b != 5 {
		t.Errorf("S10: reversed: %d, %d", a, b)
	}
}
