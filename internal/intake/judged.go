package intake

import "strings"

// judged lists what refers to a person by a panel: of the panel on their own
// dossier what a candidate may know, no holder of a seat, no review and no
// decision that is not released; of the panels on which they sit what they said
// themselves.
func judged() []section {
	const (
		mine     = `t.dossier_id in (select d.id from dossier d where d.candidate_id = any($1))`
		released = `t.released_at is not null and ` + mine
		seats    = `in (select s.id from seat s where s.person_id = any($1))`
	)
	whole := func(table, where string) section { return section{name: table, table: table, where: where} }
	ids := func(name, table, where string) section { return section{name, table, where, "id"} }
	return []section{
		{"panel", "panel", mine, "id, dossier_id, appeal_id, quorum, reveal, due_at, zone, assembled_at"},
		{"component_unlock", "component_unlock", mine, "id, dossier_id, component, reason, unlocked_at, closed_at"},
		{"panel_session", "panel_session", mine, "id, dossier_id, component, kind, starts_at, zone, held_at, cancelled_at"},
		{"decision", "decision", released, "id, dossier_id, outcome, rationale, components, decided_at, released_at, effective_on, rank_id, reversed_at, reversal"},
		whole("decision_gap", `t.decision_id in (select t.id from decision t where `+released+`)`),
		whole("gap_answer", mine),
		whole("appeal", mine),
		whole("entitlement", `t.person_id = any($1)`),

		whole("seat", `t.person_id = any($1)`),
		whole("review", `t.person_id = any($1)`),
		whole("review_version", `t.review_id in (select w.id from review w where w.person_id = any($1))`),
		whole("panel_post", `t.seat_id `+seats),
		whole("advice_reading", `t.seat_id `+seats),
		ids("panels for others", "panel", `t.assembled_by = any($1)`),
		ids("seats of others", "seat", `t.person_id <> all($1) and t.invited_by = any($1)`),
		ids("components opened to others", "component_unlock", `t.by_person = any($1)`),
		ids("sessions with others", "panel_session", `t.scheduled_by = any($1) or t.recorded_by = any($1)`),
		ids("decisions on others", "decision", `t.decided_by = any($1) or t.released_by = any($1) or t.reversed_by = any($1)`),

		whole("conflict_declaration", `t.by_person = any($1)`),
		ids("declarations of others", "conflict_declaration", `t.by_person <> all($1) and t.about_person = any($1)`),
		ids("conflict_ruling", "conflict_ruling", `t.person_id = any($1) or t.candidate_id = any($1) or t.by_person = any($1)`),

		{"notification", "notification", `t.person_id = any($1)`, "id, kind, dossier_id, object, made_at"},
		whole("notification_message", `t.person_id = any($1)`),
		whole("notification_setting", `t.person_id = any($1)`),
	}
}

// ofJudges are the acts in the trail about a person by which a panel judges
// them, or others say that somebody should not: who did them and what they
// chose is not for the person.
func ofJudges() []string {
	return strings.Fields(`assemblePanel addSeat replaceSeat answerSeat suspendSeat
		unlockComponent closeComponent schedulePanelSession recordPanelSession cancelPanelSession
		readAdvice saveReview submitReview amendReview postToPanel decidePromotion addDecisionGaps
		declareConflict settleConflict`)
}
