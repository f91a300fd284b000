package wire_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"dossier/graph/wire"

	"github.com/coder/websocket"
)

// socket is the client's end of a WebSocket.
type socket struct {
	t    *testing.T
	conn *websocket.Conn
}

// message is one message from the server.
type message struct {
	ID, Type string
	Payload  json.RawMessage
}

func (s *service) dial(t *testing.T, o *websocket.DialOptions) (*socket, *http.Response, error) {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	o.HTTPClient = &http.Client{Transport: transport}
	conn, res, err := websocket.Dial(t.Context(), "ws"+strings.TrimPrefix(s.URL, "http")+"/graphql", o)
	if err != nil {
		return nil, res, err
	}
	t.Cleanup(func() { conn.CloseNow() })
	return &socket{t, conn}, res, nil
}

// connect opens a socket of the protocol.
func (s *service) connect(t *testing.T) *socket {
	t.Helper()
	c, _, err := s.dial(t, &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		t.Fatalf("dial: %v", err)
	}
	return c
}

// signedIn opens a socket and passes connection_init.
func (s *service) signedIn(t *testing.T, authorization string) *socket {
	t.Helper()
	c := s.connect(t)
	c.send(`{"type":"connection_init","payload":{"Authorization":"` + authorization + `"}}`)
	c.want("", "connection_ack", "")
	return c
}

func (c *socket) send(text string) {
	c.t.Helper()
	if err := c.conn.Write(c.t.Context(), websocket.MessageText, []byte(text)); err != nil {
		c.t.Fatalf("send: %v", err)
	}
}

func (c *socket) subscribe(id, document string) {
	c.t.Helper()
	c.send(`{"id":"` + id + `","type":"subscribe","payload":` + query(document) + `}`)
}

func (c *socket) read() (message, error) {
	ctx, cancel := context.WithTimeout(c.t.Context(), 20*time.Second)
	defer cancel()
	_, raw, err := c.conn.Read(ctx)
	var m message
	if err == nil {
		err = json.Unmarshal(raw, &m)
	}
	return m, err
}

// want reads the next message; a payload is compared if one is named.
func (c *socket) want(id, kind, payload string) message {
	c.t.Helper()
	m, err := c.read()
	if err != nil {
		c.t.Fatalf("want %s, got %v", kind, err)
	}
	if m.ID != id || m.Type != kind || payload != "" && string(m.Payload) != payload {
		c.t.Fatalf("%s %q %s\nwant %s %q %s", m.Type, m.ID, m.Payload, kind, id, payload)
	}
	return m
}

// wantClose reads until the server closes.
func (c *socket) wantClose(code websocket.StatusCode) {
	c.t.Helper()
	for {
		_, err := c.read()
		if err == nil {
			continue
		}
		if got := websocket.CloseStatus(err); got != code {
			c.t.Errorf("closed with %d (%v), want %d", got, err, code)
		}
		return
	}
}

func TestSocketOperations(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	c := s.signedIn(t, "Bearer ada")
	c.subscribe("1", "subscription{count(to:2)}")
	c.want("1", "next", `{"data":{"count":1}}`)
	c.want("1", "next", `{"data":{"count":2}}`)
	c.want("1", "complete", "")
	c.subscribe("1", "{viewer}") // the id is free again
	c.want("1", "next", `{"data":{"viewer":"ada"}}`)
	c.want("1", "complete", "")
	c.subscribe("2", `mutation{set(value:"x")}`)
	c.want("2", "next", `{"data":{"set":"x"}}`)
	c.want("2", "complete", "")
	c.subscribe("3", "{fault(kind:\"CONFLICT\")}")
	c.want("3", "next", `{"errors":[{"message":"the text for the caller","path":["fault"],"locations":[{"line":1,"column":2}],"extensions":{"code":"CONFLICT"}}],"data":{"fault":null}}`)
	c.want("3", "complete", "")
	for id, document := range map[string]string{
		"not found": "subscription{refused}", "panic": "subscription{boom}", "invalid": "{nope}", "parse": "{", "too deep": nested(16),
	} {
		c.subscribe(id, document)
		m := c.want(id, "error", "")
		var errors []replyError
		if err := json.Unmarshal(m.Payload, &errors); err != nil || len(errors) != 1 || errors[0].Extensions.Code == "" {
			t.Errorf("%s: %s", id, m.Payload)
		}
	}
	c.send(`{"type":"ping"}`)
	c.want("", "pong", "")
	c.send(`{"type":"pong"}`)
	c.send(`{"type":"complete","id":"nobody"}`)
	c.send(`{"id":"4","type":"subscribe","payload":{"query":7}}`)
	c.want("4", "error", `[{"message":"query must be a string","extensions":{"code":"BAD_USER_INPUT"}}]`)
	c.send(`{"id":"5","type":"subscribe","payload":{"query":"query($n:String){hello(name:$n)}","variables":{"n":"\ud800"}}}`)
	if m := c.want("5", "error", ""); !strings.Contains(string(m.Payload), " in variables.n\"") {
		t.Errorf("half a pair: %s", m.Payload)
	}
	eventually(t, "the last operation was observed", func() bool { return len(s.operations()) == 11 })
	if got := s.operations()[0].Transport; got != "websocket" {
		t.Errorf("transport %q", got)
	}
}

