package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/puddle/v2"

	"dossier/internal/fault"
)

// Constraint returns the name of the constraint that a statement would have
// broken, or "". Constraints are named as the sentence they break, so that an
// area can turn the name into its Problem.
func Constraint(err error) string {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.ConstraintName
	}
	return ""
}

// Code returns the SQLSTATE of a refusal by the server, or "".
func Code(err error) string {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code
	}
	return ""
}

// IsUnavailable tells whether the database, not the request, is at fault: it
// cannot be reached, is starting or stopping, has no connection, memory or
// disk left, or took too long. The same request may work later. A cancelled
// context is not such a case: nobody waits for that answer any more.
func IsUnavailable(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) {
		return false
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return unavailable(pg.Code)
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	for _, e := range []error{pgconn.ErrConnClosed, puddle.ErrClosedPool, io.ErrUnexpectedEOF, io.EOF, net.ErrClosed, context.DeadlineExceeded} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// unavailable reads a SQLSTATE: the classes connection (08), resources (53)
// and operator (57), and the few others that pass with time.
func unavailable(code string) bool {
	switch code {
	case "25006", // read-only: a standby, just before it takes over
		"55P03", // lock not available in time
		"58030": // the disk answers with an error
		return true
	}
	return len(code) == 5 && (code[:2] == "08" || code[:2] == "53" || code[:2] == "57")
}

// Fault gives a database error its kind by SQLSTATE and a sentence that says
// what to do; the text never carries SQL or values, the cause goes to the
// log. act names what was tried, as in "save the draft". Stores handle the
// constraints that mean a Problem before they call it. An error that is a
// fault already, and nil, come back as they are.
func Fault(err error, act string) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*fault.Fault](err); ok {
		return err
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return fault.ErrNotFound
	}
	err = fmt.Errorf("%s: %w", act, err)
	code := Code(err)
	switch {
	case code == "57014" || errors.Is(err, context.DeadlineExceeded):
		return fault.Wrap(fault.Unavailable, err, "the database took too long: try again, or ask for less at once")
	case code == "53100" || code == "58030":
		return fault.Wrap(fault.Unavailable, err, "the database cannot write, its disk may be full: nothing was saved; try again once an operator has made room")
	case code == "53300":
		return fault.Wrap(fault.Unavailable, err, "the database has no free connection: try again in a few seconds")
	case IsUnavailable(err):
		return fault.Wrap(fault.Unavailable, err, "the database cannot be reached: try again in a few seconds")
	case code == "40001" || code == "40P01":
		return fault.Wrap(fault.Conflict, err, "somebody changed the same thing at the same moment: read it again and try again")
	case code == "23505" || code == "23P01":
		return fault.Wrap(fault.Conflict, err, "this exists already: read what is there and change that instead")
	case code == "23503" || code == "23001":
		return fault.Wrap(fault.Conflict, err, "this refers to something that is gone, or something still refers to it: read both again")
	case code == "23000": // raised by the triggers that guard what is frozen
		return fault.Wrap(fault.Conflict, err, "this is kept as it was and never changes: make a new one instead")
	case code == "23514" || code == "23502" || len(code) == 5 && code[:2] == "22":
		return fault.Wrap(fault.Invalid, err, "a value is missing or outside what is allowed: check the values and send them again")
	default:
		return err
	}
}
