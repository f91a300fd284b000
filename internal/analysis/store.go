package analysis

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Store reads analyses and what they found through a viewer's eyes: every
// statement carries the conditions that package access gives for the viewer.
type Store struct {
	DB postgres.DB
}

// visible is the condition for analysis a of dossier d: who may see drafts
// sees all, others those of a submission.
func visible(v *people.Viewer) (string, pgx.NamedArgs) {
	see, args := access.Rows(v, access.SeeDossier)
	draft, _ := access.Rows(v, access.SeeDraft)
	return `(` + see + ` and (` + draft + ` or a.submission_id is not null))`, args
}

const columns = `a.id, a.seq, a.dossier_id, a.revision_id, a.ladder_version_id, d.from_level, a.status,
	a.analyser, a.stage, a.done, a.total, a.degraded, a.reasons,
	case when a.status = 'FAILED' then a.error end as error,
	a.provenance, a.usage, a.created_at, a.started_at, a.finished_at`

// ByIDs finds the analyses that the viewer may see.
func (s *Store) ByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Analysis, error) {
	where, args := visible(v)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, act, func(a *Analysis) uuid.UUID { return a.UUID },
		`select `+columns+` from analysis a join dossier d on d.id = a.dossier_id where a.id = any(@ids) and `+where, args)
}

// Newest finds the analysis to show of each dossier: the newest that was not
// cancelled, of any revision while the dossier is a draft, else of the
// submitted one.
func (s *Store) Newest(ctx context.Context, v *people.Viewer, dossiers []uuid.UUID) (map[uuid.UUID]*Analysis, error) {
	where, args := visible(v)
	args["ids"] = dossiers
	return postgres.ByKey(ctx, s.DB, act, func(a *Analysis) uuid.UUID { return a.DossierID }, `
		select `+columns+` from dossier d cross join lateral (
			select * from analysis a where a.dossier_id = d.id and a.status <> 'CANCELLED' and `+where+`
				and (d.submission_id is null or a.submission_id = d.submission_id)
			order by a.seq desc limit 1) a
		where d.id = any(@ids)`, args)
}

// part selects from a table of an analysis's parts, which the statement calls
// x, where the analysis may be seen.
func part(v *people.Viewer, cols, table, where string) (string, pgx.NamedArgs) {
	see, args := visible(v)
	return `select ` + cols + ` from ` + table + `
		join analysis a on a.id = x.analysis_id join dossier d on d.id = a.dossier_id
		where ` + where + ` and ` + see + ` order by x.position, x.id`, args
}

// act is what the statements of this store do, for a fault.
const act = "read an analysis"

const passage = `x.document_id, x.version, x.start_byte, x.end_byte, x.start_utf16, x.end_utf16`

func findings(v *people.Viewer, where string) (string, pgx.NamedArgs) {
	advice, _ := access.Rows(v, access.SeeAdvice)
	return part(v, `x.id, x.analysis_id, a.ladder_version_id, d.from_level, x.criterion, x.assessed, d.candidate_id = @viewer as own,
		case when `+advice+` then x.score end as score,
		case when `+advice+` then x.confidence end as confidence,
		case when `+advice+` then x.rationale end as rationale`, `finding x`, where)
}

// FindingsOf lists the findings of analyses, in the order of the criteria.
func (s *Store) FindingsOf(ctx context.Context, v *people.Viewer, analyses []uuid.UUID) (map[uuid.UUID][]*StoredFinding, error) {
	sql, args := findings(v, `x.analysis_id = any(@ids)`)
	return postgres.ListsByKey(ctx, s.DB, act, analyses, func(f *StoredFinding) uuid.UUID { return f.AnalysisID }, sql, args)
}

// FindingsByIDs finds findings.
func (s *Store) FindingsByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*StoredFinding, error) {
	sql, args := findings(v, `x.id = any(@ids)`)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, act, func(f *StoredFinding) uuid.UUID { return f.UUID }, sql, args)
}

func evidence(v *people.Viewer, where string) (string, pgx.NamedArgs) {
	return part(v, `x.id, x.finding_id, `+passage+`, x.quote, x.polarity, x.strength, x.why`,
		`(select e.*, f.analysis_id from evidence e join finding f on f.id = e.finding_id) x`, where)
}

