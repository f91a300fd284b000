package wire_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"dossier/graph/wire"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// meddler is an extension that does one thing around every operation.
type meddler struct {
	around func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler
}

func (meddler) ExtensionName() string { return "Meddler" }

func (meddler) Validate(graphql.ExecutableSchema) error { return nil }

func (m meddler) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	return m.around(ctx, next)
}

// meddle adds an extension to the options.
func meddle(around func(context.Context, graphql.OperationHandler) graphql.ResponseHandler) func(*wire.Options) {
	return func(o *wire.Options) { o.Extensions = append(o.Extensions, meddler{around}) }
}

// TestPanicOfAnExtension: a panic where gqlgen catches none reaches the caller
// as a fixed text by each transport, and leaves the server standing.
func TestPanicOfAnExtension(t *testing.T) {
	t.Parallel()
	s := start(t, meddle(func(context.Context, graphql.OperationHandler) graphql.ResponseHandler {
		panic("secret of an extension")
	}))
	const want = `{"errors":[{"message":"internal error","extensions":{"code":"INTERNAL"}}]}`
	if r := s.do(t, request{body: query("{hello}")}); r.Status != 500 || r.Body != want {
		t.Errorf("HTTP: %d %s", r.Status, r.Body)
	}
	stream, _ := s.subscribe(t, t.Context(), "subscription{count(to:1)}", nil)
	if got, err := stream.real(t); err != nil || got.data != want {
		t.Errorf("SSE: %+v, %v", got, err)
	}
	if got, err := stream.real(t); err != nil || got.name != "complete" {
		t.Errorf("SSE: %+v, %v", got, err)
	}
	c := s.signedIn(t, "Bearer ada")
	c.subscribe("1", "{hello}")
	c.want("1", "error", `[{"message":"internal error","extensions":{"code":"INTERNAL"}}]`)
	if !strings.Contains(s.Log.String(), "secret of an extension") {
		t.Error("the log lacks the panic")
	}
}

// TestRefusalOfAnExtension: an operation that an extension answers in place of
// the schema never began, so there is no data key.
func TestRefusalOfAnExtension(t *testing.T) {
	t.Parallel()
	s := start(t, meddle(func(context.Context, graphql.OperationHandler) graphql.ResponseHandler {
		return graphql.OneShot(&graphql.Response{Errors: gqlerror.List{{
			Message: "slow down", Extensions: map[string]any{"code": "RATE_LIMITED"},
		}}})
	}))
	r := s.do(t, request{body: query("{hello}"), headers: map[string]string{"Accept": acceptNew}})
	if r.Status != 400 || r.HasData || len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "RATE_LIMITED" {
		t.Errorf("%d %s", r.Status, r.Body)
	}
	c := s.signedIn(t, "Bearer ada")
	c.subscribe("1", "subscription{count(to:1)}")
	c.want("1", "error", `[{"message":"slow down","extensions":{"code":"RATE_LIMITED"}}]`)
}

func TestExtensionsOfAnAnswer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		value any
		body  string
	}{
		"a number":        {1, `{"data":{"hello":"hello"},"extensions":{"cost":1}}`},
		"what is no JSON": {func() {}, `{"data":{"hello":"hello"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, meddle(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
				answer := next(ctx)
				return func(ctx context.Context) *graphql.Response {
					r := answer(ctx)
					if r != nil {
						r.Extensions = map[string]any{"cost": c.value}
					}
					return r
				}
			}))
			if r := s.do(t, request{body: query("{hello}")}); r.Body != c.body {
				t.Errorf("%s, want %s", r.Body, c.body)
			}
		})
	}
}

func TestLogHandlerKeepsAttributesAndGroups(t *testing.T) {
	t.Parallel()
	var b logBuffer
	log := slog.New(wire.LogHandler(slog.NewTextHandler(&b, nil))).With("service", "x").WithGroup("g")
	log.Info("hello", "a", 1)
	if !strings.Contains(b.String(), "msg=hello service=x g.a=1") || strings.Contains(b.String(), "request=") {
		t.Errorf("%s", b.String())
	}
}
