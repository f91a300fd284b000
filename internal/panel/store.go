package panel

import (
	"context"
	"time"

	"github.com/google/uuid"

	"dossier/internal/access"
	"dossier/internal/page"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Store reads panels through a viewer's eyes: every statement carries the
// condition that package access gives for the viewer.
type Store struct {
	DB postgres.DB
}

const panelColumns = `q.id, q.dossier_id, q.appeal_id, q.quorum, q.reveal, q.due_at, q.zone, q.assembled_at,
	(select count(*) from seat c where c.panel_id = q.id and c.ended_at is null and c.status not in ('RECUSED', 'ABSTAINED')) as seat_count,
	exists (select from decision z where z.panel_id = q.id) as decided`

// ByIDs finds the panels that the viewer may know of.
func (s *Store) ByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Panel, error) {
	where, args := access.Rows(v, access.SeePanel)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, "read panels", func(p *Panel) uuid.UUID { return p.UUID },
		`select `+panelColumns+` from panel q where q.id = any(@ids) and `+where, args)
}

// OfDossiers finds the panel of each dossier: the one on which the viewer holds
// a seat, else the first.
func (s *Store) OfDossiers(ctx context.Context, v *people.Viewer, dossiers []uuid.UUID) (map[uuid.UUID]*Panel, error) {
	where, args := access.Rows(v, access.SeePanel)
	args["ids"] = dossiers
	return postgres.ByKey(ctx, s.DB, "read panels of dossiers", func(p *Panel) uuid.UUID { return p.DossierID }, `
		select distinct on (q.dossier_id) `+panelColumns+` from panel q
		where q.dossier_id = any(@ids) and `+where+`
		order by q.dossier_id, exists (select from seat v where v.panel_id = q.id and v.person_id = @viewer and v.ended_at is null) desc, q.appeal_id nulls first`, args)
}

// OfAppeals finds the panel of each appeal.
func (s *Store) OfAppeals(ctx context.Context, v *people.Viewer, appeals []uuid.UUID) (map[uuid.UUID]*Panel, error) {
	where, args := access.Rows(v, access.SeePanel)
	args["ids"] = appeals
	return postgres.ByKey(ctx, s.DB, "read panels of appeals", func(p *Panel) uuid.UUID { return *p.AppealID },
		`select `+panelColumns+` from panel q where q.appeal_id = any(@ids) and `+where, args)
}

// status is a seat's status at the instant of the request. What its holder
// has refused stays refused, whatever else there is.
func status() string {
	return `case when s.status not in ('RECUSED', 'ABSTAINED') and ` + access.Conflicted(`s.person_id`, `s.dossier_id`) + ` then 'SUSPENDED' else s.status end`
}

// Counting is true of a seat s that counts: for the quorum, the votes and the
// chair. It needs the argument viewer_now.
func Counting() string {
	return `(s.ended_at is null and s.status not in ('RECUSED', 'ABSTAINED') and not ` + access.Conflicted(`s.person_id`, `s.dossier_id`) + `)`
}

func seatColumns() string {
	return `s.id, s.panel_id, s.dossier_id, s.person_id, s.role, ` + status() + ` as status, s.due_at, q.zone, s.invited_at, s.answered_at,
		case when s.person_id = @viewer or 'STEWARD' = any(@viewer_roles::text[]) then coalesce(s.reason, s.end_reason) end as reason, s.ended_at is not null as replaced`
}

// SeatsByIDs finds the seats that the viewer may see.
func (s *Store) SeatsByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Seat, error) {
	where, args := access.Rows(v, access.SeeSeat)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, "read seats", func(s *Seat) uuid.UUID { return s.UUID },
		`select `+seatColumns()+` from seat s join panel q on q.id = s.panel_id where s.id = any(@ids) and `+where, args)
}

