package access

// Act is something that a viewer may do to a dossier or a part of one.
type Act string

// The acts.
const (
	// SeeDossier covers a dossier, its documents, revisions and analyses
	// with evidence, claims and anomalies.
	SeeDossier Act = "see a dossier"
	// SeeDraft covers texts and analyses that were never submitted.
	SeeDraft Act = "see a dossier's unsubmitted texts and analyses"
	// SeeAdvice covers score, confidence, rationale and gaps of a finding.
	SeeAdvice Act = "see a dossier's advisory scores and gaps"
	// Write covers saving and removing documents, submitting, withdrawing
	// and moving to a newer ladder version.
	Write Act = "write a dossier"
	// Respond covers answering evidence and gaps.
	Respond Act = "answer a finding about a dossier"
	// AnalyseDraft covers asking for feedback on a draft.
	AnalyseDraft Act = "ask for an analysis of a draft"
	// AnalyseSubmitted covers asking again after a failed or degraded one.
	AnalyseSubmitted Act = "ask again for an analysis of a submitted dossier"
)

// Rule is a row of the policy.
type Rule struct {
	Act     Act
	Denied  []Term
	Granted []Term
}

// Policy is the whole table. It is data: to change who sees what, change it
// here and nowhere else.
func Policy() []Rule {
	submitted := []string{"SUBMITTED", "IN_REVIEW", "DECIDED", "RELEASED"}
	withdrawn := Term{Who: AnyoneElse, Status: []string{"WITHDRAWN"}, Why: "a withdrawn dossier is its candidate's alone"}
	candidate := Term{Who: TheCandidate, Why: "it is their own"}
	return []Rule{
		{
			Act:     SeeDossier,
			Denied:  []Term{withdrawn},
			Granted: []Term{candidate, {Who: ASteward, Status: submitted, Why: "stewards run promotions"}},
		},
		{Act: SeeDraft, Granted: []Term{candidate}},
		{Act: SeeAdvice, Denied: []Term{withdrawn}, Granted: []Term{candidate}},
		{Act: Write, Granted: []Term{candidate}},
		{Act: Respond, Granted: []Term{candidate}},
		{Act: AnalyseDraft, Granted: []Term{{Who: TheCandidate, Status: []string{"DRAFT"}, Why: "feedback on a draft is for its writer"}}},
		{
			Act:     AnalyseSubmitted,
			Granted: []Term{{Who: ASteward, Status: []string{"SUBMITTED", "IN_REVIEW"}, Why: "a failed analysis must not hold up a review"}},
		},
	}
}
