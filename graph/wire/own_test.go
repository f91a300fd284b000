package wire_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"

	"dossier/graph/wire"
	"dossier/graph/wire/internal/testschema"
)

// What the program asks itself runs as whoever is signed in, past the limits of
// what callers send, and its errors read as theirs do.
func TestADocumentOfOnesOwn(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("{ item ", 40) + "{ id }" + strings.Repeat("}", 40)
	document := `query Who { viewer } query Deep { ` + strings.TrimPrefix(deep, "{") + `
		query Greet($name: String) { hello(name: $name) } query Broken { boom } query Fault { fault(kind: "NOT_FOUND") }`
	var log bytes.Buffer
	o := wire.Options{Log: slog.New(slog.NewTextHandler(&log, nil)), Limits: wire.Limits{Depth: 3, Complexity: 1}}
	own := wire.Own(testschema.Schema(&testschema.Resolver{Viewer: viewerOf}), document, o)
	ctx := context.WithValue(t.Context(), viewerKey{}, "ada")
	for _, test := range []struct {
		operation string
		vars      map[string]any
		data, err string
	}{
		{"Who", nil, `{"viewer":"ada"}`, ""},
		{"Greet", map[string]any{"name": "Ann"}, `Ann`, ""},
		{"Deep", nil, `{"item":{"item"`, ""},
		{"Broken", nil, `{"boom":null}`, "internal error"},
		{"Fault", nil, `{"fault":null}`, "NOT_FOUND"},
		{"Unknown", nil, "", "Unknown"},
		{"Greet", map[string]any{"name": 5}, "", "cannot use"},
	} {
		r := own(ctx, test.operation, test.vars)
		if !strings.Contains(string(r.Data), test.data) || test.data == "" && r.Data != nil {
			t.Errorf("%s: %.200s", test.operation, r.Data)
		}
		if (test.err == "") != (len(r.Errors) == 0) || test.err != "" && !strings.Contains(r.Errors[0].Message+" "+r.Errors[0].Extensions["code"].(string), test.err) {
			t.Errorf("%s: %v", test.operation, r.Errors)
		}
	}
	if !strings.Contains(log.String(), "secret of a panic") {
		t.Error("a panic is not in the log")
	}
	if r := wire.Own(testschema.Schema(&testschema.Resolver{}), `{ nothing }`, o)(ctx, "", nil); len(r.Errors) == 0 || r.Data != nil {
		t.Errorf("a document that does not fit the schema is answered: %s", r.Data)
	}
}
