package ladder

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// The guide for authors shows files that load, and what check says of a
// spoiled one, as it is.
func TestGuideIsTrue(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../docs/ladders.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := small(t)
	for name, f := range dir {
		if !strings.Contains(string(guide), "```yaml\n"+string(f.Data)+"```\n") {
			t.Errorf("docs/ladders.md does not show testdata/small/%s as it is", name)
		}
	}
	spoil := strings.NewReplacer("quorum: 1", "qourum: 1", "[portfolio]", "[portfolo]", "weight: 40", "weight: 30")
	dir["a1.yaml"] = &fstest.MapFile{Data: []byte(spoil.Replace(string(dir["a1.yaml"].Data)))}
	problems, err := Check(dir)
	if err != nil {
		t.Fatal(err)
	}
	said := strings.Join(each(problems, Problem.String), "\n") + "\n"
	if !strings.Contains(string(guide), "```text\n"+said+"```\n") {
		t.Errorf("docs/ladders.md does not show what check says:\n%s", said)
	}
	for _, reason := range reasons() {
		if !strings.Contains(string(guide), "`"+reason+"`") {
			t.Errorf("docs/ladders.md does not name the reason %s", reason)
		}
	}
}

// keysOf are the fields that a file may hold from a type on, each with the
// type that has it.
func keysOf(t reflect.Type, seen map[reflect.Type]bool, add func(key, of string)) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		keysOf(t.Elem(), seen, add)
	case reflect.Struct:
		if seen[t] {
			return
		}
		seen[t] = true
		for i := range t.NumField() {
			if key := t.Field(i).Tag.Get("yaml"); key != "" && key != "-" {
				add(key, t.Name())
				keysOf(t.Field(i).Type, seen, add)
			}
		}
	}
}

// Every field that a ladder file may hold is named in the guide, outside of
// its examples, and what the guide's tables name as fields may be written.
func TestGuideNamesEveryField(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../docs/ladders.md")
	if err != nil {
		t.Fatal(err)
	}
	prose := regexp.MustCompile("(?s)```.*?```").ReplaceAllString(string(raw), "")
	keys := map[string]bool{}
	keysOf(reflect.TypeFor[written](), map[reflect.Type]bool{}, func(key, of string) {
		keys[key] = true
		if !strings.Contains(prose, "`"+key+"`") {
			t.Errorf("docs/ladders.md does not say what %q of %s is", key, of)
		}
	})
	if len(keys) < 60 {
		t.Errorf("only %d fields were looked at", len(keys))
	}
	_, fields, found := strings.Cut(prose, "## Fields\n")
	fields, _, ends := strings.Cut(fields, "## Checklists\n")
	if !found || !ends {
		t.Fatal("docs/ladders.md has no tables of fields")
	}
	words := []string{"null", "true", "cj.stage", "HOUSE_FOUNDER", "COMPANY_FOUNDER", "en", "{about}"} // values, no fields
	for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(fields, -1) {
		if !keys[m[1]] && !slices.Contains(words, m[1]) && !slices.Contains(reasons(), m[1]) {
			t.Errorf("docs/ladders.md names a field %q that no file may hold", m[1])
		}
	}
}

// The guide's example of a checklist is one that is taken.
func TestGuidesChecklistIsTaken(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../docs/ladders.md")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile("(?s)```yaml\n(ours:\n  level: A1\n  checklists:.*?)```").FindSubmatch(raw)
	if m == nil {
		t.Fatal("docs/ladders.md shows no checklist")
	}
	dir := small(t)
	dir["checklists.yaml"] = &fstest.MapFile{Data: m[1]}
	v, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if c := v.Level("A1").Component("portfolio").Checklist; len(c) != 1 || c[0].Key != "works" {
		t.Errorf("the checklist is %+v", c)
	}
}
