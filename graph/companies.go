package graph

import (
	"context"

	"dossier/graph/gen"
	"dossier/internal/page"
	"dossier/internal/people"
	"dossier/internal/record"
)

type (
	companyResolver    struct{ *Resolver }
	founderResolver    struct{ *Resolver }
	surfaceResolver    struct{ *Resolver }
	dependencyResolver struct{ *Resolver }
)

// Company answers what a company does not hold itself.
func (r *Resolver) Company() gen.CompanyResolver { return companyResolver{r} }

// CompanyFounder answers what a founder does not hold itself.
func (r *Resolver) CompanyFounder() gen.CompanyFounderResolver { return founderResolver{r} }

// Surface answers what a surface does not hold itself.
func (r *Resolver) Surface() gen.SurfaceResolver { return surfaceResolver{r} }

// SurfaceDependency answers what a dependency does not hold itself.
func (r *Resolver) SurfaceDependency() gen.SurfaceDependencyResolver { return dependencyResolver{r} }

// Companies lists companies by name.
func (q query) Companies(ctx context.Context, first *int32, after *string, filter *record.CompanyFilter) (*page.Connection[record.Company], error) {
	r, err := pageRequest(first, after)
	if err != nil {
		return nil, err
	}
	if filter == nil {
		filter = new(record.CompanyFilter)
	}
	c, err := q.Resolver.Records.ListCompanies(ctx, *filter, r)
	if err != nil {
		return nil, err
	}
	request(ctx).loaders.companies(nodes(c))
	return c, nil
}

// AddCompany adds a company.
func (m mutation) AddCompany(ctx context.Context, in record.AddCompanyInput) (*gen.AddCompanyPayload, error) {
	key, err := m.RecordActs.AddCompany(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.AddCompanyPayload)
	p.Company, p.Problem, err = changed(ctx, companiesOf, key, err)
	return p, err
}

// AddSurface adds a surface of a company.
func (m mutation) AddSurface(ctx context.Context, in record.AddSurfaceInput) (*gen.AddSurfacePayload, error) {
	key, err := m.RecordActs.AddSurface(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.AddSurfacePayload)
	p.Surface, p.Problem, err = changed(ctx, surfacesOf, key, err)
	return p, err
}

// AddSurfaceDependency says that a surface depends on another.
func (m mutation) AddSurfaceDependency(ctx context.Context, in record.AddSurfaceDependencyInput) (*gen.AddSurfaceDependencyPayload, error) {
	key, err := m.RecordActs.AddDependency(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.AddSurfaceDependencyPayload)
	p.Surface, p.Problem, err = changed(ctx, surfacesOf, key, err)
	return p, err
}

// AddFounder says that a person founded a company.
func (m mutation) AddFounder(ctx context.Context, in record.AddFounderInput) (*gen.AddFounderPayload, error) {
	key, err := m.RecordActs.AddFounder(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.AddFounderPayload)
	p.Company, p.Problem, err = changed(ctx, companiesOf, key, err)
	return p, err
}

// AddPerson adds somebody who has no account.
func (m mutation) AddPerson(ctx context.Context, in record.AddPersonInput) (*gen.AddPersonPayload, error) {
	key, err := m.RecordActs.AddPerson(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.AddPersonPayload)
	p.Person, p.Problem, err = changed(ctx, personsOf, key, err)
	return p, err
}

// Surfaces are the company's products.
func (companyResolver) Surfaces(ctx context.Context, c *record.Company) ([]*record.Surface, error) {
	return all(ctx, request(ctx).loaders.surfacesOf, c.UUID)
}

// Founders are who founded the company.
func (companyResolver) Founders(ctx context.Context, c *record.Company) ([]*record.CompanyFounder, error) {
	return all(ctx, request(ctx).loaders.foundersOf, c.UUID)
}

// Person is the founder as a person.
func (founderResolver) Person(ctx context.Context, f *record.CompanyFounder) (*people.Person, error) {
	return person(ctx, f.PersonID)
}

// Company is whose surface it is.
func (surfaceResolver) Company(ctx context.Context, s *record.Surface) (*record.Company, error) {
	return find(ctx, request(ctx).loaders.company, s.CompanyID)
}

// DependsOn are the surfaces that it shares something with.
func (surfaceResolver) DependsOn(ctx context.Context, s *record.Surface) ([]*record.SurfaceDependency, error) {
	return all(ctx, request(ctx).loaders.dependenciesOf, s.UUID)
}

// On is the surface that another depends on.
func (dependencyResolver) On(ctx context.Context, d *record.SurfaceDependency) (*record.Surface, error) {
	return surface(ctx, d.OnSurface)
}
