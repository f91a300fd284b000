package queue

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
)

// Ready is the set of ids that wait for a worker, in Redis, best first. An id
// is in it once at most, so pushing again does no harm.
type Ready struct {
	client redis.UniversalClient
	key    string
}

// Due is a row to be pushed.
type Due struct {
	ID       uuid.UUID
	Priority int     // higher is sooner
	Since    float64 // seconds since 1970 from which it is due; earlier is sooner
}

// NewReady returns the set of a kind of job. The braces keep its keys on one
// node of a Cluster.
func NewReady(client redis.UniversalClient, kind string) *Ready {
	return &Ready{client: client, key: "{" + kind + "}:ready"}
}

// Push adds ids that are not in the set yet.
func (r *Ready) Push(ctx context.Context, due ...Due) error {
	if len(due) == 0 {
		return nil
	}
	members := make([]redis.Z, len(due))
	for i, d := range due {
		members[i] = redis.Z{Score: score(d), Member: d.ID.String()}
	}
	ctx, cancel := context.WithTimeout(ctx, redisTimeout)
	defer cancel()
	if err := r.client.ZAddNX(ctx, r.key, members...).Err(); err != nil {
		return fmt.Errorf("push to the ready set: %w", err)
	}
	return nil
}

// score orders by priority, then by time: ten thousand million seconds, the
// distance between two priorities, are more than any time has.
func score(d Due) float64 { return d.Since - 1e10*float64(d.Priority) }

// Pop waits up to a second for the best id and takes it out. Without one it
// returns uuid.Nil; what was not an id has been thrown away and is an error of
// the kind garbage. The wait cannot be interrupted: the driver would
// drop an answer on its way, and with it an id.
func (r *Ready) Pop(ctx context.Context) (uuid.UUID, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), redisTimeout)
	defer cancel()
	got, err := r.client.BZPopMin(ctx, time.Second, r.key).Result()
	if errors.Is(err, redis.Nil) {
		return uuid.Nil, nil
	}
	if err != nil {
		return uuid.Nil, fmt.Errorf("pop from the ready set: %w", err)
	}
	text, _ := got.Member.(string)
	id, err := uuid.Parse(text)
	if err != nil || id == uuid.Nil {
		return uuid.Nil, garbage(text)
	}
	return id, nil
}

// garbage is what stood in the ready set and is no id.
type garbage string

func (g garbage) Error() string { return fmt.Sprintf("%.40q in the ready set is no id", string(g)) }

// Depth counts the ids in the set.
func (r *Ready) Depth(ctx context.Context) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, redisTimeout)
	defer cancel()
	n, err := r.client.ZCard(ctx, r.key).Result()
	if err != nil {
		return 0, fmt.Errorf("count the ready set: %w", err)
	}
	return int(n), nil
}
