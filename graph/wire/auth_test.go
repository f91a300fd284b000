package wire_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dossier/graph/wire"
	"dossier/internal/fault"

	"github.com/coder/websocket"
)

func TestSignIn(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	for _, c := range []struct {
		name, authorization string
		status              int
		code                string
		viewer              any
	}{
		{"nobody", "", 200, "", nil},
		{"ada", "Bearer ada", 200, "", "ada"},
		{"the scheme in small letters", "bearer grace", 200, "", "grace"},
		{"an unknown token", "Bearer mallory", 401, "UNAUTHENTICATED", nil},
		{"another scheme", "Basic YWRhOmFkYQ==", 401, "UNAUTHENTICATED", nil},
		{"no token", "Bearer", 401, "UNAUTHENTICATED", nil},
		{"an empty token", "Bearer  ", 401, "UNAUTHENTICATED", nil},
		{"a token alone", "ada", 401, "UNAUTHENTICATED", nil},
		{"two tokens", "Bearer ada, Bearer grace", 401, "UNAUTHENTICATED", nil},
		{"the issuer is away", "Bearer down", 503, "UNAVAILABLE", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := s.do(t, request{body: query("{viewer}"), headers: map[string]string{"Authorization": c.authorization}})
			code := ""
			if len(r.Errors) > 0 {
				code = r.Errors[0].Extensions.Code
			}
			if r.Status != c.status || code != c.code || r.Data["viewer"] != c.viewer {
				t.Errorf("%d %q: %s", r.Status, code, r.Body)
			}
			if got := r.Header.Get("WWW-Authenticate"); (got == "Bearer") != (c.status == 401) {
				t.Errorf("WWW-Authenticate %q with %d", got, r.Status)
			}
		})
	}
}

// TestNobodySignsInWithoutAuthenticate: the zero option is closed.
func TestNobodySignsInWithoutAuthenticate(t *testing.T) {
	t.Parallel()
	s := start(t, func(o *wire.Options) { o.Authenticate = nil })
	r := s.do(t, request{body: query("{hello}"), headers: map[string]string{"Authorization": "Bearer ada"}})
	if r.Status != 401 || !strings.Contains(r.Body, "takes no tokens") {
		t.Errorf("%d %s", r.Status, r.Body)
	}
	if r := s.do(t, request{body: query("{hello}")}); r.Status != 200 {
		t.Errorf("%d %s", r.Status, r.Body)
	}
}

func TestObserve(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	s.do(t, request{body: query("query Hello{hello}")})
	s.do(t, request{body: query("query Elsewhere{hello}")})
	s.do(t, request{body: query(`mutation{set(value:"x")}`)})
	s.do(t, request{body: query(`query Hello{fault(kind:"CONFLICT")}`)})
	s.do(t, request{body: "{"})
	eventually(t, "five operations", func() bool { return len(s.operations()) == 5 })
	for i, want := range []wire.Operation{
		{Name: "Hello", Kind: "query"},
		{Name: "other", Kind: "query"},
		{Name: "anonymous", Kind: "mutation"},
		{Name: "Hello", Kind: "query", Code: "CONFLICT"},
		{Name: "other", Code: "BAD_USER_INPUT"},
	} {
		got := s.operations()[i]
		if got.Duration <= 0 || got.Duration > time.Minute {
			t.Errorf("operation %d took %v", i, got.Duration)
		}
		got.Duration = 0
		want.Transport = "http"
		if got != want {
			t.Errorf("operation %d: %+v, want %+v", i, got, want)
		}
	}
}

// TestErrorsOfAuthenticate: each kind of failure to sign in, by HTTP and as
// the code that closes a socket.
func TestErrorsOfAuthenticate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		err    error
		status int
		code   string
		opened websocket.StatusCode // at connection_init
		later  websocket.StatusCode // at an operation
	}{
		{"refused", fault.New(fault.Unauthenticated, "no"), 401, "UNAUTHENTICATED", 4403, 4401},
		{"malformed", fault.New(fault.Invalid, "no"), 401, "UNAUTHENTICATED", 4403, 4401},
		{"forbidden", fault.New(fault.Forbidden, "no"), 403, "FORBIDDEN", 4403, 4403},
		{"away", fault.New(fault.Unavailable, "no"), 503, "UNAVAILABLE", websocket.StatusTryAgainLater, websocket.StatusTryAgainLater},
		{"broken", errors.New("secret of a database"), 500, "INTERNAL", 4500, 4500},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var passes atomic.Bool
			s := start(t, func(o *wire.Options) {
				o.Authenticate = func(ctx context.Context, _ string) (context.Context, time.Time, error) {
					if passes.Load() {
						return ctx, time.Time{}, nil
					}
					return ctx, time.Time{}, c.err
				}
			})
			r := s.do(t, request{body: query("{hello}"), headers: map[string]string{"Authorization": "Bearer x"}})
			if r.Status != c.status || len(r.Errors) != 1 || r.Errors[0].Extensions.Code != c.code || strings.Contains(r.Body, "secret") {
				t.Errorf("%d %s; want %d %s", r.Status, r.Body, c.status, c.code)
			}
			refused := s.connect(t)
			refused.send(`{"type":"connection_init","payload":{"Authorization":"Bearer x"}}`)
			refused.wantClose(c.opened)

			passes.Store(true)
			open := s.signedIn(t, "Bearer x")
			passes.Store(false)
			open.subscribe("1", "{hello}")
			open.wantClose(c.later)
		})
	}
}
