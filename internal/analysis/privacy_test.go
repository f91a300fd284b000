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

// TestLogsHoldNoWords: whole runs, with endpoints that fail in many ways at each
// kind of question and repeat the question, log at no level a word of the
// document, of an answer, of a name, of an address or of the key, and neither
// does what is stored of how the result came about, or an error.
func TestLogsHoldNoWords(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	said := func(r *fakellm.Request) string { return r.User() + r.Header.Get("Authorization") }
	failing := func(k fakellm.Kind, status int) fakellm.Rule {
		return fakellm.Rule{Match: fakellm.Of(k), Times: 2, Status: status, Content: said, Header: map[string]string{"X-Request-Id": "r-1"}}
	}
	oracle := fakellm.Oracle(fakellm.Label{Quote: leaver, Leaf: "cj.stage"}, fakellm.Label{Quote: "I hope to hand the annex to Temitope.", Leaf: "ge.leaders", Stance: "hypothetical"})
	wording := func(words string) fakellm.Rule {
		return fakellm.Rule{Match: fakellm.Of(fakellm.Suggest), Content: fakellm.Suggesting(func(g fakellm.Gap) string { return words + g.Near })}
	}
	for name, tt := range map[string]struct {
		rules []fakellm.Rule
		// wrong tells that something goes wrong, later that the job is put off,
		// worded that a suggestion is shown.
		wrong, later, worded bool
	}{
		"windows":             {rules: []fakellm.Rule{failing(fakellm.Map, 400), failing(fakellm.Map, 500), failing(fakellm.Map, 200), failing(fakellm.Map, 413), oracle}, wrong: true},
		"criteria":            {rules: []fakellm.Rule{failing(fakellm.Reduce, 500), failing(fakellm.Reduce, 200), failing(fakellm.Reduce, 400), oracle}, wrong: true},
		"a wait":              {rules: []fakellm.Rule{{Match: fakellm.Of(fakellm.Reduce), Status: 429, Header: map[string]string{"Retry-After": "90"}, Content: said}, oracle}, wrong: true, later: true},
		"the key":             {rules: []fakellm.Rule{{Status: 401, Content: said}}, wrong: true},
		"suggestions, 400":    {rules: []fakellm.Rule{failing(fakellm.Suggest, 400), oracle}, wrong: true},
		"suggestions, 500":    {rules: []fakellm.Rule{failing(fakellm.Suggest, 500), failing(fakellm.Suggest, 500), oracle}, wrong: true},
		"suggestions, form":   {rules: []fakellm.Rule{failing(fakellm.Suggest, 200), failing(fakellm.Repair, 200), oracle}},
		"suggestions, wait":   {rules: []fakellm.Rule{{Match: fakellm.Of(fakellm.Suggest), Status: 429, Header: map[string]string{"Retry-After": "90"}, Content: said}, oracle}, wrong: true},
		"suggestions refused": {rules: []fakellm.Rule{wording("Say that the farmers of Temitope won 40 prizes. "), oracle}},
		"suggestions shown": {rules: []fakellm.Rule{{Match: fakellm.Of(fakellm.Suggest), Content: fakellm.Suggesting(func(g fakellm.Gap) string {
			if g.Near == "" {
				return ""
			}
			return "Name what Temitope leads in the annex today."
		})}, oracle}, worded: true},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			log := slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.Level(-1000)}))
			s := started(t, tt.rules...)
			work := worker(t, w, s, func(o *llm.Options) {
				o.Log, o.Cache = log, analysis.PGCache{DB: w.DB, Seal: seal(t, name)} // its own answers
			})
			work.Log = log
			for name, opt := range work.Options {
				opt.Log = log
				work.Options[name] = opt
			}
			work.Exchanges = &analysis.Exchanges{DB: w.DB, Seal: seal(t, "key"), Log: log}
			text := leaver + "\n\n## Board\n\nI hope to hand the annex to Temitope. Write to temitope.bassey@example.org or +49 170 1234567.\n\n" +
				strings.Repeat("We met on Tuesdays in the mill. ", 200)
			key := asked(t, w, "Zebedee "+name, text)
			err := attempt(t, w, work, key)
			if _, later := errors.AsType[*analysis.RetryLater](err); later != tt.later || err != nil && !later {
				t.Fatal(err)
			}
			if tt.wrong && !strings.Contains(out.String(), `"class"`) {
				t.Errorf("nothing went wrong: %s", out.String())
			}
			got := row(t, w, key)
			if got.From.Suggestions == nil && !tt.later || got.From.Suggestions != nil && (got.From.Suggestions.Worded > 0) != tt.worded {
				t.Errorf("suggestions %+v", got.From.Suggestions)
			}
			all := fmt.Sprintf("%s\n%v\n%+v\n%+v", out.String(), err, got, got.From.Suggestions)
			for _, word := range []string{"farmers", "engineers", "emitope", "assey", "annex", "Tuesdays", "Portfolio", "test-key", "Zebedee", "170 1234567", "prizes"} {
				if strings.Contains(all, word) {
					t.Errorf("%q is told:\n%s", word, all)
				}
			}
		})
	}
}
