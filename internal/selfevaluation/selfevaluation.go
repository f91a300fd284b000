// Package selfevaluation holds what people answer about themselves, item by
// item of the checklist and the AI skills, and where they are in the
// curriculum. Answers append and nothing is overwritten. It owns the tables
// self_answer and curriculum_progress. What the system computes beside an
// answer is package standing's.
package selfevaluation

import (
	"time"

	"github.com/google/uuid"

	"dossier/internal/id"
)

// Answer is what a person says of an item: YES, NO or PARTLY.
type Answer struct {
	UUID   uuid.UUID `json:"id" db:"id"`
	Person uuid.UUID `json:"-" db:"person_id"`
	Ladder uuid.UUID `json:"-" db:"ladder_id"`
	Level  string    `json:"level" db:"level"`
	// Item is the key of a checklist item or of an AI skill.
	Item   string `json:"item" db:"item"`
	Answer string `json:"answer" db:"answer"`
	Note   string `json:"note" db:"note"`
	// Evidence are records of the person.
	Evidence   []uuid.UUID `json:"evidence" db:"evidence"`
	AnsweredAt time.Time   `json:"answeredAt" db:"answered_at"`
}

// ID is the answer's id.
func (a *Answer) ID() id.ID { return id.Of(id.Answer, a.UUID) }

// The answers.
const (
	Yes    = "YES"
	No     = "NO"
	Partly = "PARTLY"
)

// Progress is where a person is in a module of the curriculum: IN_PROGRESS or
// DONE.
type Progress struct {
	UUID       uuid.UUID  `json:"id" db:"id"`
	Person     uuid.UUID  `json:"-" db:"person_id"`
	Ladder     uuid.UUID  `json:"-" db:"ladder_id"`
	Level      string     `json:"level" db:"level"`
	Module     string     `json:"module" db:"module"`
	Status     string     `json:"status" db:"status"`
	ArtefactID *uuid.UUID `json:"artefactId" db:"artefact_id"`
	NotedAt    time.Time  `json:"notedAt" db:"noted_at"`
}

// ID is the progress's id.
func (p *Progress) ID() id.ID { return id.Of(id.Progress, p.UUID) }

// The statuses that a person can note.
const (
	InProgress = "IN_PROGRESS"
	Done       = "DONE"
)
