package postgres_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/embedded/pgtest"
	"dossier/internal/fault"
	"dossier/internal/postgres"
)

// today is when these tests play.
func today() time.Time { return time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC) }

// person adds a person to ask for things.
func person(t *testing.T, pool *pgxpool.Pool) uuid.UUID {
	t.Helper()
	id := uuid.New()
	if _, err := pool.Exec(t.Context(), "insert into person (id, name, created_at) values ($1, 'Ada', now())", id); err != nil {
		t.Fatal(err)
	}
	return id
}

// perform is a mutation as an area writes it: it answers with the first
// object, or makes one.
func perform(t *testing.T, pool *pgxpool.Pool, o postgres.Once, makes uuid.UUID, now time.Time) (got uuid.UUID, err error) {
	t.Helper()
	err = postgres.InTx(t.Context(), pool, func(tx pgx.Tx) error {
		first, found, err := o.First(t.Context(), tx, now)
		if err != nil || found {
			got = first
			return err
		}
		got = makes
		return o.Remember(t.Context(), tx, makes, now)
	})
	return got, err
}

func TestTheSameRequestMakesOneThing(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	ada, bob := person(t, pool), person(t, pool)
	first, second := uuid.New(), uuid.New()
	key, other := "k", "l"
	asked := postgres.Once{Person: ada, Mutation: "openDossier", Key: &key, Request: map[string]string{"level": "L8"}}
	if got, err := perform(t, pool, asked, first, today()); got != first || err != nil {
		t.Fatalf("the first time: %v, %v", got, err)
	}
	for _, tc := range []struct {
		name   string
		change func(*postgres.Once)
		after  time.Duration
		want   uuid.UUID
	}{
		{"again", func(*postgres.Once) {}, time.Minute, first},
		{"again within the day", func(*postgres.Once) {}, 24 * time.Hour, first},
		{"another person", func(o *postgres.Once) { o.Person = bob }, 0, second},
		{"another mutation", func(o *postgres.Once) { o.Mutation = "saveDocument" }, 0, second},
		{"another key", func(o *postgres.Once) { o.Key = &other }, 0, second},
		{"no key", func(o *postgres.Once) { o.Key = nil }, 0, second},
		{"a day later", func(*postgres.Once) {}, 24*time.Hour + time.Second, second},
	} {
		o := asked
		tc.change(&o)
		if got, err := perform(t, pool, o, second, today().Add(tc.after)); got != tc.want || err != nil {
			t.Errorf("%s: %v, %v; want %v", tc.name, got, err, tc.want)
		}
	}
}

func TestAKeyWithAnotherRequestOrABadKeyIsRefused(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	ada := person(t, pool)
	once := func(key, level string) postgres.Once {
		return postgres.Once{Person: ada, Mutation: "openDossier", Key: &key, Request: map[string]string{"level": level}}
	}
	if _, err := perform(t, pool, once("k", "L8"), uuid.New(), today()); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name string
		once postgres.Once
		kind fault.Kind
	}{
		{"another request", once("k", "L9"), fault.Conflict},
		{"an empty key", once("", "L8"), fault.Invalid},
		{"a key of 65 characters", once(strings.Repeat("ü", 65), "L8"), fault.Invalid},
		{"a key of 64 characters", once(strings.Repeat("ü", 64), "L8"), ""},
	} {
		_, err := perform(t, pool, tc.once, uuid.New(), today())
		if fault.KindOf(err) != tc.kind || (err == nil) != (tc.kind == "") {
			t.Errorf("%s: %v, want kind %q", tc.name, err, tc.kind)
		}
	}
}

func TestTheSameRequestAtTheSameMoment(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	key := "k"
	o := postgres.Once{Person: person(t, pool), Mutation: "openDossier", Key: &key}
	type result struct {
		object uuid.UUID
		err    error
	}
	results := make(chan result)
	for range 8 {
		go func() {
			object, err := perform(t, pool, o, uuid.New(), today())
			results <- result{object, err}
		}()
	}
	first := <-results
	for range 7 {
		if r := <-results; r.err != nil || first.err != nil || r.object != first.object {
			t.Errorf("got %v, %v beside %v, %v; want one object for all", r.object, r.err, first.object, first.err)
		}
	}
}

func TestAFailedMutationIsNotRemembered(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	key, boom := "k", errors.New("boom")
	o := postgres.Once{Person: person(t, pool), Mutation: "openDossier", Key: &key}
	err := postgres.InTx(t.Context(), pool, func(tx pgx.Tx) error {
		return errors.Join(o.Remember(t.Context(), tx, uuid.New(), today()), boom)
	})
	if !errors.Is(err, boom) {
		t.Fatal(err)
	}
	second := uuid.New()
	if got, err := perform(t, pool, o, second, today()); got != second || err != nil {
		t.Errorf("after a failure: %v, %v; want a new try", got, err)
	}
}
