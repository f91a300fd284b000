package graph

import (
	"context"
	"errors"
	"sync"

	"github.com/google/uuid"

	"dossier/graph/model"
	"dossier/internal/fault"
	"dossier/internal/page"
	"dossier/internal/people"
)

// asked is what the resolvers of one response share: who asks and the loaders
// that read through their eyes. It is put into the context by the server and
// taken out only here.
type asked struct {
	viewer *people.Viewer
	// loaders are replaced by make after each mutation of a request, whose
	// root fields run one after another.
	loaders *loaders
	make    func() *loaders

	mu     sync.Mutex
	logged map[string]bool
	// advice are analyses whose advice the response shows to others than the
	// candidate.
	advice map[uuid.UUID]bool
}

// first reports whether this error is the first with its text.
func (a *asked) first(err error) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.logged == nil {
		a.logged = map[string]bool{}
	}
	known := a.logged[err.Error()]
	a.logged[err.Error()] = true
	return !known
}

type askedKey struct{}

func withRequest(ctx context.Context, a *asked) context.Context {
	return context.WithValue(ctx, askedKey{}, a)
}

func request(ctx context.Context) *asked { return ctx.Value(askedKey{}).(*asked) }

// problem parts a refusal that the caller can act on from other errors.
func problem(err error) (model.Problem, error) {
	if p, ok := errors.AsType[model.Problem](err); ok {
		return p, nil
	}
	return nil, err
}

// changed reads what a mutation changed, or says why it did not. What was read
// before is forgotten.
func changed[V any](ctx context.Context, from func(*loaders) *loader[uuid.UUID, V], key uuid.UUID, err error) (v V, p model.Problem, _ error) {
	a := request(ctx)
	a.loaders = a.make()
	if err != nil {
		p, err = problem(err)
		return v, p, err
	}
	v, _, err = from(a.loaders).load(ctx, key)
	return v, nil, err
}

// nodes are the rows of a page.
func nodes[T any](c *page.Connection[T]) []*T {
	list := make([]*T, len(c.Edges))
	for i, e := range c.Edges {
		list[i] = e.Node
	}
	return list
}

// pageRequest reads the arguments of a list.
func pageRequest(first *int32, after *string) (page.Request, error) {
	r, err := page.NewRequest(first, after)
	if err != nil {
		return r, fault.New(fault.Invalid, "%s", err)
	}
	return r, nil
}
