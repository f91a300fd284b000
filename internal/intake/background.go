package intake

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/postgres"
	"dossier/internal/problem"
	"dossier/internal/record"
)

// background is what the database knows of the rows of a batch.
type background struct {
	*run
	surfaces, records []uuid.UUID
	persons           []uuid.UUID

	companyOf map[uuid.UUID]uuid.UUID
	earlier   map[uuid.UUID]earlier
	founders  map[[2]uuid.UUID][]day.Span
}

// earlier is a record that a row is about, or replaces.
type earlier struct {
	owner, company uuid.UUID
	gone           bool
}

func (b *background) want(it *item, v *recordRow) {
	if it.was != nil {
		b.records = append(b.records, it.was.object)
	}
	for _, s := range record.Named(v.rec) {
		b.surfaces = append(b.surfaces, s)
	}
	if v.About != nil {
		b.records = append(b.records, *v.About)
	}
	if v.ConfirmedBy != nil {
		b.persons = append(b.persons, *v.ConfirmedBy)
	}
}

func (b *background) read(ctx context.Context) error {
	b.companyOf, b.earlier = map[uuid.UUID]uuid.UUID{}, map[uuid.UUID]earlier{}
	b.founders = map[[2]uuid.UUID][]day.Span{}
	var u, company, owner uuid.UUID
	var gone bool
	var s day.Span
	for _, q := range []struct {
		sql  string
		of   []uuid.UUID
		into []any
		do   func()
	}{
		{`select id, company_id from surface where id = any($1)`, b.surfaces, []any{&u, &company}, func() { b.companyOf[u] = company }},
		{`select id, person_id, coalesce(company_id, '00000000-0000-0000-0000-000000000000'), superseded_by is not null or retracted_at is not null
			from record where id = any($1)`, b.records, []any{&u, &owner, &company, &gone}, func() { b.earlier[u] = earlier{owner, company, gone} }},
		{`select company_id, person_id, coalesce(lower(during), '0001-01-01'), upper(during) from company_founder where person_id = any($1)`,
			b.persons, []any{&company, &u, &s.From, &s.To}, func() {
				b.founders[[2]uuid.UUID{company, u}] = append(b.founders[[2]uuid.UUID{company, u}], s)
			}},
	} {
		if len(q.of) == 0 {
			continue
		}
		rows, err := b.tx.Query(ctx, q.sql, q.of)
		if err == nil {
			_, err = pgx.ForEachRow(rows, q.into, func() error { q.do(); s = day.Span{}; return nil })
		}
		if err != nil {
			return postgres.Fault(err, "look up what records refer to")
		}
	}
	return nil
}

// judge refuses what does not belong together, and what may not be replaced.
func (b *background) judge(ctx context.Context, it *item, v *recordRow) error {
	for place, s := range record.Named(v.rec) {
		if v.Company == nil {
			b.fail(it, "company", "is missing; name the company of the surface")
			break
		}
		if b.companyOf[s] != *v.Company {
			b.fail(it, counted(place), "is a surface of another company")
		}
	}
	if v.About != nil {
		switch about := b.earlier[*v.About]; {
		case about.owner != v.Person:
			b.fail(it, "about", "is a record of somebody else; \"person\" is the owner of what is reviewed")
		case about.gone:
			b.fail(it, "about", "was corrected or retracted since; review the one that holds")
		}
	}
	switch {
	case it.was == nil:
	case b.earlier[it.was.object].gone:
		b.fail(it, "key", "the record that came in under this key was corrected or retracted since; import it under another key, or leave it out")
	default:
		if err := b.final(ctx, it, v); err != nil {
			return err
		}
	}
	if v.ConfirmedBy == nil || v.ConfirmedAs == nil {
		return nil
	}
	on := day.Of(*v.rec.Common().StateAt)
	has := func(spans []day.Span) bool {
		return slices.ContainsFunc(spans, func(s day.Span) bool { return s.Has(on) })
	}
	switch {
	case *v.ConfirmedAs == record.AsFounder && v.Company == nil:
		b.fail(it, "company", "is missing; a founder confirms what happened at their company")
	case *v.ConfirmedAs == record.AsFounder && !has(b.founders[[2]uuid.UUID{*v.Company, *v.ConfirmedBy}]):
		b.fail(it, "confirmedAs", "was no founder of the company on %s; import the founder, or confirm as something else", on.Format("2006-01-02"))
	}
	return nil
}

// final refuses a changed row whose record others have judged in the meantime.
// Reviews that came in by a file are the files' to change with it.
func (b *background) final(ctx context.Context, it *item, v *recordRow) error {
	var filed []uuid.UUID
	err := b.tx.QueryRow(ctx, `select array_agg(r.id) from record r where r.about_id = $1 and exists (select from imported i where i.object_id = r.id)`, it.was.object).Scan(&filed)
	if err != nil {
		return postgres.Fault(err, "look up reviews")
	}
	err = record.Final(ctx, b.tx, it.was.object, v.rec, "key", filed)
	if bad, ok := errors.AsType[*problem.Invalid](err); ok {
		b.fail(it, "key", "came in before with other values, and cannot be replaced: it %s", bad.Fields[0].Message)
		return nil
	}
	return err
}
