package review

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Store reads reviews through a viewer's eyes: every statement carries the
// conditions that package access gives for the viewer.
type Store struct {
	DB postgres.DB
}

const act = "read reviews"

// reviews selects the reviews that the viewer may know of; what they say where
// the viewer may read it.
func reviews(v *people.Viewer, where string) (string, pgx.NamedArgs) {
	see, args := access.Rows(v, access.SeeReview)
	read, _ := access.Rows(v, access.ReadReview)
	return `select w.id, w.panel_id, w.dossier_id, w.seat_id, w.person_id, w.revision_id, d.ladder_version_id, d.from_level,
			w.status, w.stale_at is not null as stale, case when ` + read + ` then w.body end as body, w.number,
			s.status = 'SCORED' and s.ended_at is null and not ` + access.Conflicted(`s.person_id`, `s.dossier_id`) + ` as counts,
			w.created_at, w.saved_at, w.submitted_at
		from review w join dossier d on d.id = w.dossier_id join seat s on s.id = w.seat_id
		where ` + where + ` and ` + see, args
}

// ByIDs finds the reviews that the viewer may know of.
func (s *Store) ByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Review, error) {
	sql, args := reviews(v, `w.id = any(@ids)`)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, act, func(r *Review) uuid.UUID { return r.UUID }, sql, args)
}

// OfPanels lists the reviews of panels, oldest first. Every panel asked for
// has an entry.
func (s *Store) OfPanels(ctx context.Context, v *people.Viewer, panels []uuid.UUID) (map[uuid.UUID][]*Review, error) {
	sql, args := reviews(v, `w.panel_id = any(@ids)`)
	return postgres.ListsByKey(ctx, s.DB, act, panels, func(r *Review) uuid.UUID { return r.PanelID }, sql+` order by w.created_at, w.id`, args)
}

// Change is a version of a review after it was first submitted.
type Change struct {
	Review uuid.UUID `db:"review_id"`
	Number int       `db:"number"`
	Reason string    `db:"reason"`
	At     time.Time `db:"at"`
	Body   Body      `db:"body"`
}

// ChangesOf lists what was changed afterwards, oldest first, of the reviews
// that the viewer may read. Every review asked for has an entry.
func (s *Store) ChangesOf(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID][]*Change, error) {
	read, args := access.Rows(v, access.ReadReview)
	return postgres.ListsByKey(ctx, s.DB, act, ids, func(c *Change) uuid.UUID { return c.Review }, `
		select z.review_id, z.number, z.reason, z.at, z.body from review_version z join review w on w.id = z.review_id
		where z.review_id = any(@ids) and z.number > 1 and `+read+` order by z.number`, args)
}

// PreScore is the advisory score of a criterion.
type PreScore struct {
	Dossier   uuid.UUID `db:"dossier_id"`
	Analysis  uuid.UUID `db:"analysis_id"`
	Own       bool      `db:"own"` // whether the dossier is the viewer's
	Criterion string    `db:"criterion"`
	Score     *int      `db:"score"` // nil where not assessed
}

// PreScoresOf lists the advisory scores of the newest analysis of the
// submitted revision that is done, for dossiers whose advice the viewer may
// see. Every dossier asked for has an entry.
func (s *Store) PreScoresOf(ctx context.Context, v *people.Viewer, dossiers []uuid.UUID) (map[uuid.UUID][]*PreScore, error) {
	advice, args := access.Rows(v, access.SeeAdvice)
	return postgres.ListsByKey(ctx, s.DB, act, dossiers, func(p *PreScore) uuid.UUID { return p.Dossier }, `
		select d.id as dossier_id, a.id as analysis_id, d.candidate_id = @viewer as own, f.criterion, f.score from dossier d
		cross join lateral (select a.id from analysis a where a.submission_id = d.submission_id and a.status = 'SUCCEEDED' order by a.seq desc limit 1) a
		join finding f on f.analysis_id = a.id
		where d.id = any(@ids) and `+advice+` order by f.position`, args)
}
