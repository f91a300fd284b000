package record

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/id"
	"dossier/internal/problem"
)

// said is an answer on its way in. as is nil for the owner.
type said struct {
	person  uuid.UUID
	steward bool
	answer  Answer
	as      *Capacity
	note    *string
}

func (s said) check() error {
	switch s.answer {
	case Confirm, Decline, Dispute:
	default:
		return problem.One("answer", "is %.20q; it is one of CONFIRM, DECLINE, DISPUTE", s.answer)
	}
	if weight(s.as) < 0 {
		return problem.One("capacity", "is %.20q; it is one of FOUNDER, COLLEAGUE, ATTENDEE, PEER, HOUSE", *s.as)
	}
	return checkNote(s.note, s.answer == Dispute)
}

// house tells whether a steward speaks as one, which needs no request.
func (s said) house() bool { return s.steward && s.as != nil && *s.as == AsHouse }

// answer notes what somebody says to a record, and where that leaves it. The
// record is locked, and who answers may do so.
func (a *Acts) answer(ctx context.Context, tx pgx.Tx, r Record, s said, now time.Time) error {
	b := r.Common()
	if err := dead(r, "record"); err != nil {
		return err
	}
	open, err := waits(ctx, tx, r, s.person)
	if err != nil {
		return err
	}
	if s.as == nil {
		err = contestable(ctx, tx, b)
	} else if err = s.stands(ctx, tx, r, now); err == nil {
		err = s.turn(b, open)
	}
	if err != nil {
		return err
	}
	step := Confirmation{UUID: a.NewID(), RecordID: b.UUID, State: s.state(), ByID: &s.person, Capacity: s.as, Note: s.note, At: now}
	if err := InsertSteps(ctx, tx, step); err != nil {
		return err
	}
	moves, err := s.moves(ctx, tx, b)
	if err != nil || !moves {
		return err
	}
	_, err = tx.Exec(ctx, `update record set state = $2, state_by = $3, state_as = $4, state_at = $5 where id = $1`, b.UUID, step.State, s.person, s.as, now)
	return err
}

func (s said) state() State {
	return map[Answer]State{Confirm: Confirmed, Decline: Declined, Dispute: Disputed}[s.answer]
}

// stands refuses a capacity that who answers does not have and, to confirm,
// one that says nothing of the record's kind or less than they could.
func (s said) stands(ctx context.Context, tx pgx.Tx, r Record, now time.Time) error {
	b := r.Common()
	founder, err := founds(ctx, tx, s.person, b.CompanyID, b.Span, now)
	switch {
	case err != nil:
		return err
	case *s.as == AsHouse && !s.steward:
		return problem.One("capacity", "HOUSE is for stewards; choose another")
	case *s.as == AsFounder && !founder:
		return problem.One("capacity", "no founder of the record's company on its days is known by your name; choose another, or ask a steward to add you")
	}
	if s.answer != Confirm {
		return nil
	}
	switch r := r.(type) {
	case *IncidentCoverage:
		if *s.as != AsFounder {
			return problem.One("capacity", "that incidents were recorded is a founder's word: confirm it as FOUNDER")
		}
	case *Testimony:
		whose, err := person(ctx, tx, id.Of(id.Person, r.Founder))
		if err != nil {
			return err
		}
		if whose != s.person || *s.as != AsFounder {
			return problem.One("record", "is a testimony; its founder alone confirms it, as FOUNDER")
		}
	}
	may := capacities(b.Kind, founder, s.steward)
	switch {
	case slices.Contains(may, *s.as):
		return nil
	case founder && slices.Contains(fitting(b.Kind), *s.as):
		return problem.One("capacity", "answer as FOUNDER: you founded the record's company, and as %s your word would count for less", *s.as)
	}
	return problem.One("capacity", "says nothing of such a record; answer as %s", oneOf(may))
}

// turn refuses an answer that nobody waits for.
func (s said) turn(b *Base, open bool) error {
	mine := b.StateBy != nil && *b.StateBy == s.person
	switch {
	case b.State == Disputed && !mine && !s.house():
		return problem.One("record", "is disputed; who disputed it or a steward settles it")
	case b.State == Disputed && !mine && b.MadeBy != nil && *b.MadeBy == s.person:
		return problem.One("record", "is disputed and your own word; another steward settles it")
	case s.answer == Dispute && b.State == Disputed:
		return problem.One("record", "is disputed already")
	case open || s.answer == Dispute && (!s.steward || mine || s.house()):
		return nil // who is no steward was asked once, or would not see the record
	case s.answer == Decline || !s.house():
		return problem.One("record", "does not wait for your answer: you gave it, or were not asked")
	case b.State == Confirmed:
		return problem.One("record", "is confirmed already")
	}
	return nil
}

// contestable refuses the owner's second dispute: the first was heard.
func contestable(ctx context.Context, tx pgx.Tx, b *Base) error {
	var heard bool
	err := tx.QueryRow(ctx, `select exists (select from confirmation where record_id = $1 and state = 'DISPUTED' and by_person = $2)`, b.UUID, b.OwnerID).Scan(&heard)
	if err == nil && heard {
		err = problem.One("record", "was disputed by you already; talk to a steward")
	}
	return err
}

// moves tells whether the answer, which is noted, changes the record's state:
// a weaker confirmation does not replace a stronger one that verifies, and who
// declines leaves it to the others who were asked, and another's word as it is.
func (s said) moves(ctx context.Context, tx pgx.Tx, b *Base) (bool, error) {
	switch s.answer {
	case Confirm:
		return !b.Verified() || b.State != Confirmed || weight(s.as) > weight(b.StateAs), nil
	case Decline:
		if b.State != Requested || b.Verified() {
			return b.State == Disputed, nil
		}
		var others bool
		err := tx.QueryRow(ctx, `select `+openRequest("")+` from record r where r.id = @id`, pgx.NamedArgs{"id": b.UUID}).Scan(&others)
		return !others, err
	}
	return true, nil
}
