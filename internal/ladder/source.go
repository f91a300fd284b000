package ladder

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// source is one file of a ladder with what reading it brought to light.
type source struct {
	name  string
	lines map[string]int // by path
	pages []string       // every "page", in the order of the file
	rules []string       // every "rule", likewise
	body  written
	// broken tells that the file could not be decoded, so that what other
	// files say of it cannot be looked at.
	broken bool
	// misspelt holds the paths of mappings that have an unknown field.
	misspelt map[string]bool
}

// line finds the line of a path, or of what stands around it.
func (s *source) line(path string) int {
	for path != "" {
		if n, ok := s.lines[path]; ok {
			return n
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return 1
}

// follows tells that a path is missing beside an unknown field: most likely
// the field that was meant.
func (s *source) follows(path string) bool {
	_, there := s.lines[path]
	return !there && s.misspelt[path[:max(strings.LastIndex(path, "."), 0)]]
}

// files lists the YAML files of a ladder, in order of path.
func files(dir fs.FS) ([]string, error) {
	var names []string
	err := fs.WalkDir(dir, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && (strings.HasSuffix(path, ".yaml") || strings.HasSuffix(path, ".yml")) {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the ladder's files: %w", err)
	}
	slices.Sort(names)
	return names, nil
}

// read parses and decodes one file. What is wrong in it goes to ps. Unknown
// fields are passed over; anything else leaves the file broken.
func read(dir fs.FS, name string, ps *problems) (*source, error) {
	data, err := fs.ReadFile(dir, name)
	if err != nil {
		return nil, fmt.Errorf("read the ladder's files: %w", err)
	}
	s := &source{name: name, lines: map[string]int{}, misspelt: map[string]bool{}, broken: true}
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		ps.list = append(ps.list, syntax(name, err))
		return s, nil
	}
	var root ast.Node
	for _, doc := range file.Docs {
		if doc.Body == nil || doc.Body.Type() == ast.CommentType {
			continue
		}
		if root != nil {
			ps.list = append(ps.list, Problem{File: name, Line: lineOf(doc.Body), Text: "a second YAML document", Fix: "put it into a file of its own"})
			break
		}
		root = doc.Body
	}
	if root == nil {
		ps.list = append(ps.list, Problem{File: name, Line: 1, Text: "the file is empty", Fix: `write "ladder:", "level:" or "ours:", or remove the file`})
		return s, nil
	}
	sh := &shape{source: s, problems: ps}
	sh.check(root)
	if sh.misfit {
		return s, nil
	}
	if err := yaml.NodeToValue(root, &s.body); err != nil {
		ps.list = append(ps.list, syntax(name, err))
		return s, nil
	}
	s.broken = false
	return s, nil
}

// syntax turns an error of the YAML library into a problem.
func syntax(name string, err error) Problem {
	p := Problem{File: name, Line: 1, Text: "not YAML: " + err.Error(), Fix: "mend the YAML"}
	var ye yaml.Error
	if errors.As(err, &ye) {
		p.Text = "not YAML: " + ye.GetMessage()
		if t := ye.GetToken(); t != nil && t.Position != nil {
			p.Line = t.Position.Line
		}
	}
	return p
}

func lineOf(n ast.Node) int {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 0
}
