package selfevaluation_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/problem"
	"dossier/internal/record"
	"dossier/internal/selfevaluation"
	"dossier/internal/testworld"
)

// world is one with somebody at L8 who speaks of herself.
type world struct {
	*testworld.World
	t     *testing.T
	acts  *selfevaluation.Acts
	store *selfevaluation.Store
	ana   *people.Viewer
}

func open(t *testing.T) *world {
	w := testworld.New(t)
	return &world{
		World: w, t: t, acts: &selfevaluation.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID}, store: &selfevaluation.Store{DB: w.DB}, ana: w.Candidate("Ana"),
	}
}

func (o *world) exec(sql string, args ...any) {
	o.t.Helper()
	if _, err := o.DB.Exec(o.t.Context(), sql, args...); err != nil {
		o.t.Fatal(err)
	}
}

// record adds one of a person.
func (o *world) record(person uuid.UUID, r record.Record) id.ID {
	o.t.Helper()
	body, err := json.Marshal(r)
	if err != nil {
		o.t.Fatal(err)
	}
	kind := record.KindArtefact
	if _, ok := r.(*record.TechDecision); ok {
		kind = record.KindDecision
	}
	key := o.NewID()
	o.exec(`insert into record (id, person_id, kind, during, body, provenance, made_by, made_at, state)
		values ($1, $2, $3, '[2024-01-01,)', $4, 'SELF', $2, $5, 'CLAIMED')`, key, person, kind, body, o.Now)
	return id.Of(id.Record, key)
}

func (o *world) artefact(a record.Artefact) id.ID { return o.record(o.ana.Person, &a) }

func (o *world) answer(v *people.Viewer, in selfevaluation.AnswerSelfEvaluationInput) (uuid.UUID, error) {
	return o.acts.Answer(o.t.Context(), v, in, o.Now)
}

func (o *world) note(v *people.Viewer, in selfevaluation.NoteProgressInput) (uuid.UUID, error) {
	return o.acts.NoteProgress(o.t.Context(), v, in, o.Now)
}

func refused(t *testing.T, what string, err error, says ...string) {
	t.Helper()
	p, ok := errors.AsType[*problem.Invalid](err)
	if !ok {
		t.Errorf("%s: got %v, want a refusal: %s", what, err, says)
		return
	}
	for _, s := range says {
		if !strings.Contains(p.Message(), s) {
			t.Errorf("%s: %q, want %q in it", what, p.Message(), s)
		}
	}
}
