package intake

import (
	"context"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/postgres"
)

// importable writes the tables that an import reads. Keys are ids as the API
// shows them, so that in the same database every row is known.
func (e *export) importable(ctx context.Context) error {
	e.text("{")
	for _, q := range e.queries() {
		e.json(q.table)
		e.text(": ")
		if err := e.table(ctx, q.table, q.sql); err != nil {
			return err
		}
		e.text(",\n")
	}
	return nil
}

// query reads the rows of a table as objects whose references are UUIDs.
type query struct{ table, sql string }

func (e *export) queries() []query {
	const (
		// records are those that a file can bring in: they hold and nobody
		// speaks against them.
		records = `(select r.* from record r where r.person_id = any($1) and r.superseded_by is null and r.retracted_at is null and r.state not in ('DECLINED', 'DISPUTED')
			and (r.about_id is null or exists (select from record a where a.id = r.about_id and a.superseded_by is null and a.retracted_at is null and a.state not in ('DECLINED', 'DISPUTED'))))`
		led  = `(select m.* from mentorship m where (m.mentor_id = any($1) or m.mentee_id = any($1)) and m.during is not null)`
		days = `'from', lower(t.during), 'to', upper(t.during)`
	)
	all := []query{
		{"people", `select json_build_object('key', p.id, 'name', p.name) from person p where p.id = any($1) or p.id in (
			select coalesce(m.mentor_id, m.mentee_id) from ` + led + ` m union select m.mentee_id from ` + led + ` m
			union select unnest(array[r.made_by, case when r.state = 'CONFIRMED' then r.state_by end, (r.body ->> 'founder')::uuid]) from ` + records + ` r
			union select f.person_id from company_founder f join ` + records + ` r on r.company_id = f.company_id
			union select k.attested_by from rank_record k where k.person_id = any($1))`},
		{"identities", `select json_build_object('key', t.issuer || ' ' || t.subject, 'person', t.person_id, 'issuer', t.issuer, 'subject', t.subject) from identity t where t.person_id = any($1)`},
		{"roles", `select json_build_object('key', t.id, 'person', t.person_id, 'role', t.role, ` + days + `) from role_grant t where t.person_id = any($1)`},
		{"ranks", `select json_build_object('key', t.id, 'person', t.person_id, 'ladder', l.slug, 'level', t.level, 'attestedBy', t.attested_by, 'reason', t.reason, ` + days + `)
			from rank_record t join ladder l on l.id = t.ladder_id where t.person_id = any($1) and t.superseded_at is null`},
		{"pauses", `select json_build_object('key', t.id, 'person', t.person_id, 'reason', t.reason, ` + days + `) from tenure_pause t where t.person_id = any($1) and t.lifted_at is null`},
		{"companies", `select json_build_object('key', t.id, 'name', t.name, 'country', t.country) from company t
			where t.id in (select company_id from ` + records + ` r union select company_id from company_founder where person_id = any($1))`},
		{"founders", `select json_build_object('key', t.company_id || ' ' || t.person_id || ' ' || lower(t.during), 'company', t.company_id, 'person', t.person_id, ` + days + `) from company_founder t
			where t.person_id = any($1) or t.company_id in (select company_id from ` + records + ` r)`},
		{"surfaces", `select json_build_object('key', t.id, 'company', t.company_id, 'name', t.name, ` + days + `) from surface t where t.company_id in (select company_id from ` + records + ` r)`},
		{"mentorships", `select json_build_object('key', t.id, 'mentor', t.mentor_id, 'mentee', t.mentee_id, 'ladder', l.slug, 'purpose', t.purpose, 'endReason', t.end_reason, ` + days + `,
			'sessions', (select coalesce(json_agg(s.held_on order by s.held_on), '[]') from mentoring_session s where s.mentorship_id = t.id),
			'attestations', (select coalesce(json_agg(json_build_object('level', a.level, 'reason', a.reason, 'on', a.attested_at::date) order by a.attested_at), '[]') from readiness a where a.mentorship_id = t.id))
			from ` + led + ` t join ladder l on l.id = t.ladder_id`},
		{"monthly-rates", `select json_build_object('key', t.id, 'person', t.person_id, 'from', t.from_day, 'amount', t.amount, 'currency', t.currency) from monthly_rate t where t.person_id = any($1)`},
	}
	for _, k := range kinds() {
		all = append(all, query{k.name, `select jsonb_strip_nulls(jsonb_build_object('key', t.id, 'person', t.person_id, 'company', t.company_id, 'about', t.about_id, ` + days + `, 'provenance', t.provenance,
			'madeBy', t.made_by) || case when t.state = 'CONFIRMED' then jsonb_build_object('confirmedBy', t.state_by, 'confirmedAs', t.state_as, 'confirmedOn', t.state_at::date) else '{}' end) || t.body
			from ` + records + ` t where t.kind = '` + string(k.kind) + `' order by t.id`})
	}
	return all
}

// table writes the rows of a table, references as keys.
func (e *export) table(ctx context.Context, name, sql string) error {
	rows, err := e.tx.Query(ctx, sql, e.ids)
	if err != nil {
		return postgres.Fault(err, "read what can be imported")
	}
	defer rows.Close()
	t := e.set.by(name)
	e.text("[")
	first := true
	for rows.Next() {
		var row map[string]any
		if err := rows.Scan(&row); err != nil {
			return postgres.Fault(err, "read what can be imported")
		}
		e.item(&first)
		if key, _ := row["key"].(string); t.rows != "" {
			row["key"] = wire(t, key)
		}
		e.json(keyed(e.set, t.node, row))
	}
	e.text("]")
	return postgres.Fault(rows.Err(), "read what can be imported")
}

// keyed makes UUIDs of references keys, and leaves out what is null.
func keyed(set *set, n *node, v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, part := range v {
			if part == nil {
				delete(v, name)
			} else if f := n.field(name); f != nil {
				v[name] = keyed(set, f.node, part)
			}
		}
	case []any:
		for i := range v {
			v[i] = keyed(set, n.elem, v[i])
		}
	case string:
		if n.form == reference {
			return wire(set.by(n.ref), v)
		}
	}
	return v
}

// wire is a UUID as an id of a table's rows.
func wire(t *table, key string) string {
	u, err := uuid.Parse(key)
	if err != nil {
		return key
	}
	return id.Of(t.object, u).String()
}
