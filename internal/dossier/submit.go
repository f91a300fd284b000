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
// stands today by the dossier's own ladder version; an analysis is queued.
// Problems: WrongState, Invalid, AlreadyUnderReview, standing.NotEligible,
// Incomplete.
func (a *Acts) Submit(ctx context.Context, v *people.Viewer, in DossierInput, now time.Time) error {
	var analysis uuid.UUID
	err := a.inTx(ctx, "submit a dossier", func(tx pgx.Tx) error {
		d, err := lockDraft(ctx, tx, v, in.Dossier, "submit it")
		if err != nil {
			return err
		}
		c, err := a.ready(ctx, tx, v, d, now)
		if err != nil {
			return err
		}
		var r *Revision
		if analysis, r, err = a.submit(ctx, tx, v, d, c, now); err != nil {
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

// submit freezes text and standing and queues the analysis. The dossier is
// locked and ready.
func (a *Acts) submit(ctx context.Context, tx pgx.Tx, v *people.Viewer, d *Dossier, c *candidacy, now time.Time) (analysis uuid.UUID, r *Revision, err error) {
	if r, err = a.Freeze(ctx, tx, d, now); err != nil {
		return uuid.Nil, nil, err
	}
	facts, err := a.Facts.Compared(ctx, tx, c.facts, now)
	if err != nil {
		return uuid.Nil, nil, err
	}
	stood, eligible := freeze(c)
	submission := a.NewID()
	if _, err := tx.Exec(ctx, `insert into submission (id, dossier_id, revision_id, facts, standing, eligibility, submitted_at) values ($1, $2, $3, $4, $5, $6, $7)`,
		submission, d.UUID, r.UUID, facts, stood, eligible, now); err != nil {
		return uuid.Nil, nil, err
	}
	if _, err := tx.Exec(ctx, `update dossier set status = 'SUBMITTED', revision_id = $2, submission_id = $3, submitted_at = $4 where id = $1`,
		d.UUID, r.UUID, submission, now); err != nil {
		return uuid.Nil, nil, err
	}
	if err := a.Analyses.Cancel(ctx, tx, d.UUID, now); err != nil {
		return uuid.Nil, nil, err
	}
	d.Status, d.RevisionID, d.SubmissionID, d.SubmittedAt = Submitted, &r.UUID, &submission, &now
	analysis, err = a.Analyses.Queue(ctx, tx, Submission{ID: &submission, Dossier: d, Revision: r, Facts: facts, By: v.Person}, now)
	return analysis, r, err
}

// Freeze makes a revision of the dossier's text as it stands; unchanged text
// gives the revision that exists already. The dossier is locked.
func (a *Acts) Freeze(ctx context.Context, tx pgx.Tx, d *Dossier, now time.Time) (*Revision, error) {
	version, err := a.Ladders.ByIDIn(ctx, tx, d.LadderVersion)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `select t.document_id, t.version, doc.component, t.title, t.body
		from document doc join document_version t on t.document_id = doc.id and t.version = doc.version
		where doc.dossier_id = $1 and doc.removed_at is null order by doc.id`, d.UUID)
	if err != nil {
		return nil, postgres.Fault(err, "read the text")
	}
	texts, err := pgx.CollectRows(rows, pgx.RowToStructByName[Text])
	if err != nil {
		return nil, postgres.Fault(err, "read the text")
	}
	r := &Revision{UUID: a.NewID(), DossierID: d.UUID, LadderVersion: d.LadderVersion, Level: d.FromLevel, Hash: revisionHash(version.Hash, texts), CreatedAt: now}
	err = tx.QueryRow(ctx, `select id, number, created_at from revision where dossier_id = $1 and hash = $2`, d.UUID, r.Hash).Scan(&r.UUID, &r.Number, &r.CreatedAt)
	if err != pgx.ErrNoRows {
		return r, postgres.Fault(err, "look for the revision")
	}
	if err := tx.QueryRow(ctx, `insert into revision (id, dossier_id, number, hash, ladder_version_id, created_at)
		select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5 from revision where dossier_id = $2 returning number`,
		r.UUID, d.UUID, r.Hash, d.LadderVersion, now).Scan(&r.Number); err != nil {
		return nil, postgres.Fault(err, "freeze the text")
	}
	_, err = tx.Exec(ctx, `insert into revision_document (revision_id, document_id, version, component)
		select $1, doc.id, doc.version, doc.component from document doc where doc.dossier_id = $2 and doc.removed_at is null`, r.UUID, d.UUID)
	return r, postgres.Fault(err, "freeze the text")
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
