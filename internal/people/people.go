// Package people holds persons, the identities that they sign in with, their
// dated roles, the ranks they held and the pauses in between. It owns the
// tables person, identity, role_grant, rank_record and tenure_pause, and the
// Viewer: who asks. It must not know dossiers, nor decide who may see what
// (package access does); what stewards do to ranks and pauses is package keep.
//
// Two rows of one human being are doubles: one of them stays, and the other
// points to it. Whoever reads a person by the id of a double gets the one that
// stays, so what was done as the double shows that one; lists and counts leave
// doubles out, and node(id:) finds nothing under a double's own id.
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

// Rank is a level held over days. One that was corrected is superseded: it
// stays in the table and is in no answer.
type Rank struct {
	UUID   uuid.UUID `db:"id"`
	Person uuid.UUID `db:"person_id"`
	Ladder uuid.UUID `db:"ladder_id"`
	Level  string    `db:"level"`
	// From is the first day, To the first no longer; nil while it lasts.
	From  time.Time  `db:"from_day"`
	To    *time.Time `db:"to_day"`
	Cause Cause      `db:"cause"`
	// AttestedBy is who vouches for a rank that was brought in from elsewhere.
	AttestedBy *uuid.UUID `db:"attested_by"`
	// RecordedBy is nil for a file or an operator.
	RecordedBy *uuid.UUID `db:"recorded_by"`
	RecordedAt time.Time  `db:"recorded_at"`
	// Reason is a correction's.
	Reason *string `db:"reason"`
}

// ID is the rank's id.
func (r *Rank) ID() id.ID { return id.Of(id.Rank, r.UUID) }

// Span is when the rank was held.
func (r *Rank) Span() day.Span { return day.Span{From: r.From, To: r.To} }

// Pause is time that counts for nothing: leave. Only its days are known to
// others than stewards and the person.
type Pause struct {
	UUID   uuid.UUID
	Person uuid.UUID
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
