package intake

import (
	"reflect"
	"strings"
	"unicode"

	"github.com/agnivade/levenshtein"
	"github.com/google/uuid"

	"dossier/internal/day"
)

// form is what a value may look like.
type form int

const (
	text form = iota
	whole
	number
	truth
	date
	reference
	object
	list
)

// node is a value's form, read from the Go type that it ends up in, so that
// the files cannot differ from what the areas hold.
type node struct {
	form form
	// ref is the table that a reference names a key of.
	ref    string
	fields []field // of an object
	named  map[string]*field
	elem   *node // of a list
}

// field is a named value of an object.
type field struct {
	name string
	must bool
	*node
}

// nodeOf reads a type. ref is the table that UUIDs in it refer to.
func nodeOf(t reflect.Type, ref string) *node {
	switch {
	case t.Kind() == reflect.Pointer:
		return nodeOf(t.Elem(), ref)
	case t == reflect.TypeFor[day.Day]():
		return &node{form: date}
	case t == reflect.TypeFor[uuid.UUID]():
		return &node{form: reference, ref: ref}
	}
	switch t.Kind() {
	case reflect.Bool:
		return &node{form: truth}
	case reflect.Int, reflect.Int64:
		return &node{form: whole}
	case reflect.Float64:
		return &node{form: number}
	case reflect.Slice:
		return &node{form: list, elem: nodeOf(t.Elem(), ref)}
	case reflect.Struct:
		var fields []field
		for i := range t.NumField() {
			fields = append(fields, fieldsOf(t.Field(i))...)
		}
		return objectOf(fields)
	}
	return &node{form: text}
}

// fieldsOf reads a field; one that is embedded counts as its own fields. A
// UUID without a tag is a surface, but for the founder of a testimony.
func fieldsOf(f reflect.StructField) []field {
	if f.Anonymous {
		return nodeOf(f.Type, "").fields
	}
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" || name == "" {
		return nil
	}
	ref := f.Tag.Get("ref")
	switch {
	case ref != "":
	case name == "founder":
		ref = "people"
	default:
		ref = "surfaces"
	}
	return []field{{name: name, must: f.Tag.Get("must") != "", node: nodeOf(f.Type, ref)}}
}

// objectOf is an object with fields, which are found by their names and by
// what these are without case and separators.
func objectOf(fields []field) *node {
	n := &node{form: object, fields: fields, named: map[string]*field{}}
	for i := range fields {
		f := &fields[i]
		n.named[f.name], n.named[plain(f.name)] = f, f
	}
	return n
}

// plain is a name without what people write differently: made_by, madeBy and
// "Made by" are one.
func plain(name string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == ' ' {
			return -1
		}
		return r
	}, name))
}

// field finds a field by its name, nil if there is none.
func (n *node) field(name string) *field {
	if f := n.named[name]; f != nil {
		return f
	}
	return n.named[plain(name)]
}

// names lists the fields of an object.
func (n *node) names() []string {
	s := make([]string, len(n.fields))
	for i, f := range n.fields {
		s[i] = f.name
	}
	return s
}

// unknown says that there is no such name, and the nearest that there is.
func unknown(what, name string, known []string) string {
	nearest := nearest(name, known)
	if nearest == "" {
		return "there is no " + what + " " + quote(name)
	}
	return "there is no " + what + " " + quote(name) + "; the nearest is " + quote(nearest)
}

func nearest(name string, known []string) (best string) {
	least := -1
	for _, k := range known {
		if d := levenshtein.ComputeDistance(plain(name), plain(k)); least < 0 || d < least {
			best, least = k, d
		}
	}
	return best
}

// quote shows a value of a file, shortened.
func quote(s string) string {
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "…"
	}
	return `"` + printable(s) + `"`
}

// printable is a text without what a terminal would obey.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
