package graph

import (
	"context"
	"strings"

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
				return nil, fault.New(fault.Forbidden, "this needs %s, which you do not hold today", rolesInWords(anyOf))
			}
			return next(ctx)
		},
	}
}

// rolesInWords names roles, as "the role STEWARD" or "one of the roles
// STEWARD, HOUSE_FOUNDER".
func rolesInWords(anyOf []people.Role) string {
	names := make([]string, len(anyOf))
	for i, r := range anyOf {
		names[i] = string(r)
	}
	if len(names) == 1 {
		return "the role " + names[0]
	}
	return "one of the roles " + strings.Join(names, ", ")
}

// errSignIn is the answer on guarded fields to who is not signed in.
var errSignIn = fault.New(fault.Unauthenticated, "sign in: send a bearer token in the Authorization header")
