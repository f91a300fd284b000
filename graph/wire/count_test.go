package wire

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"pgregory.net/rapid"
)

// TestCountIsThatOfTheTextWrittenOut draws documents and counts them twice:
// by the counter with its memo, and by a walk that writes every fragment out.
func TestCountIsThatOfTheTextWrittenOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := drawDocument(t)
		doc, err := parser.ParseQuery(&ast.Source{Input: text})
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		got := newCounter(doc).operation(doc.Operations[0])
		want := plainCount{doc: doc}
		want.set(doc.Operations[0].SelectionSet, 1, true)
		for _, c := range []struct {
			what      string
			got, want int
		}{
			{"depth", got.depth, want.depth},
			{"fields", got.fields, want.fields},
			{"root fields", got.root, want.root},
			{"aliases", got.aliases, want.aliases},
			{"directives", got.directives, want.directives},
			{"introspection", got.introspected, want.introspected},
		} {
			if c.got != c.want {
				t.Fatalf("%s: %d, want %d\n%s", c.what, c.got, c.want, text)
			}
		}
	})
}

// plainCount walks a document without a memo.
type plainCount struct {
	doc                                                    *ast.QueryDocument
	depth, fields, root, aliases, directives, introspected int
}

func (p *plainCount) set(set ast.SelectionSet, depth int, root bool) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			p.fields++
			p.directives += len(s.Directives)
			p.depth = max(p.depth, depth)
			if root {
				p.root++
			}
			if s.Alias != s.Name {
				p.aliases++
			}
			if s.Name == "__schema" {
				p.introspected++
			}
			p.set(s.SelectionSet, depth+1, false)
		case *ast.InlineFragment:
			p.directives += len(s.Directives)
			p.set(s.SelectionSet, depth, root)
		case *ast.FragmentSpread:
			f := p.doc.Fragments.ForName(s.Name)
			p.directives += len(s.Directives) + len(f.Directives)
			p.set(f.SelectionSet, depth, root)
		}
	}
}

// drawDocument makes a query and fragments, each spreading later ones only.
func drawDocument(t *rapid.T) string {
	const fragments = 4
	var b strings.Builder
	b.WriteString(drawSet(t, 0, fragments, 3))
	for i := range fragments {
		directive := rapid.SampledFrom([]string{"", "@d"}).Draw(t, "directive")
		fmt.Fprintf(&b, " fragment f%d on T%d %s%s", i, i%2, directive, drawSet(t, i+1, fragments, 2))
	}
	return b.String()
}

func drawSet(t *rapid.T, from, fragments, deep int) string {
	var b strings.Builder
	b.WriteString("{")
	for range rapid.IntRange(1, 3).Draw(t, "width") {
		switch kind := rapid.IntRange(0, 6).Draw(t, "kind"); {
		case kind == 0 && from < fragments:
			fmt.Fprintf(&b, "...f%d @d ", rapid.IntRange(from, fragments-1).Draw(t, "fragment"))
		case kind == 1 && deep > 0:
			b.WriteString("... on T1 @d @d " + drawSet(t, from, fragments, deep-1))
		case kind <= 3 && deep > 0:
			b.WriteString("x:item" + drawSet(t, from, fragments, deep-1))
		case kind == 4:
			b.WriteString("__schema ")
		default:
			b.WriteString(rapid.SampledFrom([]string{"id ", "y:id ", "id @d ", "__typename "}).Draw(t, "field"))
		}
	}
	b.WriteString("}")
	return b.String()
}
