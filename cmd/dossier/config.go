package main

import (
	"context"
	"log/slog"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"

	"dossier/internal/fault"
	"dossier/internal/postgres"
	"dossier/internal/queue"
)

// database says where Postgres is.
type database struct {
	DatabaseURL string `env:"DATABASE_URL" placeholder:"URL" help:"Postgres, as postgres://user:password@host:5432/dossier."`
	DBConns     int32  `name:"db-connections" env:"DOSSIER_DB_CONNECTIONS" default:"10" help:"Connections to Postgres at most."`
}

func (d database) open(ctx context.Context) (*pgxpool.Pool, error) {
	if d.DatabaseURL == "" {
		return nil, fault.New(fault.Invalid, "no database is named: set --database-url or DATABASE_URL, or run dossier demo, which brings its own")
	}
	return postgres.Open(ctx, d.DatabaseURL, postgres.Options{Role: postgres.Runtime, MaxConns: d.DBConns})
}

// openCurrent opens a database whose schema is the program's.
func (d database) openCurrent(ctx context.Context) (*pgxpool.Pool, error) {
	pool, err := d.open(ctx)
	if err != nil {
		return nil, err
	}
	if err := postgres.Current(ctx, pool); err != nil {
		pool.Close()
		return nil, err
	}
	return pool, nil
}

// redisServer says where Redis is.
type redisServer struct {
	RedisURL string `env:"REDIS_URL" placeholder:"URL" help:"Redis, as redis://:password@host:6379/0. With a parameter master_name it names Sentinels, with addr alone a Cluster."`
}

func (r redisServer) connect(log *slog.Logger) (redis.UniversalClient, error) {
	if r.RedisURL == "" {
		return nil, fault.New(fault.Invalid, "no Redis is named: set --redis-url or REDIS_URL, or run dossier demo, which brings its own")
	}
	queue.LogRedis(log)
	client, err := queue.OpenRedis(r.RedisURL)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "the Redis address cannot be read: give a URL such as redis://:password@host:6379/0")
	}
	return client, nil
}

// listening says where the API is served.
type listening struct {
	Listen     string   `env:"DOSSIER_LISTEN" default:"127.0.0.1:8080" help:"Address to serve the API on."`
	Origins    []string `env:"DOSSIER_ORIGINS" placeholder:"PATTERN" help:"Other hosts whose pages may ask, as *.example.org."`
	Introspect bool     `env:"DOSSIER_INTROSPECTION" default:"true" negatable:"" help:"Answer introspection queries."`
}

// signIn says whose tokens are believed.
type signIn struct {
	OIDCIssuer   string `name:"oidc-issuer" env:"DOSSIER_OIDC_ISSUER" placeholder:"URL" help:"OpenID Connect issuer whose tokens are accepted."`
	OIDCAudience string `name:"oidc-audience" env:"DOSSIER_OIDC_AUDIENCE" placeholder:"NAME" help:"Audience that its tokens must name."`
}

func (s signIn) check() error {
	if s.OIDCIssuer == "" || s.OIDCAudience == "" {
		return fault.New(fault.Invalid, "nobody could sign in: set --oidc-issuer and --oidc-audience (DOSSIER_OIDC_ISSUER, DOSSIER_OIDC_AUDIENCE), or run dossier demo, which issues its own tokens")
	}
	return nil
}

// model says which language model analyses, if any.
type model struct {
	LLMURL     string        `name:"llm-url" env:"DOSSIER_LLM_URL" placeholder:"URL" help:"OpenAI-compatible endpoint, as https://api.openai.com/v1. Without it, or a model, analyses are done offline. Servers and workers need the same: a server asks for the model, a worker calls it."`
	LLMKey     string        `name:"llm-key" env:"DOSSIER_LLM_KEY" placeholder:"KEY" help:"Its API key. Prefer the environment: flags are seen by others on the machine."`
	LLMModel   string        `name:"llm-model" env:"DOSSIER_LLM_MODEL" placeholder:"NAME" help:"Its model."`
	LLMTimeout time.Duration `name:"llm-timeout" env:"DOSSIER_LLM_TIMEOUT" default:"2m" help:"Longest time for one call."`
}

// name is the analyser that rows ask for.
func (m model) name() (string, error) {
	switch {
	case m.LLMURL == "" && m.LLMModel == "":
		return "offline", nil
	case m.LLMModel == "":
		return "", fault.New(fault.Invalid, "--llm-url is set and --llm-model is not: name the model too")
	case m.LLMURL == "":
		return "", fault.New(fault.Invalid, "--llm-model is set and --llm-url is not: name the endpoint too, as https://api.openai.com/v1")
	}
	if m.LLMTimeout <= 0 {
		return "", fault.New(fault.Invalid, "--llm-timeout must be more than 0, as 2m")
	}
	if u, err := url.Parse(m.LLMURL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", fault.New(fault.Invalid, "--llm-url is no http or https address")
	}
	return "llm", nil
}

// working says how a worker works.
type working struct {
	Slots int           `env:"DOSSIER_SLOTS" default:"2" help:"Analyses at a time."`
	Lease time.Duration `env:"DOSSIER_LEASE" default:"30s" help:"How long a worker may be silent before its work is given to another."`
	Drain time.Duration `env:"DOSSIER_DRAIN" default:"25s" help:"How long to finish what runs when told to stop."`
}
