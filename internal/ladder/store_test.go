package ladder

import (
	"context"
	"crypto/rand"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/embedded/pgtest"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/postgres"
)

// variant is the small ladder with some of its words exchanged.
func variant(t *testing.T, oldnew ...string) *Version {
	t.Helper()
	dir := small(t)
	for name, f := range dir {
		dir[name] = &fstest.MapFile{Data: []byte(strings.NewReplacer(oldnew...).Replace(string(f.Data)))}
	}
	v, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func newID() uuid.UUID { return id.Maker{Now: time.Now, Rand: rand.Reader}.New() }

// imports imports a version in a transaction of its own.
func imports(t *testing.T, pool *pgxpool.Pool, v *Version) (*Version, bool, error) {
	t.Helper()
	var stored *Version
	var created bool
	err := postgres.InTx(t.Context(), pool, func(tx pgx.Tx) (err error) {
		stored, created, err = Import(t.Context(), tx, v, time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), newID)
		return err
	})
	return stored, created, err
}

// must imports a version that is new.
func must(t *testing.T, pool *pgxpool.Pool, v *Version) *Version {
	t.Helper()
	stored, created, err := imports(t, pool, v)
	if err != nil || !created {
		t.Fatalf("Import: created %v, %v", created, err)
	}
	return stored
}

func TestImportKeepsTheText(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	v, _ := shipped(t)
	stored := must(t, pool, v)
	if stored.UUID == uuid.Nil || stored.Hash != v.Hash {
		t.Errorf("stored as %v with hash %s", stored.UUID, stored.Hash)
	}
	read, err := NewCatalog(pool).ByID(t.Context(), stored.UUID)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := v.Canonical()
	got, _ := read.Canonical()
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("the text changed on its way (-want +got):\n%s", diff)
	}
	if l := read.Level("L8"); l.ID() != id.Part(id.Level, stored.UUID, "L8") || read.ID() != id.Of(id.Ladder, stored.UUID) {
		t.Errorf("ids %v and %v", l.ID(), read.ID())
	}
}

func TestImportTwiceIsOnce(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	first := must(t, pool, variant(t))
	second := must(t, pool, variant(t, "label: First", "label: Second"))
	again, created, err := imports(t, pool, variant(t))
	if err != nil || created || again.UUID != first.UUID {
		t.Errorf("the same text again: %v, created %v, %v; want %v", again, created, err, first.UUID)
	}
	current, err := NewCatalog(pool).Current(t.Context(), nil)
	if err != nil || current.UUID != second.UUID {
		t.Errorf("current is %v, %v; an import of old text must not bring it back", current, err)
	}
	_, _, err = imports(t, pool, variant(t, "No care is shown.", "Nothing is shown."))
	if fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), `ladder "small" has a version with the label "First" and another text, and a version never changes: give the changed text a new label`) {
		t.Errorf("changed text under an old label: %v", err)
	}
}

