package nomination_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/id"
	"dossier/internal/nomination"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

// world is one with somebody to nominate, and somebody who may.
type world struct {
	*testworld.World
	t     *testing.T
	acts  *nomination.Acts
	store *nomination.Store
	// ana is at L8 for four years, ten at L10.
	ana, ten *people.Viewer
	// records are four of ana's.
	records []id.ID
}

func open(t *testing.T) *world {
	w := testworld.New(t)
	o := &world{World: w, t: t, acts: &nomination.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID}, store: &nomination.Store{DB: w.DB}}
	o.ana, o.ten = w.Candidate("Ana"), w.Person("Ten", "L10")
	for range 4 {
		o.records = append(o.records, o.record(o.ana.Person))
	}
	return o
}

func (o *world) exec(sql string, args ...any) {
	o.t.Helper()
	if _, err := o.DB.Exec(o.t.Context(), sql, args...); err != nil {
		o.t.Fatal(err)
	}
}

// record adds one of a person.
func (o *world) record(person uuid.UUID) id.ID {
	o.t.Helper()
	key := o.NewID()
	o.exec(`insert into record (id, person_id, kind, during, body, provenance, made_by, made_at, state)
		values ($1, $2, 'ENGAGEMENT', '[2024-01-01,)', '{}', 'SELF', $2, $3, 'CLAIMED')`, key, person, o.Now)
	return id.Of(id.Record, key)
}

// input nominates ana for L9, changed by the functions.
func (o *world) input(change ...func(*nomination.NominateInput)) nomination.NominateInput {
	in := nomination.NominateInput{
		Nominee: id.Of(id.Person, o.ana.Person), To: "L9", Relation: "I have been her mentor since 2024.", Since: day.Day{Time: day.Date(2024, 2, 29)},
		Money: "none", Records: o.records[:3], ReasonNotToPromote: "Only one company so far.",
	}
	for _, c := range change {
		c(&in)
	}
	return in
}

func (o *world) nominate(v *people.Viewer, change ...func(*nomination.NominateInput)) id.ID {
	o.t.Helper()
	key, err := o.acts.Nominate(o.t.Context(), v, o.input(change...), o.Now)
	if err != nil {
		o.t.Fatal(err)
	}
	return id.Of(id.Nomination, key)
}

func (o *world) answer(v *people.Viewer, n id.ID, a nomination.Answer) error {
	_, err := o.acts.AnswerNomination(o.t.Context(), v, nomination.AnswerNominationInput{Nomination: n, Answer: a}, o.Now)
	return err
}

func (o *world) withdraw(v *people.Viewer, n id.ID) error {
	_, err := o.acts.Withdraw(o.t.Context(), v, nomination.WithdrawNominationInput{Nomination: n}, o.Now)
	return err
}

// see reads a nomination at the world's time, nil where it is not for v.
func (o *world) see(v *people.Viewer, n id.ID) *nomination.Nomination {
	o.t.Helper()
	found, err := o.store.ByIDs(o.t.Context(), o.at(v), []uuid.UUID{n.UUID})
	if err != nil {
		o.t.Fatal(err)
	}
	return found[n.UUID]
}

// at is the viewer asking at the world's time.
func (o *world) at(v *people.Viewer) *people.Viewer {
	if v == nil {
		return nil
	}
	later := *v
	later.Now = o.Now
	return &later
}

// rank gives a person a level from one day to another, which may be nil.
func (o *world) rank(person uuid.UUID, level string, from time.Time, to *time.Time) {
	o.t.Helper()
	r := people.Rank{Ladder: o.Version.LadderID, Level: level, From: from, To: to, Cause: people.Import}
	o.Tx(func(tx pgx.Tx) error { return o.People.AddRank(o.t.Context(), tx, o.NewID(), person, r) })
}

func refusal[T error](t *testing.T, what string, err error) (r T) {
	t.Helper()
	r, ok := errors.AsType[T](err)
	if !ok {
		t.Fatalf("%s: got %v, want a %T", what, err, r)
	}
	return r
}
