package intake

import (
	"context"
	"encoding/hex"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/audit"
	"dossier/internal/id"
	"dossier/internal/postgres"
)

// note keeps which row became what, and what the trail is to say of it.
func (r *run) note(ctx context.Context, t *table, items []*item) error {
	if len(items) == 0 {
		return nil
	}
	var keys, objects []string
	var ids []uuid.UUID
	var subjects []*uuid.UUID
	var hashes [][]byte
	var details []map[string]string
	for _, it := range items {
		keys, ids, hashes = append(keys, it.key), append(ids, it.id), append(hashes, it.hash)
		object := it.id
		if t.object == id.Person && it.subject != nil {
			object = *it.subject // a role or a rate has no id that clients know
		}
		objects, subjects = append(objects, id.Of(t.object, object).String()), append(subjects, it.subject)
		details = append(details, map[string]string{"table": t.name, "row": hex.EncodeToString(it.hash)})
	}
	_, err := r.tx.Exec(ctx, `insert into imported (kind, key, object_id, hash, at)
		select $1, k.key, k.id, k.hash, $5 from unnest($2::text[], $3::uuid[], $4::bytea[]) k (key, id, hash)
		on conflict (kind, key) do update set object_id = excluded.object_id, hash = excluded.hash, at = excluded.at`,
		t.name, keys, ids, hashes, r.now)
	if err != nil {
		return postgres.Fault(err, "note what was imported")
	}
	_, err = r.tx.CopyFrom(ctx, pgx.Identifier{"import_trail"}, []string{"object", "subject", "detail"},
		pgx.CopyFromSlice(len(items), func(i int) ([]any, error) { return []any{objects[i], subjects[i], details[i]}, nil }))
	return postgres.Fault(err, "note the trail of the import")
}

// trail writes one entry for each row, last, so that other acts wait for their
// turn on the trail only as long as that takes.
func (r *run) trail(ctx context.Context) error {
	for last := int64(0); ; {
		rows, err := r.tx.Query(ctx, `select n, object, subject, detail from import_trail where n > $1 order by n limit $2`, last, batch)
		if err != nil {
			return postgres.Fault(err, "read the trail of the import")
		}
		entries, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (audit.Entry, error) {
			e := audit.Entry{Act: "import"}
			var object string
			err := row.Scan(&last, &object, &e.Subject, &e.Detail)
			if err == nil {
				e.Object, err = id.Parse(object)
			}
			return e, err
		})
		if err != nil || len(entries) == 0 {
			return postgres.Fault(err, "read the trail of the import")
		}
		if err := audit.Append(ctx, r.tx, r.now, entries...); err != nil {
			return err
		}
	}
}
