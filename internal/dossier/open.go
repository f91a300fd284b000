package dossier

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/fault"
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
	version, err := a.Ladders.Current(ctx, in.Ladder)
	if f, ok := errors.AsType[*fault.Fault](err); ok && f.Kind != fault.Internal && f.Kind != fault.Unavailable {
		return uuid.Nil, invalid("ladder", "%s", f.Text)
	}
	if err != nil {
		return uuid.Nil, err
	}
	key := people.LevelKey{Person: v.Person, Ladder: version.LadderID}
	levels, err := a.Levels.Levels(ctx, []people.LevelKey{key}, now)
	if err != nil {
		return uuid.Nil, err
	}
	from, err := step(version, levels[key], in.To)
	if err != nil {
		return uuid.Nil, err
	}
	once := postgres.Once{Person: v.Person, Mutation: "openDossier", Key: in.Key, Request: in}
	err = a.inTx(ctx, "open a dossier", func(tx pgx.Tx) error {
		var found bool
		if made, found, err = once.First(ctx, tx, now); err != nil || found {
			return err
		}
		made = a.NewID()
		if _, err := tx.Exec(ctx, `insert into dossier (id, candidate_id, ladder_version_id, from_level, to_level, status, created_at)
			values ($1, $2, $3, $4, $5, 'DRAFT', $6)`, made, v.Person, version.UUID, from.Code, in.To, now); err != nil {
			return err
		}
		return once.Remember(ctx, tx, made, now)
	})
	return made, err
}

// step finds the level to leave: the one held, if to is the next one and the
// ladder says how to get there.
func step(v *ladder.Version, held, to string) (*ladder.Level, error) {
	target := v.Level(to)
	if target == nil {
		return nil, invalid("to", "%s has no level %.20q", v.Title, to)
	}
	from := v.Level(held)
	switch {
	case from == nil:
		return nil, invalid("to", "you hold no level of %s today, so no level is next", v.Title)
	case target.Ordinal != from.Ordinal+1:
		return nil, invalid("to", "you hold %s, and %s is not the level after it", from.Code, to)
	case from.Promotion == nil:
		return nil, invalid("to", "%s does not say what the step from %s to %s asks", v.Title, from.Code, to)
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
		old, err := a.Ladders.ByID(ctx, d.LadderVersion)
		if err != nil {
			return err
		}
		version, err := a.Ladders.Current(ctx, &old.Slug)
		if err != nil {
			return err
		}
		if _, err := step(version, d.FromLevel, d.ToLevel); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `update dossier set ladder_version_id = $2 where id = $1`, d.UUID, version.UUID)
		return err
	})
}
