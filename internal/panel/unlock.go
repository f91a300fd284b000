package panel

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/notify"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// UnlockComponent lets the candidate write in a component again and hand the
// dossier in once more; reviews go stale, and who has scored has to do so
// again. It returns the dossier. Problems: Invalid, WrongState.
func (a *Acts) UnlockComponent(ctx context.Context, v *people.Viewer, in UnlockComponentInput, now time.Time) (of uuid.UUID, err error) {
	var l problem.List
	if l.Text("reason", in.Reason, MaxReason); l != nil {
		return uuid.Nil, l.Err()
	}
	err = a.inTx(ctx, "unlock a component", func(tx pgx.Tx) error {
		d, p, err := a.lockChair(ctx, tx, v, in.Dossier, "unlock a component")
		if err != nil {
			return err
		}
		of = d.UUID
		version, err := a.Ladders.ByIDIn(ctx, tx, d.LadderVersion)
		if err != nil {
			return err
		}
		if version.Level(d.FromLevel).Component(in.Component) == nil {
			return problem.One("component", "%s has no component %.60q", d.FromLevel, in.Component)
		}
		unlock := a.NewID()
		tag, err := tx.Exec(ctx, `insert into component_unlock (id, dossier_id, component, reason, by_person, unlocked_at) values ($1, $2, $3, $4, $5, $6)
			on conflict (dossier_id, component) where closed_at is null do nothing`, unlock, d.UUID, in.Component, in.Reason, v.Person, now)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return problem.One("component", "%s is unlocked already", in.Component)
		}
		if err := outdate(ctx, tx, p.UUID, now); err != nil {
			return err
		}
		if err := notify.Add(ctx, tx, a.NewID, now, notify.Note{
			Key: "component-unlocked/" + unlock.String(), Person: d.CandidateID, Kind: notify.ComponentUnlocked, Dossier: d.UUID,
		}); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "unlockComponent", d.ID(), d.CandidateID, "component", in.Component))
	})
	return of, err
}

// CloseComponent ends that a component is unlocked: what was not handed in by
// then stays with the candidate. It returns the dossier. Problems: Invalid,
// WrongState.
func (a *Acts) CloseComponent(ctx context.Context, v *people.Viewer, in CloseComponentInput, now time.Time) (of uuid.UUID, err error) {
	err = a.inTx(ctx, "close a component", func(tx pgx.Tx) error {
		d, _, err := a.lockChair(ctx, tx, v, in.Dossier, "close a component")
		if err != nil {
			return err
		}
		of = d.UUID
		unlocked, err := a.Unlocked(ctx, tx, d.UUID)
		if err != nil {
			return err
		}
		if !slices.Contains(unlocked, in.Component) {
			return problem.One("component", "%.60q is not unlocked", in.Component)
		}
		if _, err := tx.Exec(ctx, `update component_unlock set closed_at = $3 where dossier_id = $1 and component = $2 and closed_at is null`, d.UUID, in.Component, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "closeComponent", d.ID(), d.CandidateID, "component", in.Component))
	})
	return of, err
}

// lockChair finds the dossier and the panel that the viewer chairs, if the
// dossier is in review. An appeal is heard on the text that was decided on.
func (a *Acts) lockChair(ctx context.Context, tx pgx.Tx, v *people.Viewer, of id.ID, act string) (*dossier.Dossier, *Panel, error) {
	d, p, _, err := LockSeat(ctx, tx, v, of, access.Chair)
	if err != nil {
		return nil, nil, err
	}
	if p.AppealID != nil || d.Status != dossier.InReview {
		return nil, nil, &dossier.WrongState{Status: d.Status, Act: act, Needs: string(dossier.InReview)}
	}
	return d, p, nil
}

// outdate makes the reviews of a panel stale: who has scored has the seat to
// score again.
func outdate(ctx context.Context, tx pgx.Tx, panel uuid.UUID, now time.Time) error {
	if _, err := tx.Exec(ctx, `update review set stale_at = $2 where panel_id = $1 and stale_at is null`, panel, now); err != nil {
		return postgres.Fault(err, "make reviews stale")
	}
	_, err := tx.Exec(ctx, `update seat set status = 'ACKNOWLEDGED' where panel_id = $1 and status = 'SCORED'`, panel)
	return postgres.Fault(err, "take back that seats have scored")
}

// Unlocked lists the components of a dossier that its candidate may write in
// again, in the transaction.
func (a *Acts) Unlocked(ctx context.Context, tx pgx.Tx, of uuid.UUID) (components []string, err error) {
	err = tx.QueryRow(ctx, `select coalesce(array_agg(component order by unlocked_at, id), '{}') from component_unlock where dossier_id = $1 and closed_at is null`, of).Scan(&components)
	return components, postgres.Fault(err, "look for unlocked components")
}

// Resubmitted closes what was unlocked once the candidate has handed a dossier
// in review in again, tells the panel and gives it time, in the transaction of
// the submission.
func (a *Acts) Resubmitted(ctx context.Context, tx pgx.Tx, d *dossier.Dossier, now time.Time) error {
	if _, err := tx.Exec(ctx, `update component_unlock set closed_at = $2 where dossier_id = $1 and closed_at is null`, d.UUID, now); err != nil {
		return postgres.Fault(err, "close what was unlocked")
	}
	p, err := panelOf(ctx, tx, d, nil)
	if err != nil {
		return err
	}
	s, err := a.seating(ctx, tx, d, p, now)
	if err != nil {
		return err
	}
	due, err := s.dueLater()
	if err != nil {
		return err
	}
	if err := outdate(ctx, tx, p.UUID, now); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update seat set due_at = greatest(due_at, $2) where panel_id = $1 and ended_at is null and status not in ('RECUSED', 'ABSTAINED')`, p.UUID, due); err != nil {
		return postgres.Fault(err, "give the panel time")
	}
	holders, err := holdersOf(ctx, tx, p.UUID, now)
	if err != nil {
		return err
	}
	notes := make([]notify.Note, len(holders))
	for i, h := range holders {
		notes[i] = notify.Note{Key: "resubmitted/" + d.SubmissionID.String() + "/" + h.String(), Person: h, Kind: notify.Resubmitted, Dossier: d.UUID}
	}
	return notify.Add(ctx, tx, a.NewID, now, notes...)
}

// holdersOf lists who holds a seat that counts.
func holdersOf(ctx context.Context, tx pgx.Tx, panel uuid.UUID, now time.Time) ([]uuid.UUID, error) {
	rows, err := tx.Query(ctx, `select s.person_id from seat s where s.panel_id = @panel and `+Counting()+` order by s.id`, pgx.NamedArgs{"panel": panel, "viewer_now": now})
	if err != nil {
		return nil, postgres.Fault(err, "find who sits")
	}
	holders, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	return holders, postgres.Fault(err, "find who sits")
}
