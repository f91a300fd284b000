package audit

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"dossier/internal/fault"
	"dossier/internal/postgres"
)

// Head is the end of a trail as it was at some time. That rows were cut off
// the end is found only against a head that was noted before.
type Head struct {
	Seq  int64
	Hash []byte
}

// String is the form to note: the row's number and its hash.
func (h Head) String() string { return fmt.Sprintf("%d:%x", h.Seq, h.Hash) }

// ParseHead reads a noted head.
func ParseHead(s string) (Head, error) {
	number, hash, ok := strings.Cut(s, ":")
	seq, err := strconv.ParseInt(number, 10, 64)
	b, bad := hex.DecodeString(hash)
	if !ok || err != nil || bad != nil || seq < 0 || len(b) != len(start().Hash) {
		return Head{}, fault.New(fault.Invalid, "%q is no head of a trail: write it as it was printed, the number of a row, a colon and 64 hex digits", s)
	}
	return Head{Seq: seq, Hash: b}, nil
}

// Report says how far the trail is whole.
type Report struct {
	// Head is the last row that fits.
	Head Head
	// Broken says what is wrong with the first row that does not fit; empty
	// if every row does.
	Broken string
}

// pageRows is how many rows one statement reads, so that none runs long.
const pageRows = 5000

// Verify reads the whole trail and stops at the first row that does not fit.
// noted is a head from before, which the trail must still go through, or nil.
// done, which may be nil, is told how many of how many rows were read.
func Verify(ctx context.Context, db postgres.DB, noted *Head, done func(read, all int64)) (Report, error) {
	w := walk{after: math.MinInt64, last: start(), noted: noted}
	w.meet()
	var all int64
	if err := db.QueryRow(ctx, `select count(*) from audit`).Scan(&all); err != nil {
		return Report{}, postgres.Fault(err, "count the audit trail")
	}
	for read, page := int64(0), int64(pageRows); page == pageRows && w.broken == ""; read += page {
		var err error
		if page, err = w.page(ctx, db); err != nil {
			return Report{}, err
		}
		if done != nil {
			done(read+page, max(all, read+page))
		}
	}
	return w.report(), nil
}

// walk goes along the trail.
type walk struct {
	after  int64 // the number of the row that was read last
	last   Row   // the last that fits
	noted  *Head
	broken string
}

// page reads the next rows and returns how many there were.
func (w *walk) page(ctx context.Context, db postgres.DB) (n int64, err error) {
	rows, err := db.Query(ctx, `select `+columns+` from audit where seq > $1 order by seq limit $2`, w.after, pageRows)
	if err != nil {
		return 0, postgres.Fault(err, "read the audit trail")
	}
	defer rows.Close()
	for w.broken == "" && rows.Next() {
		r, err := scan(rows)
		if err != nil {
			return n, err
		}
		w.step(r)
		n++
	}
	return n, postgres.Fault(rows.Err(), "read the audit trail")
}

// step takes the next row.
func (w *walk) step(r Row) {
	w.after = r.Seq
	if w.broken = w.last.misfit(r); w.broken == "" {
		w.last = r
		w.meet()
	}
}

// meet compares the row with the one that was noted.
func (w *walk) meet() {
	if w.noted != nil && w.last.Seq == w.noted.Seq && string(w.last.Hash) != string(w.noted.Hash) {
		w.broken = fmt.Sprintf("row %d is not the one that was noted: the trail was written anew", w.last.Seq)
	}
}

func (w *walk) report() Report {
	if w.broken == "" && w.noted != nil && w.noted.Seq > w.last.Seq {
		w.broken = fmt.Sprintf("row %d is missing: row %d was noted, and the trail ends at row %d", w.last.Seq+1, w.noted.Seq, w.last.Seq)
	}
	return Report{Head: Head{Seq: w.last.Seq, Hash: w.last.Hash}, Broken: w.broken}
}

// columns are those that scan reads.
const columns = `seq, at, actor, act, object, subject, detail::text, prev, hash`

// scan reads a row. What cannot have been written, such as a time without end
// or a detail of another form, is read as something that does not fit.
func scan(rows pgx.Rows) (r Row, err error) {
	var at pgtype.Timestamptz
	var detail string
	if err := rows.Scan(&r.Seq, &at, &r.Actor, &r.Act, &r.Object, &r.Subject, &detail, &r.Prev, &r.Hash); err != nil {
		return r, postgres.Fault(err, "read a row of the audit trail")
	}
	r.At = at.Time
	if err := json.Unmarshal([]byte(detail), &r.Detail); err != nil {
		r.Detail = nil // "null" in the hash, which Append never writes
	}
	return r, nil
}
