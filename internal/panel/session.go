package panel

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/day"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/notify"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// MaxNotes is the longest note of a session, in characters.
const MaxNotes = 20_000

// ScheduleSession says when candidate and panel meet on a component, and
// returns the session's id. Chair and members may, guests not. Problems:
// Invalid, WrongState.
func (a *Acts) ScheduleSession(ctx context.Context, v *people.Viewer, in SchedulePanelSessionInput, now time.Time) (made uuid.UUID, err error) {
	var l problem.List
	l.Key(in.Key)
	if in.Kind != Presentation && in.Kind != Examination {
		l.Add("kind", "%.20q is no kind of session; use PRESENTATION or EXAMINATION", in.Kind)
	}
	checkZone(&l, in.Zone)
	if err := l.Err(); err != nil {
		return uuid.Nil, err
	}
	zone := "UTC"
	if in.Zone != nil {
		zone = *in.Zone
	}
	once := postgres.Once{Person: v.Person, Mutation: "schedulePanelSession", Key: in.Key, Request: in}
	err = a.inTx(ctx, "schedule a session", func(tx pgx.Tx) error {
		d, p, s, err := LockSeat(ctx, tx, v, in.Dossier, access.Judge)
		if err != nil {
			return err
		}
		var found bool
		if made, found, err = once.First(ctx, tx, now); err != nil || found {
			return err
		}
		if err := s.keepsSessions(d, p, v, "schedule a session"); err != nil {
			return err
		}
		version, err := a.Ladders.ByIDIn(ctx, tx, d.LadderVersion)
		if err != nil {
			return err
		}
		if version.Level(d.FromLevel).Component(in.Component) == nil {
			l.Add("component", "%s has no component %.60q", d.FromLevel, in.Component)
		}
		switch {
		case in.StartsAt.Before(p.AssembledAt):
			l.Add("startsAt", "is before the panel was assembled, %s; check the day", local(p.AssembledAt, zone))
		case in.StartsAt.After(day.AddMonths(day.Of(now), 12)):
			l.Add("startsAt", "is more than a year away; check the year")
		}
		if err := l.Err(); err != nil {
			return err
		}
		made = a.NewID()
		if _, err := tx.Exec(ctx, `insert into panel_session (id, panel_id, dossier_id, component, kind, starts_at, zone, scheduled_by, scheduled_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, made, p.UUID, d.UUID, in.Component, in.Kind, in.StartsAt, zone, v.Person, now); err != nil {
			return err
		}
		if err := a.tellOfSession(ctx, tx, v, d, p, made, now); err != nil {
			return err
		}
		if err := once.Remember(ctx, tx, made, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "schedulePanelSession", id.Of(id.PanelSession, made), d.CandidateID, "panel", p.ID().String(), "component", in.Component))
	})
	return made, err
}

// tellOfSession tells the candidate and whoever sits, but who scheduled it.
func (a *Acts) tellOfSession(ctx context.Context, tx pgx.Tx, v *people.Viewer, d *dossier.Dossier, p *Panel, session uuid.UUID, now time.Time) error {
	holders, err := holdersOf(ctx, tx, p.UUID, now)
	if err != nil {
		return err
	}
	var notes []notify.Note
	for _, to := range append(holders, d.CandidateID) {
		if to != v.Person {
			notes = append(notes, notify.Note{
				Key: "session-scheduled/" + session.String() + "/" + to.String(), Person: to, Kind: notify.SessionScheduled, Dossier: d.UUID, Object: id.Of(id.PanelSession, session),
			})
		}
	}
	return notify.Add(ctx, tx, a.NewID, now, notes...)
}

// RecordSession notes that a session was held, who of the panel was there and
// what came of it, and returns its id. Problems: Invalid, WrongState.
func (a *Acts) RecordSession(ctx context.Context, v *people.Viewer, in RecordPanelSessionInput, now time.Time) (uuid.UUID, error) {
	var l problem.List
	l.Text("notes", in.Notes, MaxNotes)
	switch {
	case len(in.Present) == 0:
		l.Add("present", "is empty; give the ids of the seats that were there")
	case len(in.Present) > MaxSeats:
		l.Add("present", "names %d seats; a panel has %d at most", len(in.Present), MaxSeats)
	}
	if in.HeldAt.After(now) {
		l.Add("heldAt", "is still to come; record a session once it was held")
	}
	if err := l.Err(); err != nil {
		return uuid.Nil, err
	}
	return in.Session.UUID, a.inTx(ctx, "record a session", func(tx pgx.Tx) error {
		d, p, err := a.lockSession(ctx, tx, v, in.Session, "record a session")
		if err != nil {
			return err
		}
		if in.HeldAt.Before(p.AssembledAt) {
			return problem.One("heldAt", "is before the panel was assembled; check the day")
		}
		present, err := presentOf(ctx, tx, p, in.Present)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update panel_session set held_at = $2, present = $3, notes = $4, recorded_by = $5 where id = $1`,
			in.Session.UUID, in.HeldAt, present, in.Notes, v.Person); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "recordPanelSession", in.Session, d.CandidateID, "present", strconv.Itoa(len(present))))
	})
}

