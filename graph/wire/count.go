package wire

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// ceiling is where counting stops: far above every limit, far below overflow.
const ceiling = 1 << 30

// count is what one selection set holds with its fragments written out.
type count struct {
	depth, fields, root, aliases, directives, introspected int
	sameKey                                                int

	keys map[key]int // of the set itself, not of the sets inside it
}

// key is a response key under a type condition. Fields of the same key under
// different conditions never meet in one object unless a condition is an
// interface, and then each is still counted under its own.
type key struct{ condition, name string }

// counter counts with a memo per fragment, so that a fragment spread twice is
// walked once: its cost in time is that of the text, whatever it expands to.
type counter struct {
	fragments map[string]*ast.FragmentDefinition
	memo      map[string]*count
}

func newCounter(doc *ast.QueryDocument) *counter {
	c := &counter{fragments: map[string]*ast.FragmentDefinition{}, memo: map[string]*count{}}
	for _, f := range doc.Fragments {
		if _, twice := c.fragments[f.Name]; !twice {
			c.fragments[f.Name] = f
		}
	}
	return c
}

func (c *counter) operation(op *ast.OperationDefinition) count {
	n := c.set(op.SelectionSet, "")
	n.root = 0
	for _, times := range n.keys {
		n.root = add(n.root, times)
	}
	n.directives = add(n.directives, len(op.Directives))
	for _, v := range op.VariableDefinitions {
		n.directives = add(n.directives, len(v.Directives))
	}
	return n
}

func (c *counter) set(set ast.SelectionSet, condition string) count {
	n := count{keys: map[key]int{}}
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			n.field(s, c.set(s.SelectionSet, ""), condition)
		case *ast.InlineFragment:
			n.directives = add(n.directives, len(s.Directives))
			within := c.set(s.SelectionSet, or(s.TypeCondition, condition))
			n.inline(&within)
		case *ast.FragmentSpread:
			n.directives = add(n.directives, len(s.Directives))
			n.inline(c.fragment(s.Name))
		}
	}
	for _, times := range n.keys {
		n.sameKey = max(n.sameKey, times)
	}
	return n
}

// fragment counts a fragment once. While it is being counted it counts as
// empty: only a document with a cycle sees that, and validation refuses it.
func (c *counter) fragment(name string) *count {
	if n, ok := c.memo[name]; ok {
		return n
	}
	f := c.fragments[name]
	if f == nil {
		return &count{}
	}
	c.memo[name] = &count{}
	n := c.set(f.SelectionSet, f.TypeCondition)
	n.directives = add(n.directives, len(f.Directives))
	c.memo[name] = &n
	return &n
}

// field adds one field and what is selected inside it.
func (n *count) field(f *ast.Field, inside count, condition string) {
	n.depth = max(n.depth, add(inside.depth, 1))
	n.fields = add(n.fields, add(inside.fields, 1))
	n.aliases = add(n.aliases, inside.aliases)
	n.directives = add(n.directives, add(inside.directives, len(f.Directives)))
	n.introspected = add(n.introspected, inside.introspected)
	n.sameKey = max(n.sameKey, inside.sameKey)
	if f.Alias != f.Name {
		n.aliases = add(n.aliases, 1)
	}
	if strings.HasPrefix(f.Name, "__") && f.Name != "__typename" {
		n.introspected = add(n.introspected, 1)
	}
	n.keys[key{condition, f.Alias}]++
}

// inline adds what a fragment holds to the set that spreads it.
func (n *count) inline(f *count) {
	n.depth = max(n.depth, f.depth)
	n.fields = add(n.fields, f.fields)
	n.aliases = add(n.aliases, f.aliases)
	n.directives = add(n.directives, f.directives)
	n.introspected = add(n.introspected, f.introspected)
	n.sameKey = max(n.sameKey, f.sameKey)
	for k, times := range f.keys {
		n.keys[k] = add(n.keys[k], times)
	}
}

func add(a, b int) int { return min(a+b, ceiling) }
