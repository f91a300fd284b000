package wire

import (
	"context"
	"slices"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// run follows one operation for metrics and the access log.
type run struct {
	gate  *gate
	op    Operation
	start time.Time
	entry *entry
}

func (g *gate) begin(ctx context.Context, transport string) *run {
	return &run{gate: g, op: Operation{Name: "other", Transport: transport}, start: time.Now(), entry: entryOf(ctx)}
}

// operation notes which operation it is, as far as it was read.
func (r *run) operation(op *graphql.OperationContext) {
	if op == nil || op.Operation == nil {
		return
	}
	r.op.Kind = string(op.Operation.Operation)
	switch name := op.Operation.Name; {
	case name == "":
		r.op.Name = "anonymous"
	case slices.Contains(r.gate.Operations, name):
		r.op.Name = name
	}
}

// saw notes the code of the first error that went out.
func (r *run) saw(resp *graphql.Response) { r.code(codeOf(resp.Errors)) }

func (r *run) code(code string) { r.op.Code = or(r.op.Code, code) }

// end tells the observer, and the access log where there is one.
func (r *run) end() {
	r.op.Duration = time.Since(r.start)
	if r.entry != nil {
		r.entry.note(r.op)
	}
	r.gate.Observe(r.op)
}

// responses runs an operation and hands on each response until there is none
// or yield says no. gqlgen reuses the memory of a response for the next one,
// so yield must be done with it when it returns. A panic outside a resolver
// becomes the last response.
func (g *gate) responses(ctx context.Context, exec graphql.GraphExecutor, op *graphql.OperationContext, yield func(*graphql.Response) bool) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err := g.errors.Present(ctx, g.errors.Recover(ctx, thrown))
			yield(&graphql.Response{Errors: gqlerror.List{err}})
		}
	}()
	next, ctx := exec.DispatchOperation(ctx, op)
	for {
		response := next(ctx)
		if response == nil {
			return
		}
		if inOrder(response.Errors); !yield(response) {
			return
		}
	}
}
