package wire_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"dossier/graph/wire"
)

// event is one event of a stream as a browser reads it.
type event struct {
	name, data string
	hasData    bool // a browser drops an event without a data line
	comment    bool
}

// events reads a stream as it comes.
type events struct{ lines *bufio.Reader }

func (e events) next(t *testing.T) (event, error) {
	t.Helper()
	var got event
	for {
		line, err := e.lines.ReadString('\n')
		if err != nil {
			return got, err
		}
		switch field, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ":"); {
		case line == "\n":
			return got, nil
		case field == "":
			got.comment = true
		case field == "event":
			got.name = strings.TrimPrefix(value, " ")
		case field == "data":
			got.data, got.hasData = strings.TrimPrefix(value, " "), true
		default:
			t.Fatalf("a line of no known field: %q", line)
		}
	}
}

// real is the next event that is no comment.
func (e events) real(t *testing.T) (event, error) {
	t.Helper()
	for {
		got, err := e.next(t)
		if err != nil || !got.comment {
			return got, err
		}
	}
}

func (s *service) subscribe(t *testing.T, ctx context.Context, document string, headers map[string]string) (events, *http.Response) {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/graphql", strings.NewReader(query(document)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(r)
	if err != nil {
		t.Fatalf("subscribe: %v", err)
	}
	t.Cleanup(func() { res.Body.Close() })
	return events{bufio.NewReader(res.Body)}, res
}

func TestEventStream(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	for _, c := range []struct {
		name, document string
		accept         string
		want           []string // data of the events before "complete"
	}{
		{"a subscription", "subscription{count(to:3)}", "", []string{`{"data":{"count":1}}`, `{"data":{"count":2}}`, `{"data":{"count":3}}`}},
		{"among other types", "subscription{count(to:1)}", "application/json, text/event-stream;q=0.1", []string{`{"data":{"count":1}}`}},
		{"a query", "{hello}", "", []string{`{"data":{"hello":"hello"}}`}},
		{"a mutation", `mutation{set(value:"x")}`, "", []string{`{"data":{"set":"x"}}`}},
		{"refused at the start", "subscription{refused}", "", []string{`{"errors":[{"message":"not found","path":["refused"],"locations":[{"line":1,"column":14}],"extensions":{"code":"NOT_FOUND"}}]}`}},
		{"a panic at the start", "subscription{boom}", "", []string{`{"errors":[{"message":"internal error","path":["boom"],"extensions":{"code":"INTERNAL"}}]}`}},
		{"an invalid document", "subscription{nope}", "", []string{`{"errors":[{"message":"Cannot query field \"nope\" on type \"Subscription\".","locations":[{"line":1,"column":14}],"extensions":{"code":"BAD_USER_INPUT"}}]}`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			headers := map[string]string{}
			if c.accept != "" {
				headers["Accept"] = c.accept
			}
			stream, res := s.subscribe(t, t.Context(), c.document, headers)
			if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" {
				t.Fatalf("%d %s", res.StatusCode, res.Header.Get("Content-Type"))
			}
			for _, want := range c.want {
				got, err := stream.real(t)
				if err != nil || got.name != "next" || got.data != want {
					t.Fatalf("%+v, %v\nwant next %s", got, err, want)
				}
			}
			got, err := stream.real(t)
			if err != nil || got.name != "complete" || !got.hasData || got.data != "" {
				t.Errorf("%+v, %v; want complete with an empty data line", got, err)
			}
			if _, err := stream.next(t); err != io.EOF {
				t.Errorf("after the end: %v", err)
			}
		})
	}
}

