package ladder

import (
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing that is wrong in a ladder's files.
type Problem struct {
	// File is the file's path in the ladder's directory.
	File string
	// Line counts from 1; 0 where the problem belongs to no line.
	Line int
	// Text says what is wrong, Fix what to do about it.
	Text string
	Fix  string
}

// String is the problem on one line, as "l8.yaml:12: what is wrong; the fix".
func (p Problem) String() string {
	at := p.File
	if p.Line > 0 {
		at = fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s: %s; %s", at, p.Text, p.Fix)
}

// CheckError holds everything that is wrong with a ladder, in the order of
// its files and lines.
type CheckError struct {
	Problems []Problem
}

// Error is one problem a line.
func (e *CheckError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// problems collects what is wrong while a ladder is read.
type problems struct {
	list []Problem
}

// add notes a problem at a path of a file, as "level.promotion.quorum". The
// line is that of the path or, where the file has no such path, of the
// nearest thing around it. What is missing only because its field is misspelt
// is no problem of its own.
func (p *problems) add(s *source, path, fix, format string, args ...any) {
	if s.follows(path) {
		return
	}
	p.list = append(p.list, Problem{File: s.name, Line: s.line(path), Text: fmt.Sprintf(format, args...), Fix: fix})
}

// err is a *CheckError of all problems, nil if there are none.
func (p *problems) err() error {
	if len(p.list) == 0 {
		return nil
	}
	slices.SortFunc(p.list, func(a, b Problem) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return strings.Compare(a.Text, b.Text)
	})
	return &CheckError{Problems: p.list}
}
