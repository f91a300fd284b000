// Package review holds what a panel's members judge: for each criterion a
// score from 0 to 4 or why none is given, with a reason that cites evidence or
// says that there was none, for each component its aspects, and a
// recommendation. A draft is its author's; what is submitted only grows. It
// owns the tables review and review_version. It must not know how a decision
// is taken.
package review

import (
	"time"

	"github.com/google/uuid"

	"dossier/internal/id"
)

// Status is how far a review is.
type Status string

// The statuses.
const (
	Draft     Status = "DRAFT"
	Submitted Status = "SUBMITTED"
)

// Recommendation is what a member says should come of it. An outcome of a
// decision has the same values.
type Recommendation string

// The recommendations.
const (
	Promote Recommendation = "PROMOTE"
	NotYet  Recommendation = "NOT_YET"
	No      Recommendation = "NO"
)

// Unscored is why no score is given.
type Unscored string

// The reasons.
const (
	CannotJudge   Unscored = "CANNOT_JUDGE"
	NotApplicable Unscored = "NOT_APPLICABLE"
)

// Review is one row as its viewer sees it: of a review that they may not read
// Body is nil.
type Review struct {
	UUID       uuid.UUID `db:"id"`
	PanelID    uuid.UUID `db:"panel_id"`
	DossierID  uuid.UUID `db:"dossier_id"`
	SeatID     uuid.UUID `db:"seat_id"`
	ReviewerID uuid.UUID `db:"person_id"`
	RevisionID uuid.UUID `db:"revision_id"`
	// LadderVersion and Level say whose criteria and components it names.
	LadderVersion uuid.UUID `db:"ladder_version_id"`
	Level         string    `db:"from_level"`
	Status        Status    `db:"status"`
	Stale         bool      `db:"stale"`
	Body          *Body     `db:"body"`
	Number        int       `db:"number"`
	// Counts is false where its seat does not count: recused, replaced or
	// suspended.
	Counts      bool       `db:"counts"`
	CreatedAt   time.Time  `db:"created_at"`
	SavedAt     time.Time  `db:"saved_at"`
	SubmittedAt *time.Time `db:"submitted_at"`
}

// ID is the review's id.
func (r *Review) ID() id.ID { return id.Of(id.Review, r.UUID) }

// Body is what a review says.
type Body struct {
	Scores         []Score         `json:"scores"`
	Aspects        []Aspect        `json:"aspects"`
	Recommendation *Recommendation `json:"recommendation"`
}

// Score is a criterion's: Score or Unscored, and why.
type Score struct {
	Criterion string    `json:"criterion"`
	Score     *int      `json:"score"`
	Unscored  *Unscored `json:"unscored"`
	Reason    string    `json:"reason"`
	// Evidence are ids of the analysis's; NoEvidence says that there was none
	// to cite.
	Evidence   []uuid.UUID `json:"evidence"`
	NoEvidence bool        `json:"noEvidence"`
}

// Aspect is one of the things that the page names for a component.
type Aspect struct {
	Component string `json:"component"`
	Aspect    string `json:"aspect"`
	Score     *int   `json:"score"` // nil for unscored
	Note      string `json:"note"`
}
