package analysis

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Requests queues analyses. The row is the work order: it is written in the
// transaction of whatever asks for it.
type Requests struct {
	DB       *pgxpool.Pool
	Dossiers Dossiers
	Ladders  dossier.Ladders
	Facts    Known
	// Analyser is the one asked for: offline or llm.
	Analyser string
	// Forbidden says, by a ladder's slug, whether its texts may not be sent to
	// a model: their analyses are asked of the offline analyser. Nil if no
	// ladder's may not.
	Forbidden func(ladder string) bool
	NewID     func() uuid.UUID
	// Ring tells the worker that an analysis is due. It never fails.
	Ring func(ctx context.Context, analysis uuid.UUID)
	// Changed tells subscribers that a dossier's analysis changed.
	Changed func(ctx context.Context, dossier uuid.UUID)
}

// Dossiers locks and freezes dossiers, in the transaction.
type Dossiers interface {
	Lock(ctx context.Context, tx pgx.Tx, v *people.Viewer, d id.ID) (*dossier.Dossier, error)
	Freeze(ctx context.Context, tx pgx.Tx, d *dossier.Dossier, now time.Time) (*dossier.Revision, error)
}

// Known says what claims are compared with: the Facts of a person on a ladder
// as of the day of now, as JSON, read in the transaction.
type Known interface {
	Known(ctx context.Context, tx pgx.Tx, version *ladder.Version, person uuid.UUID, now time.Time) ([]byte, error)
}

// RequestInput is the input of Request.
type RequestInput struct {
	Dossier id.ID
	Key     *string
}

// Request asks for an analysis and returns its id: of a draft as it stands,
// or of a submitted dossier again. The same text, ladder version, rubric,
// analyser and facts give the analysis that there is; changed text cancels the one
// that is queued or running. Problems: Invalid, WrongState.
func (r *Requests) Request(ctx context.Context, v *people.Viewer, in RequestInput, now time.Time) (made uuid.UUID, err error) {
	if err := dossier.CheckKey(in.Key); err != nil {
		return uuid.Nil, err
	}
	once := postgres.Once{Person: v.Person, Mutation: "requestAnalysis", Key: in.Key, Request: in}
	var d *dossier.Dossier
	err = postgres.InTx(ctx, r.DB, func(tx pgx.Tx) error {
		if d, err = r.Dossiers.Lock(ctx, tx, v, in.Dossier); err != nil {
			return err
		}
		var trail []audit.Entry
		var found bool
		if made, found, err = once.First(ctx, tx, now); err != nil || found {
			return err
		}
		c := access.Case{Candidate: d.CandidateID, Status: string(d.Status)}
		switch {
		case access.May(v, access.AnalyseDraft, c):
			made, trail, err = r.draft(ctx, tx, v, d, now)
		case access.May(v, access.AnalyseSubmitted, c):
			made, trail, err = r.again(ctx, tx, v, d, now)
		case v.Person == d.CandidateID:
			err = &dossier.WrongState{Status: d.Shown(v), Act: "ask for an analysis", Needs: string(dossier.Draft)}
		default:
			err = &dossier.WrongState{Status: d.Shown(v), Act: "ask for an analysis again", Needs: "SUBMITTED or IN_REVIEW"}
		}
		if err != nil {
			return err
		}
		if err := once.Remember(ctx, tx, made, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, trail...)
	})
	if err != nil {
		return uuid.Nil, postgres.Fault(err, "request an analysis")
	}
	r.Ring(ctx, made)
	r.Changed(ctx, d.UUID)
	return made, nil
}

// draft freezes the draft as it stands and queues its analysis.
func (r *Requests) draft(ctx context.Context, tx pgx.Tx, v *people.Viewer, d *dossier.Dossier, now time.Time) (uuid.UUID, []audit.Entry, error) {
	rev, err := r.Dossiers.Freeze(ctx, tx, d, now)
	if err != nil {
		return uuid.Nil, nil, err
	}
	version, err := r.Ladders.ByIDIn(ctx, tx, d.LadderVersion)
	if err != nil {
		return uuid.Nil, nil, err
	}
	facts, err := r.Facts.Known(ctx, tx, version, d.CandidateID, now)
	if err != nil {
		return uuid.Nil, nil, err
	}
	var newest uuid.UUID
	var same bool
	var rubric *string
	if l := version.Level(d.FromLevel); l != nil {
		hash, err := l.RubricHash()
		if err != nil {
			return uuid.Nil, nil, err
		}
		rubric = &hash
	}
	analyser := r.analyser(version)
	err = tx.QueryRow(ctx, `select id, revision_id = $2 and ladder_version_id = $3 and split_part(analyser, '@', 1) in ($4, 'mixed')
			and facts - 'asOf' = $5::jsonb - 'asOf' and status in ('QUEUED', 'RUNNING', 'SUCCEEDED') and not degraded
			and coalesce(nullif(provenance ->> 'rubricHash', ''), $6) is not distinct from $6
		from analysis where dossier_id = $1 and status <> 'CANCELLED' order by seq desc limit 1`,
		d.UUID, rev.UUID, d.LadderVersion, analyser, facts, rubric).Scan(&newest, &same)
	if same || err != nil && err != pgx.ErrNoRows {
		return newest, nil, err
	}
	if err := r.Cancel(ctx, tx, d.UUID, now); err != nil {
		return uuid.Nil, nil, err
	}
	return r.order(ctx, tx, dossier.Submission{Dossier: d, Revision: rev, Facts: facts, By: v.Person}, now)
}

