package graph_test

import (
	"testing"
	"time"

	"dossier/internal/day"
)

// A dossier from its submission to its promotion by the contract's operations,
// unchanged, in both ways in which a panel may see the advisory scores. R3: five
// components pass, and more than half of the votes say so.
func TestAPromotionFromItsPanelToItsRank(t *testing.T) {
	t.Parallel()
	for _, reveal := range []string{"WITH_SUBMISSION", "AFTER_OWN_SCORES"} {
		t.Run(reveal, func(t *testing.T) {
			t.Parallel()
			c := newCourt(t)
			c.seatsAPanel(reveal)
			c.judgesAndLooks(reveal)
			c.opensAgain()
			c.decidesAndReleases()
		})
	}
}

// seatsAPanel goes from the submission to a panel that is seated.
func (c *court) seatsAPanel(reveal string) {
	t := c.T
	mona := c.join("Mona")
	if _, err := c.DB.Exec(t.Context(), `insert into mentorship (id, mentor_id, mentee_id, ladder_id, status, offered_by, offered_at, during)
		values ($1, $2, $3, $4, 'ACTIVE', $2, $5, daterange($6, null))`,
		c.NewID(), mona.Person, c.ana.Person, c.Version.LadderID, c.Now, day.AddMonths(day.Of(c.Now), -8)); err != nil {
		t.Fatal(err)
	}
	c.is(c.run("Ana", "SubmitDossier"), "submitDossier.dossier.status", "SUBMITTED")
	c.Analyse()
	f := c.run("Sam", "PanelFeasibility")
	c.is(f, "node.panelFeasibility.quorum", 2.0)
	c.is(f, "node.panelFeasibility.available", 4.0)
	c.is(f, "node.panelFeasibility.verdict", "PASS")
	for _, one := range at(t, f, "node.panelFeasibility.candidates").([]any) {
		if at(t, one, "person.name") == "Mona" {
			c.is(one, "conflicts.0.kind", "MENTOR")
			c.is(one, "conflicts.0.explanation", "has mentored the candidate since 2026-03-24")
		} else {
			c.count(one, "conflicts", 0)
		}
	}
	c.is(c.run("Ana", "PanelFeasibility"), "node.panelFeasibility", nil)
	c.is(c.run("Cleo", "PanelFeasibility"), "node", nil)

	p := c.refused("Sam", "AssemblePanel", c.seated("Mona CHAIR", "Dev MEMBER"))
	c.is(p, "__typename", "ConflictOfInterest")
	c.is(p, "conflicts.0.person.name", "Mona")
	c.is(p, "conflicts.0.kind", "MENTOR")

	panel := at(t, c.run("Sam", "AssemblePanel", c.seated("Cleo CHAIR", "Dev MEMBER"), func(in map[string]any) { in["revealPreScores"] = reveal }), "assemblePanel.panel")
	c.is(panel, "quorum", 2.0)
	c.is(panel, "seats.0.person.name", "Cleo")
	c.is(panel, "seats.0.status", "INVITED")
	c.ids["<panel>"] = text(t, panel, "id")
	for i, name := range []string{"Cleo", "Dev"} {
		c.ids["<seat>"] = text(t, at(t, panel, "seats").([]any)[i], "id")
		queue := c.run(name, "ReviewQueue")
		c.count(queue, "viewer.reviewQueue.edges", 1)
		c.is(queue, "viewer.reviewQueue.edges.0.node.seat.id", c.ids["<seat>"])
		c.is(queue, "viewer.reviewQueue.edges.0.node.dossier", nil)
		if c.view(name) != nil {
			t.Errorf("%s sees the dossier before they take the seat", name)
		}
		c.is(c.run(name, "AnswerSeat"), "answerSeat.seat.status", "ACKNOWLEDGED")
		c.is(c.run(name, "ReviewQueue"), "viewer.reviewQueue.edges.0.node.dossier.status", "IN_REVIEW")
	}
}

