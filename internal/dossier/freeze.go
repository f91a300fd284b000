package dossier

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/postgres"
)

// newest are a dossier's texts as they stand.
const newest = `select doc.id, doc.version, doc.component from document doc where doc.dossier_id = @dossier and doc.removed_at is null`

// reopened are the texts of a dossier that is handed in again: those in the
// unlocked components as they stand, the others as the last submission has
// them, whatever was written while another component was unlocked.
const reopened = newest + ` and doc.component = any(@unlocked)
	union all
	select rd.document_id, rd.version, rd.component from revision_document rd
	where rd.revision_id = @revision and not rd.component = any(@unlocked)
		and not exists (select from document doc where doc.id = rd.document_id and doc.component = any(@unlocked))`

// Freeze makes a revision of the dossier's text as it stands; unchanged text
// gives the revision that exists already. The dossier is locked.
func (a *Acts) Freeze(ctx context.Context, tx pgx.Tx, d *Dossier, now time.Time) (*Revision, error) {
	return a.freeze(ctx, tx, d, newest, pgx.NamedArgs{}, now)
}

// freeze makes a revision of the texts that a statement finds.
func (a *Acts) freeze(ctx context.Context, tx pgx.Tx, d *Dossier, which string, args pgx.NamedArgs, now time.Time) (*Revision, error) {
	version, err := a.Ladders.ByIDIn(ctx, tx, d.LadderVersion)
	if err != nil {
		return nil, err
	}
	args["dossier"] = d.UUID
	rows, err := tx.Query(ctx, `select t.document_id, t.version, k.component, t.title, t.body
		from (`+which+`) k (document, version, component) join document_version t on t.document_id = k.document and t.version = k.version
		order by t.document_id`, args)
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
	return r, hold(ctx, tx, r, texts)
}

// hold notes which texts a revision holds.
func hold(ctx context.Context, tx pgx.Tx, r *Revision, texts []Text) error {
	documents, versions, components := make([]uuid.UUID, len(texts)), make([]int, len(texts)), make([]string, len(texts))
	for i, t := range texts {
		documents[i], versions[i], components[i] = t.Document, t.Version, t.Component
	}
	_, err := tx.Exec(ctx, `insert into revision_document (revision_id, document_id, version, component)
		select $1, k.document, k.version, k.component from unnest($2::uuid[], $3::int[], $4::text[]) k (document, version, component)`, r.UUID, documents, versions, components)
	return postgres.Fault(err, "freeze the text")
}
