// Package testworld makes the world that tests of the areas and of the API
// start from: a database of the test's own with the shipped ladder and a few
// people, real stores and acts, and a clock that stands still. It is used by
// tests alone.
package testworld

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/analysis"
	"dossier/internal/dossier"
	"dossier/internal/embedded/pgtest"
	"dossier/internal/facts"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/panel"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/standing"
	"dossier/internal/token"
	"dossier/ladders"
)

// Issuer signs the tokens of everybody in the world.
const Issuer = token.LocalIssuer

// World is one test's database and what works on it.
type World struct {
	T        testing.TB
	DB       *pgxpool.Pool
	Counter  *postgres.Counter
	Ladders  *ladder.Catalog
	Version  *ladder.Version
	People   *people.Store
	Dossiers *dossier.Store
	Acts     *dossier.Acts
	Analyses *analysis.Store
	Requests *analysis.Requests
	Facts    *facts.Store
	Panels   *panel.Acts
	NewID    func() uuid.UUID
	// Now is the world's time, for the test itself; Advance moves it.
	Now time.Time
	mu  sync.Mutex // orders Advance and Clock
	// Rung holds the analyses that were rung for, Changed the dossiers whose
	// subscribers were told.
	Rung, Changed []uuid.UUID
	extras        map[string]*people.Viewer // by name
	ready         map[uuid.UUID]bool        // whom Ready was asked for
}

// New makes a world on a day in November 2026. The same seed makes the same ids.
func New(t testing.TB) *World {
	w := &World{T: t, Now: time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC), Counter: new(postgres.Counter)}
	w.extras, w.ready = map[string]*people.Viewer{}, map[uuid.UUID]bool{}
	w.DB = pgtest.Pool(t, postgres.Options{Tracer: w.Counter})
	source := rand.NewChaCha8([32]byte{1})
	w.NewID = id.Maker{Now: func() time.Time { return w.Now }, Rand: io.Reader(source)}.New
	w.Ladders = ladder.NewCatalog(w.DB)
	w.Version = w.Import()
	w.People = &people.Store{DB: w.DB}
	w.Dossiers = &dossier.Store{DB: w.DB}
	w.Analyses = &analysis.Store{DB: w.DB}
	ring := func(_ context.Context, a uuid.UUID) { w.Rung = append(w.Rung, a) }
	changed := func(_ context.Context, d uuid.UUID) { w.Changed = append(w.Changed, d) }
	w.Facts = &facts.Store{DB: w.DB}
	w.Acts = &dossier.Acts{DB: w.DB, Ladders: w.Ladders, Levels: w.People, Facts: w.Facts, NewID: w.NewID, Ring: ring, Changed: changed}
	w.Requests = &analysis.Requests{
		DB: w.DB, Dossiers: w.Acts, Ladders: w.Ladders, Facts: w.Facts, Analyser: "offline", NewID: w.NewID, Ring: ring, Changed: changed,
	}
	w.Panels = &panel.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID, Rand: rand.NewChaCha8([32]byte{2})}
	w.Acts.Analyses, w.Acts.Panels = w.Requests, w.Panels
	return w
}

// Import imports the shipped ladder, changed by the functions.
func (w *World) Import(change ...func(*ladder.Version)) *ladder.Version {
	w.T.Helper()
	v, err := ladder.Load(ladders.Default())
	w.must(err)
	for _, c := range change {
		c(v)
		text, err := v.Canonical()
		w.must(err)
		v.Hash = fmt.Sprintf("%x", sha256.Sum256(text))
	}
	w.Tx(func(tx pgx.Tx) error {
		v, _, err = ladder.Import(w.T.Context(), tx, v, w.Now, w.NewID)
		return err
	})
	v, err = w.Ladders.ByID(w.T.Context(), v.UUID)
	w.must(err)
	return v
}

