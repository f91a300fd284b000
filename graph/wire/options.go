package wire

import (
	"context"
	"log/slog"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Options are what the endpoint is told from outside. The zero value serves
// anonymous viewers without introspection, under the everyday limits.
type Options struct {
	// Authenticate turns the token of an Authorization header "Bearer TOKEN",
	// or of the same string in a connection_init payload, into a context that
	// knows the viewer, and the time the token expires (zero: never). It is
	// not called when there is no token at all: such a caller is anonymous. A
	// fault of kind Unauthenticated refuses the request with 401, one of kind
	// Unavailable with 503. On a WebSocket it is called again for every
	// operation, so that a role taken away is gone at the next one.
	Authenticate func(ctx context.Context, token string) (context.Context, time.Time, error)

	// Present turns an error of a resolver or of Authenticate into what the
	// caller sees, and logs what it hides. Nil means PresentFault and Log.
	// Errors of this package, of the parser and of validation do not pass
	// through it; a panic does, as a plain error, once its stack is logged.
	Present func(ctx context.Context, err error) *gqlerror.Error

	// Observe is told of every operation once it has ended.
	Observe func(Operation)

	// Operations are the operation names that logs and metrics may show. Any
	// other is shown as "other": a name is text that the caller chose.
	Operations []string

	// Extensions are added to the server after the limits, in this order:
	// loaders per response, for example.
	Extensions []graphql.HandlerExtension

	// Introspection lets __schema and __type be asked.
	Introspection bool

	// Origins are the host patterns, besides the server's own host, from
	// which a browser may open a WebSocket.
	Origins []string

	// Closing ends every stream when it is closed, so that a server that is
	// told to stop does not wait for its subscribers.
	Closing <-chan struct{}

	Log    *slog.Logger
	Limits Limits
	Times  Times
}

// Operation is one operation that has ended.
type Operation struct {
	Name      string // as Options.Operations allows, "anonymous" or "other"
	Kind      string // query, mutation, subscription; empty if it never got that far
	Transport string // http, sse, websocket
	Code      string // extensions.code of the first error, empty without one
	Duration  time.Duration
}

// Times are the durations of the streams. Zero fields mean the defaults.
type Times struct {
	Init      time.Duration // from the opening of a socket to connection_init, 5s
	Ping      time.Duration // between two pings of a socket, 20s
	Heartbeat time.Duration // between two comments of an event stream, 15s
	Write     time.Duration // for one event or message to a slow client, 10s
	Upload    time.Duration // for sending a request with files, 60s; twice that until it is answered
}

func (o Options) withDefaults() Options {
	if o.Observe == nil {
		o.Observe = func(Operation) {}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Present == nil {
		o.Present = presentLogged(o.Log)
	}
	if o.Authenticate == nil {
		o.Authenticate = func(ctx context.Context, _ string) (context.Context, time.Time, error) {
			return ctx, time.Time{}, errNoSignIn
		}
	}
	o.Limits = o.Limits.withDefaults()
	o.Times = Times{
		Init:      or(o.Times.Init, 5*time.Second),
		Ping:      or(o.Times.Ping, 20*time.Second),
		Heartbeat: or(o.Times.Heartbeat, 15*time.Second),
		Write:     or(o.Times.Write, 10*time.Second),
		Upload:    or(o.Times.Upload, 60*time.Second),
	}
	return o
}

// or is value, or the default if it is zero.
func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}
