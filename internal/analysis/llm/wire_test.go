package llm

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"dossier/internal/analysis"
	"dossier/internal/analysis/llm/fakellm"
)

// TestWhatIsSent looks at the bytes: the schema in the order of its file, the
// temperature that go-openai cannot send, the key and no stream.
func TestWhatIsSent(t *testing.T) {
	t.Parallel()
	s := start(t, fakellm.Oracle(labels()...))
	if _, err := client(t, s, func(o *Options) { o.Model = "gpt-4o-mini" }).Map(t.Context(), mapInput(caseStudy)); err != nil {
		t.Fatal(err)
	}
	r := s.Requests()[0]
	body := string(r.Body)
	for _, want := range []string{
		`"temperature":0,"max_tokens":2000,"prompt_cache_key":"map-`, `"strict":true`, `"stream":false`,
		`"required":["items","claims","addressed_to_reader"],"properties":{"items":`,
		`"required":["first","last","quote","why","actor","polarity","weight","leaf"]`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is not in %s", want, body[max(0, len(body)-400):])
		}
	}
	if r.Header.Get("Authorization") != "Bearer test-key" || r.Path != "/v1/chat/completions" {
		t.Errorf("%s, %s", r.Path, r.Header.Get("Authorization"))
	}
}

func TestAzure(t *testing.T) {
	t.Parallel()
	s := start(t, fakellm.Oracle(labels()...))
	c := client(t, s, func(o *Options) { o.URL, o.AzureVersion, o.Model = s.URL, "2024-10-21", "our-gpt-4.1" })
	out, err := c.Map(t.Context(), mapInput(caseStudy))
	if err != nil || len(out.Items) != 3 {
		t.Fatalf("%+v, %v", out, err)
	}
	r := s.Requests()[0]
	if want := "/openai/deployments/our-gpt-4.1/chat/completions?api-version=2024-10-21"; r.Path != want || r.Header.Get("Api-Key") != "test-key" {
		t.Errorf("%s, want %s", r.Path, want)
	}
}

func TestInjectRefusesWhatIsNoObject(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{`{"a":1}`: `{"a":1,"b":2}`, "{\"a\":1}\n": `{"a":1,"b":2}`, "[]": "", "x": ""} {
		req := httptest.NewRequest(http.MethodPost, "http://x/", strings.NewReader(body))
		w := &wire{extra: []byte(`"b":2`)}
		err := w.inject(req)
		if want == "" {
			if err == nil {
				t.Errorf("%q is taken", body)
			}
			continue
		}
		got, readErr := io.ReadAll(req.Body)
		if err != nil || readErr != nil || string(got) != want || req.ContentLength != int64(len(want)) {
			t.Errorf("%q becomes %q, %v", body, got, err)
		}
	}
}

// TestProbeOnce: jobs that start together find out about the endpoint once,
// and one that is stopped meanwhile does not wait.
func TestProbeOnce(t *testing.T) {
	t.Parallel()
	slow := fakellm.Oracle(labels()...)
	slow.Delay = 50 * time.Millisecond
	slow.Match = fakellm.Of(fakellm.Probe)
	s := start(t, slow, fakellm.Oracle(labels()...))
	c := client(t, s, func(o *Options) { o.Mode = "" })
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			if _, err := c.Map(t.Context(), mapInput(caseStudy)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := s.Count(fakellm.Probe); n != 2 {
		t.Errorf("%d probes", n)
	}
	other := client(t, s, func(o *Options) { o.Mode = "" })
	other.probing <- struct{}{}
	cause := errors.New("drained")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	if _, err := other.Map(ctx, mapInput(caseStudy)); !errors.Is(err, cause) {
		t.Errorf("error %v", err)
	}
}

// TestStoppedInACall gives the job's own cause, and no fallback.
func TestStoppedInACall(t *testing.T) {
	t.Parallel()
	cause := errors.New("lease lost")
	ctx, cancel := context.WithCancelCause(t.Context())
	s := start(t, fakellm.Rule{Handler: func(_ http.ResponseWriter, r *http.Request) {
		cancel(cause)
		<-r.Context().Done()
	}})
	res, err := analysis.Run(ctx, input(caseStudy), analysis.Options{Analyser: client(t, s), Fallback: finder(t)})
	if !errors.Is(err, cause) || res.Findings != nil || len(s.Requests()) != 1 {
		t.Errorf("%v after %d requests", err, len(s.Requests()))
	}
}

// broken is a cache that cannot be reached.
type broken struct{}

func (broken) Answer(context.Context, analysis.Key, analysis.Asking) ([]byte, error) {
	return nil, errors.New("down")
}

func (broken) Has(context.Context, analysis.Key) (bool, error) { return false, errors.New("down") }

// spoilt is a cache that holds something else.
type spoilt struct{ broken }

func (spoilt) Answer(context.Context, analysis.Key, analysis.Asking) ([]byte, error) {
	return []byte("not JSON"), nil
}

// full is a cache that cannot keep anything.
type full struct{ broken }

func (full) Answer(ctx context.Context, _ analysis.Key, ask analysis.Asking) ([]byte, error) {
	if _, _, err := ask(ctx); err != nil {
		return nil, err
	}
	return nil, errors.New("full")
}

func TestCacheThatFails(t *testing.T) {
	t.Parallel()
	for _, cache := range []analysis.Cache{broken{}, spoilt{}, full{}} {
		s := start(t, fakellm.Oracle(labels()...))
		out, err := client(t, s, func(o *Options) { o.Cache = cache }).Map(t.Context(), mapInput(caseStudy))
		if err != nil || len(out.Items) != 3 {
			t.Errorf("%T: %+v, %v", cache, out, err)
		}
	}
}
