package graph_test

import (
	"github.com/google/uuid"

	"dossier/internal/id"
)

// money plants terms that run, a month of them and its reversal.
func money(mentorship, mentor, mentee string) func(g *garden) {
	return func(g *garden) {
		a := g.row(id.Agreement, "referral_agreement", map[string]any{"mentorship_id": g.rows[mentorship], "mentor_id": g.rows["<"+mentor+">"], "mentee_id": g.who[mentee].Person,
			"basis_points": 700, "months": 18, "currency": "EUR", "terms": "{}", "offered_at": g.at(), "declined_at": g.at()})
		month := g.row(id.Accrual, "accrual", map[string]any{"agreement_id": a, "month_index": 1, "month": "2026-09-01", "generation": 1, "base": 500000, "active_days": 30,
			"month_days": 30, "amount": 35000, "currency": "EUR", "made_at": g.at()})
		g.row(0, "accrual_reversal", map[string]any{"accrual_id": month, "reason": "secret", "again": false, "made_by": g.rows["<Hugo>"], "made_at": g.at()})
	}
}

// talks plants a session, and that the mentee approaches a level.
func talks(mentorship, by, level string) func(g *garden) {
	return func(g *garden) {
		g.row(id.Session, "mentoring_session", map[string]any{"mentorship_id": g.rows[mentorship], "held_on": "2026-10-05", "recorded_by": g.rows["<"+by+">"], "recorded_at": g.at()})
		g.row(0, "readiness", map[string]any{"mentorship_id": g.rows[mentorship], "level": level, "reason": "secret", "attested_at": g.at()})
	}
}

// dossier plants a dossier with one of everything that can be in it. One that
// was taken back had been submitted.
func (g *garden) dossier(candidate uuid.UUID, status string) {
	version := g.Version.UUID
	dossier, document := g.NewID(), g.NewID()
	text := "I moved five engineers."
	revision := g.row(id.Revision, "revision", map[string]any{"dossier_id": dossier, "number": 1, "hash": "secret", "ladder_version_id": version, "created_at": g.at()})
	row := map[string]any{"id": dossier, "candidate_id": candidate, "ladder_version_id": version, "from_level": "L8", "to_level": "L9", "status": status, "created_at": g.at()}
	analysis := map[string]any{"dossier_id": dossier, "revision_id": revision, "ladder_version_id": version, "analyser": "offline", "facts": "{}", "requested_by": candidate,
		"status": "SUCCEEDED", "created_at": g.at()}
	if status != "DRAFT" {
		s := g.row(0, "submission", map[string]any{"dossier_id": dossier, "revision_id": revision, "facts": "{}", "submitted_at": g.at()})
		row["submission_id"], row["revision_id"], row["submitted_at"], row["withdrawn_at"], analysis["submission_id"] = s, revision, g.at(), g.at(), s
	}
	g.plant(id.Dossier, "dossier", "id", dossier, row)
	g.plant(id.Document, "document", "id", document, map[string]any{"id": document, "dossier_id": dossier, "component": "mentee-network", "version": 1, "created_at": g.at()})
	g.plant(0, "document_version", "document_id", document, map[string]any{"document_id": document, "version": 1, "title": "secret", "body": text, "words": 4, "hash": []byte{1}, "saved_at": g.at()})
	g.plant(0, "revision_document", "revision_id", revision, map[string]any{"revision_id": revision, "document_id": document, "version": 1, "component": "mentee-network"})
	a := g.row(id.Analysis, "analysis", analysis)
	f := g.row(id.Finding, "finding", map[string]any{"analysis_id": a, "position": 1, "criterion": "generosity", "assessed": true, "score": 2, "confidence": `{"level": "LOW"}`, "rationale": "secret", "leaves": "[]"})
	quote := func(values map[string]any) map[string]any {
		values["document_id"], values["version"], values["position"] = document, 1, 1
		values["start_byte"], values["end_byte"], values["start_utf16"], values["end_utf16"] = 0, len(text), 0, len(text)
		return values
	}
	g.row(id.Evidence, "evidence", quote(map[string]any{"finding_id": f, "quote": text, "polarity": "SUPPORTS", "strength": "CORE", "leaf": "x", "why": "secret", "grounding": "exact"}))
	g.row(id.Gap, "gap", quote(map[string]any{"finding_id": f, "leaf": "x", "severity": "LOW", "reason": "absent", "description": "secret", "suggestion": "secret", "score_if_met": 3}))
	g.row(id.Claim, "claim", quote(map[string]any{"analysis_id": a, "quote": text, "claimed": "five", "recorded": "secret", "verdict": "UNVERIFIABLE", "explanation": "secret"}))
	g.row(id.Anomaly, "anomaly", quote(map[string]any{"analysis_id": a, "kind": "x", "description": "secret"}))
}
