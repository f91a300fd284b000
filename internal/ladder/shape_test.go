package ladder

import (
	"reflect"
	"testing"
)

func TestSuggest(t *testing.T) {
	t.Parallel()
	known := []string{"title", "label", "publishedOn"}
	for _, tt := range []struct{ word, want string }{
		{"titel", `did you mean "title"?`},
		{"published_on", `did you mean "publishedOn"?`},
		{"LABEL", `did you mean "label"?`},
		{"x", "known here: title, label, publishedOn"},
		{"somethingelse", "known here: title, label, publishedOn"},
		{"", "known here: title, label, publishedOn"},
	} {
		if got := suggest(tt.word, known); got != tt.want {
			t.Errorf("suggest(%q) = %s, want %s", tt.word, got, tt.want)
		}
	}
}

// A problem at something that is not in the file goes to what is around it.
func TestLineOfWhatIsMissing(t *testing.T) {
	t.Parallel()
	s := &source{
		lines:    map[string]int{"a": 1, "a.b": 2, "a.b[0]": 3, "a.b[0].c": 4},
		misspelt: map[string]bool{"a.b[0]": true},
	}
	for _, tt := range []struct {
		path    string
		line    int
		follows bool
	}{
		{"a.b[0].c", 4, false},
		{"a.b[0].d", 3, true},
		{"a.b[1].d", 2, false},
		{"a.x", 1, false},
		{"z", 1, false},
		{"", 1, false},
	} {
		if got := s.line(tt.path); got != tt.line {
			t.Errorf("line(%q) = %d, want %d", tt.path, got, tt.line)
		}
		if got := s.follows(tt.path); got != tt.follows {
			t.Errorf("follows(%q) = %v", tt.path, got)
		}
	}
}

// Every field of a file has a name in YAML: one without would be refused in
// every file that has it.
func TestEveryFieldHasAName(t *testing.T) {
	t.Parallel()
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(typ reflect.Type) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice || typ.Kind() == reflect.Map {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || seen[typ] {
			return
		}
		seen[typ] = true
		if n := len(fields(typ)); n != typ.NumField() {
			t.Errorf("%v has %d fields, %d with a name", typ, typ.NumField(), n)
		}
		for i := range typ.NumField() {
			walk(typ.Field(i).Type)
		}
	}
	walk(reflect.TypeFor[written]())
	if len(seen) < 20 {
		t.Errorf("only %d types were looked at", len(seen))
	}
}

func TestProblemOnALine(t *testing.T) {
	t.Parallel()
	for want, p := range map[string]Problem{
		"a.yaml:3: it is wrong; mend it": {File: "a.yaml", Line: 3, Text: "it is wrong", Fix: "mend it"},
		"a.yaml: it is wrong; mend it":   {File: "a.yaml", Text: "it is wrong", Fix: "mend it"},
	} {
		if got := p.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
