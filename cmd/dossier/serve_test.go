package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestPagesOfOtherHosts(t *testing.T) {
	t.Parallel()
	l := listening{Origins: []string{"*.example.org", "localhost:3000"}}
	h := l.crossOrigin(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
	for origin, want := range map[string]string{
		"https://app.example.org":      "https://app.example.org",
		"http://localhost:3000":        "http://localhost:3000",
		"https://example.org":          "",
		"https://app.example.org.evil": "",
		"https://evil.test":            "",
		"null":                         "",
	} {
		r := httptest.NewRequest(http.MethodOptions, "/graphql", nil)
		r.Header.Set("Origin", origin)
		r.Header.Set("Access-Control-Request-Method", "POST")
		r.Header.Set("Access-Control-Request-Headers", "authorization,content-type")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if got := w.Header().Get("Access-Control-Allow-Origin"); got != want || w.Header().Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: allowed %q, want %q", origin, got, want)
		}
	}
	none := listening{}.crossOrigin(http.NotFoundHandler())
	r := httptest.NewRequest(http.MethodPost, "/graphql", nil)
	r.Header.Set("Origin", "https://app.example.org")
	w := httptest.NewRecorder()
	none.ServeHTTP(w, r)
	if got := w.Header().Get("Access-Control-Allow-Origin"); got != "" {
		t.Errorf("nobody is let in, but %q is", got)
	}
}
