package wire_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"dossier/graph/wire"
	"dossier/graph/wire/internal/testschema"
	"dossier/internal/fault"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// service is a server over a real socket and what a test may ask of it.
type service struct {
	URL      string
	Resolver *testschema.Resolver
	Log      *logBuffer

	mu       sync.Mutex
	observed []wire.Operation
	expires  time.Time
	revoked  bool
}

// start serves the test schema under the middleware, as a program does. The
// tokens "ada" and "grace" sign in, "down" meets an issuer that is away, any
// other is refused.
func start(t *testing.T, change func(*wire.Options)) *service {
	t.Helper()
	return startServer(t, nil, change)
}

// impatient scales the deadlines of a server down.
func impatient(s *http.Server) {
	const d = 200 * time.Millisecond
	s.ReadHeaderTimeout, s.ReadTimeout, s.WriteTimeout, s.IdleTimeout = d, d, d, d
}

// startServer is start with a server changed too.
func startServer(t *testing.T, configure func(*http.Server), change func(*wire.Options)) *service {
	t.Helper()
	s := &service{Log: &logBuffer{}}
	s.Resolver = &testschema.Resolver{Viewer: viewerOf, RequestID: wire.RequestID}
	log := slog.New(wire.LogHandler(slog.NewTextHandler(s.Log, nil)))
	o := wire.Options{
		Authenticate:  s.authenticate,
		Log:           log,
		Introspection: true,
		Operations:    []string{"Hello", "Watch"},
		Observe: func(op wire.Operation) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.observed = append(s.observed, op)
		},
	}
	if change != nil {
		change(&o)
	}
	mux := http.NewServeMux()
	mux.Handle("/graphql", wire.New(testschema.Schema(s.Resolver), o))
	mux.Handle("/guarded", wire.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, viewerOf(r.Context())) // a client that has gone needs no answer
	}), o))
	mux.HandleFunc("/panic", func(http.ResponseWriter, *http.Request) { panic("secret of a panic") })
	server := httptest.NewUnstartedServer(nil)
	server.Config = wire.Server("", wire.Middleware(log, mux))
	if configure != nil {
		configure(server.Config)
	}
	server.Start()
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

type viewerKey struct{}

func viewerOf(ctx context.Context) string {
	name, _ := ctx.Value(viewerKey{}).(string)
	return name
}

func (s *service) authenticate(ctx context.Context, token string) (context.Context, time.Time, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case token == "down":
		return ctx, time.Time{}, fault.New(fault.Unavailable, "the issuer of tokens cannot be reached")
	case token != "ada" && token != "grace" || s.revoked:
		return ctx, time.Time{}, fault.New(fault.Unauthenticated, "the token is malformed")
	}
	return context.WithValue(ctx, viewerKey{}, token), s.expires, nil
}

func (s *service) operations() []wire.Operation {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]wire.Operation(nil), s.observed...)
}

// logBuffer is a log that can be read while it is written.
type logBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// request is one HTTP request to the service.
type request struct {
	method, path, body string
	headers            map[string]string
}

// reply is what came back, read to its end.
type reply struct {
	Status  int
	Header  http.Header
	Body    string
	Data    map[string]any
	Errors  []replyError
	HasData bool
}

type replyError struct {
	Message    string
	Path       []any
	Locations  []struct{ Line, Column int }
	Extensions struct{ Code string }
}

func (s *service) do(t *testing.T, q request) reply {
	t.Helper()
	res := s.open(t, q)
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("read the answer: %v", err)
	}
	r := reply{Status: res.StatusCode, Header: res.Header, Body: string(raw)}
	if strings.Contains(res.Header.Get("Content-Type"), "json") {
		var keys map[string]json.RawMessage
		if err := json.Unmarshal(raw, &keys); err != nil {
			t.Fatalf("the answer is not JSON: %v\n%s", err, raw)
		}
		_, r.HasData = keys["data"]
		if err := json.Unmarshal(raw, &r); err != nil {
			t.Fatalf("read the answer: %v\n%s", err, raw)
		}
	}
	return r
}

// open sends a request and leaves the body to be read.
func (s *service) open(t *testing.T, q request) *http.Response {
	t.Helper()
	if q.method == "" {
		q.method = http.MethodPost
	}
	if q.path == "" {
		q.path = "/graphql"
	}
	r, err := http.NewRequestWithContext(t.Context(), q.method, s.URL+q.path, strings.NewReader(q.body))
	if err != nil {
		t.Fatalf("make a request: %v", err)
	}
	if q.method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, value := range q.headers {
		if value == "" {
			r.Header.Del(name)
			continue
		}
		r.Header.Set(name, value)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(r)
	if err != nil {
		t.Fatalf("send a request: %v", err)
	}
	return res
}

// query is the body of a POST.
func query(document string, variables ...any) string {
	body := map[string]any{"query": document}
	if len(variables) > 0 {
		body["variables"] = variables[0]
	}
	raw, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// eventually polls until a condition holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatalf("it never came to be: %s", what)
		}
		<-time.After(2 * time.Millisecond)
	}
}
