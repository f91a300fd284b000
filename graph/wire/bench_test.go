package wire_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"dossier/graph/wire"
	"dossier/graph/wire/internal/testschema"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"
)

// BenchmarkPost compares the endpoint with gqlgen's own POST, which has no
// limits, no negotiation and no checks of text.
func BenchmarkPost(b *testing.B) {
	schema := testschema.Schema(&testschema.Resolver{})
	stock := handler.New(schema)
	stock.AddTransport(transport.POST{})
	stock.SetQueryCache(lru.New[*ast.QueryDocument](1000))
	small := query("query Hello($n:String){hello(name:$n)}", map[string]any{"n": "x"})
	large := query("{items(first:50){id name items(first:20){id name}}}")
	text := query("query($n:String){hello(name:$n)}", map[string]any{"n": strings.Repeat("Grüße an alle. ", 10000)})
	for _, c := range []struct {
		name    string
		handler http.Handler
		body    string
	}{
		{"small/wire", wire.New(schema, wire.Options{}), small},
		{"small/stock", stock, small},
		{"large/wire", wire.New(schema, wire.Options{}), large},
		{"large/stock", stock, large},
		{"text/wire", wire.New(schema, wire.Options{}), text},
		{"text/stock", stock, text},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(c.body))
				r.Header.Set("Content-Type", "application/json")
				w := httptest.NewRecorder()
				c.handler.ServeHTTP(w, r)
				if w.Code != http.StatusOK || strings.HasPrefix(w.Body.String(), `{"errors"`) {
					b.Fatalf("%d %.200s", w.Code, w.Body)
				}
			}
		})
	}
}
