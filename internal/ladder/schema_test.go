package ladder

import (
	"bytes"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"dossier/ladders"
)

// rawSchema is the schema for editors, as JSON.
func rawSchema(t *testing.T) map[string]any {
	t.Helper()
	b, err := fs.ReadFile(ladders.FS(), ladders.Schema)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return doc.(map[string]any)
}

// validate returns what the schema says to a file, nil if it is valid.
func validate(t *testing.T, data []byte) error {
	t.Helper()
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", rawSchema(t)); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	asJSON, err := yaml.YAMLToJSON(data)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(doc)
}

func TestShippedFilesAreValid(t *testing.T) {
	t.Parallel()
	names, err := files(ladders.Default())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(ladders.Default(), name)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(t, data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		// Editors find the schema by the first line.
		schema, ok := strings.CutPrefix(strings.SplitN(string(data), "\n", 2)[0], "# yaml-language-server: $schema=")
		if !ok || path.Join("ladder", path.Dir(name), schema) != ladders.Schema {
			t.Errorf("%s does not lead to the schema: %q", name, schema)
		}
	}
	for name, f := range small(t) {
		if err := validate(t, f.Data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What Check refuses for its shape, or for a value by itself, the schema
// refuses too.
func TestSchemaRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, file, old, new string }{
		{"unknown field", "a1.yaml", "quorum: 1", "qourum: 1"},
		{"text for a number", "a1.yaml", "quorum: 1", "quorum: two"},
		{"no quorum", "a1.yaml", "quorum: 1", "quorum: 0"},
		{"number for text", "ladder.yaml", "label: First", "label: 2026"},
		{"slug", "ladder.yaml", "slug: small", "slug: Small One"},
		{"date", "ladder.yaml", "label: First", "label: First\n  publishedOn: February"},
		{"unknown not said", "ladder.yaml", "      unknown: Nothing is written yet.", ""},
		{"page and own words", "a1.yaml", "title: Duty, text: do it", "page: Duty — do it, text: do it"},
		{"no words", "a1.yaml", "title: Duty, text: do it", "title: Duty"},
		{"cells of a row", "a1.yaml", "name: Metric, threshold: one, measuredBy: counting", "page: [Metric, one]"},
		{"kind", "a1.yaml", "kind: EXPLAIN", "kind: EXPLAINS"},
		{"value", "a1.yaml", "{minimum: 1}", "{minimum: 1.5}"},
		{"an anchor less", "a1.yaml", "        - {score: 2, text: Something.}\n", ""},
		{"score", "a1.yaml", "{score: 4,", "{score: 5,"},
		{"leaf without a weight", "a1.yaml", "weight: 40", "weight: 0"},
		{"reason", "a1.yaml", "absent: No care is shown.", "absent: None.\n              no_numbers: None."},
		{"no text for absent", "a1.yaml", "absent: No care is shown.", "stale: It is old."},
		{"referral", "a1.yaml", "months: 3}", "months: 0}"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text := string(small(t)[tt.file].Data)
			if strings.Count(text, tt.old) != 1 {
				t.Fatalf("%q stands %d times in %s", tt.old, strings.Count(text, tt.old), tt.file)
			}
			if validate(t, []byte(strings.Replace(text, tt.old, tt.new, 1))) == nil {
				t.Error("the schema accepts it")
			}
		})
	}
}

// The schema has exactly the fields that the files may hold.
func TestSchemaHasTheSameFields(t *testing.T) {
	t.Parallel()
	root := rawSchema(t)
	defs := root["$defs"].(map[string]any)
	checked := 0
	var walk func(at string, schema map[string]any, typ reflect.Type)
	walk = func(at string, schema map[string]any, typ reflect.Type) {
		for typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
		}
		if ref, ok := schema["$ref"].(string); ok {
			schema = defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
		}
		switch typ.Kind() {
		case reflect.Struct:
			properties := schema["properties"].(map[string]any)
			for _, name := range fields(typ) {
				property, ok := properties[name].(map[string]any)
				if !ok {
					if name != "columns" { // only a table has them
						t.Errorf("the schema has no %s.%s", at, name)
					}
					continue
				}
				checked++
				ft, _ := field(typ, name)
				walk(at+"."+name, property, ft)
			}
			for name, property := range properties {
				if !slices.Contains(fields(typ), name) {
					t.Errorf("the schema has %s.%s, the files do not", at, name)
				}
				if p := property.(map[string]any); p["description"] == nil && p["$ref"] == nil {
					t.Errorf("%s.%s is not described", at, name)
				}
			}
			if schema["additionalProperties"] != false {
				t.Errorf("the schema lets %s have any field", at)
			}
		case reflect.Slice:
			walk(at+"[]", schema["items"].(map[string]any), typ.Elem())
		}
	}
	walk("file", root, reflect.TypeFor[written]())
	if checked < 100 {
		t.Errorf("only %d fields were compared", checked)
	}
}
