package panel

import (
	"time"

	"dossier/internal/day"
	"dossier/internal/id"
)

// AssemblePanelInput is the input of Assemble.
type AssemblePanelInput struct {
	Dossier id.ID
	Seats   []SeatInput
	// Quorum is the ladder's if nil, and no lower.
	Quorum          *int
	RevealPreScores *Reveal
	// DueOn ends in Zone; after the ladder's number of days, in UTC, if nil.
	DueOn *day.Day
	Zone  *string
	// Appeal is what the panel is to hear, nil for a dossier's first panel.
	Appeal *id.ID
	Key    *string
}

// SeatInput is who is to sit, and as what.
type SeatInput struct {
	Person id.ID
	Role   Role
}

// AddSeatInput is the input of AddSeat.
type AddSeatInput struct {
	Dossier id.ID
	Person  id.ID
	Role    Role
	// Appeal says which panel it is, nil for the first.
	Appeal *id.ID
}

// ReplaceSeatInput is the input of ReplaceSeat.
type ReplaceSeatInput struct {
	Seat   id.ID
	Person id.ID
	// Role is that of the seat replaced if nil.
	Role   *Role
	Reason string
}

// SeatAnswer is what a holder says to a seat.
type SeatAnswer string

// The answers.
const (
	Acknowledge SeatAnswer = "ACKNOWLEDGE"
	Recuse      SeatAnswer = "RECUSE"
	Abstain     SeatAnswer = "ABSTAIN"
)

// AnswerSeatInput is the input of AnswerSeat. To recuse oneself and to abstain
// take a reason.
type AnswerSeatInput struct {
	Seat   id.ID
	Answer SeatAnswer
	Reason *string
}

// UnlockComponentInput is the input of UnlockComponent.
type UnlockComponentInput struct {
	Dossier   id.ID
	Component string
	Reason    string
}

// CloseComponentInput is the input of CloseComponent.
type CloseComponentInput struct {
	Dossier   id.ID
	Component string
}

// SchedulePanelSessionInput is the input of ScheduleSession.
type SchedulePanelSessionInput struct {
	Dossier   id.ID
	Component string
	Kind      SessionKind
	StartsAt  time.Time
	Zone      *string
	Key       *string
}

// RecordPanelSessionInput is the input of RecordSession. Present are seats.
type RecordPanelSessionInput struct {
	Session id.ID
	HeldAt  time.Time
	Present []id.ID
	Notes   string
}

// CancelPanelSessionInput is the input of CancelSession.
type CancelPanelSessionInput struct {
	Session id.ID
}

// PostToPanelInput is the input of Post.
type PostToPanelInput struct {
	Dossier   id.ID
	Criterion string
	Text      string
	Key       *string
}
