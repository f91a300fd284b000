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
	UUID   uuid.UUID `json:"id"`
	Person uuid.UUID `json:"-"`
	Level  string    `json:"level"`
	// Item is the key of a checklist item or of an AI skill.
	Item   string `json:"item"`
	Answer string `json:"answer"`
	Note   string `json:"note"`
	// Evidence are records of the person.
	Evidence   []uuid.UUID `json:"evidence"`
	AnsweredAt time.Time   `json:"answeredAt"`
}

// ID is the answer's id.
func (a *Answer) ID() id.ID { return id.Of(id.Answer, a.UUID) }

// Progress is where a person is in a module of the curriculum: IN_PROGRESS or
// DONE.
type Progress struct {
	UUID       uuid.UUID  `json:"id"`
	Person     uuid.UUID  `json:"-"`
	Level      string     `json:"level"`
	Module     string     `json:"module"`
	Status     string     `json:"status"`
	ArtefactID *uuid.UUID `json:"artefactId"`
	NotedAt    time.Time  `json:"notedAt"`
}

// ID is the progress's id.
func (p *Progress) ID() id.ID { return id.Of(id.Progress, p.UUID) }
