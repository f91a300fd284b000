// Package dossier holds a person's case for the next level: the dossier, its
// documents with every version that was saved and the files that texts were
// read out of, and the revisions that freeze their text. It owns the tables
// dossier, document, document_version, document_source, revision,
// revision_document and submission, and the rules of what a dossier's status
// allows. Who may see or do what is asked of package access. It must not know
// how a text is analysed or read out of a file, nor speak GraphQL.
package dossier

import (
	"time"

	"github.com/google/uuid"

	"dossier/internal/id"
)

// Status is where a dossier stands.
type Status string

// The statuses. Released and Withdrawn are final.
const (
	Draft     Status = "DRAFT"
	Submitted Status = "SUBMITTED"
	InReview  Status = "IN_REVIEW"
	Decided   Status = "DECIDED"
	Released  Status = "RELEASED"
	Withdrawn Status = "WITHDRAWN"
)

// Dossier is one row as its viewer sees it: to its candidate a decision that
// is not released reads InReview.
type Dossier struct {
	UUID          uuid.UUID  `db:"id"`
	CandidateID   uuid.UUID  `db:"candidate_id"`
	LadderVersion uuid.UUID  `db:"ladder_version_id"`
	FromLevel     string     `db:"from_level"`
	ToLevel       string     `db:"to_level"`
	Status        Status     `db:"status"`
	RevisionID    *uuid.UUID `db:"revision_id"`
	SubmissionID  *uuid.UUID `db:"submission_id"`
	CreatedAt     time.Time  `db:"created_at"`
	SubmittedAt   *time.Time `db:"submitted_at"`
	WithdrawnAt   *time.Time `db:"withdrawn_at"`
}

// ID is the dossier's id.
func (d *Dossier) ID() id.ID { return id.Of(id.Dossier, d.UUID) }

// Document is a text in a dossier at the newest version that its viewer may
// see. The body is read apart, since it may be large.
type Document struct {
	UUID      uuid.UUID `db:"id"`
	DossierID uuid.UUID `db:"dossier_id"`
	// LadderVersion and Level say whose component Component is.
	LadderVersion uuid.UUID `db:"ladder_version_id"`
	Level         string    `db:"from_level"`
	ComponentKey  string    `db:"component"`
	Title         string    `db:"title"`
	Words         int       `db:"words"`
	Version       int       `db:"version"`
	CreatedAt     time.Time `db:"created_at"`
	UpdatedAt     time.Time `db:"updated_at"`
}

// ID is the document's id.
func (d *Document) ID() id.ID { return id.Of(id.Document, d.UUID) }

// Revision is a frozen text of a dossier.
type Revision struct {
	UUID          uuid.UUID `db:"id"`
	DossierID     uuid.UUID `db:"dossier_id"`
	LadderVersion uuid.UUID `db:"ladder_version_id"`
	Level         string    `db:"from_level"`
	Number        int       `db:"number"`
	Hash          string    `db:"hash"`
	CreatedAt     time.Time `db:"created_at"`
}

// ID is the revision's id.
func (r *Revision) ID() id.ID { return id.Of(id.Revision, r.UUID) }

// Text is a document at one version, body included.
type Text struct {
	Document  uuid.UUID `db:"document_id"`
	Version   int       `db:"version"`
	Component string    `db:"component"`
	Title     string    `db:"title"`
	Body      string    `db:"body"`
}

// Filter narrows a list of dossiers. What is nil does not narrow.
type Filter struct {
	Status    []Status
	Candidate *id.ID
}
