package llm

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/analysis"
	"dossier/internal/analysis/llm/fakellm"
)

// lasting makes a fault that does not go away.
func lasting(r fakellm.Rule) fakellm.Rule {
	r.Times = 0
	return r
}

// TestFaults runs the pipeline against an endpoint that fails first and then,
// where it can, recovers. Each scenario ends in a known state.
func TestFaults(t *testing.T) {
	t.Parallel()
	oracle := fakellm.Oracle(labels()...)
	say := func(r fakellm.Rule) fakellm.Rule { r.Times = 1; return r }
	text := func(s string) fakellm.Rule { return say(fakellm.Rule{Content: fakellm.Text(s)}) }
	tests := []struct {
		name  string
		rules []fakellm.Rule
		// reason is why the fallback had to work, empty where it did not.
		reason string
		calls  int // at least
	}{
		{"500 twice", []fakellm.Rule{fakellm.Fault(500, "", "x"), fakellm.Fault(503, "", "x"), oracle}, "", 4},
		{"500 for ever", []fakellm.Rule{lasting(fakellm.Fault(500, "", "x"))}, "the model's endpoint failed repeatedly", 3},
		{"502 HTML, once", []fakellm.Rule{say(fakellm.Rule{Status: 502, Body: "<html>"}), oracle}, "", 3},
		{"200 HTML, once", []fakellm.Rule{say(fakellm.Rule{Body: "<html>"}), oracle}, "", 3},
		{"200 HTML for ever", []fakellm.Rule{{Body: "<html>"}}, "the model's endpoint could not be reached, or its answers broke off", 2},
		{"200 with an error, once", []fakellm.Rule{say(fakellm.Rule{Body: `{"error":{"message":"x"}}`}), oracle}, "", 3},
		{"no choices for ever", []fakellm.Rule{{Body: `{"choices":[]}`}}, "the model's endpoint failed repeatedly", 3},
		{"429, a short wait", []fakellm.Rule{fakellm.TooMany("0.01"), oracle}, "", 3},
		{"429, no header", []fakellm.Rule{fakellm.TooMany(""), oracle}, "", 3},
		{"quota", []fakellm.Rule{lasting(fakellm.Fault(429, "insufficient_quota", "x"))}, reasonDenied, 1},
		{"wrong key", []fakellm.Rule{lasting(fakellm.Fault(401, "", "x"))}, reasonDenied, 1},
		{"cut by length", []fakellm.Rule{fakellm.CutLength(), oracle}, "", 3},
		{"cut between chunks", []fakellm.Rule{fakellm.CutChunked(), oracle}, "", 3},
		{"cut by closing", []fakellm.Rule{fakellm.CutClose(), oracle}, "", 3},
		{"huge answer", []fakellm.Rule{fakellm.Huge(64 << 20), oracle}, "", 3},
		{"gzip bomb", []fakellm.Rule{fakellm.Bomb(256 << 20), oracle}, "", 3},
		{"length, once", []fakellm.Rule{say(fakellm.Rule{Content: fakellm.Text(`{"items":[`), Finish: "length"}), oracle}, "", 3},
		{"length for ever", []fakellm.Rule{{Content: fakellm.Text(`{"items":[`), Finish: "length"}}, "the model's answer did not come to an end", 4},
		{"white space for ever", []fakellm.Rule{{Content: fakellm.Text("{" + strings.Repeat("\n", 400))}}, "the model's answer did not come to an end", 4},
		{"reasoning only", []fakellm.Rule{say(fakellm.Rule{Message: map[string]any{"reasoning": "hm"}}), oracle}, "", 3},
		{"refusal", []fakellm.Rule{{Refusal: "No."}}, "the model declined to answer", 1},
		{"filter as a status", []fakellm.Rule{lasting(fakellm.Fault(400, "content_filter", "x"))}, "a content filter blocked the text", 3},
		{"filter as a finish", []fakellm.Rule{{Finish: "content_filter"}}, "a content filter blocked the text", 3},
		{"overflow, then halves fit", []fakellm.Rule{fakellm.Fault(400, "context_length_exceeded", "x"), oracle}, "", 4},
		{"overflow for ever", []fakellm.Rule{lasting(fakellm.Fault(400, "context_length_exceeded", "x"))}, "the text did not fit the model's context", 3},
		{"silent truncation", []fakellm.Rule{{Content: oracle.Content, Usage: map[string]any{"prompt_tokens": 50}}}, "the text did not fit the model's context", 3},
		{"parameter refused", []fakellm.Rule{fakellm.NoParameter("temperature"), fakellm.NoParameter("max_tokens"), oracle}, "", 4},
		{"400 for ever", []fakellm.Rule{lasting(fakellm.Fault(400, "bad", "x"))}, "the model's endpoint rejected the request", 1},
		{"vLLM's number as a code", []fakellm.Rule{{Status: 400, Body: `{"error":{"message":"maximum context length","code":400}}`}}, "the text did not fit the model's context", 3},
		{"TGI's string as an error", []fakellm.Rule{say(fakellm.Rule{Status: 503, Body: `{"error":"Model is loading"}`}), oracle}, "", 3},
		{"not JSON, repaired", []fakellm.Rule{text("I would say yes."), oracle}, "", 3},
		{"not JSON for ever", []fakellm.Rule{{Content: fakellm.Text("I would say yes.")}}, reasonMalformed, 2},
		{"wrong types, repaired", []fakellm.Rule{text(`{"items":"none","claims":[],"addressed_to_reader":[]}`), oracle}, "", 3},
		{"no item in the right form for ever", []fakellm.Rule{{Content: fakellm.Text(`{"items":[{"leaf":"cj.stage"}],"claims":[],"addressed_to_reader":[]}`)}}, reasonMalformed, 2},
		{"prompt echoed", []fakellm.Rule{{Content: func(r *fakellm.Request) string { return r.System() + r.User() }}}, reasonMalformed, 2},
		{"extra keys", []fakellm.Rule{{Match: fakellm.Of(fakellm.Map), Content: func(r *fakellm.Request) string {
			return strings.TrimSuffix(oracle.Content(r), "}") + `,"verdict":"promote"}`
		}}, oracle}, "", 2},
		{"invented quotes, repaired", []fakellm.Rule{say(fakellm.Rule{Content: fakellm.Malicious}), oracle}, "", 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := start(t, tt.rules...)
			res := run(t, input(caseStudy), analysis.Options{Analyser: client(t, s), Fallback: finder(t), Concurrency: 1})
			if got := scores(res); !slices.Equal(got, []int{2, 0}) {
				t.Errorf("scores %v", got)
			}
			if tt.reason == "" && res.Degraded || tt.reason != "" && (!res.Degraded || len(res.Reasons) != 1 || !strings.HasPrefix(res.Reasons[0], tt.reason)) {
				t.Errorf("degraded %v %q, want %q", res.Degraded, res.Reasons, tt.reason)
			}
			if n := len(s.Requests()); n < tt.calls || n > 40 {
				t.Errorf("%d requests, want %d or a few more", n, tt.calls)
			}
		})
	}
}

