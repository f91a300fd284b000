package graph_test

import (
	"github.com/google/uuid"

	"dossier/internal/id"
)

// heardSecrets are one of everything about panels that somebody may not see,
// each with the hearers whose answers may differ by it.
func heardSecrets() []secret {
	sitting, scored, stewards := []string{"Chloe", "Mel", "Ned", "Sam"}, []string{"Chloe", "Mel"}, []string{"Sam", "Kim", "Rex"}
	of := func(who []string, more ...string) []string { return append(append([]string{}, who...), more...) }
	seat := func(person, status string, ended bool) func(g *garden) {
		return func(g *garden) { g.seat("<heard>", "<panel>", person, status, ended) }
	}
	return []secret{
		{"a seat that was replaced", sitting, seat("<Petra>", "ACKNOWLEDGED", true)},
		{"a seat that recused itself", sitting, seat("<Paul>", "RECUSED", false)},
		{"a review that is stale", of(scored, "Sam"), func(g *garden) { g.review("<heard>", "<panel>", "<Mel's seat on heard>", "<Mel>", "SUBMITTED", true) }},
		{"a draft of a review", of(scored, "Sam", "Ivy"), func(g *garden) { g.review("<heard>", "<panel>", "<Ivy's seat on heard>", "<Ivy>", "DRAFT", false) }},
		{"a review that is submitted", of(scored, "Sam", "Ivy"), func(g *garden) {
			g.review("<heard>", "<panel>", "<Ivy's seat on heard>", "<Ivy>", "SUBMITTED", false)
		}},
		{"a post", scored, func(g *garden) { g.post("<heard>", "<panel>", "<Mel's seat on heard>") }},
		{"a declaration about the candidate", []string{"Sam", "Hugo"}, func(g *garden) { g.declares("<Petra>", "<Cai>") }},
		{"a declaration about one who waits", of(stewards, "Hugo"), func(g *garden) { g.declares("<Petra>", "<Ben>") }},
		{"a ruling", []string{"Sam", "Hugo"}, func(g *garden) {
			g.row(0, "conflict_ruling", map[string]any{"person_id": g.rows["<Sus>"], "candidate_id": g.rows["<Cai>"], "kind": "MENTOR", "key": g.ids["<cause>"],
				"verdict": "CONFIRMED", "reason": "secret", "by_person": g.rows["<Stu>"], "at": g.at()})
		}},
		{"why a component is open again", of(sitting, "Cai"), func(g *garden) {
			g.row(0, "component_unlock", map[string]any{"dossier_id": g.rows["<heard>"], "component": "mentee-network", "reason": "secret", "by_person": g.rows["<Chloe>"], "unlocked_at": g.at()})
		}},
		{"a session", of(sitting, "Cai"), func(g *garden) {
			g.row(id.PanelSession, "panel_session", map[string]any{"panel_id": g.rows["<panel>"], "dossier_id": g.rows["<heard>"], "component": "mentee-network", "kind": "PRESENTATION",
				"starts_at": g.at(), "zone": "UTC", "scheduled_by": g.rows["<Chloe>"], "scheduled_at": g.at(), "held_at": g.at(), "notes": "secret"})
		}},
		{"a gap of a decision that is not released", of(scored, stewards...), func(g *garden) {
			g.plant(0, "decision_gap", "text", "secret gap", map[string]any{"decision_id": g.rows["<decision on decided>"], "number": 1, "criterion": "generosity", "text": "secret gap",
				"closed_by": "secret", "added_at": g.at()})
		}},
		{"an answer to an earlier gap", []string{"Fay"}, func(g *garden) {
			g.row(0, "gap_answer", map[string]any{"dossier_id": g.rows["<again>"], "decision_id": g.rows["<decision on released>"], "number": 1, "answer": "secret", "answered_at": g.at()})
		}},
		{"that advice was read", nil, func(g *garden) {
			g.plant(0, "advice_reading", "read_at", g.at(), map[string]any{"seat_id": g.rows["<Ned's seat on heard>"], "analysis_id": g.rows["<analysis>"], "read_at": g.at()})
		}},
		{"what another is told", []string{"Mel"}, func(g *garden) { g.notifies("<Mel>", "RESUBMITTED", nil) }},
		{"what a seat with a conflict is not told", nil, func(g *garden) { g.notifies("<Sus>", "SEAT_REMINDER", g.rows["<Sus's seat on heard>"]) }},
		{"what a steward who recused themselves is not told", nil, func(g *garden) { g.notifies("<Rex>", "RESUBMITTED", nil) }},
		{"what a candidate is not told yet", nil, func(g *garden) {
			g.row(id.Notification, "notification", map[string]any{"key": "secret", "person_id": g.rows["<Dan>"], "kind": "DECIDED", "dossier_id": g.rows["<decided>"],
				"object": g.rows["<decision on decided>"], "made_at": g.at()})
		}},
		{"where another is sent mails", []string{"Mel"}, func(g *garden) {
			g.plant(0, "notification_setting", "person_id", g.rows["<Mel>"], map[string]any{"person_id": g.rows["<Mel>"], "email": "secret@example.org", "mode": "OFF", "zone": "UTC", "hour": 1, "changed_at": g.at()})
		}},
		// A house founder may waive a conflict with whoever's dossier they are told of.
		{"a panel of another dossier", of(stewards, "Hugo"), func(g *garden) { g.judged("<Uwe>") }},
	}
}

