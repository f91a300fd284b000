package queue_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/queue"
)

// answer is what the fake model says, and with it what the handler does.
type answer struct {
	After time.Duration // the model thinks that long
	Verb  string        // ok, fail, permanent, defer, panic, exit, overflow, deaf
	For   time.Duration // defer: how long; deaf: how long the handler goes on
}

// call is one call to the model, which is one run of a job.
type call struct {
	job   uuid.UUID
	fence string
	at    time.Time
}

// llm is a fake model that counts its calls. It lives in the test's process,
// so it sees the calls of all workers.
type llm struct {
	*httptest.Server
	mu     sync.Mutex
	calls  []call
	gone   int // calls whose caller did not wait for the answer
	script func(job uuid.UUID, nth int) answer
}

func newLLM(t testing.TB) *llm {
	l := &llm{script: func(uuid.UUID, int) answer { return answer{Verb: "ok"} }}
	l.Server = httptest.NewServer(l)
	t.Cleanup(l.Close)
	return l
}

func (l *llm) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id := uuid.MustParse(r.FormValue("job"))
	a := l.record(id, r.FormValue("fence"))
	select {
	case <-time.After(a.After):
	case <-r.Context().Done():
		l.mu.Lock()
		l.gone++
		l.mu.Unlock()
		return
	}
	json.NewEncoder(w).Encode(a) // an error is a caller that is gone
}

func (l *llm) record(id uuid.UUID, fence string) answer {
	l.mu.Lock()
	defer l.mu.Unlock()
	nth := 1
	for _, c := range l.calls {
		if c.job == id {
			nth++
		}
	}
	l.calls = append(l.calls, call{id, fence, time.Now()})
	return l.script(id, nth)
}

// of returns the calls for one job, in order.
func (l *llm) of(id uuid.UUID) []call {
	l.mu.Lock()
	defer l.mu.Unlock()
	var calls []call
	for _, c := range l.calls {
		if c.job == id {
			calls = append(calls, c)
		}
	}
	return calls
}

func (l *llm) total() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.calls)
}

func (l *llm) cancelled() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.gone
}

// handler asks the model and does what it says. The result is one row.
func handler(model string) queue.Handler {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	return func(ctx context.Context, job queue.Job) (queue.Save, error) {
		a, err := ask(ctx, client, model, job)
		if err != nil {
			return nil, err
		}
		switch a.Verb {
		case "fail":
			return nil, fmt.Errorf("the model at %s is out of order", model)
		case "permanent":
			return nil, queue.Permanent(fmt.Errorf("the model cannot do this"))
		case "defer":
			return nil, queue.DeferFor(a.For, fmt.Errorf("429"))
		case "panic":
			panic("the handler's own fault")
		case "exit", "overflow":
			die(a.Verb)
		case "deaf":
			<-time.After(a.For)
		}
		return func(ctx context.Context, tx pgx.Tx) error { return result(ctx, tx, job) }, nil
	}
}

// result writes the result of a job.
func result(ctx context.Context, tx pgx.Tx, job queue.Job) error {
	_, err := tx.Exec(ctx, `insert into result (job_id, fence, attempt) values ($1, $2, $3)`, job.ID, job.Fence, job.Attempt)
	return err
}

func ask(ctx context.Context, client *http.Client, model string, job queue.Job) (a answer, err error) {
	q := url.Values{"job": {job.ID.String()}, "fence": {fmt.Sprint(job.Fence)}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, model+"/?"+q.Encode(), nil)
	if err != nil {
		return a, err
	}
	res, err := client.Do(r)
	if err != nil {
		return a, err
	}
	defer res.Body.Close()
	return a, json.NewDecoder(res.Body).Decode(&a)
}
