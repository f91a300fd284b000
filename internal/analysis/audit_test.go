package analysis_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/analysis"
	"dossier/internal/audit"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

// step is a row of the trail.
type step struct {
	Actor, Subject uuid.UUID
	Act, Object    string
	Detail         map[string]string
}

// trail is what the acts of this package have left, and that all of it fits.
func trail(t *testing.T, w *testworld.World) []step {
	t.Helper()
	rows, err := w.DB.Query(t.Context(), `select actor, subject, act, object, detail from audit where act in ('requestAnalysis', 'respondToFinding') order by seq`)
	if err != nil {
		t.Fatal(err)
	}
	steps, err := pgx.CollectRows(rows, pgx.RowToStructByName[step])
	if err != nil {
		t.Fatal(err)
	}
	if r, err := audit.Verify(t.Context(), w.DB, nil, nil); err != nil || r.Broken != "" {
		t.Errorf("the trail: %+v, %v", r, err)
	}
	return steps
}

// Each act leaves one row in the trail; what changed nothing or was refused
// leaves none, nor does the worker.
func TestActsOnAnalysesLeaveTheirTrail(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	ana, sam := w.Candidate("Ana"), w.Person("Sam", "", people.Steward)
	d := w.Open(ana)
	w.Save(ana, d, "mentee-network", "Mentees", "Dana (L3) was promoted to L5 in March 2025 and now leads the console.")
	key := "once"
	asking := analysis.RequestInput{Dossier: d, Key: &key}
	var first uuid.UUID
	for range 2 { // a key that comes twice is one act
		var err error
		if first, err = w.Requests.Request(ctx, ana, asking, w.Now); err != nil {
			t.Fatal(err)
		}
	}
	ask(t, w, ana, d) // the same text gives the same analysis
	if _, err := w.Requests.Request(ctx, sam, analysis.RequestInput{Dossier: d}, w.Now); err != fault.ErrNotFound {
		t.Errorf("a steward asks for a draft: %v", err)
	}
	w.Analyse()
	finding := evidence(t, w, first)
	verdict := analysis.Responding{Evidence: &finding, Verdict: analysis.Agree}
	if err := w.Requests.Respond(ctx, sam, verdict, w.Now); err != fault.ErrNotFound {
		t.Errorf("a steward answers a draft: %v", err)
	}
	if err := w.Requests.Respond(ctx, ana, verdict, w.Now); err != nil {
		t.Fatal(err)
	}
	w.Advance(time.Minute)
	w.Submit(ana, d)
	w.Analyse()
	submitted := newest(t, w, ana, d)
	set(t, w, submitted.UUID, "degraded = true")
	again := ask(t, w, sam, d)

	revision := func(key uuid.UUID) map[string]string {
		return map[string]string{"analyser": "offline", "revision": id.Of(id.Revision, see(t, w, ana, key).RevisionID).String()}
	}
	want := []step{
		{ana.Person, ana.Person, "requestAnalysis", id.Of(id.Analysis, first).String(), revision(first)},
		{ana.Person, ana.Person, "respondToFinding", finding.String(), map[string]string{"verdict": "AGREE"}},
		{sam.Person, ana.Person, "requestAnalysis", id.Of(id.Analysis, again).String(), revision(again)},
	}
	if diff := cmp.Diff(want, trail(t, w)); diff != "" {
		t.Errorf("the trail (-want +got):\n%s", diff)
	}
}

// evidence is the id of some evidence of an analysis.
func evidence(t *testing.T, w *testworld.World, key uuid.UUID) id.ID {
	t.Helper()
	var found uuid.UUID
	err := w.DB.QueryRow(t.Context(), `select e.id from evidence e join finding f on f.id = e.finding_id where f.analysis_id = $1 order by e.position, e.id limit 1`, key).Scan(&found)
	if err != nil {
		t.Fatal(err)
	}
	return id.Of(id.Evidence, found)
}
