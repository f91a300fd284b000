// Package wire is everything between net/http and an executable schema:
// GraphQL over HTTP, server-sent events and WebSocket, the limits on what a
// document may ask, the shape of errors, sign-in by bearer token, request ids
// and the access log. It owns no data and knows no area: who a token belongs
// to, what a field costs and what an error means come in through Options.
package wire

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/vektah/gqlparser/v2/ast"
)

// New returns the handler of one GraphQL endpoint. Each part of the gqlgen
// server is named here; nothing is taken from its defaults.
func New(schema graphql.ExecutableSchema, o Options) http.Handler {
	o = o.withDefaults()
	g := &gate{Options: o, errors: presenter{present: o.Present, log: o.Log}}

	srv := handler.New(schema)
	srv.AddTransport(socketTransport{g})
	srv.AddTransport(httpTransport{g})
	srv.SetParserTokenLimit(o.Limits.Tokens)
	srv.SetDisableSuggestion(true)
	srv.SetValidationRulesFn(validationRules)
	srv.SetErrorPresenter(g.errors.Present)
	srv.SetRecoverFunc(g.errors.Recover)

	documents := newCache[*ast.QueryDocument](o.Limits.CachedDocuments, o.Limits.CachedBytes)
	srv.SetQueryCache(documents)
	// The limits stand before everything that walks a document: gqlgen's own
	// cost is not memoised over fragments and would walk 2^27 of them.
	srv.Use(limiter{limits: o.Limits, introspection: o.Introspection, known: documents})
	srv.Use(&extension.ComplexityLimit{Func: func(context.Context, *graphql.OperationContext) int {
		return o.Limits.Complexity
	}})
	if o.Introspection {
		srv.Use(extension.Introspection{})
	}
	for _, e := range o.Extensions {
		srv.Use(e)
	}
	return srv
}

// gate is what the transports share: the options and the presenter.
type gate struct {
	Options
	errors presenter
}
