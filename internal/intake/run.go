package intake

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/ladder"
	"dossier/internal/postgres"
)

// batch is how many rows are written at a time.
const batch = 1000

// turn is the advisory lock that an import holds until its end.
const turn = 0x646f7373696e7461

// run is one import.
type run struct {
	*Importer
	tx      pgx.Tx
	o       Options
	set     *set
	now     time.Time
	report  *Report
	ladders *ladder.Catalog
	current map[string]*ladder.Version

	// seen are the keys of the table that is read, as hashes: memory does not
	// grow with their length.
	seen map[uint64]struct{}
	seed maphash.Seed
	// refused are keys of rows that were bad.
	refused refused
}

// item is a row on its way into a table.
type item struct {
	row
	file  string
	table *table
	key   string
	refs  []*ref
	// text is the row in its table's form, and hash that of the row: of a
	// review, with what it is about, so that it follows a record that changed.
	text, hash []byte
	// value is the row in the table's type.
	value any
	// was is what came in under the key before, nil for nothing.
	was *known
	id  uuid.UUID
	// subject is the person whom the row is about, nil for none.
	subject *uuid.UUID
	bad     bool
}

// begin waits for its turn and makes room for the trail.
func (r *run) begin(ctx context.Context) error {
	r.seed, r.current, r.refused = maphash.MakeSeed(), map[string]*ladder.Version{}, refused{}
	for _, sql := range []string{
		`set local statement_timeout = 0`,
		fmt.Sprintf(`select pg_advisory_xact_lock(%d)`, int64(turn)),
		`create temp table import_trail (n bigint generated always as identity primary key, object text, subject uuid, detail jsonb) on commit drop`,
	} {
		if _, err := r.tx.Exec(ctx, sql); err != nil {
			return postgres.Fault(err, "begin the import")
		}
	}
	return nil
}

// table reads a source's rows of one table, in batches.
func (r *run) table(ctx context.Context, t *table, s *opened) error {
	if r.report.Cut {
		return nil
	}
	if r.seen == nil {
		r.seen = map[uint64]struct{}{}
	}
	counts, done := r.report.counts(t.name), 0
	items := make([]*item, 0, batch)
	flush := func() error {
		if err := r.batch(ctx, t, items, counts); err != nil {
			return err
		}
		done += len(items)
		items = items[:0]
		if r.Progress != nil {
			r.Progress(t.name, done)
		}
		return ctx.Err()
	}
	err := s.rows(t, func(row row) (bool, error) {
		items = append(items, &item{row: row, file: s.Name, table: t})
		if len(items) < batch {
			return false, nil
		}
		err := flush()
		return r.report.Cut, err
	})
	if err != nil || len(items) == 0 {
		return err
	}
	return flush()
}

// batch brings rows into form, finds what they refer to, checks and stores
// them.
func (r *run) batch(ctx context.Context, t *table, items []*item, counts *Counts) error {
	for _, it := range items {
		r.form(t, it)
	}
	if err := r.resolve(ctx, t, items); err != nil {
		return err
	}
	var fresh []*item
	for _, it := range good(items) {
		it.sum(t)
		if it.was != nil && (it.was.hash == nil || string(it.was.hash) == string(it.hash)) {
			counts.Unchanged++
			continue
		}
		fresh = append(fresh, it)
	}
	for _, it := range fresh {
		if err := r.decode(t, it); err != nil {
			return err
		}
	}
	if err := t.check(ctx, r, good(fresh)); err != nil {
		return err
	}
	if err := r.store(ctx, t, good(fresh)); err != nil {
		return err
	}
	stored := good(fresh)
	for _, it := range stored {
		if it.was != nil {
			counts.Changed++
		} else {
			counts.New++
		}
	}
	return r.note(ctx, t, stored)
}

func good(items []*item) (ok []*item) {
	for _, it := range items {
		if !it.bad {
			ok = append(ok, it)
		}
	}
	return ok
}

