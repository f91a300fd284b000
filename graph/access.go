package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"dossier/graph/gen"
	"dossier/internal/fault"
	"dossier/internal/people"
)

// directives guard the root fields. They only ask who the viewer is and which
// roles they hold; rows are guarded where they are read.
func directives() gen.DirectiveRoot {
	return gen.DirectiveRoot{
		Public: func(ctx context.Context, _ any, next graphql.Resolver) (any, error) { return next(ctx) },
		SignedIn: func(ctx context.Context, _ any, next graphql.Resolver) (any, error) {
			if request(ctx).viewer == nil {
				return nil, errSignIn
			}
			return next(ctx)
		},
		HasRole: func(ctx context.Context, _ any, next graphql.Resolver, anyOf []people.Role) (any, error) {
			switch v := request(ctx).viewer; {
			case v == nil:
				return nil, errSignIn
			case !v.Is(anyOf...):
				return nil, fault.New(fault.Forbidden, "this needs one of the roles %v, which you do not hold today", anyOf)
			}
			return next(ctx)
		},
	}
}

// errSignIn is the answer on guarded fields to who is not signed in.
var errSignIn = fault.New(fault.Unauthenticated, "sign in: send a bearer token in the Authorization header")
