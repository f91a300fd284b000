package wire_test

import (
	"net/url"
	"strings"
	"testing"
)

const (
	acceptNew = "application/graphql-response+json"
	acceptOld = "application/json"
)

// TestHTTP is the table of what GraphQL over HTTP asks: each case is one
// request and the whole of what must come back.
func TestHTTP(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	get := func(q string) string { return "/graphql?query=" + url.QueryEscape(q) }
	with := func(accept string) map[string]string { return map[string]string{"Accept": accept} }
	for _, c := range []struct {
		name   string
		send   request
		status int
		media  string // of the answer, old JSON if empty
		code   string // of the first error, none if empty
		data   bool
		header map[string]string
	}{
		{name: "post", send: request{body: query("{hello}")}, status: 200, data: true},
		{name: "no accept header", send: request{body: query("{hello}"), headers: with("")}, status: 200, data: true},
		{name: "accept anything", send: request{body: query("{hello}"), headers: with("*/*")}, status: 200, data: true},
		{name: "accept application", send: request{body: query("{hello}"), headers: with("application/*")}, status: 200, media: acceptNew, data: true},
		{name: "accept the new type", send: request{body: query("{hello}"), headers: with(acceptNew)}, status: 200, media: acceptNew, data: true},
		{name: "quality for the old type", send: request{body: query("{hello}"), headers: with(acceptNew + ";q=0.5, " + acceptOld)}, status: 200, data: true},
		{name: "quality for the new type", send: request{body: query("{hello}"), headers: with(acceptOld + ";q=0.5, " + acceptNew + "; charset=utf-8")}, status: 200, media: acceptNew, data: true},
		{name: "quality zero", send: request{body: query("{hello}"), headers: with("*/*, " + acceptOld + ";q=0")}, status: 200, media: acceptNew, data: true},
		{name: "events last at equal quality", send: request{body: query("{hello}"), headers: with("text/event-stream, multipart/mixed, application/json")}, status: 200, data: true},
		{name: "accept HTML", send: request{body: query("{hello}"), headers: with("text/html")}, status: 406, code: "BAD_USER_INPUT"},
		{name: "accept a charset we have not", send: request{body: query("{hello}"), headers: with("application/json; charset=latin1")}, status: 406, code: "BAD_USER_INPUT"},
		{name: "accept rubbish", send: request{body: query("{hello}"), headers: with(";;;,=")}, status: 406, code: "BAD_USER_INPUT"},

		{name: "get a query", send: request{method: "GET", path: get("{hello}")}, status: 200, data: true},
		{name: "get with variables", send: request{method: "GET", path: get("query($n:String){hello(name:$n)}") + "&variables=" + url.QueryEscape(`{"n":"x"}`)}, status: 200, data: true},
		{name: "get with an operation name", send: request{method: "GET", path: get("query A{hello} query B{viewer}") + "&operationName=B"}, status: 200, data: true},
		{name: "get without a query", send: request{method: "GET"}, status: 400, code: "BAD_USER_INPUT"},
		{name: "get with bad variables", send: request{method: "GET", path: get("{hello}") + "&variables=%7B"}, status: 400, code: "BAD_USER_INPUT"},
		{name: "get with bad escapes", send: request{method: "GET", path: "/graphql?query=%zz"}, status: 400, code: "BAD_USER_INPUT"},
		{name: "get not UTF-8", send: request{method: "GET", path: "/graphql?query=%7Bhello(name:%22%ff%22)%7D"}, status: 200, code: "BAD_USER_INPUT"},
		{name: "get variables with half a pair", send: request{method: "GET", path: get("query($n:String){hello(name:$n)}") + "&variables=" + url.QueryEscape(`{"n":"\ud800"}`)}, status: 200, code: "BAD_USER_INPUT"},
		{name: "get a mutation", send: request{method: "GET", path: get(`mutation{set(value:"x")}`)}, status: 405, code: "BAD_USER_INPUT", header: map[string]string{"Allow": "POST"}},
		{name: "get a subscription", send: request{method: "GET", path: get(`subscription{count(to:1)}`), headers: with("text/event-stream")}, status: 405, code: "BAD_USER_INPUT", header: map[string]string{"Allow": "POST"}},
		{name: "put", send: request{method: "PUT"}, status: 405, code: "BAD_USER_INPUT", header: map[string]string{"Allow": "GET, POST, OPTIONS"}},
		{name: "delete", send: request{method: "DELETE"}, status: 405, code: "BAD_USER_INPUT", header: map[string]string{"Allow": "GET, POST, OPTIONS"}},

		{name: "form", send: request{body: "query={hello}", headers: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}}, status: 415, code: "BAD_USER_INPUT"},
		{name: "files from nobody", send: request{body: "x", headers: map[string]string{"Content-Type": "multipart/form-data; boundary=x"}}, status: 401, code: "UNAUTHENTICATED"},
		{name: "text", send: request{body: query("{hello}"), headers: map[string]string{"Content-Type": "text/plain"}}, status: 415, code: "BAD_USER_INPUT"},
		{name: "no content type", send: request{body: query("{hello}"), headers: map[string]string{"Content-Type": ""}}, status: 415, code: "BAD_USER_INPUT"},
		{name: "content in latin1", send: request{body: query("{hello}"), headers: map[string]string{"Content-Type": "application/json; charset=latin1"}}, status: 415, code: "BAD_USER_INPUT"},
		{name: "content in UTF-8", send: request{body: query("{hello}"), headers: map[string]string{"Content-Type": "application/json; charset=UTF-8"}}, status: 200, data: true},
		{name: "gzip", send: request{body: "\x1f\x8b", headers: map[string]string{"Content-Encoding": "gzip"}}, status: 415, code: "BAD_USER_INPUT"},
		{name: "too long", send: request{body: query("{hello}", map[string]any{"x": strings.Repeat("x", 8<<20)})}, status: 413, code: "BAD_USER_INPUT"},

		{name: "empty", send: request{body: ""}, status: 400, code: "BAD_USER_INPUT"},
		{name: "not JSON", send: request{body: "{"}, status: 400, code: "BAD_USER_INPUT"},
		{name: "two values", send: request{body: query("{hello}") + "{}"}, status: 400, code: "BAD_USER_INPUT"},
		{name: "a batch", send: request{body: "[" + query("{hello}") + "]"}, status: 400, code: "BAD_USER_INPUT"},
		{name: "no query", send: request{body: "{}"}, status: 400, code: "BAD_USER_INPUT"},
		{name: "a key in another case", send: request{body: `{"QUERY":"{hello}"}`}, status: 400, code: "BAD_USER_INPUT"},
		{name: "query a number", send: request{body: `{"query":1}`}, status: 400, code: "BAD_USER_INPUT"},
		{name: "variables a string", send: request{body: `{"query":"{hello}","variables":"x"}`}, status: 400, code: "BAD_USER_INPUT"},
		{name: "operation name an object", send: request{body: `{"query":"{hello}","operationName":{}}`}, status: 400, code: "BAD_USER_INPUT"},
		{name: "extensions a number", send: request{body: `{"query":"{hello}","extensions":0}`}, status: 400, code: "BAD_USER_INPUT"},
		{name: "nulls", send: request{body: `{"query":"{hello}","variables":null,"operationName":null,"extensions":null}`}, status: 200, data: true},
		{name: "a hash alone", send: request{body: `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}`}, status: 200, code: "BAD_USER_INPUT"},

		{name: "parse, old", send: request{body: query("{")}, status: 200, code: "BAD_USER_INPUT"},
		{name: "parse, new", send: request{body: query("{"), headers: with(acceptNew)}, status: 400, media: acceptNew, code: "BAD_USER_INPUT"},
		{name: "validation, old", send: request{body: query("{nope}")}, status: 200, code: "BAD_USER_INPUT"},
		{name: "validation, new", send: request{body: query("{nope}"), headers: with(acceptNew)}, status: 400, media: acceptNew, code: "BAD_USER_INPUT"},
		{name: "variable, old", send: request{body: query("query($n:Int!){items(first:$n){id}}")}, status: 200, code: "BAD_USER_INPUT"},
		{name: "variable, new", send: request{body: query("query($n:Int!){items(first:$n){id}}", map[string]any{"n": "x"}), headers: with(acceptNew)}, status: 400, media: acceptNew, code: "BAD_USER_INPUT"},
		{name: "unknown operation", send: request{body: `{"query":"query A{hello}","operationName":"B"}`, headers: with(acceptNew)}, status: 400, media: acceptNew, code: "BAD_USER_INPUT"},
		{name: "which operation", send: request{body: query("query A{hello} query B{hello}"), headers: with(acceptNew)}, status: 400, media: acceptNew, code: "BAD_USER_INPUT"},
		{name: "subscription as JSON", send: request{body: query("subscription{count(to:1)}"), headers: with(acceptNew)}, status: 400, media: acceptNew, code: "BAD_USER_INPUT"},
		{name: "subscription, anything", send: request{body: query("subscription{count(to:1)}"), headers: with("*/*")}, status: 200, code: "BAD_USER_INPUT"},
		{name: "field error, new", send: request{body: query(`{fault(kind:"NOT_FOUND")}`), headers: with(acceptNew)}, status: 200, media: acceptNew, code: "NOT_FOUND", data: true},
		{name: "null root, new", send: request{body: query(`{item{items(first:1){broken}} hello}`), headers: with(acceptNew)}, status: 200, media: acceptNew, code: "CONFLICT", data: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := s.do(t, c.send)
			if r.Status != c.status {
				t.Errorf("status %d, want %d: %s", r.Status, c.status, r.Body)
			}
			media := c.media
			if media == "" {
				media = acceptOld
			}
			if got := r.Header.Get("Content-Type"); got != media+"; charset=utf-8" {
				t.Errorf("content type %q, want %q in UTF-8", got, media)
			}
			code := ""
			if len(r.Errors) > 0 {
				code = r.Errors[0].Extensions.Code
			}
			if code != c.code {
				t.Errorf("code %q, want %q: %s", code, c.code, r.Body)
			}
			if r.HasData != c.data {
				t.Errorf("a data key: %v, want %v: %s", r.HasData, c.data, r.Body)
			}
			for name, want := range c.header {
				if got := r.Header.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			if r.Header.Get("X-Content-Type-Options") != "nosniff" || r.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("headers against sniffing and caching are missing: %v", r.Header)
			}
		})
	}
}

