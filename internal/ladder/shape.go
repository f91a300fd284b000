package ladder

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/goccy/go-yaml/ast"
)

// shape compares a file's YAML with the types of written.go before anything
// is decoded, so that every unknown field and every value of the wrong kind
// is reported at once and by line. On its way it notes lines, pages and rules.
type shape struct {
	source   *source
	problems *problems
	// misfit tells that some value is of the wrong kind.
	misfit bool
}

func (s *shape) check(root ast.Node) { s.walk(root, reflect.TypeFor[written](), "") }

func (s *shape) walk(n ast.Node, t reflect.Type, path string) {
	if a, ok := n.(*ast.AnchorNode); ok {
		n = a.Value
	}
	if n == nil || n.Type() == ast.NullType {
		return
	}
	if n.Type() == ast.AliasType {
		s.wrong(n, "write it out", "%s stands for something written elsewhere", quoted(path))
		return
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Struct:
		s.each(n, path, "fields", func(key string, kv *ast.MappingValueNode) {
			at := join(path, key)
			ft, ok := field(t, key)
			if !ok {
				s.source.misspelt[path] = true
				s.add(kv, suggest(key, fields(t)), "unknown field %q", at)
				return
			}
			s.note(key, kv)
			s.walk(kv.Value, ft, at)
		})
	case reflect.Map:
		s.each(n, path, "names and values", func(key string, kv *ast.MappingValueNode) {
			s.walk(kv.Value, t.Elem(), join(path, key))
		})
	case reflect.Slice:
		seq, ok := n.(*ast.SequenceNode)
		if !ok {
			s.wrong(n, "begin each item with a dash", "%s is not a list", quoted(path))
			return
		}
		for i, v := range seq.Values {
			at := fmt.Sprintf("%s[%d]", path, i)
			s.source.lines[at] = lineOf(v)
			s.walk(v, t.Elem(), at)
		}
	case reflect.String:
		if strings.ContainsRune(strings.Join(texts(n), ""), 0) {
			s.wrong(n, "remove it", "%s holds a zero character, which the database cannot store", quoted(path))
			return
		}
		s.scalar(n, path, "text", "put it in quotation marks", ast.StringType, ast.LiteralType)
	case reflect.Int:
		s.scalar(n, path, "a whole number", "write it in digits", ast.IntegerType)
	case reflect.Bool:
		s.scalar(n, path, "true or false", "write true or false", ast.BoolType)
	}
}

// each calls f for every pair of a mapping and notes its line.
func (s *shape) each(n ast.Node, path, what string, f func(string, *ast.MappingValueNode)) {
	m, ok := n.(ast.MapNode)
	if !ok {
		s.wrong(n, "write them as name: value, one a line", "%s is not a set of %s", quoted(path), what)
		return
	}
	for it := m.MapRange(); it.Next(); {
		kv := it.KeyValue()
		key := kv.Key.GetToken().Value
		s.source.lines[join(path, key)] = lineOf(kv.Key)
		f(key, kv)
	}
}

func (s *shape) scalar(n ast.Node, path, what, fix string, allowed ...ast.NodeType) {
	for _, t := range allowed {
		if n.Type() == t {
			return
		}
	}
	s.wrong(n, fix, "%s is not %s", quoted(path), what)
}

// note collects the words of a page and the ids of its rules.
func (s *shape) note(key string, kv *ast.MappingValueNode) {
	switch key {
	case "page":
		s.source.pages = append(s.source.pages, texts(kv.Value)...)
	case "rule":
		s.source.rules = append(s.source.rules, texts(kv.Value)...)
	}
}

// texts are the strings of a scalar or of a list of them.
func texts(n ast.Node) []string {
	switch n := n.(type) {
	case *ast.StringNode:
		return []string{n.Value}
	case *ast.LiteralNode:
		return []string{n.Value.Value}
	case *ast.SequenceNode:
		var all []string
		for _, v := range n.Values {
			all = append(all, texts(v)...)
		}
		return all
	}
	return nil
}

// wrong notes a value of the wrong kind.
func (s *shape) wrong(n ast.Node, fix, format string, args ...any) {
	s.misfit = true
	s.add(n, fix, format, args...)
}

func (s *shape) add(n ast.Node, fix, format string, args ...any) {
	s.problems.list = append(s.problems.list, Problem{
		File: s.source.name, Line: lineOf(n), Text: fmt.Sprintf(format, args...), Fix: fix,
	})
}

// field finds the type of a struct's field by its YAML name.
func field(t reflect.Type, name string) (reflect.Type, bool) {
	for i := range t.NumField() {
		if f := t.Field(i); f.Tag.Get("yaml") == name {
			return f.Type, true
		}
	}
	return nil, false
}

// fields are the YAML names of a struct's fields.
func fields(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("yaml"); name != "" && name != "-" {
			names = append(names, name)
		}
	}
	return names
}

// suggest is a fix for a word that is not among the known ones: the nearest
// of them where one is near, else all.
func suggest(word string, known []string) string {
	best, distance := "", len(word)/2+1
	for _, k := range known {
		if d := levenshtein.ComputeDistance(strings.ToLower(word), strings.ToLower(k)); d < distance {
			best, distance = k, d
		}
	}
	if best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return "known here: " + strings.Join(known, ", ")
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func quoted(path string) string {
	if path == "" {
		return "the file"
	}
	return fmt.Sprintf("%q", path)
}
