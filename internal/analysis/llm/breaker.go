package llm

import (
	"sync"
	"time"
)

// breaker keeps a client from asking an endpoint that has refused its key or
// whose quota is spent: asking again would not help and might be billed.
type breaker struct {
	mu     sync.Mutex
	until  time.Time
	reason string
}

// open stops all questions until a time.
func (b *breaker) open(until time.Time, reason string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.until, b.reason = until, reason
}

// closed reports whether questions may be asked, and why not.
func (b *breaker) closed(now time.Time) (bool, string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return !now.Before(b.until), b.reason
}
