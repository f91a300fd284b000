// Package fault is the one vocabulary for failures that cross a package
// border: an error with a kind, a sentence for the person who asked, and a
// cause for the log. It knows nothing of SQL, HTTP or GraphQL; a store turns
// database errors into kinds, the graph turns kinds into codes.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what sort of failure this is. The zero value is Internal: an
// error that nobody classified is never shown.
type Kind string

// The kinds, as house rules name them.
const (
	Internal        Kind = ""
	NotFound        Kind = "NOT_FOUND"
	Invalid         Kind = "BAD_USER_INPUT"
	Conflict        Kind = "CONFLICT"
	Forbidden       Kind = "FORBIDDEN"
	Unauthenticated Kind = "UNAUTHENTICATED"
	Unavailable     Kind = "UNAVAILABLE"
	TooComplex      Kind = "COMPLEXITY_LIMIT_EXCEEDED"
)

// Fault is an error with a kind. Text is shown to the person who asked and
// names the field and the fix; the cause goes to the log alone.
type Fault struct {
	Kind  Kind
	Text  string
	cause error
}

// New returns a fault of a kind with a text made as by fmt.Sprintf.
func New(k Kind, format string, args ...any) error {
	return &Fault{Kind: k, Text: fmt.Sprintf(format, args...)}
}

// Wrap gives an error a kind and a text; the error itself becomes the cause.
func Wrap(k Kind, cause error, format string, args ...any) error {
	return &Fault{Kind: k, Text: fmt.Sprintf(format, args...), cause: cause}
}

func (f *Fault) Error() string {
	if f.cause == nil {
		return f.Text
	}
	return f.Text + ": " + f.cause.Error()
}

func (f *Fault) Unwrap() error { return f.cause }

// KindOf returns the kind of the first Fault in err's chain, else Internal.
func KindOf(err error) Kind {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.Kind
	}
	return Internal
}

// ErrNotFound is the one answer to an id that is malformed, unknown or not
// for this viewer, so that a refusal looks like absence.
var ErrNotFound = New(NotFound, "not found")
