package conflict

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// Acts is what can be done about conflicts. Each act is one transaction.
type Acts struct {
	DB      *pgxpool.Pool
	Ladders Ladders
	NewID   func() uuid.UUID
}

// Ladders finds ladder versions in the transaction of an act.
type Ladders interface {
	ByIDIn(ctx context.Context, db postgres.DB, version uuid.UUID) (*ladder.Version, error)
}

// maxReason is the longest reason, in characters; maxDeclarations how many one
// person may make.
const (
	maxReason       = 2000
	maxDeclarations = 200
)

// Declaration is what a person says of themselves and another.
type Declaration struct {
	UUID       uuid.UUID `db:"id"`
	ByID       uuid.UUID `db:"by_person"`
	AboutID    uuid.UUID `db:"about_person"`
	Reason     string    `db:"reason"`
	DeclaredAt time.Time `db:"declared_at"`
}

// ID is the declaration's id.
func (d *Declaration) ID() id.ID { return id.Of(id.Declaration, d.UUID) }

// DeclareConflictInput is the input of Declare.
type DeclareConflictInput struct {
	About  id.ID
	Reason string
	Key    *string
}

// Declare says that the viewer and another should not judge each other; a
// reason that is new opens the matter again. Problems: Invalid.
func (a *Acts) Declare(ctx context.Context, v *people.Viewer, in DeclareConflictInput, now time.Time) (made uuid.UUID, err error) {
	var l problem.List
	l.Key(in.Key)
	l.Text("reason", in.Reason, maxReason)
	if err := l.Err(); err != nil {
		return uuid.Nil, err
	}
	once := postgres.Once{Person: v.Person, Mutation: "declareConflict", Key: in.Key, Request: in}
	err = postgres.InTx(ctx, a.DB, func(tx pgx.Tx) error {
		var found bool
		if made, found, err = once.First(ctx, tx, now); err != nil || found {
			return err
		}
		about, err := other(ctx, tx, v, in.About)
		switch {
		case err != nil:
			return err
		case about == v.Person:
			return problem.One("about", "is you; name somebody else")
		}
		if err := undeclared(ctx, tx, v.Person, about, in.Reason); err != nil {
			return err
		}
		made = a.NewID()
		if _, err := tx.Exec(ctx, `insert into conflict_declaration (id, by_person, about_person, reason, declared_at) values ($1, $2, $3, $4, $5)`,
			made, v.Person, about, in.Reason, now); err != nil {
			return err
		}
		if err := once.Remember(ctx, tx, made, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "declareConflict", id.Of(id.Declaration, made), about))
	})
	return made, postgres.Fault(err, "declare a conflict")
}

// other finds the person named, for a double's id the one that stays, and
// keeps both from being merged until the transaction ends.
func other(ctx context.Context, tx pgx.Tx, v *people.Viewer, named id.ID) (uuid.UUID, error) {
	key, ok := named.Row(id.Person)
	if !ok {
		return uuid.Nil, fault.ErrNotFound
	}
	where, args := access.Rows(v, access.SeePerson)
	args["id"] = key
	// Who waited for the lock has to look again with a statement of its own.
	if _, err := tx.Exec(ctx, `select from person where id in (@id, @viewer) order by id for no key update`, args); err != nil {
		return uuid.Nil, postgres.Fault(err, "find the person")
	}
	err := tx.QueryRow(ctx, `select p.id from person q join person p on p.id = coalesce(q.same_as, q.id) where q.id = @id and `+where, args).Scan(&key)
	return key, postgres.Fault(err, "find the person")
}

// undeclared refuses what was declared before, and more than one person needs.
func undeclared(ctx context.Context, tx pgx.Tx, by, about uuid.UUID, reason string) error {
	var made int
	var said bool
	err := tx.QueryRow(ctx, `select count(*), coalesce(bool_or(d.about_person = $2 and btrim(d.reason) = btrim($3)), false) from conflict_declaration d where d.by_person = $1`,
		by, about, reason).Scan(&made, &said)
	switch {
	case err != nil:
		return err
	case said:
		return problem.One("reason", "is what you have declared of this person already; declare what is new")
	case made >= maxDeclarations:
		return problem.One("about", "you have made %d declarations, and no more are taken; talk to a steward", made)
	}
	return nil
}

// DeclarationsBy lists what the viewer declared, newest first.
func (s *Store) DeclarationsBy(ctx context.Context, v *people.Viewer) ([]*Declaration, error) {
	where, args := access.Rows(v, access.SeeDeclaration)
	return postgres.Rows[Declaration](ctx, s.DB, "list declarations", declarations+where+` order by c.declared_at desc, c.id desc`, args)
}

// DeclarationsByIDs finds declarations that the viewer made.
func (s *Store) DeclarationsByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Declaration, error) {
	where, args := access.Rows(v, access.SeeDeclaration)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, "read declarations", func(d *Declaration) uuid.UUID { return d.UUID }, declarations+`c.id = any(@ids) and `+where, args)
}

const declarations = `select c.id, c.by_person, c.about_person, c.reason, c.declared_at from conflict_declaration c where `
