// Package notify holds what people are to be told, and tells them. An act
// notes it in its own transaction, so that nothing is told of what did not
// happen and nothing is lost; a sender tells it later, by mail or webhook,
// once, in words that are read through the recipient's own eyes: what the
// recipient may not see by then is not told. The package owns the tables
// notification, notification_message, notification_delivery and
// notification_setting.
package notify

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/id"
	"dossier/internal/postgres"
)

// Kind says what happened.
type Kind string

// The kinds.
const (
	SeatInvited       Kind = "SEAT_INVITED"
	SeatReminder      Kind = "SEAT_REMINDER"
	SeatOverdue       Kind = "SEAT_OVERDUE" // to stewards
	SeatRefused       Kind = "SEAT_REFUSED" // recused, abstained; to stewards
	SeatSuspended     Kind = "SEAT_SUSPENDED"
	SeatReplaced      Kind = "SEAT_REPLACED"
	SessionScheduled  Kind = "SESSION_SCHEDULED"
	ComponentUnlocked Kind = "COMPONENT_UNLOCKED" // to the candidate
	Resubmitted       Kind = "RESUBMITTED"        // to the seats
	Decided           Kind = "DECIDED"            // to stewards
	Released          Kind = "RELEASED"           // to the candidate
	Reversed          Kind = "REVERSED"
	AppealFiled       Kind = "APPEAL_FILED" // to stewards
)

// Note is something to tell a person.
type Note struct {
	// Key makes two notes one: of the same key only the first is kept.
	Key     string
	Person  uuid.UUID
	Kind    Kind
	Dossier uuid.UUID
	// Object is the seat, session, decision or appeal that it is about, zero
	// for the dossier itself.
	Object id.ID
}

// Add notes what is to be told, in the transaction of what happened.
func Add(ctx context.Context, tx pgx.Tx, newID func() uuid.UUID, now time.Time, notes ...Note) error {
	if len(notes) == 0 {
		return nil
	}
	args := pgx.NamedArgs{"at": now}
	var ids, persons, dossiers []uuid.UUID
	var keys []string
	var objects []*uuid.UUID
	var kinds []Kind
	for _, n := range notes {
		ids, persons, dossiers = append(ids, newID()), append(persons, n.Person), append(dossiers, n.Dossier)
		keys, objects, kinds = append(keys, n.Key), append(objects, object(n.Object)), append(kinds, n.Kind)
	}
	args["ids"], args["persons"], args["dossiers"], args["keys"], args["objects"], args["kinds"] = ids, persons, dossiers, keys, objects, kinds
	_, err := tx.Exec(ctx, `insert into notification (id, key, person_id, kind, dossier_id, object, made_at)
		select n.*, @at::timestamptz from unnest(@ids::uuid[], @keys::text[], @persons::uuid[], @kinds::text[], @dossiers::uuid[], @objects::uuid[]) n
		on conflict (key) do nothing`, args)
	return postgres.Fault(err, "note what is to be told")
}

// AddForStewards notes it for whoever is a steward today, but for the dossier's
// candidate, who may be one. Person is not read, and each one's id is put behind
// the key.
func AddForStewards(ctx context.Context, tx pgx.Tx, newID func() uuid.UUID, now time.Time, notes ...Note) error {
	if len(notes) == 0 {
		return nil
	}
	dossiers := make([]uuid.UUID, len(notes))
	for i, n := range notes {
		dossiers[i] = n.Dossier
	}
	rows, err := tx.Query(ctx, `select distinct d.id, g.person_id from dossier d join role_grant g on g.person_id <> d.candidate_id
		where d.id = any($2) and g.role = 'STEWARD' and g.during @> ($1::timestamptz at time zone 'UTC')::date order by g.person_id`, now, dossiers)
	if err != nil {
		return postgres.Fault(err, "find the stewards")
	}
	stewards := map[uuid.UUID][]uuid.UUID{}
	var dossier, steward uuid.UUID
	if _, err := pgx.ForEachRow(rows, []any{&dossier, &steward}, func() error {
		stewards[dossier] = append(stewards[dossier], steward)
		return nil
	}); err != nil {
		return postgres.Fault(err, "find the stewards")
	}
	var each []Note
	for _, n := range notes {
		key := n.Key
		for _, s := range stewards[n.Dossier] {
			n.Key, n.Person = key+"/"+s.String(), s
			each = append(each, n)
		}
	}
	return Add(ctx, tx, newID, now, each...)
}

func object(i id.ID) *uuid.UUID {
	if i.Kind == 0 {
		return nil
	}
	return &i.UUID
}
