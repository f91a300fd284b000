package graph

import (
	"context"

	"github.com/google/uuid"

	"dossier/internal/fault"
	"dossier/internal/ladder"
	"dossier/internal/page"
	"dossier/internal/people"
)

// Viewer is who asks.
func (q query) Viewer(ctx context.Context) (*people.Viewer, error) {
	return request(ctx).viewer, nil
}

// Person is the viewer as a person.
func (viewerResolver) Person(ctx context.Context, v *people.Viewer) (*people.Person, error) {
	return find(ctx, request(ctx).loaders.person, v.Person)
}

// Level is the level held today.
func (r personResolver) Level(ctx context.Context, p *people.Person, slug *string) (*ladder.Level, error) {
	l := request(ctx).loaders
	v, err := find(ctx, l.ladder, deref(slug))
	if v == nil || err != nil {
		return nil, err
	}
	key := func(person uuid.UUID) people.LevelKey { return people.LevelKey{Person: person, Ladder: v.LadderID} }
	code, _, err := l.level.load(ctx, withListed(l, l.level, p.UUID, key))
	if code == "" || err != nil {
		return nil, err
	}
	return v.Level(code), nil
}

// People lists people by name.
func (q query) People(ctx context.Context, slug *string, first *int32, after *string, filter *people.Filter) (*page.Connection[people.Person], error) {
	r, err := pageRequest(first, after)
	if err != nil {
		return nil, err
	}
	if filter == nil {
		filter = new(people.Filter)
	}
	var on uuid.UUID
	if len(filter.Levels) > 0 {
		v, err := find(ctx, request(ctx).loaders.ladder, deref(slug))
		if err != nil {
			return nil, err
		}
		if v == nil {
			return nil, fault.New(fault.Invalid, "ladder: there is no such ladder; name one to filter by its levels")
		}
		for _, code := range filter.Levels {
			if v.Level(code) == nil {
				return nil, fault.New(fault.Invalid, "filter.level: %s has no level %.20q", v.Title, code)
			}
		}
		on = v.LadderID
	}
	c, err := q.Resolver.People.List(ctx, on, *filter, r, q.Now())
	if err != nil {
		return nil, err
	}
	request(ctx).loaders.people(nodes(c))
	return c, nil
}

// person finds a person whom a row names.
func person(ctx context.Context, key uuid.UUID) (*people.Person, error) {
	return find(ctx, request(ctx).loaders.person, key)
}
