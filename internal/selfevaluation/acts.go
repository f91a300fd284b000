package selfevaluation

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/audit"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// What an answer holds at most.
const (
	MaxNote     = 4000 // characters
	MaxEvidence = 20   // records
)

// Acts is what people can say of themselves. Each act is one transaction.
type Acts struct {
	DB      *pgxpool.Pool
	Ladders *ladder.Catalog
	NewID   func() uuid.UUID
}

// AnswerSelfEvaluationInput is the input of Answer.
type AnswerSelfEvaluationInput struct {
	// Ladder is a slug; the only ladder or the default one if nil.
	Ladder *string
	// Item is the key of a checklist item or of an AI skill.
	Item   string
	Answer string
	Note   string
	// Evidence are the person's own records.
	Evidence []id.ID
	Key      *string
}

// NoteProgressInput is the input of NoteProgress.
type NoteProgressInput struct {
	// Ladder is a slug; the only ladder or the default one if nil.
	Ladder *string
	Module string
	Status string
	// Artefact is the person's own record of what was made.
	Artefact *id.ID
	Key      *string
}

// Answer keeps what the viewer says of an item of the level held today, and
// returns the answer's id. Problems: Invalid.
func (a *Acts) Answer(ctx context.Context, v *people.Viewer, in AnswerSelfEvaluationInput, now time.Time) (made uuid.UUID, err error) {
	var l problem.List
	l.Key(in.Key)
	l.OptionalText("note", in.Note, MaxNote)
	oneOf(&l, "answer", in.Answer, Yes, No, Partly)
	if n := len(in.Evidence); n > MaxEvidence {
		l.Add("evidence", "has %d records; %d are allowed: name the strongest", n, MaxEvidence)
	}
	if err := l.Err(); err != nil {
		return uuid.Nil, err
	}
	once := postgres.Once{Person: v.Person, Mutation: "answerSelfEvaluation", Key: in.Key, Request: in}
	err = a.inTx(ctx, "answer the self-evaluation", func(tx pgx.Tx) error {
		var found bool
		if made, found, err = once.First(ctx, tx, now); err != nil || found {
			return err
		}
		level, err := a.held(ctx, tx, v, in.Ladder, "item", now)
		if err != nil {
			return err
		}
		evidence, err := own(ctx, tx, v.Person, in.Evidence)
		if err != nil {
			return err
		}
		if err := checkAnswer(level, in, evidence); err != nil {
			return err
		}
		made = a.NewID()
		if _, err := tx.Exec(ctx, `insert into self_answer (id, person_id, ladder_id, level, item, answer, note, evidence, answered_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, made, v.Person, level.Version().LadderID, level.Code, in.Item, in.Answer, in.Note, keys(evidence), now); err != nil {
			return err
		}
		return end(ctx, tx, once, made, now, audit.By(v.Person, once.Mutation, id.Of(id.Answer, made), v.Person, "item", in.Item, "answer", in.Answer))
	})
	return made, err
}

// NoteProgress keeps where the viewer is in a module of the curriculum of the
// level held today, and returns the progress's id. Problems: Invalid.
func (a *Acts) NoteProgress(ctx context.Context, v *people.Viewer, in NoteProgressInput, now time.Time) (made uuid.UUID, err error) {
	var l problem.List
	l.Key(in.Key)
	oneOf(&l, "status", in.Status, InProgress, Done)
	if err := l.Err(); err != nil {
		return uuid.Nil, err
	}
	once := postgres.Once{Person: v.Person, Mutation: "noteProgress", Key: in.Key, Request: in}
	err = a.inTx(ctx, "note progress in the curriculum", func(tx pgx.Tx) error {
		var found bool
		if made, found, err = once.First(ctx, tx, now); err != nil || found {
			return err
		}
		level, err := a.held(ctx, tx, v, in.Ladder, "module", now)
		if err != nil {
			return err
		}
		artefact, err := ownArtefact(ctx, tx, v.Person, in.Artefact)
		if err != nil {
			return err
		}
		if err := checkProgress(level, in, artefact); err != nil {
			return err
		}
		made = a.NewID()
		var record *uuid.UUID
		if artefact != nil {
			record = &artefact.UUID
		}
		if _, err := tx.Exec(ctx, `insert into curriculum_progress (id, person_id, ladder_id, level, module, status, artefact_id, noted_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8)`, made, v.Person, level.Version().LadderID, level.Code, in.Module, in.Status, record, now); err != nil {
			return err
		}
		return end(ctx, tx, once, made, now, audit.By(v.Person, once.Mutation, id.Of(id.Progress, made), v.Person, "module", in.Module, "status", in.Status))
	})
	return made, err
}

func (a *Acts) inTx(ctx context.Context, act string, fn func(pgx.Tx) error) error {
	return postgres.Fault(postgres.InTx(ctx, a.DB, fn), act)
}

func end(ctx context.Context, tx pgx.Tx, once postgres.Once, made uuid.UUID, now time.Time, e audit.Entry) error {
	if err := once.Remember(ctx, tx, made, now); err != nil {
		return err
	}
	return audit.Append(ctx, tx, now, e)
}

// held is the level that the viewer holds today; path is the input's field
// that a refusal names.
func (a *Acts) held(ctx context.Context, tx pgx.Tx, v *people.Viewer, slug *string, path string, now time.Time) (*ladder.Level, error) {
	version, err := a.Ladders.CurrentIn(ctx, tx, slug)
	if err != nil {
		return nil, problem.Of("ladder", err)
	}
	code, err := (&people.Store{DB: tx}).Held(ctx, tx, v.Person, version.LadderID, now)
	if err != nil {
		return nil, err
	}
	level := version.Level(code)
	if level == nil {
		return nil, problem.One(path, "you hold no level of %s today, so there is nothing to say about one", version.Title)
	}
	return level, nil
}
