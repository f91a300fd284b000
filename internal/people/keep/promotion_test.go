package keep_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
)

// R1 to R4: a level is reached by a panel's decision, and never by the word of
// one steward.
func TestACorrectionPromotesNobody(t *testing.T) {
	t.Parallel()
	o := open(t)
	ana, ben, cem := o.Person("Ana", "L8").Person, o.Person("Ben", "").Person, o.Person("Cem", "L9").Person
	held := o.imported(ana)
	// Cem's L9 was wrong, and is no level of Cem's from then on.
	if _, err := o.acts.CorrectRank(t.Context(), o.steward, o.correction(cem, "L7", "2022-11-24", "", o.imported(cem)), o.Now); err != nil {
		t.Fatal(err)
	}
	was := o.imported(cem)
	for what, tc := range map[string]struct {
		person   uuid.UUID
		level    string
		from, to string
		instead  []uuid.UUID
	}{
		"R1: one level up":               {ana, "L9", "2024-01-01", "", []uuid.UUID{held}},
		"R1: two, and in the past":       {ana, "L10", "2010-01-01", "2010-01-02", nil},
		"R1: of who holds none":          {ben, "L1", "2024-01-01", "", nil},
		"R1: back to what was corrected": {cem, "L9", "2022-11-24", "", []uuid.UUID{was}},
	} {
		_, err := o.acts.CorrectRank(t.Context(), o.steward, o.correction(tc.person, tc.level, tc.from, tc.to, tc.instead...), o.Now)
		refused(t, what, err, "level", "a promotion is a panel's decision; a level that was held elsewhere comes in by dossier import or dossier grant, attested")
	}
	if got := o.ranks(ana); !slices.Equal(got, []string{"L8 2022-11-24 IMPORT"}) || len(o.ranks(ben)) != 0 {
		t.Errorf("after refusals: %q, %q", got, o.ranks(ben))
	}
	// The level in force may be given other days, and one below it.
	if _, err := o.acts.CorrectRank(t.Context(), o.steward, o.correction(ana, "L8", "2023-11-24", "", held), o.Now); err != nil {
		t.Errorf("other days: %v", err)
	}
	if _, err := o.acts.CorrectRank(t.Context(), o.steward, o.correction(ana, "L7", "2020-01-01", "2023-11-24"), o.Now); err != nil {
		t.Errorf("a level below: %v", err)
	}
}
