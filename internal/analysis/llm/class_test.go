package llm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	openai "github.com/sashabaranov/go-openai"

	"dossier/internal/analysis/llm/fakellm"
)

// TestClassify sends what endpoints really send through the library and the
// wire, and classifies what comes out.
func TestClassify(t *testing.T) {
	t.Parallel()
	body := func(status int, s string) fakellm.Rule { return fakellm.Rule{Status: status, Body: s} }
	choice := func(message, finish string) fakellm.Rule {
		return fakellm.Rule{Body: `{"choices":[{"message":` + message + `,"finish_reason":"` + finish + `"}],"usage":{"prompt_tokens":5,"completion_tokens":7}}`}
	}
	tests := []struct {
		name  string
		rule  fakellm.Rule
		want  Class
		param string
	}{
		{"answer", choice(`{"content":"{}"}`, "stop"), OK, ""},
		{"429", fakellm.TooMany("7"), RateLimited, ""},
		{"429 without a body", body(429, " "), RateLimited, ""},
		{"429 insufficient_quota", fakellm.Fault(429, "insufficient_quota", "You exceeded your current quota"), Denied, ""},
		{"401", fakellm.Fault(401, "invalid_api_key", "wrong key"), Denied, ""},
		{"402", fakellm.Fault(402, "", "pay"), Denied, ""},
		{"403 HTML", body(403, "<html>no</html>"), Denied, ""},
		{"500", fakellm.Fault(500, "", "oops"), Server, ""},
		{"502 HTML", body(502, "<html><h1>Bad gateway</h1></html>"), Server, ""},
		{"503 JSON", fakellm.Fault(503, "", "overloaded"), Server, ""},
		{"529", fakellm.Fault(529, "overloaded_error", "overloaded"), Server, ""},
		{"error is a string (TGI)", body(422, `{"error":"Input validation error: inputs tokens + max_new_tokens must be <= 4096","error_type":"validation"}`), Overflow, ""},
		{"error is a string, overloaded (TGI)", body(429, `{"error":"Model is overloaded","error_type":"overloaded"}`), RateLimited, ""},
		{"error without a message", body(400, `{"error":{}}`), Rejected, ""},
		{"old vLLM", body(400, `{"object":"error","message":"This model's maximum context length is 4096 tokens","type":"BadRequestError","param":null,"code":400}`), Overflow, ""},
		{"new vLLM, code is a number", body(400, `{"error":{"message":"This model's maximum context length is 4096 tokens","type":"BadRequestError","param":null,"code":400}}`), Overflow, ""},
		{"new vLLM, another 400", body(400, `{"error":{"message":"bad","type":"BadRequestError","param":null,"code":400}}`), Rejected, ""},
		{"OpenAI overflow", fakellm.Fault(400, "context_length_exceeded", "too long"), Overflow, ""},
		{"413", body(413, "too large"), Overflow, ""},
		{"Azure filter", body(400, `{"error":{"code":"content_filter","message":"filtered","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":{"jailbreak":{"filtered":true,"detected":true}}}}}`), Filtered, ""},
		{"filter as finish reason", choice(`{"content":""}`, "content_filter"), Filtered, ""},
		{"unsupported parameter", fakellm.NoParameter("max_tokens"), Unsupported, "max_tokens"},
		{"unsupported value", body(400, `{"error":{"message":"Unsupported value: 'temperature' does not support 0 with this model.","type":"invalid_request_error","param":"temperature","code":"unsupported_value"}}`), Unsupported, "temperature"},
		{"extra field refused", body(400, `{"error":{"message":"Unrecognized request argument supplied: prompt_cache_key","type":"invalid_request_error","param":null,"code":null}}`), Unsupported, "prompt_cache_key"},
		{"no response_format", body(400, `{"error":{"message":"response_format json_schema is not supported","type":"x"}}`), Unsupported, "response_format"},
		{"200 with an error", body(200, `{"error":{"message":"upstream failed","code":502}}`), Server, ""},
		{"200 without choices", body(200, `{"choices":[]}`), Server, ""},
		{"200 HTML", body(200, "<html>login</html>"), Transport, ""},
		{"200 cut JSON", body(200, `{"choices":[{"mess`), Transport, ""},
		{"cut, with a length", fakellm.CutLength(), Transport, ""},
		{"cut between chunks", fakellm.CutChunked(), Transport, ""},
		{"cut by closing", fakellm.CutClose(), Transport, ""},
		{"refusal", choice(`{"content":"","refusal":"I cannot help with that."}`, "stop"), Refused, ""},
		{"length", choice(`{"content":"{\"items\":["}`, "length"), Truncated, ""},
		{"loop of white space", choice(`{"content":"{`+strings.Repeat(`\n`, 300)+`"}`, "stop"), Truncated, ""},
		{"only reasoning", choice(`{"content":"","reasoning_content":"let me think"}`, "stop"), Truncated, ""},
		{"only reasoning, content null", choice(`{"content":null,"reasoning":"let me think"}`, "stop"), Truncated, ""},
		{"huge answer", fakellm.Huge(8 << 20), Transport, ""},
		{"gzip bomb", fakellm.Bomb(64 << 20), Transport, ""},
		{"500 with a huge body", fakellm.Rule{Handler: func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(500)
			_, _ = io.WriteString(w, strings.Repeat("x", 1<<20))
		}}, Server, ""},
		{"redirect", fakellm.Rule{Status: 307, Header: map[string]string{"Location": "http://127.0.0.1:1/"}, Body: " "}, Rejected, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := start(t, tt.rule)
			r, class := callOnce(t.Context(), t, s, "hello", time.Minute)
			if class != tt.want || r.Param != tt.param {
				t.Errorf("class %q, param %q; want %q, %q", class, r.Param, tt.want, tt.param)
			}
			if len(r.Body) > 1<<20 || r.Status >= 400 && len(r.Body) > maxErrorBody {
				t.Errorf("%d bytes kept", len(r.Body))
			}
			if tt.name == "Azure filter" && !r.Jailbreak {
				t.Error("the filter's report of an injection is lost")
			}
			if tt.name == "429" && r.Header.Get("Retry-After") != "7" {
				t.Error("headers are lost")
			}
		})
	}
}

