// Package access decides who may see and do what, in one place. The policy is
// a table (policy.go): for each act on each thing, who is denied whatever else
// holds, then who is granted; what is not named is denied. The table is
// applied in two ways that cannot differ, since both read the same rows: as a
// condition that a store puts into WHERE, so that rows, counts, filters and
// cursors never see what is denied, and as a question about one dossier.
//
// The package knows viewers and how a dossier stands to them. What a
// dossier's status allows its candidate to do is a rule of package dossier.
package access

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/people"
)

// Case is what the policy needs to know of one dossier.
type Case struct {
	Candidate uuid.UUID
	Status    string
}

// May reports whether the viewer may do the act to the dossier. A nil viewer
// is nobody.
func May(v *people.Viewer, a Act, c Case) bool {
	if v == nil {
		return false
	}
	r := rule(a)
	holds := func(t Term) bool { return t.holds(v, c) }
	return !slices.ContainsFunc(r.Denied, holds) && slices.ContainsFunc(r.Granted, holds)
}

// Rows returns the same decision as SQL, over the alias d of table dossier,
// with the arguments that it names.
func Rows(v *people.Viewer, a Act) (string, pgx.NamedArgs) {
	args := pgx.NamedArgs{}
	if v == nil {
		return "false", args
	}
	args["viewer"], args["viewer_roles"] = v.Person, v.Roles
	r := rule(a)
	sql := join(r.Granted)
	if len(r.Denied) > 0 {
		sql = "not " + join(r.Denied) + " and " + sql
	}
	return "(" + sql + ")", args
}

// Term is one cell of the table: it holds when the relation does and the
// dossier has one of the statuses (any, if none is named).
type Term struct {
	Who    Who
	Status []string
	Why    string
}

// Who is a relation of the viewer to the dossier.
type Who string

// The relations. A steward's own dossier is theirs as a candidate's.
const (
	TheCandidate Who = "its candidate"
	ASteward     Who = "a steward"
	AnyoneElse   Who = "anyone but its candidate"
)

func (t Term) holds(v *people.Viewer, c Case) bool {
	if len(t.Status) > 0 && !slices.Contains(t.Status, c.Status) {
		return false
	}
	switch t.Who {
	case TheCandidate:
		return v.Person == c.Candidate
	case AnyoneElse:
		return v.Person != c.Candidate
	case ASteward:
		return v.Is(people.Steward)
	}
	panic(fmt.Sprintf("access: no such relation %q", t.Who))
}

func (t Term) sql() string {
	var s string
	switch t.Who {
	case TheCandidate:
		s = "d.candidate_id = @viewer"
	case AnyoneElse:
		s = "d.candidate_id <> @viewer"
	case ASteward:
		s = "'STEWARD' = any(@viewer_roles::text[])"
	default:
		panic(fmt.Sprintf("access: no such relation %q", t.Who))
	}
	if len(t.Status) > 0 {
		s += " and d.status in ('" + strings.Join(t.Status, "','") + "')"
	}
	return "(" + s + ")"
}

func join(terms []Term) string {
	s := make([]string, len(terms))
	for i, t := range terms {
		s[i] = t.sql()
	}
	return "(" + strings.Join(append(s, "false"), " or ") + ")"
}

func rule(a Act) Rule {
	for _, r := range Policy() {
		if r.Act == a {
			return r
		}
	}
	panic(fmt.Sprintf("access: no rule for %q", a))
}
