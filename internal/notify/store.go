package notify

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/id"
	"dossier/internal/page"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Store reads notifications through a viewer's eyes: a person reads their own,
// and of these what is about a thing that they may see today. What it says is
// what they may see of the thing, and nothing else is read.
type Store struct {
	DB postgres.DB
}

// Notification is what a person is told, with what its text needs.
type Notification struct {
	UUID      uuid.UUID  `db:"id"`
	Kind      Kind       `db:"kind"`
	DossierID uuid.UUID  `db:"dossier_id"`
	Object    *uuid.UUID `db:"object"`
	MadeAt    time.Time  `db:"made_at"`
	// Own is true for the dossier's candidate, Holds for the seat's holder.
	Own   bool `db:"own"`
	Holds bool `db:"holds"`
	// Sees is whether the viewer may see the dossier.
	Sees bool `db:"sees"`
	// Stands is whether it is still so: nobody is sent an invitation that they
	// have answered.
	Stands bool `db:"stands"`
	// Candidate is the name, nil for who has no part in the dossier any more.
	Candidate *string    `db:"candidate"`
	To        string     `db:"to_level"`
	At        *time.Time `db:"at"` // a seat is due, a session starts
	Zone      *string    `db:"zone"`
	Outcome   *string    `db:"outcome"`
}

// ID is what clients see.
func (n *Notification) ID() id.ID { return id.Of(id.Notification, n.UUID) }

// ByIDs finds those of the viewer's notifications that the viewer may see.
func (s *Store) ByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Notification, error) {
	from, args := own(v)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, "read notifications", func(n *Notification) uuid.UUID { return n.UUID }, `select `+columns(v)+from+` and n.id = any(@ids)`, args)
}

// List returns a page of the viewer's notifications, newest first.
func (s *Store) List(ctx context.Context, v *people.Viewer, r page.Request) (*page.Connection[Notification], error) {
	from, args := own(v)
	return postgres.Newest[Notification](ctx, s.DB, "notifications", columns(v), from, "n", "made_at", r, args,
		func(n *Notification) (time.Time, uuid.UUID) { return n.MadeAt, n.UUID })
}

// own is the rest of a statement over the viewer's notifications, each as far
// as package access lets the viewer see what it is about.
func own(v *people.Viewer) (string, pgx.NamedArgs) {
	seat, args := access.Rows(v, access.SeeSeat)
	see := func(a access.Act) string { sql, _ := access.Rows(v, a); return sql } // of the same arguments
	dossier := see(access.SeeDossier)
	return ` from notification n join dossier d on d.id = n.dossier_id join person c on c.id = d.candidate_id
		left join seat s on s.id = n.object left join panel_session e on e.id = n.object
		left join panel q on q.id = coalesce(s.panel_id, e.panel_id) left join decision x on x.id = n.object left join appeal l on l.id = n.object
		where n.person_id in (select p.id from person p where coalesce(p.same_as, p.id) = @viewer) and (
			n.kind in ('SEAT_INVITED', 'SEAT_REMINDER') and s.person_id = @viewer and s.ended_at is null and s.status in ('INVITED', 'ACKNOWLEDGED', 'SCORED')
				and not ` + access.Conflicted(`@viewer`, `n.dossier_id`) + ` and ` + seat + `
			or n.kind in ('SEAT_SUSPENDED', 'SEAT_REPLACED') and (s.person_id = @viewer or ` + dossier + `) and ` + seat + `
			or n.kind in ('SEAT_OVERDUE', 'SEAT_REFUSED') and ` + dossier + ` and ` + seat + `
			or n.kind = 'SESSION_SCHEDULED' and e.id is not null and ` + see(access.SeePanel) + `
			or n.kind in ('COMPONENT_UNLOCKED', 'RESUBMITTED') and ` + dossier + `
			or n.kind in ('DECIDED', 'RELEASED', 'REVERSED') and ` + dossier + ` and ` + see(access.SeeDecision) + `
			or n.kind = 'APPEAL_FILED' and ` + dossier + ` and ` + see(access.SeeAppeal) + `)`, args
}

// columns are those of a notification. Who holds a seat that is suspended or
// was replaced is not told whose promotion it is.
func columns(v *people.Viewer) string {
	sees, _ := access.Rows(v, access.SeeDossier)
	undecided := `s.ended_at is null and not exists (select from decision z where z.panel_id = s.panel_id)`
	return `n.id, n.kind, n.dossier_id, n.object, n.made_at, d.to_level,
		d.candidate_id = @viewer as own, coalesce(s.person_id = @viewer, false) as holds, coalesce(` + sees + `, false) as sees,
		case when n.kind not in ('SEAT_SUSPENDED', 'SEAT_REPLACED') or s.person_id <> @viewer then c.name end as candidate,
		coalesce(s.due_at, e.starts_at) as at, coalesce(e.zone, q.zone) as zone, x.outcome,
		case n.kind
			when 'SEAT_INVITED' then s.status = 'INVITED' and ` + undecided + `
			when 'SEAT_REMINDER' then s.status in ('INVITED', 'ACKNOWLEDGED') and ` + undecided + `
			when 'SEAT_OVERDUE' then s.status in ('INVITED', 'ACKNOWLEDGED') and ` + undecided + `
			when 'SEAT_SUSPENDED' then ` + undecided + ` and ` + access.Conflicted(`s.person_id`, `s.dossier_id`) + `
			when 'SESSION_SCHEDULED' then e.held_at is null and e.cancelled_at is null
			when 'COMPONENT_UNLOCKED' then exists (select from component_unlock u where u.dossier_id = d.id and u.closed_at is null)
			when 'DECIDED' then x.released_at is null
			when 'RELEASED' then x.reversed_at is null
			when 'APPEAL_FILED' then l.withdrawn_at is null
			else true end as stands`
}
