package audit_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/audit"
	"dossier/internal/embedded/pgtest"
	"dossier/internal/id"
	"dossier/internal/postgres"
)

var (
	ana, sam = uuid.UUID{1}, uuid.UUID{2}
	now      = time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)
)

func entry(n int) audit.Entry {
	return audit.By(ana, "recordTestimony", id.Of(id.Record, uuid.UUID{3, byte(n >> 8), byte(n)}), sam, "state", "CLAIMED", "count", fmt.Sprint(n))
}

// add appends in a transaction of its own.
func add(t *testing.T, pool *pgxpool.Pool, entries ...audit.Entry) {
	t.Helper()
	if err := postgres.InTx(t.Context(), pool, func(tx pgx.Tx) error { return audit.Append(t.Context(), tx, now, entries...) }); err != nil {
		t.Fatal(err)
	}
}

func verify(t *testing.T, pool *pgxpool.Pool, noted *audit.Head) audit.Report {
	t.Helper()
	r, err := audit.Verify(t.Context(), pool, noted, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestActsThatEndAtOnceMakeOneChain(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t, postgres.Options{MaxConns: 20})
	boom := errors.New("boom")
	const acts = 60
	done := make(chan error)
	for i := range acts {
		go func() {
			err := postgres.InTx(t.Context(), pool, func(tx pgx.Tx) error {
				if _, err := tx.Exec(t.Context(), `insert into person (id, name, created_at) values ($1, 'Ana', $2)`, uuid.UUID{9, byte(i)}, now); err != nil {
					return err
				}
				if err := audit.Append(t.Context(), tx, now, entry(i), entry(i+acts)); err != nil {
					return err
				}
				if i%3 == 0 {
					return boom
				}
				return nil
			})
			if i%3 == 0 && errors.Is(err, boom) {
				err = nil
			}
			done <- err
		}()
	}
	for range acts {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	const kept = acts - acts/3
	if r := verify(t, pool, nil); r.Broken != "" || r.Head.Seq != 2*kept {
		t.Errorf("%+v, want %d whole rows", r, 2*kept)
	}
	// What was rolled back has left nothing, and each act's rows are together.
	var persons, pairs int
	err := pool.QueryRow(t.Context(), `select (select count(*) from person), (select count(*) from audit a join audit b on b.seq = a.seq + 1
		where a.seq % 2 = 1 and (b.detail->>'count')::int = (a.detail->>'count')::int + $1)`, acts).Scan(&persons, &pairs)
	if err != nil || persons != kept || pairs != kept {
		t.Errorf("%d persons, %d pairs, %v; want %d", persons, pairs, err, kept)
	}
}

func TestAnEntryThatIsRefusedUndoesItsAct(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	add(t, pool, entry(1))
	head := verify(t, pool, nil).Head
	err := postgres.InTx(t.Context(), pool, func(tx pgx.Tx) error {
		return audit.Append(t.Context(), tx, now, entry(2), audit.By(ana, "recordTestimony", id.ID{}, sam, "text", "she trusts me"))
	})
	if err == nil || !strings.Contains(err.Error(), "the detail text is no id") || strings.Contains(err.Error(), "trusts") {
		t.Errorf("got %v", err)
	}
	if got := verify(t, pool, nil).Head; got.String() != head.String() {
		t.Errorf("the head is %s, want %s", got, head)
	}
	add(t, pool) // nothing to add, nothing added
	if got := verify(t, pool, &head).Head; got.String() != head.String() {
		t.Errorf("the head is %s, want %s", got, head)
	}
}

// What somebody with the rights of the owner does behind the program's back.
func TestTamperingIsFound(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, sql, want string }{
		{"the time", `update audit set at = at + interval '1 microsecond' where seq = 3`, "row 3 is not as it was written"},
		{"a time without end", `update audit set at = 'infinity' where seq = 3`, "row 3 is not as it was written"},
		{"the actor", `update audit set actor = subject where seq = 3`, "row 3 is not as it was written"},
		{"no actor", `update audit set actor = null where seq = 3`, "row 3 is not as it was written"},
		{"the act", `update audit set act = 'other' where seq = 3`, "row 3 is not as it was written"},
		{"the object", `update audit set object = 'other' where seq = 3`, "row 3 is not as it was written"},
		{"the subject", `update audit set subject = actor where seq = 3`, "row 3 is not as it was written"},
		{"no subject", `update audit set subject = null where seq = 3`, "row 3 is not as it was written"},
		{"a detail", `update audit set detail = detail || '{"state": "CONFIRMED"}' where seq = 3`, "row 3 is not as it was written"},
		{"one detail less", `update audit set detail = detail - 'state' where seq = 3`, "row 3 is not as it was written"},
		{"a number for a text", `update audit set detail = jsonb_set(detail, '{count}', '3') where seq = 3`, "row 3 is not as it was written"},
		{"a detail of another form", `update audit set detail = '["CLAIMED"]' where seq = 3`, "row 3 is not as it was written"},
		{"no detail at all", `update audit set detail = 'null' where seq = 3`, "row 3 is not as it was written"},
		{"the hash", `update audit set hash = sha256(hash) where seq = 3`, "row 3 is not as it was written"},
		{"the link", `update audit set prev = hash where seq = 3`, "row 3 is not as it was written"},
		{"the link, from nowhere", `update audit set prev = '' where seq = 3`, "row 3 is not as it was written"},
		{"out of the middle", `delete from audit where seq = 3`, "row 3 is missing: row 2 is followed by row 4"},
		{"out of the middle, the rest moved up", `delete from audit where seq = 3; update audit set seq = seq - 1 where seq > 3`, "row 3 is not as it was written"},
		{"the first", `delete from audit where seq = 1`, "row 1 is missing: row 0 is followed by row 2"},
		{"before the first", `insert into audit select -7, at, actor, act, object, subject, detail, prev, '' from audit where seq = 3`, "row 1 is missing: row 0 is followed by row -7"},
		{"two that change places", `update audit set seq = case seq when 3 then 1004 else 1003 end where seq in (3, 4); update audit set seq = seq - 1000 where seq > 1000`, "row 3 is not as it was written"},
		{"a number that was left out", `update audit set seq = 9 where seq = 6`, "row 6 is missing: row 5 is followed by row 9"},
		{"the last", `delete from audit where seq = 6`, "row 6 is missing: row 6 was noted, and the trail ends at row 5"},
		{"all of it", `delete from audit`, "row 1 is missing: row 6 was noted, and the trail ends at row 0"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			pool := pgtest.Pool(t)
			add(t, pool, entry(1))
			add(t, pool, entry(2), entry(3), audit.Entry{Act: "import", Object: id.Of(id.Person, sam), Subject: &sam})
			add(t, pool, entry(5))
			add(t, pool, entry(6))
			head := verify(t, pool, nil).Head
			if r := verify(t, pool, &head); r.Broken != "" || head.Seq != 6 {
				t.Fatalf("before: %+v", r)
			}
			if _, err := pgtest.Owner(t, pool).Exec(t.Context(), `alter table audit disable trigger all; `+tc.sql); err != nil {
				t.Fatal(err)
			}
			if got := verify(t, pool, &head).Broken; got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
			if cut := strings.Contains(tc.want, "was noted"); cut != (verify(t, pool, nil).Broken == "") {
				t.Errorf("without a head: found %v, want %v", cut, !cut)
			}
		})
	}
}

