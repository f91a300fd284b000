package analysis

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/fault"
	"dossier/internal/postgres"
)

// maxKept bounds what is kept of a prompt and of an answer, in bytes.
const maxKept = 256 << 10

// Exchanges keeps prompts and answers in the table model_exchange, sealed, for
// who has to find out later what a model was asked and said.
type Exchanges struct {
	DB   *pgxpool.Pool
	Seal *Seal
	Log  *slog.Logger
}

// keep writes an exchange of an analysis. One that cannot be written is no
// failure of the analysis.
func (x *Exchanges) keep(ctx context.Context, analysis uuid.UUID, e Exchange) {
	e.Prompt, e.Answer = e.Prompt[:min(len(e.Prompt), maxKept)], e.Answer[:min(len(e.Answer), maxKept)]
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeTime)
	defer cancel()
	_, err := x.DB.Exec(ctx, `insert into model_exchange (id, analysis_id, asked_at, sealed) values ($1, $2, now(), $3)`,
		uuid.New(), analysis, x.Seal.close(jsonOf(e), analysis[:]))
	if err != nil {
		x.Log.LogAttrs(ctx, slog.LevelWarn, "keep an exchange with the model", slog.Any("error", err))
	}
}

// Of lists the exchanges of an analysis in the order in which they ended.
func (x *Exchanges) Of(ctx context.Context, analysis uuid.UUID) ([]Exchange, error) {
	const act = "read exchanges with the model"
	type row struct {
		Sealed []byte `db:"sealed"`
	}
	rows, err := postgres.Rows[row](ctx, x.DB, act, `select sealed from model_exchange where analysis_id = @id order by asked_at, id`,
		pgx.NamedArgs{"id": analysis})
	if err != nil {
		return nil, err
	}
	out := make([]Exchange, len(rows))
	for i, r := range rows {
		plain, ok := x.Seal.open(r.Sealed, analysis[:])
		if !ok {
			return nil, fault.New(fault.Invalid, "the exchanges were sealed with another key")
		}
		if err := json.Unmarshal(plain, &out[i]); err != nil {
			return nil, postgres.Fault(err, act)
		}
	}
	return out, nil
}

// Forget deletes what was kept of the talk with models, exchanges and answers,
// for longer than a time. It returns how many.
func Forget(ctx context.Context, db *pgxpool.Pool, kept time.Duration) (int64, error) {
	var n int64
	for _, sql := range []string{
		`delete from model_exchange where asked_at < now() - $1::interval`,
		`delete from analysis_cache where created_at < now() - $1::interval and (lease_until is null or lease_until < now())`,
	} {
		tag, err := db.Exec(ctx, sql, kept)
		if err != nil {
			return n, postgres.Fault(err, "forget what models were asked")
		}
		n += tag.RowsAffected()
	}
	return n, nil
}
