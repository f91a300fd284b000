package decide

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/notify"
	"dossier/internal/panel"
	"dossier/internal/panel/review"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// DecidePromotion is the chair's decision, on the reviews as they stand, and
// returns its id. Problems: WrongState, Invalid, NoQuorum, PanelRule.
func (a *Acts) DecidePromotion(ctx context.Context, v *people.Viewer, in DecidePromotionInput, now time.Time) (made uuid.UUID, err error) {
	err = a.inTx(ctx, "decide on a dossier", func(tx pgx.Tx) error {
		d, p, _, err := panel.LockSeat(ctx, tx, v, in.Dossier, access.Chair)
		if err != nil {
			return err
		}
		if err := p.Judging(d, v, "decide on it"); err != nil {
			return err
		}
		_, level, err := a.level(ctx, tx, d)
		if err != nil {
			return err
		}
		components, err := verdicts(level, in)
		if err != nil {
			return err
		}
		votes, err := judged(ctx, tx, v, d, p, level)
		if err != nil {
			return err
		}
		if reasons := readingOf(level).bars(in.Outcome, components, votes); reasons != nil {
			return &PanelRule{Reasons: reasons}
		}
		made = a.NewID()
		if _, err := tx.Exec(ctx, `insert into decision (id, panel_id, dossier_id, submission_id, revision_id, outcome, rationale, components, votes, decided_by, decided_at, pre_scores)
			select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, coalesce(jsonb_object_agg(f.criterion, f.score) filter (where f.score is not null), '{}')
			from finding f where f.analysis_id = (select id from analysis where submission_id = $4 and status = 'SUCCEEDED' order by seq desc limit 1)`,
			made, p.UUID, d.UUID, d.SubmissionID, d.RevisionID, in.Outcome, in.Rationale, components, votes, v.Person, now); err != nil {
			return err
		}
		if err := insertGaps(ctx, tx, made, 0, in.Gaps, now); err != nil {
			return err
		}
		if p.AppealID == nil {
			if _, err := tx.Exec(ctx, `update dossier set status = 'DECIDED' where id = $1`, d.UUID); err != nil {
				return err
			}
		}
		told := notify.Note{Key: "decided/" + made.String(), Kind: notify.Decided, Dossier: d.UUID, Object: id.Of(id.Decision, made)}
		if err := notify.AddForStewards(ctx, tx, a.NewID, now, told); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "decidePromotion", id.Of(id.Decision, made), d.CandidateID,
			"dossier", d.ID().String(), "panel", p.ID().String(), "outcome", string(in.Outcome)))
	})
	return made, err
}

// judged are the votes of a panel, if it may decide on them: nothing is open
// to the candidate, the chair has judged where the chair counts, and there are
// enough.
func judged(ctx context.Context, tx pgx.Tx, v *people.Viewer, d *dossier.Dossier, p *panel.Panel, level *ladder.Level) ([]Vote, error) {
	open, err := postgres.Rows[struct{ Component string }](ctx, tx, "look for unlocked components",
		`select component from component_unlock where dossier_id = @dossier and closed_at is null order by component`, pgx.NamedArgs{"dossier": d.UUID})
	if err != nil {
		return nil, err
	}
	if len(open) > 0 {
		var keys []string
		for _, o := range open {
			keys = append(keys, o.Component)
		}
		return nil, because("the candidate may still write in %s: close it first, or wait for the new submission", strings.Join(keys, ", "))
	}
	type scored struct {
		Vote
		Role panel.Role `db:"role"`
	}
	found, err := postgres.Rows[scored](ctx, tx, "count the votes", `select s.id as seat, s.role, w.id as review, w.number, z.body ->> 'recommendation' as recommendation
		from seat s join review w on w.seat_id = s.id join review_version z on z.review_id = w.id and z.number = w.number
		where s.panel_id = @panel and s.status = 'SCORED' and `+panel.Counting()+` and w.status = 'SUBMITTED' and w.stale_at is null and w.submission_id = @submission
		order by s.id`, pgx.NamedArgs{"panel": p.UUID, "submission": d.SubmissionID, "viewer_now": v.Now})
	if err != nil {
		return nil, err
	}
	chairCounts, chaired := readingOf(level).chairCounts, false
	votes := []Vote{}
	for _, f := range found {
		if f.Role != panel.Chair || chairCounts {
			votes = append(votes, f.Vote)
		}
		chaired = chaired || f.Role == panel.Chair
	}
	switch {
	case len(votes) < p.Quorum:
		return nil, &NoQuorum{Quorum: p.Quorum, Scored: len(votes)}
	case chairCounts && !chaired:
		return nil, because("the chair decides once their own review is submitted")
	}
	return votes, nil
}