// SeatsOf lists the seats of panels that the viewer may see: the chair, the
// members, the guests, each in the order of their invitations.
func (s *Store) SeatsOf(ctx context.Context, v *people.Viewer, panels []uuid.UUID) (map[uuid.UUID][]*Seat, error) {
	where, args := access.Rows(v, access.SeeSeat)
	return postgres.ListsByKey(ctx, s.DB, "read the seats of panels", panels, func(s *Seat) uuid.UUID { return s.PanelID },
		`select `+seatColumns()+` from seat s join panel q on q.id = s.panel_id where q.id = any(@ids) and `+where+`
		order by array_position('{CHAIR,MEMBER,GUEST}'::text[], s.role), s.invited_at, s.id`, args)
}

// UnlocksOf lists the components of dossiers that are open to their candidates
// again.
func (s *Store) UnlocksOf(ctx context.Context, v *people.Viewer, dossiers []uuid.UUID) (map[uuid.UUID][]*Unlock, error) {
	where, args := access.Rows(v, access.SeeDossier)
	return postgres.ListsByKey(ctx, s.DB, "read unlocked components", dossiers, func(u *Unlock) uuid.UUID { return u.DossierID }, `
		select u.dossier_id, u.component, d.ladder_version_id, d.from_level, u.reason, u.unlocked_at
		from component_unlock u join dossier d on d.id = u.dossier_id
		where d.id = any(@ids) and d.status = 'IN_REVIEW' and u.closed_at is null and `+where+` order by u.unlocked_at, u.id`, args)
}

func sessionColumns(v *people.Viewer) string {
	held, _ := access.Rows(v, access.SeeHeld)
	return `e.id, e.panel_id, e.dossier_id, e.component, d.ladder_version_id, d.from_level, e.kind, e.starts_at, e.zone, e.held_at,
		e.cancelled_at is not null as cancelled, case when ` + held + ` then e.present else '{}' end as present, case when ` + held + ` then e.notes end as notes`
}

// SessionsByIDs finds the sessions that the viewer may know of.
func (s *Store) SessionsByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Session, error) {
	where, args := access.Rows(v, access.SeePanel)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, "read sessions", func(e *Session) uuid.UUID { return e.UUID },
		`select `+sessionColumns(v)+` from panel_session e join dossier d on d.id = e.dossier_id join panel q on q.id = e.panel_id where e.id = any(@ids) and `+where, args)
}

// SessionsOf lists the sessions of dossiers, of all their panels, by their
// start.
func (s *Store) SessionsOf(ctx context.Context, v *people.Viewer, dossiers []uuid.UUID) (map[uuid.UUID][]*Session, error) {
	where, args := access.Rows(v, access.SeePanel)
	return postgres.ListsByKey(ctx, s.DB, "read the sessions of dossiers", dossiers, func(e *Session) uuid.UUID { return e.DossierID },
		`select `+sessionColumns(v)+` from panel_session e join dossier d on d.id = e.dossier_id join panel q on q.id = e.panel_id where d.id = any(@ids) and `+where+`
		order by e.starts_at, e.id`, args)
}

const postColumns = `o.id, o.dossier_id, o.criterion, d.ladder_version_id, d.from_level, t.alias, o.text, o.posted_at, t.person_id = @viewer as mine`

const postTables = ` from panel_post o join seat t on t.id = o.seat_id join dossier d on d.id = o.dossier_id where `

// PostsByIDs finds the posts that the viewer may see.
func (s *Store) PostsByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Post, error) {
	where, args := access.Rows(v, access.SeePost)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, "read posts", func(p *Post) uuid.UUID { return p.UUID },
		`select `+postColumns+postTables+`o.id = any(@ids) and `+where, args)
}

// PostsOf returns a page of the posts of a panel that the viewer may see,
// newest first; on one criterion, if it is named.
func (s *Store) PostsOf(ctx context.Context, v *people.Viewer, panel uuid.UUID, criterion *string, r page.Request) (*page.Connection[Post], error) {
	where, args := access.Rows(v, access.SeePost)
	args["panel"] = panel
	where += ` and o.panel_id = @panel`
	if criterion != nil {
		args["criterion"] = *criterion
		where += ` and o.criterion = @criterion`
	}
	return postgres.Newest[Post](ctx, s.DB, "posts", postColumns, postTables+where, "o", "posted_at", r, args,
		func(p *Post) (time.Time, uuid.UUID) { return p.PostedAt, p.UUID })
}
