package decide

import (
	"dossier/internal/day"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/panel/review"
)

// DecidePromotionInput is the input of DecidePromotion.
type DecidePromotionInput struct {
	Dossier    id.ID
	Outcome    review.Recommendation
	Rationale  string
	Components []ComponentVerdictInput
	// Gaps may come later, by AddGaps.
	Gaps []DecisionGapInput
}

// ComponentVerdictInput is the verdict on a component: PASS or FAIL.
type ComponentVerdictInput struct {
	Component string
	Verdict   ladder.Verdict
	Note      *string
}

// DecisionGapInput is what is missing, by a criterion, and what would close it.
type DecisionGapInput struct {
	Criterion string
	Text      string
	ClosedBy  string
}

// AddDecisionGapsInput is the input of AddGaps.
type AddDecisionGapsInput struct {
	Dossier id.ID
	Gaps    []DecisionGapInput
}

// ReleaseDecisionInput is the input of Release.
type ReleaseDecisionInput struct {
	Dossier id.ID
	// EffectiveOn is the first day of the new rank, today if nil. Only a
	// promotion has one.
	EffectiveOn *day.Day
}

// ReverseDecisionInput is the input of Reverse.
type ReverseDecisionInput struct {
	Dossier id.ID
	Reason  string
}

// FileAppealInput is the input of FileAppeal. The ground is one of those that
// the ladder lists.
type FileAppealInput struct {
	Dossier   id.ID
	Ground    string
	Statement string
	Key       *string
}

// WithdrawAppealInput is the input of WithdrawAppeal.
type WithdrawAppealInput struct {
	Appeal id.ID
}

// AnswerEarlierGapInput is the input of AnswerEarlierGap.
type AnswerEarlierGapInput struct {
	// Dossier is the draft that answers, Decision the one that named the gap.
	Dossier  id.ID
	Decision id.ID
	Number   int
	Answer   string
}
