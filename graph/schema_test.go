package graph

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	sdl "github.com/vektah/gqlparser/v2/ast"
)

func schema(t *testing.T) *sdl.Schema {
	t.Helper()
	files, err := filepath.Glob("*.graphql")
	if err != nil {
		t.Fatal(err)
	}
	var sources []*sdl.Source
	for _, f := range append(files, "../schema.graphql") {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, &sdl.Source{Name: f, Input: string(text)})
	}
	s, err := gqlparser.LoadSchema(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// guards are the directives of which every root field carries exactly one.
var guards = []string{"public", "signedIn", "hasRole"}

func TestEveryRootFieldIsGuarded(t *testing.T) {
	t.Parallel()
	s := schema(t)
	fields := 0
	for _, root := range []*sdl.Definition{s.Query, s.Mutation, s.Subscription} {
		for _, f := range root.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			fields++
			n := 0
			for _, d := range f.Directives {
				if slices.Contains(guards, d.Name) {
					n++
				}
			}
			if f.Type.NonNull && f.Directives.ForName("public") == nil {
				t.Errorf("%s:%d: %s.%s is guarded and not nullable: a refusal would blank its neighbours", f.Position.Src.Name, f.Position.Line, root.Name, f.Name)
			}
			if n != 1 {
				t.Errorf("%s:%d: %s.%s carries %d of @%s, want exactly one", f.Position.Src.Name, f.Position.Line, root.Name, f.Name, n, strings.Join(guards, ", @"))
			}
		}
	}
	if fields < 15 {
		t.Errorf("only %d root fields were looked at", fields)
	}
}

func TestEveryTypeWithAnIDIsANode(t *testing.T) {
	t.Parallel()
	nodes := 0
	for _, def := range schema(t).Types {
		if def.Kind != sdl.Object || def.Fields.ForName("id") == nil {
			continue
		}
		if nodes++; !slices.Contains(def.Interfaces, "Node") {
			t.Errorf("%s:%d: %s has an id and is no Node", def.Position.Src.Name, def.Position.Line, def.Name)
		}
	}
	if nodes < 30 {
		t.Errorf("only %d types were looked at", nodes)
	}
}

func TestEverythingIsDescribed(t *testing.T) {
	t.Parallel()
	for _, def := range schema(t).Types {
		if def.BuiltIn || strings.HasPrefix(def.Name, "__") {
			continue
		}
		root := def.Name == "Query" || def.Name == "Mutation" || def.Name == "Subscription"
		if def.Description == "" && !root && !strings.HasSuffix(def.Name, "Payload") {
			t.Errorf("%s:%d: %s has no description", def.Position.Src.Name, def.Position.Line, def.Name)
		}
		for _, f := range def.Fields {
			if root && f.Description == "" && !strings.HasPrefix(f.Name, "__") {
				t.Errorf("%s:%d: %s.%s has no description", f.Position.Src.Name, f.Position.Line, def.Name, f.Name)
			}
		}
	}
}

// A refusal that the SDL does not declare would make gqlgen panic in the
// field that carries it.
func TestEveryProblemIsDeclared(t *testing.T) {
	t.Parallel()
	bindings, err := os.ReadFile("../gqlgen.yml")
	if err != nil {
		t.Fatal(err)
	}
	made := refusals(t)
	for _, def := range schema(t).PossibleTypes["Problem"] {
		m := regexp.MustCompile(`(?m)^  ` + def.Name + `: \{model: dossier/internal/(?:\S+/)?(\S+)\}`).FindSubmatch(bindings)
		if m == nil {
			t.Errorf("%s:%d: gqlgen.yml does not say which error a %s is", def.Position.Src.Name, def.Position.Line, def.Name)
		} else if i := slices.Index(made, string(m[1])); i < 0 {
			t.Errorf("%s:%d: %s is bound to %s, which is no refusal", def.Position.Src.Name, def.Position.Line, def.Name, m[1])
		} else {
			made = slices.Delete(made, i, i+1)
		}
	}
	for _, name := range made {
		t.Errorf("%s is a refusal, and no type of interface Problem in schema.graphql is bound to it", name)
	}
}

// refusals are the types of the areas that are errors with a message for the
// caller, as "dossier.Stale".
func refusals(t *testing.T) (names []string) {
	t.Helper()
	var files []string
	for _, areas := range []string{"../internal/*/*.go", "../internal/*/*/*.go"} {
		more, err := filepath.Glob(areas)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, more...)
	}
	methods := map[string][]string{}
	for _, path := range files {
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv == nil || fn.Name.Name != "Message" && fn.Name.Name != "Error" {
				continue
			}
			of := fn.Recv.List[0].Type
			if star, ok := of.(*ast.StarExpr); ok {
				of = star.X
			}
			if name, ok := of.(*ast.Ident); ok {
				name := f.Name.Name + "." + name.Name
				if methods[name] = append(methods[name], fn.Name.Name); len(methods[name]) == 2 {
					names = append(names, name)
				}
			}
		}
	}
	if len(names) < 5 {
		t.Fatalf("only %v were found", names)
	}
	return names
}
