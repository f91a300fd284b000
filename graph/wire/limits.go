package wire

import (
	"context"
	"fmt"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

// Limits bound what one request may ask. Zero fields mean the defaults, which
// let the operations of every known front end pass.
type Limits struct {
	Body         int64 // bytes of a POST body, 8 MiB
	Upload       int64 // bytes of a POST with files, 21 MiB: 20 for a file, one for the rest
	Query        int   // bytes of a document, 64 KiB
	Message      int64 // bytes of one WebSocket message, 64 KiB
	Tokens       int   // of a document, 2000
	Operations   int   // of a document, 20
	Fragments    int   // of a document, 50
	Variables    int   // of an operation, 50
	Depth        int   // of selection sets, 15: a full introspection is exactly that deep
	Fields       int   // of an operation with its fragments written out, 500
	RootFields   int   // likewise, 20
	Aliases      int   // likewise, 30
	Directives   int   // likewise, 50
	SameKey      int   // times one response key may stand in a selection set, 5
	Introspected int   // __schema and __type of an operation, 2
	Complexity   int   // cost of an operation by the schema's own functions, 5000
	Errors       int   // of one answer, 5
	Subscribed   int   // operations running on one WebSocket, 100

	CachedDocuments int // checked documents kept, 1000
	CachedBytes     int // bytes of their text, 4 MiB
}

func (l Limits) withDefaults() Limits {
	return Limits{
		Body:            or(l.Body, 8<<20),
		Upload:          or(l.Upload, 21<<20),
		Query:           or(l.Query, 64<<10),
		Message:         or(l.Message, 64<<10),
		Tokens:          or(l.Tokens, 2000),
		Operations:      or(l.Operations, 20),
		Fragments:       or(l.Fragments, 50),
		Variables:       or(l.Variables, 50),
		Depth:           or(l.Depth, 15),
		Fields:          or(l.Fields, 500),
		RootFields:      or(l.RootFields, 20),
		Aliases:         or(l.Aliases, 30),
		Directives:      or(l.Directives, 50),
		SameKey:         or(l.SameKey, 5),
		Introspected:    or(l.Introspected, 2),
		Complexity:      or(l.Complexity, 5000),
		Errors:          or(l.Errors, 5),
		Subscribed:      or(l.Subscribed, 100),
		CachedDocuments: or(l.CachedDocuments, 1000),
		CachedBytes:     or(l.CachedBytes, 4<<20),
	}
}

// limiter refuses a document over the limits before anything else walks it.
type limiter struct {
	limits        Limits
	introspection bool
	known         graphql.Cache[*ast.QueryDocument]
}

// ExtensionName is the name gqlgen knows the limiter by.
func (limiter) ExtensionName() string { return "Limits" }

// Validate has nothing to ask of a schema.
func (limiter) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters changes nothing: it parses and counts. A document
// in the cache of parsed documents has passed here before.
func (l limiter) MutateOperationParameters(ctx context.Context, p *graphql.RawParams) *gqlerror.Error {
	if len(p.Query) > l.limits.Query {
		return tooMuch("a document may have %d bytes, this one has %d", l.limits.Query, len(p.Query))
	}
	if _, ok := l.known.Get(ctx, p.Query); ok {
		return nil
	}
	if err := checkLiterals(p.Query); err != nil {
		return err
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: p.Query}, l.limits.Tokens)
	if err != nil {
		return parseError(err)
	}
	return l.check(doc)
}

func (l limiter) check(doc *ast.QueryDocument) *gqlerror.Error {
	if n := len(doc.Operations); n > l.limits.Operations {
		return tooMuch("a document may hold %d operations, this one holds %d", l.limits.Operations, n)
	}
	if n := len(doc.Fragments); n > l.limits.Fragments {
		return tooMuch("a document may hold %d fragments, this one holds %d", l.limits.Fragments, n)
	}
	c := newCounter(doc)
	for _, op := range doc.Operations {
		if err := l.checkOperation(c, op); err != nil {
			return err
		}
	}
	return nil
}

func (l limiter) checkOperation(c *counter, op *ast.OperationDefinition) *gqlerror.Error {
	if n := len(op.VariableDefinitions); n > l.limits.Variables {
		return tooMuch("an operation may have %d variables, this one has %d", l.limits.Variables, n)
	}
	n := c.operation(op)
	if n.introspected > 0 && !l.introspection {
		return refuse(codeInput, "introspection is off")
	}
	for _, b := range []struct {
		count, limit int
		what         string
	}{
		{n.depth, l.limits.Depth, "levels of fields"},
		{n.fields, l.limits.Fields, "fields, fragments written out"},
		{n.root, l.limits.RootFields, "root fields"},
		{n.aliases, l.limits.Aliases, "aliases"},
		{n.directives, l.limits.Directives, "directives"},
		{n.sameKey, l.limits.SameKey, "fields of one response key side by side"},
		{n.introspected, l.limits.Introspected, "times __schema or __type"},
	} {
		if b.count > b.limit {
			return tooMuch("an operation may have %d %s; this one has more", b.limit, b.what)
		}
	}
	return nil
}

func tooMuch(format string, args ...any) *gqlerror.Error {
	return refuse(codeComplexity, "%s", fmt.Sprintf(format, args...))
}
