package ladder

import (
	"context"
	"strings"
	"sync"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/fault"
	"dossier/internal/postgres"
)

// Catalog serves versions of ladders. A version never changes, so one that
// was read is kept for as long as the program runs; which version is current
// is asked each time, since another process may import a new one. It is safe
// for concurrent use.
type Catalog struct {
	db postgres.DB

	mu   sync.RWMutex
	kept map[uuid.UUID]*Version
}

// NewCatalog makes a catalog that reads from db.
func NewCatalog(db postgres.DB) *Catalog {
	return &Catalog{db: db, kept: map[uuid.UUID]*Version{}}
}

// ByID returns a version, from memory where it was read before. An id that is
// not a version's is fault.ErrNotFound.
func (c *Catalog) ByID(ctx context.Context, version uuid.UUID) (*Version, error) {
	return c.ByIDIn(ctx, c.db, version)
}

// ByIDIn is ByID that reads through db, so that who is in a transaction does
// not wait for another connection.
func (c *Catalog) ByIDIn(ctx context.Context, db postgres.DB, version uuid.UUID) (*Version, error) {
	c.mu.RLock()
	v := c.kept[version]
	c.mu.RUnlock()
	if v != nil {
		return v, nil
	}
	var ladder uuid.UUID
	var hash string
	var body []byte
	err := db.QueryRow(ctx, `select ladder_id, hash, body from ladder_version where id = @id`,
		pgx.NamedArgs{"id": version}).Scan(&ladder, &hash, &body)
	if err != nil {
		return nil, postgres.Fault(err, "read the ladder")
	}
	return c.keep(version, ladder, hash, body)
}

// Current returns the current version of the ladder with a slug; without one,
// that of the only ladder or of the one marked default. It takes one
// statement, which brings the text only where it is not in memory.
func (c *Catalog) Current(ctx context.Context, slug *string) (*Version, error) {
	return c.CurrentIn(ctx, c.db, slug)
}

// CurrentIn is Current that reads through db.
func (c *Catalog) CurrentIn(ctx context.Context, db postgres.DB, slug *string) (*Version, error) {
	rows, err := db.Query(ctx, `
		select l.id, l.slug, l.is_default, v.id, v.hash, case when v.id = any(@kept) then null else v.body end
		from ladder l join ladder_version v on v.id = l.current_version
		where @slug::text is null or l.slug = @slug
		order by l.slug`, pgx.NamedArgs{"slug": slug, "kept": c.ids()})
	if err != nil {
		return nil, postgres.Fault(err, "read the ladder")
	}
	type row struct {
		ladder    uuid.UUID
		slug      string
		isDefault bool
		version   uuid.UUID
		hash      string
		body      []byte
	}
	list, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (row, error) {
		var w row
		err := r.Scan(&w.ladder, &w.slug, &w.isDefault, &w.version, &w.hash, &w.body)
		return w, err
	})
	if err != nil {
		return nil, postgres.Fault(err, "read the ladder")
	}
	chosen := -1
	for i, w := range list {
		if len(list) == 1 || w.isDefault {
			chosen = i
		}
	}
	switch {
	case chosen >= 0:
		w := list[chosen]
		if w.body == nil {
			return c.ByIDIn(ctx, db, w.version)
		}
		return c.keep(w.version, w.ladder, w.hash, w.body)
	case len(list) == 0 && slug != nil:
		return nil, fault.New(fault.NotFound, "there is no ladder %q", *slug)
	case len(list) == 0:
		return nil, errNone
	}
	slugs := each(list, func(w row) string { return w.slug })
	return nil, fault.New(fault.Invalid, "there are several ladders and none is the default: name one of %s", strings.Join(slugs, ", "))
}

// errNone tells a person who asks for the ladder before there is one.
var errNone = fault.New(fault.NotFound, "there is no ladder yet: import one with dossier ladder import")

// keep decodes a version and remembers it.
func (c *Catalog) keep(version, ladder uuid.UUID, hash string, body []byte) (*Version, error) {
	v, err := decode(version, ladder, hash, body)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if first := c.kept[version]; first != nil {
		return first, nil
	}
	c.kept[version] = v
	return v, nil
}

// ByIDs finds versions in one statement at most; an id that is not a version's
// is left out.
func (c *Catalog) ByIDs(ctx context.Context, versions []uuid.UUID) (map[uuid.UUID]*Version, error) {
	m := make(map[uuid.UUID]*Version, len(versions))
	var missing []uuid.UUID
	c.mu.RLock()
	for _, u := range versions {
		if m[u] = c.kept[u]; m[u] == nil {
			delete(m, u)
			missing = append(missing, u)
		}
	}
	c.mu.RUnlock()
	if missing == nil {
		return m, nil
	}
	type row struct {
		UUID   uuid.UUID `db:"id"`
		Ladder uuid.UUID `db:"ladder_id"`
		Hash   string    `db:"hash"`
		Body   []byte    `db:"body"`
	}
	rows, err := postgres.Rows[row](ctx, c.db, "read ladders", `select id, ladder_id, hash, body from ladder_version where id = any(@ids)`, pgx.NamedArgs{"ids": missing})
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if m[r.UUID], err = c.keep(r.UUID, r.Ladder, r.Hash, r.Body); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// ids are the versions in memory.
func (c *Catalog) ids() []uuid.UUID {
	c.mu.RLock()
	defer c.mu.RUnlock()
	list := make([]uuid.UUID, 0, len(c.kept))
	for u := range c.kept {
		list = append(list, u)
	}
	return list
}