// A trail that somebody wrote anew from the middle on fits in itself, and not
// the head that was noted.
func TestATrailWrittenAnewDoesNotFitANotedHead(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	add(t, pool, entry(1), entry(2), entry(3))
	head := verify(t, pool, nil).Head
	if _, err := pgtest.Owner(t, pool).Exec(t.Context(), `alter table audit disable trigger all; delete from audit where seq > 1`); err != nil {
		t.Fatal(err)
	}
	add(t, pool, entry(7), entry(3), entry(4))
	if r := verify(t, pool, nil); r.Broken != "" || r.Head.Seq != 4 {
		t.Errorf("in itself: %+v", r)
	}
	if got := verify(t, pool, &head).Broken; got != "row 3 is not the one that was noted: the trail was written anew" {
		t.Errorf("got %q", got)
	}
}

func TestALongTrailIsReadInPieces(t *testing.T) {
	t.Parallel()
	var counter postgres.Counter
	pool := pgtest.Pool(t, postgres.Options{Tracer: &counter})
	const all = 2*5000 + 1
	list := make([]audit.Entry, all)
	for i := range list {
		list[i] = entry(i)
	}
	add(t, pool, list...)
	counter.Reset()
	var seen []string
	r, err := audit.Verify(t.Context(), pool, nil, func(read, all int64) { seen = append(seen, fmt.Sprint(read, "/", all)) })
	if err != nil || r.Broken != "" || r.Head.Seq != all {
		t.Errorf("%+v, %v", r, err)
	}
	if got := strings.Join(seen, " "); got != "5000/10001 10000/10001 10001/10001" || counter.Count() != 4 {
		t.Errorf("told %s in %d statements", got, counter.Count())
	}
}

