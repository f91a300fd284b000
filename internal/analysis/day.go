package analysis

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/postgres"
)

// Day is the Allowance of a ladder, counted in the table model_day. A day is
// one of UTC, by the clock of Postgres. What a call is booked at before it is
// made stays booked if its worker dies.
type Day struct {
	DB     *pgxpool.Pool
	Ladder uuid.UUID
	// Most is what may be spent in a day; a count of zero is unbounded.
	Most Usage
}

// Take books the price of a call on today.
func (d Day) Take(ctx context.Context, price Usage) (settle func(context.Context, Usage), ok bool, err error) {
	if d.Most.InputTokens > 0 && price.InputTokens > d.Most.InputTokens || d.Most.OutputTokens > 0 && price.OutputTokens > d.Most.OutputTokens {
		return nil, false, nil
	}
	var day time.Time
	err = d.DB.QueryRow(ctx, `
		insert into model_day as m (ladder_id, day, calls, input_tokens, output_tokens)
		values (@ladder, (now() at time zone 'UTC')::date, @calls, @in, @out)
		on conflict (ladder_id, day) do update
		set calls = m.calls + @calls, input_tokens = m.input_tokens + @in, output_tokens = m.output_tokens + @out
		where (@most_calls = 0 or m.calls + @calls <= @most_calls)
			and (@most_in = 0 or m.input_tokens + @in <= @most_in)
			and (@most_out = 0 or m.output_tokens + @out <= @most_out)
		returning day`, pgx.NamedArgs{
		"ladder": d.Ladder, "calls": price.Calls, "in": price.InputTokens, "out": price.OutputTokens,
		"most_calls": d.Most.Calls, "most_in": d.Most.InputTokens, "most_out": d.Most.OutputTokens,
	}).Scan(&day)
	if err == pgx.ErrNoRows {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, postgres.Fault(err, "book a call")
	}
	return func(ctx context.Context, used Usage) { d.settle(ctx, day, price, used) }, true, nil
}

// settle books what a call came to in place of its price. An endpoint that
// counts nothing is believed to have used the price; so is a call whose count
// cannot be written.
func (d Day) settle(ctx context.Context, day time.Time, price, used Usage) {
	if used.InputTokens == 0 && used.OutputTokens == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeTime)
	defer cancel()
	_, _ = d.DB.Exec(ctx, `update model_day set input_tokens = input_tokens + $3, output_tokens = output_tokens + $4
		where ladder_id = $1 and day = $2`, d.Ladder, day, used.InputTokens-price.InputTokens, used.OutputTokens-price.OutputTokens)
}

// Room is what is left of today.
func (d Day) Room(ctx context.Context) (Usage, error) {
	var spent Usage
	err := d.DB.QueryRow(ctx, `select calls, input_tokens, output_tokens from model_day
		where ladder_id = $1 and day = (now() at time zone 'UTC')::date`, d.Ladder).Scan(&spent.Calls, &spent.InputTokens, &spent.OutputTokens)
	if err != nil && err != pgx.ErrNoRows {
		return Usage{}, postgres.Fault(err, "read what was spent today")
	}
	left := func(most, spent int) int {
		if most == 0 {
			return -1
		}
		return max(0, most-spent)
	}
	return Usage{
		Calls:       left(d.Most.Calls, spent.Calls),
		InputTokens: left(d.Most.InputTokens, spent.InputTokens), OutputTokens: left(d.Most.OutputTokens, spent.OutputTokens),
	}, nil
}
