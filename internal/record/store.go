package record

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/page"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Store reads records through a viewer's eyes: every statement carries the
// condition that package access gives for the viewer. Companies are known to
// whoever is signed in.
type Store struct {
	DB postgres.DB
}

// Filter narrows a list of records. What is empty does not narrow.
type Filter struct {
	Kind    []Kind
	State   []State
	Company *id.ID
	// From and To keep what has a day in common with [From, To).
	From, To *day.Day
	About    *id.ID
	// IncludeSuperseded keeps what was corrected or retracted.
	IncludeSuperseded bool
}

// Connection is a page of records.
type Connection struct {
	Edges    []*Edge
	PageInfo *page.Info
	count    func(context.Context) (int, error)
}

// Edge is a record and its place.
type Edge struct {
	Cursor string
	Node   Record
}

// TotalCount counts the records of all pages that the viewer may see.
func (c *Connection) TotalCount(ctx context.Context) (int, error) { return c.count(ctx) }

// ByIDs finds the records that the viewer may see, corrected and retracted
// ones among them.
func (s *Store) ByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]Record, error) {
	where, args := access.Rows(v, access.SeeRecord)
	args["ids"] = ids
	m := make(map[uuid.UUID]Record, len(ids))
	err := each(ctx, s.DB, "read records", `select `+columns+` from `+known+` where r.id = any(@ids) and `+where, args,
		func(r Record) { m[r.Common().UUID] = r })
	return m, err
}

// List returns a page of an owner's records that the viewer may see, newest
// first.
func (s *Store) List(ctx context.Context, v *people.Viewer, owner uuid.UUID, f Filter, r page.Request) (*Connection, error) {
	args := pgx.NamedArgs{"owner": owner}
	where := []string{`r.person_id = @owner`}
	if !f.IncludeSuperseded {
		where = append(where, live)
	}
	if len(f.Kind) > 0 {
		where, args["kind"] = append(where, `r.kind = any(@kind)`), f.Kind
	}
	if len(f.State) > 0 {
		where, args["state"] = append(where, `r.state = any(@state)`), f.State
	}
	if f.Company != nil {
		where, args["company"] = append(where, `r.company_id = @company`), row(f.Company, id.Company)
	}
	if f.About != nil {
		where, args["about"] = append(where, `r.about_id = @about`), row(f.About, id.Record)
	}
	if f.From != nil {
		where, args["from"] = append(where, `(upper_inf(r.during) or upper(r.during) > @from::date)`), f.From.Time
	}
	if f.To != nil {
		where, args["to"] = append(where, `lower(r.during) < @to::date`), f.To.Time
	}
	return s.list(ctx, v, strings.Join(where, " and "), args, r)
}

// Asked lists the records that somebody waits for the viewer's answer on,
// newest first.
func (s *Store) Asked(ctx context.Context, v *people.Viewer, r page.Request) (*Connection, error) {
	return s.list(ctx, v, live+` and `+openRequest("@viewer"), pgx.NamedArgs{}, r)
}

// openRequest is true of a record that a person was asked to confirm and has
// not answered since. person is an argument's name, or empty for anybody.
func openRequest(person string) string {
	of := ""
	if person != "" {
		of = ` and coalesce(qp.same_as, qp.id) = ` + person
	}
	return `exists (select from confirmation q join person qp on qp.id = q.of_person
		where q.record_id = r.id and q.state = 'REQUESTED'` + of + ` and not exists (
			select from confirmation a join person ap on ap.id = a.by_person
			where a.record_id = r.id and a.state <> 'REQUESTED' and a.seq > q.seq and coalesce(ap.same_as, ap.id) = coalesce(qp.same_as, qp.id)))`
}

// list is a page of records, newest first.
func (s *Store) list(ctx context.Context, v *people.Viewer, where string, args pgx.NamedArgs, r page.Request) (*Connection, error) {
	see, seeArgs := access.Rows(v, access.SeeRecord)
	for k, a := range seeArgs {
		args[k] = a
	}
	args["limit"] = r.First + 1
	if v == nil {
		args["viewer"] = uuid.Nil
	}
	from := ` from ` + known + ` where ` + where + ` and ` + see
	after := ""
	if r.After != nil {
		on, err := day.Parse(r.After.Sort)
		if err != nil {
			return nil, fault.Wrap(fault.Invalid, err, "%s", page.ErrCursor)
		}
		args["after_day"], args["after_id"] = on, r.After.ID
		after = ` and (lower(r.during), r.id) < (@after_day::date, @after_id)`
	}
	var list []*Record
	err := each(ctx, s.DB, "list records", `select `+columns+from+after+` order by lower(r.during) desc, r.id desc limit @limit`, args,
		func(r Record) { list = append(list, &r) })
	if err != nil {
		return nil, err
	}
	count := func(ctx context.Context) (n int, err error) {
		err = s.DB.QueryRow(ctx, `select count(*)`+from, args).Scan(&n)
		return n, postgres.Fault(err, "count records")
	}
	key := func(r *Record) page.Key {
		b := (*r).Common()
		return page.Key{Sort: b.Span.From.Format("2006-01-02"), ID: b.UUID}
	}
	p := page.New(r, list, key, count)
	c := &Connection{PageInfo: p.PageInfo, count: count, Edges: make([]*Edge, len(p.Edges))}
	for i, e := range p.Edges {
		c.Edges[i] = &Edge{Cursor: e.Cursor, Node: *e.Node}
	}
	return c, nil
}

// Confirmations lists the steps of records' confirmation, oldest first. The
// records were found for this viewer. Each has a list.
func (s *Store) Confirmations(ctx context.Context, records []uuid.UUID) (map[uuid.UUID][]*Confirmation, error) {
	return postgres.ListsByKey(ctx, s.DB, "read confirmations", records, func(c *Confirmation) uuid.UUID { return c.RecordID },
		`select c.id, c.record_id, c.state, c.of_person, c.by_person, c.as_capacity, c.note, c.at
		from confirmation c where c.record_id = any(@ids) order by c.seq`, pgx.NamedArgs{})
}
