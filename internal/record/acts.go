package record

import (
	"context"
	"io"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// Acts is what can be done to records and to the companies they speak of. Each
// act is one transaction.
type Acts struct {
	DB      *pgxpool.Pool
	Ladders Ladders
	People  People
	NewID   func() uuid.UUID
	// Rand is where the tokens of links come from.
	Rand io.Reader
}

// Ladders finds the ladder whose words records are written in.
type Ladders interface {
	CurrentIn(ctx context.Context, db postgres.DB, slug *string) (*ladder.Version, error)
}

// People keeps persons and their roles.
type People interface {
	Add(ctx context.Context, tx pgx.Tx, p *people.Person, now time.Time) error
	Grant(ctx context.Context, tx pgx.Tx, grant, person uuid.UUID, r people.Role, from time.Time) (bool, error)
}

// act is one act on its way: who does it, by which mutation, and the client's
// own name for the request.
type act struct {
	by       uuid.UUID
	mutation string
	says     string // as "add a record"
	key      *string
	request  any
}

// do runs an act in one transaction: the first answer again if it was given
// within a day, else what fn makes, with the entry for the trail.
func (a *Acts) do(ctx context.Context, t act, now time.Time, fn func(tx pgx.Tx) (uuid.UUID, audit.Entry, error)) (made uuid.UUID, err error) {
	var l problem.List
	if l.Key(t.key); l.Err() != nil {
		return uuid.Nil, l.Err()
	}
	once := postgres.Once{Person: t.by, Mutation: t.mutation, Key: t.key, Request: t.request}
	err = postgres.InTx(ctx, a.DB, func(tx pgx.Tx) error {
		var found bool
		if made, found, err = once.First(ctx, tx, now); err != nil || found {
			return err
		}
		var entry audit.Entry
		if made, entry, err = fn(tx); err != nil {
			return err
		}
		if err := once.Remember(ctx, tx, made, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, entry)
	})
	if err != nil {
		return uuid.Nil, postgres.Fault(err, t.says)
	}
	return made, nil
}

// lock finds a record on which the viewer may do an act, and keeps others from
// changing it until the transaction ends.
func lock(ctx context.Context, tx pgx.Tx, v *people.Viewer, record id.ID, what access.Act) (Record, error) {
	key, ok := record.Row(id.Record)
	if !ok {
		return nil, fault.ErrNotFound
	}
	if err := hold(ctx, tx, key); err != nil {
		return nil, err
	}
	where, args := access.Rows(v, what)
	args["id"] = key
	return one(ctx, tx, `r.id = @id and `+where, args)
}

// hold keeps others from changing a record.
func hold(ctx context.Context, tx pgx.Tx, record uuid.UUID) error {
	_, err := tx.Exec(ctx, `select from record where id = $1 for no key update`, record)
	return postgres.Fault(err, "wait for a record")
}

// one reads the record that a condition finds.
func one(ctx context.Context, db postgres.DB, where string, args pgx.NamedArgs) (found Record, err error) {
	err = each(ctx, db, "read a record", `select `+columns+` from `+known+` where `+where, args, func(r Record) { found = r })
	if err == nil && found == nil {
		err = fault.ErrNotFound
	}
	return found, err
}

// person finds whom an id stands for: the person that stays, who is kept from
// being merged into another until the transaction ends.
func person(ctx context.Context, tx pgx.Tx, p id.ID) (stays uuid.UUID, err error) {
	key, ok := p.Row(id.Person)
	if !ok {
		return uuid.Nil, fault.ErrNotFound
	}
	err = tx.QueryRow(ctx, `select coalesce(same_as, id) from person where id = $1 for key share`, key).Scan(&stays)
	return stays, postgres.Fault(err, "find a person")
}

// founds tells whether a person is a founder of a company on a day of a span,
// or is one today.
func founds(ctx context.Context, db postgres.DB, person uuid.UUID, company *uuid.UUID, s day.Span, now time.Time) (yes bool, err error) {
	if company == nil {
		return false, nil
	}
	err = db.QueryRow(ctx, `select exists (select from company_founder where company_id = $1 and person_id = $2
		and (during && $3 or during @> $4::date))`, company, person, days(s.From, s.To), day.Of(now)).Scan(&yes)
	return yes, postgres.Fault(err, "look up founders")
}

// words are those of the ladder in force; without one, records are held to
// what holds on every ladder.
func (a *Acts) words(ctx context.Context, tx pgx.Tx) (Words, error) {
	version, err := a.Ladders.CurrentIn(ctx, tx, nil)
	if k := fault.KindOf(err); err != nil && k != fault.NotFound && k != fault.Invalid {
		return Words{}, err
	}
	return WordsOf(version), nil
}

// dead refuses what was corrected or retracted.
func dead(r Record, path string) error {
	switch b := r.Common(); {
	case b.SupersededBy != nil:
		return problem.One(path, "was corrected meanwhile; take the record that replaced it")
	case b.RetractedAt != nil:
		return problem.One(path, "was retracted; record it anew if it is so")
	}
	return nil
}
