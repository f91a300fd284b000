package wire

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"
)

// Own answers operations of a document of the program's own, in the context
// of whoever is signed in. The limits are for what callers send and do not
// bind it; its errors look as theirs do. A document that does not fit the
// schema is refused at each call.
func Own(schema graphql.ExecutableSchema, document string, o Options) func(ctx context.Context, operation string, variables map[string]any) *graphql.Response {
	o = o.withDefaults()
	g := &gate{Options: o, errors: presenter{present: o.Present, log: o.Log}}
	exec := executor.New(schema)
	exec.SetQueryCache(newCache[*ast.QueryDocument](o.Limits.CachedDocuments, o.Limits.CachedBytes))
	exec.SetErrorPresenter(g.errors.Present)
	exec.SetRecoverFunc(g.errors.Recover)
	for _, e := range o.Extensions {
		exec.Use(e)
	}
	return func(ctx context.Context, operation string, variables map[string]any) (answer *graphql.Response) {
		ctx = graphql.StartOperationTrace(ctx)
		op, errs := exec.CreateOperationContext(ctx, &graphql.RawParams{Query: document, OperationName: operation, Variables: variables})
		ctx = graphql.WithOperationContext(ctx, op)
		if errs != nil {
			return exec.DispatchError(ctx, errs)
		}
		g.responses(ctx, exec, op, func(r *graphql.Response) bool {
			answer = r
			return false
		})
		return answer
	}
}
