package wire

import (
	"context"
	"crypto/rand"
	"log/slog"
)

const requestIDHeader = "X-Request-Id"

type idKey struct{}

// RequestID is the id of the request that ctx belongs to, empty without one.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(idKey{}).(string)
	return id
}

// requestID takes the id a proxy sent if it is one that can stand in a log,
// and makes one otherwise.
func requestID(sent string) string {
	if len(sent) < 8 || len(sent) > 64 {
		return rand.Text()
	}
	for _, c := range []byte(sent) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && c != '-' && c != '_' {
			return rand.Text()
		}
	}
	return sent
}

// LogHandler adds the request id to every record that is logged with the
// context of a request.
func LogHandler(h slog.Handler) slog.Handler { return idHandler{h} }

type idHandler struct{ slog.Handler }

func (h idHandler) Handle(ctx context.Context, r slog.Record) error {
	if id := RequestID(ctx); id != "" {
		r.AddAttrs(slog.String("request", id))
	}
	return h.Handler.Handle(ctx, r)
}

func (h idHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return idHandler{h.Handler.WithAttrs(attrs)}
}

func (h idHandler) WithGroup(name string) slog.Handler {
	return idHandler{h.Handler.WithGroup(name)}
}
