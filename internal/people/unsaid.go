package people

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/audit"
	"dossier/internal/id"
	"dossier/internal/postgres"
)

// unsay takes back what a double, who points to the owner by now, confirmed or
// declined of the owner's records: each is where the words of the others leave
// it, the strongest confirmation since the last dispute first, else the last
// word; and without a word REQUESTED if somebody else is still to answer, or
// CLAIMED. What the double disputed stays, since an owner may dispute. The
// steps stay as they are. It returns what the trail has to say.
func unsay(ctx context.Context, tx pgx.Tx, double, owner uuid.UUID) ([]audit.Entry, error) {
	rows, err := tx.Query(ctx, `
		with held as (
			select r.id from record r where r.person_id = @owner and r.state_by = @double and r.state in ('CONFIRMED', 'DECLINED') for update
		), said as (
			select c.*, coalesce(p.same_as, p.id) as person, max(c.seq) filter (where c.state = 'DISPUTED') over (partition by c.record_id) as disputed
			from confirmation c join held h on h.id = c.record_id left join person p on p.id = c.by_person
		), word as (
			select distinct on (record_id) * from said
			where state <> 'REQUESTED' and (person is distinct from @owner or state = 'DISPUTED') and seq >= coalesce(disputed, seq)
			order by record_id, state = 'CONFIRMED' desc,
				case when state = 'CONFIRMED' then array_position(array['PEER', 'HOUSE', 'ATTENDEE', 'COLLEAGUE', 'FOUNDER'], as_capacity) end desc nulls last, seq desc
		), waits as (
			select distinct q.record_id from confirmation q join held h on h.id = q.record_id join person p on p.id = q.of_person
			where q.state = 'REQUESTED' and coalesce(p.same_as, p.id) <> @owner and not exists (
				select from said s where s.record_id = q.record_id and s.state <> 'REQUESTED' and s.seq > q.seq and s.person = coalesce(p.same_as, p.id))
		), left_at as (
			select h.id, w.by_person, w.as_capacity, w.at,
				case when t.record_id is not null and coalesce(w.state, 'DECLINED') = 'DECLINED' then 'REQUESTED' else coalesce(w.state, 'CLAIMED') end as state
			from held h left join word w on w.record_id = h.id left join waits t on t.record_id = h.id
		)
		update record r set state = l.state, state_at = l.at,
			state_by = case when l.state <> 'REQUESTED' then l.by_person end, state_as = case when l.state <> 'REQUESTED' then l.as_capacity end
		from left_at l where r.id = l.id returning r.id, r.state`, pgx.NamedArgs{"owner": owner, "double": double})
	if err != nil {
		return nil, postgres.Fault(err, "take a double's word back")
	}
	var all []audit.Entry
	var key uuid.UUID
	var state string
	_, err = pgx.ForEachRow(rows, []any{&key, &state}, func() error {
		all = append(all, audit.Entry{Act: "merge", Object: id.Of(id.Record, key), Subject: &owner, Detail: map[string]string{"state": state}})
		return nil
	})
	return all, postgres.Fault(err, "take a double's word back")
}
