// Package people holds persons, the identities that they sign in with, their
// dated roles and the ranks they held. It owns the tables person, identity,
// role_grant and rank_record, and the Viewer: who asks. It must not know
// dossiers, nor decide who may see what (package access does).
package people

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/id"
)

// Person is someone, whether or not they sign in.
type Person struct {
	UUID uuid.UUID `db:"id"`
	Name string    `db:"name"`
}

// ID is the person's id.
func (p *Person) ID() id.ID { return id.Of(id.Person, p.UUID) }

// Role is what a person may do in the organisation.
type Role string

// The roles. Mentor, nominator and chair are relations, L10 is a rank.
const (
	Candidate      Role = "CANDIDATE"
	Panelist       Role = "PANELIST"
	Steward        Role = "STEWARD"
	HouseFounder   Role = "HOUSE_FOUNDER"
	CompanyFounder Role = "COMPANY_FOUNDER"
)

// Roles lists every role.
func Roles() []Role { return []Role{Candidate, Panelist, Steward, HouseFounder, CompanyFounder} }

// Viewer is who asks. A nil Viewer is nobody: not signed in, or a valid token
// whose identity belongs to no person.
type Viewer struct {
	Person uuid.UUID
	// Roles are those held on the day of the request, in order of name.
	Roles []Role
	// Now is the instant of the request: what is seen for a time only is seen
	// or not by it.
	Now time.Time
	// Expires is when the token ends, the zero time for never.
	Expires time.Time
}

// ID is the viewer's own id, not the person's.
func (v *Viewer) ID() id.ID { return id.Of(id.Viewer, v.Person) }

// Is reports whether the viewer holds one of the roles.
func (v *Viewer) Is(roles ...Role) bool {
	return v != nil && slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(v.Roles, r) })
}

// Cause is why a person holds a rank.
type Cause string

// The causes of a rank.
const (
	Import     Cause = "IMPORT"
	Decision   Cause = "DECISION"
	Correction Cause = "CORRECTION"
	Appeal     Cause = "APPEAL"
)

// Rank is a level held over days.
type Rank struct {
	UUID   uuid.UUID
	Ladder uuid.UUID
	Level  string
	// From is the first day, To the first no longer; nil while it lasts.
	From  time.Time
	To    *time.Time
	Cause Cause
}

// ID is the rank's id.
func (r *Rank) ID() id.ID { return id.Of(id.Rank, r.UUID) }

// Span is when the rank was held.
func (r *Rank) Span() day.Span { return day.Span{From: r.From, To: r.To} }

// Pause is time that counts for nothing: leave. Only its days are known to
// others than stewards and the person.
type Pause struct {
	UUID   uuid.UUID
	Span   day.Span
	Reason string
}

// ID is the pause's id.
func (p *Pause) ID() id.ID { return id.Of(id.Pause, p.UUID) }

// Filter narrows a list of people. What is empty does not narrow.
type Filter struct {
	Levels []string
	Name   string
}
