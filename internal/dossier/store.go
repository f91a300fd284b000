package dossier

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/page"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Store reads dossiers and what is in them through a viewer's eyes: every
// statement carries the condition that package access gives for the viewer.
type Store struct {
	DB postgres.DB
}

// status is a dossier's status as its viewer sees it: until release the
// candidate's own view of DECIDED reads IN_REVIEW.
const status = `case when d.status = 'DECIDED' and d.candidate_id = @viewer then 'IN_REVIEW' else d.status end`

const columns = `d.id, d.candidate_id, d.ladder_version_id, d.from_level, d.to_level, ` + status + ` as status,
	d.revision_id, d.submission_id, d.created_at, d.submitted_at, d.withdrawn_at`

// ByIDs finds the dossiers that the viewer may see.
func (s *Store) ByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Dossier, error) {
	where, args := access.Rows(v, access.SeeDossier)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, "read dossiers", func(d *Dossier) uuid.UUID { return d.UUID },
		`select `+columns+` from dossier d where d.id = any(@ids) and `+where, viewerArgs(v, args))
}

// List returns a page of the dossiers that the viewer may see, newest first.
func (s *Store) List(ctx context.Context, v *people.Viewer, f Filter, r page.Request) (*page.Connection[Dossier], error) {
	where, args := access.Rows(v, access.SeeDossier)
	args = viewerArgs(v, args)
	if len(f.Status) > 0 {
		args["status"] = f.Status
		where += ` and ` + status + ` = any(@status)`
	}
	if f.Candidate != nil {
		args["candidate"], _ = f.Candidate.Row(id.Person)
		where += ` and d.candidate_id = @candidate`
	}
	return postgres.Newest[Dossier](ctx, s.DB, "dossiers", columns, ` from dossier d where `+where, "d", "created_at", r, args,
		func(d *Dossier) (time.Time, uuid.UUID) { return d.CreatedAt, d.UUID })
}

// documents selects documents at the newest version that the viewer may see:
// whoever may see drafts the newest of all, others the newest submitted.
func documents(v *people.Viewer, where string) (string, pgx.NamedArgs) {
	see, args := access.Rows(v, access.SeeDossier)
	draft, _ := access.Rows(v, access.SeeDraft)
	return `select doc.id, doc.dossier_id, d.ladder_version_id, d.from_level, shown.component, t.title, t.words,
			t.version, doc.created_at, t.saved_at as updated_at
		from document doc join dossier d on d.id = doc.dossier_id
		cross join lateral (
			select doc.version, doc.component, doc.removed_at is null as listed where ` + draft + `
			union all
			(select rd.version, rd.component, rd.revision_id = d.revision_id
			from submission s join revision_document rd on rd.revision_id = s.revision_id
			where s.dossier_id = d.id and rd.document_id = doc.id and not ` + draft + `
			order by s.submitted_at desc limit 1)) shown
		join document_version t on t.document_id = doc.id and t.version = shown.version
		where ` + see + ` and ` + where, viewerArgs(v, args)
}

// DocumentsByIDs finds the documents that the viewer may see, removed ones
// that an older revision holds among them.
func (s *Store) DocumentsByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Document, error) {
	sql, args := documents(v, `doc.id = any(@ids)`)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, "read documents", func(d *Document) uuid.UUID { return d.UUID }, sql, args)
}

// DocumentsOf lists the documents of dossiers, oldest first. Every dossier
// asked for has an entry.
func (s *Store) DocumentsOf(ctx context.Context, v *people.Viewer, dossiers []uuid.UUID) (map[uuid.UUID][]*Document, error) {
	sql, args := documents(v, `doc.dossier_id = any(@ids) and shown.listed order by doc.created_at, doc.id`)
	return postgres.ListsByKey(ctx, s.DB, "read documents", dossiers, func(d *Document) uuid.UUID { return d.DossierID }, sql, args)
}

// BodyKey names a document's text at a version.
type BodyKey struct {
	Document uuid.UUID
	Version  int
}

// MaxBodies is how many bytes of text are read at once.
const MaxBodies = 32 << 20

// ErrTooMuchText refuses to read more than MaxBodies at once.
var ErrTooMuchText = fault.New(fault.TooComplex, "the texts asked for have more than 32 MiB together: ask for fewer at once")

// Bodies reads texts. A version that the viewer may not see is left out.
func (s *Store) Bodies(ctx context.Context, v *people.Viewer, keys []BodyKey) (map[BodyKey]string, error) {
	seen, args := texts(v, keys)
	args["most"] = MaxBodies
	rows, err := s.DB.Query(ctx, `
		select t.document_id, t.version, case when sum(octet_length(t.body)) over () <= @most then t.body end
		from unnest(@ids::uuid[], @versions::bigint[]) k (document_id, version)
		join document_version t using (document_id, version)
		join document doc on doc.id = t.document_id join dossier d on d.id = doc.dossier_id
		where `+seen, args)
	if err != nil {
		return nil, postgres.Fault(err, "read texts")
	}
	m := make(map[BodyKey]string, len(keys))
	var k BodyKey
	var body *string
	_, err = pgx.ForEachRow(rows, []any{&k.Document, &k.Version, &body}, func() error {
		if body == nil {
			return ErrTooMuchText
		}
		m[k] = *body
		return nil
	})
	return m, postgres.Fault(err, "read texts")
}

// RevisionsByIDs finds the revisions that the viewer may see: of a draft
// only its candidate, once submitted whoever sees the dossier.
func (s *Store) RevisionsByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Revision, error) {
	see, args := access.Rows(v, access.SeeDossier)
	draft, _ := access.Rows(v, access.SeeDraft)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, "read revisions", func(r *Revision) uuid.UUID { return r.UUID }, `
		select r.id, r.dossier_id, r.ladder_version_id, d.from_level, r.number, r.hash, r.created_at
		from revision r join dossier d on d.id = r.dossier_id
		where r.id = any(@ids) and `+see+` and (`+draft+` or exists (select from submission s where s.revision_id = r.id))`, args)
}

// Held is a document at the version that a revision holds.
type Held struct {
	Revision     uuid.UUID `db:"revision_id"`
	Document     uuid.UUID `db:"document_id"`
	Version      int       `db:"version"`
	Title        string    `db:"title"`
	ComponentKey string    `db:"component"`
	// LadderVersion and Level say whose component ComponentKey is.
	LadderVersion uuid.UUID `db:"ladder_version_id"`
	Level         string    `db:"from_level"`
}

// HeldBy lists what revisions hold, by document id. The revisions were found
// by RevisionsByIDs for this viewer.
func (s *Store) HeldBy(ctx context.Context, revisions []uuid.UUID) (map[uuid.UUID][]*Held, error) {
	return postgres.ListsByKey(ctx, s.DB, "read revisions", revisions, func(h *Held) uuid.UUID { return h.Revision }, `
		select rd.revision_id, rd.document_id, rd.version, t.title, rd.component, r.ladder_version_id, d.from_level
		from revision_document rd join document_version t using (document_id, version)
		join revision r on r.id = rd.revision_id join dossier d on d.id = r.dossier_id
		where rd.revision_id = any(@ids) order by rd.document_id`, pgx.NamedArgs{})
}

func viewerArgs(v *people.Viewer, args pgx.NamedArgs) pgx.NamedArgs {
	if v == nil {
		args["viewer"] = uuid.Nil
	}
	return args
}