// Person adds somebody who signs in with their name as subject, holds a level
// (none if empty) since four years ago and roles since then.
func (w *World) Person(name, level string, roles ...people.Role) *people.Viewer {
	w.T.Helper()
	p := &people.Person{UUID: w.NewID(), Name: name}
	since := w.Now.AddDate(-4, 0, 0)
	w.Tx(func(tx pgx.Tx) error {
		ctx := w.T.Context()
		w.must(w.People.Add(ctx, tx, p, w.Now))
		w.must(w.People.AddIdentity(ctx, tx, p.UUID, Issuer, name, w.Now))
		for _, r := range roles {
			_, err := w.People.Grant(ctx, tx, w.NewID(), p.UUID, r, since)
			w.must(err)
		}
		if level != "" {
			w.must(w.People.AddRank(ctx, tx, w.NewID(), p.UUID, people.Rank{Ladder: w.Version.LadderID, Level: level, From: since, Cause: people.Import}))
		}
		return nil
	})
	v, err := w.People.ViewerBy(w.T.Context(), Issuer, name, w.Now)
	w.must(err)
	return v
}

// Candidate adds somebody at L8 who may open dossiers.
func (w *World) Candidate(name string) *people.Viewer {
	w.T.Helper()
	return w.Person(name, "L8", people.Candidate)
}

// Open opens a draft to L9.
func (w *World) Open(v *people.Viewer) id.ID {
	w.T.Helper()
	key, err := w.Acts.Open(w.T.Context(), v, dossier.Opening{To: "L9"}, w.Now)
	w.must(err)
	return id.Of(id.Dossier, key)
}

// Save adds a document to a draft.
func (w *World) Save(v *people.Viewer, d id.ID, component, title, body string) id.ID {
	w.T.Helper()
	key, err := w.Acts.Save(w.T.Context(), v, dossier.Saving{Dossier: d, Component: component, Title: title, Body: body}, w.Now)
	w.must(err)
	return id.Of(id.Document, key)
}

// Fill makes a draft one that can be submitted: with a document in each
// component that needs one, a candidate whom nothing stops, and a word on what
// the ranking standard asks and the candidate does not meet.
func (w *World) Fill(v *people.Viewer, d id.ID) {
	w.T.Helper()
	for _, c := range w.Version.Level("L8").Promotion.Assessment {
		if c.Minimum > 0 {
			w.Save(v, d, c.Key, c.Title, "In March 2024 I moved five engineers to the agent console. Repeat sales rose from 1.4 to 3.2.\n")
		}
	}
	w.Ready(v)
	w.Explain(v, d)
}

// Explain explains each requirement that asks for it.
func (w *World) Explain(v *people.Viewer, d id.ID) {
	w.T.Helper()
	all, err := w.Facts.Of(w.T.Context(), v, w.Version, []uuid.UUID{v.Person})
	w.must(err)
	for _, r := range standing.EligibilityFor(all[v.Person], w.Version, w.Version.Level("L8"), w.Now).Requirements {
		if r.Kind == ladder.Explain && r.Verdict != ladder.Pass {
			w.must(w.Acts.ExplainRequirement(w.T.Context(), v, dossier.Explaining{Dossier: d, Requirement: r.Key, Explanation: "It was not recorded at the time."}, w.Now))
		}
	}
}

// Submit fills and submits a draft.
func (w *World) Submit(v *people.Viewer, d id.ID) {
	w.T.Helper()
	w.Fill(v, d)
	w.must(w.Acts.Submit(w.T.Context(), v, dossier.DossierInput{Dossier: d}, w.Now))
}

// Advance moves the world's time.
func (w *World) Advance(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.Now = w.Now.Add(d)
}

// Clock is the world's time, for servers that run beside the test.
func (w *World) Clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.Now
}

// Tx runs fn in a transaction that must succeed.
func (w *World) Tx(fn func(pgx.Tx) error) {
	w.T.Helper()
	w.must(postgres.InTx(w.T.Context(), w.DB, fn))
}

func (w *World) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}
