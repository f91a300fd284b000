// Package decide holds what comes of a panel's judgement: the chair's
// decision, its release by a steward with the rank and the entitlements that
// it makes, its reversal by a counter-record, appeals, and the gaps that a
// later dossier has to answer. It owns the tables decision, decision_gap,
// gap_answer, appeal and entitlement. Reviews are read and never written.
//
// A decision never changes: what the panel voted and what the analysis advised
// are kept with it as they stood. What a level opens beyond its entitlements,
// as mentee slots and the referral cut, follows from the level itself and is
// stored nowhere.
package decide

import (
	"time"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/panel/review"
)

// Decision is what a panel's chair decided, as its viewer sees it: the
// candidate sees neither votes nor who decided.
type Decision struct {
	UUID      uuid.UUID `db:"id"`
	PanelID   uuid.UUID `db:"panel_id"`
	DossierID uuid.UUID `db:"dossier_id"`
	// AppealID is nil for a dossier's first decision.
	AppealID   *uuid.UUID `db:"appeal_id"`
	RevisionID uuid.UUID  `db:"revision_id"`
	// LadderVersion and Level say whose criteria and components it names.
	LadderVersion uuid.UUID             `db:"ladder_version_id"`
	Level         string                `db:"from_level"`
	Outcome       review.Recommendation `db:"outcome"`
	Rationale     string                `db:"rationale"`
	// Components are the verdicts in the order of the ladder.
	Components []Component `db:"components"`
	// Counted are the votes as they stood.
	Counted    []Vote     `db:"votes"`
	DecidedBy  *uuid.UUID `db:"decided_by"`
	DecidedAt  time.Time  `db:"decided_at"`
	ReleasedAt *time.Time `db:"released_at"`
	// EffectiveOn is the first day of the new rank, nil unless promoted.
	EffectiveOn *time.Time `db:"effective_on"`
	ReversedAt  *time.Time `db:"reversed_at"`
	// Reversal is why it was reversed.
	Reversal *string `db:"reversal"`
}

// ID is the decision's id.
func (d *Decision) ID() id.ID { return id.Of(id.Decision, d.UUID) }

// Votes counts what the panel recommended; none for whom the votes are not.
func (d *Decision) Votes() []review.Count {
	if len(d.Counted) == 0 {
		return []review.Count{}
	}
	return count(d.Counted)
}

// Component is the verdict on a component.
type Component struct {
	Component string         `json:"component"`
	Verdict   ladder.Verdict `json:"verdict"`
	Note      *string        `json:"note"`
}

// Vote is the recommendation of a review at one of its versions.
type Vote struct {
	Seat           uuid.UUID             `db:"seat" json:"seat"`
	Review         uuid.UUID             `db:"review" json:"review"`
	Number         int                   `db:"number" json:"number"`
	Recommendation review.Recommendation `db:"recommendation" json:"recommendation"`
}

// Gap is what was missing, and what would close it.
type Gap struct {
	DecisionID uuid.UUID `db:"decision_id"`
	Number     int       `db:"number"`
	// LadderVersion and Level say whose criterion CriterionKey is.
	LadderVersion uuid.UUID `db:"ladder_version_id"`
	Level         string    `db:"from_level"`
	CriterionKey  string    `db:"criterion"`
	Text          string    `db:"text"`
	ClosedBy      string    `db:"closed_by"`
}

// EarlierGap is a gap of the candidate's last decision on the same step, which
// this dossier answers.
type EarlierGap struct {
	Gap
	DossierID  uuid.UUID  `db:"dossier_id"`
	ReleasedAt time.Time  `db:"released_at"`
	Answer     *string    `db:"answer"`
	AnsweredAt *time.Time `db:"answered_at"`
}

// AppealStatus is where an appeal stands.
type AppealStatus string

// The statuses. To the candidate a decision that is not released reads
// AppealInReview.
const (
	AppealFiled     AppealStatus = "FILED"
	AppealInReview  AppealStatus = "IN_REVIEW"
	AppealDecided   AppealStatus = "DECIDED"
	AppealReleased  AppealStatus = "RELEASED"
	AppealWithdrawn AppealStatus = "WITHDRAWN"
)

// Appeal is a candidate's against a dossier's first decision. Another panel
// hears it.
type Appeal struct {
	UUID       uuid.UUID    `db:"id"`
	DossierID  uuid.UUID    `db:"dossier_id"`
	DecisionID uuid.UUID    `db:"decision_id"`
	Ground     string       `db:"ground"`
	Statement  string       `db:"statement"`
	Status     AppealStatus `db:"status"`
	FiledAt    time.Time    `db:"filed_at"`
}

// ID is the appeal's id.
func (a *Appeal) ID() id.ID { return id.Of(id.Appeal, a.UUID) }

// Entitlement is what a level opened to a person.
type Entitlement struct {
	UUID     uuid.UUID `db:"id"`
	PersonID uuid.UUID `db:"person_id"`
	LadderID uuid.UUID `db:"ladder_id"`
	// LadderVersion and LevelCode say which level opened it.
	LadderVersion uuid.UUID `db:"ladder_version_id"`
	LevelCode     string    `db:"level"`
	// Unlock is the key of what the ladder lists, Entitlement its word, as
	// PRODUCT_ORG_LEAD.
	Unlock      string `db:"unlock"`
	Entitlement string `db:"entitlement"`
	// From is the first day, To the first no longer; nil while it lasts.
	From time.Time  `db:"from_day"`
	To   *time.Time `db:"to_day"`
}

// ID is the entitlement's id.
func (e *Entitlement) ID() id.ID { return id.Of(id.Entitlement, e.UUID) }
