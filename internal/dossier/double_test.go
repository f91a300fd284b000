package dossier_test

import (
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/id"
	"dossier/internal/nomination"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/standing"
	"dossier/internal/testworld"
)

// Nobody puts themselves forward by a second account: once it is known to be
// theirs, what it said for them counts no more.
func TestANominationByOnesDouble(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	v, in := filled(t, w, "Ana")
	double := w.Person("Ana Maria", "", people.HouseFounder)
	do(t, w, `update nomination set status = 'WITHDRAWN' where nominee_id = $1`, v.Person)
	cited := make([]id.ID, 3)
	for i := range cited {
		cited[i] = id.Of(id.Record, w.Record(v, &record.Recognition{Type: "SPEAKING", Title: "A talk", URL: "https://example.org/a", Topics: []string{"STRATEGY"}}))
	}
	acts := &nomination.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID}
	n, err := acts.Nominate(ctx, double, nomination.NominateInput{
		Nominee: id.Of(id.Person, v.Person), To: "L9", Relation: "I know her well.", Since: day.Day{Time: day.AddMonths(day.Of(w.Now), -12)},
		Money: "none", Records: cited, ReasonNotToPromote: "None that I would tell.",
	}, w.Now)
	if err == nil {
		_, err = acts.AnswerNomination(ctx, v, nomination.AnswerNominationInput{Nomination: id.Of(id.Nomination, n), Answer: nomination.Accept}, w.Now)
	}
	if err != nil {
		t.Fatal(err)
	}
	w.Tx(func(tx pgx.Tx) error { return w.People.Merge(ctx, tx, double.Person, v.Person, w.Now) })
	e := refusal[*standing.NotEligible](t, w.Acts.Submit(ctx, v, in, w.Now))
	if got := keys(e); !slices.Equal(got, []string{"nomination"}) || e.Requirements[0].Verdict != "FAIL" {
		t.Errorf("R2: %s stop, want the nomination alone, failed: %v", got, e)
	}
}
