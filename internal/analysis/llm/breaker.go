package llm

import (
	"sync"
	"time"
)

// outageLimit is how many questions in a row may fail, each after its tries,
// before the endpoint is taken to be down.
const outageLimit = 5

// breaker keeps a client from asking an endpoint that has refused its key,
// whose quota is spent, or that is down: asking again would not help, might be
// billed and would keep people waiting for what the fallback can do at once.
type breaker struct {
	mu     sync.Mutex
	until  time.Time
	reason string
	failed int // questions in a row
}

// answered notes that the endpoint works.
func (b *breaker) answered() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failed = 0
}

// missed notes a question that failed for good. From outageLimit on nothing is
// asked until a time; then one question finds out whether it is over.
func (b *breaker) missed(until time.Time, reason string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failed++
	if b.failed >= outageLimit && until.After(b.until) {
		b.until, b.reason = until, reason
	}
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
