package access_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/people"
)

// The condition for WHERE and the answer to one question come from the same
// table; here both are asked for every act, viewer and row, the second with
// what the test knows of the row and not with what the database holds.
func TestRowsAndMayAgree(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	asked, met := 0, map[string]int{}
	for _, rule := range access.Policy() {
		things := w.things[rule.Thing]
		for _, v := range viewers() {
			where, args := access.Rows(v, rule.Act)
			table, alias, _ := strings.Cut(w.tables[rule.Thing], " ")
			rows, err := w.db.Query(t.Context(), `select `+alias+`.id from `+table+` `+alias+` where `+where, args)
			if err != nil {
				t.Fatalf("%s: %v", where, err)
			}
			found, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
			if err != nil {
				t.Fatalf("%s: %v", where, err)
			}
			for _, x := range things {
				asked++
				if may, row := access.May(v, rule.Act, x.of(v)), slices.Contains(found, x.id); may != row {
					t.Errorf("viewer %+v may %s (%s): %v, but WHERE finds it: %v", v, rule.Act, x.name, may, row)
				}
				for _, term := range slices.Concat(rule.Denied, rule.Granted) {
					if v != nil && stands(v, term.Who, x) && (term.Status == nil || slices.Contains(term.Status, x.Status)) {
						met[fmt.Sprint(rule.Act, ": ", term.Who)]++
					}
				}
			}
			if len(found) > len(things) {
				t.Errorf("viewer %+v may %s: %d rows of %d", v, rule.Act, len(found), len(things))
			}
		}
	}
	for _, rule := range access.Policy() {
		for _, term := range slices.Concat(rule.Denied, rule.Granted) {
			if met[fmt.Sprint(rule.Act, ": ", term.Who)] == 0 {
				t.Errorf("%s: no row was asked about by %s", rule.Act, term.Who)
			}
		}
	}
	if want := 119 * (15*7 + 2*6 + 6*25 + 7*20 + 3*6 + 5*5 + 3*5 + 2*51 + 2*30 + 25 + 3 + 1 + 4); asked < want {
		t.Errorf("%d cases were asked, want %d", asked, want)
	}
}

// stands says by other means than the package whether a relation holds.
func stands(v *people.Viewer, who access.Who, x thing) bool {
	switch who {
	case access.AnyoneSignedIn:
		return true
	case access.TheCandidate:
		return v.Person == person(ana)
	case access.AnyoneElse:
		return v.Person != person(ana)
	case access.ASteward:
		return slices.Contains(v.Roles, people.Steward)
	case access.ALateSteward:
		return x.late && slices.Contains(v.Roles, people.Steward)
	case access.AHouseFounder:
		return slices.Contains(v.Roles, people.HouseFounder)
	case access.ACompanyFounder:
		return slices.Contains(v.Roles, people.CompanyFounder)
	}
	return slices.Contains(x.Related[who], v.Person)
}

// A thing that was denied by a relation and granted by a role is denied.
func TestADenialGoesBeforeEveryGrant(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, rule := range access.Policy() {
		for _, v := range viewers() {
			for _, x := range w.things[rule.Thing] {
				denied := v == nil || slices.ContainsFunc(rule.Denied, func(term access.Term) bool {
					return stands(v, term.Who, x) && (term.Status == nil || slices.Contains(term.Status, x.Status))
				})
				if denied && access.May(v, rule.Act, x.of(v)) {
					t.Errorf("viewer %+v may %s (%s) against a denial", v, rule.Act, x.name)
				}
			}
		}
	}
}

func TestEveryTermSaysWhy(t *testing.T) {
	t.Parallel()
	seen := map[access.Act]bool{}
	for _, r := range access.Policy() {
		if len(r.Granted) == 0 {
			t.Errorf("nobody may %s", r.Act)
		}
		if seen[r.Act] {
			t.Errorf("%s has two rules, of which the second is never read", r.Act)
		}
		seen[r.Act] = true
		for _, term := range append(r.Denied, r.Granted...) {
			if term.Why == "" {
				t.Errorf("%s: %s has no reason", r.Act, fmt.Sprint(term))
			}
		}
	}
}
