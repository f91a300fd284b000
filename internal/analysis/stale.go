package analysis

import (
	"context"

	"github.com/google/uuid"

	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// textChanged is whether the text of dossier d is no longer what analysis a
// read: of a submitted dossier another revision, of a draft other documents.
const textChanged = `case
	when d.revision_id is not null then a.revision_id <> d.revision_id
	else exists (
		select from (
			select doc.id, doc.component, t.hash from document doc
			join document_version t on t.document_id = doc.id and t.version = doc.version
			where doc.dossier_id = d.id and doc.removed_at is null) now
		full join (
			select rd.document_id as id, rd.component, t.hash from revision_document rd
			join document_version t on t.document_id = rd.document_id and t.version = rd.version
			where rd.revision_id = a.revision_id) then_ using (id, component, hash)
		where now.* is null or then_.* is null) end`

// Staleness is what an analysis read beside what its dossier stands on now.
type Staleness struct {
	ID uuid.UUID `db:"id"`
	// TextChanged: the text is another.
	TextChanged bool `db:"text_changed"`
	// Analysed is the ladder version that was read by, InForce the one that
	// the dossier stands on, Level the level whose criteria are read.
	Analysed uuid.UUID `db:"analysed"`
	InForce  uuid.UUID `db:"in_force"`
	Level    string    `db:"from_level"`
	// Rubric is the hash of the rubric that was read by, nil until there are
	// findings.
	Rubric *string `db:"rubric"`
}

// Stale tells of each analysis that the viewer may see what it stands on.
func (s *Store) Stale(ctx context.Context, v *people.Viewer, analyses []uuid.UUID) (map[uuid.UUID]*Staleness, error) {
	where, args := visible(v)
	args["ids"] = analyses
	return postgres.ByKey(ctx, s.DB, act, func(x *Staleness) uuid.UUID { return x.ID }, `
		select a.id, `+textChanged+` as text_changed, a.ladder_version_id as analysed, d.ladder_version_id as in_force, d.from_level,
			case when a.status = 'SUCCEEDED' then nullif(a.provenance ->> 'rubricHash', '') end as rubric
		from analysis a join dossier d on d.id = a.dossier_id where a.id = any(@ids) and `+where, args)
}

// Reasons says in sentences why the analysis is stale; none where it is not.
// The level is that of the version in force, nil where that has no such level.
func (x *Staleness) Reasons(l *ladder.Level) ([]string, error) {
	reasons := []string{}
	if x.TextChanged {
		reasons = append(reasons, "The text has changed since it was analysed.")
	}
	if x.Analysed != x.InForce {
		reasons = append(reasons, "The dossier stands on another version of the ladder than the one it was analysed by.")
	}
	if x.Rubric == nil || l == nil {
		return reasons, nil
	}
	hash, err := l.RubricHash()
	if err != nil {
		return nil, err
	}
	if hash != *x.Rubric {
		reasons = append(reasons, "The rubric has changed: criteria, anchors or questions are not those it was analysed by.")
	}
	return reasons, nil
}