// TestUnknownLeaf: an answer with a key that nobody asked for breaks the
// schema; the rest of it is kept.
func TestUnknownLeaf(t *testing.T) {
	t.Parallel()
	known := append(labels(), fakellm.Label{Quote: stageQuote, Leaf: "no.such"})
	s := start(t, fakellm.Oracle(known...))
	res := run(t, input(caseStudy), analysis.Options{Analyser: client(t, s)})
	if got := scores(res); !slices.Equal(got, []int{2, 0}) || s.Count(fakellm.Repair) != 0 {
		t.Errorf("scores %v after %d repairs", got, s.Count(fakellm.Repair))
	}
}

// TestSlow holds each guard of time against the fault that it is for.
func TestSlow(t *testing.T) {
	t.Parallel()
	silent := fakellm.Rule{Times: 1, Handler: func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }}
	for name, fault := range map[string]fakellm.Rule{
		"before the headers": silent, "after the headers": fakellm.HangAfterHeaders(), "drip": fakellm.Drip(50 * time.Millisecond),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, fault, fakellm.Oracle(labels()...))
			began := time.Now()
			res := run(t, input(caseStudy), analysis.Options{Fallback: finder(t), Analyser: client(t, s, func(o *Options) {
				o.HeaderTimeout, o.IdleTimeout, o.CallTimeout = 2*time.Second, 2*time.Second, 4*time.Second
			})})
			if got := scores(res); !slices.Equal(got, []int{2, 0}) || res.Degraded {
				t.Errorf("scores %v, %q", got, res.Reasons)
			}
			if d := time.Since(began); d > 20*time.Second {
				t.Errorf("took %v", d)
			}
			if c := res.Provenance.Calls[0]; c.Class != string(Timeout) {
				t.Errorf("calls %+v", res.Provenance.Calls)
			}
		})
	}
}

