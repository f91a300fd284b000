package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
)

// Options are the settings of a queue. Kind, Table and Log are required; what
// is zero gets the value for production.
type Options struct {
	Kind  string // names the ready set in Redis
	Table string // holds the rows
	Log   *slog.Logger

	Lease     time.Duration // how long a claim lives without a heartbeat; 30 s
	Heartbeat time.Duration // a third of the lease
	Reap      time.Duration // between two looks for lost jobs; 1 s
	Relay     time.Duration // between two looks for due jobs; 0.5 s
	Repush    time.Duration // after which an id in Redis counts as lost; 20 s
	Window    int           // ids in Redis at most; 500

	MaxAttempts int           // 5
	BackoffBase time.Duration // the pause after the first failed attempt; 2 s
	BackoffMax  time.Duration // 2 min
	Drain       time.Duration // what a stopping worker gives its jobs; 25 s
	Grace       time.Duration // what it then gives them to heed that they are cancelled; 2 s
	SaveFor     time.Duration // how long the end of a job is tried to be written while Postgres is away; 10 min

	Rand   func() float64     // in [0,1)
	Reason func(error) string // the sentence that the row keeps of a failure; "" for the common one
	Name   string             // of this process in the column owner; host and process id
	Observer
	// Point is called where tests let a process die: "popped", between pop and
	// claim, and "answered", between the handler's return and the save.
	Point func(name string, id uuid.UUID)
}

func (o *Options) complete() error {
	if o.Kind == "" || o.Table == "" || o.Log == nil {
		return errors.New("a queue needs a kind, a table and a log")
	}
	def := func(d *time.Duration, value time.Duration) {
		if *d == 0 {
			*d = value
		}
	}
	def(&o.Lease, 30*time.Second)
	def(&o.Heartbeat, o.Lease/3)
	def(&o.Reap, time.Second)
	def(&o.Relay, 500*time.Millisecond)
	def(&o.Repush, 20*time.Second)
	def(&o.BackoffBase, 2*time.Second)
	def(&o.BackoffMax, 2*time.Minute)
	def(&o.Drain, 25*time.Second)
	def(&o.Grace, 2*time.Second)
	def(&o.SaveFor, 10*time.Minute)
	if o.Window == 0 {
		o.Window = 500
	}
	if o.MaxAttempts == 0 {
		o.MaxAttempts = 5
	}
	if o.Rand == nil {
		o.Rand = rand.Float64
	}
	if o.Point == nil {
		o.Point = func(string, uuid.UUID) {}
	}
	if o.Name == "" {
		host, _ := os.Hostname() // without one the process id has to do
		o.Name = host + "/" + strconv.Itoa(os.Getpid())
	}
	if o.Heartbeat > o.Lease/2 || o.Reap > o.Lease/3 {
		return fmt.Errorf("a lease of %v is too short for a heartbeat every %v and a look for lost jobs every %v", o.Lease, o.Heartbeat, o.Reap)
	}
	return nil
}

// Queue is one table's queue, as one process sees it.
type Queue struct {
	opt    Options
	ledger *Ledger
	ready  *Ready
	bell   chan struct{}
}

// New returns a queue. It connects to nothing.
func New(pool *pgxpool.Pool, client redis.UniversalClient, o Options) (*Queue, error) {
	if err := o.complete(); err != nil {
		return nil, err
	}
	ledger, err := NewLedger(pool, o.Table, o.Lease)
	if err != nil {
		return nil, err
	}
	return &Queue{opt: o, ledger: ledger, ready: NewReady(client, o.Kind), bell: make(chan struct{}, 1)}, nil
}

// Ring says that a row became due and was committed: this process's relay
// looks at once instead of at its next turn. It never waits and never fails,
// and a row that nobody rang for is found as well.
func (q *Queue) Ring(context.Context, uuid.UUID) { ring(q.bell) }

// Stats counts the rows of the table.
func (q *Queue) Stats(ctx context.Context) (Stats, error) { return q.ledger.Stats(ctx) }

// Depth counts the ids in Redis; an error says that Redis is away.
func (q *Queue) Depth(ctx context.Context) (int, error) { return q.ready.Depth(ctx) }
