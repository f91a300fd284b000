package decide

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/access"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/panel/review"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Acts is what can be done to decisions and appeals. Each act is one
// transaction that holds the dossier, so that acts on one dossier come one
// after the other.
type Acts struct {
	DB      *pgxpool.Pool
	Ladders *ladder.Catalog
	NewID   func() uuid.UUID
}

func (a *Acts) inTx(ctx context.Context, act string, fn func(pgx.Tx) error) error {
	return postgres.Fault(postgres.InTx(ctx, a.DB, fn), act)
}

// level is the level that a dossier leads from, in its ladder version.
func (a *Acts) level(ctx context.Context, tx pgx.Tx, d *dossier.Dossier) (*ladder.Version, *ladder.Level, error) {
	v, err := a.Ladders.ByIDIn(ctx, tx, d.LadderVersion)
	if err != nil {
		return nil, nil, err
	}
	return v, v.Level(d.FromLevel), nil
}

// lockDecided finds a dossier whose decisions the viewer may release and
// reverse. Who sees one that is not decided yet is told so, but its candidate,
// whom the difference would tell when it is. The act completes "to ...".
func lockDecided(ctx context.Context, tx pgx.Tx, v *people.Viewer, of id.ID, act string, needs dossier.Status) (*dossier.Dossier, error) {
	d, err := dossier.LockFor(ctx, tx, v, of, access.Release)
	if !errors.Is(err, fault.ErrNotFound) {
		return d, err
	}
	d, err = dossier.LockFor(ctx, tx, v, of, access.SeeDossier)
	if err != nil {
		return nil, err
	}
	if v.Person == d.CandidateID || d.Status != dossier.Submitted && d.Status != dossier.InReview {
		return nil, fault.ErrNotFound
	}
	return nil, &dossier.WrongState{Status: d.Status, Act: act, Needs: string(needs)}
}

// taken is a decision as an act needs it.
type taken struct {
	UUID        uuid.UUID             `db:"id"`
	Appeal      *uuid.UUID            `db:"appeal_id"`
	Outcome     review.Recommendation `db:"outcome"`
	ReleasedBy  *uuid.UUID            `db:"released_by"`
	ReleasedAt  *time.Time            `db:"released_at"`
	EffectiveOn *time.Time            `db:"effective_on"`
	Rank        *uuid.UUID            `db:"rank_id"`
	ReversedAt  *time.Time            `db:"reversed_at"`
	Gaps        int                   `db:"gaps"`
}

// ID is the decision's id.
func (t *taken) ID() id.ID { return id.Of(id.Decision, t.UUID) }

// decisionsOf lists the decisions on a dossier, an appeal's after the first.
// The dossier is locked.
func decisionsOf(ctx context.Context, tx pgx.Tx, d *dossier.Dossier) ([]*taken, error) {
	return postgres.Rows[taken](ctx, tx, "find the decision", `select x.id, q.appeal_id, x.outcome, coalesce(r.same_as, r.id) as released_by, x.released_at, x.effective_on,
			x.rank_id, x.reversed_at, (select count(*) from decision_gap g where g.decision_id = x.id) as gaps
		from decision x join panel q on q.id = x.panel_id left join person r on r.id = x.released_by
		where x.dossier_id = @dossier order by q.appeal_id nulls first`, pgx.NamedArgs{"dossier": d.UUID})
}
