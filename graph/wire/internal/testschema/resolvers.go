package testschema

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"time"

	"dossier/internal/fault"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Resolver answers every field. What the tests ask for from outside, who the
// viewer is and the id of the request, are functions.
type Resolver struct {
	Viewer    func(ctx context.Context) string
	RequestID func(ctx context.Context) string

	Running  atomic.Int32 // subscriptions whose source has not ended, and slow fields
	Resolved atomic.Int64 // items made
}

// Schema is the executable schema over a resolver, with costs: a list costs
// its length times its content.
func Schema(r *Resolver) graphql.ExecutableSchema {
	c := Config{Resolvers: root{r}}
	list := func(child int, first *int32) int {
		if first == nil {
			return 1 + 20*child
		}
		return 1 + int(*first)*child
	}
	c.Complexity.Query.Items = list
	c.Complexity.Item.Items = list
	return NewExecutableSchema(c)
}

type root struct{ *Resolver }

func (r root) Query() QueryResolver               { return query(r) }
func (r root) Mutation() MutationResolver         { return mutation{} }
func (r root) Subscription() SubscriptionResolver { return subscription(r) }
func (r root) Item() ItemResolver                 { return item(r) }

type query struct{ *Resolver }

func (q query) Hello(_ context.Context, name *string) (string, error) {
	if name == nil {
		return "hello", nil
	}
	return "hello " + *name, nil
}

func (q query) Echo(_ context.Context, in Echo) (string, error) { return in.Body, nil }

func (q query) Viewer(ctx context.Context) (*string, error) { return ask(ctx, q.Resolver.Viewer) }

func (q query) RequestID(ctx context.Context) (*string, error) {
	return ask(ctx, q.Resolver.RequestID)
}

func ask(ctx context.Context, f func(context.Context) string) (*string, error) {
	if f == nil {
		return nil, nil
	}
	s := f(ctx)
	if s == "" {
		return nil, nil
	}
	return &s, nil
}

func (q query) When(_ context.Context, at time.Time) (*time.Time, error) { return &at, nil }

func (q query) Fault(_ context.Context, kind string) (*string, error) {
	switch kind {
	case "PLAIN":
		return nil, errors.New("SELECT secret FROM person")
	case "UNCODED":
		return nil, gqlerror.Errorf("no code")
	}
	return nil, fault.Wrap(fault.Kind(kind), errors.New("SELECT secret FROM person"), "the text for the caller")
}

func (q query) Boom(context.Context) (*string, error) { panic("secret of a panic") }

func (q query) Slow(ctx context.Context, milliseconds int32) (bool, error) {
	q.Running.Add(1)
	defer q.Running.Add(-1)
	select {
	case <-time.After(time.Duration(milliseconds) * time.Millisecond):
		return true, nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

func (q query) Item(context.Context) (*Item, error) { return q.make("0"), nil }

func (q query) Items(_ context.Context, first *int32) ([]*Item, error) { return q.list(first), nil }

func (q query) Fails(context.Context) ([]*Item, error) {
	return q.list(new(int32(10))), nil
}

func (r *Resolver) make(id string) *Item {
	r.Resolved.Add(1)
	return &Item{ID: id}
}

func (r *Resolver) list(first *int32) []*Item {
	n := int32(20)
	if first != nil {
		n = *first
	}
	all := make([]*Item, n)
	for i := range all {
		all[i] = r.make(strings.Repeat("i", i+1))
	}
	return all
}

type item struct{ *Resolver }

func (i item) Name(_ context.Context, of *Item, length *int32) (*string, error) {
	name := "item " + of.ID
	if length != nil {
		name = strings.Repeat("n", int(*length))
	}
	return &name, nil
}

func (i item) Broken(context.Context, *Item) (*string, error) {
	return nil, fault.New(fault.Conflict, "broken")
}

func (i item) Item(_ context.Context, of *Item) (*Item, error) { return i.make(of.ID), nil }

func (i item) Items(_ context.Context, _ *Item, first *int32) ([]*Item, error) {
	return i.list(first), nil
}

type mutation struct{}

func (mutation) Set(_ context.Context, value string) (string, error) { return value, nil }

// Upload says what came: name, type and bytes of each file.
func (mutation) Upload(_ context.Context, in Files) (list []string, err error) {
	for _, f := range append([]*graphql.Upload{&in.First}, in.More...) {
		data, err := io.ReadAll(f.File)
		if err != nil {
			return nil, err
		}
		list = append(list, fmt.Sprintf("%s %s %s %q", in.Title, f.Filename, f.ContentType, data))
	}
	return list, nil
}
