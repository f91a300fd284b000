package facts_test

import (
	"testing"

	"dossier/internal/people"
	"dossier/internal/testworld"
)

// Who nominates a person sees how they stand, and so that others do too; what
// is not accepted is between those others, the person and stewards.
func TestNominationsThroughSomebodysEyes(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ana, sten := w.Candidate("Ana"), w.Person("Sten", "L8", people.Steward)
	by := map[string]*people.Viewer{}
	for _, n := range []struct{ name, status string }{{"Nora", "ACCEPTED"}, {"Nils", "ACCEPTED"}, {"Otto", "OFFERED"}, {"Dora", "DECLINED"}, {"Wim", "WITHDRAWN"}} {
		by[n.name] = w.Person(n.name, "L10")
		exec(t, w, `insert into nomination (id, nominee_id, nominator_id, ladder_id, from_level, to_level, standing, relation, since, money,
				reason_not_to_promote, status, offered_at, expires_at)
			values ($1, $2, $3, $4, 'L8', 'L9', 'L10', 'mentor', '2024-01-01', 'none', 'too few years', $5, $6, $7)`,
			w.NewID(), ana.Person, by[n.name].Person, w.Version.LadderID, n.status, w.Now, w.Now.AddDate(0, 6, 0))
	}
	for name, tc := range map[string]struct {
		v    *people.Viewer
		want int
	}{"the person": {ana, 5}, "a steward": {sten, 5}, "who nominates them": {by["Nora"], 2}} {
		if f := of(t, w, tc.v, ana)[ana.Person]; len(f.Nominations) != tc.want {
			t.Errorf("%s: %d nominations, want %d", name, len(f.Nominations), tc.want)
		}
	}
	for _, n := range of(t, w, ana, ana)[ana.Person].Nominations {
		if open := n.Nominator == by["Otto"].Person; n.Open != open || n.Accepted && n.Open {
			t.Errorf("one by %s is open: %v, want %v", n.Nominator, n.Open, open)
		}
	}
	if f := of(t, w, by["Otto"], ana); len(f) != 0 {
		t.Errorf("whose nomination is not answered sees %v", f)
	}
}
