// Package calibrate compares what the analysis advised with what panels
// scored, and what the members of a panel scored with each other, over the
// decisions that were released and stand. It owns no table.
//
// Few people reach a level, so figures about fewer dossiers than the ladder's
// smallest group are not shown, nor what a subtraction would tell of as few. A
// figure that is asked for before and after one more decision still tells what
// that one changed: this is for stewards alone, who have read it.
package calibrate

import (
	"context"
	"time"

	"github.com/google/uuid"

	"dossier/internal/access"
	"dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/panel/review"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Calibration is how scores agree on one level of a ladder.
type Calibration struct {
	// Dossiers is how many were decided, nil where they are too few to show.
	Dossiers   *int
	Suppressed bool
	Criteria   []*Criterion
}

// Criterion is how scores of one criterion agree. What is nil is about too few
// dossiers. All but BetweenReviewers is over the decisions that have both an
// advisory score and one of a member.
type Criterion struct {
	Criterion *ladder.Criterion
	// Agreement is between the advisory score and each member's.
	Agreement *Agreement
	// MeanPanelScore is of the means of each panel.
	MeanPreScore, MeanPanelScore *float64
	// BetweenReviewers is between the members of each panel, pair by pair.
	BetweenReviewers *Agreement
	// Drift holds the quarters in which something was decided, in order; it is
	// empty where the whole is about too few.
	Drift []Period
}

// Agreement is how often two scores are the same.
type Agreement struct {
	// Exact is the share of pairs that are equal, Adjacent of those no more
	// than one apart.
	Exact, Adjacent float64
	// QuadraticKappa is 1 for scores that are always the same and 0 for those
	// that agree by chance alone; nil where all scores are one and the same.
	QuadraticKappa *float64
	Pairs          int
}

// Period is a calendar quarter by UTC; To is the first day after it.
type Period struct {
	From, To day.Day
	// Dossiers is nil, as are the means, where they are too few to show, or
	// would tell of another quarter's that are.
	Dossiers                     *int
	MeanPreScore, MeanPanelScore *float64
}

// Case is a decision that is released and stands.
type Case struct {
	Dossier   uuid.UUID `db:"dossier_id"`
	DecidedAt time.Time `db:"decided_at"`
	// Pre are the advisory scores by criterion, as they stood.
	Pre map[string]int `db:"pre_scores"`
	// Reviews are the scores of each review that was a vote, as it stood.
	Reviews [][]review.Score `db:"reviews"`
}

// Store reads decisions through a viewer's eyes.
type Store struct {
	DB postgres.DB
}

// Of compares the scores of the dossiers that lead from a level of a ladder
// and that the viewer may see, but their own: a steward who is promoted would
// read from the figures before and after it what their panel scored. It is nil
// if the ladder has no such level, or says nothing of what a panel looks for
// there.
func (s *Store) Of(ctx context.Context, v *people.Viewer, version *ladder.Version, code string) (*Calibration, error) {
	level := version.Level(code)
	if level == nil || len(level.PanelCriteria) == 0 {
		return nil, nil
	}
	where, args := access.Rows(v, access.SeeDossier)
	if v == nil {
		args["viewer"] = uuid.Nil
	}
	args["ladder"], args["level"] = version.LadderID, code
	cases, err := postgres.Rows[Case](ctx, s.DB, "compare scores", `select x.dossier_id, x.decided_at, x.pre_scores, coalesce((
			select jsonb_agg(z.body -> 'scores') from jsonb_to_recordset(x.votes) as c (review uuid, number int)
			join review_version z on z.review_id = c.review and z.number = c.number), '[]') as reviews
		from decision x join dossier d on d.id = x.dossier_id join ladder_version lv on lv.id = d.ladder_version_id
		where lv.ladder_id = @ladder and d.from_level = @level and x.released_at is not null and x.reversed_at is null
			and d.candidate_id <> @viewer and `+where, args)
	if err != nil {
		return nil, err
	}
	return Compare(level, cases), nil
}
