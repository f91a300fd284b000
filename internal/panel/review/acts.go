package review

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/panel"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// Acts is what a panel's members do with their reviews. Each act is one
// transaction that holds the dossier.
type Acts struct {
	DB      *pgxpool.Pool
	Ladders panel.Ladders
	NewID   func() uuid.UUID
}

// SubmitReviewInput is the input of Submit.
type SubmitReviewInput struct {
	Dossier id.ID
}

// AmendReviewInput is the input of Amend.
type AmendReviewInput struct {
	Dossier        id.ID
	Scores         []ScoreInput
	Aspects        []AspectInput
	Recommendation Recommendation
	Reason         string
}

// desk is what a member has before them: the dossier, held, their seat and
// their review, nil until there is one that is not stale.
type desk struct {
	dossier *dossier.Dossier
	panel   *panel.Panel
	seat    *panel.Seat
	level   *ladder.Level
	review  *Review
}

// Save keeps a member's draft in place of the one before and returns its id.
// Problems: Invalid, WrongState.
func (a *Acts) Save(ctx context.Context, v *people.Viewer, in SaveReviewInput, now time.Time) (made uuid.UUID, err error) {
	err = a.at(ctx, v, in.Dossier, "save a review", func(tx pgx.Tx, k *desk) error {
		if k.review != nil && k.review.Status == Submitted {
			return &dossier.WrongState{Status: k.dossier.Shown(v), Why: "your review is handed in; change it with amendReview, and say why"}
		}
		body, err := in.body(k.level)
		if err != nil {
			return err
		}
		if err := a.cited(ctx, tx, k, body); err != nil {
			return err
		}
		if k.review == nil {
			made = a.NewID()
			_, err = tx.Exec(ctx, `insert into review (id, panel_id, dossier_id, seat_id, person_id, submission_id, revision_id, status, body, created_at, saved_at)
				values ($1, $2, $3, $4, $5, $6, $7, 'DRAFT', $8, $9, $9)`,
				made, k.panel.UUID, k.dossier.UUID, k.seat.UUID, v.Person, k.dossier.SubmissionID, k.dossier.RevisionID, body, now)
		} else {
			made = k.review.UUID
			_, err = tx.Exec(ctx, `update review set body = $2, saved_at = $3 where id = $1`, made, body, now)
		}
		if err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "saveReview", id.Of(id.Review, made), k.dossier.CandidateID))
	})
	return made, err
}

