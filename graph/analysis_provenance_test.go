package graph_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"

	"dossier/internal/analysis"
	"dossier/internal/analysis/llm"
	"dossier/internal/analysis/llm/fakellm"
	"dossier/internal/analysis/offline"
)

// everything asks for every field of a type that the executable schema has, so
// that a field that is added is asked for, and missed where nothing is said of
// it.
func everything(t *testing.T, name string) string {
	t.Helper()
	s := executable()
	var b strings.Builder
	for _, f := range s.Types[name].Fields {
		b.WriteString(f.Name + " ")
		if of := s.Types[f.Type.Name()]; of.Kind == ast.Object {
			b.WriteString("{ " + everything(t, of.Name) + "} ")
		}
	}
	return b.String()
}

// analysed opens a dossier with documents, asks for an analysis and has it
// done; it returns what is said of where it came from, and what it used.
func (a *api) analysed(t *testing.T, analyser string, model analysis.Analyser, bodies ...string) (from, usage, of map[string]any) {
	t.Helper()
	name := "Ana " + a.NewID().String()
	ana := a.Candidate(name)
	d := a.Open(ana)
	for _, body := range bodies {
		a.Save(ana, d, "technical-strategy-portfolio", "Strategy", body)
	}
	a.Requests.Analyser = analyser
	a.must(name, `mutation($d: ID!) { requestAnalysis(input: {dossier: $d}) { analysis { id } problem { message } } }`, map[string]any{"d": d.String()})
	if model != nil {
		a.Analyse(model)
	} else if analyser == "offline" {
		a.Analyse()
	}
	query := fmt.Sprintf(`query($d: ID!) { node(id: $d) { ... on Dossier { analysis { status degraded degradedReasons provenance { %s} usage { %s} } } } }`,
		everything(t, "Provenance"), everything(t, "Usage"))
	of = at(t, a.must(name, query, map[string]any{"d": d.String()}), "node.analysis").(map[string]any)
	return of["provenance"].(map[string]any), of["usage"].(map[string]any), of
}

func sum(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}