// judgesAndLooks has both members judge, and all look in between.
func (c *court) judgesAndLooks(reveal string) {
	t := c.T
	shown := func(who string, want bool) {
		t.Helper()
		got := false
		for _, s := range at(t, c.view(who), "panel.summary").([]any) {
			got = got || at(t, s, "preScore") != nil
		}
		if got != want {
			t.Errorf("%s is shown an advisory score: %v, want %v", who, got, want)
		}
	}
	c.count(c.view("Cleo"), "panel.seats", 2)
	c.count(c.view("Cleo"), "panel.reviews", 0)
	shown("Cleo", reveal == "WITH_SUBMISSION")
	shown("Sam", false)
	if rows, entries := c.readings("Cleo"); rows != entries || (rows == 1) != (reveal == "WITH_SUBMISSION") {
		t.Errorf("Cleo's reading is kept %d times, on the trail %d times", rows, entries)
	}
	c.judge("Cleo", "PROMOTE")
	shown("Cleo", true)
	if rows, entries := c.readings("Cleo"); rows != 1 || entries != 1 {
		t.Errorf("Cleo's reading is kept %d times, on the trail %d times", rows, entries)
	}
	v := c.view("Cleo")
	c.is(v, "panel.seats.0.status", "SCORED")
	c.is(v, "panel.reviews.0.reviewer.name", "Cleo")
	c.is(v, "panel.reviews.0.scores.3.unscored", "CANNOT_JUDGE")
	c.is(v, "panel.reviews.0.scores.0.evidence.0.id", c.ids["<evidence>"])
	c.is(v, "panel.reviews.0.recommendation", "PROMOTE")
	c.count(v, "panel.summary.0.scores", 1)
	c.is(v, "panel.summary.0.spread", nil)

	v = c.view("Dev") // has not judged yet
	c.count(v, "panel.reviews", 0)
	c.count(v, "panel.summary.0.scores", 0)
	v = c.view("Sam")
	c.is(v, "panel.reviews.0.status", "SUBMITTED")
	c.is(v, "panel.reviews.0.recommendation", nil)
	c.count(v, "panel.reviews.0.scores", 0)
	c.count(v, "panel.summary.0.scores", 0)

	c.judge("Dev", "PROMOTE")
	v = c.view("Dev")
	c.count(v, "panel.reviews", 2)
	c.count(v, "panel.summary.0.scores", 2)
	c.is(v, "panel.summary.0.spread", 0.0)
	v = c.view("Ana")
	c.is(v, "panel.id", c.ids["<panel>"])
	c.count(v, "panel.seats", 0)
	c.count(v, "panel.reviews", 0)
	c.count(v, "panel.summary.0.scores", 0)
	c.is(v, "decision", nil)
	more := at(t, c.must("Ana", `query($id: ID!) { node(id: $id) { ... on Panel { seatCount quorum dueLocal votes { count } discussion { totalCount } dossier { id } } } }`,
		map[string]any{"id": c.ids["<panel>"]}), "node")
	c.is(more, "seatCount", 2.0)
	c.is(more, "dueLocal", "2026-12-15 23:59 UTC")
	c.count(more, "votes", 0)
	c.is(more, "discussion.totalCount", 0.0)
	if rows, entries := c.readings("Ana"); rows != 0 || entries != 0 {
		t.Error("what the candidate reads of their own is kept")
	}
}

