package postgres

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/fault"
)

// Once is a mutation's own name for itself: the same person, mutation and key
// give the first answer again, for a day.
type Once struct {
	Person   uuid.UUID
	Mutation string
	// Key is the client's, of 1 to 64 characters; nil means that nothing is
	// remembered.
	Key *string
	// Request is the input, to refuse a key that comes with another one. It
	// must be plain data.
	Request any
}

// First returns the object that the mutation made the first time, if it was
// asked before within a day of now. It holds other requests with the same key
// up until the transaction ends.
func (o Once) First(ctx context.Context, tx pgx.Tx, now time.Time) (object uuid.UUID, found bool, err error) {
	if o.Key == nil {
		return uuid.Nil, false, nil
	}
	if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtextextended($1, 0))`, fmt.Sprint(o.Person, o.Mutation, *o.Key)); err != nil {
		return uuid.Nil, false, Fault(err, "wait for the same request")
	}
	if _, err := tx.Exec(ctx, `delete from idempotency_key where person_id = $1 and created_at < $2`, o.Person, now.Add(-24*time.Hour)); err != nil {
		return uuid.Nil, false, Fault(err, "forget old keys")
	}
	var request []byte
	err = tx.QueryRow(ctx, `select object_id, request from idempotency_key where person_id = $1 and mutation = $2 and key = $3`,
		o.Person, o.Mutation, *o.Key).Scan(&object, &request)
	switch {
	case err == pgx.ErrNoRows:
		return uuid.Nil, false, nil
	case err != nil:
		return uuid.Nil, false, Fault(err, "look up a key")
	case !bytes.Equal(request, o.hash()):
		return uuid.Nil, false, fault.New(fault.Conflict, "input.key: was used for another request; choose a new one")
	}
	return object, true, nil
}

// Remember notes what the mutation made.
func (o Once) Remember(ctx context.Context, tx pgx.Tx, object uuid.UUID, now time.Time) error {
	if o.Key == nil {
		return nil
	}
	_, err := tx.Exec(ctx, `insert into idempotency_key (person_id, mutation, key, request, object_id, created_at) values ($1, $2, $3, $4, $5, $6)`,
		o.Person, o.Mutation, *o.Key, o.hash(), object, now)
	return Fault(err, "remember a key")
}

func (o Once) hash() []byte {
	b, err := json.Marshal(o.Request)
	if err != nil {
		panic(fmt.Sprintf("postgres: a request that cannot be written as JSON: %v", err))
	}
	h := sha256.Sum256(b)
	return h[:]
}
