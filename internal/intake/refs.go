package intake

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// known is what a key stands for.
type known struct {
	object uuid.UUID
	// hash is that of the row; nil where the key is an id of the database's own.
	hash []byte
}

// refused holds keys of bad rows by table, to say why a reference to one is
// not found. It is bounded by how many bad rows are read.
type refused map[string]map[string]bool

func (r refused) add(table, key string) {
	if r[table] == nil {
		r[table] = map[string]bool{}
	}
	r[table][key] = true
}

// resolve finds what rows are known as already, and what they refer to: a key
// of an imported row, or an id as the API shows it.
func (r *run) resolve(ctx context.Context, t *table, items []*item) error {
	wanted := map[[2]string]*known{}
	for _, it := range good(items) {
		wanted[[2]string{t.name, it.key}] = nil
		for _, ref := range it.refs {
			wanted[[2]string{ref.table, ref.key}] = nil
		}
	}
	if err := r.look(ctx, wanted); err != nil {
		return err
	}
	var persons []*ref
	for _, it := range good(items) {
		it.was = wanted[[2]string{t.name, it.key}]
		for _, ref := range it.refs {
			k := wanted[[2]string{ref.table, ref.key}]
			if k == nil {
				r.fail(it, ref.path, "%s", r.unresolved(ref))
				continue
			}
			ref.id = k.object
			if ref.table == "people" {
				persons = append(persons, ref)
			}
		}
	}
	return r.doubles(ctx, persons)
}

func (r *run) unresolved(f *ref) string {
	if r.refused[f.table][f.key] {
		return "the row " + quote(f.key) + " of " + f.table + " is bad itself"
	}
	return "no row of " + f.table + " has the key " + quote(f.key) + "; import it first, or with this file"
}

// look fills in what is known of table and key.
func (r *run) look(ctx context.Context, wanted map[[2]string]*known) error {
	var kinds, keys []string
	for w := range wanted {
		kinds, keys = append(kinds, w[0]), append(keys, w[1])
	}
	rows, err := r.tx.Query(ctx, `select i.kind, i.key, i.object_id, i.hash
		from unnest($1::text[], $2::text[]) w (kind, key) join imported i using (kind, key)`, kinds, keys)
	if err != nil {
		return postgres.Fault(err, "look up keys")
	}
	var kind, key string
	var k known
	_, err = pgx.ForEachRow(rows, []any{&kind, &key, &k.object, &k.hash}, func() error {
		wanted[[2]string{kind, key}] = &known{k.object, append([]byte(nil), k.hash...)}
		return nil
	})
	if err != nil {
		return postgres.Fault(err, "look up keys")
	}
	ids := map[string]map[uuid.UUID][2]string{}
	for w, k := range wanted {
		t := r.set.by(w[0])
		if parsed, err := id.Parse(w[1]); k == nil && err == nil && t.rows != "" {
			if row, ok := parsed.Row(t.object); ok {
				if ids[t.rows] == nil {
					ids[t.rows] = map[uuid.UUID][2]string{}
				}
				ids[t.rows][row] = w
			}
		}
	}
	for table, by := range ids {
		if err := r.existing(ctx, table, by, wanted); err != nil {
			return err
		}
	}
	return nil
}

// existing finds rows by the database's own ids.
func (r *run) existing(ctx context.Context, table string, by map[uuid.UUID][2]string, wanted map[[2]string]*known) error {
	all := make([]uuid.UUID, 0, len(by))
	for u := range by {
		all = append(all, u)
	}
	rows, err := r.tx.Query(ctx, `select id from `+table+` where id = any($1)`, all)
	if err != nil {
		return postgres.Fault(err, "look up ids")
	}
	var u uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&u}, func() error {
		wanted[by[u]] = &known{object: u}
		return nil
	})
	return postgres.Fault(err, "look up ids")
}

// doubles makes references to a person's double those to the person.
func (r *run) doubles(ctx context.Context, persons []*ref) error {
	ids := make([]uuid.UUID, len(persons))
	for i, p := range persons {
		ids[i] = p.id
	}
	same, err := (&people.Store{DB: r.tx}).Same(ctx, ids)
	for _, p := range persons {
		p.id = same[p.id]
	}
	return err
}
