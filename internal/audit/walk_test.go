package audit

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"dossier/internal/id"
)

// go along rows that are in the order of their numbers, as Verify reads them.
func along(rows []Row, noted *Head) Report {
	w := walk{last: start(), noted: noted}
	w.meet()
	for _, r := range rows {
		if w.broken == "" {
			w.step(r)
		}
	}
	return w.report()
}

func chain(t *rapid.T) []Row {
	key := rapid.Custom(func(t *rapid.T) uuid.UUID { return uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "uuid")) })
	entry := rapid.Custom(func(t *rapid.T) Entry {
		e := By(key.Draw(t, "actor"), rapid.StringMatching(`[a-z][a-zA-Z]{0,9}`).Draw(t, "act"), id.Of(id.Record, key.Draw(t, "object")), key.Draw(t, "subject"))
		e.Detail = rapid.MapOfN(rapid.StringMatching(`[a-z]{1,3}`), rapid.StringMatching(`[A-Z_]{1,5}`), 0, 3).Draw(t, "detail")
		if rapid.Bool().Draw(t, "by the program") {
			e.Actor = nil
		}
		return e
	})
	last, rows := start(), []Row{}
	for i, e := range rapid.SliceOfN(entry, 2, 12).Draw(t, "entries") {
		last = last.next(e, time.Date(2026, 11, 24, 9, 30, i, 0, time.UTC))
		rows = append(rows, last)
	}
	return rows
}

// Whatever is done to a chain between its start and a head that was noted is
// found, at the row where it was done or at the one after it.
func TestWhateverIsDoneToAChainIsFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := chain(t)
		end := rows[len(rows)-1]
		noted := &Head{Seq: end.Seq, Hash: end.Hash}
		if r := along(rows, noted); r.Broken != "" || r.Head.String() != noted.String() {
			t.Fatalf("a chain that nobody touched: %+v", r)
		}
		at := rapid.IntRange(0, len(rows)-1).Draw(t, "at")
		flip := func(b []byte) []byte {
			b = slices.Clone(b)
			b[rapid.IntRange(0, len(b)-1).Draw(t, "byte")] ^= byte(1 << rapid.IntRange(0, 7).Draw(t, "bit"))
			return b
		}
		r, row := &rows[at], at+1
		switch what := rapid.SampledFrom([]string{"at", "actor", "act", "object", "subject", "detail", "added", "prev", "hash", "written anew", "out", "swapped", "twice", "cut off", "in"}).Draw(t, "what"); what {
		case "at":
			r.At = r.At.Add(time.Microsecond)
		case "actor":
			r.Actor = other(r.Actor)
		case "act":
			r.Act += "x"
		case "object":
			r.Object = "x" + r.Object
		case "subject":
			r.Subject = other(r.Subject)
		case "detail", "added":
			d := map[string]string{"added": "X"}
			for k, v := range r.Detail {
				d[k] = v
				if what == "detail" {
					delete(d, "added")
					d[k] = v + "X"
				}
			}
			r.Detail = d
		case "prev":
			r.Prev = flip(r.Prev)
		case "hash":
			r.Hash = flip(r.Hash)
		case "written anew": // with a hash that fits
			r.Act += "x"
			r.Hash = r.hash()
			row++ // which is the noted head, if it was the last
		case "out":
			rows = slices.Delete(rows, at, at+1)
		case "swapped": // one takes the number of the other
			to := (at + 1) % len(rows)
			rows[at].Seq, rows[to].Seq = rows[to].Seq, rows[at].Seq
			rows[at], rows[to] = rows[to], rows[at]
			row = min(at, to) + 1
		case "twice":
			rows = slices.Insert(rows, at, rows[at])
			row++
		case "in":
			between := Row{Seq: int64(at + 1), Detail: map[string]string{}, Prev: r.Prev}
			between.Hash = between.hash()
			for i := at; i < len(rows); i++ {
				rows[i].Seq++
			}
			rows = slices.Insert(rows, at, between)
			row++
		case "cut off":
			rows = rows[:at]
		}
		got := along(rows, noted)
		if row = min(row, int(noted.Seq)); got.Broken == "" || !strings.Contains(got.Broken, fmt.Sprintf("row %d ", row)) && row <= len(rows) {
			t.Fatalf("%+v, want row %d", got, row)
		}
		if got.Head.Seq > int64(row) {
			t.Fatalf("whole up to row %d, and row %d does not fit", got.Head.Seq, row)
		}
	})
}

func other(u *uuid.UUID) *uuid.UUID {
	if u == nil {
		return &uuid.UUID{}
	}
	return nil
}
