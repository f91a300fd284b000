package analysis_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/analysis"
	"dossier/internal/analysis/offline"
	"dossier/internal/dossier"
	"dossier/internal/embedded/pgtest"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

// waits reports whether somebody waits for a lock of this database.
func waits(t *testing.T, owner *pgxpool.Pool) bool {
	t.Helper()
	var n int
	if err := owner.QueryRow(t.Context(), `select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n > 0
}

// A worker that saves holds the analysis and refers to the dossier; who
// withdraws holds the dossier and waits for the analysis. Neither may be
// refused for it.
func TestSavingAndWithdrawingAtOnce(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	ana := w.Candidate("Ana")
	d := w.Open(ana)
	w.Save(ana, d, "mentee-network", "Mentees", "Dana (L3) was promoted to L5 in March 2025.")
	key := ask(t, w, ana, d)
	set(t, w, key, "status = 'RUNNING', fence = 1, started_at = now()")
	off, err := offline.New()
	if err != nil {
		t.Fatal(err)
	}
	work := &analysis.Work{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID, Log: slog.New(slog.DiscardHandler), Changed: w.Requests.Changed,
		Options: map[string]analysis.Options{"offline": {Analyser: off}}}
	save, err := work.Do(ctx, key, 1, w.Now, func(uuid.UUID) {})
	if err != nil {
		t.Fatal(err)
	}
	tx, err := w.DB.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	if _, err := tx.Exec(ctx, `update analysis set status = 'SUCCEEDED', finished_at = now() where id = $1 and fence = 1`, key); err != nil {
		t.Fatal(err)
	}
	withdrawn := make(chan error, 1)
	go func() { withdrawn <- w.Acts.Withdraw(ctx, ana, dossier.DossierInput{Dossier: d}, w.Now) }()
	owner := pgtest.Owner(t, w.DB) // the program itself does not see who waits
	for deadline := time.Now().Add(30 * time.Second); !waits(t, owner); {
		if time.Now().After(deadline) {
			t.Fatal("the withdrawal does not wait for the analysis")
		}
	}
	if err := save(ctx, tx); err != nil {
		t.Errorf("save: %v", err)
	}
	if err := tx.Commit(ctx); err != nil {
		t.Errorf("commit: %v", err)
	}
	if err := <-withdrawn; err != nil {
		t.Errorf("withdraw: %v", err)
	}
}

func TestTextThatIsChangedBackIsAnalysedAgain(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ana := w.Candidate("Ana")
	d := w.Open(ana)
	doc := w.Save(ana, d, "mentee-network", "Mentees", "A")
	save := func(body string, base int) {
		t.Helper()
		in := dossier.Saving{Dossier: d, Document: &doc, Component: "mentee-network", Title: "Mentees", Body: body, BaseVersion: &base}
		if _, err := w.Acts.Save(t.Context(), ana, in, w.Now); err != nil {
			t.Fatal(err)
		}
	}
	ask(t, w, ana, d)
	w.Analyse()
	save("B", 1)
	second := ask(t, w, ana, d)
	save("A", 2)
	third := ask(t, w, ana, d)
	if got := see(t, w, ana, second).Status; got != analysis.Cancelled {
		t.Errorf("the analysis of text that is gone is %s", got)
	}
	if got := newest(t, w, ana, d); got.UUID != third || got.Status != analysis.Queued {
		t.Errorf("the page shows %v, %s; asked for was %v", got.UUID, got.Status, third)
	}
}

// Two servers' clocks may differ; whose analysis is whose must not depend on
// them.
func TestAStewardNeverSeesADraftsAnalysisWhateverTheClocks(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ana := w.Candidate("Ana")
	sam := w.Person("Sam", "L10", people.Steward)
	d := w.Open(ana)
	w.Fill(ana, d)
	w.Advance(time.Hour)
	draft := ask(t, w, ana, d)
	w.Analyse()
	w.Advance(-2 * time.Hour)
	if err := w.Acts.Submit(t.Context(), ana, dossier.DossierInput{Dossier: d}, w.Now); err != nil {
		t.Fatal(err)
	}
	if see(t, w, sam, draft) != nil {
		t.Error("a steward sees the draft's analysis")
	}
	if got := newest(t, w, sam, d); got == nil || got.UUID == draft || got.Status != analysis.Queued {
		t.Errorf("the steward is shown %+v, want the submission's own", got)
	}
	if got := newest(t, w, ana, d); got == nil || got.UUID == draft {
		t.Errorf("the candidate is shown %+v, want the submission's own", got)
	}
}
