package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/rs/cors"

	"dossier/graph"
	"dossier/graph/graphiql"
	"dossier/graph/wire"
	"dossier/internal/embedded"
	"dossier/internal/fault"
	"dossier/internal/token"
)

type serveCmd struct {
	listening
	database
	redisServer
	signIn
	model
	filing
	Data string `env:"DOSSIER_DATA" placeholder:"DIR" help:"Folder for data and keys; /var/lib/dossier for root if left out, else the user's own data folder."`
}

// Help is printed below the flags.
func (serveCmd) Help() string {
	return `Run any number of servers, and workers beside them. Migrate first.

Example:

  export DATABASE_URL=postgres://dossier:secret@localhost/dossier REDIS_URL=redis://localhost
  dossier migrate && dossier ladder import ladders/ai-first-business-manager
  dossier serve --oidc-issuer https://login.example.org --oidc-audience dossier`
}

// Run serves until it is told to stop.
func (c *serveCmd) Run(ctx context.Context, log *slog.Logger) error {
	if err := c.check(); err != nil {
		return err
	}
	a, closeAll, err := openApp(ctx, c.database, c.redisServer, working{}, c.model, log)
	if err != nil {
		return err
	}
	defer closeAll()
	if c.Data == "" {
		c.Data = embedded.DefaultDir()
	}
	noFiles, err := a.takeFiles(ctx, c.filing, c.Data)
	if err != nil {
		return err
	}
	defer noFiles()
	listener, err := c.listen()
	if err != nil {
		return err
	}
	tokens, err := token.NewOIDC(c.OIDCIssuer, c.OIDCAudience, time.Now)
	if err != nil {
		return err
	}
	log.Info("serving", "address", listener.Addr().String(), "version", version())
	return a.serve(ctx, listener, tokens, c.listening, func(ctx context.Context) error {
		a.queue.Serve(ctx)
		return nil
	})
}

// listen takes the address, with a sentence for the usual reason that it
// cannot.
func (l listening) listen() (net.Listener, error) {
	if _, _, err := net.SplitHostPort(l.Listen); err != nil {
		return nil, fault.New(fault.Invalid, "%q is no address to listen on: write host:port, as 127.0.0.1:8080", l.Listen)
	}
	listener, err := net.Listen("tcp", l.Listen)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fault.New(fault.Invalid, "%s is in use by another program: stop it, or choose another address with --listen", l.Listen)
	}
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", l.Listen, err)
	}
	return listener, nil
}

// crossOrigin lets pages of the other hosts ask, with a token and without
// cookies. Their patterns are those of WebSockets.
func (l listening) crossOrigin(next http.Handler) http.Handler {
	if len(l.Origins) == 0 {
		return next
	}
	return cors.New(cors.Options{
		AllowOriginFunc: func(origin string) bool {
			u, err := url.Parse(origin)
			return err == nil && slices.ContainsFunc(l.Origins, func(pattern string) bool {
				ok, err := path.Match(strings.ToLower(pattern), strings.ToLower(u.Host))
				return ok && err == nil
			})
		},
		AllowedMethods: []string{http.MethodGet, http.MethodPost},
		AllowedHeaders: []string{"Accept", "Authorization", "Content-Type", "X-Request-Id"},
		ExposedHeaders: []string{"X-Request-Id"},
		MaxAge:         600,
	}).Handler(next)
}

// serve answers requests until ctx ends; then streams are ended, requests
// that run are given time to finish, and the background work is stopped.
func (a *app) serve(ctx context.Context, listener net.Listener, tokens token.Verifier, l listening, background func(context.Context) error) error {
	closing := make(chan struct{})
	mux := http.NewServeMux()
	api := &graph.Server{Resolver: a.resolver, Tokens: tokens, Log: a.log}
	mux.Handle("/graphql", api.Handler(wire.Options{
		Observe: a.metrics.observe, Introspection: l.Introspect, Origins: l.Origins, Closing: closing,
	}))
	mux.Handle(graph.OriginalPattern, api.Original(wire.Options{}))
	mux.Handle(graph.PacketPattern, api.Packet(wire.Options{}))
	mux.Handle("/", graphiql.Handler())
	a.ops(mux)
	server := wire.Server(listener.Addr().String(), wire.Middleware(a.log, l.crossOrigin(mux)))
	server.ErrorLog = slog.NewLogLogger(a.log.Handler(), slog.LevelWarn)

	back, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	var wg sync.WaitGroup
	var failed error
	wg.Go(func() { a.notifier.Run(back) })
	work, stopWork := context.WithCancel(ctx)
	defer stopWork()
	wg.Go(func() { failed = background(work) })
	serving := make(chan error, 1)
	go func() { serving <- server.Serve(listener) }()
	var err error
	select {
	case err = <-serving:
	case <-ctx.Done():
		close(closing)
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		if e := server.Shutdown(end); e != nil {
			err = errors.Join(e, server.Close())
		}
	}
	stopWork()
	stop()
	wg.Wait()
	return errors.Join(err, failed)
}
