package record

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
	"dossier/internal/people"
	"dossier/internal/problem"
)

// AddRecordInput is the input of Add.
type AddRecordInput struct {
	Record RecordInput
	// Supersedes is a record of the same kind and owner, made by the viewer,
	// that this one corrects.
	Supersedes *id.ID
	Key        *string
}

// Add records something of a person. Where it comes from follows from who adds
// it: the owner, a founder of the company, a steward. What a founder records
// of another person is confirmed by that. Problems: Invalid.
func (a *Acts) Add(ctx context.Context, v *people.Viewer, in AddRecordInput, now time.Time) (uuid.UUID, error) {
	t := act{by: v.Person, mutation: "addRecord", says: "add a record", key: in.Key, request: in}
	return a.do(ctx, t, now, func(tx pgx.Tx) (uuid.UUID, audit.Entry, error) {
		n := &addition{Acts: a, tx: tx, v: v, now: now}
		if err := n.read(ctx, in.Record); err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		if err := n.check(ctx); err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		b := n.record.Common()
		b.UUID, b.MadeBy, b.MadeAt, b.State = a.NewID(), &v.Person, now, Claimed
		var steps []Confirmation
		if n.confirms() {
			as := AsFounder
			b.State, b.StateBy, b.StateAs, b.StateAt = Confirmed, &v.Person, &as, &now
			steps = append(steps, Confirmation{UUID: a.NewID(), RecordID: b.UUID, State: Confirmed, ByID: &v.Person, Capacity: &as, At: now})
		}
		if err := Insert(ctx, tx, n.record); err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		if err := InsertSteps(ctx, tx, steps...); err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		entry := audit.By(v.Person, t.mutation, b.ID(), b.OwnerID, "kind", string(b.Kind), "provenance", string(b.Provenance))
		if in.Supersedes != nil {
			entry.Detail["supersedes"] = in.Supersedes.String()
			return b.UUID, entry, n.supersede(ctx, *in.Supersedes)
		}
		return b.UUID, entry, nil
	})
}

// addition is a record on its way in.
type addition struct {
	*Acts
	tx      pgx.Tx
	v       *people.Viewer
	now     time.Time
	record  Record
	about   Record // nil for what is about no other
	founder bool   // the viewer is a founder of the record's company
}

// read makes the record of its input, where the viewer may add it.
func (n *addition) read(ctx context.Context, in RecordInput) error {
	whose := id.Of(id.Person, n.v.Person)
	if in.Person != nil {
		whose = *in.Person
	}
	owner, err := person(ctx, n.tx, whose)
	if err != nil {
		return err
	}
	if n.record, err = in.Record("record", owner); err != nil {
		return err
	}
	b := n.record.Common()
	if b.AboutID != nil && b.Kind.About() != "" {
		return n.review(ctx, in)
	}
	if b.CompanyID != nil {
		if err := n.found(ctx, `select from company where id = @id`, pgx.NamedArgs{"id": b.CompanyID}); err != nil {
			return err
		}
	}
	if n.founder, err = founds(ctx, n.tx, n.v.Person, b.CompanyID, b.Span, n.now); err != nil {
		return err
	}
	where, args := access.Rows(n.eyes(), access.AddRecord)
	args["owner"] = owner
	b.Provenance = n.provenance()
	return n.found(ctx, `select from person p where p.id = @owner and `+where, args)
}

// found is absence unless there is a row.
func (n *addition) found(ctx context.Context, sql string, args pgx.NamedArgs) error {
	var yes bool
	err := n.tx.QueryRow(ctx, `select exists (`+sql+`)`, args).Scan(&yes)
	if err == nil && !yes {
		err = fault.ErrNotFound
	}
	return err
}

// eyes are the viewer's. That they are a founder of some company opens nothing
// of another one.
func (n *addition) eyes() *people.Viewer {
	if n.founder {
		return n.v
	}
	v := *n.v
	v.Roles = slices.DeleteFunc(slices.Clone(v.Roles), func(r people.Role) bool { return r == people.CompanyFounder })
	return &v
}

// provenance is where the record comes from. Who is none of the first three was
// asked about the record that is reviewed.
func (n *addition) provenance() Provenance {
	switch {
	case n.v.Person == n.record.Common().OwnerID:
		return Self
	case n.founder:
		return FromCompany
	case n.v.Is(people.Steward):
		return House
	}
	return FromCompany
}

// review makes the record one about another: of the same owner and company.
func (n *addition) review(ctx context.Context, in RecordInput) error {
	b := n.record.Common()
	if err := hold(ctx, n.tx, *b.AboutID); err != nil {
		return err
	}
	about, err := one(ctx, n.tx, `r.id = @id`, pgx.NamedArgs{"id": *b.AboutID})
	if err != nil {
		return err
	}
	of := about.Common()
	if n.founder, err = founds(ctx, n.tx, n.v.Person, of.CompanyID, of.Span, n.now); err != nil {
		return err
	}
	if n.about, err = lock(ctx, n.tx, n.eyes(), of.ID(), access.Review); err != nil {
		return err
	}
	if err := dead(n.about, "record.about"); err != nil {
		return err
	}
	var l problem.List
	if of.Kind != b.Kind.About() {
		l.Add("record.about", "is a record of kind %s; this is about one of kind %s", of.Kind, b.Kind.About())
	}
	if in.Person != nil && b.OwnerID != of.OwnerID {
		l.Add("record.person", "is not the owner of the record that this is about; leave it out")
	}
	if in.Company != nil && (of.CompanyID == nil || *b.CompanyID != *of.CompanyID) {
		l.Add("record.company", "is not that of the record that this is about; leave it out")
	}
	if b.Span.From.Before(of.Span.From) {
		l.Add("record.from", "is before the day of what this is about, %s", of.Span.From.Format(time.DateOnly))
	}
	b.OwnerID, b.CompanyID = of.OwnerID, of.CompanyID
	b.Provenance = n.provenance()
	return l.Err()
}

// confirms tells whether who adds the record stands for it as a founder, and
// is not the owner. A testimony is its own founder's word alone.
func (n *addition) confirms() bool {
	if t, ok := n.record.(*Testimony); ok && t.Founder != n.v.Person {
		return false
	}
	return n.founder && n.v.Person != n.record.Common().OwnerID
}

// supersede puts the record in the place of another.
func (n *addition) supersede(ctx context.Context, old id.ID) error {
	r, err := lock(ctx, n.tx, n.v, old, access.Correct)
	if err != nil {
		return err
	}
	was, b := r.Common(), n.record.Common()
	if err := final(ctx, n.tx, r, n.record, "supersedes"); err != nil {
		return err
	}
	switch {
	case was.Kind != b.Kind || was.OwnerID != b.OwnerID:
		return problem.One("supersedes", "is a record of another kind or person; correct one of the same")
	case b.AboutID != nil && (was.AboutID == nil || *was.AboutID != *b.AboutID):
		return problem.One("supersedes", "is about another record; correct one about the same")
	}
	_, err = n.tx.Exec(ctx, `update record set superseded_by = $2 where id = $1`, was.UUID, b.UUID)
	return err
}
