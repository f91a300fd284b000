// Package mentoring holds who mentors whom: mentorships with their sessions
// and attestations, the rules of slots and levels, and the referral ledger. It
// owns the tables mentorship, mentoring_session, readiness, monthly_rate,
// referral_agreement, accrual and accrual_reversal. Slots, levels, cuts and
// terms are ladder data. It must not know dossiers or records.
package mentoring

import (
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/id"
	"dossier/internal/people"
)

// Status is where a mentorship stands.
type Status string

// The statuses. Declined, Withdrawn and Ended are final.
const (
	Offered   Status = "OFFERED"
	Active    Status = "ACTIVE"
	Declined  Status = "DECLINED"
	Withdrawn Status = "WITHDRAWN"
	Ended     Status = "ENDED"
)

// Mentorship is one person leading another, or the offer of it.
type Mentorship struct {
	UUID      uuid.UUID
	MentorID  uuid.UUID
	MenteeID  uuid.UUID
	LadderID  uuid.UUID
	Status    Status
	Purpose   *string
	OfferedBy uuid.UUID
	OfferedAt time.Time
	// Span is nil until both accept.
	Span      *day.Span
	EndReason *string
}

// ID is the mentorship's id.
func (m *Mentorship) ID() id.ID { return id.Of(id.Mentorship, m.UUID) }

// Pupil is a mentorship that a person gave, with what is needed of the mentee
// to judge it. It is a fact of the mentor's standing.
type Pupil struct {
	Mentorship uuid.UUID
	Mentee     uuid.UUID
	Name       string
	Span       day.Span
	// Ranks are the mentee's on the ladder, oldest first.
	Ranks []people.Rank
	// Mentors reports whether the mentee mentors somebody, or did; Surfaces
	// counts the surfaces that a founder confirmed as the mentee's.
	Mentors  bool
	Surfaces int
	// Attested are the levels that the mentor says the mentee approaches.
	Attested []Readiness
}

// Readiness is a mentor's word that a mentee approaches a level.
type Readiness struct {
	Level  string
	Reason string
	At     time.Time
}
