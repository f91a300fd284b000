package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"

	"dossier/internal/analysis"
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

// working says how a worker works.
type working struct {
	Slots int           `env:"DOSSIER_SLOTS" default:"2" help:"Analyses at a time."`
	Lease time.Duration `env:"DOSSIER_LEASE" default:"30s" help:"How long a worker may be silent before its work is given to another."`
	Drain time.Duration `env:"DOSSIER_DRAIN" default:"25s" help:"How long to finish what runs when told to stop."`

	DayCalls  int `name:"llm-day-calls" env:"DOSSIER_LLM_DAY_CALLS" default:"0" help:"Calls of the model a ladder may make in a day (UTC), all workers together; 0 for any number. What is left then is analysed offline and marked degraded."`
	DayInput  int `name:"llm-day-input" env:"DOSSIER_LLM_DAY_INPUT" default:"0" help:"Tokens a ladder may send in a day; 0 for any number."`
	DayOutput int `name:"llm-day-output" env:"DOSSIER_LLM_DAY_OUTPUT" default:"0" help:"Tokens a ladder may be answered in a day; 0 for any number."`
	keeping
}

// check says what is wrong with the settings of a worker.
func (w working) check() error {
	if w.DayCalls < 0 || w.DayInput < 0 || w.DayOutput < 0 {
		return fault.New(fault.Invalid, "--llm-day-calls, --llm-day-input and --llm-day-output must not be below 0")
	}
	if w.KeepKey != "" {
		if _, err := analysis.ParseKey(w.KeepKey); err != nil {
			return fault.New(fault.Invalid, "--llm-keep-key: %v", err)
		}
		if w.Keep <= 0 {
			return fault.New(fault.Invalid, "--llm-keep must be more than 0, as 720h")
		}
	}
	return nil
}
