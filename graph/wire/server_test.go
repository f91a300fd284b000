package wire_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"dossier/graph/wire"
	"dossier/graph/wire/internal/testschema"
)

// TestEveryWaitHasAnEnd: none of the limits of a server may be the zero value,
// which is "for ever".
func TestEveryWaitHasAnEnd(t *testing.T) {
	t.Parallel()
	s := wire.Server("127.0.0.1:0", http.NotFoundHandler())
	for what, d := range map[string]time.Duration{
		"headers": s.ReadHeaderTimeout, "reading": s.ReadTimeout, "writing": s.WriteTimeout, "idling": s.IdleTimeout,
	} {
		if d <= 0 || d > time.Minute {
			t.Errorf("%s may take %v", what, d)
		}
	}
	if s.MaxHeaderBytes != 32<<10 || s.Addr != "127.0.0.1:0" {
		t.Errorf("%d bytes of headers at %s", s.MaxHeaderBytes, s.Addr)
	}
}

// TestShutdownDoesNotWaitForSubscribers: a server that is told to stop lets
// requests finish and ends its streams.
func TestShutdownDoesNotWaitForSubscribers(t *testing.T) {
	t.Parallel()
	closing := make(chan struct{})
	resolver := &testschema.Resolver{}
	mux := http.NewServeMux()
	mux.Handle("/graphql", wire.New(testschema.Schema(resolver), wire.Options{Closing: closing}))
	server := wire.Server("", mux)
	server.RegisterOnShutdown(func() { close(closing) })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()

	s := &service{URL: "http://" + l.Addr().String(), Resolver: resolver}
	stream, _ := s.subscribe(t, t.Context(), `subscription{watch(name:"x")}`, nil)
	if _, err := stream.real(t); err != nil {
		t.Fatal(err)
	}
	c := s.connect(t)
	c.send(`{"type":"connection_init"}`)
	c.want("", "connection_ack", "")
	c.subscribe("1", `subscription{watch(name:"x")}`)
	c.want("1", "next", "")
	slow := make(chan reply, 1)
	go func() {
		defer close(slow)
		slow <- s.do(t, request{body: query("{slow(milliseconds:300)}")})
	}()
	eventually(t, "both streams and the request run", func() bool { return resolver.Running.Load() == 3 })

	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		t.Errorf("shutdown: %v", err)
	}
	if err := <-served; err != http.ErrServerClosed {
		t.Errorf("serve: %v", err)
	}
	c.wantClose(1001)
	eventually(t, "no stream runs", func() bool { return resolver.Running.Load() == 0 })
	if r := <-slow; !strings.Contains(r.Body, `"slow":true`) {
		t.Errorf("a request under way was cut: %s", r.Body)
	}
}
