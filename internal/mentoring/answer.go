package mentoring

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"dossier/internal/audit"
	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// Answer accepts or declines an offer; who made it cannot. It is accepted from
// that day on if the ladder allows it, the mentor has a slot and the mentee no
// other mentor. Problems: Invalid, SlotsFull.
func (a *Acts) Answer(ctx context.Context, v *people.Viewer, in AnswerInput, now time.Time) error {
	if in.Answer != Accept && in.Answer != Decline {
		return problem.One("answer", "is %.20q; write ACCEPT or DECLINE", in.Answer)
	}
	err := postgres.InTx(ctx, a.DB, func(tx pgx.Tx) error {
		m, err := lockOffer(ctx, tx, v, in.Mentorship)
		if err != nil {
			return err
		}
		if m.OfferedBy == v.Person {
			return problem.One("mentorship", "is your own offer: the other side answers it, you may withdraw it")
		}
		if in.Answer == Accept {
			err = a.accept(ctx, tx, m, now)
		} else {
			_, err = tx.Exec(ctx, `update mentorship set status = 'DECLINED' where id = $1`, m.UUID)
		}
		if err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "answerMentorship", m.ID(), m.MenteeID, "answer", string(in.Answer), "mentor", m.MentorID.String()))
	})
	if postgres.Constraint(err) == "one_mentor_at_a_time" {
		return problem.One("mentorship", "the mentee has a mentor today: that mentorship has to end first, and the new one begins a day later")
	}
	return postgres.Fault(err, "answer a mentorship")
}

// lockOffer finds an offer that nobody has answered.
func lockOffer(ctx context.Context, tx pgx.Tx, v *people.Viewer, mentorship id.ID) (*Mentorship, error) {
	m, err := lock(ctx, tx, v, mentorship)
	if err == nil && m.Status != Offered {
		return nil, problem.One("mentorship", "is %s: only an offer that is open can be answered or withdrawn", m.Status)
	}
	return m, err
}

// accept begins the mentorship. Mentor and mentee are held.
func (a *Acts) accept(ctx context.Context, tx pgx.Tx, m *Mentorship, now time.Time) error {
	today := day.Of(now)
	version, err := a.current(ctx, tx, m.LadderID)
	if err != nil {
		return err
	}
	leads, learns, err := parties(ctx, tx, m.LadderID, m.MentorID, m.MenteeID)
	if err != nil {
		return err
	}
	if err := allowed(version, leads, learns, today, "mentorship"); err != nil {
		return err
	}
	var used int
	var taken bool
	if err := tx.QueryRow(ctx, `select count(*) filter (where mentor_id = $1), count(*) filter (where mentee_id = $2) > 0
		from mentorship where ladder_id = $3 and status = 'ACTIVE' and (mentor_id = $1 or mentee_id = $2)`, m.MentorID, m.MenteeID, m.LadderID).Scan(&used, &taken); err != nil {
		return postgres.Fault(err, "count the mentor's slots")
	}
	if taken {
		return problem.One("mentorship", "the mentee has a mentor: that mentorship has to end first")
	}
	if total := slotsOf(version.Level(leads.On(today).Level)); total != nil && used >= *total {
		return &SlotsFull{Total: *total, Used: used}
	}
	_, err = tx.Exec(ctx, `update mentorship set status = 'ACTIVE', during = daterange($2::date, null) where id = $1`, m.UUID, today)
	return err
}

// MentorshipInput names a mentorship.
type MentorshipInput struct {
	Mentorship id.ID
}

// WithdrawOffer takes back an offer that nobody has answered. Problems:
// Invalid.
func (a *Acts) WithdrawOffer(ctx context.Context, v *people.Viewer, in MentorshipInput, now time.Time) error {
	err := postgres.InTx(ctx, a.DB, func(tx pgx.Tx) error {
		m, err := lockOffer(ctx, tx, v, in.Mentorship)
		if err != nil {
			return err
		}
		if m.OfferedBy != v.Person {
			return problem.One("mentorship", "was offered by the other side: you may decline it")
		}
		if _, err := tx.Exec(ctx, `update mentorship set status = 'WITHDRAWN' where id = $1`, m.UUID); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "withdrawMentorshipOffer", m.ID(), m.MenteeID, "mentor", m.MentorID.String()))
	})
	return postgres.Fault(err, "withdraw the offer of a mentorship")
}

// EndInput ends a mentorship.
type EndInput struct {
	Mentorship id.ID
	Reason     EndReason
}

// End ends a mentorship: the day of it is no longer in it, but that of its
// first day is. A hand-over, of one that goes beyond what the ladder allows,
// leaves the referral money as it is; after any other end no further days
// count. Problems: Invalid.
func (a *Acts) End(ctx context.Context, v *people.Viewer, in EndInput, now time.Time) error {
	if in.Reason != Completed && in.Reason != HandedOn && in.Reason != Stopped {
		return problem.One("reason", "is %.20q; write COMPLETED, HAND_OVER or STOPPED", in.Reason)
	}
	err := postgres.InTx(ctx, a.DB, func(tx pgx.Tx) error {
		m, err := lock(ctx, tx, v, in.Mentorship)
		if err != nil {
			return err
		}
		if m.Status != Active {
			return problem.One("mentorship", "is %s: only one that runs can be ended", m.Status)
		}
		if in.Reason == HandedOn {
			if err := a.due(ctx, tx, m, now); err != nil {
				return err
			}
		}
		end := day.Of(now)
		if first := day.AddDays(m.Span.From, 1); end.Before(first) {
			end = first
		}
		if _, err := tx.Exec(ctx, `update mentorship set status = 'ENDED', during = daterange(lower(during), $2::date), end_reason = $3 where id = $1`,
			m.UUID, end, in.Reason); err != nil {
			return err
		}
		if in.Reason != HandedOn {
			if _, err := tx.Exec(ctx, `update referral_agreement set ended_on = $2::date where mentorship_id = $1 and accepted_at is not null and ended_on is null`, m.UUID, end); err != nil {
				return err
			}
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "endMentorship", m.ID(), m.MenteeID, "reason", string(in.Reason), "mentor", m.MentorID.String()))
	})
	return postgres.Fault(err, "end a mentorship")
}

// due refuses a hand-over that the ladder does not ask for: nobody frees a slot
// and keeps the money.
func (a *Acts) due(ctx context.Context, tx pgx.Tx, m *Mentorship, now time.Time) error {
	version, err := a.current(ctx, tx, m.LadderID)
	if err != nil {
		return err
	}
	leads, learns, err := parties(ctx, tx, m.LadderID, m.MentorID, m.MenteeID)
	if err == nil && HandOver(m, leads, learns, version, day.Of(now)) == nil {
		err = problem.One("reason", "HAND_OVER is for a mentorship that goes beyond what the ladder allows, as after a promotion, and this one does not: write COMPLETED or STOPPED")
	}
	return err
}

// onlyMentor refuses what only the mentor may do and the policy does not allow
// now: to the mentee it is absent, to the mentor it is said when it is time.
func (m *Mentorship) onlyMentor(v *people.Viewer, when string) error {
	if m.MentorID != v.Person {
		return fault.ErrNotFound
	}
	return problem.One("mentorship", "is %s: %s", m.Status, when)
}
