package access

import (
	"testing"

	"dossier/internal/people"
)

// Every relation of the table can be asked in SQL, and none is there that the
// table does not use.
func TestRelationsAreThoseOfTheTable(t *testing.T) {
	t.Parallel()
	used := map[relation]bool{}
	for _, r := range Policy() {
		for _, term := range append(r.Denied, r.Granted...) {
			_, isRole := roles()[term.Who]
			if isRole || term.Who == AnyoneSignedIn {
				continue
			}
			key := relation{r.Thing, term.Who}
			used[key] = true
			if _, ok := relations()[key]; !ok {
				t.Errorf("%s: a %s has no relation %q", r.Act, r.Thing, term.Who)
			}
		}
	}
	for key := range relations() {
		if !used[key] {
			t.Errorf("no rule uses the relation %q of a %s", key.who, key.thing)
		}
	}
	for who, role := range roles() {
		if !(&people.Viewer{Roles: people.Roles()}).Is(role) {
			t.Errorf("%s is the role %s, which nobody can hold", who, role)
		}
	}
}

func TestAnActWithoutARuleIsAMistake(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("an act that nobody has thought of is answered")
		}
	}()
	May(&people.Viewer{}, "think of it", Case{})
}