func TestEventStreamRefusals(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	only := map[string]string{"Accept": "text/event-stream"}
	for name, c := range map[string]struct {
		send   request
		status int
	}{
		"not JSON":    {request{body: "{", headers: only}, 400},
		"bad token":   {request{body: query("{hello}"), headers: map[string]string{"Accept": "text/event-stream", "Authorization": "Bearer x"}}, 401},
		"not refused": {request{body: "x", headers: map[string]string{"Accept": "text/event-stream", "Content-Type": "text/plain"}}, 415},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if r := s.do(t, c.send); r.Status != c.status || len(r.Errors) != 1 {
				t.Errorf("%d %s, want %d and one error", r.Status, r.Body, c.status)
			}
		})
	}
}

// TestEventStreamOutlivesTheServersDeadlines: the deadlines that guard one
// answer must not cut a stream, and heartbeats come while nothing happens.
func TestEventStreamOutlivesTheServersDeadlines(t *testing.T) {
	t.Parallel()
	s := startServer(t, impatient, func(o *wire.Options) { o.Times.Heartbeat = 100 * time.Millisecond })
	stream, _ := s.subscribe(t, t.Context(), `subscription{watch(name:"x")}`, nil)
	beats := 0
	for began := time.Now(); time.Since(began) < time.Second || beats < 5; {
		got, err := stream.next(t)
		if err != nil {
			t.Fatalf("the stream ended after %v: %v", time.Since(began), err)
		}
		if got.comment {
			beats++
		}
	}
}

func TestEventStreamEndsWithTheToken(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	s.expires = time.Now().Add(300 * time.Millisecond)
	stream, _ := s.subscribe(t, t.Context(), `subscription{watch(name:"x")}`, map[string]string{"Authorization": "Bearer ada"})
	if got, err := stream.real(t); err != nil || got.data != `{"data":{"watch":"watching x"}}` {
		t.Fatalf("%+v, %v", got, err)
	}
	got, err := stream.real(t)
	if err != nil || got.name != "next" || !strings.Contains(got.data, `"code":"UNAUTHENTICATED"`) {
		t.Errorf("%+v, %v; want UNAUTHENTICATED", got, err)
	}
	if got, err = stream.real(t); err != nil || got.name != "complete" {
		t.Errorf("%+v, %v; want complete", got, err)
	}
	eventually(t, "the source has ended", func() bool { return s.Resolver.Running.Load() == 0 })
	eventually(t, "the end was observed", func() bool { return len(s.operations()) == 1 })
	if op := s.operations()[0]; op.Code != "UNAUTHENTICATED" || op.Transport != "sse" || op.Kind != "subscription" {
		t.Errorf("observed %+v", op)
	}
}

func TestEventStreamEndsWithTheServer(t *testing.T) {
	t.Parallel()
	closing := make(chan struct{})
	s := start(t, func(o *wire.Options) { o.Closing = closing })
	stream, _ := s.subscribe(t, t.Context(), `subscription{watch(name:"x")}`, nil)
	if _, err := stream.real(t); err != nil {
		t.Fatal(err)
	}
	close(closing)
	if got, err := stream.real(t); err == nil {
		t.Errorf("%+v, want an end without a word: the client is to come again", got)
	}
}

func TestEventStreamEndsWithItsClient(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	stream, _ := s.subscribe(t, ctx, `subscription{watch(name:"x")}`, nil)
	if _, err := stream.real(t); err != nil {
		t.Fatal(err)
	}
	cancel()
	eventually(t, "the source has ended", func() bool { return s.Resolver.Running.Load() == 0 })
}

// TestSlowReaderIsCutOff: a client that takes nothing holds neither its stream
// nor the memory of what it does not take.
func TestSlowReaderIsCutOff(t *testing.T) {
	t.Parallel()
	s := start(t, func(o *wire.Options) { o.Times.Write = 200 * time.Millisecond })
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	body := query("subscription{flood(size:1000000)}")
	head := "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: "
	if _, err := io.WriteString(conn, head+itoa(len(body))+"\r\n\r\n"+body); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the source has begun", func() bool { return s.Resolver.Running.Load() == 1 })
	eventually(t, "the source has ended", func() bool { return s.Resolver.Running.Load() == 0 })
}
