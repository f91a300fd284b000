package mentoring

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// maxRate is the highest monthly rate, in minor units.
const maxRate = 1_000_000_000_000

// RateInput records what a person is paid for a month, from a day on.
type RateInput struct {
	Person id.ID
	From   day.Day
	Amount Money
	Key    *string
}

// SetRate records a monthly rate and returns its id. Rates append: of those of
// one day the last recorded holds, and an amount of 0 says that nothing is
// paid from that day on. Months that were accrued stay as they are. Problems:
// Invalid.
func (a *Acts) SetRate(ctx context.Context, v *people.Viewer, in RateInput, now time.Time) (made uuid.UUID, err error) {
	if err := in.check(now); err != nil {
		return uuid.Nil, err
	}
	key, ok := in.Person.Row(id.Person)
	if !ok {
		return uuid.Nil, fault.ErrNotFound
	}
	once := postgres.Once{Person: v.Person, Mutation: "setMonthlyRate", Key: in.Key, Request: in}
	err = postgres.InTx(ctx, a.DB, func(tx pgx.Tx) error {
		where, args := access.Rows(v, access.KeepRates)
		args["id"] = key
		var person uuid.UUID
		if err := tx.QueryRow(ctx, `select p.id from person q join person p on p.id = coalesce(q.same_as, q.id) where q.id = @id and `+where+` for key share of q`, args).Scan(&person); err != nil {
			return postgres.Fault(err, "find the person")
		}
		var shares bool
		if err := tx.QueryRow(ctx, `select exists (select from referral_agreement where mentee_id = $1 and mentor_id = $2 and declined_at is null)`,
			person, v.Person).Scan(&shares); err != nil {
			return postgres.Fault(err, "look for a referral agreement")
		}
		if shares {
			return problem.One("person", "you have, had or were to have a referral cut of this person's rate, and nobody moves their own money: another house founder records it")
		}
		var found bool
		if made, found, err = once.First(ctx, tx, now); err != nil || found {
			return err
		}
		made = a.NewID()
		if _, err := tx.Exec(ctx, `insert into monthly_rate (id, person_id, from_day, amount, currency, recorded_by, recorded_at) values ($1, $2, $3, $4, $5, $6, $7)`,
			made, person, in.From.Time, in.Amount.Amount, in.Amount.Currency, v.Person, now); err != nil {
			return err
		}
		if err := once.Remember(ctx, tx, made, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "setMonthlyRate", id.Of(id.Person, person), person, "rate", made.String()))
	})
	return made, postgres.Fault(err, "record a monthly rate")
}

func (in RateInput) check(now time.Time) error {
	var l problem.List
	l.Key(in.Key)
	if n := in.Amount.Amount; n < 0 || n > maxRate {
		l.Add("amount.amount", "is %d minor units; write 0 to %d", n, int64(maxRate))
	}
	if !knownCurrency(in.Amount.Currency) {
		l.Add("amount.currency", "%.10q is no currency of ISO 4217; write it as EUR", in.Amount.Currency)
	}
	if first, last := day.Date(2000, 1, 1), day.AddMonths(day.Of(now), 12); in.From.Before(first) || in.From.After(last) {
		l.Add("from", "is %s; a rate is recorded for a day from %s to a year from now", in.From.Format(time.DateOnly), first.Format(time.DateOnly))
	}
	return l.Err()
}

// ReverseInput takes an accrual back.
type ReverseInput struct {
	Accrual id.ID
	Reason  string
	// Again frees the month: the next run accrues it from what is known by
	// then, and if it is not billable it does not use up the term. Otherwise
	// it stays used and nothing is owed for it.
	Again bool
}

// Reverse takes an accrual back, by a house founder who is neither mentor nor
// mentee. Problems: Invalid.
func (a *Acts) Reverse(ctx context.Context, v *people.Viewer, in ReverseInput, now time.Time) error {
	key, ok := in.Accrual.Row(id.Accrual)
	if !ok {
		return fault.ErrNotFound
	}
	var l problem.List
	if l.Text("reason", in.Reason, maxReason); l != nil {
		return l.Err()
	}
	err := postgres.InTx(ctx, a.DB, func(tx pgx.Tx) error {
		where, args := access.Rows(v, access.ReverseAccrual)
		args["id"] = key
		var mentee uuid.UUID
		if err := tx.QueryRow(ctx, `select g.mentee_id from referral_agreement g
			where g.id = (select agreement_id from accrual where id = @id) and `+where+` for no key update of g`, args).Scan(&mentee); err != nil {
			return postgres.Fault(err, "find the accrual")
		}
		if _, err := tx.Exec(ctx, `insert into accrual_reversal (id, accrual_id, reason, again, made_by, made_at) values ($1, $2, $3, $4, $5, $6)`,
			a.NewID(), key, in.Reason, in.Again, v.Person, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "reverseAccrual", in.Accrual, mentee))
	})
	if postgres.Constraint(err) == "accrual_is_reversed_once" {
		return problem.One("accrual", "is reversed already")
	}
	return postgres.Fault(err, "reverse an accrual")
}

// RatesOf finds the monthly rates of persons, newest day first; a person whose
// rates the viewer may not see is left out.
func (s *Store) RatesOf(ctx context.Context, v *people.Viewer, persons []uuid.UUID) (map[uuid.UUID][]*Rate, error) {
	where, args := access.Rows(v, access.SeeRates)
	args["ids"] = persons
	type row struct {
		Person uuid.UUID `db:"id"`
		Rates  []*Rate   `db:"rates"`
	}
	found, err := postgres.Rows[row](ctx, s.DB, "read monthly rates", `select p.id, `+rates("p.id", "desc")+` as rates
		from person p where p.id = any(@ids) and `+where, args)
	m := make(map[uuid.UUID][]*Rate, len(found))
	for _, r := range found {
		m[r.Person] = r.Rates
	}
	return m, err
}
