package queue

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"time"
)

// trouble logs the start and the end of a state instead of every moment of
// it. It is used by one goroutine.
type trouble struct {
	on   bool
	wait time.Duration
}

func (t *trouble) now(log *slog.Logger, text string, err error) {
	if !t.on {
		log.Warn(text, "error", err)
	}
	t.on = true
}

func (t *trouble) over(log *slog.Logger, text string) {
	if t.on {
		log.Info(text)
	}
	t.on, t.wait = false, 0
}

// next is how long to wait before the next try: twice as long each time,
// up to most.
func (t *trouble) next(least, most time.Duration) time.Duration {
	t.wait = min(max(2*t.wait, least), most)
	return t.wait
}

// pause waits, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

func isTimeout(err error) bool {
	e, ok := errors.AsType[net.Error](err)
	return ok && e.Timeout()
}
