package wire

import (
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"
)

// subprotocol is the only one spoken; the older graphql-ws is not.
const subprotocol = "graphql-transport-ws"

// The close codes of graphql-transport-ws, and the two of RFC 6455 that say
// "come again".
const (
	closeGoingAway     websocket.StatusCode = websocket.StatusGoingAway
	closeTryAgainLater websocket.StatusCode = websocket.StatusTryAgainLater
	closeBadMessage    websocket.StatusCode = 4400
	closeUnauthorized  websocket.StatusCode = 4401
	closeForbidden     websocket.StatusCode = 4403
	closeSubprotocol   websocket.StatusCode = 4406
	closeInitTimeout   websocket.StatusCode = 4408
	closeSameID        websocket.StatusCode = 4409
	closeTooManyInits  websocket.StatusCode = 4429
	closeInternal      websocket.StatusCode = 4500
	reasonUnauthorized                      = "Unauthorized"
	reasonExpired                           = "the token has expired"
	reasonForbidden                         = "Forbidden"
	reasonSubprotocol                       = "Subprotocol not acceptable"
	reasonInitTimeout                       = "Connection initialisation timeout"
	reasonSameID                            = "Subscriber already exists"
	reasonTooManyInits                      = "Too many initialisation requests"
	reasonInternal                          = "internal error"
	reasonStopping                          = "the server is stopping"
	reasonSignInDown                        = "tokens cannot be checked now"
)

// socketTransport serves graphql-transport-ws.
type socketTransport struct{ *gate }

// Supports takes a request to open a WebSocket.
func (socketTransport) Supports(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// Do serves one socket until it closes.
func (t socketTransport) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{
		Subprotocols:   []string{subprotocol},
		OriginPatterns: t.Origins,
	})
	if err != nil {
		return // Accept has answered
	}
	defer conn.CloseNow()
	if conn.Subprotocol() != subprotocol {
		_ = conn.Close(closeSubprotocol, reasonSubprotocol)
		return
	}
	conn.SetReadLimit(t.Limits.Message)
	s := newSession(t.gate, conn, exec, r)
	s.serve()
}
