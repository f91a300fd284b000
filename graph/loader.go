package graph

import (
	"context"
	"errors"
	"sync"
)

// loader reads rows for the fields of one response, each kind in as few
// statements as the response has lists. Whoever reads a list tells the loaders
// of what hangs below it which keys to expect; the first field that asks for
// one of them has them all read at once, and the rest only wait. Nothing is
// read that no field asks for, and no time is spent on gathering keys, so the
// number of statements depends neither on the length of a list nor on chance.
type loader[K comparable, V any] struct {
	fetch func(context.Context, []K) (map[K]V, error)
	// then is told what was read, to tell other loaders what to expect.
	then func(map[K]V)

	mu     sync.Mutex
	groups map[K]*group[K, V]
}

// group is a set of keys that are read together.
type group[K comparable, V any] struct {
	keys   []K
	once   sync.Once
	values map[K]V
	err    error
}

// expect makes one group of the keys that are in none yet.
func (l *loader[K, V]) expect(keys ...K) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.groups == nil {
		l.groups = map[K]*group[K, V]{}
	}
	g := new(group[K, V])
	for _, k := range keys {
		if l.groups[k] == nil {
			l.groups[k] = g
			g.keys = append(g.keys, k)
		}
	}
}

// expects reports whether a key is in a group.
func (l *loader[K, V]) expects(key K) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.groups[key] != nil
}

// load returns the value of a key; found is false for a key that has none.
func (l *loader[K, V]) load(ctx context.Context, key K) (value V, found bool, err error) {
	l.expect(key)
	l.mu.Lock()
	g := l.groups[key]
	l.mu.Unlock()
	g.once.Do(func() {
		g.err = errRead // should the store panic, nobody takes it for absence
		if g.values, g.err = l.fetch(ctx, g.keys); g.err == nil && l.then != nil {
			l.then(g.values)
		}
	})
	value, found = g.values[key]
	return value, found, g.err
}

// lookup is load for who does not know the type: nil for a key without a value.
func (l *loader[K, V]) lookup(ctx context.Context, key K) (any, error) {
	v, found, err := l.load(ctx, key)
	if !found || err != nil {
		return nil, err
	}
	return v, nil
}

var errRead = errors.New("the rows were not read to the end")

// find loads a row that may be absent: absent and not for the viewer are nil.
func find[K comparable, T any](ctx context.Context, l *loader[K, *T], key K) (*T, error) {
	v, _, err := l.load(ctx, key)
	return v, err
}

// all loads a list; every key has one.
func all[K comparable, T any](ctx context.Context, l *loader[K, []T], key K) ([]T, error) {
	v, _, err := l.load(ctx, key)
	return v, err
}

// allOf loads the rows that another names; those that are not for the viewer
// are left out.
func allOf[K comparable, V any](ctx context.Context, l *loader[K, V], keys []K) ([]V, error) {
	l.expect(keys...)
	list := make([]V, 0, len(keys))
	for _, key := range keys {
		v, found, err := l.load(ctx, key)
		if err != nil {
			return nil, err
		}
		if found {
			list = append(list, v)
		}
	}
	return list, nil
}
