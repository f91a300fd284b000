package record_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/page"
	"dossier/internal/people"
	"dossier/internal/record"
)

// What one's double confirmed is, once they are one, where the others left it:
// in the record, in lists by state and in the trail.
func TestAMergeUnsaysTheDouble(t *testing.T) {
	t.Parallel()
	type said struct {
		by     string
		answer record.Answer // empty to ask only
		as     record.Capacity
	}
	double := said{"double", record.Confirm, record.AsFounder}
	for name, tc := range map[string]struct {
		said []said
		want record.State
		as   record.Capacity
	}{
		"M1: nobody else":                  {[]said{double}, record.Claimed, ""},
		"M1: somebody is to answer":        {[]said{{by: "fin"}, double}, record.Requested, ""},
		"M1: a peer before":                {[]said{{"peer", record.Confirm, record.AsPeer}, double}, record.Confirmed, record.AsPeer},
		"M1: one who declined after":       {[]said{{"peer", record.Confirm, record.AsPeer}, double, {"flo", record.Decline, record.AsFounder}}, record.Confirmed, record.AsPeer},
		"M1: a founder said nothing of it": {[]said{{"flo", record.Decline, record.AsFounder}, double}, record.Declined, record.AsFounder},
		"M1: one declined, one is asked":   {[]said{{"flo", record.Decline, record.AsFounder}, {by: "fin"}, double}, record.Requested, ""},
		"M1: declined by the double":       {[]said{{"double", record.Decline, record.AsFounder}}, record.Claimed, ""},
		"M1: disputed by the double":       {[]said{{"double", record.Dispute, record.AsFounder}}, record.Disputed, record.AsFounder},
		"M1: another founder after":        {[]said{double, {"fin", record.Confirm, record.AsFounder}, {"peer", record.Confirm, record.AsPeer}}, record.Confirmed, record.AsFounder},
		"M1: settled as a steward":         {[]said{{"fin", record.Dispute, record.AsFounder}, {"double", record.Confirm, record.AsHouse}}, record.Disputed, record.AsFounder},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			ctx := t.Context()
			who := map[string]*people.Viewer{"double": s.Person("Ana B.", "", people.CompanyFounder, people.Steward), "fin": s.fin, "flo": s.flo, "peer": s.peer}
			s.found(s.company, who["double"])
			r := s.add(s.ana, s.sample(record.KindOwnership))
			for _, x := range tc.said {
				if x.as != record.AsHouse {
					s.ok(s.ask(s.ana, r, who[x.by]))
				}
				if x.answer != "" {
					s.ok(s.answer(who[x.by], r, x.answer, x.as))
				}
			}
			before := s.see(r).State
			s.Tx(func(tx pgx.Tx) error { return s.People.Merge(ctx, tx, who["double"].Person, s.ana.Person, s.Now) })
			counts := tc.want == record.Confirmed
			s.want("after the merge", r, tc.want, tc.as, counts)
			if b := s.see(r); counts && (b.StateBy == nil || *b.StateBy == s.ana.Person) {
				t.Errorf("confirmed by %v", b.StateBy)
			}
			for _, state := range []record.State{record.Claimed, record.Requested, record.Confirmed, record.Declined, record.Disputed} {
				c, err := s.store.List(ctx, s.ana, s.ana.Person, record.Filter{State: []record.State{state}}, page.Request{First: 10})
				s.ok(err)
				listed := slices.ContainsFunc(c.Edges, func(e *record.Edge) bool { return e.Node.ID() == r })
				if listed != (state == tc.want) {
					t.Errorf("listed as %s: %v, want %s", state, listed, tc.want)
				}
			}
			var trail []string
			rows, err := s.DB.Query(ctx, `select detail ->> 'state' from audit where act = 'merge' and object = $1 and subject = $2`, r.String(), s.ana.Person)
			s.ok(err)
			trail, err = pgx.CollectRows(rows, pgx.RowTo[string])
			s.ok(err)
			if len(trail) > 1 || len(trail) == 1 && trail[0] != string(tc.want) || len(trail) == 0 && before != tc.want {
				t.Errorf("from %s to %s: the trail says %q", before, tc.want, trail)
			}
			steps, err := s.store.Confirmations(ctx, []uuid.UUID{r.UUID})
			if err != nil || len(steps[r.UUID]) < len(tc.said) {
				t.Errorf("%d steps are left, %v", len(steps[r.UUID]), err)
			}
		})
	}
}
