package wire_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"dossier/graph/wire"

	"github.com/coder/websocket"
)

func TestSocketInitTimeout(t *testing.T) {
	t.Parallel()
	s := start(t, func(o *wire.Options) { o.Times.Init = 100 * time.Millisecond })
	s.connect(t).wantClose(4408)

	c := s.signedIn(t, "Bearer ada") // in time: the clock stands still then
	c.subscribe("1", `subscription{watch(name:"x")}`)
	c.want("1", "next", "")
	for began := time.Now(); time.Since(began) < 300*time.Millisecond; {
		c.send(`{"type":"ping"}`)
		c.want("", "pong", "")
	}
}

func TestSocketTokenOfTheHeader(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	c, _, err := s.dial(t, &websocket.DialOptions{
		Subprotocols: []string{"graphql-transport-ws"},
		HTTPHeader:   http.Header{"Authorization": {"Bearer grace"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	c.send(`{"type":"connection_init"}`)
	c.want("", "connection_ack", "")
	c.subscribe("1", "{viewer}")
	c.want("1", "next", `{"data":{"viewer":"grace"}}`)
}

func TestSocketAnonymous(t *testing.T) {
	t.Parallel()
	c := start(t, nil).connect(t)
	c.send(`{"type":"connection_init","payload":null}`)
	c.want("", "connection_ack", "")
	c.subscribe("1", "{viewer}")
	c.want("1", "next", `{"data":{"viewer":null}}`)
}

func TestSocketEndsWithTheToken(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	s.expires = time.Now().Add(300 * time.Millisecond)
	c := s.signedIn(t, "Bearer ada")
	c.subscribe("1", `subscription{watch(name:"x")}`)
	c.want("1", "next", "")
	c.wantClose(4401)
	eventually(t, "the source has ended", func() bool { return s.Resolver.Running.Load() == 0 })
}

// TestSocketTokenIsJudgedAgain: what was taken away since the socket opened is
// gone at the next operation.
func TestSocketTokenIsJudgedAgain(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	c := s.signedIn(t, "Bearer ada")
	c.subscribe("1", "{viewer}")
	c.want("1", "next", `{"data":{"viewer":"ada"}}`)
	c.want("1", "complete", "")
	s.mu.Lock()
	s.revoked = true
	s.mu.Unlock()
	c.subscribe("2", "{viewer}")
	c.wantClose(4401)
}

func TestSocketEndsWithTheServer(t *testing.T) {
	t.Parallel()
	closing := make(chan struct{})
	s := start(t, func(o *wire.Options) { o.Closing = closing })
	c := s.signedIn(t, "Bearer ada")
	c.subscribe("1", `subscription{watch(name:"x")}`)
	c.want("1", "next", "")
	close(closing)
	c.wantClose(websocket.StatusGoingAway)
	eventually(t, "the source has ended", func() bool { return s.Resolver.Running.Load() == 0 })
}

func TestSocketEndsWithItsClient(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	for _, leave := range []func(*websocket.Conn){
		func(c *websocket.Conn) { _ = c.CloseNow() },
		func(c *websocket.Conn) { _ = c.Close(websocket.StatusNormalClosure, "") },
	} {
		c := s.signedIn(t, "Bearer ada")
		for i := range 10 {
			id := fmt.Sprint(i)
			c.subscribe(id, `subscription{watch(name:"x")}`)
			c.want(id, "next", "")
		}
		leave(c.conn)
		eventually(t, "the sources have ended", func() bool { return s.Resolver.Running.Load() == 0 })
	}
}

// TestSocketPingsItsClient: a client that is silent for good is noticed.
func TestSocketPingsItsClient(t *testing.T) {
	t.Parallel()
	s := start(t, func(o *wire.Options) { o.Times.Ping, o.Times.Write = 50*time.Millisecond, 100*time.Millisecond })
	c := s.signedIn(t, "Bearer ada")
	c.subscribe("1", `subscription{watch(name:"x")}`)
	c.want("1", "next", "")
	// Nobody reads this end now, so no pong goes back.
	eventually(t, "the source has ended", func() bool { return s.Resolver.Running.Load() == 0 })
}

func TestSocketCapsOperations(t *testing.T) {
	t.Parallel()
	s := start(t, func(o *wire.Options) { o.Limits.Subscribed = 3 })
	c := s.signedIn(t, "Bearer ada")
	for i := range 3 {
		id := fmt.Sprint(i)
		c.subscribe(id, `subscription{watch(name:"x")}`)
		c.want(id, "next", "")
	}
	c.subscribe("more", "{hello}")
	m := c.want("more", "error", "")
	var errors []replyError
	if err := json.Unmarshal(m.Payload, &errors); err != nil || len(errors) != 1 || errors[0].Extensions.Code != "RATE_LIMITED" {
		t.Errorf("%s", m.Payload)
	}
	c.send(`{"type":"complete","id":"0"}`)
	eventually(t, "a place is free", func() bool { return s.Resolver.Running.Load() == 2 })
	free := func() bool {
		c.subscribe("again", "{hello}")
		m, err := c.read()
		if err != nil {
			t.Fatal(err)
		}
		return m.Type == "next"
	}
	eventually(t, "the place is taken", free)
}

// TestSocketSlowReaderIsCutOff: a client that takes nothing loses its socket.
func TestSocketSlowReaderIsCutOff(t *testing.T) {
	t.Parallel()
	s := start(t, func(o *wire.Options) { o.Times.Write = 200 * time.Millisecond })
	c := s.signedIn(t, "Bearer ada")
	c.subscribe("1", "subscription{flood(size:1000000)}")
	eventually(t, "the source has begun", func() bool { return s.Resolver.Running.Load() == 1 })
	eventually(t, "the source has ended", func() bool { return s.Resolver.Running.Load() == 0 })
}

// TestSocketLimitsStand: the limits are those of HTTP.
func TestSocketLimitsStand(t *testing.T) {
	t.Parallel()
	s := start(t, func(o *wire.Options) { o.Limits.Errors = 2 })
	c := s.signedIn(t, "Bearer ada")
	c.subscribe("1", bomb(13))
	if m := c.want("1", "error", ""); !strings.Contains(string(m.Payload), "COMPLEXITY_LIMIT_EXCEEDED") {
		t.Errorf("%s", m.Payload)
	}
	c.subscribe("2", "{fails{broken}}")
	m := c.want("2", "next", "")
	var r reply
	if err := json.Unmarshal(m.Payload, &r); err != nil || len(r.Errors) != 2 {
		t.Errorf("%d errors, want 2: %s", len(r.Errors), m.Payload)
	}
}
