package mentoring

// at writes an SQL day as encoding/json reads one.
func at(day string) string { return `to_char(` + day + `, 'YYYY-MM-DD"T00:00:00Z"')` }

// instant writes an SQL instant as encoding/json reads one in UTC.
func instant(t string) string {
	return `to_char(` + t + ` at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
}

// spanOf writes an SQL range of days as encoding/json reads a day.Span.
func spanOf(during string) string {
	return `json_build_object('from', ` + at(`lower(`+during+`)`) + `, 'to', ` + at(`upper(`+during+`)`) + `)`
}

// columns are those of a Mentorship, of table m.
func columns() string {
	return `m.id, m.mentor_id, m.mentee_id, m.ladder_id, m.status, m.purpose, m.offered_by, m.offered_at,
		case when m.during is not null then ` + spanOf(`m.during`) + ` end as span, m.end_reason`
}

// list is what a subquery selects, as a JSON array.
func list(item, order, from string) string {
	return `(select coalesce(json_agg(` + item + ` order by ` + order + `), '[]') from ` + from + `)`
}

// ranks are a person's on a ladder, oldest first.
func ranks(person, ladder string) string {
	return list(`json_build_object('uuid', r.id, 'ladder', r.ladder_id, 'level', r.level, 'from', `+at(`lower(r.during)`)+`, 'to', `+at(`upper(r.during)`)+`, 'cause', r.cause)`,
		`lower(r.during)`, `rank_record r where r.person_id = `+person+` and r.ladder_id = `+ladder+` and r.superseded_at is null`)
}

// founder is when a person was a house founder.
func founder(person string) string {
	return list(spanOf(`f.during`), `lower(f.during)`, `role_grant f where f.person_id = `+person+` and f.role = 'HOUSE_FOUNDER'`)
}

// pauses are a person's that were not lifted.
func pauses(person string) string {
	return list(spanOf(`t.during`), `lower(t.during)`, `tenure_pause t where t.person_id = `+person+` and t.lifted_at is null`)
}

// rates are a person's monthly rates by day, in the direction; of those of one
// day the last recorded alone.
func rates(person, direction string) string {
	return list(`json_build_object('id', r.id, 'from', `+at(`r.from_day`)+`, 'amount', json_build_object('amount', r.amount, 'currency', r.currency))`,
		`r.from_day `+direction, `(select distinct on (from_day) * from monthly_rate where person_id = `+person+` order by from_day, recorded_at desc, id desc) r`)
}

// made are an agreement's accruals with their reversals, in order of month.
func made(agreement string) string {
	return list(`json_build_object('id', a.id, 'index', a.month_index, 'month', `+at(`a.month`)+`, 'generation', a.generation, 'base', a.base,
			'activeDays', a.active_days, 'monthDays', a.month_days, 'amount', a.amount, 'currency', a.currency,
			'reversal', case when v.id is not null then json_build_object('reason', v.reason, 'again', v.again) end)`,
		`a.month, a.generation`, `accrual a left join accrual_reversal v on v.accrual_id = a.id where a.agreement_id = `+agreement)
}

// agreementColumns are those of an Agreement, of table g.
const agreementColumns = `g.id, g.mentorship_id, g.mentor_id, g.mentee_id, g.basis_points, g.months, g.currency,
	case when g.declined_at is not null then 'DECLINED' when g.accepted_at is not null then 'ACCEPTED' else 'OFFERED' end as status,
	g.offered_at, g.accepted_at, g.ended_on`
