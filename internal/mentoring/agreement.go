package mentoring

import (
	"time"

	"github.com/google/uuid"

	"dossier/internal/id"
)

// AgreementStatus is where a referral agreement stands.
type AgreementStatus string

// The statuses of an agreement.
const (
	AgreementOffered  AgreementStatus = "OFFERED"
	AgreementAccepted AgreementStatus = "ACCEPTED"
	AgreementDeclined AgreementStatus = "DECLINED"
)

// Agreement is a mentor's share of what a mentee is paid, for some months. Its
// terms are those of the mentor's level on the day that the mentee accepted,
// whatever becomes of the mentor or the ladder; while it is only offered they
// are what the level said on the day of the offer.
type Agreement struct {
	UUID         uuid.UUID       `db:"id"`
	MentorshipID uuid.UUID       `db:"mentorship_id"`
	MentorID     uuid.UUID       `db:"mentor_id"`
	MenteeID     uuid.UUID       `db:"mentee_id"`
	BasisPoints  int             `db:"basis_points"`
	Months       int             `db:"months"`
	Currency     string          `db:"currency"`
	Status       AgreementStatus `db:"status"`
	OfferedAt    time.Time       `db:"offered_at"`
	AcceptedAt   *time.Time      `db:"accepted_at"`
	// EndedOn is the first day that counts no more, nil while it runs.
	EndedOn *time.Time `db:"ended_on"`
}

// ID is the agreement's id.
func (a *Agreement) ID() id.ID { return id.Of(id.Agreement, a.UUID) }

// Terms are where an agreement's figures come from, kept with it.
type Terms struct {
	LadderVersion uuid.UUID `json:"ladderVersion"`
	Level         string    `json:"level"`
	// Policy is the key of the policy that reads the sentence, empty if the
	// ladder has none.
	Policy string `json:"policy"`
}

// AgreementFilter narrows a list of agreements. What is nil does not narrow.
type AgreementFilter struct {
	Mentor, Mentee *id.ID
}

// Rate is what a person is paid by contract for a month, from a day on. Among
// those of one day the last recorded holds.
type Rate struct {
	UUID   uuid.UUID `json:"id"`
	From   time.Time `json:"from"`
	Amount Money     `json:"amount"`
}

// Accrual is what one month of an agreement came to. It never changes; a
// reversal takes it back.
type Accrual struct {
	UUID      uuid.UUID `json:"id"`
	Agreement uuid.UUID `json:"-"`
	// Index is the month's place in the term, from 1.
	Index int       `json:"index"`
	Month time.Time `json:"month"`
	// Generation is 1, and one more for each reversal that freed the month or
	// the place.
	Generation            int    `json:"generation"`
	Base                  int64  `json:"base"`
	ActiveDays, MonthDays int    // of the month
	Amount                int64  `json:"amount"`
	Currency              string `json:"currency"`
	// Reversal is nil while the amount is owed.
	Reversal *Reversal `json:"reversal"`
}

// ID is the accrual's id.
func (a *Accrual) ID() id.ID { return id.Of(id.Accrual, a.UUID) }

// Reversal takes an accrual back.
type Reversal struct {
	Reason string `json:"reason"`
	// Again frees the month: it is accrued again, from what is known by then,
	// and does not use up the term if it turns out not to be billable.
	Again bool `json:"again"`
}

// Statement is what an agreement came to so far: the same for mentor, mentee
// and house.
type Statement struct {
	// Entries are in order of month.
	Entries []*StatementEntry
	Total   Money
	// MonthsLeft are the months of the term that are not used up; none once
	// the agreement has ended.
	MonthsLeft int
}

// StatementEntry is a line of a statement.
type StatementEntry struct {
	UUID       uuid.UUID
	Month      time.Time
	MonthIndex int
	Base       Money
	ActiveDays int
	MonthDays  int
	Amount     Money
	Reversed   bool
	// Reason is that of the reversal.
	Reason      *string
	Explanation string
	// RunningTotal is what is owed up to this line.
	RunningTotal Money
}

// ID is the id of the accrual that the line shows.
func (e *StatementEntry) ID() id.ID { return id.Of(id.Accrual, e.UUID) }
