package ladder

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/fault"
	"dossier/internal/postgres"
)

// Import stores a loaded version and makes it its ladder's current one. Text
// that was imported before is left alone and returned as it is stored, not
// created; whichever edition is current stays so. A text that differs from
// the one stored under the same label is a Conflict, since a version never
// changes. Imports of one ladder wait for each other until the transaction
// ends.
func Import(ctx context.Context, tx pgx.Tx, v *Version, now time.Time, newID func() uuid.UUID) (stored *Version, created bool, err error) {
	stored, created, err = importVersion(ctx, tx, v, now, newID)
	if postgres.Constraint(err) == "only_one_ladder_is_default" {
		return nil, false, fault.Wrap(fault.Conflict, err, "another ladder is the default: write default: false in the files of %q, or import the other without it first", v.Slug)
	}
	return stored, created, postgres.Fault(err, "import the ladder")
}

func importVersion(ctx context.Context, tx pgx.Tx, v *Version, now time.Time, newID func() uuid.UUID) (*Version, bool, error) {
	ladder, err := own(ctx, tx, v, newID)
	if err != nil {
		return nil, false, err
	}
	existing, err := known(ctx, tx, ladder, v)
	if existing != nil || err != nil {
		return existing, false, err
	}
	body, err := v.Canonical()
	if err != nil {
		return nil, false, err
	}
	stored := newID()
	_, err = tx.Exec(ctx, `
		insert into ladder_version (id, ladder_id, number, label, published_on, hash, body, imported_at)
		values (@id, @ladder, (select coalesce(max(number), 0) + 1 from ladder_version where ladder_id = @ladder),
			@label, @published_on::text::date, @hash, @body, @now)`,
		pgx.NamedArgs{"id": stored, "ladder": ladder, "label": v.Label, "published_on": v.PublishedOn, "hash": v.Hash, "body": body, "now": now})
	if err != nil {
		return nil, false, err
	}
	_, err = tx.Exec(ctx, `update ladder set title = @title, current_version = @version where id = @ladder`,
		pgx.NamedArgs{"title": v.Title, "version": stored, "ladder": ladder})
	if err != nil {
		return nil, false, err
	}
	kept, err := decode(stored, ladder, v.Hash, body)
	return kept, err == nil, err
}

// own finds or makes the ladder's row and locks it. That it is the default is
// the ladder's affair, not the version's, and follows the files.
func own(ctx context.Context, tx pgx.Tx, v *Version, newID func() uuid.UUID) (ladder uuid.UUID, err error) {
	err = tx.QueryRow(ctx, `
		insert into ladder (id, slug, title, is_default) values (@id, @slug, @title, @is_default)
		on conflict (slug) do update set is_default = excluded.is_default
		returning id`,
		pgx.NamedArgs{"id": newID(), "slug": v.Slug, "title": v.Title, "is_default": v.Default}).Scan(&ladder)
	return ladder, err
}

// known finds a version with the same text; a version with the same label and
// another text is a Conflict.
func known(ctx context.Context, tx pgx.Tx, ladder uuid.UUID, v *Version) (*Version, error) {
	var found uuid.UUID
	var hash string
	var body []byte
	err := tx.QueryRow(ctx, `
		select id, hash, body from ladder_version
		where ladder_id = @ladder and (hash = @hash or label = @label)
		order by hash = @hash desc limit 1`,
		pgx.NamedArgs{"ladder": ladder, "hash": v.Hash, "label": v.Label}).Scan(&found, &hash, &body)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, err
	case hash != v.Hash:
		return nil, fault.New(fault.Conflict, "ladder %q has a version with the label %q and another text, and a version never changes: give the changed text a new label", v.Slug, v.Label)
	}
	return decode(found, ladder, hash, body)
}

// decode reads a stored version.
func decode(stored, ladder uuid.UUID, hash string, body []byte) (*Version, error) {
	v := &Version{}
	if err := json.Unmarshal(body, v); err != nil {
		return nil, fmt.Errorf("read ladder version %s: %w", stored, err)
	}
	v.UUID, v.LadderID, v.Hash = stored, ladder, hash
	v.bind()
	return v, nil
}
