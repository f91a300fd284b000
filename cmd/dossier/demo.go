package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/embedded"
	"dossier/internal/fault"
	"dossier/internal/postgres"
	"dossier/internal/sample"
	"dossier/internal/token"
)

// tokenLife is how long the demo's tokens are good.
const tokenLife = 30 * 24 * time.Hour

type demoCmd struct {
	listening
	database
	redisServer
	model
	working
	filing
	telling
	Data   string `env:"DOSSIER_DATA" placeholder:"DIR" help:"Folder for data and keys; /var/lib/dossier for root if left out, else the user's own data folder."`
	Fresh  bool   `help:"Throw the data away and start over."`
	Tokens string `placeholder:"FILE" help:"Write the tokens to a file, as JSON from persona to token."`
}

// Help is printed below the flags.
func (demoCmd) Help() string {
	return `It needs nothing but PostgreSQL's programs, which it installs where that needs no question. Data lasts between runs. With DATABASE_URL or REDIS_URL set it uses those servers instead.

Example:

  dossier demo --listen 127.0.0.1:9090 --fresh`
}

// Run serves until it is told to stop.
func (c *demoCmd) Run(ctx context.Context, s streams, log *slog.Logger) error {
	listener, err := c.listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	if c.Tokens != "" {
		// Whether the file can be written is known before anything is started.
		if err := os.WriteFile(c.Tokens+".new", nil, 0o600); err != nil {
			return fault.New(fault.Invalid, "--tokens: %s cannot be written: %v", c.Tokens, cause(err))
		}
	}
	if c.Data == "" {
		c.Data = embedded.DefaultDir()
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	own := c.DatabaseURL == ""
	pool, closeDB, err := c.startDatabase(ctx, stop, s.Err, log)
	if err != nil {
		return err
	}
	defer closeDB()
	if c.RedisURL == "" {
		r, err := embedded.StartRedis(context.WithoutCancel(ctx))
		if err != nil {
			return err
		}
		defer r.Stop()
		c.RedisURL = r.URL()
	}
	client, err := c.connect(log)
	if err != nil {
		return err
	}
	defer client.Close()
	key := filepath.Join(c.Data, "token.key")
	tokens, err := openLocal(key)
	if err != nil {
		return err
	}
	a, err := newApp(pool, client, c.working, c.model, fence(c.LLMKey, c.LLMURL, key), log)
	if err != nil {
		return err
	}
	noFiles, err := a.takeFiles(ctx, c.filing, c.Data)
	if err != nil {
		return err
	}
	defer noFiles()
	tell, err := a.tell(c.telling, tellEvery)
	if err != nil {
		return err
	}
	seed := &seeder{app: a, issuer: tokens.Issuer(), now: now()}
	if err := seed.seed(ctx); err != nil {
		return err
	}
	err = a.serve(ctx, listener, tokens, c.listening, func(ctx context.Context) error {
		go a.forget(ctx, c.Keep, forgetEvery)
		if own || c.Files != "" {
			go a.sweep(ctx, a.resolver.Acts.Files, sweepEvery, sweepAfter)
		}
		go a.care(ctx, careEvery)
		go tell(ctx)
		database := "the one that DATABASE_URL names" // its password is not ours to print
		if own {
			database = c.DatabaseURL
		}
		go c.welcome(ctx, s.Out, log, seed, tokens, listener.Addr().String(), database)
		return runWorker(ctx, a.worker(c.Slots))
	})
	if cause := context.Cause(ctx); err == nil && fault.KindOf(cause) == fault.Unavailable {
		return cause
	}
	return err
}

func openLocal(path string) (*token.Local, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	return token.OpenLocal(path, time.Now)
}

// startDatabase opens the database that is named, or starts one of its own,
// and brings its schema up to date. Should its own server end, stop is called.
func (c *demoCmd) startDatabase(ctx context.Context, stop context.CancelCauseFunc, out io.Writer, log *slog.Logger) (*pgxpool.Pool, func(), error) {
	end := func() {}
	if c.DatabaseURL == "" {
		if _, err := embedded.FindPostgres(ctx); err != nil {
			if err := embedded.InstallPostgres(ctx, out); err != nil {
				return nil, nil, err
			}
		}
		pg, err := embedded.Start(ctx, embedded.Options{Dir: c.Data, Log: log, Fresh: c.Fresh})
		if err != nil {
			return nil, nil, err
		}
		end = pg.Stop
		c.DatabaseURL = pg.DSN()
		go func() {
			select {
			case <-pg.Exited():
				stop(fault.New(fault.Unavailable, "the embedded Postgres ended; its log is %s", pg.LogFile()))
			case <-ctx.Done():
			}
		}()
	} else if c.Fresh {
		return nil, nil, fault.New(fault.Invalid, "--fresh throws away the embedded database; empty the one that DATABASE_URL names yourself")
	}
	if _, _, err := postgres.Migrate(ctx, c.DatabaseURL); err != nil {
		end()
		return nil, nil, err
	}
	pool, err := c.open(ctx)
	if err != nil {
		end()
		return nil, nil, err
	}
	return pool, func() { pool.Close(); end() }, nil
}

// welcome says where to go, once the sample's drafts are analysed.
func (c *demoCmd) welcome(ctx context.Context, out io.Writer, log *slog.Logger, seed *seeder, tokens *token.Local, address, database string) {
	wait, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	if err := seed.analysed(wait); err != nil {
		log.Warn("the sample is not analysed yet", "error", err)
	}
	data, err := sample.Load()
	if err != nil {
		log.Error("the sample cannot be read", "error", err)
		return
	}
	issued := map[string]string{}
	var lines, others strings.Builder
	for _, name := range sample.Personas() {
		p := data.Persona(name)
		raw, err := tokens.Issue(p.Key, tokenLife)
		if err != nil {
			log.Error("no token is issued", "error", err)
			return
		}
		issued[name] = raw
		fmt.Fprintf(&lines, "  %s (%s): %s\n    %s\n", name, p.Name, p.Look, raw)
	}
	for _, p := range data.People {
		if p.Look != "" && p.Persona == "" {
			fmt.Fprintf(&others, "  %s: %s\n", p.Key, p.Look)
		}
	}
	if c.Tokens != "" {
		b, err := json.MarshalIndent(issued, "", "  ")
		if err == nil {
			err = os.WriteFile(c.Tokens+".new", append(b, '\n'), 0o600)
		}
		if err == nil {
			err = os.Rename(c.Tokens+".new", c.Tokens)
		}
		if err != nil {
			log.Error("the tokens are not written", "file", c.Tokens, "error", err)
		}
	}
	fmt.Fprintf(out, `Dossier is ready.

  GraphiQL  http://%[1]s/
  API       http://%[1]s/graphql
  Data      %[2]s (dossier demo --fresh starts over)
  Database  %[5]s

Tokens, good for 30 days, and what there is to see:
%[3]s
For others, dossier token --person KEY:
%[6]s
Try, for the findings on the candidate's draft:

  curl -s http://%[1]s/graphql -H 'Content-Type: application/json' -H 'Authorization: Bearer %[4]s' -d '{"query":"{ dossiers(first: 1) { edges { node { status analysis { status findings { criterion { title } score evidence { quote start end } gaps { description } } } } } } }"}'

And for what waits for the steward:

  curl -s http://%[1]s/graphql -H 'Content-Type: application/json' -H 'Authorization: Bearer %[7]s' -d '{"query":"{ dossiers(filter: {status: [SUBMITTED, DECIDED]}) { edges { node { status candidate { name } panelFeasibility { available quorum candidates { person { name } conflicts { kind explanation } } } decision { outcome rationale votes { recommendation count } } } } } }"}'

Ctrl-C stops everything.
`, address, c.Data, lines.String(), issued["candidate"], database, others.String(), issued["steward"])
}
