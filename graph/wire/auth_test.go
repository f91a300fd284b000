package wire_test

import (
	"strings"
	"testing"
	"time"

	"dossier/graph/wire"
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
