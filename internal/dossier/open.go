package dossier

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/audit"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Opening is the input of Open.
type Opening struct {
	To     string
	Ladder *string
	Key    *string
}

// Open begins a draft for the level after the viewer's and returns its id.
// Problems: Invalid.
func (a *Acts) Open(ctx context.Context, v *people.Viewer, in Opening, now time.Time) (made uuid.UUID, err error) {
	if err := CheckKey(in.Key); err != nil {
		return uuid.Nil, err
	}
	once := postgres.Once{Person: v.Person, Mutation: "openDossier", Key: in.Key, Request: in}
	err = a.inTx(ctx, "open a dossier", func(tx pgx.Tx) error {
		var found bool
		if made, found, err = once.First(ctx, tx, now); err != nil || found {
			return err
		}
		version, from, err := a.next(ctx, tx, v, in, now)
		if err != nil {
			return err
		}
		made = a.NewID()
		if _, err := tx.Exec(ctx, `insert into dossier (id, candidate_id, ladder_version_id, from_level, to_level, status, created_at)
			values ($1, $2, $3, $4, $5, 'DRAFT', $6)`, made, v.Person, version.UUID, from.Code, in.To, now); err != nil {
			return err
		}
		if err := once.Remember(ctx, tx, made, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "openDossier", id.Of(id.Dossier, made), v.Person,
			"to", in.To, "ladder", version.ID().String()))
	})
	return made, err
}

// next finds the ladder version and the level that a new dossier leads from.
func (a *Acts) next(ctx context.Context, tx pgx.Tx, v *people.Viewer, in Opening, now time.Time) (*ladder.Version, *ladder.Level, error) {
	if in.Ladder != nil && strings.ContainsRune(*in.Ladder, 0) {
		return nil, nil, invalid("ladder", "holds a NUL character; take it out")
	}
	version, err := a.Ladders.CurrentIn(ctx, tx, in.Ladder)
	switch k := fault.KindOf(err); {
	case in.Ladder != nil && (k == fault.NotFound || k == fault.Invalid):
		return nil, nil, invalid("ladder", "there is no ladder %.60q", *in.Ladder)
	case k == fault.NotFound || k == fault.Invalid:
		return nil, nil, invalid("ladder", "%s", text(err))
	case err != nil:
		return nil, nil, err
	}
	held, err := a.Levels.Held(ctx, tx, v.Person, version.LadderID, now)
	if err != nil {
		return nil, nil, err
	}
	from, err := step(version, held, in.To, "to")
	return version, from, err
}

func text(err error) string {
	f, _ := errors.AsType[*fault.Fault](err)
	return f.Text
}

// step finds the level to leave: the one held, if to is the next one and the
// ladder says how to get there. path is the input's field that a refusal names.
func step(v *ladder.Version, held, to, path string) (*ladder.Level, error) {
	target := v.Level(to)
	if target == nil {
		return nil, invalid(path, "%s has no level %.20q", v.Title, to)
	}
	from := v.Level(held)
	switch {
	case from == nil:
		return nil, invalid(path, "you hold no level of %s today, so no level is next", v.Title)
	case target.Ordinal != from.Ordinal+1:
		return nil, invalid(path, "you hold %s, and %s is not the level after it", from.Code, to)
	case from.Promotion == nil:
		return nil, invalid(path, "%s does not say what the step from %s to %s asks", v.Title, from.Code, to)
	}
	return from, nil
}

// UpdateLadder moves a draft to the newest version of its ladder. Problems:
// WrongState, Invalid where the new version lacks the step.
func (a *Acts) UpdateLadder(ctx context.Context, v *people.Viewer, in DossierInput, now time.Time) error {
	return a.inTx(ctx, "move a dossier to a newer ladder version", func(tx pgx.Tx) error {
		d, err := lockDraft(ctx, tx, v, in.Dossier, "move it to another ladder version")
		if err != nil {
			return err
		}
		old, err := a.Ladders.ByIDIn(ctx, tx, d.LadderVersion)
		if err != nil {
			return err
		}
		version, err := a.Ladders.CurrentIn(ctx, tx, &old.Slug)
		if err != nil {
			return err
		}
		level, err := step(version, d.FromLevel, d.ToLevel, "dossier")
		if err != nil {
			return err
		}
		if err := fits(ctx, tx, v, d, version, level); err != nil {
			return err
		}
		if version.UUID == old.UUID {
			return nil
		}
		if _, err := tx.Exec(ctx, `update dossier set ladder_version_id = $2 where id = $1`, d.UUID, version.UUID); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "updateDossierLadder", d.ID(), d.CandidateID,
			"from", old.ID().String(), "to", version.ID().String()))
	})
}

// fits refuses a ladder version that lacks a component which a document of
// the dossier stands in.
func fits(ctx context.Context, tx pgx.Tx, v *people.Viewer, d *Dossier, version *ladder.Version, level *ladder.Level) error {
	documents, err := (&Store{DB: tx}).DocumentsOf(ctx, v, []uuid.UUID{d.UUID})
	if err != nil {
		return err
	}
	var fields []InvalidField
	for _, doc := range documents[d.UUID] {
		if level.Component(doc.ComponentKey) == nil {
			fields = append(fields, InvalidField{Path: "input.dossier", Message: fmt.Sprintf(
				"version %q has no component %s: move or remove the document %q first", version.Label, doc.ComponentKey, doc.Title)})
		}
	}
	if fields != nil {
		return &Invalid{Fields: fields}
	}
	return nil
}
