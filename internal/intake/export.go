package intake

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/postgres"
)

// Export writes everything that is held about a person, at one moment, as
// JSON: the tables that an import reads, which make the person again in
// another database, and under "export" every row of every table that refers to
// the person. What is somebody else's is there by its ids alone.
func Export(ctx context.Context, db *pgxpool.Pool, person uuid.UUID, w io.Writer, now time.Time) error {
	return pgx.BeginTxFunc(ctx, db, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		e := &export{tx: tx, set: newSet(), out: bufio.NewWriter(w)}
		if err := e.find(ctx, person); err != nil {
			return err
		}
		if err := e.importable(ctx); err != nil {
			return err
		}
		if err := e.raw(ctx, now); err != nil {
			return err
		}
		if err := e.out.Flush(); err != nil {
			return fault.Wrap(fault.Unavailable, err, "the export cannot be written")
		}
		return nil
	})
}

// PersonBy finds the person who signs in with an identity.
func PersonBy(ctx context.Context, db postgres.DB, issuer, subject string) (person uuid.UUID, err error) {
	err = db.QueryRow(ctx, `select person_id from identity where issuer = $1 and subject = $2`, issuer, subject).Scan(&person)
	return person, postgres.Fault(err, "look up an identity")
}

// export is one that is written.
type export struct {
	tx  pgx.Tx
	set *set
	out *bufio.Writer
	// ids are the person's, and those of its doubles.
	ids []uuid.UUID
}

// find reads who the person is.
func (e *export) find(ctx context.Context, person uuid.UUID) error {
	err := e.tx.QueryRow(ctx, `select coalesce(array_agg(p.id order by p.same_as nulls first, p.id), '{}') from person p, person asked
		where asked.id = $1 and coalesce(p.same_as, p.id) = coalesce(asked.same_as, asked.id)`, person).Scan(&e.ids)
	if err != nil {
		return postgres.Fault(err, "find the person")
	}
	if len(e.ids) == 0 {
		return fault.ErrNotFound
	}
	return nil
}

// raw writes the rows as they stand.
func (e *export) raw(ctx context.Context, now time.Time) error {
	e.text("\"" + notForImport + "\": {\n  \"of\": ")
	e.json(id.Of(id.Person, e.ids[0]).String())
	e.text(",\n  \"madeAt\": ")
	e.json(now.UTC())
	for _, s := range held() {
		shows := "to_jsonb(t)"
		if s.shows != "" {
			shows = "to_jsonb(s) from (select " + s.shows + " from " + s.table + " x where x.ctid = t.ctid) s"
		}
		e.text(",\n  ")
		e.json(s.name)
		e.text(": ")
		if err := e.rows(ctx, `select (select `+shows+`) from `+s.table+` t where `+s.where, e.ids); err != nil {
			return err
		}
	}
	e.text("\n}\n}\n")
	return nil
}

// rows writes a list of JSON values, one after another as they are read.
func (e *export) rows(ctx context.Context, sql string, args ...any) error {
	rows, err := e.tx.Query(ctx, sql, args...)
	if err != nil {
		return postgres.Fault(err, "read what is held")
	}
	e.text("[")
	var row json.RawMessage
	first := true
	_, err = pgx.ForEachRow(rows, []any{&row}, func() error {
		e.item(&first)
		_, _ = e.out.Write(row) // what fails is told by the last flush
		return nil
	})
	e.text("]")
	return postgres.Fault(err, "read what is held")
}

// item begins an item of a list.
func (e *export) item(first *bool) {
	if !*first {
		e.text(",")
	}
	*first = false
	e.text("\n    ")
}

func (e *export) text(s string) { _, _ = e.out.WriteString(s) } // what fails is told by the last flush

func (e *export) json(v any) {
	b, err := json.Marshal(v)
	if err != nil {
		panic("intake: a value that cannot be written as JSON: " + err.Error())
	}
	_, _ = e.out.Write(b) // what fails is told by the last flush
}
