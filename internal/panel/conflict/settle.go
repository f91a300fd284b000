package conflict

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// Verdict is how somebody rules on a conflict.
type Verdict string

// The verdicts. To waive takes as many others as the ladder says.
const (
	Confirm Verdict = "CONFIRM"
	Dismiss Verdict = "DISMISS"
	Waive   Verdict = "WAIVE"
)

// SettleConflictInput is the input of Settle.
type SettleConflictInput struct {
	Dossier id.ID
	Person  id.ID
	Kind    Kind
	// Conflict is the key of the cause.
	Conflict string
	Verdict  Verdict
	Reason   string
}

// Settle rules on one cause between a person and a dossier's candidate and
// returns where it stands then. Stewards confirm and dismiss, they and house
// founders waive; nobody rules on what is theirs. Problems: Invalid.
func (a *Acts) Settle(ctx context.Context, v *people.Viewer, in SettleConflictInput, now time.Time) (settled *Conflict, err error) {
	act, aims := access.SettleConflicts, map[Verdict]State{Confirm: Confirmed, Dismiss: Dismissed, Waive: Waived}[in.Verdict]
	if in.Verdict == Waive {
		act = access.WaiveConflicts
	}
	var l problem.List
	l.Text("reason", in.Reason, maxReason)
	if aims == "" {
		l.Add("verdict", "is %.20q; write CONFIRM, DISMISS or WAIVE", in.Verdict)
	}
	if !slices.Contains(Kinds(), in.Kind) {
		l.Add("kind", "is %.20q, which is no kind of conflict", in.Kind)
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	err = postgres.InTx(ctx, a.DB, func(tx pgx.Tx) error {
		with, person, err := hold(ctx, tx, v, act, in, now)
		if err != nil {
			return err
		}
		version, err := a.Ladders.ByIDIn(ctx, tx, with.Version)
		if err != nil {
			return err
		}
		c, err := cause(ctx, tx, v, with, person, in, now)
		if err != nil {
			return err
		}
		if err := c.allows(v, in.Verdict, policy(version), now); err != nil {
			return err
		}
		made := a.NewID()
		if _, err := tx.Exec(ctx, `insert into conflict_ruling (id, person_id, candidate_id, kind, key, verdict, reason, by_person, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			made, person, with.Candidate, in.Kind, in.Conflict, aims, in.Reason, v.Person, now); err != nil {
			return err
		}
		if settled, err = cause(ctx, tx, v, with, person, in, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "settleConflict", in.Dossier, person,
			"ruling", made.String(), "kind", string(in.Kind), "verdict", string(in.Verdict), "state", string(settled.State)))
	})
	return settled, postgres.Fault(err, "rule on a conflict")
}

// hold finds the dossier and the person named and keeps others from ruling on
// the same persons until the transaction ends.
func hold(ctx context.Context, tx pgx.Tx, v *people.Viewer, act access.Act, in SettleConflictInput, now time.Time) (*against, uuid.UUID, error) {
	dossier, ok := in.Dossier.Row(id.Dossier)
	if !ok {
		return nil, uuid.Nil, fault.ErrNotFound
	}
	where, args := access.Rows(v, act)
	args["id"], args["viewer_now"] = dossier, now
	find := func(lock string) (*against, error) {
		with, err := postgres.Rows[against](ctx, tx, "find the dossier", `select d.ladder_version_id, d.candidate_id from dossier d where d.id = @id and `+where+lock, args)
		if err == nil && len(with) == 0 {
			err = fault.ErrNotFound
		}
		if err != nil {
			return nil, err
		}
		return with[0], nil
	}
	with, err := find(` for no key update of d`)
	if err != nil {
		return nil, uuid.Nil, err
	}
	if _, err := tx.Exec(ctx, `select from person where id in ($1, $2, $3) order by id for no key update`, with.Candidate, in.Person.UUID, v.Person); err != nil {
		return nil, uuid.Nil, err
	}
	// Who waited for a lock has to look again at what stands in their own way.
	if with, err = find(``); err != nil {
		return nil, uuid.Nil, err
	}
	person, err := other(ctx, tx, v, in.Person)
	if err == nil && person == v.Person {
		err = problem.One("person", "is you; nobody rules on a conflict of their own")
	}
	return with, person, err
}

// cause finds the conflict that the input names.
func cause(ctx context.Context, tx pgx.Tx, v *people.Viewer, with *against, person uuid.UUID, in SettleConflictInput, now time.Time) (*Conflict, error) {
	found, err := read(ctx, tx, v, []*against{with}, false, `k.person_id = @person and k.kind = @kind and k.key = @key`,
		pgx.NamedArgs{"person": person, "kind": in.Kind, "key": in.Conflict}, now)
	if err == nil && len(found) == 0 {
		err = problem.One("conflict", "names no cause of this kind between this person and the candidate; read their conflicts again")
	}
	if err != nil {
		return nil, err
	}
	return found[0], nil
}

// rule is what the ladder says about lifting conflicts.
type rule struct {
	waivers int
	never   []string
}

func policy(v *ladder.Version) (r rule) {
	for i := range v.Policy {
		if p := &v.Policy[i]; p.Key == "conflicts" {
			r.waivers, _ = p.Int("waivers")
			r.never, _ = p.Strings("neverWaived")
		}
	}
	return r
}

// allows refuses a verdict that changes nothing, or that the ladder does not
// allow.
func (c *Conflict) allows(v *people.Viewer, verdict Verdict, r rule, now time.Time) error {
	switch {
	case verdict != Confirm && (c.Kind == Self || slices.Contains(r.never, string(c.Kind))):
		return problem.One("verdict", "a conflict of the kind %s is never lifted", c.Kind)
	case c.CountsUntil != nil && !c.CountsUntil.After(now):
		return problem.One("conflict", "counts no more since %s; nothing has to be ruled", c.CountsUntil.Format(time.DateOnly))
	case verdict != Waive && c.State == map[Verdict]State{Confirm: Confirmed, Dismiss: Dismissed}[verdict]:
		return problem.One("verdict", "the conflict is %s already", c.State)
	case verdict != Waive:
		return nil
	case r.waivers == 0:
		return problem.One("verdict", "the ladder lets nobody waive a conflict; a steward may dismiss one that is wrong")
	case c.State == Dismissed || c.State == Waived:
		return problem.One("verdict", "the conflict is %s: there is nothing to waive", c.State)
	}
	for i := len(c.Rulings) - 1; i >= 0 && c.Rulings[i].Verdict == Waived; i-- {
		if c.Rulings[i].By == v.Person {
			return problem.One("verdict", "you have waived this conflict already: it takes %d, so another has to", r.waivers)
		}
	}
	return nil
}