// again queues an analysis of a submitted dossier whose last one failed or is
// degraded, on the facts that were frozen with the submission.
func (r *Requests) again(ctx context.Context, tx pgx.Tx, v *people.Viewer, d *dossier.Dossier, now time.Time) (uuid.UUID, []audit.Entry, error) {
	var status Status
	var degraded bool
	var facts []byte
	err := tx.QueryRow(ctx, `select status, degraded, facts from analysis
		where dossier_id = $1 and submission_id = $2 and status <> 'CANCELLED' order by seq desc limit 1`,
		d.UUID, d.SubmissionID).Scan(&status, &degraded, &facts)
	if err != nil {
		return uuid.Nil, nil, postgres.Fault(err, "find the last analysis")
	}
	if status != FailedRun && !degraded {
		return uuid.Nil, nil, &dossier.WrongState{Status: d.Shown(v), Act: "ask again", Needs: "SUBMITTED or IN_REVIEW with a last analysis that failed or is degraded"}
	}
	return r.order(ctx, tx, dossier.Submission{ID: d.SubmissionID, Dossier: d, Revision: &dossier.Revision{UUID: *d.RevisionID}, Facts: facts, By: v.Person}, now)
}

// analyser is the one to ask for a dossier of a ladder version.
func (r *Requests) analyser(v *ladder.Version) string {
	if r.Forbidden != nil && r.Forbidden(v.Slug) {
		return "offline"
	}
	return r.Analyser
}

// order queues an analysis and says what the trail is to hold of it.
func (r *Requests) order(ctx context.Context, tx pgx.Tx, s dossier.Submission, now time.Time) (uuid.UUID, []audit.Entry, error) {
	made, analyser, err := r.queue(ctx, tx, s, now)
	return made, []audit.Entry{audit.By(s.By, "requestAnalysis", id.Of(id.Analysis, made), s.Dossier.CandidateID,
		"analyser", analyser, "revision", id.Of(id.Revision, s.Revision.UUID).String())}, err
}

// Cancel ends what is queued or running for a dossier. Its worker notices at
// its next heartbeat and writes nothing.
func (r *Requests) Cancel(ctx context.Context, tx pgx.Tx, d uuid.UUID, now time.Time) error {
	_, err := tx.Exec(ctx, `update analysis set status = 'CANCELLED', finished_at = $2, lease_until = null, owner = null
		where dossier_id = $1 and status in ('QUEUED', 'RUNNING')`, d, now)
	return postgres.Fault(err, "cancel an analysis")
}

// Queue adds an analysis and returns its id. Submissions go before drafts.
func (r *Requests) Queue(ctx context.Context, tx pgx.Tx, s dossier.Submission, now time.Time) (uuid.UUID, error) {
	made, _, err := r.queue(ctx, tx, s, now)
	return made, err
}

// queue adds an analysis and says which analyser it asks for.
func (r *Requests) queue(ctx context.Context, tx pgx.Tx, s dossier.Submission, now time.Time) (made uuid.UUID, analyser string, err error) {
	version, err := r.Ladders.ByIDIn(ctx, tx, s.Dossier.LadderVersion)
	if err != nil {
		return uuid.Nil, "", err
	}
	made, analyser = r.NewID(), r.analyser(version)
	priority := 0
	if s.ID != nil {
		priority = 1
	}
	_, err = tx.Exec(ctx, `insert into analysis (id, dossier_id, revision_id, submission_id, ladder_version_id, analyser, facts, requested_by, priority, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		made, s.Dossier.UUID, s.Revision.UUID, s.ID, s.Dossier.LadderVersion, analyser, s.Facts, s.By, priority, now)
	return made, analyser, postgres.Fault(err, "queue an analysis")
}
