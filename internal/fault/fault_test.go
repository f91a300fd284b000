package fault

import (
	"errors"
	"fmt"
	"io"
	"testing"
)

func TestKindOf(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		err  error
		want Kind
	}{
		"nil":                {nil, Internal},
		"unknown":            {io.EOF, Internal},
		"made":               {New(Invalid, "first: must be %d", 1), Invalid},
		"wrapped by others":  {fmt.Errorf("list people: %w", New(Conflict, "taken")), Conflict},
		"the outer one":      {Wrap(Unavailable, New(Invalid, "x"), "away"), Unavailable},
		"one that is joined": {errors.Join(io.EOF, ErrNotFound), NotFound},
	} {
		if got := KindOf(tc.err); got != tc.want {
			t.Errorf("%s: kind %q, want %q", name, got, tc.want)
		}
	}
}

func TestTheCauseIsForTheLogAlone(t *testing.T) {
	t.Parallel()
	err := Wrap(Unavailable, io.ErrUnexpectedEOF, "the database is away: try again in %d s", 5)
	f, ok := errors.AsType[*Fault](err)
	if !ok || f.Text != "the database is away: try again in 5 s" {
		t.Errorf("text %q", f.Text)
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) || err.Error() != f.Text+": unexpected EOF" {
		t.Errorf("error %q", err)
	}
	if got := New(NotFound, "not found").Error(); got != "not found" {
		t.Errorf("without a cause: %q", got)
	}
}
