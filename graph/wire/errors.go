package wire

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"

	"dossier/internal/fault"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// The codes this package gives by itself. The others come through Present.
const (
	codeInput           = string(fault.Invalid)
	codeUnauthenticated = string(fault.Unauthenticated)
	codeUnavailable     = string(fault.Unavailable)
	codeRateLimited     = "RATE_LIMITED"
	codeComplexity      = "COMPLEXITY_LIMIT_EXCEEDED"
	codeInternal        = "INTERNAL"
)

// internalText is all that a caller learns of an error nobody classified.
const internalText = "internal error"

var (
	errNoSignIn = fault.New(fault.Unauthenticated, "this server takes no tokens")
	errPanic    = errors.New("panic")
)

// refusal marks an error as this package's own, meant to be read as it is.
type refusal struct{}

func (refusal) Error() string { return "refused before execution" }

// refuse makes an error of this package's own.
func refuse(code, format string, args ...any) *gqlerror.Error {
	return &gqlerror.Error{
		Err:        refusal{},
		Message:    fmt.Sprintf(format, args...),
		Extensions: map[string]any{"code": code},
	}
}

// parseError presents what the parser says of a document.
func parseError(err error) *gqlerror.Error {
	own := refuse(codeInput, "the document does not parse")
	if parsed, ok := errors.AsType[*gqlerror.Error](err); ok {
		own.Message, own.Locations = parsed.Message, parsed.Locations
	}
	return own
}

// PresentFault shows the kind and text of a fault and nothing of any other
// error: its code is INTERNAL and its text fixed.
func PresentFault(ctx context.Context, err error) *gqlerror.Error {
	shown := graphql.DefaultErrorPresenter(ctx, err)
	presented := &gqlerror.Error{
		Message:    internalText,
		Path:       shown.Path,
		Locations:  shown.Locations,
		Extensions: map[string]any{"code": codeInternal},
	}
	if f, ok := errors.AsType[*fault.Fault](err); ok && f.Kind != fault.Internal {
		presented.Message = f.Text
		presented.Extensions["code"] = string(f.Kind)
	}
	return presented
}

// presentLogged is what presents where Options.Present is nil: PresentFault, the
// cause of what it hides going to the log.
func presentLogged(log *slog.Logger) func(context.Context, error) *gqlerror.Error {
	return func(ctx context.Context, err error) *gqlerror.Error {
		shown := PresentFault(ctx, err)
		if shown.Extensions["code"] == codeInternal && ctx.Err() == nil {
			log.ErrorContext(ctx, "field failed", "path", shown.Path.String(), "error", err)
		}
		return shown
	}
}

// presenter is the last hand on every error: whatever Present returns, an
// error leaves with a code.
type presenter struct {
	present func(context.Context, error) *gqlerror.Error
	log     *slog.Logger
}

// Present is gqlgen's error presenter.
func (p presenter) Present(ctx context.Context, err error) *gqlerror.Error {
	if own, ok := asOwn(err); ok {
		return own
	}
	if given := argumentError(ctx, err); given != nil {
		return given
	}
	shown := p.present(ctx, err)
	if shown == nil {
		shown = PresentFault(ctx, err)
	}
	if code, _ := shown.Extensions["code"].(string); code == "" {
		if shown.Extensions == nil {
			shown.Extensions = map[string]any{}
		}
		shown.Extensions["code"] = codeInternal
	}
	return shown
}

// Recover turns a panic into an error with a fixed text; the log gets what was
// thrown and where.
func (p presenter) Recover(ctx context.Context, thrown any) error {
	p.log.ErrorContext(ctx, "panic in a resolver", "panic", fmt.Sprint(thrown), "stack", string(debug.Stack()))
	return errPanic
}

// asOwn finds errors that are safe as they are: this package's, and what
// parser, validation and cost say about the document.
func asOwn(err error) (*gqlerror.Error, bool) {
	e, ok := errors.AsType[*gqlerror.Error](err)
	if !ok {
		return nil, false
	}
	if errors.Is(e.Err, refusal{}) {
		return e, true
	}
	switch code, _ := e.Extensions["code"].(string); code {
	case errcode.ValidationFailed, errcode.ParseFailed:
		// The document may be cached and its error shown again: copy.
		own := *e
		own.Extensions = map[string]any{"code": codeInput}
		return &own, true
	case codeComplexity:
		return e, true
	}
	return nil, false
}

// argumentError presents an argument that its scalar refused. gqlgen hands it
// on as a plain error, which would read as internal; it is known by the field
// having arguments in the schema and none decoded.
func argumentError(ctx context.Context, err error) *gqlerror.Error {
	field := graphql.GetFieldContext(ctx)
	if field == nil || field.Args != nil || field.Field.Field == nil ||
		field.Field.Definition == nil || len(field.Field.Definition.Arguments) == 0 {
		return nil
	}
	if fault.KindOf(err) != fault.Internal {
		return nil
	}
	given := refuse(codeInput, "an argument has the wrong form")
	if e, ok := errors.AsType[*gqlerror.Error](err); ok {
		given.Path, given.Message = e.Path, e.Message
	}
	if p := field.Field.Position; p != nil {
		given.Locations = []gqlerror.Location{{Line: p.Line, Column: p.Column}}
	}
	return given
}

// inOrder puts errors of fields, which fail side by side, in the order of their
// paths: what fails alike reads alike, byte for byte, and the limit on errors
// always leaves the same ones.
func inOrder(list gqlerror.List) {
	slices.SortStableFunc(list, func(a, b *gqlerror.Error) int {
		return slices.CompareFunc(a.Path, b.Path, func(x, y ast.PathElement) int {
			i, isIndex := x.(ast.PathIndex)
			if j, both := y.(ast.PathIndex); isIndex && both {
				return cmp.Compare(i, j)
			}
			return cmp.Compare(fmt.Sprint(x), fmt.Sprint(y))
		})
	})
}

// codeOf is the code of the first error, empty without one.
func codeOf(list gqlerror.List) string {
	if len(list) == 0 {
		return ""
	}
	code, _ := list[0].Extensions["code"].(string)
	return code
}
