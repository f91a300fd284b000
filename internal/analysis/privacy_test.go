package analysis_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/analysis"
	"dossier/internal/analysis/llm"
	"dossier/internal/analysis/llm/fakellm"
	"dossier/internal/fault"
	"dossier/internal/testworld"
)

// TestExchangesAreSealedAndForgotten: with a key every prompt and raw answer is
// kept, readable with that key alone, and deleted after its time; without one
// nothing is kept.
func TestExchangesAreSealedAndForgotten(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	s := started(t, fakellm.Fault(500, "", "x"), fakellm.Oracle(fakellm.Label{Quote: leaver, Leaf: "cj.stage"}))
	none := asked(t, w, "Ben", "We met on Tuesdays in the annex of the mill.")
	if err := attempt(t, w, worker(t, w, s), none); err != nil {
		t.Fatal(err)
	}
	if n := scalar[int](t, w.DB, `select count(*) from model_exchange`); n != 0 {
		t.Errorf("%d exchanges are kept without a key", n)
	}
	work := worker(t, w, s)
	work.Exchanges = &analysis.Exchanges{DB: w.DB, Seal: seal(t, "key"), Log: work.Log}
	before := len(s.Requests())
	key := asked(t, w, "Ana", leaver)
	if err := attempt(t, w, work, key); err != nil {
		t.Fatal(err)
	}
	kept, err := work.Exchanges.Of(ctx, key, w.Now)
	if err != nil || len(kept) != len(s.Requests())-before || len(kept) < 2 {
		t.Fatalf("%d exchanges of %d calls, %v", len(kept), len(s.Requests())-before, err)
	}
	if !strings.Contains(kept[0].Prompt, "farmers") || !strings.Contains(kept[0].Answer, "chatcmpl-") || kept[0].Question != "map" || kept[0].Class != "ok" {
		t.Errorf("kept %+v", kept[0])
	}
	if raw := scalar[[]byte](t, w.DB, `select string_agg(sealed, '') from model_exchange`); bytes.Contains(raw, []byte("farmers")) {
		t.Error("the table holds the text")
	}
	other := analysis.Exchanges{DB: w.DB, Seal: seal(t, "another"), Log: work.Log}
	if _, err := other.Of(ctx, key, w.Now); err == nil {
		t.Error("another key opens them")
	}
	if _, err := work.Exchanges.Of(ctx, uuid.New(), w.Now); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("an analysis that there is not: %v", err)
	}
	// One reading is in the trail, about the candidate; those that failed are not.
	trail := scalar[string](t, w.DB, `select string_agg(coalesce(actor::text, 'program') || ' ' || (detail ->> 'exchanges') || ' ' || (subject = d.candidate_id), ';')
		from audit t, dossier d join analysis a on a.dossier_id = d.id where t.act = 'readExchanges' and a.id = $1`, key)
	if trail != fmt.Sprintf("program %d true", len(kept)) {
		t.Errorf("the trail says %q", trail)
	}
	if n, err := analysis.Forget(ctx, w.DB, time.Hour); n != 0 || err != nil {
		t.Errorf("%d forgotten too early, %v", n, err)
	}
	if _, err := w.DB.Exec(ctx, `update model_exchange set asked_at = asked_at - interval '2 hours'; update analysis_cache set created_at = created_at - interval '2 hours'`); err != nil {
		t.Fatal(err)
	}
	if n, err := analysis.Forget(ctx, w.DB, time.Hour); int(n) < len(kept)+2 || err != nil {
		t.Errorf("%d forgotten, %v", n, err)
	}
	if n := scalar[int](t, w.DB, `select (select count(*) from model_exchange) + (select count(*) from analysis_cache)`); n != 0 {
		t.Errorf("%d rows are left", n)
	}
}

// TestForbiddenLadders: no text of such a ladder is sent, whoever asks: a
// server that knows asks for the offline analyser, and a worker that gets an
// order for the model from one that does not does it offline all the same.
func TestForbiddenLadders(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	s := started(t, fakellm.Oracle())
	forbidden := func(ladder string) bool { return ladder == w.Version.Slug }
	work := worker(t, w, s)
	work.Forbidden = forbidden
	key := asked(t, w, "Ana", leaver)
	if err := attempt(t, w, work, key); err != nil {
		t.Fatal(err)
	}
	got := row(t, w, key)
	if !strings.HasPrefix(got.Analyser, "offline@") || got.Degraded || len(got.Reasons) != 1 || !strings.Contains(got.Reasons[0], "no remote model") {
		t.Errorf("an order for the model: %+v", got)
	}
	w.Requests.Forbidden = forbidden
	ben := asked(t, w, "Ben", leaver)
	if got := row(t, w, ben); got.Analyser != "offline" {
		t.Errorf("asked of %s", got.Analyser)
	}
	if err := attempt(t, w, work, ben); err != nil {
		t.Fatal(err)
	}
	if len(s.Requests()) != 0 {
		t.Errorf("%d requests were sent", len(s.Requests()))
	}
}

// TestLogsHoldNoWords: a whole run, with an endpoint that fails in many ways
// and repeats the question, logs no word of the document, of an answer, of a
// name or of the key.
func TestLogsHoldNoWords(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	var out bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	echo := func(status int) fakellm.Rule {
		return fakellm.Rule{Times: 2, Status: status, Content: func(r *fakellm.Request) string {
			return r.User() + r.Header.Get("Authorization")
		}}
	}
	s := started(t, echo(400), echo(500), echo(200), echo(413), fakellm.Oracle(fakellm.Label{Quote: leaver, Leaf: "cj.stage"}))
	work := worker(t, w, s, func(o *llm.Options) { o.Log = log })
	work.Log = log
	for name, opt := range work.Options {
		opt.Log = log
		work.Options[name] = opt
	}
	work.Exchanges = &analysis.Exchanges{DB: w.DB, Seal: seal(t, "key"), Log: log}
	text := leaver + "\n\n## Board\n\nTemitope Bassey told the board that I was trusted.\n\n" + strings.Repeat("We met on Tuesdays in the annex. ", 200)
	for _, name := range []string{"Ana", "Ben"} {
		if err := attempt(t, w, work, asked(t, w, name, text)); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(out.String(), `"class"`) {
		t.Errorf("nothing went wrong: %s", out.String())
	}
	for _, word := range []string{"farmers", "engineers", "Temitope", "Bassey", "annex", "Tuesdays", "Portfolio", "test-key", "Ana", "Ben"} {
		if strings.Contains(out.String(), word) {
			t.Errorf("the log holds %q:\n%s", word, out.String())
		}
	}
}
