package mentoring

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/day"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// SessionInput records a session.
type SessionInput struct {
	Mentorship id.ID
	On         day.Day
	Key        *string
}

// RecordSession notes that mentor and mentee talked on a day of the
// mentorship, one session a day, and returns its id. Problems: Invalid.
func (a *Acts) RecordSession(ctx context.Context, v *people.Viewer, in SessionInput, now time.Time) (made uuid.UUID, err error) {
	var l problem.List
	if l.Key(in.Key); l != nil {
		return uuid.Nil, l.Err()
	}
	once := postgres.Once{Person: v.Person, Mutation: "recordSession", Key: in.Key, Request: in}
	err = postgres.InTx(ctx, a.DB, func(tx pgx.Tx) error {
		m, err := lock(ctx, tx, v, in.Mentorship)
		if err != nil {
			return err
		}
		var found bool
		if made, found, err = once.First(ctx, tx, now); err != nil || found {
			return err
		}
		switch on := in.On.Time; {
		case on.After(day.Of(now)):
			return problem.One("on", "%s is still to come: record a session once it took place", on.Format(time.DateOnly))
		case m.Span == nil:
			return problem.One("mentorship", "is %s: sessions belong to one that both accepted", m.Status)
		case !m.Span.Has(on):
			return problem.One("on", "%s is not a day of the mentorship, which runs %s", on.Format(time.DateOnly), days(*m.Span))
		}
		made = a.NewID()
		if _, err := tx.Exec(ctx, `insert into mentoring_session (id, mentorship_id, held_on, recorded_by, recorded_at) values ($1, $2, $3, $4, $5)`,
			made, m.UUID, in.On.Time, v.Person, now); err != nil {
			return err
		}
		if err := once.Remember(ctx, tx, made, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "recordSession", id.Of(id.Session, made), m.MenteeID, "mentorship", m.UUID.String()))
	})
	if postgres.Constraint(err) == "session_is_recorded_once_a_day" {
		return uuid.Nil, problem.One("on", "a session on %s is recorded already", in.On.Format(time.DateOnly))
	}
	return made, postgres.Fault(err, "record a session")
}

// days writes a span for people.
func days(s day.Span) string {
	from := "from " + s.From.Format(time.DateOnly)
	if s.To == nil {
		return from + " on"
	}
	return from + " to " + day.AddDays(*s.To, -1).Format(time.DateOnly)
}

// AttestInput says that a mentee approaches a level.
type AttestInput struct {
	Mentorship id.ID
	Level      string
	Reason     string
	Key        *string
}

// Attest is the mentor's word that the mentee approaches the level after
// theirs, and returns its id. Problems: Invalid.
func (a *Acts) Attest(ctx context.Context, v *people.Viewer, in AttestInput, now time.Time) (made uuid.UUID, err error) {
	var l problem.List
	l.Key(in.Key)
	l.Text("reason", in.Reason, maxReason)
	if err := l.Err(); err != nil {
		return uuid.Nil, err
	}
	once := postgres.Once{Person: v.Person, Mutation: "attestReadiness", Key: in.Key, Request: in}
	err = postgres.InTx(ctx, a.DB, func(tx pgx.Tx) error {
		m, err := lock(ctx, tx, v, in.Mentorship)
		if err != nil {
			return err
		}
		if !m.may(v, access.Attest) {
			return m.onlyMentor(v, "readiness is attested once both have accepted")
		}
		var found bool
		if made, found, err = once.First(ctx, tx, now); err != nil || found {
			return err
		}
		if err := a.approaches(ctx, tx, m, in.Level, now); err != nil {
			return err
		}
		made = a.NewID()
		if _, err := tx.Exec(ctx, `insert into readiness (id, mentorship_id, level, reason, attested_at) values ($1, $2, $3, $4, $5)`,
			made, m.UUID, in.Level, in.Reason, now); err != nil {
			return err
		}
		if err := once.Remember(ctx, tx, made, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "attestReadiness", m.ID(), m.MenteeID, "readiness", made.String(), "level", in.Level))
	})
	return made, postgres.Fault(err, "attest a mentee's readiness")
}

// approaches refuses a level that is not the one after the mentee's.
func (a *Acts) approaches(ctx context.Context, tx pgx.Tx, m *Mentorship, level string, now time.Time) error {
	version, err := a.current(ctx, tx, m.LadderID)
	if err != nil {
		return err
	}
	_, learns, err := parties(ctx, tx, m.LadderID, m.MentorID, m.MenteeID)
	if err != nil {
		return err
	}
	next, held := version.Level(level), version.Level(learns.On(day.Of(now)).Level)
	switch {
	case next == nil:
		return problem.One("level", "%s has no level %.20q", version.Title, level)
	case held == nil:
		return problem.One("level", "the mentee holds no level of %s today, so none is next", version.Title)
	case next.Ordinal != held.Ordinal+1:
		return problem.One("level", "the mentee holds %s, and %s is not the level after it", held.Code, next.Code)
	}
	return nil
}
