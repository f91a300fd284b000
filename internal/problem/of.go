package problem

import (
	"errors"

	"dossier/internal/fault"
)

// Of makes the refusal of a field of a fault that says that the field's value
// is unknown or wrong, in the fault's words. Any other error comes back as it
// is.
func Of(path string, err error) error {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || f.Kind != fault.NotFound && f.Kind != fault.Invalid {
		return err
	}
	return One(path, "%s", f.Text)
}