// AddGaps says what is missing, and what would close it, of a decision that is
// not released, and returns the decision's id. It is the chair's; while a
// conflict keeps the chair from it, it is any other seat's that has scored.
// Problems: WrongState, Invalid, PanelRule.
func (a *Acts) AddGaps(ctx context.Context, v *people.Viewer, in AddDecisionGapsInput, now time.Time) (decision uuid.UUID, err error) {
	err = a.inTx(ctx, "add gaps to a decision", func(tx pgx.Tx) error {
		d, p, seat, err := panel.LockSeat(ctx, tx, v, in.Dossier, access.Judge)
		if err != nil {
			return err
		}
		var chaired bool
		if err := tx.QueryRow(ctx, `select exists (select from seat s where s.panel_id = @panel and s.role = 'CHAIR' and `+panel.Counting()+`)`,
			pgx.NamedArgs{"panel": p.UUID, "viewer_now": v.Now}).Scan(&chaired); err != nil {
			return err
		}
		if seat.Role != panel.Chair && (chaired || seat.Status != panel.Scored) {
			return fault.ErrNotFound
		}
		of, err := pendingOf(ctx, tx, v, d, p)
		if err != nil {
			return err
		}
		decision = of.UUID
		_, level, err := a.level(ctx, tx, d)
		if err != nil {
			return err
		}
		var l problem.List
		if len(in.Gaps) == 0 {
			l.Add("gaps", "is empty; say what is missing and what would close it")
		}
		checkGaps(&l, level, in.Gaps, of.Gaps)
		if err := l.Err(); err != nil {
			return err
		}
		if err := insertGaps(ctx, tx, decision, of.Gaps, in.Gaps, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "addDecisionGaps", of.ID(), d.CandidateID, "dossier", d.ID().String()))
	})
	return decision, err
}

// pendingOf is a panel's decision that is not released and can have gaps.
func pendingOf(ctx context.Context, tx pgx.Tx, v *people.Viewer, d *dossier.Dossier, p *panel.Panel) (*taken, error) {
	all, err := decisionsOf(ctx, tx, d)
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		if (t.Appeal == nil) != (p.AppealID == nil) || t.ReleasedAt != nil {
			continue
		}
		if t.Outcome == review.Promote {
			return nil, because("the decision is to promote, and a promotion has no gaps")
		}
		return t, nil
	}
	return nil, &dossier.WrongState{Status: d.Shown(v), Why: "the panel has no decision that waits for its release, so no gaps can be added"}
}

// insertGaps numbers gaps after those there are.
func insertGaps(ctx context.Context, tx pgx.Tx, decision uuid.UUID, there int, gaps []DecisionGapInput, now time.Time) error {
	for i, g := range gaps {
		if _, err := tx.Exec(ctx, `insert into decision_gap (decision_id, number, criterion, text, closed_by, added_at) values ($1, $2, $3, $4, $5, $6)`,
			decision, there+i+1, g.Criterion, g.Text, g.ClosedBy, now); err != nil {
			return err
		}
	}
	return nil
}
