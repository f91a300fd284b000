package intake

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"dossier/internal/day"
)

// ref is a reference in a row: a key until it is resolved, then an id.
type ref struct {
	path, table, key string
	id               uuid.UUID
}

// MarshalJSON writes the key, or once it is known the id.
func (r *ref) MarshalJSON() ([]byte, error) {
	if r.id != uuid.Nil {
		return json.Marshal(r.id)
	}
	return json.Marshal(r.key)
}

// shaper brings a row into the form of its table: names as the table has
// them, values of their types, references found. What is absent or null is
// left out.
type shaper struct {
	// cells is true for CSV, where everything is text.
	cells bool
	refs  []*ref
	bad   func(column, message string)
}

func (s *shaper) object(n *node, v any, path string) map[string]any {
	in, ok := v.(map[string]any)
	if !ok {
		s.bad(path, "must be an object, as {\""+n.fields[0].name+"\": ...}")
		return nil
	}
	out := make(map[string]any, len(in))
	for name, v := range in {
		f := n.field(name)
		if f == nil {
			s.bad(join(path, name), unknown("field", name, n.names()))
			continue
		}
		if v == nil {
			continue
		}
		if _, twice := out[f.name]; twice {
			s.bad(join(path, name), "is given twice")
			continue
		}
		if shaped := s.value(f.node, v, join(path, f.name)); shaped != nil {
			out[f.name] = shaped
		}
	}
	for _, f := range n.fields {
		if _, given := out[f.name]; f.must && !given {
			if _, tried := in[f.name]; !tried || in[f.name] == nil {
				s.bad(join(path, f.name), "is missing")
			}
		}
	}
	return out
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func (s *shaper) value(n *node, v any, path string) any {
	switch n.form {
	case object:
		return s.object(n, v, path)
	case list:
		items, ok := v.([]any)
		if text, cell := v.(string); cell && s.cells {
			items, ok = cellList(text), true
		}
		if !ok {
			s.bad(path, "must be a list, as [...]")
			return nil
		}
		out := make([]any, 0, len(items))
		for i, item := range items {
			if shaped := s.value(n.elem, item, join(path, strconv.Itoa(i+1))); shaped != nil {
				out = append(out, shaped)
			}
		}
		return out
	}
	shaped, err := s.leaf(n, v, path)
	if err != nil {
		s.bad(path, err.Error())
		return nil
	}
	return shaped
}

// cellList is a cell that holds several values.
func cellList(cell string) (items []any) {
	for part := range strings.SplitSeq(cell, "|") {
		if part = strings.TrimSpace(part); part != "" {
			items = append(items, part)
		}
	}
	return items
}

func (s *shaper) leaf(n *node, v any, path string) (any, error) {
	str, isText := v.(string)
	num, isNumber := v.(json.Number)
	if isText && !utf8.ValidString(str) {
		return nil, fmt.Errorf("is not UTF-8; save the file as UTF-8")
	}
	if strings.ContainsRune(str, 0) {
		return nil, fmt.Errorf("holds a NUL character; take it out")
	}
	if s.cells {
		num, isNumber = json.Number(strings.TrimSpace(str)), true
	}
	switch n.form {
	case whole:
		if i, err := strconv.ParseInt(num.String(), 10, 64); isNumber && err == nil {
			return i, nil
		}
		return nil, fmt.Errorf("%s is no whole number", shown(v))
	case number:
		if f, err := strconv.ParseFloat(num.String(), 64); isNumber && err == nil && !math.IsInf(f, 0) && !math.IsNaN(f) {
			return f, nil
		}
		return nil, fmt.Errorf("%s is no number; write it as 1234.5", shown(v))
	case truth:
		return s.truth(v)
	case date:
		if !isText {
			return nil, fmt.Errorf("%s is no day; write it as \"2026-11-24\"", shown(v))
		}
		t, err := day.Parse(strings.TrimSpace(str))
		return day.Day{Time: t}, err
	}
	if !isText {
		return nil, fmt.Errorf("%s is no text; put it in quotes", shown(v))
	}
	if n.form == reference {
		r := &ref{path: path, table: n.ref, key: strings.TrimSpace(str)}
		s.refs = append(s.refs, r)
		return r, nil
	}
	return str, nil
}

func (s *shaper) truth(v any) (any, error) {
	if b, ok := v.(bool); ok {
		return b, nil
	}
	if str, ok := v.(string); ok && s.cells {
		switch strings.ToLower(strings.TrimSpace(str)) {
		case "true", "yes":
			return true, nil
		case "false", "no":
			return false, nil
		}
	}
	return nil, fmt.Errorf("%s is neither true nor false", shown(v))
}

func shown(v any) string {
	switch v := v.(type) {
	case string:
		return quote(v)
	case json.Number:
		return v.String()
	case map[string]any:
		return "an object"
	case []any:
		return "a list"
	}
	return fmt.Sprint(v)
}
