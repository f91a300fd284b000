// Package conflict holds conflicts of interest: why a person should not judge
// a candidate. Each cause is read live from what happened (mentorships, money,
// nominations, testimonies, companies, what either side declares) by the views
// conflict_edge and conflict; what is stored is what people declare and how
// others rule on a cause. It also says whether a panel without conflicts can be
// found. The package owns the tables conflict_declaration and conflict_ruling
// and these views. It must not know panels and seats; that a conflict denies
// everything else is a matter of package access.
package conflict

import (
	"time"

	"github.com/google/uuid"
)

// Kind is what a conflict comes from.
type Kind string

// The kinds.
const (
	Self          Kind = "SELF"
	Mentor        Kind = "MENTOR"
	Mentee        Kind = "MENTEE"
	Nominator     Kind = "NOMINATOR"
	Referee       Kind = "REFEREE"
	SameCompany   Kind = "SAME_COMPANY"
	ReferralMoney Kind = "REFERRAL_MONEY"
	OpenAgreement Kind = "OPEN_AGREEMENT"
	Declared      Kind = "DECLARED"
)

// Kinds lists every kind.
func Kinds() []Kind {
	return []Kind{Self, Mentor, Mentee, Nominator, Referee, SameCompany, ReferralMoney, OpenAgreement, Declared}
}

// State is where a conflict stands.
type State string

// The states. Proposed and Confirmed stand in the way.
const (
	Proposed  State = "PROPOSED"
	Confirmed State = "CONFIRMED"
	Dismissed State = "DISMISSED"
	Waived    State = "WAIVED"
)

// Conflict is one cause between a person and a candidate, as a ladder version
// reads it.
type Conflict struct {
	PersonID      uuid.UUID `db:"person_id"`
	PersonName    string    `db:"person_name"`
	CandidateID   uuid.UUID `db:"candidate_id"`
	LadderVersion uuid.UUID `db:"ladder_version_id"`
	Kind          Kind      `db:"kind"`
	// Key names the cause: a new one has another key.
	Key         string     `db:"key"`
	CompanyID   *uuid.UUID `db:"company_id"`
	CompanyName *string    `db:"company_name"`
	// Since is the first day, Until the first on which it is over; nil while
	// it lasts. Two who were never at a company together have Until first.
	Since *time.Time `db:"since"`
	Until *time.Time `db:"until"`
	// TakenBack is the day on which a record of the cause was retracted or
	// corrected, nil for what stands; Until is not after it.
	TakenBack *time.Time `db:"taken_back"`
	// CountsUntil is the first day on which it counts no more, nil for none.
	CountsUntil *time.Time `db:"counts_until"`
	State       State      `db:"state"`
	// Waivers is how many others have waived it so far.
	Waivers int  `db:"waivers"`
	InForce bool `db:"in_force"`
	// Reason is a declaration's, nil where it is not for the viewer.
	Reason *string `db:"reason"`
	// Rulings are in their order. A refusal has none.
	Rulings []Ruling `db:"rulings"`
}

// Ruling is what somebody decided about a conflict.
type Ruling struct {
	// Verdict is the state that the ruling aims at.
	Verdict State     `json:"verdict"`
	Reason  string    `json:"reason"`
	By      uuid.UUID `json:"by"`
	At      time.Time `json:"at"`
}
