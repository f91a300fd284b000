package queue

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
)

// changes is the Redis channel that carries "kind id" for everything that
// changed.
const changes = "queue:changes"

// unsent is how many changes may wait for Redis; more are dropped.
const unsent = 1024

// Notifier tells every process that something may have changed. It carries
// an id and no content, and it may lose events: who listens reads the thing
// again, at each wake-up and at the latest after a while.
type Notifier struct {
	client redis.UniversalClient
	every  time.Duration
	log    *slog.Logger
	out    chan topic

	mu        sync.Mutex
	listeners map[topic]map[chan struct{}]struct{}
}

type topic struct {
	kind string
	id   uuid.UUID
}

// NewNotifier returns a notifier that wakes each listener at least once in
// every. Run makes it work; until then and while Redis is away listeners live
// on that alone.
func NewNotifier(client redis.UniversalClient, every time.Duration, log *slog.Logger) *Notifier {
	return &Notifier{
		client: client, every: every, log: log,
		out:       make(chan topic, unsent),
		listeners: map[topic]map[chan struct{}]struct{}{},
	}
}

// Publish says that the thing of this kind and id may have changed. It never
// waits for Redis.
func (n *Notifier) Publish(_ context.Context, kind string, id uuid.UUID) {
	select {
	case n.out <- topic{kind, id}:
	default: // Redis is away; listeners wake up by themselves
	}
}

// Subscribe returns a channel of wake-ups for one thing: one at once, one
// after each change, one after a connection to Redis was lost and found
// again, and one when nothing came for a while. Wake-ups that are not fetched
// merge. The channel is closed when ctx ends.
func (n *Notifier) Subscribe(ctx context.Context, kind string, id uuid.UUID) <-chan struct{} {
	in, wake := make(chan struct{}, 1), make(chan struct{}, 1)
	n.add(topic{kind, id}, in)
	go func() {
		defer close(wake)
		defer n.remove(topic{kind, id}, in)
		timer := time.NewTimer(0)
		defer timer.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-in:
			case <-timer.C:
			}
			timer.Reset(n.every)
			ring(wake)
		}
	}()
	return wake
}

func (n *Notifier) add(t topic, in chan struct{}) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.listeners[t] == nil {
		n.listeners[t] = map[chan struct{}]struct{}{}
	}
	n.listeners[t][in] = struct{}{}
}

func (n *Notifier) remove(t topic, in chan struct{}) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.listeners[t], in)
	if len(n.listeners[t]) == 0 {
		delete(n.listeners, t)
	}
}

func (n *Notifier) wake(t topic) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for in := range n.listeners[t] {
		ring(in)
	}
}

func (n *Notifier) wakeAll() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, all := range n.listeners {
		for in := range all {
			ring(in)
		}
	}
}

// ring leaves a wake-up unless one is there.
func ring(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Run sends what is published and receives for all listeners of this
// process, on one connection, until ctx ends.
func (n *Notifier) Run(ctx context.Context) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { n.send(ctx) })
	var down trouble
	for ctx.Err() == nil {
		err := n.receive(ctx, func() { down.over(n.log, "listening for changes again") })
		if ctx.Err() != nil {
			return
		}
		down.now(n.log, "cannot listen for changes", err)
		pause(ctx, down.next(50*time.Millisecond, time.Second))
	}
}

func (n *Notifier) send(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case t := <-n.out:
			ctx, cancel := context.WithTimeout(ctx, redisTimeout)
			if err := n.client.Publish(ctx, changes, t.kind+" "+t.id.String()).Err(); err != nil {
				n.log.DebugContext(ctx, "a change was not published", "kind", t.kind, "id", t.id, "error", err)
			}
			cancel()
		}
	}
}

// receive passes changes on until the connection fails. A connection that
// says nothing is asked for a sign of life: a black hole sends no end.
func (n *Notifier) receive(ctx context.Context, listening func()) error {
	sub := n.client.Subscribe(ctx, changes)
	defer sub.Close()
	defer context.AfterFunc(ctx, func() { sub.Close() })()
	for asked := false; ; {
		m, err := sub.ReceiveTimeout(ctx, redisTimeout)
		switch m := m.(type) {
		case *redis.Subscription:
			listening()
			n.wakeAll()
		case *redis.Message:
			kind, text, _ := strings.Cut(m.Payload, " ")
			if id, err := uuid.Parse(text); err == nil {
				n.wake(topic{kind, id})
			}
		case nil:
			if asked || !isTimeout(err) {
				return err
			}
			if err := sub.Ping(ctx); err != nil {
				return err
			}
		}
		asked = m == nil
	}
}
