package graph_test

import (
	"testing"

	"dossier/internal/people"
)

// Who is a steward has no part in judging themselves: they see of their panel
// what any candidate sees, and release nothing.
func TestACandidateWhoIsAStewardIsACandidate(t *testing.T) {
	t.Parallel()
	c := newCourt(t, people.Steward)
	c.run("Ana", "SubmitDossier")
	c.Analyse()
	refused := func(operation string, change func(map[string]any)) {
		t.Helper()
		op := contract(t)[operation]
		vars := fill(op.vars, c.ids).(map[string]any)
		change(vars["input"].(map[string]any))
		if r := c.ask("Ana", op.text, vars); len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "NOT_FOUND" {
			t.Errorf("%s of one's own: %s %+v", operation, r.Data, r.Errors)
		}
	}
	refused("AssemblePanel", c.seated("Cleo CHAIR", "Dev MEMBER"))
	c.assemble(func(map[string]any) {}, "Cleo CHAIR", "Dev MEMBER")
	c.judge("Cleo", "PROMOTE")
	c.judge("Dev", "PROMOTE")
	c.run("Cleo", "DecidePromotion")
	refused("ReleaseDecision", func(map[string]any) {})
	v := c.view("Ana")
	c.is(v, "panel.id", c.ids["<panel>"])
	c.count(v, "panel.seats", 0)
	c.count(v, "panel.reviews", 0)
	c.count(v, "panel.summary.0.scores", 0)
	c.is(v, "decision", nil)
	c.is(c.run("Ana", "Dossier"), "node.status", "IN_REVIEW")
	c.is(c.run("Ana", "PanelFeasibility"), "node.panelFeasibility", nil)
	c.is(c.must("Ana", `query($d: ID!, $p: ID!) { conflicts(dossier: $d, person: $p) { kind } }`, map[string]any{"d": c.ids["<dossier>"], "p": c.ids["Cleo"]}), "conflicts", nil)
	for _, seat := range []string{"Cleo's seat", "Dev's seat"} {
		c.is(c.must("Ana", `query($id: ID!) { node(id: $id) { id } }`, map[string]any{"id": c.ids[seat]}), "node", nil)
	}
}
