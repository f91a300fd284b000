package panel

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/fault"
	"dossier/internal/page"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// judging is true of a panel q of a dossier d that has still to decide.
const judging = `d.status = case when q.appeal_id is null then 'IN_REVIEW' else 'RELEASED' end and not exists (select from decision z where z.panel_id = q.id)`

// queue is the rest of a statement over what a viewer has still to review. A
// suspended seat has nothing to do.
func queue(v *people.Viewer) (string, pgx.NamedArgs) {
	where, args := access.Rows(v, access.SeeSeat)
	return ` from seat s join panel q on q.id = s.panel_id join dossier d on d.id = s.dossier_id
		where s.person_id = @viewer and s.status in ('INVITED', 'ACKNOWLEDGED') and ` + Counting() + ` and ` + judging + ` and ` + where, args
}

func queueColumns() string {
	return seatColumns() + `, d.candidate_id, d.ladder_version_id, d.to_level`
}

// Queue returns a page of what the viewer has still to review, soonest due
// first.
func (s *Store) Queue(ctx context.Context, v *people.Viewer, r page.Request) (*page.Connection[QueueEntry], error) {
	from, args := queue(v)
	args["limit"] = r.First + 1
	after := ``
	if r.After != nil {
		micros, err := strconv.ParseInt(r.After.Sort, 10, 64)
		if err != nil {
			return nil, fault.Wrap(fault.Invalid, err, "%s", page.ErrCursor)
		}
		args["after_time"], args["after_id"] = time.UnixMicro(micros), r.After.ID
		after = ` and (s.due_at, s.id) > (@after_time, @after_id)`
	}
	list, err := postgres.Rows[QueueEntry](ctx, s.DB, "list what is to review", `select `+queueColumns()+from+after+` order by s.due_at, s.id limit @limit`, args)
	if err != nil {
		return nil, err
	}
	count := func(ctx context.Context) (n int, err error) {
		err = s.DB.QueryRow(ctx, `select count(*)`+from, args).Scan(&n)
		return n, postgres.Fault(err, "count what is to review")
	}
	return page.New(r, list, func(q *QueueEntry) page.Key {
		return page.Key{Sort: strconv.FormatInt(q.DueAt.UnixMicro(), 10), ID: q.UUID}
	}, count), nil
}

// QueueByIDs finds the entries of the viewer's queue by their seats.
func (s *Store) QueueByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*QueueEntry, error) {
	from, args := queue(v)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, "read what is to review", func(q *QueueEntry) uuid.UUID { return q.UUID }, `select `+queueColumns()+from+` and s.id = any(@ids)`, args)
}