// Acts go on while the trail is verified; what they add is in it or not yet.
func TestATrailThatGrowsIsWhole(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	add(t, pool, entry(0))
	const acts = 100
	done := make(chan error, 1)
	go func() {
		var err error
		for i := 1; i <= acts && err == nil; i++ {
			err = postgres.InTx(t.Context(), pool, func(tx pgx.Tx) error { return audit.Append(t.Context(), tx, now, entry(i)) })
		}
		done <- err
	}()
	for noted := verify(t, pool, nil).Head; noted.Seq <= acts; {
		r := verify(t, pool, &noted)
		if r.Broken != "" {
			t.Fatal(r.Broken)
		}
		noted = r.Head
		if len(done) > 0 && noted.Seq <= acts && verify(t, pool, nil).Head.Seq <= acts {
			break // the acts failed
		}
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestListIsWhatIsAboutAPerson(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	add(t, pool, entry(1), audit.By(sam, "openDossier", id.Of(id.Dossier, uuid.UUID{4}), ana))
	later := now.Add(time.Hour)
	if err := postgres.InTx(t.Context(), pool, func(tx pgx.Tx) error { return audit.Append(t.Context(), tx, later, entry(3)) }); err != nil {
		t.Fatal(err)
	}
	list := func(person uuid.UUID, since time.Time) (got []string) {
		t.Helper()
		err := audit.List(t.Context(), pool, person, since, func(r audit.Row) error {
			got = append(got, fmt.Sprint(r.Seq, r.Act, r.At.Equal(later)))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	for _, tc := range []struct {
		person uuid.UUID
		since  time.Time
		want   string
	}{
		{sam, time.Time{}, "[1recordTestimonyfalse 3recordTestimonytrue]"},
		{sam, later, "[3recordTestimonytrue]"},
		{sam, later.Add(time.Microsecond), "[]"},
		{ana, time.Time{}, "[2openDossierfalse]"},
		{uuid.UUID{8}, time.Time{}, "[]"},
	} {
		if got := fmt.Sprint(list(tc.person, tc.since)); got != tc.want {
			t.Errorf("about %s since %s: %s, want %s", tc.person, tc.since, got, tc.want)
		}
	}
	boom := errors.New("boom")
	if err := audit.List(t.Context(), pool, sam, now, func(audit.Row) error { return boom }); !errors.Is(err, boom) {
		t.Errorf("got %v, want the function's own error", err)
	}
}

func TestWithoutADatabaseNothingIsSaidToBeWhole(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	pool.Close()
	if _, err := audit.Verify(t.Context(), pool, nil, nil); !postgres.IsUnavailable(err) {
		t.Errorf("verify: %v", err)
	}
	if err := audit.List(t.Context(), pool, ana, now, nil); !postgres.IsUnavailable(err) {
		t.Errorf("list: %v", err)
	}
}
