// Package nomination holds who puts a person forward for the next level: only
// who the ladder allows, never for oneself, with the nominee's consent, for a
// time. It owns the tables nomination and nomination_record. It must not know
// dossiers.
//
// What allowed the nominator on the day of the nomination is kept with it: who
// loses the level or the role later has nominated all the same.
package nomination

import (
	"time"

	"github.com/google/uuid"

	"dossier/internal/id"
)

// Status is where a nomination stands.
type Status string

// The statuses. Expired is an offered or accepted one past its time.
const (
	Offered   Status = "OFFERED"
	Accepted  Status = "ACCEPTED"
	Declined  Status = "DECLINED"
	Expired   Status = "EXPIRED"
	Withdrawn Status = "WITHDRAWN"
)

// Nomination puts a person forward.
type Nomination struct {
	UUID        uuid.UUID `db:"id"`
	NomineeID   uuid.UUID `db:"nominee_id"`
	NominatorID uuid.UUID `db:"nominator_id"`
	LadderID    uuid.UUID `db:"ladder_id"`
	FromLevel   string    `db:"from_level"`
	ToLevel     string    `db:"to_level"`
	// Standing is what allowed the nominator: a level code or a role.
	Standing           string     `db:"standing"`
	Relation           string     `db:"relation"`
	Since              time.Time  `db:"since"`
	Money              string     `db:"money"`
	ReasonNotToPromote string     `db:"reason_not_to_promote"`
	Status             Status     `db:"status"`
	OfferedAt          time.Time  `db:"offered_at"`
	ExpiresAt          time.Time  `db:"expires_at"`
	AnsweredAt         *time.Time `db:"answered_at"`
	WithdrawnAt        *time.Time `db:"withdrawn_at"`
}

// ID is the nomination's id.
func (n *Nomination) ID() id.ID { return id.Of(id.Nomination, n.UUID) }
