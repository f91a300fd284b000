package model

import (
	"github.com/google/uuid"

	"dossier/internal/ladder"
	"dossier/internal/panel/decide"
	"dossier/internal/panel/review"
)

// ReviewScore is a review's score with the criterion that it names.
type ReviewScore struct {
	Criterion  *ladder.Criterion
	Score      *int
	Unscored   *review.Unscored
	Reason     string
	NoEvidence bool
	Cited      []uuid.UUID
}

// AspectScore is a review's score of an aspect with what it names.
type AspectScore struct {
	review.Aspect
	Part *ladder.Component
	Of   ladder.Aspect
}

// CriterionSummary is a summary with the criterion that it names, of a
// dossier's panel.
type CriterionSummary struct {
	review.Summary
	Of      *ladder.Criterion
	Dossier uuid.UUID
}

// ComponentVerdict is a verdict with the component that it names.
type ComponentVerdict struct {
	decide.Component
	Of *ladder.Component
}
