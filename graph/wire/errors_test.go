package wire_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"dossier/graph/wire"
	"dossier/internal/fault"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// TestErrorsOfFields: what is shown of each kind of error, and that nothing
// else is.
func TestErrorsOfFields(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	t.Run("kinds", func(t *testing.T) { errorKinds(t, s) })
	r := s.do(t, request{body: query("query($at:Instant!){when(at:$at)}", map[string]any{"at": 7})})
	if len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "BAD_USER_INPUT" {
		t.Errorf("a scalar in a variable: %s", r.Body)
	}
	log := s.Log.String()
	for _, want := range []string{"SELECT secret FROM person", "secret of a panic", "resolvers.go"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks the cause %q", want)
		}
	}
}

func errorKinds(t *testing.T, s *service) {
	for _, c := range []struct{ name, document, code, message string }{
		{"not found", `{fault(kind:"NOT_FOUND")}`, "NOT_FOUND", "the text for the caller"},
		{"conflict", `{fault(kind:"CONFLICT")}`, "CONFLICT", "the text for the caller"},
		{"unavailable", `{fault(kind:"UNAVAILABLE")}`, "UNAVAILABLE", "the text for the caller"},
		{"no kind", `{fault(kind:"")}`, "INTERNAL", "internal error"},
		{"an error of a database", `{fault(kind:"PLAIN")}`, "INTERNAL", "internal error"},
		{"a GraphQL error without a code", `{fault(kind:"UNCODED")}`, "INTERNAL", "internal error"},
		{"a panic", "{boom}", "INTERNAL", "internal error"},
		{"a scalar in the document", `{when(at:"yesterday")}`, "BAD_USER_INPUT", "RFC3339"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := s.do(t, request{body: query(c.document)})
			if len(r.Errors) != 1 || r.Errors[0].Extensions.Code != c.code || !strings.Contains(r.Errors[0].Message, c.message) {
				t.Fatalf("want %s %q: %s", c.code, c.message, r.Body)
			}
			if len(r.Errors[0].Path) == 0 || !r.HasData {
				t.Errorf("a field error has a path and data beside it: %s", r.Body)
			}
			if strings.Contains(strings.ToLower(r.Body), "secret") {
				t.Errorf("the cause is shown: %s", r.Body)
			}
		})
	}
}

func TestPresentIsAskedAndGivenACode(t *testing.T) {
	t.Parallel()
	s := start(t, func(o *wire.Options) {
		o.Present = func(_ context.Context, err error) *gqlerror.Error {
			if errors.Is(err, fault.ErrNotFound) {
				return nil
			}
			return &gqlerror.Error{Message: "presented"}
		}
	})
	r := s.do(t, request{body: query(`{fault(kind:"CONFLICT")}`)})
	if len(r.Errors) != 1 || r.Errors[0].Message != "presented" || r.Errors[0].Extensions.Code != "INTERNAL" {
		t.Errorf("an error without a code: %s", r.Body)
	}
	for _, own := range []string{"{nope}", "{", nested(16)} {
		if r := s.do(t, request{body: query(own)}); len(r.Errors) != 1 || r.Errors[0].Message == "presented" {
			t.Errorf("an error of this package went through Present: %s", r.Body)
		}
	}
}

// TestErrorsStandInOrder: fields fail side by side, and are told in the order
// of their paths whichever was first, as far as the limit goes.
func TestErrorsStandInOrder(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	document := `{z:fault(kind:"NOT_FOUND") y:fault(kind:"CONFLICT") x:boom w:fault(kind:"UNAVAILABLE") ...f} fragment f on Query{v:fault(kind:"NOT_FOUND") u:boom t:boom}`
	for range 100 {
		r := s.do(t, request{body: query(document)})
		told := ""
		for _, e := range r.Errors {
			told += fmt.Sprint(e.Path...)
		}
		if told != "tuvwx" {
			t.Fatalf("the errors stand in the order %q: %s", told, r.Body)
		}
	}
}

// TestNoSuggestions sends typos of real names: no answer may name one.
func TestNoSuggestions(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	for _, document := range []string{
		"{helo}", "{hello(nam:\"x\")}", "{item{nam}}", "{item}", "query($x:Instnt){hello}", "{hello ...on Itm{id}}",
		`mutation{sett(value:"x")}`, `mutation{set(valu:"x")}`, `{echo(input:{bdy:"x"})}`, "{hello @includ(if:true)}",
		`{echo(input:{body:"x",tag:["x"]})}`, "{hello{x}}", "{...on Quer{hello}}",
	} {
		r := s.do(t, request{body: query(document)})
		if len(r.Errors) == 0 {
			t.Errorf("%s was not refused", document)
		}
		if strings.Contains(r.Body, "Did you mean") {
			t.Errorf("%s: %s", document, r.Body)
		}
	}
}

func TestDeferIsIgnored(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	for _, document := range []string{
		"{item{id ...@defer{name}}}",
		"{item{id ...f @defer(label:\"x\")}} fragment f on Item{name}",
		"query($v:Boolean){item{id ...f}} fragment f on Item{...@defer(if:$v){name}}",
		"query a($v:Boolean){item{id ...f}} query b($v:Boolean){item{id ...f}} fragment f on Item{...@defer(if:$v){name}}",
	} {
		name := ""
		if strings.HasPrefix(document, "query a") {
			name = "b"
		}
		for range 2 { // fresh, and from the cache
			r := s.do(t, request{body: strings.TrimSuffix(query(document), "}") + `,"operationName":"` + name + `"}`})
			item, _ := r.Data["item"].(map[string]any)
			if len(r.Errors) != 0 || item["name"] != "item 0" {
				t.Errorf("%s: %s", document, r.Body)
			}
		}
	}
}

func TestIntrospectionOff(t *testing.T) {
	t.Parallel()
	s := start(t, func(o *wire.Options) { o.Introspection = false })
	for _, document := range []string{"{__schema{queryType{name}}}", `{x:__type(name:"Item"){name}}`, "{...f} fragment f on Query{__schema{queryType{name}}}"} {
		r := s.do(t, request{body: query(document)})
		if len(r.Errors) != 1 || r.Errors[0].Message != "introspection is off" || r.Errors[0].Extensions.Code != "BAD_USER_INPUT" || r.HasData {
			t.Errorf("%s: %s", document, r.Body)
		}
	}
	if r := s.do(t, request{body: query("{__typename}")}); len(r.Errors) != 0 {
		t.Errorf("__typename is no introspection of the schema: %s", r.Body)
	}
}
