package nomination

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// Acts is what can be done to nominations. Each act is one transaction.
type Acts struct {
	DB      *pgxpool.Pool
	Ladders *ladder.Catalog
	NewID   func() uuid.UUID
}

// Answer is what a nominee says to a nomination.
type Answer string

// The answers.
const (
	Accept  Answer = "ACCEPT"
	Decline Answer = "DECLINE"
)

// AnswerNominationInput is the input of AnswerNomination.
type AnswerNominationInput struct {
	Nomination id.ID
	Answer     Answer
}

// WithdrawNominationInput is the input of Withdraw.
type WithdrawNominationInput struct {
	Nomination id.ID
}

// AnswerNomination is the nominee's consent or refusal, once and in time.
// Problems: NominationClosed, Invalid.
func (a *Acts) AnswerNomination(ctx context.Context, v *people.Viewer, in AnswerNominationInput, now time.Time) (uuid.UUID, error) {
	to, ok := map[Answer]Status{Accept: Accepted, Decline: Declined}[in.Answer]
	if !ok {
		return uuid.Nil, problem.One("answer", "%.20q is no answer; use ACCEPT or DECLINE", in.Answer)
	}
	return a.move(ctx, v, in.Nomination, step{
		name: "answerNomination", act: access.AnswerNomination, from: []Status{Offered}, to: to, at: "answered_at",
	}, now)
}

// Withdraw takes a nomination back, by its nominator, while it is offered or
// accepted. Problems: NominationClosed.
func (a *Acts) Withdraw(ctx context.Context, v *people.Viewer, in WithdrawNominationInput, now time.Time) (uuid.UUID, error) {
	return a.move(ctx, v, in.Nomination, step{
		name: "withdrawNomination", act: access.WithdrawNomination, from: []Status{Offered, Accepted}, to: Withdrawn, at: "withdrawn_at",
	}, now)
}

// step is a change of status: what it is called, what it takes and where it
// notes the time.
type step struct {
	name string
	act  access.Act
	from []Status
	to   Status
	at   string
}

func (a *Acts) move(ctx context.Context, v *people.Viewer, nomination id.ID, s step, now time.Time) (uuid.UUID, error) {
	key, ok := nomination.Row(id.Nomination)
	if !ok {
		return uuid.Nil, fault.ErrNotFound
	}
	return key, a.inTx(ctx, s.name, func(tx pgx.Tx) error {
		n, err := lock(ctx, tx, v, key, now)
		if err != nil {
			return err
		}
		related := map[access.Who][]uuid.UUID{access.TheNominee: {n.NomineeID}, access.TheNominator: {n.NominatorID}}
		switch {
		case !access.May(v, s.act, access.Case{Status: string(n.Status), Related: related}):
			return fault.ErrNotFound
		case !slices.Contains(s.from, n.Status):
			return &NominationClosed{Status: n.Status}
		}
		if _, err := tx.Exec(ctx, `update nomination set status = $2, `+s.at+` = $3 where id = $1`, key, s.to, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, s.name, nomination, n.NomineeID, "status", string(s.to)))
	})
}

// lock finds a nomination that the viewer may see, its status as of now, and
// keeps others from changing it until the transaction ends.
func lock(ctx context.Context, tx pgx.Tx, v *people.Viewer, key uuid.UUID, now time.Time) (*Nomination, error) {
	where, args := access.Rows(v, access.SeeNomination)
	args["id"], args["viewer_now"] = key, now
	found, err := postgres.Rows[Nomination](ctx, tx, "find the nomination",
		`select `+columns+` from nomination n where n.id = @id and `+where+` for no key update`, args)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.ErrNotFound
	}
	return found[0], nil
}

func (a *Acts) inTx(ctx context.Context, act string, fn func(pgx.Tx) error) error {
	return postgres.Fault(postgres.InTx(ctx, a.DB, fn), act)
}