// presentOf finds seats of a panel, each once.
func presentOf(ctx context.Context, tx pgx.Tx, p *Panel, in []id.ID) ([]uuid.UUID, error) {
	var l problem.List
	var seats []uuid.UUID
	if err := tx.QueryRow(ctx, `select array_agg(id) from seat where panel_id = $1`, p.UUID).Scan(&seats); err != nil {
		return nil, err
	}
	present := make([]uuid.UUID, 0, len(in))
	for i, n := range in {
		key, ok := n.Row(id.Seat)
		switch {
		case !ok || !slices.Contains(seats, key):
			l.Add(place("present", i), "is no seat of this panel")
		case slices.Contains(present, key):
			l.Add(place("present", i), "is named twice")
		}
		present = append(present, key)
	}
	return present, l.Err()
}

// CancelSession calls a session off that was not held, and returns its id.
// Problems: Invalid, WrongState.
func (a *Acts) CancelSession(ctx context.Context, v *people.Viewer, in CancelPanelSessionInput, now time.Time) (uuid.UUID, error) {
	return in.Session.UUID, a.inTx(ctx, "cancel a session", func(tx pgx.Tx) error {
		d, _, err := a.lockSession(ctx, tx, v, in.Session, "cancel a session")
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update panel_session set cancelled_at = $2 where id = $1`, in.Session.UUID, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "cancelPanelSession", in.Session, d.CandidateID))
	})
}

// keepsSessions refuses who is neither chair nor member of a panel that is
// still judging.
func (s *Seat) keepsSessions(d *dossier.Dossier, p *Panel, v *people.Viewer, act string) error {
	if s.Role == Guest {
		return &dossier.WrongState{Status: d.Status, Why: "sessions are kept by chair and members; ask one of them"}
	}
	return p.Judging(d, v, act)
}

// lockSession finds the panel of a session that is neither held nor cancelled.
func (a *Acts) lockSession(ctx context.Context, tx pgx.Tx, v *people.Viewer, session id.ID, act string) (*dossier.Dossier, *Panel, error) {
	key, ok := session.Row(id.PanelSession)
	if !ok {
		return nil, nil, fault.ErrNotFound
	}
	var of, panel uuid.UUID
	if err := tx.QueryRow(ctx, `select dossier_id, panel_id from panel_session where id = $1`, key).Scan(&of, &panel); err != nil {
		return nil, nil, postgres.Fault(err, "find the session")
	}
	d, p, s, err := LockSeat(ctx, tx, v, id.Of(id.Dossier, of), access.Judge)
	if err != nil {
		return nil, nil, err
	}
	if p.UUID != panel {
		return nil, nil, fault.ErrNotFound
	}
	if err := s.keepsSessions(d, p, v, act); err != nil {
		return nil, nil, err
	}
	var held, cancelled bool
	if err := tx.QueryRow(ctx, `select held_at is not null, cancelled_at is not null from panel_session where id = $1`, key).Scan(&held, &cancelled); err != nil {
		return nil, nil, err
	}
	switch {
	case held:
		return nil, nil, problem.One("session", "is recorded already, and stays as it was recorded")
	case cancelled:
		return nil, nil, problem.One("session", "was cancelled; schedule another")
	}
	return d, p, nil
}
