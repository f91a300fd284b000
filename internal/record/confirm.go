package record

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/problem"
)

// maxSteps is how many steps the confirmation of one record may take.
const maxSteps = 100

// RequestConfirmationInput is the input of RequestConfirmation.
type RequestConfirmationInput struct {
	Record id.ID
	Of     id.ID
	Note   *string
}

// RequestConfirmation asks somebody other than the owner to confirm a record.
// Problems: Invalid.
func (a *Acts) RequestConfirmation(ctx context.Context, v *people.Viewer, in RequestConfirmationInput, now time.Time) (uuid.UUID, error) {
	if err := checkNote(in.Note, false); err != nil {
		return uuid.Nil, err
	}
	t := act{by: v.Person, mutation: "requestConfirmation", says: "ask for a confirmation"}
	return a.do(ctx, t, now, func(tx pgx.Tx) (uuid.UUID, audit.Entry, error) {
		r, err := lock(ctx, tx, v, in.Record, access.AskToConfirm)
		if err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		of, err := person(ctx, tx, in.Of)
		if err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		open, err := waits(ctx, tx, r, of)
		if err == nil && open {
			err = problem.One("of", "was asked already and has not answered; wait, or ask somebody else")
		}
		if err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		b := r.Common()
		err = a.request(ctx, tx, r, of, v.Person, "of", in.Note, now)
		return b.UUID, audit.By(v.Person, t.mutation, b.ID(), b.OwnerID, "of", id.Of(id.Person, of).String()), err
	})
}

// request notes that a person is asked. The record is locked.
func (a *Acts) request(ctx context.Context, tx pgx.Tx, r Record, of, by uuid.UUID, path string, note *string, now time.Time) error {
	b := r.Common()
	if err := dead(r, "record"); err != nil {
		return err
	}
	if of == b.OwnerID {
		return problem.One(path, "is the owner; nobody verifies what is their own: ask somebody else")
	}
	if t, ok := r.(*Testimony); ok {
		whose, err := person(ctx, tx, id.Of(id.Person, t.Founder))
		if err != nil {
			return err
		}
		if whose != of {
			return problem.One(path, "is not the founder whose testimony this is; ask that one")
		}
	}
	if b.State == Disputed && *b.StateBy != of {
		return problem.One("record", "is disputed; who disputed it can be asked again, or a steward settles it: correct it if it is wrong")
	}
	var steps int
	if err := tx.QueryRow(ctx, `select count(*) from confirmation where record_id = $1`, b.UUID).Scan(&steps); err != nil {
		return err
	}
	if steps >= maxSteps {
		return problem.One("record", "was asked about too often; correct it and ask anew")
	}
	if err := InsertSteps(ctx, tx, Confirmation{UUID: a.NewID(), RecordID: b.UUID, State: Requested, OfID: &of, ByID: &by, Note: note, At: now}); err != nil {
		return err
	}
	if b.State != Claimed && b.State != Declined {
		return nil
	}
	_, err := tx.Exec(ctx, `update record set state = 'REQUESTED', state_by = null, state_as = null, state_at = $2 where id = $1`, b.UUID, now)
	return err
}

// waits tells whether a person was asked about a record and has not answered.
func waits(ctx context.Context, tx pgx.Tx, r Record, of uuid.UUID) (open bool, err error) {
	err = tx.QueryRow(ctx, `select `+openRequest("@of")+` from record r where r.id = @id`, pgx.NamedArgs{"of": of, "id": r.Common().UUID}).Scan(&open)
	return open, err
}

func checkNote(note *string, required bool) error {
	var l problem.List
	switch {
	case note == nil && required:
		l.Add("note", "is missing; say what is not so")
	case note != nil && required:
		l.Text("note", *note, maxText)
	case note != nil:
		l.OptionalText("note", *note, maxText)
	}
	return l.Err()
}

// Answer is what somebody says to a record.
type Answer string

// The answers. To decline is to say nothing about it.
const (
	Confirm Answer = "CONFIRM"
	Decline Answer = "DECLINE"
	Dispute Answer = "DISPUTE"
)

// AnswerConfirmationInput is the input of AnswerConfirmation.
type AnswerConfirmationInput struct {
	Record   id.ID
	Answer   Answer
	Capacity Capacity
	Note     *string
}

// AnswerConfirmation confirms, declines or disputes a record. The owner may
// dispute what others recorded, once, and nothing else. Problems: Invalid.
func (a *Acts) AnswerConfirmation(ctx context.Context, v *people.Viewer, in AnswerConfirmationInput, now time.Time) (uuid.UUID, error) {
	s := said{person: v.Person, steward: v.Is(people.Steward), answer: in.Answer, as: &in.Capacity, note: in.Note}
	if err := s.check(); err != nil {
		return uuid.Nil, err
	}
	t := act{by: v.Person, mutation: "answerConfirmation", says: "answer about a record"}
	return a.do(ctx, t, now, func(tx pgx.Tx) (uuid.UUID, audit.Entry, error) {
		r, err := lock(ctx, tx, v, in.Record, access.SeeRecord)
		if err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		b := r.Common()
		if b.OwnerID == v.Person {
			s.as, err = nil, ownersWord(v, b, in.Answer)
		} else {
			_, err = lock(ctx, tx, v, in.Record, access.Confirm)
		}
		if err == nil {
			err = a.answer(ctx, tx, r, s, now)
		}
		return b.UUID, audit.By(v.Person, t.mutation, b.ID(), b.OwnerID, "answer", string(in.Answer), "capacity", string(in.Capacity)), err
	})
}

// ownersWord refuses what an owner cannot say to their own record.
func ownersWord(v *people.Viewer, b *Base, answer Answer) error {
	if answer != Dispute {
		return problem.One("record", "is your own; nobody verifies what is their own: ask somebody else")
	}
	c := access.Case{Related: map[access.Who][]uuid.UUID{access.TheOwner: {b.OwnerID}}}
	if b.MadeBy != nil {
		c.Related[access.TheMaker] = []uuid.UUID{*b.MadeBy}
	}
	if !access.May(v, access.Contest, c) {
		return problem.One("record", "is your own word; retract it instead")
	}
	return nil
}

// weight orders capacities: what a founder confirmed stays so when a peer
// confirms it too.
func weight(c *Capacity) int {
	if c == nil {
		return -1
	}
	return slices.Index([]Capacity{AsPeer, AsHouse, AsAttendee, AsColleague, AsFounder}, *c)
}