func TestSocketComplete(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	c := s.signedIn(t, "Bearer ada")
	for range 3 { // the same id each time, nothing of the one before it comes through
		c.subscribe("1", `subscription{watch(name:"x")}`)
		c.want("1", "next", `{"data":{"watch":"watching x"}}`)
		c.send(`{"type":"complete","id":"1"}`)
	}
	eventually(t, "the sources have ended", func() bool { return s.Resolver.Running.Load() == 0 })
	c.subscribe("2", "{hello}")
	c.want("2", "next", `{"data":{"hello":"hello"}}`)
	c.want("2", "complete", "")
}

// TestSocketCloses is the table of what ends a socket.
func TestSocketCloses(t *testing.T) {
	t.Parallel()
	const init = `{"type":"connection_init"}`
	for _, c := range []struct {
		name string
		send []string
		code websocket.StatusCode
	}{
		{"not JSON", []string{"hello"}, 4400},
		{"an array", []string{"[]"}, 4400},
		{"no type", []string{"{}"}, 4400},
		{"an unknown type", []string{`{"type":"start","id":"1"}`}, 4400},
		{"a message of the server", []string{init, `{"type":"next","id":"1"}`}, 4400},
		{"half a pair in an id", []string{init, `{"type":"subscribe","id":"\ud800","payload":{"query":"{hello}"}}`}, 4400},
		{"subscribe without an id", []string{init, `{"type":"subscribe","payload":{"query":"{hello}"}}`}, 4400},
		{"init with a list", []string{`{"type":"connection_init","payload":[]}`}, 4400},
		{"subscribe before init", []string{`{"type":"subscribe","id":"1","payload":{"query":"{hello}"}}`}, 4401},
		{"init twice", []string{init, init}, 4429},
		{"a bad token", []string{`{"type":"connection_init","payload":{"Authorization":"Bearer mallory"}}`}, 4403},
		{"a token that is no string", []string{`{"type":"connection_init","payload":{"authorization":7}}`}, 4403},
		{"the issuer is away", []string{`{"type":"connection_init","payload":{"Authorization":"Bearer down"}}`}, websocket.StatusTryAgainLater},
		{"an id in use", []string{init, `{"type":"subscribe","id":"1","payload":{"query":"subscription{watch(name:\"x\")}"}}`,
			`{"type":"subscribe","id":"1","payload":{"query":"{hello}"}}`}, 4409},
		{"too long", []string{init, `{"type":"ping","payload":{"x":"` + strings.Repeat("x", 64<<10) + `"}}`}, websocket.StatusMessageTooBig},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := start(t, nil)
			conn := s.connect(t)
			for _, text := range c.send {
				conn.send(text)
			}
			conn.wantClose(c.code)
			eventually(t, "nothing runs any more", func() bool { return s.Resolver.Running.Load() == 0 })
		})
	}
}

func TestSocketOpening(t *testing.T) {
	t.Parallel()
	s := start(t, func(o *wire.Options) { o.Origins = []string{"app.example.org"} })
	for _, c := range []struct {
		name, protocol, origin string
		status                 int
	}{
		{"no origin", "graphql-transport-ws", "", 101},
		{"the own host", "graphql-transport-ws", s.URL, 101},
		{"an origin that may", "graphql-transport-ws", "https://app.example.org", 101},
		{"another origin", "graphql-transport-ws", "https://evil.example.org", 403},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := &websocket.DialOptions{Subprotocols: []string{c.protocol}, HTTPHeader: http.Header{}}
			if c.origin != "" {
				o.HTTPHeader.Set("Origin", c.origin)
			}
			_, res, err := s.dial(t, o)
			if res == nil || res.StatusCode != c.status {
				t.Fatalf("%v, %v; want %d", res, err, c.status)
			}
			if res.Body != nil {
				res.Body.Close()
			}
		})
	}
	for _, protocol := range [][]string{{"graphql-ws"}, nil} {
		c, _, err := s.dial(t, &websocket.DialOptions{Subprotocols: protocol})
		if err != nil {
			t.Fatal(err)
		}
		c.wantClose(4406)
	}
}

func TestSocketBinary(t *testing.T) {
	t.Parallel()
	c := start(t, nil).connect(t)
	if err := c.conn.Write(t.Context(), websocket.MessageBinary, []byte(`{"type":"connection_init"}`)); err != nil {
		t.Fatal(err)
	}
	c.wantClose(4400)
}
