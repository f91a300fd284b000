package graph

import (
	"context"
	"errors"
	"log/slog"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"dossier/internal/fault"
)

// hidden is what is shown of an error that nobody classified. The request id
// is a header, so that bodies stay comparable byte for byte.
const hidden = "something went wrong on our side; try again, and tell the operator the X-Request-Id of this answer if it stays"

// present turns an error into what a client may see: a fault's kind and text,
// a fixed sentence for anything unknown. The cause goes to the log, once a
// response.
func (s *Server) present(ctx context.Context, err error) *gqlerror.Error {
	shown := graphql.DefaultErrorPresenter(ctx, err)
	if f, ok := errors.AsType[*fault.Fault](err); ok && f.Kind != fault.Internal {
		if f.Kind == fault.Unavailable {
			s.log(ctx, slog.LevelWarn, err)
		}
		shown.Message = f.Text
		return code(shown, string(f.Kind))
	}
	if g, ok := errors.AsType[*gqlerror.Error](err); ok && g.Unwrap() == nil {
		if _, ok := shown.Extensions["code"]; !ok {
			return code(shown, string(fault.Invalid))
		}
		return shown
	}
	if ctx.Err() == nil {
		s.log(ctx, slog.LevelError, err)
	}
	shown.Message = hidden
	return code(shown, "INTERNAL")
}

func code(e *gqlerror.Error, c string) *gqlerror.Error {
	e.Extensions = map[string]any{"code": c}
	return e
}

// log writes an error once for each response, however many fields it failed.
func (s *Server) log(ctx context.Context, level slog.Level, err error) {
	if a, ok := ctx.Value(askedKey{}).(*asked); ok && !a.first(err) {
		return
	}
	s.Log.Log(ctx, level, "request failed", "error", err.Error())
}
