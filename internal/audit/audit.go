// Package audit keeps the trail of who did what for whom: rows that are only
// ever added, each chained to the one before by its hash, written in the
// transaction of the act itself. Rows hold ids, acts, states and hashes, and
// no personal text, so that what is known of a person can be erased without
// breaking the chain. The package owns the table audit, on which the role that
// the program runs as may insert and read and nothing else.
package audit

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

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

// By is an entry of a person's act.
func By(actor uuid.UUID, act string, object id.ID, subject uuid.UUID, detail ...string) Entry {
	e := Entry{Actor: &actor, Act: act, Object: object, Subject: &subject, Detail: map[string]string{}}
	for i := 0; i+1 < len(detail); i += 2 {
		e.Detail[detail[i]] = detail[i+1]
	}
	return e
}

// Append adds entries to the trail. It must be the last statement of the
// transaction that did the act: from here to the commit nobody else appends.
func Append(ctx context.Context, tx pgx.Tx, now time.Time, entries ...Entry) error {
	return appendAll(ctx, tx, now, entries)
}
