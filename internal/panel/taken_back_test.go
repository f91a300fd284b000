package panel_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/id"
	"dossier/internal/panel"
	"dossier/internal/panel/conflict"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/testworld"
)

// notary takes records back as their makers do.
type notary struct {
	*house
	records *record.Acts
	company uuid.UUID
}

func newNotary(t *testing.T) *notary {
	h := newHouse(t)
	n := &notary{house: h, records: &record.Acts{DB: h.DB, Ladders: h.Ladders, People: h.People, NewID: newID}}
	n.company, _ = h.Company("Koelpad", nil)
	h.acknowledged()
	return n
}

// engage has somebody say that they are at the company for two years.
func (n *notary) engage(v *people.Viewer) id.ID {
	n.T.Helper()
	return id.Of(id.Record, n.Record(v, &record.Engagement{Title: "Adviser", Scope: []string{"roadmap"}}, testworld.At(n.company), n.Months(24, 0)))
}

func (n *notary) retract(v *people.Viewer, r id.ID) {
	n.T.Helper()
	_, err := n.records.Retract(n.T.Context(), n.at(v), record.RetractRecordInput{Record: r, Reason: "I was never there."}, n.Now)
	n.must(err)
}

// correct says that an engagement was at another company.
func (n *notary) correct(v *people.Viewer, r id.ID) {
	n.T.Helper()
	other, _ := n.Company("Elsewhere "+newID().String(), nil)
	at := id.Of(id.Company, other)
	_, err := n.records.Add(n.T.Context(), n.at(v), record.AddRecordInput{Supersedes: &r, Record: record.RecordInput{
		Company: &at, From: day.Day{Time: day.AddMonths(day.Of(n.Now), -24)}, Engagement: &record.Engagement{Title: "Adviser", Scope: []string{"roadmap"}},
	}}, n.Now)
	n.must(err)
}

// refused is the one cause for which Cem gets no seat.
func (n *notary) refused(what, says string) *conflict.Conflict {
	n.T.Helper()
	found := refusal[*conflict.OfInterest](n.T, what, n.add(n.cem, panel.Member))
	if len(found.Conflicts) != 1 || !strings.HasSuffix(found.Message(), "Cem "+says) {
		n.T.Fatalf("%s: refused in the words %q, want %q", what, found.Message(), says)
	}
	return found.Conflicts[0]
}

// settle rules on a cause.
func (n *notary) settle(c *conflict.Conflict, verdict conflict.Verdict) {
	n.T.Helper()
	acts := &conflict.Acts{DB: n.DB, Ladders: n.Ladders, NewID: newID}
	_, err := acts.Settle(n.T.Context(), n.at(n.sten), conflict.SettleConflictInput{
		Dossier: n.d, Person: person(n.cem), Kind: c.Kind, Conflict: c.Key, Verdict: verdict, Reason: "It was looked into.",
	}, n.Now)
	n.must(err)
}

// S10: who takes back the record by which they are refused, or has the candidate
// do so, is refused as before, until a steward dismisses the cause.
func TestNobodyLiftsTheirOwn(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		what  string
		whose func(*notary) *people.Viewer
		back  func(*notary, *people.Viewer, id.ID)
	}{
		{"a panelist retracts", func(n *notary) *people.Viewer { return n.cem }, (*notary).retract},
		{"a panelist corrects", func(n *notary) *people.Viewer { return n.cem }, (*notary).correct},
		{"a candidate retracts", func(n *notary) *people.Viewer { return n.ana }, (*notary).retract},
		{"a candidate corrects", func(n *notary) *people.Viewer { return n.ana }, (*notary).correct},
	} {
		t.Run("S10: "+tc.what, func(t *testing.T) {
			t.Parallel()
			n := newNotary(t)
			made := map[uuid.UUID]id.ID{n.ana.Person: n.engage(n.ana), n.cem.Person: n.engage(n.cem)}
			before := n.refused("before", "has been at Koelpad with the candidate since 2024-11-24")
			n.Advance(48 * time.Hour)
			tc.back(n, tc.whose(n), made[tc.whose(n).Person])
			after := n.refused("after", "was at Koelpad with the candidate from 2024-11-24, by a record that was taken back on 2026-11-26")
			if after.Key != before.Key || !after.CountsUntil.Equal(day.Date(2029, 11, 26)) {
				t.Errorf("it was %s; it is %s and counts until %s", before.Key, after.Key, after.CountsUntil)
			}
			n.settle(after, conflict.Dismiss)
			n.must(n.add(n.cem, panel.Member))
		})
		t.Run("S10: "+tc.what+" what was dismissed", func(t *testing.T) {
			t.Parallel()
			n := newNotary(t)
			made := map[uuid.UUID]id.ID{n.ana.Person: n.engage(n.ana), n.cem.Person: n.engage(n.cem)}
			n.settle(n.refused("before", "has been at Koelpad with the candidate since 2024-11-24"), conflict.Dismiss)
			tc.back(n, tc.whose(n), made[tc.whose(n).Person])
			n.must(n.add(n.cem, panel.Member))
		})
	}
}

// R3d: a testimony that the candidate takes back names its founder as before.
func TestATestimonyThatIsTakenBack(t *testing.T) {
	t.Parallel()
	n := newNotary(t)
	made := id.Of(id.Record, n.Record(n.ana, &record.Testimony{
		Founder: n.cem.Person, Relation: "built the product with me", Examples: []string{"the first fleet"}, Outcomes: []string{"sold"}, Money: "none",
	}, testworld.At(n.company), n.Months(20, 1)))
	n.refused("before", "is named in a testimony for the candidate on 2026-11-24 and has not answered")
	n.retract(n.ana, made)
	n.refused("after", "was named in a testimony for the candidate on 2026-11-24, by a record that was taken back on 2026-11-24")
}

// S10: a seat that a conflict suspends stays so when its holder takes back what
// it comes from.
func TestASuspendedSeatStaysSo(t *testing.T) {
	t.Parallel()
	n := newNotary(t)
	n.engage(n.ana)
	made := n.engage(n.ben)
	if got := n.see(n.sten, n.seat(n.ben)).Status; got != panel.Suspended {
		t.Fatalf("the seat is %s", got)
	}
	n.retract(n.ben, made)
	if got := n.see(n.sten, n.seat(n.ben)).Status; got != panel.Suspended {
		t.Errorf("its holder makes it %s", got)
	}
}
