package dossier

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Whoever may write in a dossier that is in review is told the same while it
// is decided: a candidate does not learn of a decision from it.
const (
	writable    = "DRAFT, or IN_REVIEW in a component that the panel unlocked"
	submittable = "DRAFT, or IN_REVIEW with a component unlocked"
)

// open refuses a text that the dossier's status does not allow: in review it
// has to stand in, and come from, a component that is unlocked.
func (a *Acts) open(ctx context.Context, tx pgx.Tx, v *people.Viewer, d *Dossier, in Saving) error {
	refused := &WrongState{Status: d.Shown(v), Act: "save a document", Needs: writable}
	switch d.Status {
	case Draft:
		return nil
	case InReview:
	default:
		return refused
	}
	unlocked, err := a.Panels.Unlocked(ctx, tx, d.UUID)
	if err != nil {
		return err
	}
	from := in.Component
	if in.Document != nil {
		key, ok := in.Document.Row(id.Document)
		if !ok {
			return fault.ErrNotFound
		}
		if err := tx.QueryRow(ctx, `select component from document where id = $1 and dossier_id = $2 and removed_at is null`, key, d.UUID).Scan(&from); err != nil {
			return postgres.Fault(err, "find the document")
		}
	}
	if !slices.Contains(unlocked, in.Component) || !slices.Contains(unlocked, from) {
		return refused
	}
	return nil
}

// again hands a dossier in review in once more, with what was written in the
// unlocked components and how the candidate stands today. Who was eligible when
// the review began is not asked again: the panel sees both.
func (a *Acts) again(ctx context.Context, tx pgx.Tx, v *people.Viewer, d *Dossier, now time.Time) (analysis uuid.UUID, r *Revision, err error) {
	refused := &WrongState{Status: d.Shown(v), Act: "submit it", Needs: submittable}
	if d.Status != InReview {
		return uuid.Nil, nil, refused
	}
	unlocked, err := a.Panels.Unlocked(ctx, tx, d.UUID)
	if err != nil {
		return uuid.Nil, nil, err
	}
	if len(unlocked) == 0 {
		return uuid.Nil, nil, refused
	}
	last := *d.RevisionID
	if r, err = a.freeze(ctx, tx, d, reopened, pgx.NamedArgs{"unlocked": unlocked, "revision": last}, now); err != nil {
		return uuid.Nil, nil, err
	}
	if r.UUID == last {
		return uuid.Nil, nil, invalid("dossier", "is what the panel has already: write in %s first, which is unlocked", unlocked[0])
	}
	c, err := a.complete(ctx, tx, d, r, now)
	if err != nil {
		return uuid.Nil, nil, err
	}
	if analysis, err = a.submit(ctx, tx, v, d, r, c, now); err != nil {
		return uuid.Nil, nil, err
	}
	return analysis, r, a.Panels.Resubmitted(ctx, tx, d, now)
}

// complete refuses a revision that lacks a document, and finds how the
// candidate stands.
func (a *Acts) complete(ctx context.Context, tx pgx.Tx, d *Dossier, r *Revision, now time.Time) (*candidacy, error) {
	version, level, err := a.level(ctx, tx, d)
	if err != nil {
		return nil, err
	}
	f, err := a.Facts.In(ctx, tx, version, d.CandidateID, now)
	if err != nil {
		return nil, err
	}
	documents, err := postgres.Rows[Document](ctx, tx, "read what is handed in", `
		select rd.document_id as id, @dossier::uuid as dossier_id, @ladder::uuid as ladder_version_id, @level::text as from_level, rd.component, t.title, t.words, t.version,
			t.saved_at as created_at, t.saved_at as updated_at
		from revision_document rd join document_version t on t.document_id = rd.document_id and t.version = rd.version where rd.revision_id = @id`,
		pgx.NamedArgs{"id": r.UUID, "dossier": d.UUID, "ladder": d.LadderVersion, "level": d.FromLevel})
	if err != nil {
		return nil, err
	}
	c := candidacyOf(f, version, level, now)
	if m := missing(Fills(level, documents, c.references)); m != nil {
		return nil, &Incomplete{Missing: m}
	}
	return c, nil
}
