// Package people holds persons, the identities that they sign in with, their
// dated roles and the ranks they held. It owns the tables person, identity,
// role_grant and rank_record, and the Viewer: who asks. It must not know
// dossiers, nor decide who may see what (package access does).
package people

import (
	"slices"
	"time"

	"github.com/google/uuid"

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

// Rank is a level held over days; To is exclusive and nil while it lasts.
type Rank struct {
	Ladder uuid.UUID
	Level  string
	From   time.Time
	To     *time.Time
	Cause  Cause
}

// Filter narrows a list of people. What is empty does not narrow.
type Filter struct {
	Levels []string
	Name   string
}
