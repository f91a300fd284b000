package wire

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// operation is one operation running on a socket. Nothing is sent for it once
// it is over, whoever ended it, so that its id can be used again.
type operation struct {
	id     string
	cancel context.CancelFunc
	mu     sync.Mutex
	over   bool
}

// subscribe starts an operation and says whether the socket stays open.
func (s *session) subscribe(m message, bad *badText) bool {
	if !s.acknowledged {
		return s.close(closeUnauthorized, reasonUnauthorized)
	}
	if m.ID == "" {
		return s.close(closeBadMessage, "subscribe needs an id")
	}
	ctx, cancel := context.WithCancel(s.running)
	op := &operation{id: m.ID, cancel: cancel}
	s.mu.Lock()
	_, twice := s.active[m.ID]
	full := s.count >= s.Limits.Subscribed
	if !twice && !full {
		s.active[m.ID] = op
		s.count++
	}
	s.mu.Unlock()
	switch {
	case twice:
		cancel()
		return s.close(closeSameID, reasonSameID)
	case full:
		cancel()
		err := refuse(codeRateLimited, "a socket may run %d operations at once", s.Limits.Subscribed)
		return s.finish(op, gqlerror.List{err}) == nil
	}
	s.work.Go(func() {
		defer s.forget(op)
		s.run(ctx, op, m.Payload, bad)
	})
	return true
}

// complete ends an operation that the client no longer wants.
func (s *session) complete(id string) {
	s.mu.Lock()
	op := s.active[id]
	delete(s.active, id)
	s.mu.Unlock()
	if op != nil {
		op.mu.Lock()
		op.over = true // before it is cancelled, or its end would still be told
		op.mu.Unlock()
		op.cancel()
	}
}

// forget frees the id and the place of an operation that has returned.
func (s *session) forget(op *operation) {
	op.cancel()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count--
	if s.active[op.id] == op {
		delete(s.active, op.id)
	}
}

// run executes an operation to its end. The token is judged again: what it
// was worth when the socket opened may have been taken away since.
func (s *session) run(ctx context.Context, op *operation, payload json.RawMessage, bad *badText) {
	run := s.begin(s.opened, "websocket")
	defer run.end()
	refused := func(errs gqlerror.List) {
		run.code(codeOf(errs))
		_ = s.finish(op, errs) // a socket that has closed needs no end
	}
	if bad != nil {
		refused(gqlerror.List{refuse(codeInput, "%s", bad.Error())})
		return
	}
	signed, _, failed := s.signIn(ctx, s.authorization)
	if failed != nil {
		run.code(codeOf(gqlerror.List{failed.err}))
		s.closeFor(failed)
		return
	}
	params, failed := decodeParams(payload)
	if failed != nil {
		refused(gqlerror.List{failed.err})
		return
	}
	params.Headers = http.Header{}

	signed = graphql.StartOperationTrace(signed)
	opCtx, errs := s.exec.CreateOperationContext(signed, params)
	signed = graphql.WithOperationContext(signed, opCtx)
	run.operation(opCtx)
	if errs != nil {
		refused(s.exec.DispatchError(signed, errs).Errors)
		return
	}
	ended := false
	s.responses(signed, s.exec, opCtx, func(r *graphql.Response) bool {
		run.saw(r)
		if r.Data == nil { // it never began: an "error" ends it
			ended = true
			_ = s.finish(op, r.Errors)
			return false
		}
		once := opCtx.Operation.Operation != ast.Subscription
		return s.next(op, encode(r, s.Limits.Errors)) == nil && !once
	})
	if !ended {
		_ = s.finish(op, nil)
	}
}

// next sends one result, if the operation is not over.
func (s *session) next(op *operation, payload []byte) error {
	op.mu.Lock()
	defer op.mu.Unlock()
	if op.over {
		return context.Canceled
	}
	return s.send(message{ID: op.id, Type: "next", Payload: payload})
}

// finish sends the last message of an operation: errors, or completion.
func (s *session) finish(op *operation, errs gqlerror.List) error {
	op.mu.Lock()
	defer op.mu.Unlock()
	if op.over {
		return nil
	}
	op.over = true
	s.mu.Lock()
	if s.active[op.id] == op { // the client may use the id again once it is told
		delete(s.active, op.id)
	}
	s.mu.Unlock()
	if len(errs) > 0 {
		return s.send(message{ID: op.id, Type: "error", Payload: encodeErrors(errs, s.Limits.Errors)})
	}
	return s.send(message{ID: op.id, Type: "complete"})
}
