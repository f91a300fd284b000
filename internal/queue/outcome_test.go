package queue_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dossier/internal/queue"
)

func TestBackoff(t *testing.T) {
	t.Parallel()
	const base, most = 2 * time.Second, 2 * time.Minute
	for _, c := range []struct {
		attempt int
		chance  float64
		want    time.Duration
	}{
		{1, 0.5, 2 * time.Second}, {2, 0.5, 4 * time.Second}, {4, 0.5, 16 * time.Second},
		{1, 0, 1500 * time.Millisecond}, {7, 0.5, 2 * time.Minute}, {0, 0.5, 2 * time.Second},
	} {
		if got := queue.Backoff(c.attempt, base, most, c.chance); got != c.want {
			t.Errorf("attempt %d, chance %v: got %v, want %v", c.attempt, c.chance, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		attempt := rapid.IntRange(-5, 1<<40).Draw(t, "attempt")
		chance := rapid.Float64Range(0, 0.999).Draw(t, "chance")
		d := queue.Backoff(attempt, base, most, chance)
		if d < base*3/4 || d > most*5/4 {
			t.Fatalf("got %v", d)
		}
		if next := queue.Backoff(attempt+1, base, most, chance); next < d {
			t.Fatalf("attempt %d waits %v, the next one %v", attempt, d, next)
		}
	})
}

func TestMarkedErrorsAreStillThemselves(t *testing.T) {
	t.Parallel()
	cause := errors.New("429: ask later")
	for _, err := range []error{queue.Permanent(cause), queue.DeferFor(time.Second, cause), fmt.Errorf("wrapped: %w", queue.Permanent(cause))} {
		if !errors.Is(err, cause) {
			t.Errorf("%v lost its cause", err)
		}
	}
	if got := queue.DeferFor(-time.Hour, cause).Error(); got != cause.Error() {
		t.Errorf("got %q", got)
	}
}
