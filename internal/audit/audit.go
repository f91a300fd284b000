// Package audit keeps the trail of who did what for whom: rows that are only
// ever added, each chained to the one before by its hash, written in the
// transaction of the act itself. Rows hold ids, acts, states and hashes, and
// no personal text, so that what is known of a person can be erased without
// breaking the chain. The package owns the table audit, on which the role that
// the program runs as may insert and read and nothing else.
package audit

import (
	"fmt"
	"regexp"

	"github.com/google/uuid"

	"dossier/internal/id"
)

// Entry is one act.
type Entry struct {
	// Actor is who did it, nil for the program itself.
	Actor *uuid.UUID
	// Act is the mutation's name, as "submitDossier".
	Act string
	// Object is what was acted on.
	Object id.ID
	// Subject is the person whom it is about.
	Subject *uuid.UUID
	// Detail holds ids, states and hashes by name; never text of a person.
	Detail map[string]string
}

// By is an entry of a person's act. The detail is names and their values in
// turn.
func By(actor uuid.UUID, act string, object id.ID, subject uuid.UUID, detail ...string) Entry {
	e := Entry{Actor: &actor, Act: act, Object: object, Subject: &subject, Detail: map[string]string{}}
	for i := 0; i < len(detail); i += 2 {
		value := "" // of a name that came without: refused by Append
		if i+1 < len(detail) {
			value = detail[i+1]
		}
		e.Detail[detail[i]] = value
	}
	return e
}

// maxWord is the longest value that an entry takes; the id of a ladder's part
// is the longest there is.
const maxWord = 160

var (
	nameForm  = regexp.MustCompile(`^[a-z][a-zA-Z0-9]*$`)
	valueForm = regexp.MustCompile(`^([a-z0-9-]+|[A-Z][A-Z0-9_]*|-?[0-9]+\.[0-9]+)$`)
)

// check refuses an entry that could hold a person's words: each part of it is
// an id, or one word of a form that names, states, numbers, days and hashes
// have and sentences do not. The error does not repeat the value.
func (e Entry) check() error {
	if !nameForm.MatchString(e.Act) {
		return fmt.Errorf("write the audit trail: an act is not named as a mutation is, in camelCase")
	}
	for k, v := range e.Detail {
		if !nameForm.MatchString(k) || len(k) > maxWord {
			return fmt.Errorf("write the audit trail: %s: a detail's name is not one word in camelCase", e.Act)
		}
		if _, err := id.Parse(v); len(v) > maxWord || err != nil && !valueForm.MatchString(v) {
			return fmt.Errorf("write the audit trail: %s: the detail %s is no id, hash, state, number, day or key", e.Act, k)
		}
	}
	return nil
}
