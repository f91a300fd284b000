package nomination_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/id"
	"dossier/internal/nomination"
	"dossier/internal/people"
	"dossier/internal/record"
)

// What a double nominated is the word of the person that stays: they see it,
// find it, see the records of who is nominated, and may take it back.
func TestADoublesNominationIsTheirs(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := t.Context()
	double, hana := o.Person("H.", "", people.HouseFounder), o.Person("Hana", "")
	n := o.nominate(double)
	if err := o.answer(o.ana, n, nomination.Accept); err != nil {
		t.Fatal(err)
	}
	records := &record.Store{DB: o.DB}
	sees := func() (nominations, cited int) {
		seen, err := records.ByIDs(ctx, o.at(hana), []uuid.UUID{o.records[0].UUID})
		if err != nil {
			t.Fatal(err)
		}
		by := id.Of(id.Person, hana.Person)
		return len(o.list(hana, nomination.Filter{Nominator: &by})), len(seen)
	}
	if nominations, cited := sees(); nominations+cited > 0 {
		t.Errorf("before: %d nominations, %d records", nominations, cited)
	}
	o.Tx(func(tx pgx.Tx) error { return o.People.Merge(ctx, tx, double.Person, hana.Person, o.Now) })
	if nominations, cited := sees(); nominations != 1 || cited != 1 {
		t.Errorf("after: %d nominations, %d records, want one of each", nominations, cited)
	}
	found, err := o.store.ByIDs(ctx, o.at(o.ana), []uuid.UUID{n.UUID})
	if err != nil || found[n.UUID] == nil || found[n.UUID].NominatorID != hana.Person {
		t.Errorf("the nominee reads %+v, %v", found[n.UUID], err)
	}
	if _, err := o.acts.Withdraw(ctx, hana, nomination.WithdrawNominationInput{Nomination: n}, o.Now); err != nil {
		t.Error(err)
	}
	if _, cited := sees(); cited != 0 {
		t.Error("withdrawn, it still shows the nominee's records")
	}
	if !slices.Equal(o.list(hana, nomination.Filter{Status: []nomination.Status{nomination.Withdrawn}}), []uuid.UUID{n.UUID}) {
		t.Error("it is not listed as withdrawn")
	}
}
