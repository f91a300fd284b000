package mentoring

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// ReferralInput offers a referral agreement.
type ReferralInput struct {
	Mentorship id.ID
	Currency   string
	Key        *string
}

// OfferReferral offers the mentee of an active mentorship the terms of the
// mentor's level, and returns the agreement's id. Problems: Invalid.
func (a *Acts) OfferReferral(ctx context.Context, v *people.Viewer, in ReferralInput, now time.Time) (made uuid.UUID, err error) {
	var l problem.List
	l.Key(in.Key)
	if !knownCurrency(in.Currency) {
		l.Add("currency", "%.10q is no currency of ISO 4217; write it as EUR", in.Currency)
	}
	if err := l.Err(); err != nil {
		return uuid.Nil, err
	}
	once := postgres.Once{Person: v.Person, Mutation: "offerReferral", Key: in.Key, Request: in}
	err = postgres.InTx(ctx, a.DB, func(tx pgx.Tx) error {
		m, err := lock(ctx, tx, v, in.Mentorship)
		if err != nil {
			return err
		}
		var found bool
		if made, found, err = once.First(ctx, tx, now); err != nil || found {
			return err
		}
		if !m.may(v, access.OfferAgreement) {
			return m.onlyMentor(v, "an agreement is offered while it runs")
		}
		cut, terms, err := a.terms(ctx, tx, m, now, "mentorship")
		if err != nil {
			return err
		}
		made = a.NewID()
		if _, err := tx.Exec(ctx, `insert into referral_agreement (id, mentorship_id, mentor_id, mentee_id, basis_points, months, currency, terms, offered_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, made, m.UUID, m.MentorID, m.MenteeID, cut.BasisPoints, cut.Months, in.Currency, terms, now); err != nil {
			return err
		}
		if err := once.Remember(ctx, tx, made, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "offerReferral", id.Of(id.Agreement, made), m.MenteeID, "mentorship", m.UUID.String()))
	})
	if postgres.Constraint(err) == "one_agreement_for_each_mentorship" {
		return uuid.Nil, problem.One("mentorship", "has a referral agreement already, offered or accepted; another may be offered if that one is declined")
	}
	return made, postgres.Fault(err, "offer a referral agreement")
}

// AnswerReferralInput answers the offer of an agreement.
type AnswerReferralInput struct {
	Agreement id.ID
	Answer    Answer
}

// AnswerReferral accepts or declines, by the mentee. The terms that are
// accepted are those of the mentor's level on that day, and never change.
// Problems: Invalid.
func (a *Acts) AnswerReferral(ctx context.Context, v *people.Viewer, in AnswerReferralInput, now time.Time) error {
	if in.Answer != Accept && in.Answer != Decline {
		return problem.One("answer", "is %.20q; write ACCEPT or DECLINE", in.Answer)
	}
	err := postgres.InTx(ctx, a.DB, func(tx pgx.Tx) error {
		m, g, err := lockAgreement(ctx, tx, v, in.Agreement)
		if err != nil {
			return err
		}
		if g.Status != AgreementOffered {
			return problem.One("agreement", "is %s: only an offer that is open can be answered", g.Status)
		}
		if in.Answer == Accept {
			err = a.agree(ctx, tx, m, g, now)
		} else {
			_, err = tx.Exec(ctx, `update referral_agreement set declined_at = $2 where id = $1`, g.UUID, now)
		}
		if err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "answerReferral", g.ID(), g.MenteeID, "answer", string(in.Answer), "mentor", g.MentorID.String()))
	})
	if postgres.Constraint(err) == "one_running_agreement_for_a_mentee" {
		return problem.One("agreement", "you have a referral agreement that still runs: one at a time")
	}
	return postgres.Fault(err, "answer a referral agreement")
}

// lockAgreement finds an agreement that the viewer may answer and holds it
// with its mentorship.
func lockAgreement(ctx context.Context, tx pgx.Tx, v *people.Viewer, agreement id.ID) (*Mentorship, *Agreement, error) {
	key, ok := agreement.Row(id.Agreement)
	if !ok {
		return nil, nil, fault.ErrNotFound
	}
	where, args := access.Rows(v, access.AnswerAgreement)
	args["id"] = key
	var mentorship uuid.UUID
	if err := tx.QueryRow(ctx, `select g.mentorship_id from referral_agreement g where g.id = @id and `+where, args).Scan(&mentorship); err != nil {
		return nil, nil, postgres.Fault(err, "find the agreement")
	}
	m, err := lock(ctx, tx, v, id.Of(id.Mentorship, mentorship))
	if err != nil {
		return nil, nil, err
	}
	found, err := postgres.Rows[Agreement](ctx, tx, "find the agreement", `select `+agreementColumns+` from referral_agreement g where g.id = @id for no key update`, args)
	if err != nil {
		return nil, nil, err
	}
	return m, found[0], nil
}

func (a *Acts) agree(ctx context.Context, tx pgx.Tx, m *Mentorship, g *Agreement, now time.Time) error {
	if m.Status != Active {
		return problem.One("agreement", "the mentorship is %s: terms are agreed while it runs", m.Status)
	}
	cut, terms, err := a.terms(ctx, tx, m, now, "agreement")
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update referral_agreement set accepted_at = $2, basis_points = $3, months = $4, terms = $5 where id = $1`,
		g.UUID, now, cut.BasisPoints, cut.Months, terms)
	return err
}
