package graph_test

import (
	"testing"
)

// heardRootFields are those of panels. They are asked for in this order, by
// each hearer in a world of their own.
func heardRootFields() []asked {
	const mine = `dossier: "<heard>"`
	return []asked{
		{"node", `(id: "<panel>")`, "ok: Cai Chloe Mel Ned Sam; null: everyone"},
		{"dossiers", ``, "4: Sam; 3: Kim Rex Chloe Mel; 2: Fay; 1: Cai Ben Dan Ned; 0: *"},
		{"analysisProgress", `<heard>`, "ok: Cai Chloe Mel Ned Sam; NOT_FOUND: *"},
		{"conflicts", `(dossier: "<heard>", person: "<Sus>")`, "ok: Sam Hugo; null: Kim Rex; FORBIDDEN: *"},
		{"calibration", `(level: "L8")`, "ok: Sam Kim Rex; FORBIDDEN: *"},

		{"setNotifications", `email: "me@example.org"`, "ok: *"},
		{"declareConflict", `about: "<Paul>", reason: "r"`, "ok: *"},
		{"settleConflict", mine + `, person: "<Sus>", kind: MENTOR, conflict: "<cause>", verdict: CONFIRM, reason: "r"`, "ok: Sam; NOT_FOUND: Kim Rex Hugo; FORBIDDEN: *"},
		{"settleConflict", mine + `, person: "<Sus>", kind: MENTOR, conflict: "<cause>", verdict: WAIVE, reason: "r"`, "ok: Sam Hugo; NOT_FOUND: Kim Rex; FORBIDDEN: *"},
		{"assemblePanel", `dossier: "<waiting>", seats: [{person: "<Chloe>", role: CHAIR}, {person: "<Mel>", role: MEMBER}]`, "ok: Sam Kim Rex; FORBIDDEN: *"},
		{"addSeat", mine + `, person: "<Petra>", role: MEMBER`, "ok: Sam; NOT_FOUND: Kim Rex; FORBIDDEN: *"},
		{"replaceSeat", `seat: "<Ned's seat on heard>", person: "<Paul>", reason: "r"`, "ok: Sam; NOT_FOUND: Kim Rex; FORBIDDEN: *"},
		{"answerSeat", `seat: "<Ivy's seat on heard>", answer: ACKNOWLEDGE`, "ok: Ivy; NOT_FOUND: *"},
		{"answerSeat", `seat: "<Sus's seat on heard>", answer: RECUSE, reason: "r"`, "ok: Sus; NOT_FOUND: *"},
		{"answerSeat", `seat: "<Pat's seat on heard>", answer: RECUSE, reason: "r"`, "Invalid: Pat; NOT_FOUND: *"},

		{"schedulePanelSession", mine + `, component: "mentee-network", kind: PRESENTATION, startsAt: "2026-12-01T10:00:00Z"`, "ok: Chloe Mel Ned Ivy; NOT_FOUND: *"},
		{"recordPanelSession", `session: "<session>", heldAt: "2026-11-24T09:30:00Z", present: ["<Mel's seat on heard>"], notes: "n"`, "ok: Chloe Mel Ned Ivy; NOT_FOUND: *"},
		{"cancelPanelSession", `session: "<session 2>"`, "ok: Chloe Mel Ned Ivy; NOT_FOUND: *"},
		{"postToPanel", mine + `, criterion: "generosity", text: "t"`, "ok: Chloe Mel; WrongState: Ned Ivy; NOT_FOUND: *"},
		{"saveReview", mine + `, scores: []`, "ok: Ned Ivy; WrongState: Chloe Mel; NOT_FOUND: *"},
		{"submitReview", mine, "Invalid: Ned Ivy; WrongState: Chloe Mel; NOT_FOUND: *"},
		{"amendReview", mine + `, scores: [], recommendation: NO, reason: "r"`, "Invalid: Chloe Mel; WrongState: Ned Ivy; NOT_FOUND: *"},
		{"unlockComponent", mine + `, component: "mentee-network", reason: "r"`, "ok: Chloe; NOT_FOUND: *"},
		{"closeComponent", mine + `, component: "mentee-network"`, "ok: Chloe; NOT_FOUND: *"},

		{"decidePromotion", mine + `, outcome: NO, rationale: "r", components: [], gaps: []`, "Invalid: Chloe; NOT_FOUND: *"},
		{"addDecisionGaps", `dossier: "<decided>", gaps: [{criterion: "generosity", text: "t", closedBy: "c"}]`, "PanelRule: Chloe; NOT_FOUND: *"},
		{"releaseDecision", `dossier: "<decided>"`, "ok: Sam Kim Rex; FORBIDDEN: *"},
		{"reverseDecision", `dossier: "<released>", reason: "r"`, "PanelRule: Sam Kim Rex; FORBIDDEN: *"},
		{"fileAppeal", `dossier: "<released>", ground: "PROCEDURE", statement: "s"`, "PanelRule: Fay; NOT_FOUND: *"},
		{"withdrawAppeal", `appeal: "<appeal>"`, "ok: Fay; NOT_FOUND: *"},
		{"answerEarlierGap", `dossier: "<again>", decision: "<decision on released>", number: 1, answer: "a"`, "ok: Fay; NOT_FOUND: *"},
	}
}