// opensAgain unlocks a component; what is submitted then is judged anew.
func (c *court) opensAgain() {
	t := c.T
	c.Advance(time.Hour)
	unlocked := c.run("Cleo", "UnlockComponent")
	for _, part := range at(t, unlocked, "unlockComponent.dossier.components").([]any) {
		c.is(part, "unlocked", at(t, part, "component.key") == "mentee-network")
	}
	c.is(c.view("Dev"), "panel.seats.0.status", "ACKNOWLEDGED")
	c.run("Ana", "SaveDocument", func(in map[string]any) {
		in["component"], in["title"], in["body"] = "mentee-network", "The pipeline by now", "Dana (L3) was promoted to L5 in March 2025 and mentors two others."
	})
	c.is(c.run("Ana", "SubmitDossier"), "submitDossier.dossier.status", "IN_REVIEW")
	c.Analyse()
	v := c.view("Cleo")
	c.is(v, "panel.reviews.0.stale", true)
	c.count(v, "panel.summary.0.scores", 0)
	c.judge("Cleo", "PROMOTE")
	c.is(c.refused("Cleo", "DecidePromotion", func(map[string]any) {}), "__typename", "NoQuorum")
	c.judge("Dev", "PROMOTE")
	v = c.view("Cleo")
	c.count(v, "panel.reviews", 4)
	c.count(v, "panel.summary.0.scores", 2)
	if rows, entries := c.readings("Cleo"); rows != 2 || entries != 2 {
		t.Errorf("of two analyses Cleo's reading is kept %d times, on the trail %d times", rows, entries)
	}
}

// decidesAndReleases ends with the rank.
func (c *court) decidesAndReleases() {
	t := c.T
	decided := c.run("Cleo", "DecidePromotion")
	c.is(decided, "decidePromotion.decision.outcome", "PROMOTE")
	c.is(c.run("Ana", "Dossier"), "node.status", "IN_REVIEW")
	c.is(c.run("Sam", "Dossier"), "node.status", "DECIDED")
	c.is(c.view("Ana"), "decision", nil)
	for _, who := range []string{"Dev", "Sam"} {
		v := c.view(who)
		c.is(v, "decision.rationale", "...")
		c.is(v, "decision.components.4.component.key", "mentee-network")
		c.is(v, "decision.components.4.verdict", "PASS")
		c.is(v, "decision.releasedAt", nil)
		c.is(v, "panel.reviews.3.recommendation", "PROMOTE")
	}
	released := c.run("Sam", "ReleaseDecision")
	c.is(released, "releaseDecision.dossier.status", "RELEASED")
	c.is(released, "releaseDecision.dossier.candidate.level.code", "L9")
	v := c.view("Ana")
	c.is(v, "decision.outcome", "PROMOTE")
	c.count(v, "decision.gaps", 0)
	c.count(v, "panel.reviews", 0)
	own := at(t, c.must("Ana", `query($id: ID!) { node(id: $id) { ... on Dossier { decision { decidedBy { id } votes { count } effectiveOn } candidate {
		ranks { level { code } cause from } mentorshipSlots { total } entitlements { level { code } unlock entitlement from to } } } } }`, map[string]any{"id": c.ids["<dossier>"]}), "node")
	c.is(own, "decision.decidedBy", nil)
	c.count(own, "decision.votes", 0)
	c.is(own, "decision.effectiveOn", "2026-11-24")
	c.is(own, "candidate.ranks.1.level.code", "L9")
	c.is(own, "candidate.ranks.1.cause", "DECISION")
	c.is(own, "candidate.mentorshipSlots.total", 7.0) // U5
	words := map[any]bool{}
	for _, e := range at(t, own, "candidate.entitlements").([]any) {
		words[at(t, e, "entitlement")] = true
	}
	for _, word := range []string{"PRODUCT_ORG_LEAD", "HIRE_AND_MANAGE", "CROSS_PRODUCT_ORG", "CULTURE_OWNER"} { // U1 to U4
		if !words[word] {
			t.Errorf("%s is not granted: %v", word, words)
		}
	}
	few := c.run("Sam", "Calibration")
	c.is(few, "calibration.dossiers", nil) // of one nothing is shown
	c.count(few, "calibration.criteria", 5)
	if r := c.ask("Dev", contract(t)["Calibration"].text, contract(t)["Calibration"].vars); len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "FORBIDDEN" {
		t.Errorf("a member asks for the calibration: %+v", r)
	}
}
