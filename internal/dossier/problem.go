package dossier

import (
	"fmt"
	"strings"

	"dossier/internal/problem"
)

// Invalid refuses values, each named by its path in the input.
type Invalid = problem.Invalid

// InvalidField is a value that cannot be taken: what is wrong and the fix.
type InvalidField = problem.Field

// invalid is the refusal of one field.
func invalid(path, format string, args ...any) error { return problem.One(path, format, args...) }

// Stale refuses a text written on a version that is not the newest.
type Stale struct {
	CurrentVersion int
	Document       *Document
}

// Message says what to do with the text in hand.
func (s Stale) Message() string {
	return fmt.Sprintf("the document was saved meanwhile and is at version %d; nothing was overwritten: read it, merge your text and save with baseVersion %d", s.CurrentVersion, s.CurrentVersion)
}

func (s Stale) Error() string { return s.Message() }

// WrongState refuses an act that the dossier's status does not allow.
type WrongState struct {
	Status Status
	// Act completes "to ...", as "save a document".
	Act string
	// Needs says which statuses would do.
	Needs string
	// Why, if set, is the whole message: where the status shown is not the
	// reason.
	Why string
}

// Message says what the status is and would have to be.
func (w WrongState) Message() string {
	if w.Why != "" {
		return w.Why
	}
	return fmt.Sprintf("this needs a dossier that is %s, to %s; this one is %s", w.Needs, w.Act, w.Status)
}

func (w WrongState) Error() string { return w.Message() }

// Incomplete refuses a submission that lacks something.
type Incomplete struct {
	Missing []MissingItem
}

// MissingItem is a component that lacks documents.
type MissingItem struct {
	Key, Title, Explanation string
}

// Message lists what is missing.
func (i Incomplete) Message() string {
	s := make([]string, len(i.Missing))
	for k, m := range i.Missing {
		s[k] = m.Title + " (" + m.Explanation + ")"
	}
	return "the dossier is not complete: " + strings.Join(s, "; ")
}

func (i Incomplete) Error() string { return i.Message() }

// AlreadyUnderReview refuses a second dossier of the same person.
type AlreadyUnderReview struct {
	Dossier *Dossier
}

// Message says what must happen first.
func (a AlreadyUnderReview) Message() string {
	return "another dossier of yours is under review; withdraw it or wait for its decision"
}

func (a AlreadyUnderReview) Error() string { return a.Message() }
