package mentoring

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/audit"
	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// OfferInput offers a mentorship: exactly one of Mentor and Mentee is named,
// the viewer is the other.
type OfferInput struct {
	Mentor  *id.ID
	Mentee  *id.ID
	Ladder  *string
	Purpose *Purpose
	Key     *string
}

// Offer offers a mentorship and returns its id. The ladder must allow it that
// day; slots are asked about when it is accepted. Problems: Invalid.
func (a *Acts) Offer(ctx context.Context, v *people.Viewer, in OfferInput, now time.Time) (made uuid.UUID, err error) {
	m, err := in.pair(v)
	if err != nil {
		return uuid.Nil, err
	}
	once := postgres.Once{Person: v.Person, Mutation: "offerMentorship", Key: in.Key, Request: in}
	err = postgres.InTx(ctx, a.DB, func(tx pgx.Tx) error {
		var found bool
		if made, found, err = once.First(ctx, tx, now); err != nil || found {
			return err
		}
		if err := a.offer(ctx, tx, m, in, now); err != nil {
			return err
		}
		made = m.UUID
		if err := once.Remember(ctx, tx, made, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "offerMentorship", m.ID(), m.MenteeID, "mentor", m.MentorID.String()))
	})
	if postgres.Constraint(err) == "one_open_offer" {
		return uuid.Nil, problem.One(in.path(), "an offer between you two is open already: it can be answered or withdrawn")
	}
	return made, postgres.Fault(err, "offer a mentorship")
}

// path is the field that names the other person.
func (in OfferInput) path() string {
	if in.Mentor != nil {
		return "mentor"
	}
	return "mentee"
}

// offer stores what pair has begun.
func (a *Acts) offer(ctx context.Context, tx pgx.Tx, m *Mentorship, in OfferInput, now time.Time) error {
	version, err := a.ladder(ctx, tx, in.Ladder)
	if err != nil {
		return err
	}
	if err := hold(ctx, tx, m.MentorID, m.MenteeID); err != nil {
		return err
	}
	leads, learns, err := parties(ctx, tx, version.LadderID, m.MentorID, m.MenteeID)
	switch {
	case err != nil:
		return err
	case leads == nil || learns == nil:
		return fault.ErrNotFound
	case leads.Person == learns.Person:
		return problem.One(in.path(), "is you: nobody mentors themselves, name somebody else")
	}
	if err := allowed(version, leads, learns, day.Of(now), in.path()); err != nil {
		return err
	}
	if m.OfferedBy == m.MentorID {
		m.OfferedBy = leads.Person
	} else {
		m.OfferedBy = learns.Person
	}
	m.UUID, m.MentorID, m.MenteeID = a.NewID(), leads.Person, learns.Person
	_, err = tx.Exec(ctx, `insert into mentorship (id, mentor_id, mentee_id, ladder_id, status, purpose, offered_by, offered_at)
		values ($1, $2, $3, $4, 'OFFERED', $5, $6, $7)`, m.UUID, m.MentorID, m.MenteeID, version.LadderID, m.Purpose, m.OfferedBy, now)
	return err
}

// pair checks the input's own values and says who would mentor whom.
func (in OfferInput) pair(v *people.Viewer) (*Mentorship, error) {
	var l problem.List
	l.Key(in.Key)
	if (in.Mentor == nil) == (in.Mentee == nil) {
		l.Add("mentor", "name exactly one of mentor and mentee: you are the other")
	}
	if in.Purpose != nil && *in.Purpose != OwnershipTrack {
		l.Add("purpose", "is %.20q; write %s or leave it out", *in.Purpose, OwnershipTrack)
	}
	if in.Ladder != nil {
		l.Text("ladder", *in.Ladder, 100)
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	m := &Mentorship{MentorID: v.Person, MenteeID: v.Person, OfferedBy: v.Person, Purpose: in.Purpose}
	other, side := in.Mentee, &m.MenteeID
	if in.Mentor != nil {
		other, side = in.Mentor, &m.MentorID
	}
	key, ok := other.Row(id.Person)
	if !ok {
		return nil, fault.ErrNotFound
	}
	*side = key
	return m, nil
}

// ladder is the current version of the ladder that an input names.
func (a *Acts) ladder(ctx context.Context, tx pgx.Tx, slug *string) (*ladder.Version, error) {
	version, err := a.Ladders.CurrentIn(ctx, tx, slug)
	return version, problem.Of("ladder", err)
}

// AnswerInput answers the offer of a mentorship.
type AnswerInput struct {
	Mentorship id.ID
	Answer     Answer
}

// Answer is what somebody says to an offer.
type Answer string

// The answers.
const (
	Accept  Answer = "ACCEPT"
	Decline Answer = "DECLINE"
)
