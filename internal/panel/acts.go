package panel

import (
	"context"
	"io"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/access"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Acts is what can be done to panels. Each act is one transaction that holds
// the dossier, so that acts on one dossier come one after the other.
type Acts struct {
	DB      *pgxpool.Pool
	Ladders Ladders
	NewID   func() uuid.UUID
	// Rand is the source from which members get their pseudonyms; acts at one
	// moment read it together.
	Rand io.Reader
}

// Ladders finds ladder versions in the transaction of an act.
type Ladders interface {
	ByIDIn(ctx context.Context, db postgres.DB, version uuid.UUID) (*ladder.Version, error)
}

// LockSeat finds a dossier to which the viewer may do the act, which takes a
// seat that counts, with that seat and its panel, and keeps others from acting
// on the dossier until the transaction ends.
func LockSeat(ctx context.Context, tx pgx.Tx, v *people.Viewer, of id.ID, act access.Act) (*dossier.Dossier, *Panel, *Seat, error) {
	d, err := dossier.LockFor(ctx, tx, v, of, act)
	if err != nil {
		return nil, nil, nil, err
	}
	args := pgx.NamedArgs{"dossier": d.UUID, "viewer": v.Person, "viewer_roles": v.Roles, "viewer_now": v.Now}
	seats, err := postgres.Rows[Seat](ctx, tx, "find the seat", `select `+seatColumns()+` from seat s join panel q on q.id = s.panel_id
		where s.dossier_id = @dossier and s.person_id = @viewer and s.status in ('ACKNOWLEDGED', 'SCORED') and `+Counting(), args)
	if err != nil {
		return nil, nil, nil, err
	}
	if len(seats) == 0 {
		return nil, nil, nil, fault.ErrNotFound
	}
	p, err := panelIn(ctx, tx, seats[0].PanelID)
	return d, p, seats[0], err
}

func panelIn(ctx context.Context, tx pgx.Tx, key uuid.UUID) (*Panel, error) {
	found, err := postgres.Rows[Panel](ctx, tx, "find the panel", `select `+panelColumns+` from panel q where q.id = @id`, pgx.NamedArgs{"id": key})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.ErrNotFound
	}
	return found[0], nil
}

// Judging refuses an act that takes a panel whose dossier is in review, or
// whose appeal is not decided. The act completes "to ...".
func (p *Panel) Judging(d *dossier.Dossier, v *people.Viewer, act string) error {
	switch {
	case p.AppealID == nil && d.Status != dossier.InReview:
		return &dossier.WrongState{Status: d.Shown(v), Act: act, Needs: string(dossier.InReview)}
	case p.AppealID != nil && p.Decided:
		return &dossier.WrongState{Status: d.Shown(v), Why: "the appeal is decided, which is too late to " + act}
	}
	return nil
}

func (a *Acts) inTx(ctx context.Context, act string, fn func(pgx.Tx) error) error {
	return postgres.Fault(postgres.InTx(ctx, a.DB, fn), act)
}