func TestEveryFieldOfPanelsByEverybody(t *testing.T) {
	t.Parallel()
	for name, is := range hearers() {
		t.Run(is, func(t *testing.T) {
			t.Parallel()
			newHearing(t).tells(t, name, heardRootFields())
		})
	}
}

// heardFields is written from the house's rules on who sees what: the candidate
// knows the panel and none of its members; a member sees what the others say
// once their own review is submitted; who has a conflict or recused themselves,
// whose seat is replaced or suspended, sees nothing but that seat.
func heardFields() []seen {
	const (
		sitting = "Chloe Mel Ned Sam"
		stewing = "Sam Kim Rex"
	)
	return []seen{
		{"<panel>", "Panel", "id dossier quorum revealPreScores dueAt dueZone dueLocal assembledAt seatCount summary", "ok: Cai " + sitting + "; absent: *"},
		{"<panel>", "Panel", "appeal", "null: Cai " + sitting + "; absent: *"},
		{"<panel>", "Panel", "seats reviews", "ok: " + sitting + "; empty: Cai; absent: *"},
		{"<panel>", "Panel", "votes", "ok: Chloe Mel; empty: Cai Ned Sam; absent: *"},
		{"<panel>", "Panel", "discussion", "1: Chloe Mel; 0: Cai Ned Sam; absent: *"},
		{"<panel of decided>", "Panel", "seats reviews votes", "ok: Chloe Mel Sam Kim Rex; empty: Dan; absent: *"},
		{"<Ivy's seat on heard>", "Seat", "id person role status dueAt dueLocal invitedAt replaced", "ok: Ivy " + sitting + "; absent: *"},
		{"<Ivy's seat on heard>", "Seat", "answeredAt reason", "null: Ivy " + sitting + "; absent: *"},
		{"<Rex's seat on heard>", "Seat", "answeredAt", "ok: Rex " + sitting + "; absent: *"},
		{"<Rex's seat on heard>", "Seat", "reason", "ok: Rex Sam; null: Chloe Mel Ned; absent: *"},
		{"<Pat's seat on heard>", "Seat", "id", "ok: Pat " + sitting + "; absent: *"},
		{"<Sus's seat on heard>", "Seat", "id", "ok: Sus " + sitting + "; absent: *"},
		{"<Abe's seat on heard>", "Seat", "id", "ok: Abe " + sitting + "; absent: *"},
		{"<Chloe's review of heard>", "Review", "id reviewer status stale revision savedAt submittedAt", "ok: Chloe Mel Sam; absent: *"},
		{"<Chloe's review of heard>", "Review", "scores aspects changes", "ok: Chloe Mel; empty: Sam; absent: *"},
		{"<Chloe's review of heard>", "Review", "recommendation", "ok: Chloe Mel; null: Sam; absent: *"},
		{"<Ned's review of heard>", "Review", "id status", "ok: " + sitting + "; absent: *"},
		{"<Ned's review of heard>", "Review", "scores aspects", "ok: Ned; empty: Chloe Mel Sam; absent: *"},
		{"<Ned's review of heard>", "Review", "recommendation", "ok: Ned; null: Chloe Mel Sam; absent: *"},
		{"<Mel's review of decided>", "Review", "scores aspects recommendation", "ok: Chloe Mel " + stewing + "; absent: *"},
		{"<post>", "Post", "id alias mine criterion text postedAt", "ok: Chloe Mel; absent: *"},
		{"<held>", "PanelSession", "id component kind startsAt zone startsLocal cancelled heldAt", "ok: Cai " + sitting + "; absent: *"},
		{"<held>", "PanelSession", "present", "ok: " + sitting + "; empty: Cai; absent: *"},
		{"<held>", "PanelSession", "notes", "ok: " + sitting + "; null: Cai; absent: *"},
		{"<Ivy's entry>", "ReviewQueueEntry", "id candidate to seat", "ok: Ivy; absent: *"},
		{"<Ivy's entry>", "ReviewQueueEntry", "dossier", "null: Ivy; absent: *"},
		{"<Ned's entry>", "ReviewQueueEntry", "id dossier", "ok: Ned; absent: *"},
		{"<Sus's entry>", "ReviewQueueEntry", "id", "absent: *"},

		{"<decision on decided>", "Decision", "id outcome rationale components votes decidedBy decidedAt", "ok: Chloe Mel " + stewing + "; absent: *"},
		{"<decision on decided>", "Decision", "gaps", "empty: Chloe Mel " + stewing + "; absent: *"},
		{"<decision on decided>", "Decision", "releasedAt effectiveOn reversedAt reversal", "null: Chloe Mel " + stewing + "; absent: *"},
		{"<decision on released>", "Decision", "id outcome rationale components gaps decidedAt releasedAt", "ok: Fay Chloe Mel " + stewing + "; absent: *"},
		{"<decision on released>", "Decision", "votes", "ok: Chloe Mel " + stewing + "; empty: Fay; absent: *"},
		{"<decision on released>", "Decision", "decidedBy", "ok: Chloe Mel " + stewing + "; null: Fay; absent: *"},
		{"<appeal>", "Appeal", "id decision ground statement status filedAt", "ok: Fay " + stewing + "; absent: *"},
		{"<appeal>", "Appeal", "panel", "null: Fay " + stewing + "; absent: *"},
		{"<entitlement>", "Entitlement", "id level unlock entitlement from", "ok: *"},
		{"<entitlement>", "Entitlement", "to", "null: *"},
		{"<declaration>", "ConflictDeclaration", "id about reason declaredAt", "ok: Kim; absent: *"},

		{"<heard>", "Dossier", "id status panel sessions", "ok: Cai " + sitting + "; absent: *"},
		{"<heard>", "Dossier", "panelFeasibility", "ok: Sam; null: Cai Chloe Mel Ned; absent: *"},
		{"<heard>", "Dossier", "decision appeal", "null: Cai " + sitting + "; absent: *"},
		{"<decided>", "Dossier", "decision", "ok: Chloe Mel " + stewing + "; null: Dan; absent: *"},
		{"<released>", "Dossier", "decision", "ok: Fay Chloe Mel " + stewing + "; absent: *"},
		{"<released>", "Dossier", "appeal", "ok: Fay " + stewing + "; null: Chloe Mel; absent: *"},
		{"<again>", "Dossier", "earlierGaps", "ok: Fay; absent: *"},
		{"<finding>", "Finding", "id assessed evidence", "ok: Cai " + sitting + "; absent: *"},
		{"<finding>", "Finding", "score confidence rationale", "ok: Cai Chloe Mel; null: Ned Sam; absent: *"},
		{"<finding>", "Finding", "gaps", "ok: Cai Chloe Mel; empty: Ned Sam; absent: *"},
		{"<gap>", "Gap", "id", "ok: Cai Chloe Mel; absent: *"},
		{"<Fay>", "Person", "entitlements", "ok: *"},
		{"<Cai>", "Person", "entitlements", "empty: *"},
		{"<Cai>", "Person", "panelPool", "ok: Hugo; null: *"},
		{"viewer", "Viewer", "reviewQueue", "1: Ned Ivy; 0: *"},
		{"viewer", "Viewer", "conflictDeclarations", "ok: Kim; empty: *"},
	}
}

func TestEveryGuardedFieldOfPanelsByEverybody(t *testing.T) {
	t.Parallel()
	c := newHearing(t)
	for name := range hearers() {
		c.finds(t, name, heardFields())
	}
}
