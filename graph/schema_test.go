package graph

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"dossier/graph/model"
	"dossier/internal/dossier"
)

func schema(t *testing.T) *ast.Schema {
	t.Helper()
	sdl, err := os.ReadFile("../schema.graphql")
	if err != nil {
		t.Fatal(err)
	}
	s, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: string(sdl)})
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
	for _, root := range []*ast.Definition{s.Query, s.Mutation, s.Subscription} {
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
				t.Errorf("schema.graphql:%d: %s.%s is guarded and not nullable: a refusal would blank its neighbours", f.Position.Line, root.Name, f.Name)
			}
			if n != 1 {
				t.Errorf("schema.graphql:%d: %s.%s carries %d of @%s, want exactly one", f.Position.Line, root.Name, f.Name, n, strings.Join(guards, ", @"))
			}
		}
	}
	if fields < 15 {
		t.Errorf("only %d root fields were looked at", fields)
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
			t.Errorf("schema.graphql:%d: %s has no description", def.Position.Line, def.Name)
		}
		for _, f := range def.Fields {
			if root && f.Description == "" && !strings.HasPrefix(f.Name, "__") {
				t.Errorf("schema.graphql:%d: %s.%s has no description", f.Position.Line, def.Name, f.Name)
			}
		}
	}
}

// A refusal that the SDL does not declare would make gqlgen panic in the
// field that carries it.
func TestEveryProblemIsDeclared(t *testing.T) {
	t.Parallel()
	s := schema(t)
	problems := map[string]model.Problem{
		"Invalid": dossier.Invalid{}, "Stale": dossier.Stale{}, "WrongState": dossier.WrongState{},
		"Incomplete": dossier.Incomplete{}, "AlreadyUnderReview": dossier.AlreadyUnderReview{},
	}
	for _, def := range s.PossibleTypes["Problem"] {
		if problems[def.Name] == nil {
			t.Errorf("schema.graphql:%d: no error of the program is a %s", def.Position.Line, def.Name)
		}
		delete(problems, def.Name)
	}
	for name := range problems {
		t.Errorf("%s is no type of interface Problem in schema.graphql", name)
	}
	source, err := os.ReadFile("../internal/dossier/problem.go")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Count(string(source), ") Message() string"), len(s.PossibleTypes["Problem"]); got != want {
		t.Errorf("package dossier has %d refusals, the schema %d", got, want)
	}
}
