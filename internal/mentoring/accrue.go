package mentoring

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/audit"
	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/postgres"
)

// batch is how many agreements are accrued in one transaction.
const batch = 100

// Line is one thing that a run of the ledger did or left.
type Line struct {
	Agreement *Agreement
	Month     time.Time
	// Made is nil where the month came to nothing; Reason then says why.
	Made   *Accrual
	Reason string
}

// Accrue makes what agreements still lack up to a month that is over, earlier
// months first, and tells each line. What was made before stays: running it
// twice, or two at once, makes each accrual once. A month that came to nothing
// is told unless a later one was accrued before.
func (a *Acts) Accrue(ctx context.Context, month, now time.Time, tell func(Line)) error {
	month = day.FirstOfMonth(day.Of(month))
	next := day.AddMonths(month, 1)
	if day.Of(now).Before(next) {
		return fault.New(fault.Invalid, "%s is not over: accrue it from %s on", month.Format("2006-01"), next.Format(time.DateOnly))
	}
	for after := (uuid.UUID{}); ; {
		var lines []Line
		var last *uuid.UUID
		err := postgres.InTx(ctx, a.DB, func(tx pgx.Tx) (err error) {
			lines, last, err = a.accrueSome(ctx, tx, after, month, now)
			return err
		})
		if err != nil {
			return postgres.Fault(err, "accrue referral money")
		}
		for _, l := range lines {
			tell(l)
		}
		if last == nil {
			return nil
		}
		after = *last
	}
}

// accrueSome does the agreements after one, and returns the last that it did;
// nil if there are no more. It holds them against other runs and reversals.
func (a *Acts) accrueSome(ctx context.Context, tx pgx.Tx, after uuid.UUID, month, now time.Time) ([]Line, *uuid.UUID, error) {
	held, err := tx.Query(ctx, `select g.id from referral_agreement g where g.id > $1 and g.accepted_at < $2 and g.declined_at is null
		order by g.id limit $3 for no key update`, after, month, batch)
	if err != nil {
		return nil, nil, postgres.Fault(err, "find agreements")
	}
	ids, err := pgx.CollectRows(held, pgx.RowTo[uuid.UUID])
	if err != nil || len(ids) == 0 {
		return nil, nil, postgres.Fault(err, "find agreements")
	}
	// A second statement sees what was committed while the first one waited.
	type row struct {
		Agreement
		Facts
	}
	found, err := postgres.Rows[row](ctx, tx, "read agreements", `select `+agreementColumns+`, `+rates("g.mentee_id", "asc")+` as rates,
			`+pauses("g.mentee_id")+` as pauses, `+spanOf("m.during")+` as span, m.end_reason, `+made("g.id")+` as made
		from referral_agreement g join mentorship m on m.id = g.mentorship_id where g.id = any(@ids) order by g.id`, pgx.NamedArgs{"ids": ids})
	if err != nil {
		return nil, nil, err
	}
	var lines []Line
	for _, r := range found {
		missing, skipped := Plan(&r.Agreement, r.Facts, month)
		for _, m := range missing {
			m.UUID = a.NewID()
			lines = append(lines, Line{Agreement: &r.Agreement, Month: m.Month, Made: m})
		}
		for _, s := range skipped {
			if n := len(r.Made); n == 0 || s.Month.After(r.Made[n-1].Month) {
				lines = append(lines, Line{Agreement: &r.Agreement, Month: s.Month, Reason: s.Reason})
			}
		}
		if err := usedUp(ctx, tx, &r.Agreement, append(r.Made, missing...)); err != nil {
			return nil, nil, err
		}
	}
	return lines, &ids[len(ids)-1], a.store(ctx, tx, lines, now)
}

// usedUp ends an agreement whose term is used up after its last month, so that
// the mentee may enter another.
func usedUp(ctx context.Context, tx pgx.Tx, g *Agreement, made []*Accrual) error {
	t := newTerm(g.Months, made)
	if t.left() > 0 {
		return nil
	}
	var last time.Time
	for month := range t.months {
		if month.After(last) {
			last = month
		}
	}
	_, err := tx.Exec(ctx, `update referral_agreement set ended_on = $2::date where id = $1 and ended_on is null`, g.UUID, day.AddMonths(last, 1))
	return postgres.Fault(err, "end an agreement")
}

// store writes accruals and their trail.
func (a *Acts) store(ctx context.Context, tx pgx.Tx, lines []Line, now time.Time) error {
	var rows [][]any
	var trail []audit.Entry
	for _, l := range lines {
		if m := l.Made; m != nil {
			rows = append(rows, []any{m.UUID, m.Agreement, m.Index, m.Month, m.Generation, m.Base, m.ActiveDays, m.MonthDays, m.Amount, m.Currency, now})
			trail = append(trail, audit.Entry{Act: "accrueReferral", Object: id.Of(id.Accrual, m.UUID), Subject: &l.Agreement.MenteeID,
				Detail: map[string]string{"agreement": m.Agreement.String(), "month": m.Month.Format("2006-01")}})
		}
	}
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"accrual"}, []string{"id", "agreement_id", "month_index", "month", "generation", "base",
		"active_days", "month_days", "amount", "currency", "made_at"}, pgx.CopyFromRows(rows)); err != nil {
		return postgres.Fault(err, "write accruals")
	}
	return audit.Append(ctx, tx, now, trail...)
}
