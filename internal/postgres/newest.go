package postgres

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/fault"
	"dossier/internal/page"
)

// Newest reads a page of rows, newest first. Columns follow select, from is
// the rest of the statement up to its conditions; alias is that of the rows'
// table and at its column of time, which with id makes their order. what names
// the rows, for the fault.
func Newest[T any](ctx context.Context, db DB, what, columns, from, alias, at string, r page.Request, args pgx.NamedArgs, key func(*T) (time.Time, uuid.UUID)) (*page.Connection[T], error) {
	args["limit"] = r.First + 1
	at, row := alias+"."+at, alias+".id"
	after := ``
	if r.After != nil {
		micros, err := strconv.ParseInt(r.After.Sort, 10, 64)
		if err != nil {
			return nil, fault.Wrap(fault.Invalid, err, "%s", page.ErrCursor)
		}
		args["after_time"], args["after_id"] = time.UnixMicro(micros), r.After.ID
		after = ` and (` + at + `, ` + row + `) < (@after_time, @after_id)`
	}
	list, err := Rows[T](ctx, db, "list "+what, `select `+columns+from+after+` order by `+at+` desc, `+row+` desc limit @limit`, args)
	if err != nil {
		return nil, err
	}
	count := func(ctx context.Context) (n int, err error) {
		err = db.QueryRow(ctx, `select count(*)`+from, args).Scan(&n)
		return n, Fault(err, "count "+what)
	}
	return page.New(r, list, func(t *T) page.Key {
		made, id := key(t)
		return page.Key{Sort: strconv.FormatInt(made.UnixMicro(), 10), ID: id}
	}, count), nil
}
