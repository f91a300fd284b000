package panel

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// MaxSeats is the most seats that a panel ever has, those replaced included:
// there are as many pseudonyms.
const MaxSeats = 26

// MaxReason is the longest reason, in characters.
const MaxReason = 2000

// Assemble seats the panel of a submitted dossier, which is then in review, or
// of an appeal, and returns the panel's id. Problems: Invalid, WrongState,
// conflict.OfInterest.
func (a *Acts) Assemble(ctx context.Context, v *people.Viewer, in AssemblePanelInput, now time.Time) (made uuid.UUID, err error) {
	if err := in.check(); err != nil {
		return uuid.Nil, err
	}
	once := postgres.Once{Person: v.Person, Mutation: "assemblePanel", Key: in.Key, Request: in}
	err = a.inTx(ctx, "assemble a panel", func(tx pgx.Tx) error {
		d, err := lockForStewards(ctx, tx, v, in.Dossier, "assemble a panel")
		if err != nil {
			return err
		}
		var found bool
		if made, found, err = once.First(ctx, tx, now); err != nil || found {
			return err
		}
		p := &Panel{UUID: a.NewID(), DossierID: d.UUID, AssembledAt: now}
		if p.AppealID, err = vacant(ctx, tx, v, d, in.Appeal); err != nil {
			return err
		}
		s, err := a.seating(ctx, tx, d, p, now)
		if err != nil {
			return err
		}
		if err := s.terms(in); err != nil {
			return err
		}
		holders, err := s.admit(ctx, v, in.Seats)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `insert into panel (id, dossier_id, appeal_id, quorum, reveal, due_at, zone, assembled_by, assembled_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, p.UUID, d.UUID, p.AppealID, p.Quorum, p.Reveal, p.DueAt, p.DueZone, v.Person, now); err != nil {
			return err
		}
		for _, h := range holders {
			if _, err := s.seat(ctx, v, h, p.DueAt); err != nil {
				return err
			}
		}
		if p.AppealID == nil {
			if _, err := tx.Exec(ctx, `update dossier set status = 'IN_REVIEW' where id = $1`, d.UUID); err != nil {
				return err
			}
		}
		made = p.UUID
		if err := once.Remember(ctx, tx, made, now); err != nil {
			return err
		}
		more := []string{"dossier", d.ID().String(), "seats", strconv.Itoa(len(holders)), "quorum", strconv.Itoa(p.Quorum), "reveal", string(p.Reveal)}
		if in.Appeal != nil {
			more = append(more, "appeal", in.Appeal.String())
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "assemblePanel", p.ID(), d.CandidateID, more...))
	})
	return made, err
}

// lockForStewards finds a dossier whose panel the viewer may change. Where
// they may see it, but not change anything any more, it says so.
func lockForStewards(ctx context.Context, tx pgx.Tx, v *people.Viewer, of id.ID, act string) (*dossier.Dossier, error) {
	d, err := dossier.LockFor(ctx, tx, v, of, access.Assemble)
	if !errors.Is(err, fault.ErrNotFound) {
		return d, err
	}
	if d, err = dossier.LockFor(ctx, tx, v, of, access.SeeFeasibility); err != nil {
		return nil, err
	}
	if d.Status != dossier.Decided {
		return nil, problem.One("dossier", "is judged by you, or was: a steward who has and had no seat on it has to %s", act)
	}
	return nil, &dossier.WrongState{Status: d.Status, Act: act, Needs: "SUBMITTED or IN_REVIEW"}
}

// vacant finds the appeal that a panel is to hear, nil for a first panel, and
// refuses where there is a panel already.
func vacant(ctx context.Context, tx pgx.Tx, v *people.Viewer, d *dossier.Dossier, appeal *id.ID) (*uuid.UUID, error) {
	if appeal == nil {
		if d.Status != dossier.Submitted {
			return nil, &dossier.WrongState{Status: d.Status, Act: "assemble a panel", Needs: string(dossier.Submitted)}
		}
		return nil, nil
	}
	key, ok := appeal.Row(id.Appeal)
	if !ok {
		return nil, fault.ErrNotFound
	}
	where, args := access.Rows(v, access.SeeAppeal)
	args["id"], args["dossier"] = key, d.UUID
	var withdrawn, seated bool
	err := tx.QueryRow(ctx, `select l.withdrawn_at is not null, exists (select from panel q where q.appeal_id = l.id)
		from appeal l where l.id = @id and l.dossier_id = @dossier and `+where, args).Scan(&withdrawn, &seated)
	switch {
	case err != nil:
		return nil, postgres.Fault(err, "find the appeal")
	case withdrawn:
		return nil, problem.One("appeal", "was withdrawn, so there is nothing to hear")
	case seated:
		return nil, problem.One("appeal", "has its panel already; add or replace a seat there")
	}
	return &key, nil
}
