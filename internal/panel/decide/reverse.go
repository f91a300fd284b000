package decide

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/audit"
	"dossier/internal/dossier"
	"dossier/internal/notify"
	"dossier/internal/people"
	"dossier/internal/problem"
)

// MaxReason is how many characters the reason of a reversal may have.
const MaxReason = 2000

// Reverse takes a released decision back, by a record beside it, and returns
// its id. The rank that it made counts no more, the level before goes on from
// the day on which that ended, and entitlements end today. Nothing is deleted;
// mentorships and agreements stay as they are. Problems: WrongState, Invalid,
// PanelRule.
func (a *Acts) Reverse(ctx context.Context, v *people.Viewer, in ReverseDecisionInput, now time.Time) (decision uuid.UUID, err error) {
	var l problem.List
	l.Text("reason", in.Reason, MaxReason)
	if err := l.Err(); err != nil {
		return uuid.Nil, err
	}
	err = a.inTx(ctx, "reverse a decision", func(tx pgx.Tx) error {
		d, err := lockDecided(ctx, tx, v, in.Dossier, "reverse its decision", dossier.Released)
		if err != nil {
			return err
		}
		t, err := reversible(ctx, tx, v, d)
		if err != nil {
			return err
		}
		decision = t.UUID
		detail := []string{"dossier", d.ID().String()}
		if t.Rank != nil {
			made, err := a.demote(ctx, tx, v, d, t, now)
			if err != nil {
				return err
			}
			detail = append(detail, "supersedes", t.Rank.String(), "rank", made.String())
		}
		if _, err := tx.Exec(ctx, `update decision set reversed_by = $2, reversed_at = $3, reversal = $4 where id = $1`, t.UUID, v.Person, now, in.Reason); err != nil {
			return err
		}
		if err := a.tell(ctx, tx, d, notify.Note{Key: "reversed/" + t.UUID.String(), Kind: notify.Reversed, Dossier: d.UUID, Object: t.ID()}, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "reverseDecision", t.ID(), d.CandidateID, detail...))
	})
	return decision, err
}

// reversible is the decision in force on a dossier, if the viewer may take it
// back and nothing hangs on it.
func reversible(ctx context.Context, tx pgx.Tx, v *people.Viewer, d *dossier.Dossier) (*taken, error) {
	all, err := decisionsOf(ctx, tx, d)
	if err != nil {
		return nil, err
	}
	if d.Status != dossier.Released || len(all) == 0 {
		return nil, &dossier.WrongState{Status: d.Status, Act: "reverse its decision", Needs: string(dossier.Released)}
	}
	open, err := openAppeal(ctx, tx, d)
	if err != nil {
		return nil, err
	}
	t := all[len(all)-1]
	switch {
	case open:
		return nil, because("an appeal against the decision is open; what comes of it is decided first")
	case t.ReversedAt != nil:
		return nil, because("the decision is reversed already")
	case *t.ReleasedBy == v.Person:
		return nil, because("who released a decision does not reverse it; ask another steward")
	}
	return t, nil
}

// openAppeal is whether an appeal waits for a decision and its release.
func openAppeal(ctx context.Context, tx pgx.Tx, d *dossier.Dossier) (open bool, err error) {
	err = tx.QueryRow(ctx, `select exists (select from appeal l where l.dossier_id = $1 and l.withdrawn_at is null
		and not exists (select from panel q join decision x on x.panel_id = q.id where q.appeal_id = l.id and x.released_at is not null))`, d.UUID).Scan(&open)
	return open, err
}

// demote takes the rank that a decision made out of all answers and lets the
// level before go on, and returns the new rank's id.
func (a *Acts) demote(ctx context.Context, tx pgx.Tx, v *people.Viewer, d *dossier.Dossier, t *taken, now time.Time) (made uuid.UUID, err error) {
	version, _, err := a.level(ctx, tx, d)
	if err != nil {
		return uuid.Nil, err
	}
	ranks, err := ranksOf(ctx, tx, d, version)
	if err != nil {
		return uuid.Nil, err
	}
	at := slices.IndexFunc(ranks, func(r people.Rank) bool { return r.UUID == *t.Rank })
	if at < 0 || ranks[at].To != nil {
		return uuid.Nil, because("the rank that the decision made was corrected since, or another followed it; what followed has to be reversed or corrected first")
	}
	store := &people.Store{DB: tx}
	if err := store.Supersede(ctx, tx, *t.Rank, now); err != nil {
		return uuid.Nil, err
	}
	made = a.NewID()
	// Ranks are public, and what the steward wrote is not for everyone.
	why := "the decision on the level after it was reversed"
	return made, store.AddRank(ctx, tx, made, d.CandidateID, people.Rank{
		Ladder: version.LadderID, Level: d.FromLevel, From: *t.EffectiveOn, Cause: people.Correction, RecordedBy: &v.Person, RecordedAt: now, Reason: &why,
	})
}
