// Package panel holds the panels that judge dossiers: their seats and what
// the holders answered, the components that are open to the candidate again,
// the sessions in which candidate and panel meet, and the discussion of the
// members. It owns the tables panel, seat, component_unlock, panel_session and
// panel_post. What a conflict is belongs to package conflict, what members
// write to package review, what comes of it to package decide; of the last two
// it must not know.
//
// That a conflict suspends a seat is stored nowhere: it is read each time, so
// the seat is what it was once the conflict is gone.
package panel

import (
	"time"

	"github.com/google/uuid"

	"dossier/internal/id"
)

// Role is what a seat does on its panel.
type Role string

// The roles. A guest need hold neither the role of a panelist nor the level.
const (
	Chair  Role = "CHAIR"
	Member Role = "MEMBER"
	Guest  Role = "GUEST"
)

// SeatStatus is where a seat stands.
type SeatStatus string

// The statuses. Recused, Abstained and Suspended seats count for nothing.
const (
	Invited      SeatStatus = "INVITED"
	Acknowledged SeatStatus = "ACKNOWLEDGED"
	Recused      SeatStatus = "RECUSED"
	Abstained    SeatStatus = "ABSTAINED"
	Suspended    SeatStatus = "SUSPENDED"
	Scored       SeatStatus = "SCORED"
)

// Reveal is when the members see the advisory scores.
type Reveal string

// The choices.
const (
	WithSubmission Reveal = "WITH_SUBMISSION"
	AfterOwnScores Reveal = "AFTER_OWN_SCORES"
)

// Panel judges a dossier, or hears an appeal against its first decision.
type Panel struct {
	UUID      uuid.UUID `db:"id"`
	DossierID uuid.UUID `db:"dossier_id"`
	// AppealID is nil for the first panel of a dossier.
	AppealID    *uuid.UUID `db:"appeal_id"`
	Quorum      int        `db:"quorum"`
	Reveal      Reveal     `db:"reveal"`
	DueAt       time.Time  `db:"due_at"`
	DueZone     string     `db:"zone"`
	AssembledAt time.Time  `db:"assembled_at"`
	// SeatCount is how many hold a seat and have neither recused themselves
	// nor abstained. Conflicts do not change it: a candidate who declares some
	// must not find out from it who sits.
	SeatCount int `db:"seat_count"`
	// Decided is whether its decision is taken; not for the candidate.
	Decided bool `db:"decided"`
}

// ID is the panel's id.
func (p *Panel) ID() id.ID { return id.Of(id.Panel, p.UUID) }

// DueLocal is when the reviews are due, as a clock in the panel's zone shows.
func (p *Panel) DueLocal() string { return local(p.DueAt, p.DueZone) }

// Seat is a place on a panel.
type Seat struct {
	UUID       uuid.UUID  `db:"id"`
	PanelID    uuid.UUID  `db:"panel_id"`
	DossierID  uuid.UUID  `db:"dossier_id"`
	PersonID   uuid.UUID  `db:"person_id"`
	Role       Role       `db:"role"`
	Status     SeatStatus `db:"status"`
	DueAt      time.Time  `db:"due_at"`
	DueZone    string     `db:"zone"`
	InvitedAt  time.Time  `db:"invited_at"`
	AnsweredAt *time.Time `db:"answered_at"`
	// Reason is of a recusal or an abstention, else of a replacement, for its
	// holder and stewards.
	Reason   *string `db:"reason"`
	Replaced bool    `db:"replaced"`
}

// ID is the seat's id.
func (s *Seat) ID() id.ID { return id.Of(id.Seat, s.UUID) }

// DueLocal is when the review is due, as a clock in the panel's zone shows.
func (s *Seat) DueLocal() string { return local(s.DueAt, s.DueZone) }

// QueueEntry is a review that its viewer has still to write: what they know
// before they take the seat.
type QueueEntry struct {
	Seat
	CandidateID   uuid.UUID `db:"candidate_id"`
	LadderVersion uuid.UUID `db:"ladder_version_id"`
	To            string    `db:"to_level"`
}

// ID is the entry's id.
func (q *QueueEntry) ID() id.ID { return id.Of(id.QueueEntry, q.UUID) }

// Unlock is a component that the candidate may write in again.
type Unlock struct {
	DossierID    uuid.UUID `db:"dossier_id"`
	ComponentKey string    `db:"component"`
	// LadderVersion and Level say whose component it is.
	LadderVersion uuid.UUID `db:"ladder_version_id"`
	Level         string    `db:"from_level"`
	Reason        string    `db:"reason"`
	UnlockedAt    time.Time `db:"unlocked_at"`
}

// SessionKind is what a session is for.
type SessionKind string

// The kinds: the candidate presents, or the panel examines a system.
const (
	Presentation SessionKind = "PRESENTATION"
	Examination  SessionKind = "EXAMINATION"
)

// Session is a meeting of candidate and panel.
type Session struct {
	UUID         uuid.UUID `db:"id"`
	PanelID      uuid.UUID `db:"panel_id"`
	DossierID    uuid.UUID `db:"dossier_id"`
	ComponentKey string    `db:"component"`
	// LadderVersion and Level say whose component it is.
	LadderVersion uuid.UUID   `db:"ladder_version_id"`
	Level         string      `db:"from_level"`
	Kind          SessionKind `db:"kind"`
	StartsAt      time.Time   `db:"starts_at"`
	Zone          string      `db:"zone"`
	HeldAt        *time.Time  `db:"held_at"`
	Cancelled     bool        `db:"cancelled"`
	// Present are seats, and Notes what was noted, for whoever may see what was
	// held.
	Present []uuid.UUID `db:"present"`
	Notes   *string     `db:"notes"`
}

// ID is the session's id.
func (s *Session) ID() id.ID { return id.Of(id.PanelSession, s.UUID) }

// StartsLocal is when it starts, as a clock in its zone shows.
func (s *Session) StartsLocal() string { return local(s.StartsAt, s.Zone) }

// Post is what a member says to the others, by alias.
type Post struct {
	UUID         uuid.UUID `db:"id"`
	DossierID    uuid.UUID `db:"dossier_id"`
	CriterionKey string    `db:"criterion"`
	// LadderVersion and Level say whose criterion it is.
	LadderVersion uuid.UUID `db:"ladder_version_id"`
	Level         string    `db:"from_level"`
	Alias         string    `db:"alias"`
	Text          string    `db:"text"`
	PostedAt      time.Time `db:"posted_at"`
	Mine          bool      `db:"mine"`
}

// ID is the post's id.
func (p *Post) ID() id.ID { return id.Of(id.Post, p.UUID) }
