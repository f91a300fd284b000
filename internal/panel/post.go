package panel

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// MaxPost is the longest post, in characters.
const MaxPost = 5000

// Post says something to the other members, on a criterion, and returns the
// post's id. It takes an own review that is submitted: nobody is swayed before
// they have judged. Problems: Invalid, WrongState.
func (a *Acts) Post(ctx context.Context, v *people.Viewer, in PostToPanelInput, now time.Time) (made uuid.UUID, err error) {
	var l problem.List
	l.Key(in.Key)
	l.Text("text", in.Text, MaxPost)
	if err := l.Err(); err != nil {
		return uuid.Nil, err
	}
	once := postgres.Once{Person: v.Person, Mutation: "postToPanel", Key: in.Key, Request: in}
	err = a.inTx(ctx, "post to a panel", func(tx pgx.Tx) error {
		d, p, s, err := LockSeat(ctx, tx, v, in.Dossier, access.Judge)
		if err != nil {
			return err
		}
		var found bool
		if made, found, err = once.First(ctx, tx, now); err != nil || found {
			return err
		}
		if err := p.Judging(d, v, "post to the panel"); err != nil {
			return err
		}
		if s.Status != Scored {
			return &dossier.WrongState{Status: d.Status, Why: "the discussion opens to you once your own review is submitted"}
		}
		version, err := a.Ladders.ByIDIn(ctx, tx, d.LadderVersion)
		if err != nil {
			return err
		}
		if version.Level(d.FromLevel).Criterion(in.Criterion) == nil {
			return problem.One("criterion", "%s has no criterion %.60q", d.FromLevel, in.Criterion)
		}
		made = a.NewID()
		if _, err := tx.Exec(ctx, `insert into panel_post (id, panel_id, dossier_id, seat_id, criterion, text, posted_at) values ($1, $2, $3, $4, $5, $6, $7)`,
			made, p.UUID, d.UUID, s.UUID, in.Criterion, in.Text, now); err != nil {
			return err
		}
		if err := once.Remember(ctx, tx, made, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "postToPanel", id.Of(id.Post, made), d.CandidateID, "panel", p.ID().String(), "criterion", in.Criterion))
	})
	return made, err
}
