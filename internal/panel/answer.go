package panel

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/notify"
	"dossier/internal/people"
	"dossier/internal/problem"
)

// AnswerSeat is the holder's word on a seat, and returns its id. To recuse
// oneself is open until the decision, whatever was answered before; it takes
// a submitted review out of the votes. Problems: Invalid, WrongState,
// conflict.OfInterest.
func (a *Acts) AnswerSeat(ctx context.Context, v *people.Viewer, in AnswerSeatInput, now time.Time) (uuid.UUID, error) {
	if err := in.check(); err != nil {
		return uuid.Nil, err
	}
	if in.Answer == Acknowledge {
		in.Reason = nil
	}
	to := map[SeatAnswer]SeatStatus{Acknowledge: Acknowledged, Recuse: Recused, Abstain: Abstained}[in.Answer]
	return in.Seat.UUID, a.inTx(ctx, "answer a seat", func(tx pgx.Tx) error {
		s, err := seatFor(ctx, tx, v, in.Seat, access.AnswerSeat)
		if err != nil {
			return err
		}
		d, err := dossier.Hold(ctx, tx, s.DossierID)
		if err != nil {
			return err
		}
		if s, err = seatFor(ctx, tx, v, in.Seat, access.AnswerSeat); err != nil {
			return err
		}
		p, err := panelIn(ctx, tx, s.PanelID)
		if err != nil {
			return err
		}
		if s.Replaced || s.Status == Recused {
			return s.past(to)
		}
		if err := p.Judging(d, v, "answer a seat"); err != nil {
			return toHolder(ctx, tx, v, d, err)
		}
		if s.Status == to {
			return nil
		}
		if err := s.may(ctx, tx, v, d, in.Answer, now); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update seat set status = $2, answered_at = $3, reason = $4 where id = $1`, s.UUID, to, now, in.Reason); err != nil {
			return err
		}
		if to != Acknowledged {
			if err := notify.AddForStewards(ctx, tx, a.NewID, now, notify.Note{
				Key: "seat-refused/" + s.UUID.String() + "/" + string(to), Kind: notify.SeatRefused, Dossier: d.UUID, Object: s.ID(),
			}); err != nil {
				return err
			}
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "answerSeat", s.ID(), d.CandidateID, "panel", p.ID().String(), "status", string(to)))
	})
}

func (in AnswerSeatInput) check() error {
	var l problem.List
	switch in.Answer {
	case Acknowledge:
		if in.Reason != nil && strings.TrimSpace(*in.Reason) != "" {
			l.Add("reason", "is for RECUSE and ABSTAIN; leave it out")
		}
	case Recuse, Abstain:
		reason := ""
		if in.Reason != nil {
			reason = *in.Reason
		}
		l.Text("reason", reason, MaxReason)
	default:
		l.Add("answer", "%.20q is no answer; use ACKNOWLEDGE, RECUSE or ABSTAIN", in.Answer)
	}
	return l.Err()
}

// past refuses to change an answer that is past changing. It is the same
// whatever becomes of the dossier, of which the holder has to learn no more.
func (s *Seat) past(to SeatStatus) error {
	switch {
	case s.Replaced:
		return problem.One("seat", "is held by another in your place; there is nothing to answer any more")
	case s.Status == to:
		return nil
	}
	return problem.One("answer", "this seat is %s, which is final; a steward can seat somebody else", s.Status)
}

// toHolder is a refusal for where the dossier stands, which is told only to
// who may see the dossier: not while the seat is not acknowledged, nor when a
// conflict suspends it.
func toHolder(ctx context.Context, tx pgx.Tx, v *people.Viewer, d *dossier.Dossier, refusal error) error {
	if _, err := dossier.LockFor(ctx, tx, v, d.ID(), access.SeeDossier); !errors.Is(err, fault.ErrNotFound) {
		return cmp.Or(err, refusal)
	}
	return problem.One("seat", "has nothing to answer any more: its panel no longer judges")
}

// may refuses an answer that does not fit where the seat stands.
func (s *Seat) may(ctx context.Context, tx pgx.Tx, v *people.Viewer, d *dossier.Dossier, a SeatAnswer, now time.Time) error {
	fits := map[SeatAnswer][]SeatStatus{
		Acknowledge: {Invited},
		Abstain:     {Invited, Acknowledged},
		Recuse:      {Invited, Acknowledged, Abstained, Scored, Suspended},
	}[a]
	if slices.Contains(fits, s.Status) {
		return nil
	}
	switch s.Status {
	case Suspended:
		if err := free(ctx, tx, v, d, now, s.PersonID); err != nil {
			return err
		}
	case Scored:
		return &dossier.WrongState{Status: d.Status, Why: "your review is submitted; until the decision you may still recuse yourself, which takes it out of the votes"}
	}
	return s.past("")
}
