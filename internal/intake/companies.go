package intake

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/text/language"

	"dossier/internal/day"
	"dossier/internal/record"
)

type companyRow struct {
	Key     string  `json:"key" must:"1"`
	Name    string  `json:"name" must:"1"`
	Country *string `json:"country"`
}

type founderRow struct {
	Key     string    `json:"key" must:"1"`
	Company uuid.UUID `json:"company" ref:"companies" must:"1"`
	Person  uuid.UUID `json:"person" ref:"people" must:"1"`
	From    day.Day   `json:"from" must:"1"`
	To      *day.Day  `json:"to"`
}

type surfaceRow struct {
	Key     string    `json:"key" must:"1"`
	Company uuid.UUID `json:"company" ref:"companies" must:"1"`
	Name    string    `json:"name" must:"1"`
	From    day.Day   `json:"from" must:"1"`
	To      *day.Day  `json:"to"`
}

type dependencyRow struct {
	Key     string                `json:"key" must:"1"`
	Surface uuid.UUID             `json:"surface" ref:"surfaces" must:"1"`
	On      uuid.UUID             `json:"on" ref:"surfaces" must:"1"`
	Kind    record.DependencyKind `json:"kind" must:"1"`
}

func checkCompany(_ context.Context, r *run, it *item, v *companyRow) error {
	r.words(it, "name", v.Name, 200)
	if v.Country == nil {
		return nil
	}
	c, err := language.ParseRegion(*v.Country)
	if err != nil || len(*v.Country) != 2 || c.String() != *v.Country || !c.IsCountry() {
		r.fail(it, "country", "%s is no country; use its two letters of ISO 3166, as AT", quote(*v.Country))
	}
	return nil
}

func storeCompanies(ctx context.Context, r *run, tx pgx.Tx, items []*item) error {
	for _, it := range items {
		if it.was == nil {
			continue
		}
		v := it.value.(*companyRow)
		if _, err := tx.Exec(ctx, `update company set name = $2, country = $3 where id = $1`, it.id, strings.TrimSpace(v.Name), v.Country); err != nil {
			return err
		}
	}
	return insert(ctx, tx, "company", []string{"id", "name", "country", "created_at"}, items, func(it *item) []any {
		v := it.value.(*companyRow)
		return []any{it.id, strings.TrimSpace(v.Name), v.Country, r.now}
	})
}

func checkFounder(_ context.Context, r *run, it *item, v *founderRow) error {
	it.subject = &v.Person
	r.past(it, "from", v.From)
	r.days(it, v.From, v.To)
	return nil
}

func storeFounders(ctx context.Context, r *run, tx pgx.Tx, items []*item) error {
	for _, it := range items {
		v := it.value.(*founderRow)
		it.id = v.Company
		if it.was == nil {
			continue
		}
		err := r.update(ctx, tx, it, "only the last day of a founder changes; import other days under their own key",
			`update company_founder set during = $4 where company_id = $1 and person_id = $2 and lower(during) = $3`, v.Company, v.Person, v.From.Time, span(v.From, v.To))
		if err != nil {
			return err
		}
	}
	return insert(ctx, tx, "company_founder", []string{"company_id", "person_id", "during"}, items, func(it *item) []any {
		v := it.value.(*founderRow)
		return []any{v.Company, v.Person, span(v.From, v.To)}
	})
}

func checkSurface(_ context.Context, r *run, it *item, v *surfaceRow) error {
	r.words(it, "name", v.Name, 200)
	r.past(it, "from", v.From)
	r.days(it, v.From, v.To)
	return nil
}

func storeSurfaces(ctx context.Context, r *run, tx pgx.Tx, items []*item) error {
	for _, it := range items {
		v := it.value.(*surfaceRow)
		if it.was == nil {
			continue
		}
		err := r.update(ctx, tx, it, "a surface stays with its company; import the other one under its own key",
			`update surface set name = $3, during = $4 where id = $1 and company_id = $2`, it.id, v.Company, strings.TrimSpace(v.Name), span(v.From, v.To))
		if err != nil {
			return err
		}
	}
	return insert(ctx, tx, "surface", []string{"id", "company_id", "name", "during", "created_at"}, items, func(it *item) []any {
		v := it.value.(*surfaceRow)
		return []any{it.id, v.Company, strings.TrimSpace(v.Name), span(v.From, v.To), r.now}
	})
}

func checkDependency(_ context.Context, r *run, it *item, v *dependencyRow) error {
	r.keeps(it, "a dependency is imported under its own key, not overwritten")
	switch v.Kind {
	case record.Infrastructure, record.Data, record.Users:
	default:
		r.fail(it, "kind", "%s", unknown("kind", string(v.Kind), []string{string(record.Infrastructure), string(record.Data), string(record.Users)}))
	}
	return nil
}

func storeDependencies(ctx context.Context, r *run, tx pgx.Tx, items []*item) error {
	for _, it := range items {
		it.id = it.value.(*dependencyRow).Surface
	}
	return insert(ctx, tx, "surface_dependency", []string{"surface_id", "on_surface", "kind", "created_at"}, items, func(it *item) []any {
		v := it.value.(*dependencyRow)
		return []any{v.Surface, v.On, v.Kind, r.now}
	})
}
