package intake

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the tables of docs/import.md again")

// listing is every table with its columns, as the documentation lists them.
func listing() string {
	var b strings.Builder
	for _, t := range tables() {
		fmt.Fprintf(&b, "\n### %s\n\n", t.name)
		for _, f := range t.fields {
			for _, column := range f.leaves([]string{f.name}) {
				n, at := t.node, f.node
				for _, part := range strings.Split(column, ".") {
					if n.form == list {
						n = n.elem
						continue
					}
					at = n.field(part).node
					n = at
				}
				must := ""
				if f.must {
					must = ", required"
				}
				fmt.Fprintf(&b, "- `%s`: %s%s\n", column, at.says(), must)
			}
		}
	}
	return b.String()
}

// says names a form.
func (n *node) says() string {
	switch n.form {
	case whole:
		return "whole number"
	case number:
		return "number"
	case truth:
		return "true or false"
	case date:
		return "day"
	case reference:
		return "key of " + n.ref
	case list:
		return "list of " + map[form]string{text: "texts", date: "days", reference: "keys of " + n.elem.ref}[n.elem.form]
	}
	return "text"
}

func TestTheDocumentationListsEveryColumn(t *testing.T) {
	t.Parallel()
	const file, mark = "../../docs/import.md", "<!-- Below this line the program writes: go test ./internal/intake -run Documentation -update -->\n"
	doc, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, tail, ok := strings.Cut(string(doc), mark)
	if !ok {
		t.Fatalf("%s has no line %q", file, mark)
	}
	if *update {
		if err := os.WriteFile(file, []byte(head+mark+listing()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if tail != listing() {
		t.Errorf("the tables of %s are not those of the program: run go test ./internal/intake -run Documentation -update", file)
	}
	if n := strings.Count(tail, "\n### "); n != 26 {
		t.Errorf("%d tables are listed, want 26", n)
	}
}