// same compares all that is said with all that should be.
func same(t *testing.T, what string, got, want map[string]any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func numbers(calls, in, out, cached int) map[string]any {
	return map[string]any{"calls": float64(calls), "inputTokens": float64(in), "outputTokens": float64(out), "cachedTokens": float64(cached)}
}

// origins are the fields of a finished analysis that are the same whatever
// the analyser.
func (a *api) origins(t *testing.T, bodies ...string) map[string]any {
	t.Helper()
	rubric, err := a.Version.Level("L8").RubricHash()
	if err != nil {
		t.Fatal(err)
	}
	hashes := []any{}
	for _, b := range bodies {
		hashes = append(hashes, sum(b))
	}
	now := a.Now.Format(time.RFC3339)
	return map[string]any{
		"ladderVersion": "February 2026", "rubricHash": rubric, "documentHashes": hashes, "coverage": 1.0, "startedAt": now, "finishedAt": now,
		"fallback": nil, "model": nil, "endpoint": nil, "mode": nil, "parameters": nil, "fingerprint": nil, "limits": []any{}, "suggestions": nil,
	}
}

// off is the offline analyser as it names itself.
func off(t *testing.T) (name, version string, limits []any) {
	t.Helper()
	o, err := offline.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range o.Limits() {
		limits = append(limits, l)
	}
	version = o.Provenance().PromptVersion
	if !regexp.MustCompile(`^offline@\d+$`).MatchString(o.Name()) || !regexp.MustCompile(`^[0-9a-f]{12}$`).MatchString(version) || len(limits) < 4 {
		t.Errorf("the offline analyser is %q at %q, with %d limits", o.Name(), version, len(limits))
	}
	return o.Name(), version, limits
}

func counted(worded, refused int, left any) map[string]any {
	return map[string]any{"worded": float64(worded), "refused": float64(refused), "left": left}
}

// Until it is finished an analysis says who is to do it, and nothing that is
// not known yet.
func TestProvenanceOfWhatIsQueued(t *testing.T) {
	t.Parallel()
	a := serve(t)
	from, usage, of := a.analysed(t, "llm", nil, studied)
	want := a.origins(t)
	for _, f := range []string{"rubricHash", "coverage", "startedAt", "finishedAt", "promptVersion"} {
		want[f] = nil
	}
	want["analyser"], want["steps"] = "llm", []any{}
	same(t, "provenance", from, want)
	same(t, "usage", usage, numbers(0, 0, 0, 0))
	same(t, "analysis", map[string]any{"status": of["status"], "degraded": of["degraded"]}, map[string]any{"status": "QUEUED", "degraded": false})
}

// Offline, a result names analyser, rubric, texts, limits and coverage, and
// has used nothing.
func TestProvenanceOfflineIsWhole(t *testing.T) {
	t.Parallel()
	a := serve(t)
	from, usage, of := a.analysed(t, "offline", nil, studied)
	want := a.origins(t, studied)
	want["analyser"], want["promptVersion"], want["limits"] = off(t)
	want["steps"] = from["steps"]
	same(t, "provenance", from, want)
	if s := from["steps"].([]any); len(s) == 0 || !slices.ContainsFunc(s, func(x any) bool { return at(t, x, "step") == "pipeline" }) {
		t.Errorf("steps %v", s)
	}
	same(t, "usage", usage, numbers(0, 0, 0, 0))
	same(t, "analysis", of, map[string]any{"status": "SUCCEEDED", "degraded": false, "degradedReasons": []any{}, "provenance": of["provenance"], "usage": of["usage"]})

	// What was not read is not counted as read, and is said.
	from, _, of = a.analysed(t, "offline", nil, studied, strings.Repeat("Nous avons choisi une base de données que nous connaissions déjà, et les pannes ont cessé au printemps suivant. ", 3))
	if c := from["coverage"].(float64); c <= 0.2 || c >= 0.8 || of["degraded"] != false || !strings.Contains(fmt.Sprint(of["degradedReasons"]), "language") {
		t.Errorf("half of it is French: coverage %v, degraded %v, %v", c, of["degraded"], of["degradedReasons"])
	}
}

// client asks a scripted server under a name that the server does not give
// back.
func (a *api) client(t *testing.T, s *fakellm.Server, cache analysis.Cache) *llm.Client {
	t.Helper()
	c, err := llm.New(llm.Options{URL: s.Base(), Key: "test-key", Model: "small-model", Secret: []byte("secret"), Cache: cache, Now: a.Clock, Backoff: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func script(t *testing.T, rules ...fakellm.Rule) *fakellm.Server {
	t.Helper()
	for i := range rules {
		rules[i].Usage = map[string]any{"prompt_tokens": 9000, "completion_tokens": 100, "prompt_tokens_details": map[string]any{"cached_tokens": 7}}
	}
	s := fakellm.Start(rules...)
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s
}

// modelled adds what a model's endpoint is known by.
func (a *api) modelled(t *testing.T, c *llm.Client, s *fakellm.Server, bodies ...string) map[string]any {
	t.Helper()
	want := a.origins(t, bodies...)
	for f, v := range map[string]any{
		"analyser": c.Name(), "model": "small-model-fake", "endpoint": s.Listener.Addr().String(), "mode": "json_schema",
		"parameters": `"temperature":0,"max_tokens":0`, "fingerprint": "fp_fake", "promptVersion": c.Provenance().PromptVersion,
	} {
		want[f] = v
	}
	if name, prompts := c.Name(), c.Provenance().PromptVersion; !regexp.MustCompile(`^llm@\d+$`).MatchString(name) || len(prompts) < 8 {
		t.Errorf("the analyser is %q, its prompts are named %q", name, prompts)
	}
	return want
}

// With a model, a result names the model as it answers, endpoint, mode,
// parameters and prompts, and counts every call and token, once.
func TestProvenanceOfAModelIsWhole(t *testing.T) {
	t.Parallel()
	a := serve(t)
	first := true
	s := script(t, fakellm.Rule{Match: fakellm.Of(fakellm.Suggest), Content: fakellm.Suggesting(func(fakellm.Gap) string {
		if first {
			first = false
			return "Name the decision and what changed afterwards."
		}
		return "I saved 40 engineers at Acme in 2023."
	})}, fakellm.Oracle(fakellm.Label{Quote: "Repeat sales per farmer rose from 1.4 to 3.2 a season.", Leaf: "cj.outcome"}))
	cache := new(analysis.Memory)
	c := a.client(t, s, cache)
	from, usage, of := a.analysed(t, "llm", c, studied)
	want := a.modelled(t, c, s, studied)
	want["steps"], want["suggestions"] = from["steps"], counted(1, 5, nil)
	same(t, "provenance", from, want)
	for _, step := range []string{"map", "pipeline", "reduce", "suggest"} {
		if !slices.ContainsFunc(from["steps"].([]any), func(x any) bool { return at(t, x, "step") == step && at(t, x, "version").(float64) > 0 }) {
			t.Errorf("no version of step %s: %v", step, from["steps"])
		}
	}
	n := len(s.Requests())
	if s.Count(fakellm.Probe) == 0 || s.Count(fakellm.Map) != 1 || s.Count(fakellm.Reduce) == 0 {
		t.Errorf("%d calls: %d probes, %d of windows, %d of criteria", n, s.Count(fakellm.Probe), s.Count(fakellm.Map), s.Count(fakellm.Reduce))
	}
	same(t, "usage", usage, numbers(n, 9000*n, 100*n, 7*n))
	same(t, "analysis", of, map[string]any{"status": "SUCCEEDED", "degraded": false, "degradedReasons": []any{}, "provenance": of["provenance"], "usage": of["usage"]})

	// The same text again, by a process that has asked nothing yet: answers
	// that are kept cost nothing, and the model is the one asked for.
	again := a.client(t, s, cache)
	from, usage, _ = a.analysed(t, "llm", again, studied)
	want["model"], want["mode"], want["fingerprint"] = "small-model", nil, nil
	same(t, "provenance", from, want)
	same(t, "usage", usage, numbers(0, 0, 0, 0))
	if now := len(s.Requests()); now != n {
		t.Errorf("%d more calls for what was answered before", now-n)
	}
}

// Where the offline analyser finished what the model could not, both are
// named, with the limits of the one and the calls of the other.
func TestProvenanceOfAMixedAnalysisIsWhole(t *testing.T) {
	t.Parallel()
	a := serve(t)
	s := script(t, fakellm.Rule{Match: fakellm.Of(fakellm.Map), Refusal: "I cannot help with that."}, fakellm.Oracle())
	c := a.client(t, s, nil)
	from, usage, of := a.analysed(t, "llm", c, studied)
	want := a.modelled(t, c, s, studied)
	name, version, limits := off(t)
	want["analyser"], want["fallback"], want["limits"], want["steps"] = "mixed", name+" "+version, limits, from["steps"]
	want["suggestions"] = counted(0, 0, nil)
	same(t, "provenance", from, want)
	n := len(s.Requests())
	same(t, "usage", usage, numbers(n, 9000*n, 100*n, 7*n))
	same(t, "analysis", of, map[string]any{"status": "SUCCEEDED", "degraded": true, "degradedReasons": []any{"the model declined to answer"},
		"provenance": of["provenance"], "usage": of["usage"]})

	// No part of it by the model: the key is refused at the first call.
	s.Script(fakellm.Rule{Status: 401, Body: `{"error":{"message":"no","type":"invalid_request_error","code":"invalid_api_key"}}`})
	refused := a.client(t, s, nil)
	from, usage, of = a.analysed(t, "llm", refused, studied)
	want["model"], want["mode"], want["fingerprint"] = "small-model", nil, nil
	want["suggestions"] = counted(0, 0, "the model's endpoint refused the key, or its quota is spent")
	same(t, "provenance", from, want)
	if usage["calls"] != float64(len(s.Requests())-n) || usage["outputTokens"] != 0.0 || of["degraded"] != true ||
		!strings.Contains(fmt.Sprint(of["degradedReasons"]), "refused the key") {
		t.Errorf("usage %v of %d calls, degraded %v, %v", usage, len(s.Requests())-n, of["degraded"], of["degradedReasons"])
	}
}
