package graph_test

import "dossier/internal/id"

// panelRefusals are the mutations of panels.
func panelRefusals() map[string]refusal {
	d := ids("dossier", id.Dossier)
	seats := []any{in("person", "x", "role", "CHAIR"), in("person", "y", "role", "MEMBER")}
	gaps := []any{in("criterion", "generosity", "text", "t", "closedBy", "c")}
	return map[string]refusal{
		"declareConflict":      {"declaration { id }", in("reason", "r"), ids("about", id.Person), "NOT_FOUND"},
		"settleConflict":       {"conflict { key }", in("kind", "MENTOR", "conflict", "x", "verdict", "DISMISS", "reason", "r"), ids("dossier", id.Dossier, "person", id.Person), "FORBIDDEN"},
		"assemblePanel":        {"panel { id }", in("seats", seats), d, "FORBIDDEN"},
		"addSeat":              {"seat { id }", in("role", "MEMBER"), ids("dossier", id.Dossier, "person", id.Person), "FORBIDDEN"},
		"replaceSeat":          {"seat { id }", in("reason", "r"), ids("seat", id.Seat, "person", id.Person), "FORBIDDEN"},
		"answerSeat":           {"seat { id }", in("answer", "ACKNOWLEDGE"), ids("seat", id.Seat), "NOT_FOUND"},
		"unlockComponent":      {"dossier { id }", in("component", "mentee-network", "reason", "r"), d, "NOT_FOUND"},
		"closeComponent":       {"dossier { id }", in("component", "mentee-network"), d, "NOT_FOUND"},
		"schedulePanelSession": {"session { id }", in("component", "mentee-network", "kind", "PRESENTATION", "startsAt", "2026-12-01T10:00:00Z"), d, "NOT_FOUND"},
		"recordPanelSession":   {"session { id }", in("heldAt", "2026-11-01T10:00:00Z", "present", []any{"x"}, "notes", "n"), ids("session", id.PanelSession), "NOT_FOUND"},
		"cancelPanelSession":   {"session { id }", in(), ids("session", id.PanelSession), "NOT_FOUND"},
		"postToPanel":          {"post { id }", in("criterion", "generosity", "text", "t"), d, "NOT_FOUND"},
		"saveReview":           {"review { id }", in("scores", []any{}), d, "NOT_FOUND"},
		"submitReview":         {"review { id }", in(), d, "NOT_FOUND"},
		"amendReview":          {"review { id }", in("scores", []any{}, "recommendation", "NO", "reason", "r"), d, "NOT_FOUND"},
		"decidePromotion":      {"decision { id }", in("outcome", "NO", "rationale", "r", "components", []any{}, "gaps", gaps), d, "NOT_FOUND"},
		"addDecisionGaps":      {"decision { id }", in("gaps", gaps), d, "NOT_FOUND"},
		"releaseDecision":      {"decision { id }", in(), d, "FORBIDDEN"},
		"reverseDecision":      {"decision { id }", in("reason", "r"), d, "FORBIDDEN"},
		"fileAppeal":           {"appeal { id }", in("ground", "PROCEDURE", "statement", "s"), d, "NOT_FOUND"},
		"withdrawAppeal":       {"appeal { id }", in(), ids("appeal", id.Appeal), "NOT_FOUND"},
		"answerEarlierGap":     {"dossier { id }", in("number", 1, "answer", "a"), ids("dossier", id.Dossier, "decision", id.Decision), "NOT_FOUND"},
	}
}
