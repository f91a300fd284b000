package selfevaluation

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/postgres"
	"dossier/internal/problem"
	"dossier/internal/record"
)

// proof is what an answer needs to know of a record.
type proof struct {
	UUID uuid.UUID   `db:"id"`
	Kind record.Kind `db:"kind"`
	// The others are an artefact's.
	Type    string `db:"type"`
	Method  string `db:"method"`
	Changed string `db:"changed"`
}

// own finds records of the person, in the order given. One that is unknown, of
// somebody else, corrected or retracted is refused in the same words.
func own(ctx context.Context, tx pgx.Tx, person uuid.UUID, ids []id.ID) ([]*proof, error) {
	refused := problem.One("evidence", "give ids of different records of your own, neither corrected nor retracted")
	keys := make([]uuid.UUID, 0, len(ids))
	for _, i := range ids {
		key, ok := i.Row(id.Record)
		if !ok || slices.Contains(keys, key) {
			return nil, refused
		}
		keys = append(keys, key)
	}
	found, err := postgres.ByKey(ctx, tx, "find records", func(p *proof) uuid.UUID { return p.UUID }, `
		select r.id, r.kind, coalesce(r.body->>'type', '') as type, coalesce(r.body->>'method', '') as method, coalesce(r.body->>'changed', '') as changed
		from record r where r.id = any(@ids) and r.person_id = @person and r.superseded_by is null and r.retracted_at is null`,
		pgx.NamedArgs{"ids": keys, "person": person})
	if err != nil {
		return nil, err
	}
	if len(found) < len(keys) {
		return nil, refused
	}
	list := make([]*proof, len(keys))
	for i, key := range keys {
		list[i] = found[key]
	}
	return list, nil
}

func keys(list []*proof) []uuid.UUID {
	ids := make([]uuid.UUID, len(list))
	for i, p := range list {
		ids[i] = p.UUID
	}
	return ids
}

// ownArtefact finds an artefact of the person, nil for none.
func ownArtefact(ctx context.Context, tx pgx.Tx, person uuid.UUID, artefact *id.ID) (*proof, error) {
	if artefact == nil {
		return nil, nil
	}
	list, err := own(ctx, tx, person, []id.ID{*artefact})
	if _, refused := errors.AsType[*problem.Invalid](err); refused || err == nil && list[0].Kind != record.KindArtefact {
		return nil, problem.One("artefact", "give the id of an artefact's record of your own, neither corrected nor retracted")
	}
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// checkAnswer refuses an item that the level does not have, and a yes to a
// skill that lacks what the ladder wants to see. Rules C1 to C9, A1 to A7.
func checkAnswer(l *ladder.Level, in AnswerSelfEvaluationInput, evidence []*proof) error {
	var items, skills []string
	for _, i := range l.SelfEvaluation {
		items = append(items, i.Key)
	}
	for _, s := range l.AISkills {
		skills = append(skills, s.Key)
	}
	if !slices.Contains(skills, in.Item) {
		return known("item", l, in.Item, append(items, skills...))
	}
	if in.Answer != Yes {
		return nil
	}
	return shown(l, in.Note, evidence)
}

// checkProgress refuses a module that the level does not have, and one that is
// done without what it asks for. Rules T1.1 to T3.5.
func checkProgress(l *ladder.Level, in NoteProgressInput, artefact *proof) error {
	var modules []string
	for _, phase := range l.Curriculum {
		for _, m := range phase.Modules {
			modules = append(modules, m.Key)
		}
	}
	if err := known("module", l, in.Module, modules); err != nil {
		return err
	}
	kind, _ := l.ReadingOf("module-" + in.Module).String("artefact")
	switch {
	case in.Status != Done || kind == "":
		return nil
	case artefact == nil:
		return problem.One("artefact", "this module is done with an artefact of type %s; record it and give its id", kind)
	case artefact.Type != kind:
		return problem.One("artefact", "is of type %q, and this module is done with one of type %s", artefact.Type, kind)
	}
	return nil
}

// known refuses a key that is not one of the level's.
func known(path string, l *ladder.Level, key string, all []string) error {
	switch {
	case slices.Contains(all, key):
		return nil
	case len(all) == 0:
		return problem.One(path, "the ladder names none for %s, which you hold", l.Code)
	}
	return problem.One(path, "%s, which you hold, has no %.60q; use one of %s", l.Code, key, strings.Join(all, ", "))
}

// shown refuses a yes to a skill without what the ladder's policy on skills
// names as evidence.
func shown(l *ladder.Level, note string, evidence []*proof) error {
	var artefact, method, decision bool
	for _, p := range evidence {
		switch p.Kind {
		case record.KindArtefact:
			artefact = true
			method = method || p.Method != ""
			decision = decision || p.Changed != ""
		case record.KindDecision:
			decision = true
		}
	}
	needs, _ := l.ReadingOf("skills").Strings("evidence")
	var lacks problem.List
	need := func(what string, met bool, path, fix string) {
		if slices.Contains(needs, what) && !met {
			lacks.Add(path, "a yes to a skill needs %s", fix)
		}
	}
	need("artefact", artefact, "evidence", "an artefact of yours among the evidence")
	need("method", method || strings.TrimSpace(note) != "", "note", "a word on the method, here or in the artefact")
	need("decision-changed", decision, "evidence", "the decision that it changed: a decision of yours among the evidence, or the artefact's own word on it")
	return lacks.Err()
}

func oneOf(l *problem.List, path, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		l.Add(path, "%.20q is unknown; use %s", value, strings.Join(allowed, " or "))
	}
}
