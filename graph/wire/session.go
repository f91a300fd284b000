package wire

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"
)

// message is one message of the protocol, in either direction.
type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// session is one socket: a goroutine that reads, one that watches the clock,
// and one per operation. serve returns when all of them have.
type session struct {
	*gate
	conn    *websocket.Conn
	exec    graphql.GraphExecutor
	headers http.Header

	opened  context.Context // of the request; operations derive from running
	running context.Context
	stop    context.CancelFunc
	work    sync.WaitGroup

	began         chan time.Time // the expiry of the token, once init has passed
	initialised   bool           // connection_init was received; only the reader asks
	acknowledged  bool           // connection_ack was sent; only the reader asks
	authorization string         // what connection_init gave

	mu     sync.Mutex
	active map[string]*operation
	count  int // operations whose goroutine has not returned
}

func newSession(g *gate, conn *websocket.Conn, exec graphql.GraphExecutor, r *http.Request) *session {
	running, stop := context.WithCancel(r.Context())
	return &session{
		gate: g, conn: conn, exec: exec, headers: r.Header,
		opened: r.Context(), running: running, stop: stop,
		began:  make(chan time.Time, 1),
		active: map[string]*operation{},
	}
}

func (s *session) serve() {
	s.work.Go(s.watch)
	s.read()
	s.stop()
	s.work.Wait()
}

// read handles messages until the socket closes.
func (s *session) read() {
	for {
		kind, data, err := s.conn.Read(s.opened)
		if err != nil {
			return // closed by either side; coder/websocket answers a message too big itself
		}
		if kind != websocket.MessageText {
			s.close(closeBadMessage, "messages are text")
			return
		}
		if !s.handle(data) {
			return
		}
	}
}

// handle says whether the socket stays open.
func (s *session) handle(data []byte) bool {
	var m message
	if json.Unmarshal(data, &m) != nil {
		return s.close(closeBadMessage, "a message must be a JSON object with a type")
	}
	bad := checkText(data)
	if bad != nil {
		within := false
		bad.path, within = strings.CutPrefix(bad.path, "payload.")
		if m.Type != "subscribe" || !within {
			return s.close(closeBadMessage, bad.what)
		}
	}
	switch m.Type {
	case "connection_init":
		return s.init(m.Payload)
	case "ping":
		return s.send(message{Type: "pong"}) == nil
	case "pong":
		return true
	case "subscribe":
		return s.subscribe(m, bad)
	case "complete":
		s.complete(m.ID)
		return true
	}
	return s.close(closeBadMessage, "a message of this type is not for the server")
}

// init signs the socket in.
func (s *session) init(payload json.RawMessage) bool {
	if s.initialised {
		return s.close(closeTooManyInits, reasonTooManyInits)
	}
	s.initialised = true
	var fields map[string]any
	if len(payload) > 0 && json.Unmarshal(payload, &fields) != nil {
		return s.close(closeBadMessage, "the payload of connection_init must be an object")
	}
	s.authorization = authorizationOf(s.headers)
	for name, value := range fields {
		if strings.EqualFold(name, "Authorization") {
			text, ok := value.(string)
			if !ok {
				return s.close(closeForbidden, reasonForbidden)
			}
			s.authorization = text
		}
	}
	_, expires, failed := s.signIn(s.running, s.authorization)
	if failed != nil {
		if failed.status == http.StatusUnauthorized {
			return s.close(closeForbidden, reasonForbidden)
		}
		return s.closeFor(failed)
	}
	s.began <- expires
	s.acknowledged = true
	return s.send(message{Type: "connection_ack"}) == nil
}

// closeFor closes a socket whose token is not taken, or not any more.
func (s *session) closeFor(f *failure) bool {
	switch f.status {
	case http.StatusUnauthorized:
		return s.close(closeUnauthorized, reasonUnauthorized)
	case http.StatusForbidden:
		return s.close(closeForbidden, reasonForbidden)
	case http.StatusServiceUnavailable:
		return s.close(closeTryAgainLater, reasonSignInDown)
	}
	return s.close(closeInternal, reasonInternal)
}

// watch closes the socket when connection_init does not come, the token
// expires, the client no longer answers pings or the server stops.
func (s *session) watch() {
	initTimer := time.NewTimer(s.Times.Init)
	defer initTimer.Stop()
	late := initTimer.C
	var expired <-chan time.Time
	free := func() {}
	defer func() { free() }()
	ping := time.NewTicker(s.Times.Ping)
	defer ping.Stop()
	for {
		select {
		case expires := <-s.began:
			late = nil
			expired, free = until(expires)
		case <-late:
			s.close(closeInitTimeout, reasonInitTimeout)
			return
		case <-expired:
			s.close(closeUnauthorized, reasonExpired)
			return
		case <-s.Closing:
			s.close(closeGoingAway, reasonStopping)
			return
		case <-s.running.Done():
			return
		case <-ping.C:
			ctx, cancel := context.WithTimeout(s.running, s.Times.Write)
			err := s.conn.Ping(ctx)
			cancel()
			if err != nil {
				_ = s.conn.CloseNow() // the peer is gone: there is nobody to tell
				return
			}
		}
	}
}

// send writes one message; a client too slow to take it loses the socket.
func (s *session) send(m message) error {
	raw, err := json.Marshal(m)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(s.opened, s.Times.Write)
	defer cancel()
	return s.conn.Write(ctx, websocket.MessageText, raw)
}

// close ends the socket with a code and returns false, for handlers to return.
func (s *session) close(code websocket.StatusCode, reason string) bool {
	s.stop()
	_ = s.conn.Close(code, reason) // the peer may have gone already
	return false
}
