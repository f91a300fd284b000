package dossier

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/access"
	"dossier/internal/extract"
	"dossier/internal/fault"
	"dossier/internal/files"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/standing"
)

// Acts is what can be done to dossiers. Each act is one transaction.
type Acts struct {
	DB       *pgxpool.Pool
	Ladders  Ladders
	Levels   Levels
	Facts    Facts
	Analyses Analyses
	Panels   Panels
	// Reader reads uploaded files, and Files keeps them.
	Reader *extract.Sandbox
	Files  *files.Store
	NewID  func() uuid.UUID
	// Ring tells the worker that an analysis is due, Changed tells subscribers
	// that a dossier's analysis changed. Neither fails: what was not told is
	// found.
	Ring, Changed func(ctx context.Context, id uuid.UUID)
}

// Ladders finds ladder versions. An act asks in its own transaction: one that
// waited for a second connection could wait for others that do the same.
type Ladders interface {
	ByIDIn(ctx context.Context, db postgres.DB, version uuid.UUID) (*ladder.Version, error)
	CurrentIn(ctx context.Context, db postgres.DB, slug *string) (*ladder.Version, error)
}

// Levels finds the level code that a person holds, in the transaction.
type Levels interface {
	Held(ctx context.Context, tx pgx.Tx, person, ladder uuid.UUID, now time.Time) (string, error)
}

// Analyses keeps analyses in step with the dossier, in its transaction.
type Analyses interface {
	// Cancel ends what is queued or running.
	Cancel(ctx context.Context, tx pgx.Tx, dossier uuid.UUID, now time.Time) error
	// Queue adds the analysis of a submission and returns its id.
	Queue(ctx context.Context, tx pgx.Tx, s Submission, now time.Time) (uuid.UUID, error)
}

// Panels keeps the panel in step with a dossier in review, in the transaction.
type Panels interface {
	// Unlocked lists the components that the candidate may write in again.
	Unlocked(ctx context.Context, tx pgx.Tx, dossier uuid.UUID) ([]string, error)
	// Resubmitted closes them and has the panel look again.
	Resubmitted(ctx context.Context, tx pgx.Tx, d *Dossier, now time.Time) error
}

// Facts gathers what is known of a person on a ladder, in the transaction.
type Facts interface {
	In(ctx context.Context, tx pgx.Tx, version *ladder.Version, person uuid.UUID, now time.Time) (*standing.Facts, error)
	// Compared is what the claims of the person's text are compared with, as
	// JSON.
	Compared(ctx context.Context, tx pgx.Tx, f *standing.Facts, now time.Time) ([]byte, error)
}

// Submission is a revision handed in, with the facts frozen beside it, or a
// draft's that is to be analysed.
type Submission struct {
	// ID is nil for an analysis of a draft.
	ID       *uuid.UUID
	Dossier  *Dossier
	Revision *Revision
	Facts    []byte
	By       uuid.UUID
}

// CheckKey refuses an idempotency key of the wrong length.
func CheckKey(key *string) error {
	if key != nil {
		if n := utf8.RuneCountInString(*key); n < 1 || n > 64 {
			return invalid("key", "has %d characters; 1 to 64 are allowed", n)
		}
		if strings.ContainsFunc(*key, unicode.IsControl) {
			return invalid("key", "holds a control character; take it out")
		}
	}
	return nil
}

// inTx runs an act; database errors come back as faults.
func (a *Acts) inTx(ctx context.Context, act string, fn func(pgx.Tx) error) error {
	return postgres.Fault(postgres.InTx(ctx, a.DB, fn), act)
}

// Lock finds a dossier that the viewer may see and keeps others from changing
// it until the transaction ends. Its status is the true one. The lock is one
// that rows which refer to the dossier do not wait for: a worker that saves an
// analysis holds what the act may be about to cancel.
func (a *Acts) Lock(ctx context.Context, tx pgx.Tx, v *people.Viewer, dossier id.ID) (*Dossier, error) {
	return lock(ctx, tx, v, dossier)
}

func lock(ctx context.Context, tx pgx.Tx, v *people.Viewer, dossier id.ID) (*Dossier, error) {
	return find(ctx, tx, v, dossier, access.SeeDossier, ` for no key update of d`)
}

// LockFor finds a dossier to which the viewer may do the act and keeps others
// from changing it until the transaction ends. Its status is the true one.
func LockFor(ctx context.Context, tx pgx.Tx, v *people.Viewer, dossier id.ID, act access.Act) (*Dossier, error) {
	if _, err := find(ctx, tx, v, dossier, act, ` for no key update of d`); err != nil {
		return nil, err
	}
	// Who waited for the lock has to look again at seats and conflicts.
	return find(ctx, tx, v, dossier, act, ``)
}

func find(ctx context.Context, tx pgx.Tx, v *people.Viewer, dossier id.ID, act access.Act, locked string) (*Dossier, error) {
	key, ok := dossier.Row(id.Dossier)
	if !ok {
		return nil, fault.ErrNotFound
	}
	where, args := access.Rows(v, act)
	args["id"] = key
	return one(ctx, tx, where+locked, args)
}

// Hold finds a dossier by the row's key and keeps others from changing it
// until the transaction ends. Whether the viewer may was asked of the thing
// that belongs to it.
func Hold(ctx context.Context, tx pgx.Tx, key uuid.UUID) (*Dossier, error) {
	return one(ctx, tx, `true for no key update of d`, pgx.NamedArgs{"id": key})
}

func one(ctx context.Context, tx pgx.Tx, where string, args pgx.NamedArgs) (*Dossier, error) {
	found, err := postgres.Rows[Dossier](ctx, tx, "find the dossier", `select d.id, d.candidate_id, d.ladder_version_id, d.from_level, d.to_level, d.status,
			d.revision_id, d.submission_id, d.created_at, d.submitted_at, d.withdrawn_at
		from dossier d where d.id = @id and `+where, args)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.ErrNotFound
	}
	return found[0], nil
}

// Shown is the status that the viewer may know.
func (d *Dossier) Shown(v *people.Viewer) Status {
	if d.Status == Decided && v != nil && v.Person == d.CandidateID {
		return InReview
	}
	return d.Status
}

// lockOwn finds the viewer's own dossier; somebody else's is refused as absent.
func lockOwn(ctx context.Context, tx pgx.Tx, v *people.Viewer, dossier id.ID) (*Dossier, error) {
	d, err := lock(ctx, tx, v, dossier)
	if err == nil && !access.May(v, access.Write, access.Case{Candidate: d.CandidateID, Status: string(d.Status)}) {
		return nil, fault.ErrNotFound
	}
	return d, err
}

// lockDraft finds the viewer's own draft.
func lockDraft(ctx context.Context, tx pgx.Tx, v *people.Viewer, dossier id.ID, act string) (*Dossier, error) {
	d, err := lockOwn(ctx, tx, v, dossier)
	if err == nil && d.Status != Draft {
		return nil, &WrongState{Status: d.Shown(v), Act: act, Needs: string(Draft)}
	}
	return d, err
}

// level is the level that the dossier leads from, in its ladder version.
func (a *Acts) level(ctx context.Context, tx pgx.Tx, d *Dossier) (*ladder.Version, *ladder.Level, error) {
	v, err := a.Ladders.ByIDIn(ctx, tx, d.LadderVersion)
	if err != nil {
		return nil, nil, err
	}
	return v, v.Level(d.FromLevel), nil
}
