package panel

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/notify"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// AddSeat seats one more and returns the seat's id. Problems: Invalid,
// WrongState, conflict.OfInterest.
func (a *Acts) AddSeat(ctx context.Context, v *people.Viewer, in AddSeatInput, now time.Time) (made uuid.UUID, err error) {
	var l problem.List
	if checkRole(&l, "role", in.Role); l != nil {
		return uuid.Nil, l.Err()
	}
	err = a.inTx(ctx, "add a seat", func(tx pgx.Tx) error {
		d, err := lockForStewards(ctx, tx, v, in.Dossier, "add a seat")
		if err != nil {
			return err
		}
		p, err := panelOf(ctx, tx, d, in.Appeal)
		if err != nil {
			return err
		}
		if err := p.Judging(d, v, "add a seat"); err != nil {
			return err
		}
		if made, err = a.admitOne(ctx, tx, v, d, p, in.Person, in.Role, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "addSeat", id.Of(id.Seat, made), d.CandidateID, "panel", p.ID().String(), "role", string(in.Role)))
	})
	return made, err
}

// panelOf finds the first panel of a dossier, or that of an appeal.
func panelOf(ctx context.Context, tx pgx.Tx, d *dossier.Dossier, appeal *id.ID) (*Panel, error) {
	args := pgx.NamedArgs{"dossier": d.UUID, "appeal": nil}
	if appeal != nil {
		key, ok := appeal.Row(id.Appeal)
		if !ok {
			return nil, fault.ErrNotFound
		}
		args["appeal"] = key
	}
	found, err := postgres.Rows[Panel](ctx, tx, "find the panel", `select `+panelColumns+` from panel q
		where q.dossier_id = @dossier and q.appeal_id is not distinct from @appeal::uuid`, args)
	switch {
	case err != nil:
		return nil, err
	case len(found) == 0 && appeal != nil:
		return nil, fault.ErrNotFound
	case len(found) == 0:
		return nil, problem.One("dossier", "has no panel yet; assemble one")
	}
	return found[0], nil
}

// admitOne gives a person a seat on a panel that there is.
func (a *Acts) admitOne(ctx context.Context, tx pgx.Tx, v *people.Viewer, d *dossier.Dossier, p *Panel, person id.ID, role Role, now time.Time) (uuid.UUID, error) {
	s, err := a.seating(ctx, tx, d, p, now)
	if err != nil {
		return uuid.Nil, err
	}
	holders, err := s.find(ctx, []SeatInput{{Person: person, Role: role}})
	if err != nil {
		return uuid.Nil, err
	}
	var l problem.List
	s.qualify(&l, "", holders[0])
	var chaired bool
	if err := tx.QueryRow(ctx, `select exists (select from seat where panel_id = $1 and role = 'CHAIR' and ended_at is null and status not in ('RECUSED', 'ABSTAINED'))`,
		p.UUID).Scan(&chaired); err != nil {
		return uuid.Nil, err
	}
	if role == Chair && chaired {
		l.Add("role", "the panel has a chair; replace that seat, or name a MEMBER")
	}
	if err := l.Err(); err != nil {
		return uuid.Nil, err
	}
	if err := free(ctx, tx, v, d, now, holders[0].Person); err != nil {
		return uuid.Nil, err
	}
	due, err := s.dueLater()
	if err != nil {
		return uuid.Nil, err
	}
	return s.seat(ctx, v, holders[0], due)
}

// ReplaceSeat ends a seat and gives another person one in its place, whose id
// it returns. Problems: Invalid, WrongState, conflict.OfInterest.
func (a *Acts) ReplaceSeat(ctx context.Context, v *people.Viewer, in ReplaceSeatInput, now time.Time) (made uuid.UUID, err error) {
	var l problem.List
	if in.Role != nil {
		checkRole(&l, "role", *in.Role)
	}
	if l.Text("reason", in.Reason, MaxReason); l != nil {
		return uuid.Nil, l.Err()
	}
	err = a.inTx(ctx, "replace a seat", func(tx pgx.Tx) error {
		old, err := seatFor(ctx, tx, v, in.Seat, access.SeeSeat)
		if err != nil {
			return err
		}
		d, err := lockForStewards(ctx, tx, v, id.Of(id.Dossier, old.DossierID), "replace a seat")
		if err != nil {
			return err
		}
		if old, err = seatFor(ctx, tx, v, in.Seat, access.SeeSeat); err != nil {
			return err
		}
		p, err := panelIn(ctx, tx, old.PanelID)
		if err != nil {
			return err
		}
		role := old.Role
		if in.Role != nil {
			role = *in.Role
		}
		switch err := p.Judging(d, v, "replace a seat"); {
		case err != nil:
			return err
		case old.Replaced:
			return problem.One("seat", "was replaced already; name a seat that is held")
		case old.Role == Chair && role != Chair && old.Status != Recused && old.Status != Abstained:
			return problem.One("role", "a chair is replaced by a chair")
		}
		if _, err := tx.Exec(ctx, `update seat set ended_at = $2, end_reason = $3 where id = $1`, old.UUID, now, in.Reason); err != nil {
			return err
		}
		if made, err = a.admitOne(ctx, tx, v, d, p, in.Person, role, now); err != nil {
			return err
		}
		if err := notify.Add(ctx, tx, a.NewID, now, notify.Note{
			Key: "seat-replaced/" + old.UUID.String(), Person: old.PersonID, Kind: notify.SeatReplaced, Dossier: d.UUID, Object: old.ID(),
		}); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "replaceSeat", old.ID(), d.CandidateID, "by", id.Of(id.Seat, made).String(), "role", string(role)))
	})
	return made, err
}

// seatFor finds a seat to which the viewer may do the act.
func seatFor(ctx context.Context, tx pgx.Tx, v *people.Viewer, seat id.ID, act access.Act) (*Seat, error) {
	key, ok := seat.Row(id.Seat)
	if !ok {
		return nil, fault.ErrNotFound
	}
	where, args := access.Rows(v, act)
	args["id"] = key
	found, err := postgres.Rows[Seat](ctx, tx, "find the seat", `select `+seatColumns()+` from seat s join panel q on q.id = s.panel_id where s.id = @id and `+where, args)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.ErrNotFound
	}
	return found[0], nil
}
