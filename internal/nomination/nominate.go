package nomination

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

// The most characters of a nomination's texts.
const (
	MaxText  = 2000
	MaxMoney = 500
)

// What holds where the ladder's policy on nominations says nothing.
const (
	recordsCited     = 3
	expiresAfterDays = 180
)

// NominateInput is the input of Nominate.
type NominateInput struct {
	Nominee id.ID
	To      string
	// Ladder is a slug; the only ladder or the default one if nil.
	Ladder *string
	// Relation is what the nominator and the nominee have to do with each
	// other, Since the first day of it, Money any between the two.
	Relation string
	Since    day.Day
	Money    string
	// Records are what the nomination rests on.
	Records            []id.ID
	ReasonNotToPromote string
	Key                *string
}

// Nominate puts a person forward and returns the nomination's id. Problems:
// Invalid, NotEligible, AlreadyNominated.
func (a *Acts) Nominate(ctx context.Context, v *people.Viewer, in NominateInput, now time.Time) (made uuid.UUID, err error) {
	if err := checkTexts(in, now); err != nil {
		return uuid.Nil, err
	}
	once := postgres.Once{Person: v.Person, Mutation: "nominate", Key: in.Key, Request: in}
	n := &Nomination{OfferedAt: now}
	err = a.inTx(ctx, "nominate", func(tx pgx.Tx) error {
		var found bool
		if made, found, err = once.First(ctx, tx, now); err != nil || found {
			return err
		}
		version, from, err := a.step(ctx, tx, in)
		if err != nil {
			return err
		}
		c := nominating{tx: tx, people: &people.Store{DB: tx}, version: version, from: from, in: in, now: now, n: n}
		if err := c.check(ctx, v); err != nil {
			return err
		}
		made = a.NewID()
		n.UUID = made
		if err := c.store(ctx); err != nil {
			return err
		}
		if err := once.Remember(ctx, tx, made, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "nominate", n.ID(), n.NomineeID, "to", n.ToLevel, "standing", n.Standing))
	})
	if postgres.Constraint(err) == "one_open_nomination" {
		return uuid.Nil, a.already(ctx, v, n)
	}
	return made, err
}

func checkTexts(in NominateInput, now time.Time) error {
	var l problem.List
	l.Key(in.Key)
	l.Text("relation", in.Relation, MaxText)
	l.Text("money", in.Money, MaxMoney)
	l.Text("reasonNotToPromote", in.ReasonNotToPromote, MaxText)
	switch {
	case in.Since.After(day.Of(now)):
		l.Add("since", "%s is still to come; give the day on which the relation began", in.Since.Format(time.DateOnly))
	case in.Since.Before(day.Date(1900, 1, 1)):
		l.Add("since", "%s is before 1900; check the year", in.Since.Format(time.DateOnly))
	}
	return l.Err()
}

// step finds the level whose promotion leads to the one named.
func (a *Acts) step(ctx context.Context, tx pgx.Tx, in NominateInput) (*ladder.Version, *ladder.Level, error) {
	v, err := a.Ladders.CurrentIn(ctx, tx, in.Ladder)
	if err != nil {
		return nil, nil, problem.Of("ladder", err)
	}
	if v.Level(in.To) == nil {
		return nil, nil, problem.One("to", "%s has no level %.20q", v.Title, in.To)
	}
	for i := range v.Levels {
		if l := &v.Levels[i]; l.Promotion != nil && l.Promotion.To == in.To {
			return v, l, nil
		}
	}
	return nil, nil, problem.One("to", "%s does not say what the step to %s asks", v.Title, in.To)
}

// store writes the nomination and what it cites.
func (c *nominating) store(ctx context.Context) error {
	n := c.n
	if _, err := c.tx.Exec(ctx, `insert into nomination (id, nominee_id, nominator_id, ladder_id, from_level, to_level, standing, relation, since, money,
			reason_not_to_promote, status, offered_at, expires_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`, n.UUID, n.NomineeID, n.NominatorID, n.LadderID, n.FromLevel, n.ToLevel,
		n.Standing, n.Relation, n.Since, n.Money, n.ReasonNotToPromote, n.Status, n.OfferedAt, n.ExpiresAt); err != nil {
		return err
	}
	_, err := c.tx.Exec(ctx, `insert into nomination_record (nomination_id, record_id, position)
		select $1, r.id, r.position from unnest($2::uuid[]) with ordinality r (id, position)`, n.UUID, c.cited)
	return err
}

// already is the refusal of a second nomination, with the first.
func (a *Acts) already(ctx context.Context, v *people.Viewer, n *Nomination) error {
	var first uuid.UUID
	err := a.DB.QueryRow(ctx, `select id from nomination where nominee_id = $1 and nominator_id = $2 and ladder_id = $3 and to_level = $4
		and status in ('OFFERED', 'ACCEPTED') and expires_at > $5 order by offered_at desc limit 1`,
		n.NomineeID, n.NominatorID, n.LadderID, n.ToLevel, n.OfferedAt).Scan(&first)
	if err != nil && err != pgx.ErrNoRows {
		return postgres.Fault(err, "find the nomination there is")
	}
	found, err := (&Store{DB: a.DB}).ByIDs(ctx, v, []uuid.UUID{first})
	if err == nil && found[first] == nil {
		err = fault.New(fault.Conflict, "another nomination of yours stood in the way and was withdrawn at this moment: try again")
	}
	if err != nil {
		return err
	}
	return &AlreadyNominated{Nomination: found[first]}
}
