package intake

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// cells reads CSV as people's spreadsheets make it: with commas, semicolons or
// tabs, which the header tells.
type cells struct {
	name string
	csv  *csv.Reader
	// columns are the paths of the header's columns; nil for one without name.
	columns [][]string
	header  []string
}

func newCells(name string, t *table, r io.Reader) (*cells, error) {
	b := bufio.NewReader(r)
	head, err := b.Peek(b.Size())
	if err != nil && err != io.EOF {
		return nil, invalid("%s: cannot be read: %v", name, err)
	}
	c := &cells{name: name, csv: csv.NewReader(b)}
	c.csv.Comma, c.csv.FieldsPerRecord, c.csv.ReuseRecord = delimiter(string(head)), -1, true
	header, err := c.csv.Read()
	if err != nil {
		return nil, invalid("%s: line 1: the header cannot be read: %v", name, err)
	}
	c.header = append(c.header, header...)
	return c, c.head(t)
}

// delimiter is the one that the first line has most of.
func delimiter(s string) rune {
	line, _, _ := strings.Cut(s, "\n")
	best := ','
	for _, d := range []rune{';', '\t'} {
		if strings.Count(line, string(d)) > strings.Count(line, string(best)) {
			best = d
		}
	}
	return best
}

// head finds the header's columns in the table; all that is wrong is told at
// once.
func (c *cells) head(t *table) error {
	var wrong []string
	seen := map[string]bool{}
	for _, name := range c.header {
		name = strings.TrimSpace(name)
		if name == "" {
			c.columns = append(c.columns, nil)
			continue
		}
		path, err := column(t.node, strings.Split(name, "."))
		at := strings.Join(path, ".")
		switch {
		case err != "":
			wrong = append(wrong, fmt.Sprintf("column %s: %s", quote(name), err))
		case seen[at]:
			wrong = append(wrong, fmt.Sprintf("column %s: stands there twice", quote(name)))
		}
		seen[at] = true
		c.columns = append(c.columns, path)
	}
	for _, f := range t.fields {
		if f.must && !seen[f.name] && f.form != object {
			wrong = append(wrong, fmt.Sprintf("column %s: is missing", quote(f.name)))
		}
	}
	if len(wrong) > 0 {
		return invalid("%s: line 1: %s", c.name, strings.Join(wrong, "; "))
	}
	return nil
}

// column turns a dotted name into a path by the table's own names. Lists of
// objects are counted, from 1: measures.1.name.
func column(n *node, parts []string) (path []string, wrong string) {
	for i, part := range parts {
		if n.form == list && n.elem.form == object {
			if k, err := strconv.Atoi(part); err != nil || k < 1 || k > 50 {
				return path, fmt.Sprintf("%s is a list: count its entries from 1, as %s.1.%s", parts[i-1], strings.Join(parts[:i], "."), n.elem.fields[0].name)
			}
			path, n = append(path, part), n.elem
			continue
		}
		if n.form != object {
			return path, fmt.Sprintf("%s has no parts", strings.Join(parts[:i], "."))
		}
		f := n.field(part)
		if f == nil {
			return path, unknown("column", strings.Join(parts, "."), n.leaves(path))
		}
		path, n = append(path, f.name), f.node
	}
	if n.form == object || n.form == list && n.elem.form == object {
		return path, fmt.Sprintf("has parts: write %s", quote(n.leaves(path)[0]))
	}
	return path, ""
}

// leaves lists the columns below a path.
func (n *node) leaves(path []string) (names []string) {
	at := strings.Join(path, ".")
	switch {
	case n.form == object:
		for _, f := range n.fields {
			names = append(names, f.leaves(append(path[:len(path):len(path)], f.name))...)
		}
	case n.form == list && n.elem.form == object:
		names = n.elem.leaves(append(path[:len(path):len(path)], "1"))
	default:
		names = []string{at}
	}
	return names
}

func (c *cells) each(yield func(row) (bool, error)) error {
	for {
		record, err := c.csv.Read()
		if err == io.EOF {
			return nil
		}
		r := row{cells: true}
		if parse, ok := errors.AsType[*csv.ParseError](err); ok {
			r.line, r.broken = parse.StartLine, "cannot be read: "+parse.Err.Error()
		} else if err != nil {
			return invalid("%s: cannot be read: %v", c.name, err)
		} else {
			r.line, _ = c.csv.FieldPos(0)
			r.value, r.broken = c.value(record)
			if r.value == nil && r.broken == "" {
				continue // a line of empty cells
			}
		}
		if stop, err := yield(r); stop || err != nil {
			return err
		}
	}
}

// value puts a line's cells at their paths; empty ones are left out.
func (c *cells) value(record []string) (any, string) {
	var out map[string]any
	for i, cell := range record {
		if strings.TrimSpace(cell) == "" {
			continue
		}
		if i >= len(c.columns) || c.columns[i] == nil {
			return nil, fmt.Sprintf("cell %d (%s) stands under no column", i+1, quote(cell))
		}
		if out == nil {
			out = map[string]any{}
		}
		place(out, c.columns[i], strings.Clone(cell))
	}
	if out == nil {
		return nil, ""
	}
	return listed(out), ""
}

func place(into map[string]any, path []string, cell string) {
	for _, p := range path[:len(path)-1] {
		next, _ := into[p].(map[string]any)
		if next == nil {
			next = map[string]any{}
			into[p] = next
		}
		into = next
	}
	into[path[len(path)-1]] = cell
}

// listed turns objects whose names are numbers into lists.
func listed(v any) any {
	m, ok := v.(map[string]any)
	if !ok {
		return v
	}
	var items []any
	for i := 1; i <= 50; i++ {
		if item, ok := m[strconv.Itoa(i)]; ok {
			items = append(items, listed(item))
		}
	}
	if items != nil {
		return items
	}
	for k, v := range m {
		m[k] = listed(v)
	}
	return m
}
