package people

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/page"
	"dossier/internal/postgres"
)

// Store speaks SQL for people. Days are UTC days.
type Store struct {
	DB postgres.DB
}

// ViewerBy finds who signs in with an identity, with the roles held on the
// day of now; nil if the identity belongs to nobody.
func (s *Store) ViewerBy(ctx context.Context, issuer, subject string, now time.Time) (*Viewer, error) {
	v := &Viewer{Now: now}
	err := s.DB.QueryRow(ctx, `
		select coalesce(p.same_as, p.id) as person, coalesce(array_agg(r.role order by r.role) filter (where r.role is not null), '{}')
		from identity i join person p on p.id = i.person_id
		left join role_grant r on r.person_id = coalesce(p.same_as, p.id) and r.during @> $3::date
		where i.issuer = $1 and i.subject = $2 group by person`, issuer, subject, dateOf(now)).Scan(&v.Person, &v.Roles)
	if err == pgx.ErrNoRows {
		return nil, nil
	}
	return v, postgres.Fault(err, "look up who is signed in")
}

// Viewer is a person as who asks, with the roles held on the day of now.
func (s *Store) Viewer(ctx context.Context, person uuid.UUID, now time.Time) (*Viewer, error) {
	v := &Viewer{Person: person, Now: now}
	err := s.DB.QueryRow(ctx, `select coalesce(array_agg(role order by role), '{}') from role_grant
		where person_id = $1 and during @> $2::date`, person, dateOf(now)).Scan(&v.Roles)
	return v, postgres.Fault(err, "look up roles")
}

// ByIDs finds persons by the ids asked for: under the id of a double the
// person that stays. An id that is unknown is left out.
func (s *Store) ByIDs(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*Person, error) {
	type asked struct {
		Asked uuid.UUID `db:"asked"`
		Person
	}
	list, err := postgres.Rows[asked](ctx, s.DB, "read people",
		`select a.id as asked, p.id, p.name from person a join person p on p.id = coalesce(a.same_as, a.id) where a.id = any(@ids)`, pgx.NamedArgs{"ids": ids})
	m := make(map[uuid.UUID]*Person, len(list))
	for _, a := range list {
		m[a.Asked] = &a.Person
	}
	return m, err
}

// LevelKey asks for a person's level on one ladder.
type LevelKey struct {
	Person, Ladder uuid.UUID
}

// Levels finds the level codes held on the day of now. A person without a
// rank has the empty string.
func (s *Store) Levels(ctx context.Context, keys []LevelKey, now time.Time) (map[LevelKey]string, error) {
	m := make(map[LevelKey]string, len(keys))
	persons := make([]uuid.UUID, len(keys))
	ladders := make([]uuid.UUID, len(keys))
	for i, k := range keys {
		m[k], persons[i], ladders[i] = "", k.Person, k.Ladder
	}
	rows, err := s.DB.Query(ctx, `
		select r.person_id, r.ladder_id, r.level
		from unnest($1::uuid[], $2::uuid[]) k (person_id, ladder_id)
		join rank_record r using (person_id, ladder_id) where r.superseded_at is null and r.during @> $3::date`, persons, ladders, dateOf(now))
	if err != nil {
		return nil, postgres.Fault(err, "read levels")
	}
	var k LevelKey
	var level string
	_, err = pgx.ForEachRow(rows, []any{&k.Person, &k.Ladder, &level}, func() error { m[k] = level; return nil })
	return m, postgres.Fault(err, "read levels")
}

// Held is the level code that a person holds on the day of now, read in a
// transaction; empty for none.
func (s *Store) Held(ctx context.Context, tx pgx.Tx, person, ladder uuid.UUID, now time.Time) (string, error) {
	key := LevelKey{Person: person, Ladder: ladder}
	levels, err := (&Store{DB: tx}).Levels(ctx, []LevelKey{key}, now)
	return levels[key], err
}

// List returns a page of people by name, doubles left out. Levels in the filter are those of
// one ladder.
func (s *Store) List(ctx context.Context, ladder uuid.UUID, f Filter, r page.Request, now time.Time) (*page.Connection[Person], error) {
	where := []string{"p.same_as is null"}
	args := pgx.NamedArgs{"ladder": ladder, "day": dateOf(now), "levels": f.Levels, "limit": r.First + 1}
	if len(f.Levels) > 0 {
		where = append(where, `exists (select from rank_record r where r.person_id = p.id and r.ladder_id = @ladder
			and r.superseded_at is null and r.level = any(@levels) and r.during @> @day::date)`)
	}
	if f.Name != "" {
		where, args["name"] = append(where, `p.name ilike @name`), "%"+likeEscape(f.Name)+"%"
	}
	from := `from person p where ` + strings.Join(where, " and ")
	after := ""
	if r.After != nil {
		args["after_name"], args["after_id"] = r.After.Sort, r.After.ID
		after = ` and (p.name, p.id) > (@after_name, @after_id)`
	}
	list, err := postgres.Rows[Person](ctx, s.DB, "list people",
		`select p.id, p.name `+from+after+` order by p.name, p.id limit @limit`, args)
	if err != nil {
		return nil, err
	}
	count := func(ctx context.Context) (n int, err error) {
		err = s.DB.QueryRow(ctx, `select count(*) `+from, args).Scan(&n)
		return n, postgres.Fault(err, "count people")
	}
	return page.New(r, list, func(p *Person) page.Key { return page.Key{Sort: p.Name, ID: p.UUID} }, count), nil
}

// Add stores a new person.
func (s *Store) Add(ctx context.Context, tx pgx.Tx, p *Person, now time.Time) error {
	_, err := tx.Exec(ctx, `insert into person (id, name, created_at) values ($1, $2, $3)`, p.UUID, p.Name, now)
	return postgres.Fault(err, "add a person")
}

// ByIdentity finds the person whom an identity belongs to.
func (s *Store) ByIdentity(ctx context.Context, tx pgx.Tx, issuer, subject string) (p *Person, err error) {
	rows, err := tx.Query(ctx, `select p.id, p.name from identity i join person p on p.id = i.person_id
		where i.issuer = $1 and i.subject = $2`, issuer, subject)
	if err == nil {
		p, err = pgx.CollectExactlyOneRow(rows, pgx.RowToAddrOfStructByName[Person])
	}
	if err == pgx.ErrNoRows {
		return nil, nil
	}
	return p, postgres.Fault(err, "look up an identity")
}

// AddIdentity lets a person sign in as the subject of an issuer.
func (s *Store) AddIdentity(ctx context.Context, tx pgx.Tx, person uuid.UUID, issuer, subject string, now time.Time) error {
	_, err := tx.Exec(ctx, `insert into identity (issuer, subject, person_id, created_at) values ($1, $2, $3, $4)`,
		issuer, subject, person, now)
	return postgres.Fault(err, "add an identity")
}

// Grant gives a role from a day on. A role that is held on that day already
// is left as it is, and granted is false.
func (s *Store) Grant(ctx context.Context, tx pgx.Tx, grant, person uuid.UUID, r Role, from time.Time) (granted bool, err error) {
	tag, err := tx.Exec(ctx, `
		insert into role_grant (id, person_id, role, during)
		select $1, $2, $3, daterange($4::date, null)
		where not exists (select from role_grant where person_id = $2 and role = $3 and during @> $4::date)`,
		grant, person, r, dateOf(from))
	return tag.RowsAffected() == 1, postgres.Fault(err, "grant a role")
}

func dateOf(t time.Time) string { return t.UTC().Format(time.DateOnly) }

func likeEscape(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}
