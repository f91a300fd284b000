package dossier

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/audit"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// DossierInput names a dossier.
type DossierInput struct {
	Dossier id.ID
}

// Submit hands a draft in: its text is frozen, and with it how the candidate
// stands today by the dossier's own ladder version; an analysis is queued. A
// dossier in review is handed in again while a component is unlocked.
// Problems: WrongState, Invalid, AlreadyUnderReview, standing.NotEligible,
// Incomplete.
func (a *Acts) Submit(ctx context.Context, v *people.Viewer, in DossierInput, now time.Time) error {
	var analysis uuid.UUID
	err := a.inTx(ctx, "submit a dossier", func(tx pgx.Tx) error {
		d, err := lockOwn(ctx, tx, v, in.Dossier)
		if err != nil {
			return err
		}
		var r *Revision
		if d.Status == Draft {
			analysis, r, err = a.first(ctx, tx, v, d, now)
		} else {
			analysis, r, err = a.again(ctx, tx, v, d, now)
		}
		if err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "submitDossier", d.ID(), d.CandidateID,
			"revision", r.Hash, "analysis", id.Of(id.Analysis, analysis).String()))
	})
	if postgres.Constraint(err) == "one_dossier_under_review" {
		if problem := a.underReview(ctx, a.DB, v); problem != nil {
			return problem
		}
	}
	if err == nil {
		a.Ring(ctx, analysis)
		a.Changed(ctx, in.Dossier.UUID)
	}
	return err
}

// first hands a draft in.
func (a *Acts) first(ctx context.Context, tx pgx.Tx, v *people.Viewer, d *Dossier, now time.Time) (uuid.UUID, *Revision, error) {
	c, err := a.ready(ctx, tx, v, d, now)
	if err != nil {
		return uuid.Nil, nil, err
	}
	r, err := a.Freeze(ctx, tx, d, now)
	if err != nil {
		return uuid.Nil, nil, err
	}
	d.Status = Submitted
	analysis, err := a.submit(ctx, tx, v, d, r, c, now)
	return analysis, r, err
}

// submit freezes the standing beside a revision, sets the dossier to what d
// says and queues the analysis. The dossier is locked.
func (a *Acts) submit(ctx context.Context, tx pgx.Tx, v *people.Viewer, d *Dossier, r *Revision, c *candidacy, now time.Time) (analysis uuid.UUID, err error) {
	facts, err := a.Facts.Compared(ctx, tx, c.facts, now)
	if err != nil {
		return uuid.Nil, err
	}
	stood, eligible := freeze(c)
	submission := a.NewID()
	if _, err := tx.Exec(ctx, `insert into submission (id, dossier_id, revision_id, facts, standing, eligibility, submitted_at) values ($1, $2, $3, $4, $5, $6, $7)`,
		submission, d.UUID, r.UUID, facts, stood, eligible, now); err != nil {
		return uuid.Nil, err
	}
	if _, err := tx.Exec(ctx, `update dossier set status = $5, revision_id = $2, submission_id = $3, submitted_at = $4 where id = $1`,
		d.UUID, r.UUID, submission, now, d.Status); err != nil {
		return uuid.Nil, err
	}
	if err := a.Analyses.Cancel(ctx, tx, d.UUID, now); err != nil {
		return uuid.Nil, err
	}
	d.RevisionID, d.SubmissionID, d.SubmittedAt = &r.UUID, &submission, &now
	return a.Analyses.Queue(ctx, tx, Submission{ID: &submission, Dossier: d, Revision: r, Facts: facts, By: v.Person}, now)
}

// Withdraw takes a dossier back for good. Problems: WrongState.
func (a *Acts) Withdraw(ctx context.Context, v *people.Viewer, in DossierInput, now time.Time) error {
	err := a.inTx(ctx, "withdraw a dossier", func(tx pgx.Tx) error {
		d, err := lockOwn(ctx, tx, v, in.Dossier)
		if err != nil {
			return err
		}
		switch d.Status {
		case Draft, Submitted, InReview:
		case Decided:
			return &WrongState{Status: d.Shown(v), Why: OnItsWay}
		default:
			return &WrongState{Status: d.Shown(v), Act: "withdraw it", Needs: "DRAFT, SUBMITTED or IN_REVIEW"}
		}
		if _, err := tx.Exec(ctx, `update dossier set status = 'WITHDRAWN', withdrawn_at = $2 where id = $1`, d.UUID, now); err != nil {
			return err
		}
		if err := a.Analyses.Cancel(ctx, tx, d.UUID, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "withdrawDossier", d.ID(), d.CandidateID, "from", string(d.Status)))
	})
	if err == nil {
		a.Changed(ctx, in.Dossier.UUID)
	}
	return err
}

// OnItsWay is what a candidate is told who comes too late: that there is a
// decision, not which.
const OnItsWay = "a decision on this dossier is on its way; it can no longer be changed"
