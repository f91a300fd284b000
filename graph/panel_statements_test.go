package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"dossier/internal/people"
)

// maxOfPanel is how many SQL statements a panel with all that it judges, and a
// page of the queue, may take, sign-in and all.
const maxOfPanel = 10

// member seats somebody who has judged as Cleo has.
func (c *court) member(name string) {
	c.T.Helper()
	v := c.join(name)
	seat := c.NewID()
	for _, sql := range []string{
		`insert into seat (id, panel_id, dossier_id, person_id, role, status, alias, due_at, invited_by, invited_at)
			select $1, s.panel_id, s.dossier_id, $2, 'MEMBER', 'SCORED', 'Reviewer ' || $3, s.due_at, s.invited_by, s.invited_at from seat s where s.role = 'CHAIR'`,
		`insert into review (id, panel_id, dossier_id, seat_id, person_id, submission_id, revision_id, status, body, number, created_at, saved_at, submitted_at)
			select $1, r.panel_id, r.dossier_id, $1, $2, r.submission_id, r.revision_id, r.status, r.body, r.number, r.created_at, r.saved_at, r.submitted_at
			from review r join seat s on s.id = r.seat_id where s.role = 'CHAIR' and $3 <> ''`,
	} {
		if _, err := c.DB.Exec(c.T.Context(), sql, seat, v.Person, name); err != nil {
			c.T.Fatal(err)
		}
	}
}

func TestAPanelTakesAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	c := newCourt(t)
	c.run("Ana", "SubmitDossier")
	c.Analyse()
	c.assemble(func(map[string]any) {}, "Cleo CHAIR", "Dev MEMBER")
	c.judge("Cleo", "PROMOTE")
	c.view("Cleo") // from the second reading on nothing is kept
	counts := map[string][]int{}
	for _, members := range []int{2, 50} {
		for n := 2; n < members; n++ {
			c.member(fmt.Sprint("M", n))
		}
		for _, who := range []string{"Cleo", "Sam", "Ana"} {
			c.Counter.Reset()
			v := c.view(who)
			counts[who] = append(counts[who], c.statements())
			if who != "Ana" {
				c.count(v, "panel.seats", members)
			}
			if n := counts[who][len(counts[who])-1]; n > maxOfPanel {
				t.Errorf("%s: %d seats took %d statements, at most %d are allowed:\n%s", who, members, n, maxOfPanel, strings.Join(c.Counter.SQL(), "\n---\n"))
			}
		}
	}
	for who, n := range counts {
		t.Logf("%s: %v statements for 2 and 50 seats", who, n)
		if n[0] != n[1] {
			t.Errorf("%s: the number of statements depends on the number of seats: %v", who, n)
		}
	}
}

func TestTheQueueTakesAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	a := serve(t)
	cleo := a.Person("Cleo", "L9", people.Panelist)
	op := contract(t)["ReviewQueue"]
	var counts []int
	made := 0
	for _, entries := range []int{1, 50} {
		for ; made < entries; made++ {
			v := a.Candidate(fmt.Sprintf("Candidate %02d", made))
			d := a.Open(v)
			a.Submit(v, d)
			panel := a.NewID()
			for _, sql := range []string{
				`update dossier set status = 'IN_REVIEW' where id = $2 and $1 <> $3`,
				`insert into panel (id, dossier_id, quorum, reveal, due_at, zone, assembled_by, assembled_at) values ($1, $2, 1, 'WITH_SUBMISSION', '2026-12-15', 'UTC', $3, '2026-11-24')`,
				`insert into seat (id, panel_id, dossier_id, person_id, role, status, alias, due_at, invited_by, invited_at)
					values ($1, $1, $2, $3, 'CHAIR', 'ACKNOWLEDGED', 'Reviewer A', '2026-12-15', $3, '2026-11-24')`,
			} {
				if _, err := a.DB.Exec(t.Context(), sql, panel, d.UUID, cleo.Person); err != nil {
					t.Fatal(err)
				}
			}
		}
		a.Counter.Reset()
		data := a.must("Cleo", op.text, map[string]any{"first": 100})
		counts = append(counts, a.statements())
		seen := map[any]bool{}
		for _, e := range at(t, data, "viewer.reviewQueue.edges").([]any) {
			seen[at(t, e, "node.dossier.candidate.name")] = true
		}
		if len(seen) != entries {
			t.Errorf("%d candidates wait, want %d", len(seen), entries)
		}
	}
	t.Logf("%v statements for 1 and 50 entries", counts)
	if counts[0] != counts[1] || counts[1] > maxOfPanel {
		t.Errorf("%v statements for 1 and 50 entries, at most %d are allowed:\n%s", counts, maxOfPanel, strings.Join(a.Counter.SQL(), "\n---\n"))
	}
}
