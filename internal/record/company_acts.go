package record

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/text/language"

	"dossier/internal/audit"
	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// AddCompanyInput is the input of AddCompany.
type AddCompanyInput struct {
	Name    string
	Country *string
	Key     *string
}

// AddCompany adds a company that people work for. Problems: Invalid.
func (a *Acts) AddCompany(ctx context.Context, v *people.Viewer, in AddCompanyInput, now time.Time) (uuid.UUID, error) {
	c := checker{}
	c.title("name", in.Name)
	if in.Country != nil {
		if r, err := language.ParseRegion(*in.Country); err != nil || r.String() != *in.Country || !r.IsCountry() {
			c.add("country", "%.10q is no country; give its two letters by ISO 3166-1, as PT", *in.Country)
		}
	}
	return a.put(ctx, v, "addCompany", "add a company", in.Key, in, now, c.Err(), func(tx pgx.Tx) (id.ID, error) {
		made := a.NewID()
		err := InsertCompany(ctx, tx, Company{UUID: made, Name: in.Name, Country: in.Country}, now)
		return id.Of(id.Company, made), taken(err, "company_name_is_unique", "name", "is taken; there is a company of this name")
	})
}

// AddSurfaceInput is the input of AddSurface.
type AddSurfaceInput struct {
	Company id.ID
	Name    string
	From    day.Day
	// To is the first day on which it is no longer.
	To  *day.Day
	Key *string
}

// AddSurface adds a product surface of a company. Problems: Invalid.
func (a *Acts) AddSurface(ctx context.Context, v *people.Viewer, in AddSurfaceInput, now time.Time) (uuid.UUID, error) {
	c := checker{today: day.Of(now)}
	c.title("name", in.Name)
	s := c.lasting(in.From, in.To)
	return a.put(ctx, v, "addSurface", "add a surface", in.Key, in, now, c.Err(), func(tx pgx.Tx) (id.ID, error) {
		company, ok := in.Company.Row(id.Company)
		if !ok {
			return id.ID{}, fault.ErrNotFound
		}
		made := a.NewID()
		err := InsertSurface(ctx, tx, Surface{UUID: made, CompanyID: company, Name: in.Name, From: s.From, To: s.To}, now)
		return id.Of(id.Surface, made), taken(err, "surface_name_is_unique", "name", "is taken; the company has a surface of this name")
	})
}

// AddSurfaceDependencyInput is the input of AddDependency.
type AddSurfaceDependencyInput struct {
	Surface id.ID
	On      id.ID
	Kind    DependencyKind
}

// AddDependency says that a surface depends on another of the same company, and
// returns the surface. Problems: Invalid.
func (a *Acts) AddDependency(ctx context.Context, v *people.Viewer, in AddSurfaceDependencyInput, now time.Time) (uuid.UUID, error) {
	c := checker{}
	c.oneOf("kind", string(in.Kind), string(Infrastructure), string(Data), string(Users))
	return a.put(ctx, v, "addSurfaceDependency", "add a dependency", nil, in, now, c.Err(), func(tx pgx.Tx) (id.ID, error) {
		found, err := (&Store{DB: tx}).Surfaces(ctx, []uuid.UUID{*row(&in.Surface, id.Surface), *row(&in.On, id.Surface)})
		if err != nil {
			return id.ID{}, err
		}
		s, on := found[in.Surface.UUID], found[in.On.UUID]
		switch {
		case s == nil || on == nil:
			return id.ID{}, fault.ErrNotFound
		case s == on || s.CompanyID != on.CompanyID:
			return id.ID{}, problem.One("on", "is not another surface of the same company; choose one")
		}
		err = InsertDependency(ctx, tx, SurfaceDependency{SurfaceID: s.UUID, OnSurface: on.UUID, Kind: in.Kind}, now)
		return s.ID(), taken(err, "dependency_is_recorded_once", "kind", "is recorded already for these two")
	})
}

// AddFounderInput is the input of AddFounder.
type AddFounderInput struct {
	Company id.ID
	Person  id.ID
	From    day.Day
	// To is the first day on which they are no longer.
	To *day.Day
}