// fail notes what is wrong with a row.
func (r *run) fail(it *item, column, format string, args ...any) {
	if !it.bad {
		it.bad = true
		r.report.counts(it.table.name).Bad++
		r.refused.add(it.table.name, it.key)
		r.report.Cut = r.report.Cut || r.report.BadRows() >= r.o.MaxBad
	}
	if len(r.report.Bad) < 5*r.o.MaxBad {
		r.report.Bad = append(r.report.Bad, Bad{File: it.file, Line: it.line, Table: it.table.name, Key: it.key, Column: column, Message: fmt.Sprintf(format, args...)})
	}
}

// form shapes a row and takes its hash.
func (r *run) form(t *table, it *item) {
	if it.broken != "" {
		r.fail(it, "", "%s", it.broken)
		return
	}
	if m, ok := it.row.value.(map[string]any); ok {
		it.key, _ = m["key"].(string)
	}
	s := shaper{cells: it.cells, bad: func(column, message string) { r.fail(it, column, "%s", message) }}
	tree := s.object(t.node, it.row.value, "")
	it.refs, it.row.value = s.refs, nil
	if it.bad {
		return
	}
	it.key = strings.TrimSpace(tree["key"].(string))
	if it.key == "" || len(it.key) > 200 {
		r.fail(it, "key", "must have 1 to 200 characters")
		return
	}
	h := maphash.String(r.seed, it.key)
	if _, twice := r.seen[h]; twice {
		r.fail(it, "key", "%s is the key of an earlier row; give each row its own", quote(it.key))
		return
	}
	r.seen[h] = struct{}{}
	it.value = tree
	text, err := json.Marshal(tree)
	if err != nil {
		r.fail(it, "", "cannot be kept: %v", err)
		return
	}
	it.text = text
}

// sum takes the hash of a row.
func (it *item) sum(t *table) {
	for _, ref := range it.refs {
		if ref.path == "about" && t.about != "" {
			it.text = append(it.text, ref.id[:]...)
		}
	}
	h := sha256.Sum256(it.text)
	it.text, it.hash = nil, h[:]
}

// decode reads a row whose references are ids into the table's type.
func (r *run) decode(t *table, it *item) error {
	text, err := json.Marshal(it.value)
	if err != nil {
		return fmt.Errorf("write a row of %s: %w", t.name, err)
	}
	if it.value, err = t.decode(text); err != nil {
		return fmt.Errorf("read a row of %s: %w", t.name, err)
	}
	return nil
}

// store writes rows in one go. Where the database refuses, the rows are tried
// by halves, in their order, until those that it refuses are known.
func (r *run) store(ctx context.Context, t *table, items []*item) error {
	items = good(items)
	if len(items) == 0 || r.report.Cut {
		return nil
	}
	for _, it := range items {
		it.id = r.NewID()
		if it.was != nil {
			it.id = it.was.object
		}
	}
	err := pgx.BeginFunc(ctx, r.tx, func(tx pgx.Tx) error { return t.store(ctx, r, tx, items) })
	broken := postgres.Constraint(err)
	switch {
	case err == nil:
		return nil
	case broken == "":
		return postgres.Fault(err, "import "+t.name)
	case len(items) == 1:
		r.fail(items[0], "", "%s", refusal(broken))
		return nil
	}
	half := len(items) / 2
	if err := r.store(ctx, t, items[:half]); err != nil {
		return err
	}
	return r.store(ctx, t, items[half:])
}

// ladder is the current version of a ladder, by its slug or the default one.
func (r *run) ladder(ctx context.Context, slug *string) (*ladder.Version, error) {
	name := ""
	if slug != nil {
		name = *slug
	}
	if v := r.current[name]; v != nil {
		return v, nil
	}
	v, err := r.ladders.Current(ctx, slug)
	if err != nil {
		return nil, err
	}
	r.current[name] = v
	return v, nil
}
