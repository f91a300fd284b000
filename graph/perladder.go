package graph

import (
	"context"

	"github.com/google/uuid"

	"dossier/internal/ladder"
	"dossier/internal/people"
)

// onLadder asks for what a person has on a ladder.
type onLadder struct {
	person  uuid.UUID
	version *ladder.Version
}

// perLadder makes a loader of what persons have out of a function that reads
// it for one ladder.
func perLadder[V any](fetch func(context.Context, *ladder.Version, []uuid.UUID) (map[uuid.UUID]V, error)) *loader[onLadder, V] {
	return &loader[onLadder, V]{fetch: func(ctx context.Context, keys []onLadder) (map[onLadder]V, error) {
		persons := map[*ladder.Version][]uuid.UUID{}
		for _, k := range keys {
			persons[k.version] = append(persons[k.version], k.person)
		}
		all := make(map[onLadder]V, len(keys))
		for version, list := range persons {
			found, err := fetch(ctx, version, list)
			if err != nil {
				return nil, err
			}
			for person, v := range found {
				all[onLadder{person, version}] = v
			}
		}
		return all, nil
	}}
}

// ofPerson loads something of a person. On which ladder it is asked is known
// only now; that of all who were listed with the person is expected too.
func ofPerson[V any](ctx context.Context, of func(*loaders) *loader[onLadder, V], p *people.Person, slug *string) (value V, version *ladder.Version, found bool, err error) {
	l := request(ctx).loaders
	version, err = find(ctx, l.ladder, deref(slug))
	if version == nil || err != nil {
		return value, nil, false, err
	}
	key := func(person uuid.UUID) onLadder { return onLadder{person, version} }
	value, found, err = of(l).load(ctx, withListed(l, of(l), p.UUID, key))
	return value, version, found, err
}

// withListed expects the keys of all who were listed with a person and returns
// the person's own.
func withListed[K comparable, V any](l *loaders, of *loader[K, V], person uuid.UUID, key func(uuid.UUID) K) K {
	own := key(person)
	if !of.expects(own) {
		l.mu.Lock()
		list := l.together[person]
		l.mu.Unlock()
		of.expect(append(keys(list, key), own)...)
	}
	return own
}
