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

// Purpose is what a mentorship is for, beyond mentoring itself.
type Purpose string

// OwnershipTrack develops the mentee for a role that owns a product.
const OwnershipTrack Purpose = "OWNERSHIP_TRACK"

// EndReason is why a mentorship ended.
type EndReason string

// The reasons. A hand-over ends what goes beyond the ladder's range; somebody
// else goes on.
const (
	Completed EndReason = "COMPLETED"
	HandedOn  EndReason = "HAND_OVER"
	Stopped   EndReason = "STOPPED"
)

// Mentorship is one person leading another, or the offer of it.
type Mentorship struct {
	UUID      uuid.UUID `db:"id"`
	MentorID  uuid.UUID `db:"mentor_id"`
	MenteeID  uuid.UUID `db:"mentee_id"`
	LadderID  uuid.UUID `db:"ladder_id"`
	Status    Status    `db:"status"`
	Purpose   *Purpose  `db:"purpose"`
	OfferedBy uuid.UUID `db:"offered_by"`
	OfferedAt time.Time `db:"offered_at"`
	// Span is nil until both accept.
	Span      *day.Span  `db:"span"`
	EndReason *EndReason `db:"end_reason"`
}

// ID is the mentorship's id.
func (m *Mentorship) ID() id.ID { return id.Of(id.Mentorship, m.UUID) }

// Since is the first day, nil until both accept.
func (m *Mentorship) Since() *time.Time {
	if m.Span == nil {
		return nil
	}
	return &m.Span.From
}

// Until is the first day on which it is over, nil while it lasts.
func (m *Mentorship) Until() *time.Time {
	if m.Span == nil {
		return nil
	}
	return m.Span.To
}

// Session is a talk of mentor and mentee.
type Session struct {
	UUID       uuid.UUID `json:"id" db:"id"`
	On         time.Time `json:"on" db:"held_on"`
	RecordedBy uuid.UUID `json:"by" db:"recorded_by"`
}

// ID is the session's id.
func (s *Session) ID() id.ID { return id.Of(id.Session, s.UUID) }

// Readiness is a mentor's word that a mentee approaches a level.
type Readiness struct {
	Level  string    `json:"level"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
}

// Pupil is a mentorship that a person gave, with what is needed of the mentee
// to judge it. It is a fact of the mentor's standing.
type Pupil struct {
	Mentorship uuid.UUID
	// Mentee is the person that stays, where two rows are one human being.
	Mentee uuid.UUID
	Name   string
	Span   day.Span
	// Ranks are the mentee's on the ladder, oldest first.
	Ranks []people.Rank
	// Mentors reports whether the mentee mentors somebody, or did; Surfaces
	// counts the surfaces that a founder confirmed as the mentee's.
	Mentors  bool
	Surfaces int
	// Attested are the levels that the mentor says the mentee approaches.
	Attested []Readiness
}

// Slots are how many mentees a person may have and has.
type Slots struct {
	// Total is nil where the level states none: there is no cap.
	Total *int
	Used  int
}

// Filter narrows a list of mentorships. What is nil does not narrow.
type Filter struct {
	Status         []Status
	Mentor, Mentee *id.ID
}