// Submit hands a member's draft in: it counts from then on, and is only added
// to. Problems: Invalid, WrongState.
func (a *Acts) Submit(ctx context.Context, v *people.Viewer, in SubmitReviewInput, now time.Time) (uuid.UUID, error) {
	var key uuid.UUID
	err := a.at(ctx, v, in.Dossier, "submit a review", func(tx pgx.Tx, k *desk) error {
		switch {
		case k.review == nil:
			return problem.One("dossier", "you have saved no review of what the dossier holds now; save one with saveReview first")
		case k.review.Status == Submitted:
			return &dossier.WrongState{Status: k.dossier.Shown(v), Why: "your review is handed in already; change it with amendReview, and say why"}
		}
		if err := k.review.Body.complete(k.level); err != nil {
			return err
		}
		key = k.review.UUID
		if _, err := tx.Exec(ctx, `update review set status = 'SUBMITTED', submitted_at = $2, number = 1 where id = $1`, key, now); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update seat set status = 'SCORED' where id = $1`, k.seat.UUID); err != nil {
			return err
		}
		return a.keep(ctx, tx, v, k, 1, k.review.Body, nil, "submitReview", now)
	})
	return key, err
}

// Amend changes a review that is handed in, until the decision; what it said
// before is kept. Problems: Invalid, WrongState.
func (a *Acts) Amend(ctx context.Context, v *people.Viewer, in AmendReviewInput, now time.Time) (uuid.UUID, error) {
	var key uuid.UUID
	var l problem.List
	if l.Text("reason", in.Reason, MaxNote); l.Err() != nil {
		return key, l.Err()
	}
	err := a.at(ctx, v, in.Dossier, "amend a review", func(tx pgx.Tx, k *desk) error {
		if k.review == nil || k.review.Status != Submitted {
			return &dossier.WrongState{Status: k.dossier.Shown(v), Why: "you have handed in no review of what the dossier holds now; save one with saveReview and hand it in"}
		}
		body, err := SaveReviewInput{Scores: in.Scores, Aspects: in.Aspects, Recommendation: &in.Recommendation}.body(k.level)
		if err == nil {
			err = body.complete(k.level)
		}
		if err == nil {
			err = a.cited(ctx, tx, k, body)
		}
		if err != nil {
			return err
		}
		key = k.review.UUID
		number := k.review.Number + 1
		if _, err := tx.Exec(ctx, `update review set body = $2, saved_at = $3, number = $4 where id = $1`, key, body, now, number); err != nil {
			return err
		}
		return a.keep(ctx, tx, v, k, number, body, &in.Reason, "amendReview", now)
	})
	return key, err
}

// keep adds a version that never changes, and the entry of the trail.
func (a *Acts) keep(ctx context.Context, tx pgx.Tx, v *people.Viewer, k *desk, number int, body *Body, reason *string, act string, now time.Time) error {
	if _, err := tx.Exec(ctx, `insert into review_version (review_id, number, body, reason, at) values ($1, $2, $3, $4, $5)`, k.review.UUID, number, body, reason, now); err != nil {
		return err
	}
	return audit.Append(ctx, tx, now, audit.By(v.Person, act, k.review.ID(), k.dossier.CandidateID, "number", strconv.Itoa(number), "recommendation", string(*body.Recommendation)))
}

// at runs an act of a member at their desk: with a seat that counts, on a
// dossier in review, or an appeal that is not decided, none of whose components
// is open to its candidate.
func (a *Acts) at(ctx context.Context, v *people.Viewer, of id.ID, act string, fn func(pgx.Tx, *desk) error) error {
	return postgres.Fault(postgres.InTx(ctx, a.DB, func(tx pgx.Tx) error {
		k := new(desk)
		var err error
		if k.dossier, k.panel, k.seat, err = panel.LockSeat(ctx, tx, v, of, access.Judge); err != nil {
			return err
		}
		if err := k.panel.Judging(k.dossier, v, act); err != nil {
			return err
		}
		var open bool
		if err := tx.QueryRow(ctx, `select exists (select from component_unlock where dossier_id = $1 and closed_at is null)`, k.dossier.UUID).Scan(&open); err != nil {
			return err
		}
		if open {
			return &dossier.WrongState{Status: k.dossier.Shown(v), Why: "a component is open to the candidate again; review the dossier once it is handed in anew, or the chair has closed it"}
		}
		version, err := a.Ladders.ByIDIn(ctx, tx, k.dossier.LadderVersion)
		if err != nil {
			return err
		}
		k.level = version.Level(k.dossier.FromLevel)
		var r Review
		var raw []byte
		err = tx.QueryRow(ctx, `select id, status, body, number from review where seat_id = $1 and stale_at is null`, k.seat.UUID).Scan(&r.UUID, &r.Status, &raw, &r.Number)
		if err == nil {
			k.review = &r
			err = json.Unmarshal(raw, &r.Body)
		}
		if err != nil && err != pgx.ErrNoRows {
			return err
		}
		return fn(tx, k)
	}), act)
}

// cited refuses evidence that no analysis of the revision under review found.
func (a *Acts) cited(ctx context.Context, tx pgx.Tx, k *desk, b *Body) error {
	var all []uuid.UUID
	for _, s := range b.Scores {
		all = append(all, s.Evidence...)
	}
	if len(all) == 0 {
		return nil
	}
	rows, err := tx.Query(ctx, `select e.id from evidence e join finding f on f.id = e.finding_id join analysis a on a.id = f.analysis_id
		where e.id = any($1) and a.dossier_id = $2 and a.revision_id = $3 and a.submission_id is not null`, all, k.dossier.UUID, k.dossier.RevisionID)
	if err != nil {
		return err
	}
	found, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	known := make(map[uuid.UUID]bool, len(found))
	for _, e := range found {
		known[e] = true
	}
	var l problem.List
	for i, s := range b.Scores {
		for j, e := range s.Evidence {
			if !known[e] {
				l.Add("scores["+strconv.Itoa(i)+"].evidence["+strconv.Itoa(j)+"]", "%s", notEvidence)
			}
		}
	}
	return l.Err()
}
