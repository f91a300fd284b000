package people

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/audit"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/postgres"
)

// Same finds whom ids stand for: a double's for the person that stays, any
// other for itself. Every id asked for has an entry.
func (s *Store) Same(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]uuid.UUID, error) {
	m := make(map[uuid.UUID]uuid.UUID, len(ids))
	for _, u := range ids {
		m[u] = u
	}
	rows, err := s.DB.Query(ctx, `select id, same_as from person where id = any($1) and same_as is not null`, ids)
	if err != nil {
		return nil, postgres.Fault(err, "look up doubles")
	}
	var double, stays uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&double, &stays}, func() error { m[double] = stays; return nil })
	return m, postgres.Fault(err, "look up doubles")
}

// owned is what a double may not have of its own: it would be lost to the
// person that stays. What was done as the double, as a confirmation, a
// review or a nomination of another, keeps its id and counts as that person's;
// a nomination of the one that stays is then one of themselves, and counts as
// that.
func owned() []struct{ what, table, column string } {
	return []struct{ what, table, column string }{
		{"a rank", "rank_record", "person_id"},
		{"a pause", "tenure_pause", "person_id"},
		{"a dossier", "dossier", "candidate_id"},
		{"a record", "record", "person_id"},
		{"a mentorship as the mentor", "mentorship", "mentor_id"},
		{"a mentorship as the mentee", "mentorship", "mentee_id"},
		{"a monthly rate", "monthly_rate", "person_id"},
		{"a nomination as the nominee", "nomination", "nominee_id"},
		{"an answer about themselves", "self_answer", "person_id"},
		{"progress in a curriculum", "curriculum_progress", "person_id"},
		{"a seat on a panel", "seat", "person_id"},
		{"an entitlement", "entitlement", "person_id"},
		{"settings of notifications", "notification_setting", "person_id"},
	}
}

// Merge makes one person of two: the identities, the roles and the companies
// founded move from the double to the one that stays, the double points there,
// and what it confirmed of the other's records is unsaid. It is refused where something would be lost. It ends with the trail:
// nothing may be written after it in the transaction.
func (s *Store) Merge(ctx context.Context, tx pgx.Tx, double, into uuid.UUID, now time.Time) error {
	if err := mergeable(ctx, tx, double, into); err != nil {
		return err
	}
	for _, move := range []string{
		`update identity set person_id = @into where person_id = @double`,
		// Times that both held are joined; a piece keeps the id of a grant in it.
		`with held as (delete from role_grant where person_id in (@double, @into) returning id, role, during)
		insert into role_grant (id, person_id, role, during)
		select (select h.id from held h where h.role = j.role and h.during <@ j.during order by h.id limit 1), @into, j.role, j.during
		from (select role, unnest(range_agg(during)) as during from held group by role) j`,
		`with held as (delete from company_founder where person_id in (@double, @into) returning company_id, during)
		insert into company_founder (company_id, person_id, during)
		select company_id, @into, unnest(range_agg(during)) from held group by company_id`,
		`update person set same_as = @into where id = @double`,
	} {
		if _, err := tx.Exec(ctx, move, pgx.NamedArgs{"double": double, "into": into}); err != nil {
			return postgres.Fault(err, "merge two persons")
		}
	}
	trail, err := unsay(ctx, tx, double, into)
	if err != nil {
		return err
	}
	return audit.Append(ctx, tx, now, append([]audit.Entry{{
		Act: "merge", Object: id.Of(id.Person, double), Subject: &into, Detail: map[string]string{"into": into.String()},
	}}, trail...)...)
}

// mergeable locks both persons and refuses what cannot be one.
func mergeable(ctx context.Context, tx pgx.Tx, double, into uuid.UUID) error {
	if double == into {
		return fault.New(fault.Invalid, "the double and the person that stays are one and the same already")
	}
	// Who waited for the lock has to look again with a statement of its own.
	if _, err := tx.Exec(ctx, `select from person where id in ($1, $2) order by id for update`, double, into); err != nil {
		return postgres.Fault(err, "find two persons")
	}
	rows, err := tx.Query(ctx, `select id, same_as is not null, exists (select from person d where d.same_as = p.id)
		from person p where id in ($1, $2)`, double, into)
	if err != nil {
		return postgres.Fault(err, "find two persons")
	}
	found := 0
	var key uuid.UUID
	var isDouble, stays bool
	var refused error
	_, err = pgx.ForEachRow(rows, []any{&key, &isDouble, &stays}, func() error {
		found++
		switch {
		case isDouble && key == double:
			refused = fault.New(fault.Conflict, "the double was merged already")
		case isDouble:
			refused = fault.New(fault.Conflict, "the person that stays is a double of another: merge into that one")
		case stays && key == double:
			refused = fault.New(fault.Conflict, "others were merged into the double, so it is the one that stays: merge the other way round")
		}
		return nil
	})
	switch {
	case err != nil:
		return postgres.Fault(err, "find two persons")
	case found < 2:
		return fault.New(fault.NotFound, "there is no such person; give the ids as dossier grant printed them")
	case refused != nil:
		return refused
	}
	for _, o := range owned() {
		var has bool
		if err := tx.QueryRow(ctx, fmt.Sprintf(`select exists (select from %s where %s = $1)`, o.table, o.column), double).Scan(&has); err != nil {
			return postgres.Fault(err, "look at a double")
		}
		if has {
			return fault.New(fault.Conflict, "the double has %s, which would be lost: merge the other way round, or keep both", o.what)
		}
	}
	return nil
}
