// Package access decides who may see and do what, in one place. The policy is
// a table (policy.go): for each act on each thing, who is denied whatever else
// holds, then who is granted; what is not named is denied. The table is
// applied in two ways that cannot differ, since both read the same rows: as a
// condition that a store puts into WHERE, so that rows, counts, filters and
// cursors never see what is denied, and as a question about one thing.
//
// The package knows viewers and how a thing stands to them. What a state
// allows is a rule of the thing's own area.
package access

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/people"
)

// Case is what the policy needs to know of one thing.
type Case struct {
	// Candidate is a dossier's.
	Candidate uuid.UUID
	Status    string
	// Related are the persons who stand in a relation to the thing, where the
	// relation is not a role and not the candidate's.
	Related map[Who][]uuid.UUID
}

// May reports whether the viewer may do the act to the thing. A nil viewer
// is nobody.
func May(v *people.Viewer, a Act, c Case) bool {
	if v == nil {
		return false
	}
	r := rule(a)
	holds := func(t Term) bool { return t.holds(v, c) }
	return !slices.ContainsFunc(r.Denied, holds) && slices.ContainsFunc(r.Granted, holds)
}

// Rows returns the same decision as SQL, over the alias of the rule's thing,
// with the arguments that it names.
func Rows(v *people.Viewer, a Act) (string, pgx.NamedArgs) {
	args := pgx.NamedArgs{}
	if v == nil {
		return "false", args
	}
	args["viewer"], args["viewer_roles"], args["viewer_now"] = v.Person, v.Roles, v.Now
	r := rule(a)
	sql := join(r.Thing, r.Granted)
	if len(r.Denied) > 0 {
		// Not "not": who stands in no relation to a null is not denied by it.
		sql = join(r.Thing, r.Denied) + " is not true and " + sql
	}
	return "(" + sql + ")", args
}

// Term is one cell of the table: it holds when the relation does and the
// thing has one of the statuses (any, if none is named).
type Term struct {
	Who    Who      `json:"who"`
	Status []string `json:"status,omitempty"`
	Why    string   `json:"why"`
}

func (t Term) holds(v *people.Viewer, c Case) bool {
	if len(t.Status) > 0 && !slices.Contains(t.Status, c.Status) {
		return false
	}
	switch t.Who {
	case TheCandidate:
		return v.Person == c.Candidate
	case AnyoneElse:
		return v.Person != c.Candidate
	case AnyoneSignedIn:
		return true
	}
	if role, ok := roles()[t.Who]; ok {
		return v.Is(role)
	}
	return slices.Contains(c.Related[t.Who], v.Person)
}

func (t Term) sql(thing Thing) string {
	s, ok := relations()[relation{thing, t.Who}]
	if role, isRole := roles()[t.Who]; isRole {
		s, ok = "'"+string(role)+"' = any(@viewer_roles::text[])", true
	}
	if t.Who == AnyoneSignedIn {
		s, ok = "true", true
	}
	if !ok {
		panic(fmt.Sprintf("access: a %s has no relation %q", thing, t.Who))
	}
	if len(t.Status) > 0 {
		s += " and " + alias(thing) + ".status in ('" + strings.Join(t.Status, "','") + "')"
	}
	return "(" + s + ")"
}

func join(thing Thing, terms []Term) string {
	s := make([]string, len(terms))
	for i, t := range terms {
		s[i] = t.sql(thing)
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