// callOnce makes one call through wire and library.
func callOnce(ctx context.Context, t *testing.T, s *fakellm.Server, prompt string, timeout time.Duration) (*Reply, Class) {
	t.Helper()
	c := client(t, s, func(o *Options) { o.MaxAnswer = 1 << 20 })
	w := &wire{client: c.http, idle: 10 * time.Second, maxAnswer: c.o.MaxAnswer}
	call, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	r := &Reply{PromptBytes: len(prompt)}
	var err error
	r.Response, err = c.library(w).CreateChatCompletion(call, openai.ChatCompletionRequest{
		Model: "m", Messages: []openai.ChatCompletionMessage{{Role: "user", Content: prompt}},
	})
	r.Status, r.Header, r.Body = w.status, w.header, w.body
	return r, Classify(ctx, err, r)
}

func TestClassifyClientSide(t *testing.T) {
	t.Parallel()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for _, tt := range []struct {
		name string
		ctx  context.Context
		err  error
		want Class
	}{
		{"the job's context", gone, nil, Stopped},
		{"the call's deadline", t.Context(), fmt.Errorf("post: %w", context.DeadlineExceeded), Timeout},
		{"idle", t.Context(), errIdle, Timeout},
		{"the library refuses a temperature", t.Context(), openai.ErrReasoningModelLimitationsOther, Rejected},
		{"a request error that hides an empty API error", t.Context(),
			&openai.RequestError{HTTPStatusCode: 502, Err: &openai.APIError{}, Body: []byte("<html>")}, Server},
		{"connection refused", t.Context(), errors.New("connection refused"), Transport},
		{"oversize", t.Context(), errOversize, Transport},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Classify(tt.ctx, tt.err, &Reply{}); got != tt.want {
				t.Errorf("class %q, want %q", got, tt.want)
			}
		})
	}
}

// TestSilentTruncation compares what was sent with what was counted.
func TestSilentTruncation(t *testing.T) {
	t.Parallel()
	answer := func(tokens int) fakellm.Rule {
		return fakellm.Rule{Content: fakellm.Text("{}"), Usage: map[string]any{"prompt_tokens": tokens}}
	}
	prompt := strings.Repeat("Some English text of no interest. ", 300) // 10,200 bytes, about 2,000 tokens
	for tokens, want := range map[int]Class{0: OK, 2000: OK, 1500: OK, 1024: Overflow} {
		s := start(t, answer(tokens))
		if _, got := callOnce(t.Context(), t, s, prompt, time.Minute); got != want {
			t.Errorf("%d tokens counted: %q, want %q", tokens, got, want)
		}
	}
}
