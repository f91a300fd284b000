package queue_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/queue"
)

// notifier runs one, as a process does.
func notifier(t *testing.T, url string, every time.Duration) *queue.Notifier {
	t.Helper()
	client, err := queue.OpenRedis(url)
	if err != nil {
		t.Fatal(err)
	}
	n := queue.NewNotifier(client, every, (&rig{t: t}).log())
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { n.Run(ctx) })
	t.Cleanup(func() { cancel(); wg.Wait(); client.Close() })
	return n
}

func woken(t *testing.T, wake <-chan struct{}) {
	t.Helper()
	select {
	case <-wake:
	case <-time.After(patience):
		t.Fatal("no wake-up")
	}
}

// publishUntil publishes until something arrives: a subscription that is
// being set up misses events, which is allowed.
func publishUntil(t *testing.T, n *queue.Notifier, kind string, id uuid.UUID, wake <-chan struct{}) {
	t.Helper()
	until(t, "a change arrives", func() bool {
		n.Publish(t.Context(), kind, id)
		select {
		case <-wake:
			return true
		case <-time.After(20 * time.Millisecond):
			return false
		}
	})
}

func TestAChangeWakesEveryListenerOfIt(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		here, there := notifier(t, s.URL(), time.Hour), notifier(t, s.URL(), time.Hour)
		id, other := uuid.New(), uuid.New()
		var wakes []<-chan struct{}
		for _, n := range []*queue.Notifier{here, here, there} {
			wakes = append(wakes, n.Subscribe(t.Context(), "job", id))
		}
		strangers := []<-chan struct{}{here.Subscribe(t.Context(), "job", other), here.Subscribe(t.Context(), "person", id)}
		for _, w := range append(wakes, strangers...) {
			woken(t, w) // the one at once
		}
		settle(append(wakes, strangers...)...)
		for _, w := range wakes {
			publishUntil(t, there, "job", id, w)
		}
		for _, w := range strangers {
			select {
			case <-w:
				t.Error("a change of something else woke a listener")
			default:
			}
		}
	})
}

// settle takes the wake-ups of a connection that comes up.
func settle(wakes ...<-chan struct{}) {
	quiet := time.NewTimer(500 * time.Millisecond)
	defer quiet.Stop()
	for {
		for _, w := range wakes {
			select {
			case <-w:
			default:
			}
		}
		select {
		case <-quiet.C:
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func TestAListenerLivesThroughAnOutage(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		url := s.URL()
		s.Down() // Redis is away at the start
		n := notifier(t, url, 200*time.Millisecond)
		id := uuid.New()
		wake := n.Subscribe(t.Context(), "job", id)
		for range 4 {
			woken(t, wake) // by the clock alone
		}
		start := time.Now()
		for range 5000 {
			n.Publish(t.Context(), "job", id)
		}
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("publishing to a Redis that is away took %v", d)
		}
		patient := notifier(t, url, 2*patience)
		quiet := patient.Subscribe(t.Context(), "job", id)
		woken(t, quiet)
		s.Up()
		publishUntil(t, n, "job", id, quiet) // through Redis: its clock is slower than this test
	})
}

func TestAListenerIsToldToReadAgainAfterItsConnectionWasLost(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		n := notifier(t, s.URL(), 2*patience)
		id := uuid.New()
		wake := n.Subscribe(t.Context(), "job", id)
		publishUntil(t, n, "job", id, wake)
		settle(wake)
		s.Down()
		s.Up()
		woken(t, wake) // nothing was published
	})
}

func TestASubscriptionEndsWithItsContext(t *testing.T) {
	t.Parallel()
	n := notifier(t, inProcess(t).URL(), time.Hour)
	ctx, cancel := context.WithCancel(t.Context())
	wake := n.Subscribe(ctx, "job", uuid.New())
	woken(t, wake)
	cancel()
	until(t, "the channel is closed", func() bool {
		select {
		case _, open := <-wake:
			return !open
		default:
			return false
		}
	})
}