// EvidenceOf lists the evidence of findings.
func (s *Store) EvidenceOf(ctx context.Context, v *people.Viewer, findings []uuid.UUID) (map[uuid.UUID][]*StoredEvidence, error) {
	sql, args := evidence(v, `x.finding_id = any(@ids)`)
	return postgres.ListsByKey(ctx, s.DB, act, findings, func(e *StoredEvidence) uuid.UUID { return e.FindingID }, sql, args)
}

// EvidenceByIDs finds evidence.
func (s *Store) EvidenceByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*StoredEvidence, error) {
	sql, args := evidence(v, `x.id = any(@ids)`)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, act, func(e *StoredEvidence) uuid.UUID { return e.UUID }, sql, args)
}

func gaps(v *people.Viewer, where string) (string, pgx.NamedArgs) {
	advice, _ := access.Rows(v, access.SeeAdvice)
	return part(v, `x.id, x.finding_id, x.analysis_id, a.ladder_version_id, d.from_level, x.criterion, x.severity, x.reason, d.candidate_id = @viewer as own,
		x.description, x.suggestion, case when x.document_id is not null then to_jsonb(x) end as near`,
		`(select g.*, f.analysis_id, f.criterion from gap g join finding f on f.id = g.finding_id) x`,
		where+` and `+advice)
}

// GapsOf lists the gaps of findings, most gain first. It is empty where
// advice is not for the viewer.
func (s *Store) GapsOf(ctx context.Context, v *people.Viewer, findings []uuid.UUID) (map[uuid.UUID][]*StoredGap, error) {
	sql, args := gaps(v, `x.finding_id = any(@ids)`)
	return postgres.ListsByKey(ctx, s.DB, act, findings, func(g *StoredGap) uuid.UUID { return g.FindingID }, sql, args)
}

// GapsByIDs finds gaps.
func (s *Store) GapsByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*StoredGap, error) {
	sql, args := gaps(v, `x.id = any(@ids)`)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, act, func(g *StoredGap) uuid.UUID { return g.UUID }, sql, args)
}

func claims(v *people.Viewer, where string) (string, pgx.NamedArgs) {
	return part(v, `x.id, x.analysis_id, a.ladder_version_id, d.from_level, `+passage+`, x.quote, x.metric, x.claimed,
		x.recorded, x.verdict, x.explanation`, `claim x`, where)
}

// ClaimsOf lists the claims of analyses, in the order of the text.
func (s *Store) ClaimsOf(ctx context.Context, v *people.Viewer, analyses []uuid.UUID) (map[uuid.UUID][]*StoredClaim, error) {
	sql, args := claims(v, `x.analysis_id = any(@ids)`)
	return postgres.ListsByKey(ctx, s.DB, act, analyses, func(c *StoredClaim) uuid.UUID { return c.AnalysisID }, sql, args)
}

// ClaimsByIDs finds claims.
func (s *Store) ClaimsByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*StoredClaim, error) {
	sql, args := claims(v, `x.id = any(@ids)`)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, act, func(c *StoredClaim) uuid.UUID { return c.UUID }, sql, args)
}

func anomalies(v *people.Viewer, where string) (string, pgx.NamedArgs) {
	return part(v, `x.id, x.analysis_id, `+passage+`, x.kind, x.description`, `anomaly x`, where)
}

// AnomaliesOf lists the anomalies of analyses, in the order of the text.
func (s *Store) AnomaliesOf(ctx context.Context, v *people.Viewer, analyses []uuid.UUID) (map[uuid.UUID][]*StoredAnomaly, error) {
	sql, args := anomalies(v, `x.analysis_id = any(@ids)`)
	return postgres.ListsByKey(ctx, s.DB, act, analyses, func(a *StoredAnomaly) uuid.UUID { return a.AnalysisID }, sql, args)
}

// AnomaliesByIDs finds anomalies.
func (s *Store) AnomaliesByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*StoredAnomaly, error) {
	sql, args := anomalies(v, `x.id = any(@ids)`)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, act, func(a *StoredAnomaly) uuid.UUID { return a.UUID }, sql, args)
}
