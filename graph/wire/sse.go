package wire

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// eventStream writes server-sent events in the form of graphql-sse, distinct
// connections: "next" with a result, then "complete". One goroutine writes.
type eventStream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	timeout time.Duration
}

func newEventStream(g *gate, w http.ResponseWriter) *eventStream {
	return &eventStream{w: w, control: http.NewResponseController(w), timeout: g.Times.Write}
}

func (s *eventStream) open() error {
	h := s.w.Header()
	h.Set("Content-Type", mediaStream)
	h.Set("X-Accel-Buffering", "no")
	s.w.WriteHeader(http.StatusOK)
	return s.comment()
}

func (s *eventStream) comment() error { return s.write(":\n\n") }

func (s *eventStream) next(result []byte) error {
	return s.write("event: next\ndata: " + string(result) + "\n\n")
}

// complete carries an empty data line: without one a browser drops the event.
func (s *eventStream) complete() error { return s.write("event: complete\ndata:\n\n") }

// write gives every event a deadline of its own, in place of the one the server
// set for one whole answer.
func (s *eventStream) write(event string) error {
	_ = s.control.SetWriteDeadline(time.Now().Add(s.timeout))
	if _, err := s.w.Write([]byte(event)); err != nil {
		return err
	}
	return s.control.Flush()
}

// source runs an operation and yields its responses.
type source func(ctx context.Context, yield func(*graphql.Response) bool)

// stream answers with the events of a source until it ends, the client goes,
// the token expires or the server closes. When it returns the source has
// returned too and nothing writes any more.
func (g *gate) stream(ctx context.Context, w http.ResponseWriter, run *run, expires time.Time, from source) {
	ctx, cancel := context.WithCancel(ctx)
	results := make(chan result)
	go func() {
		defer close(results)
		from(ctx, func(r *graphql.Response) bool {
			select {
			case results <- result{encode(r, g.Limits.Errors), codeOf(r.Errors)}:
				return true
			case <-ctx.Done():
				return false
			}
		})
	}()
	defer func() {
		cancel()
		for range results { // until the source has let go
		}
	}()

	s := newEventStream(g, w)
	if s.open() != nil {
		return
	}
	heartbeat := time.NewTicker(g.Times.Heartbeat)
	defer heartbeat.Stop()
	expired, free := until(expires)
	defer free()
	for {
		var err error
		select {
		case r, more := <-results:
			if !more {
				_ = s.complete() // a client that has gone needs no end
				return
			}
			run.code(r.code)
			err = s.next(r.json)
		case <-heartbeat.C:
			err = s.comment()
		case <-expired:
			run.code(codeUnauthenticated)
			last := &graphql.Response{Errors: gqlerror.List{errExpired()}}
			if s.next(encode(last, 1)) == nil {
				_ = s.complete()
			}
			return
		case <-g.Closing: // no "complete": the client is to come again
			return
		case <-ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}

// result is one response, encoded before its memory is used again.
type result struct {
	json []byte
	code string
}
