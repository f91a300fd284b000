package facts_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/standing"
	"dossier/internal/testworld"
)

// many writes a person's records until there are n, all kinds among them.
func many(t testing.TB, w *testworld.World, v *people.Viewer, n int) {
	t.Helper()
	w.Ready(v)
	w.Eligible(v)
	f := of(t, w, v, v)[v.Person]
	var all []record.Record
	for i := 0; len(f.Records)+len(all) < n; i++ {
		r := f.Records[i%len(f.Records)]
		b := *r.Common()
		b.UUID = w.NewID()
		b.Span.From = day.AddDays(b.Span.From, -i%700)
		body, err := record.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		copied, err := record.Decode(b, body)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, copied)
	}
	w.Tx(func(tx pgx.Tx) error { return record.Insert(t.Context(), tx, all...) })
}

func TestTwoStatementsHoweverMany(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	steward := w.Person("Sam", "", people.Steward)
	ana := w.Candidate("Ana")
	many(t, w, ana, 1000)
	persons := []uuid.UUID{ana.Person}
	for i := range 49 {
		v := w.Candidate(fmt.Sprint("Person ", i))
		w.Eligible(v)
		persons = append(persons, v.Person)
	}
	for _, n := range []int{1, 50} {
		w.Counter.Reset()
		began := time.Now()
		m, err := w.Facts.Of(t.Context(), steward, w.Version, persons[:n])
		if err != nil || len(m) != n || len(m[ana.Person].Records) != 1000 {
			t.Fatalf("%d of %d persons, %v", len(m), n, err)
		}
		t.Logf("%d persons in %s", n, time.Since(began))
		if got := w.Counter.Count(); got != 2 {
			t.Errorf("facts of %d persons took %d statements, want 2: %q", n, got, w.Counter.SQL())
		}
	}
	w.Tx(func(tx pgx.Tx) error {
		w.Counter.Reset()
		_, err := w.Facts.Known(t.Context(), tx, w.Version, ana.Person, w.Now)
		if got := w.Counter.Count(); got != 3 {
			t.Errorf("what claims are compared with took %d statements, want 3", got)
		}
		return err
	})
}

// The rules on a person with 1,000 records, once the facts are read.
func BenchmarkStandingAndEligibility(b *testing.B) {
	w := testworld.New(b)
	ana := w.Candidate("Ana")
	many(b, w, ana, 1000)
	f := of(b, w, ana, ana)[ana.Person]
	level := w.Version.Level("L8")
	for b.Loop() {
		standing.Of(f, level, w.Now)
		standing.EligibilityFor(f, w.Version, level, w.Now)
	}
}

// Reading the facts of a person with 1,000 records.
func BenchmarkOf(b *testing.B) {
	w := testworld.New(b)
	ana := w.Candidate("Ana")
	many(b, w, ana, 1000)
	for b.Loop() {
		of(b, w, ana, ana)
	}
}
