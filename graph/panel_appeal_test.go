package graph_test

import (
	"testing"
	"time"
)

const appealOf = `appeal { id ground status filedAt decision { id outcome } panel { id seatCount appeal { id } } }`

// A decision that does not promote tells what is missing; it is appealed, heard
// by others, and stands beside theirs. What it named a next dossier answers.
func TestAnAppealIsHeardByOthers(t *testing.T) {
	t.Parallel()
	c := newCourt(t)
	c.run("Ana", "SubmitDossier")
	c.Analyse()
	c.assemble(func(map[string]any) {}, "Cleo CHAIR", "Dev MEMBER")
	c.judge("Cleo", "NOT_YET")
	c.judge("Dev", "PROMOTE")
	with := func(more map[string]any) map[string]any {
		in := map[string]any{"dossier": c.ids["<dossier>"]}
		for k, v := range more {
			in[k] = v
		}
		return in
	}
	gap := map[string]any{"criterion": "generosity", "text": "No mentee mentors.", "closedBy": "A mentee who mentors for half a year."}
	p := c.refused("Cleo", "DecidePromotion", func(map[string]any) {})
	c.is(p, "__typename", "PanelRule") // one of two votes is not more than half
	c.is(c.run("Cleo", "DecidePromotion", func(in map[string]any) { in["outcome"] = "NOT_YET" }), "decidePromotion.decision.outcome", "NOT_YET")
	c.is(c.refused("Sam", "ReleaseDecision", func(map[string]any) {}), "__typename", "PanelRule") // without a gap
	d := c.do("Cleo", "addDecisionGaps", `decision { gaps { number criterion { key } text closedBy } votes { recommendation count } decidedBy { name } }`, with(map[string]any{"gaps": []any{gap}}))
	c.is(d, "decision.gaps.0.criterion.key", "generosity")
	c.is(d, "decision.votes.1.count", 1.0)
	c.is(d, "decision.decidedBy.name", "Cleo")
	c.is(c.run("Sam", "ReleaseDecision"), "releaseDecision.dossier.candidate.level.code", "L8")
	first := text(t, c.view("Ana"), "decision.id")
	c.is(c.view("Ana"), "decision.gaps.0.closedBy", gap["closedBy"])

	appeal := with(map[string]any{"ground": "EVIDENCE_OVERLOOKED", "statement": "Two mentees mentor; see the network."})
	c.is(c.try("Ana", "fileAppeal", appealOf, with(map[string]any{"ground": "LUCK", "statement": "s"})), "problem.__typename", "Invalid")
	filed := c.do("Ana", "fileAppeal", appealOf, appeal)
	c.is(filed, "appeal.status", "FILED")
	c.is(filed, "appeal.decision.id", first)
	c.is(filed, "appeal.panel", nil)
	key := text(t, filed, "appeal.id")
	c.is(c.refused("Sam", "AssemblePanel", func(in map[string]any) { c.seated("Cleo CHAIR", "Eli MEMBER")(in); in["appeal"] = key }), "__typename", "Invalid")
	c.assemble(func(in map[string]any) { in["appeal"] = key }, "Eli CHAIR", "Fay MEMBER")
	c.is(c.try("Ana", "withdrawAppeal", appealOf, map[string]any{"appeal": key}), "problem.__typename", "WrongState")
	stands := func(who string) any {
		t.Helper()
		return at(t, c.must(who, `query($id: ID!) { node(id: $id) { ... on Dossier { status panel { id } `+appealOf+` } } }`, map[string]any{"id": c.ids["<dossier>"]}), "node")
	}
	c.is(stands("Ana"), "appeal.status", "IN_REVIEW")
	c.is(stands("Ana"), "appeal.panel.seatCount", 2.0)
	c.is(stands("Ana"), "appeal.panel.appeal.id", key)
	c.is(stands("Eli"), "panel.id", c.ids["<panel>"])
	if at(t, stands("Cleo"), "panel.id") == c.ids["<panel>"] || at(t, stands("Cleo"), "appeal") != nil {
		t.Error("the first panel sees the second")
	}
	c.is(c.run("Eli", "ReviewQueue"), "viewer.reviewQueue.edges.0.node.dossier.status", "RELEASED")
	c.judge("Eli", "PROMOTE")
	c.judge("Fay", "PROMOTE")
	c.is(c.run("Eli", "DecidePromotion"), "decidePromotion.decision.outcome", "PROMOTE")
	c.is(stands("Ana"), "appeal.status", "IN_REVIEW")
	c.is(stands("Sam"), "appeal.status", "DECIDED")
	c.is(c.view("Ana"), "decision.id", first)
	c.is(c.run("Stu", "ReleaseDecision"), "releaseDecision.dossier.candidate.level.code", "L9")
	c.is(c.view("Ana"), "decision.outcome", "PROMOTE")
	c.is(stands("Ana"), "appeal.decision.id", first)
	c.is(stands("Ana"), "appeal.status", "RELEASED")

	c.Advance(time.Hour)
	r := c.do("Sue", "reverseDecision", `decision { reversedAt reversal } dossier { candidate { level { code } ranks { cause level { code } } entitlements { to } } }`, with(map[string]any{"reason": "The second panel had a conflict."}))
	c.is(r, "decision.reversal", "The second panel had a conflict.")
	c.is(r, "dossier.candidate.level.code", "L8")

	draft := c.Open(c.ana)
	gaps := func() any {
		return at(t, c.must("Ana", `query($id: ID!) { node(id: $id) { ... on Dossier { earlierGaps { decision number criterion { key } text closedBy answer answeredAt } } } }`, map[string]any{"id": draft.String()}), "node.earlierGaps")
	}
	c.is(gaps(), "0.decision", first)
	c.is(gaps(), "0.answer", nil)
	c.do("Ana", "answerEarlierGap", `dossier { id }`, map[string]any{"dossier": draft.String(), "decision": first, "number": 1, "answer": "Ilse mentors two since May."})
	c.is(gaps(), "0.answer", "Ilse mentors two since May.")
	c.is(c.try("Ana", "answerEarlierGap", `dossier { id }`, map[string]any{"dossier": draft.String(), "decision": first, "number": 9, "answer": "x"}), "problem.__typename", "Invalid")
}
