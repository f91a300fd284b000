package wire

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// httpTransport answers GET and POST, by one JSON answer or by a stream of
// events. It takes whatever no other transport took, so that every refusal
// has the same form.
type httpTransport struct{ *gate }

// Supports takes every request.
func (httpTransport) Supports(*http.Request) bool { return true }

// Do answers one request.
func (t httpTransport) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	run := t.begin(r.Context(), "http")
	defer run.end()
	a := &answer{gate: t.gate, w: w, media: mediaJSON, run: run}

	switch r.Method {
	case http.MethodGet, http.MethodPost:
	case http.MethodOptions:
		w.Header().Set("Allow", "GET, POST, OPTIONS")
		w.WriteHeader(http.StatusNoContent)
		return
	default:
		w.Header().Set("Allow", "GET, POST, OPTIONS")
		a.fail(fail(http.StatusMethodNotAllowed, codeInput, "send the request by POST or GET"))
		return
	}
	accept := parseAccept(r.Header.Values("Accept"))
	if accept.none() {
		a.fail(fail(http.StatusNotAcceptable, codeInput, "answers are %s, %s or %s", mediaResponse, mediaJSON, mediaStream))
		return
	}
	a.media = or(accept.body(), mediaJSON)

	ctx, expires, failed := t.signIn(r.Context(), authorizationOf(r.Header))
	if failed != nil {
		a.fail(failed)
		return
	}
	params, failed := t.readParams(w, r)
	if failed != nil {
		a.fail(failed)
		return
	}

	// The body is read: what is left of the deadline for reading it would
	// cancel an operation that takes longer.
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{})

	op, errs := exec.CreateOperationContext(ctx, params)
	ctx = graphql.WithOperationContext(ctx, op)
	run.operation(op)
	switch {
	case errs != nil:
		a.refuse(accept, exec.DispatchError(ctx, errs))
	case r.Method == http.MethodGet && op.Operation.Operation != ast.Query:
		w.Header().Set("Allow", "POST")
		a.fail(fail(http.StatusMethodNotAllowed, codeInput, "a %s must be sent by POST", op.Operation.Operation))
	case op.Operation.Operation == ast.Subscription && !accept.streams():
		a.fail(&failure{kind: badDocument, err: refuse(codeInput, "a subscription needs Accept: %s, or a WebSocket", mediaStream)})
	case op.Operation.Operation == ast.Subscription || accept.single() == mediaStream:
		run.op.Transport = "sse"
		t.stream(ctx, w, run, expires, func(ctx context.Context, yield func(*graphql.Response) bool) {
			t.responses(ctx, exec, op, yield)
		})
	default:
		t.responses(ctx, exec, op, func(r *graphql.Response) bool {
			a.send(r)
			return false
		})
	}
}

// answer is one JSON answer being written.
type answer struct {
	*gate
	w     http.ResponseWriter
	media string
	run   *run
}

// fail answers a request that never became an operation.
func (a *answer) fail(f *failure) {
	if f.status == http.StatusUnauthorized {
		a.w.Header().Set("WWW-Authenticate", "Bearer")
	}
	a.write(f.kind, f.status, &graphql.Response{Errors: gqlerror.List{f.err}})
}

// refuse answers a document that cannot run, in a stream if that is all the
// client takes.
func (a *answer) refuse(accept acceptance, r *graphql.Response) {
	if accept.single() != mediaStream {
		a.send(r)
		return
	}
	a.run.op.Transport = "sse"
	s := newEventStream(a.gate, a.w)
	a.run.saw(r)
	if s.open() == nil && s.next(encode(r, a.Limits.Errors)) == nil {
		_ = s.complete() // nothing is left to do for a client that has gone
	}
}

// send answers with what execution gave.
func (a *answer) send(r *graphql.Response) {
	switch {
	case r.Data != nil:
		a.write(executed, 0, r)
	case codeOf(r.Errors) == codeInternal:
		a.write(broken, 0, r)
	default:
		a.write(badDocument, 0, r)
	}
}

func (a *answer) write(k kind, status int, r *graphql.Response) {
	a.run.saw(r)
	a.w.Header().Set("Content-Type", a.media+"; charset=utf-8")
	a.w.WriteHeader(statusOf(k, status, a.media))
	_, _ = a.w.Write(encode(r, a.Limits.Errors)) // a client that has gone needs no answer
}