// notifies plants that somebody is told something about the dossier that is heard.
func (g *garden) notifies(person, kind string, object any) {
	g.row(id.Notification, "notification", map[string]any{"key": "secret", "person_id": g.rows[person], "kind": kind, "dossier_id": g.rows["<heard>"], "object": object, "made_at": g.at()})
}

// seat plants a seat on a panel.
func (g *garden) seat(dossier, panel, person, status string, ended bool) uuid.UUID {
	row := map[string]any{"panel_id": g.rows[panel], "dossier_id": g.rows[dossier], "person_id": g.rows[person], "role": "MEMBER", "status": status, "alias": "of " + person,
		"due_at": g.Now, "invited_by": g.rows["<Stu>"], "invited_at": g.at(), "answered_at": g.at(), "reason": "secret"}
	if ended {
		row["ended_at"], row["end_reason"] = g.at(), "secret"
	}
	return g.row(id.Seat, "seat", row)
}

func (g *garden) review(dossier, panel, seat, person, status string, stale bool) {
	row := map[string]any{"panel_id": g.rows[panel], "dossier_id": g.rows[dossier], "seat_id": g.rows[seat], "person_id": g.rows[person], "submission_id": g.NewID(),
		"revision_id": g.rows["<revision>"], "status": status, "number": 1, "created_at": g.at(), "saved_at": g.at(),
		"body": `{"scores": [{"criterion": "generosity", "score": 0, "reason": "secret", "evidence": [], "noEvidence": true}], "aspects": [], "recommendation": "NO"}`}
	if status == "SUBMITTED" {
		row["submitted_at"] = g.at()
	}
	if stale {
		row["stale_at"] = g.at()
	}
	g.row(id.Review, "review", row)
}

func (g *garden) post(dossier, panel, seat string) {
	g.row(id.Post, "panel_post", map[string]any{"panel_id": g.rows[panel], "dossier_id": g.rows[dossier], "seat_id": g.rows[seat], "criterion": "generosity", "text": "secret", "posted_at": g.at()})
}

func (g *garden) declares(by, about string) {
	g.row(id.Declaration, "conflict_declaration", map[string]any{"by_person": g.rows[by], "about_person": g.rows[about], "reason": "secret", "declared_at": g.at()})
}

// judged plants a dossier with everything that comes of one, appealed.
func (g *garden) judged(candidate string) {
	before := len(g.planted)
	g.dossier(g.rows[candidate], "RELEASED")
	for _, p := range g.planted[before:] {
		if p.kind == id.Dossier {
			g.rows["<secret>"] = p.match.(uuid.UUID)
		}
	}
	of := g.rows["<secret>"]
	g.rows["<secret panel>"] = g.row(id.Panel, "panel", map[string]any{"dossier_id": of, "quorum": 2, "reveal": "WITH_SUBMISSION", "due_at": g.Now, "zone": "UTC",
		"assembled_by": g.rows["<Stu>"], "assembled_at": g.at()})
	g.rows["<secret seat>"] = g.seat("<secret>", "<secret panel>", "<Paul>", "SCORED", false)
	g.review("<secret>", "<secret panel>", "<secret seat>", "<Paul>", "SUBMITTED", false)
	g.post("<secret>", "<secret panel>", "<secret seat>")
	decision := g.row(id.Decision, "decision", map[string]any{"panel_id": g.rows["<secret panel>"], "dossier_id": of, "submission_id": g.NewID(), "revision_id": g.rows["<revision>"],
		"outcome": "NO", "rationale": "secret", "components": "[]", "votes": "[]", "pre_scores": "{}", "decided_by": g.rows["<Paul>"], "decided_at": g.at(),
		"released_by": g.rows["<Stu>"], "released_at": g.at()})
	g.row(id.Appeal, "appeal", map[string]any{"dossier_id": of, "decision_id": decision, "ground": "PROCEDURE", "statement": "secret", "filed_at": g.at()})
}
