package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Rows reads all rows of a statement into structs, by the names of their db
// tags. act names what is read, for the fault.
func Rows[T any](ctx context.Context, db DB, act, sql string, args pgx.NamedArgs) ([]*T, error) {
	rows, err := db.Query(ctx, sql, args)
	if err != nil {
		return nil, Fault(err, act)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToAddrOfStructByName[T])
	return list, Fault(err, act)
}

// ByKey reads rows into a map by their key.
func ByKey[K comparable, T any](ctx context.Context, db DB, act string, key func(*T) K, sql string, args pgx.NamedArgs) (map[K]*T, error) {
	list, err := Rows[T](ctx, db, act, sql, args)
	m := make(map[K]*T, len(list))
	for _, v := range list {
		m[key(v)] = v
	}
	return m, err
}

// ListsByKey reads rows into lists by a key that many share, in the order of
// the statement. Every key asked for has a list. The keys are the statement's
// argument ids.
func ListsByKey[K comparable, T any](ctx context.Context, db DB, act string, keys []K, key func(*T) K, sql string, args pgx.NamedArgs) (map[K][]*T, error) {
	args["ids"] = keys
	list, err := Rows[T](ctx, db, act, sql, args)
	m := make(map[K][]*T, len(keys))
	for _, k := range keys {
		m[k] = []*T{}
	}
	for _, v := range list {
		m[key(v)] = append(m[key(v)], v)
	}
	return m, err
}