func TestOptionsNamesTheMethods(t *testing.T) {
	t.Parallel()
	r := start(t, nil).do(t, request{method: "OPTIONS"})
	if r.Status != 204 || r.Header.Get("Allow") != "GET, POST, OPTIONS" {
		t.Errorf("%d, Allow %q", r.Status, r.Header.Get("Allow"))
	}
}

// TestNothingIsEchoed sends a secret in every place a refusal might quote.
func TestNothingIsEchoed(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	for name, q := range map[string]request{
		"bad JSON":      {body: `{"query":"{hello}", geheim`},
		"bad type":      {body: `{"query":["geheim"]}`},
		"bad UTF-8":     {body: "{\"query\":\"{hello}\",\"geheim geheim\":\"\xff\"}"},
		"content type":  {body: "x", headers: map[string]string{"Content-Type": "geheim/geheim"}},
		"method":        {method: "GEHEIM"},
		"accept":        {body: query("{hello}"), headers: map[string]string{"Accept": "geheim/geheim"}},
		"authorization": {body: query("{hello}"), headers: map[string]string{"Authorization": "Bearer geheim"}},
		"extensions":    {body: `{"query":"{hello}","extensions":"geheim"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := s.do(t, q)
			if len(r.Errors) != 1 {
				t.Errorf("%d errors, want 1: %s", len(r.Errors), r.Body)
			}
			if strings.Contains(strings.ToLower(r.Body), "geheim") {
				t.Errorf("the answer quotes the request: %s", r.Body)
			}
		})
	}
}
