package conflict_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/panel/conflict"
	"dossier/internal/people"
	"dossier/internal/problem"
	"dossier/internal/testworld"
)

// world is one with a candidate whose dossier is submitted, and two who run
// promotions.
type world struct {
	*testworld.World
	acts                 *conflict.Acts
	store                *conflict.Store
	ana, pia, sten, sven *people.Viewer // candidate, panelist at L9, stewards
	dossier              id.ID
	company              uuid.UUID
}

func open(t testing.TB) *world {
	w := testworld.New(t)
	o := &world{
		World: w, store: &conflict.Store{DB: w.DB, Versions: w.Ladders},
		acts: &conflict.Acts{DB: w.DB, Ladders: w.Ladders, NewID: func() uuid.UUID { return uuid.Must(uuid.NewV7()) }},
	}
	o.ana, o.pia = w.Candidate("Ana"), w.Person("Pia", "L9", people.Panelist)
	o.sten, o.sven = w.Person("Sten", "", people.Steward), w.Person("Sven", "", people.Steward)
	o.dossier = o.file(o.ana, "SUBMITTED")
	o.company, _ = w.Company("Koelpad", nil)
	return o
}

// file adds a dossier at a status.
func (o *world) file(v *people.Viewer, status string) id.ID {
	o.T.Helper()
	key := o.NewID()
	exec(o.T, o.World, `insert into dossier (id, candidate_id, ladder_version_id, from_level, to_level, status, revision_id, submission_id, created_at, submitted_at)
		values (@id, @ana, @version, 'L8', 'L9', @status, @id, @id, @now, @now)`,
		pgx.NamedArgs{"id": key, "ana": v.Person, "version": o.Version.UUID, "status": status, "now": o.Now})
	return id.Of(id.Dossier, key)
}

// do runs a statement with the world's people as arguments.
func (o *world) do(sql string, more ...any) {
	o.T.Helper()
	args := pgx.NamedArgs{"ana": o.ana.Person, "pia": o.pia.Person, "sten": o.sten.Person, "ladder": o.Version.LadderID, "company": o.company, "id": o.NewID(), "now": o.Now}
	for i := 0; i < len(more); i += 2 {
		args[more[i].(string)] = more[i+1]
	}
	o.Tx(func(tx pgx.Tx) error {
		_, err := tx.Exec(o.T.Context(), sql, args)
		return err
	})
}

// at is somebody asking at the world's time.
func (o *world) at(v *people.Viewer) *people.Viewer {
	later := *v
	later.Now = o.Now
	return &later
}

// between are the conflicts of a person with the candidate, as Sten reads them.
func (o *world) between(p *people.Viewer) []*conflict.Conflict {
	o.T.Helper()
	found, err := o.store.Between(o.T.Context(), o.at(o.sten), o.dossier.UUID, []uuid.UUID{p.Person})
	if err != nil || found == nil {
		o.T.Fatalf("%v, %v", found, err)
	}
	return found[p.Person]
}

// one is the only conflict of a person with the candidate.
func (o *world) one(p *people.Viewer) *conflict.Conflict {
	o.T.Helper()
	found := o.between(p)
	if len(found) != 1 {
		o.T.Fatalf("%d conflicts, want one", len(found))
	}
	return found[0]
}

func (o *world) check(persons ...uuid.UUID) (found *conflict.OfInterest) {
	o.T.Helper()
	o.Tx(func(tx pgx.Tx) (err error) {
		found, err = conflict.Check(o.T.Context(), tx, o.sten, o.dossier.UUID, persons, o.Now)
		return err
	})
	return found
}

func (o *world) declare(by, about *people.Viewer, reason string) id.ID {
	o.T.Helper()
	made, err := o.acts.Declare(o.T.Context(), by, conflict.DeclareConflictInput{About: person(about), Reason: reason}, o.Now)
	if err != nil {
		o.T.Fatal(err)
	}
	return id.Of(id.Declaration, made)
}

// settle rules on what is Pia's.
func (o *world) settle(by *people.Viewer, c *conflict.Conflict, verdict conflict.Verdict) (*conflict.Conflict, error) {
	return o.acts.Settle(o.T.Context(), o.at(by), conflict.SettleConflictInput{
		Dossier: o.dossier, Person: id.Of(id.Person, c.PersonID), Kind: c.Kind, Conflict: c.Key, Verdict: verdict, Reason: "It was looked into.",
	}, o.Now)
}

// must settles.
func (o *world) must(by *people.Viewer, c *conflict.Conflict, verdict conflict.Verdict, want conflict.State) {
	o.T.Helper()
	got, err := o.settle(by, c, verdict)
	if err != nil {
		o.T.Fatal(err)
	}
	if got.State != want {
		o.T.Errorf("%s leaves it %s, want %s", verdict, got.State, want)
	}
}

func person(v *people.Viewer) id.ID { return id.Of(id.Person, v.Person) }

func date(s string) time.Time {
	t, err := day.Parse(s)
	if err != nil {
		panic(err)
	}
	return t
}

// refused tells that a field was refused in words that hold others.
func refused(t testing.TB, err error, path string) string {
	t.Helper()
	p, ok := errors.AsType[*problem.Invalid](err)
	if !ok || !slices.ContainsFunc(p.Fields, func(f problem.Field) bool { return f.Path == "input."+path }) {
		t.Fatalf("got %v, want a refusal of %s", err, path)
	}
	return p.Message()
}

func notFound(t testing.TB, what string, err error) {
	t.Helper()
	if !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("%s: %v, want not found", what, err)
	}
}

// checkAs has somebody ask about Pia.
func (o *world) checkAs(v *people.Viewer) (found *conflict.OfInterest, err error) {
	o.Tx(func(tx pgx.Tx) error {
		found, err = conflict.Check(o.T.Context(), tx, v, o.dossier.UUID, []uuid.UUID{o.pia.Person}, o.Now)
		return nil
	})
	return found, err
}

// merge makes a double of somebody.
func (o *world) merge(double, into *people.Viewer) {
	o.T.Helper()
	o.Tx(func(tx pgx.Tx) error { return o.People.Merge(o.T.Context(), tx, double.Person, into.Person, o.Now) })
}
