package main

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/embedded"
	"dossier/internal/embedded/pgtest"
	"dossier/internal/sample"
	"dossier/internal/token"
)

func newSeeder(t *testing.T) *seeder {
	t.Helper()
	r, err := embedded.StartRedis(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Stop)
	log := slog.New(slog.DiscardHandler)
	client, err := redisServer{RedisURL: r.URL()}.connect(log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	a, err := newApp(pgtest.Pool(t), client, working{}, model{}, fence("test"), log)
	if err != nil {
		t.Fatal(err)
	}
	return &seeder{app: a, issuer: token.LocalIssuer, now: now()}
}

// whole counts what the sample holds.
func whole(t *testing.T) (n struct{ people, documents int }) {
	t.Helper()
	data, err := sample.Load()
	if err != nil {
		t.Fatal(err)
	}
	n.people, n.documents = len(data.People), documents(data)
	return n
}

// A first run that is stopped half way must not pass for a whole one.
func TestAHalfWrittenSampleIsSaid(t *testing.T) {
	t.Parallel()
	for _, ids := range []int{12, 1700, 2200} { // among the people, and while documents and panels are written
		s := newSeeder(t)
		ctx, stop := context.WithCancel(t.Context())
		made, newID := 0, s.newID
		count := func() uuid.UUID {
			if made++; made == ids {
				stop()
			}
			return newID()
		}
		s.newID, s.resolver.Acts.NewID, s.resolver.Requests.NewID = count, count, count
		s.panels.NewID, s.resolver.ReviewActs.NewID, s.resolver.DecisionActs.NewID = count, count, count
		if err := s.seed(ctx); err == nil {
			t.Fatalf("the run was not stopped at %d ids; it made %d", ids, made)
		}
		err := s.seed(t.Context())
		var people, documents int
		if e := s.pool.QueryRow(t.Context(), `select (select count(*) from person), (select count(*) from document)`).Scan(&people, &documents); e != nil {
			t.Fatal(e)
		}
		switch {
		case err == nil && people == whole(t).people && documents == whole(t).documents:
		case err != nil && strings.Contains(err.Error(), "--fresh"):
		default:
			t.Errorf("stopped at %d ids, then again: %v, with %d people and %d documents", ids, err, people, documents)
		}
	}
}

func TestTheSampleIsWrittenOnceAndAmongNobody(t *testing.T) {
	t.Parallel()
	s := newSeeder(t)
	for range 2 {
		if err := s.seed(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	var people int
	if err := s.pool.QueryRow(t.Context(), `select count(*) from person`).Scan(&people); err != nil || people != whole(t).people {
		t.Errorf("%d people, %v", people, err)
	}
	s.issuer = "https://login.example.org"
	if err := s.seed(t.Context()); err == nil || !strings.Contains(err.Error(), "holds people already") {
		t.Errorf("among other people: %v", err)
	}
}
