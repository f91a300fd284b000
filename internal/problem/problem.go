// Package problem holds the refusals that every area gives: a value that
// cannot be taken, each named by its path in the input with the fix. An area's
// own refusals stand in the area.
package problem

import (
	"fmt"
	"strings"
)

// Invalid refuses values, each named by its path in the input.
type Invalid struct {
	Fields []Field
}

// Field is a value that cannot be taken: what is wrong and the fix.
type Field struct {
	Path, Message string
}

// Message names every field and its fix.
func (i Invalid) Message() string {
	s := make([]string, len(i.Fields))
	for k, f := range i.Fields {
		s[k] = f.Path + ": " + f.Message
	}
	return strings.Join(s, "; ")
}

func (i Invalid) Error() string { return i.Message() }

// One is the refusal of one field. The path is given below the input, as
// "title" or "costs.engineering".
func One(path, format string, args ...any) error {
	var l List
	l.Add(path, format, args...)
	return l.Err()
}

// List gathers fields that cannot be taken.
type List []Field

// Add notes a field, its path given below the input.
func (l *List) Add(path, format string, args ...any) {
	*l = append(*l, Field{Path: "input." + path, Message: fmt.Sprintf(format, args...)})
}

// Err is the refusal of all that was noted, nil if nothing was.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return &Invalid{Fields: l}
}