func TestAVersionCannotBeChanged(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	must(t, pool, variant(t))
	for _, sql := range []string{`update ladder_version set label = 'x'`, `delete from ladder_version`} {
		if _, err := pgtest.Owner(t, pool).Exec(t.Context(), sql); err == nil || !strings.Contains(err.Error(), "ladder_version is immutable") {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

func TestImportNumbersVersions(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	must(t, pool, variant(t, "label: First", "label: First\n  publishedOn: '2026-02-03'"))
	// Imports of one ladder at once wait for each other.
	var wg sync.WaitGroup
	for _, label := range []string{"A", "B", "C", "D"} {
		v := variant(t, "label: First", "label: "+label)
		wg.Go(func() {
			if _, created, err := imports(t, pool, v); err != nil || !created {
				t.Errorf("%s: created %v, %v", label, created, err)
			}
		})
	}
	wg.Wait()
	var numbers, days, times int
	err := pool.QueryRow(t.Context(), `
		select sum(number), count(published_on), count(*) filter (where imported_at = '2026-02-01Z')
		from ladder_version`).Scan(&numbers, &days, &times)
	if err != nil || numbers != 1+2+3+4+5 || days != 1 || times != 5 {
		t.Errorf("numbers add up to %d, %d days, %d times, %v", numbers, days, times, err)
	}
}

func TestOneLadderIsDefault(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	catalog := NewCatalog(pool)
	if _, err := catalog.Current(t.Context(), nil); fault.KindOf(err) != fault.NotFound {
		t.Errorf("no ladder at all: %v", err)
	}
	one := must(t, pool, variant(t, "slug: small", "slug: one"))
	if v, err := catalog.Current(t.Context(), nil); err != nil || v.UUID != one.UUID {
		t.Errorf("the only ladder: %v, %v", v, err)
	}
	two := must(t, pool, variant(t, "slug: small", "slug: two"))
	_, err := catalog.Current(t.Context(), nil)
	if fault.KindOf(err) != fault.Invalid || !strings.HasSuffix(err.Error(), "name one of one, two") {
		t.Errorf("two ladders, none default: %v", err)
	}
	slug := "two"
	if v, err := catalog.Current(t.Context(), &slug); err != nil || v.UUID != two.UUID {
		t.Errorf("ladder two: %v, %v", v, err)
	}
	slug = "three"
	if _, err := catalog.Current(t.Context(), &slug); fault.KindOf(err) != fault.NotFound {
		t.Errorf("ladder three: %v", err)
	}
	// The same text with another flag moves the flag alone.
	if _, created, err := imports(t, pool, variant(t, "slug: small", "slug: two\n  default: true")); created || err != nil {
		t.Errorf("mark ladder two: created %v, %v", created, err)
	}
	if v, err := catalog.Current(t.Context(), nil); err != nil || v.UUID != two.UUID {
		t.Errorf("the default ladder: %v, %v", v, err)
	}
	_, _, err = imports(t, pool, variant(t, "slug: small", "slug: one\n  default: true"))
	if fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), "another ladder is the default") {
		t.Errorf("a second default: %v", err)
	}
}

func TestCatalogAsksLittle(t *testing.T) {
	t.Parallel()
	counter := &postgres.Counter{}
	pool := pgtest.Pool(t, postgres.Options{Tracer: counter})
	first := must(t, pool, variant(t))
	catalog := NewCatalog(pool)
	for _, tt := range []struct {
		what string
		ask  func(context.Context) (*Version, error)
		want int
	}{
		{"current, first time", func(ctx context.Context) (*Version, error) { return catalog.Current(ctx, nil) }, 1},
		{"current, again", func(ctx context.Context) (*Version, error) { return catalog.Current(ctx, nil) }, 1},
		{"by id", func(ctx context.Context) (*Version, error) { return catalog.ByID(ctx, first.UUID) }, 0},
	} {
		counter.Reset()
		v, err := tt.ask(t.Context())
		if err != nil || v.UUID != first.UUID || counter.Count() != tt.want {
			t.Errorf("%s: %v, %v, %d statements, want %d: %v", tt.what, v, err, counter.Count(), tt.want, counter.SQL())
		}
	}
	// An import by another process is seen at once, and the old one stays.
	second := must(t, pool, variant(t, "label: First", "label: Second"))
	if v, err := catalog.Current(t.Context(), nil); err != nil || v.UUID != second.UUID {
		t.Errorf("after an import: %v, %v", v, err)
	}
	if v, err := catalog.ByID(t.Context(), first.UUID); err != nil || v.Label != "First" {
		t.Errorf("the version before: %v, %v", v, err)
	}
	if _, err := catalog.ByID(t.Context(), newID()); err != fault.ErrNotFound {
		t.Errorf("an unknown version: %v", err)
	}
}

func TestCatalogForMany(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	stored := must(t, pool, variant(t))
	catalog := NewCatalog(pool)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			a, err := catalog.Current(t.Context(), nil)
			if err != nil {
				t.Error(err)
				return
			}
			if b, err := catalog.ByID(t.Context(), stored.UUID); a != b || err != nil {
				t.Errorf("two of one version, or %v", err)
			}
		})
	}
	wg.Wait()
}

func TestAFallenDatabaseIsUnavailable(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	catalog := NewCatalog(pool)
	pool.Close()
	if _, err := catalog.ByID(t.Context(), newID()); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("ByID = %v", err)
	}
	if _, err := catalog.Current(t.Context(), nil); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("Current = %v", err)
	}
}
