package analysis

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/audit"
	"dossier/internal/fault"
	"dossier/internal/id"
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

// Kept is an exchange as it is kept.
type Kept struct {
	Exchange
	// At is when it was written. It is deleted when it is older than the
	// worker keeps exchanges.
	At time.Time
}

// Of lists the exchanges of an analysis in the order in which they ended. That
// they were read stands in the audit trail before anybody has them.
func (x *Exchanges) Of(ctx context.Context, analysis uuid.UUID, now time.Time) ([]Kept, error) {
	const act = "read exchanges with the model"
	var out []Kept
	err := postgres.InTx(ctx, x.DB, func(tx pgx.Tx) error {
		var candidate uuid.UUID
		err := tx.QueryRow(ctx, `
			select coalesce(p.same_as, p.id) from analysis a join dossier d on d.id = a.dossier_id join person p on p.id = d.candidate_id
			where a.id = $1`, analysis).Scan(&candidate)
		if errors.Is(err, pgx.ErrNoRows) {
			return fault.ErrNotFound
		}
		if err != nil {
			return postgres.Fault(err, act)
		}
		if out, err = x.opened(ctx, tx, analysis, act); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.Entry{
			Act: "readExchanges", Object: id.Of(id.Analysis, analysis), Subject: &candidate,
			Detail: map[string]string{"exchanges": strconv.Itoa(len(out))},
		})
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// opened are the exchanges of an analysis, unsealed.
func (x *Exchanges) opened(ctx context.Context, tx pgx.Tx, analysis uuid.UUID, act string) ([]Kept, error) {
	type row struct {
		At     time.Time `db:"asked_at"`
		Sealed []byte    `db:"sealed"`
	}
	rows, err := postgres.Rows[row](ctx, tx, act, `select asked_at, sealed from model_exchange where analysis_id = @id order by asked_at, id`,
		pgx.NamedArgs{"id": analysis})
	if err != nil {
		return nil, err
	}
	out := make([]Kept, len(rows))
	for i, r := range rows {
		plain, ok := x.Seal.open(r.Sealed, analysis[:])
		if !ok {
			return nil, fault.New(fault.Invalid, "the exchanges were sealed with another key")
		}
		if err := json.Unmarshal(plain, &out[i].Exchange); err != nil {
			return nil, postgres.Fault(err, act)
		}
		out[i].At = r.At
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
