package record

import (
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/id"
)

// Company is one that people work for.
type Company struct {
	UUID    uuid.UUID `db:"id"`
	Name    string    `db:"name"`
	Country *string   `db:"country"` // ISO 3166-1, two letters
}

// ID is the company's id.
func (c *Company) ID() id.ID { return id.Of(id.Company, c.UUID) }

// CompanyFounder is a founder of a company, while they are.
type CompanyFounder struct {
	CompanyID uuid.UUID  `db:"company_id"`
	PersonID  uuid.UUID  `db:"person_id"`
	From      time.Time  `db:"from_day"`
	To        *time.Time `db:"to_day"` // the first day no longer
}

// Surface is a product surface of a company, while it exists.
type Surface struct {
	UUID      uuid.UUID  `db:"id"`
	CompanyID uuid.UUID  `db:"company_id"`
	Name      string     `db:"name"`
	From      time.Time  `db:"from_day"`
	To        *time.Time `db:"to_day"` // the first day no longer
}

// ID is the surface's id.
func (s *Surface) ID() id.ID { return id.Of(id.Surface, s.UUID) }

// DependencyKind is what two surfaces share.
type DependencyKind string

// The kinds of dependency.
const (
	Infrastructure DependencyKind = "INFRASTRUCTURE"
	Data           DependencyKind = "DATA"
	Users          DependencyKind = "USERS"
)

// SurfaceDependency says that a surface depends on another. Source: W5, A4.
type SurfaceDependency struct {
	SurfaceID uuid.UUID      `db:"surface_id"`
	OnSurface uuid.UUID      `db:"on_surface"`
	Kind      DependencyKind `db:"kind"`
}

// Confirmation is a step of a record's confirmation: that somebody was asked,
// or what somebody answered.
type Confirmation struct {
	UUID     uuid.UUID `db:"id"`
	RecordID uuid.UUID `db:"record_id"`
	State    State     `db:"state"`
	// OfID is whom a request asks.
	OfID *uuid.UUID `db:"of_person"`
	// ByID is who took the step, nil for a file.
	ByID     *uuid.UUID `db:"by_person"`
	Capacity *Capacity  `db:"as_capacity"`
	Note     *string    `db:"note"`
	At       time.Time  `db:"at"`
}

// ID is the step's id.
func (c *Confirmation) ID() id.ID { return id.Of(id.Confirmation, c.UUID) }

// ConfirmationLink lets a person answer for one record without an account.
type ConfirmationLink struct {
	UUID      uuid.UUID `db:"id"`
	ExpiresAt time.Time `db:"expires_at"`
}

// ID is the link's id.
func (l *ConfirmationLink) ID() id.ID { return id.Of(id.ConfirmationLink, l.UUID) }

// ConfirmationRequest is what whoever holds a link may know of the record.
type ConfirmationRequest struct {
	Owner   string // the name of the owner
	Person  string // the name of who is asked
	Company *string
	Kind    Kind
	// Statement is what would be confirmed, in words.
	Statement string
	Span      day.Span
	// Capacities are as what who is asked can confirm it.
	Capacities []Capacity
	ExpiresAt  time.Time
}

// From is the record's first day.
func (c *ConfirmationRequest) From() time.Time { return c.Span.From }

// To is the first day after it, nil while it lasts.
func (c *ConfirmationRequest) To() *time.Time { return c.Span.To }