// TestSlowForEver gives up on a model that never answers, after a second try
// with more time and one with less text.
func TestSlowForEver(t *testing.T) {
	t.Parallel()
	s := start(t, fakellm.Rule{Handler: func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }})
	res := run(t, input(caseStudy), analysis.Options{Fallback: finder(t), Analyser: client(t, s, func(o *Options) {
		o.CallTimeout = 100 * time.Millisecond
	})})
	if got := scores(res); !slices.Equal(got, []int{2, 0}) || !strings.HasPrefix(res.Reasons[0], reasonOf(Timeout)) {
		t.Errorf("scores %v, %q", got, res.Reasons)
	}
	// Two tries for the window, for each half and for each criterion.
	if n := len(s.Requests()); n > 10 {
		t.Errorf("%d requests", n)
	}
}

// TestLongWait puts the job off; what was answered by then is not paid again.
func TestLongWait(t *testing.T) {
	t.Parallel()
	for name, header := range map[string]string{"seconds": "90", "date": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if header == "" { // counted from here: a parallel test may begin late
				header = time.Now().Add(90 * time.Second).UTC().Format(http.TimeFormat)
			}
			oracle := fakellm.Oracle(labels()...)
			busy := fakellm.TooMany(header)
			busy.Match = fakellm.Of(fakellm.Reduce)
			s := start(t, busy, oracle)
			c := client(t, s, func(o *Options) { o.Cache = &analysis.Memory{} })
			began := time.Now()
			res, err := analysis.Run(t.Context(), input(caseStudy), analysis.Options{Analyser: c, Fallback: finder(t)})
			later, ok := errors.AsType[*analysis.RetryLater](err)
			if !ok || later.After < 60*time.Second || later.After > 91*time.Second {
				t.Fatalf("error %v", err)
			}
			if time.Since(began) > 30*time.Second || res.Findings != nil || res.Usage.Calls < 2 {
				t.Errorf("after %v: %+v", time.Since(began), res)
			}
			maps := s.Count(fakellm.Map)
			res = run(t, input(caseStudy), analysis.Options{Analyser: c})
			if s.Count(fakellm.Map) != maps || !slices.Equal(scores(res), []int{2, 0}) {
				t.Errorf("second run asks %d times, scores %v", s.Count(fakellm.Map)-maps, scores(res))
			}
		})
	}
}

// TestWaitBeyondTheJob leaves to the fallback what would come too late.
func TestWaitBeyondTheJob(t *testing.T) {
	t.Parallel()
	s := start(t, lasting(fakellm.TooMany("3600")))
	res := run(t, input(caseStudy), analysis.Options{Analyser: client(t, s), Fallback: finder(t)})
	if len(res.Reasons) != 1 || !strings.HasPrefix(res.Reasons[0], reasonTime) || !slices.Equal(scores(res), []int{2, 0}) {
		t.Errorf("reasons %q, scores %v", res.Reasons, scores(res))
	}
}

// TestBreaker: after a refusal nothing more is asked, by any job, for a while.
func TestBreaker(t *testing.T) {
	t.Parallel()
	s := start(t, fakellm.Fault(401, "", "x"), fakellm.Oracle(labels()...))
	now := time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)
	c := client(t, s, func(o *Options) { o.Now = func() time.Time { return now } })
	fallback := finder(t)
	for range 2 {
		res := run(t, input(caseStudy), analysis.Options{Analyser: c, Fallback: fallback, Concurrency: 1})
		if !res.Degraded || len(s.Requests()) != 1 {
			t.Errorf("%d requests, reasons %q", len(s.Requests()), res.Reasons)
		}
	}
	now = now.Add(c.o.BreakerPause)
	if res := run(t, input(caseStudy), analysis.Options{Analyser: c, Fallback: fallback, Concurrency: 1}); res.Degraded {
		t.Errorf("still degraded: %q", res.Reasons)
	}
}

// TestOutage: an endpoint that is down is asked a few times, then left alone
// for a while, then asked once; when it answers again all is as before.
func TestOutage(t *testing.T) {
	t.Parallel()
	s := start(t, lasting(fakellm.Fault(500, "", "x")))
	now := time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)
	c := client(t, s, func(o *Options) { o.Now = func() time.Time { return now } })
	o := analysis.Options{Analyser: c, Fallback: finder(t), Concurrency: 1}
	var bodies []string
	for range 10 {
		bodies = append(bodies, caseStudy)
	}
	for _, want := range []int{outageLimit * triesServer, triesServer} {
		before := len(s.Requests())
		res := run(t, input(bodies...), o)
		if got := len(s.Requests()) - before; got != want || scores(res)[0] != 2 || len(res.Reasons) != 1 {
			t.Errorf("%d requests, want %d; scores %v, %q", got, want, scores(res), res.Reasons)
		}
		now = now.Add(c.o.OutagePause)
	}
	s.Script(fakellm.Oracle(labels()...))
	if res := run(t, input(bodies...), o); res.Degraded {
		t.Errorf("still degraded: %q", res.Reasons)
	}
}