// AddFounder says that a person founded a company, and returns the company.
// While they are its founder they may record what happened there. Nobody
// makes a founder of themselves. Problems: Invalid.
func (a *Acts) AddFounder(ctx context.Context, v *people.Viewer, in AddFounderInput, now time.Time) (uuid.UUID, error) {
	c := checker{today: day.Of(now)}
	s := c.lasting(in.From, in.To)
	return a.put(ctx, v, "addFounder", "add a founder", nil, in, now, c.Err(), func(tx pgx.Tx) (id.ID, error) {
		company, ok := in.Company.Row(id.Company)
		if !ok {
			return id.ID{}, fault.ErrNotFound
		}
		who, err := person(ctx, tx, in.Person)
		if err != nil {
			return id.ID{}, err
		}
		if who == v.Person {
			return id.ID{}, problem.One("person", "is yourself; another steward or house founder adds you")
		}
		err = InsertFounder(ctx, tx, CompanyFounder{CompanyID: company, PersonID: who, From: s.From, To: s.To})
		if err := taken(err, "founder_of_a_company_once", "from", "overlaps days on which they are known as its founder"); err != nil {
			return id.ID{}, err
		}
		if s.Has(c.today) {
			if _, err := a.People.Grant(ctx, tx, a.NewID(), who, people.CompanyFounder, now); err != nil {
				return id.ID{}, err
			}
		}
		return id.Of(id.Company, company), nil
	})
}

// AddPersonInput is the input of AddPerson.
type AddPersonInput struct {
	Name string
	Key  *string
}

// AddPerson adds somebody who has no account: a founder, or who was in a
// meeting. Problems: Invalid.
func (a *Acts) AddPerson(ctx context.Context, v *people.Viewer, in AddPersonInput, now time.Time) (uuid.UUID, error) {
	c := checker{}
	c.title("name", in.Name)
	return a.put(ctx, v, "addPerson", "add a person", in.Key, in, now, c.Err(), func(tx pgx.Tx) (id.ID, error) {
		p := &people.Person{UUID: a.NewID(), Name: in.Name}
		return p.ID(), a.People.Add(ctx, tx, p, now)
	})
}

// put runs an act that adds something which is no person's own, unless its
// input is refused.
func (a *Acts) put(ctx context.Context, v *people.Viewer, mutation, says string, key *string, request any, now time.Time, refused error, fn func(pgx.Tx) (id.ID, error)) (uuid.UUID, error) {
	if refused != nil {
		return uuid.Nil, refused
	}
	t := act{by: v.Person, mutation: mutation, says: says, key: key, request: request}
	return a.do(ctx, t, now, func(tx pgx.Tx) (uuid.UUID, audit.Entry, error) {
		made, err := fn(tx)
		return made.UUID, audit.Entry{Actor: &v.Person, Act: mutation, Object: made}, err
	})
}

// lasting checks days from one on, not in the future.
func (c *checker) lasting(from day.Day, to *day.Day) day.Span {
	b := Base{Kind: KindEngagement, Span: day.Span{From: from.Time}}
	if to != nil {
		b.Span.To = &to.Time
	}
	c.span(&b)
	return b.Span
}

// taken turns the refusal of a constraint into a Problem, and a company or
// person that does not exist into absence.
func taken(err error, constraint, path, message string) error {
	switch {
	case err == nil:
		return nil
	case postgres.Constraint(err) == constraint:
		return problem.One(path, "%s", message)
	case postgres.Code(err) == "23503":
		return fault.ErrNotFound
	}
	return err
}

// InsertCompany stores a company.
func InsertCompany(ctx context.Context, tx pgx.Tx, c Company, now time.Time) error {
	_, err := tx.Exec(ctx, `insert into company (id, name, country, created_at) values ($1, $2, $3, $4)`, c.UUID, c.Name, c.Country, now)
	return err
}

// InsertSurface stores a surface.
func InsertSurface(ctx context.Context, tx pgx.Tx, s Surface, now time.Time) error {
	_, err := tx.Exec(ctx, `insert into surface (id, company_id, name, during, created_at) values ($1, $2, $3, $4, $5)`,
		s.UUID, s.CompanyID, s.Name, days(s.From, s.To), now)
	return err
}

// InsertDependency stores a dependency.
func InsertDependency(ctx context.Context, tx pgx.Tx, d SurfaceDependency, now time.Time) error {
	_, err := tx.Exec(ctx, `insert into surface_dependency (surface_id, on_surface, kind, created_at) values ($1, $2, $3, $4)`,
		d.SurfaceID, d.OnSurface, d.Kind, now)
	return err
}

// InsertFounder stores a founder of a company.
func InsertFounder(ctx context.Context, tx pgx.Tx, f CompanyFounder) error {
	_, err := tx.Exec(ctx, `insert into company_founder (company_id, person_id, during) values ($1, $2, $3)`,
		f.CompanyID, f.PersonID, days(f.From, f.To))
	return err
}
