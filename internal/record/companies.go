package record

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/page"
	"dossier/internal/postgres"
)

const (
	companies    = `select c.id, c.name, c.country from company c where `
	surfaces     = `select s.id, s.company_id, s.name, lower(s.during) as from_day, upper(s.during) as to_day from surface s where `
	founders     = `select f.company_id, f.person_id, lower(f.during) as from_day, upper(f.during) as to_day from company_founder f where `
	dependencies = `select d.surface_id, d.on_surface, d.kind from surface_dependency d where `
)

// CompanyFilter narrows a list of companies.
type CompanyFilter struct {
	Name string
}

// Companies finds companies.
func (s *Store) Companies(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*Company, error) {
	return postgres.ByKey(ctx, s.DB, "read companies", func(c *Company) uuid.UUID { return c.UUID },
		companies+`c.id = any(@ids)`, pgx.NamedArgs{"ids": ids})
}

// ListCompanies returns a page of companies by name.
func (s *Store) ListCompanies(ctx context.Context, f CompanyFilter, r page.Request) (*page.Connection[Company], error) {
	where, args := `true`, pgx.NamedArgs{"limit": r.First + 1}
	if f.Name != "" {
		where, args["name"] = `c.name ilike @name`, "%"+strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(f.Name)+"%"
	}
	after := ""
	if r.After != nil {
		args["after_name"], args["after_id"] = r.After.Sort, r.After.ID
		after = ` and (c.name, c.id) > (@after_name, @after_id)`
	}
	list, err := postgres.Rows[Company](ctx, s.DB, "list companies", companies+where+after+` order by c.name, c.id limit @limit`, args)
	if err != nil {
		return nil, err
	}
	count := func(ctx context.Context) (n int, err error) {
		err = s.DB.QueryRow(ctx, `select count(*) from company c where `+where, args).Scan(&n)
		return n, postgres.Fault(err, "count companies")
	}
	return page.New(r, list, func(c *Company) page.Key { return page.Key{Sort: c.Name, ID: c.UUID} }, count), nil
}

// Surfaces finds surfaces.
func (s *Store) Surfaces(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*Surface, error) {
	return postgres.ByKey(ctx, s.DB, "read surfaces", func(s *Surface) uuid.UUID { return s.UUID },
		surfaces+`s.id = any(@ids)`, pgx.NamedArgs{"ids": ids})
}

// SurfacesOf lists the surfaces of companies by name. Each has a list.
func (s *Store) SurfacesOf(ctx context.Context, companies []uuid.UUID) (map[uuid.UUID][]*Surface, error) {
	return postgres.ListsByKey(ctx, s.DB, "read surfaces", companies, func(s *Surface) uuid.UUID { return s.CompanyID },
		surfaces+`s.company_id = any(@ids) order by s.name, s.id`, pgx.NamedArgs{})
}

// FoundersOf lists the founders of companies, first ones first. Each has a
// list.
func (s *Store) FoundersOf(ctx context.Context, companies []uuid.UUID) (map[uuid.UUID][]*CompanyFounder, error) {
	return postgres.ListsByKey(ctx, s.DB, "read founders", companies, func(f *CompanyFounder) uuid.UUID { return f.CompanyID },
		founders+`f.company_id = any(@ids) order by f.during, f.person_id`, pgx.NamedArgs{})
}

// DependenciesOf lists what surfaces depend on. Each has a list.
func (s *Store) DependenciesOf(ctx context.Context, surfaces []uuid.UUID) (map[uuid.UUID][]*SurfaceDependency, error) {
	return postgres.ListsByKey(ctx, s.DB, "read dependencies", surfaces, func(d *SurfaceDependency) uuid.UUID { return d.SurfaceID },
		dependencies+`d.surface_id = any(@ids) order by d.on_surface, d.kind`, pgx.NamedArgs{})
}
