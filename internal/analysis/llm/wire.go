package llm

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"time"
)

// maxErrorBody bounds what is read of an answer that tells of a failure.
const maxErrorBody = 4 << 10

// The faults that only this package can see on the wire.
var (
	errRedirect = errors.New("the endpoint redirects")
	errOversize = errors.New("the answer is too large")
	errIdle     = fmt.Errorf("the answer paused for too long: %w", context.DeadlineExceeded)
)

// noRedirect keeps the key and the text from following a redirect elsewhere.
func noRedirect(*http.Request, []*http.Request) error { return errRedirect }

// wire carries one call for go-openai: it adds to the request what the library
// cannot send, keeps the headers that the library drops on errors, and bounds
// the answer in size and in time. Each call has its own.
type wire struct {
	client *http.Client
	// extra is put before the closing brace of the request's body, as
	// `"temperature":0`. The body's own bytes keep their order.
	extra     []byte
	idle      time.Duration
	maxAnswer int64

	// sent is the body of the request; what follows came back.
	sent   []byte
	status int
	header http.Header
	body   []byte
}

// Do sends a request and reads the whole answer. A body that breaks off is the
// error, even where the status promised well.
func (w *wire) Do(req *http.Request) (*http.Response, error) {
	if err := w.inject(req); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancelCause(req.Context())
	defer cancel(nil)
	resp, err := w.client.Do(req.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	w.status, w.header = resp.StatusCode, resp.Header
	limit := w.maxAnswer
	if resp.StatusCode >= http.StatusBadRequest {
		limit = maxErrorBody
	}
	body := &idleReader{r: resp.Body, after: w.idle, cancel: func() { cancel(errIdle) }}
	w.body, err = io.ReadAll(io.LimitReader(body, limit+1))
	switch {
	case int64(len(w.body)) > limit && limit == maxErrorBody:
		w.body = w.body[:limit]
	case int64(len(w.body)) > limit:
		w.body = nil
		return nil, errOversize
	case err != nil && resp.StatusCode < http.StatusBadRequest:
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(w.body))
	return resp, nil
}

// inject adds the extra fields to the request's body.
func (w *wire) inject(req *http.Request) error {
	if req.Body == nil {
		return nil
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return err
	}
	body = bytes.TrimSpace(body)
	if len(body) < 2 || body[len(body)-1] != '}' {
		return errors.New("the request is not a JSON object")
	}
	joined := body
	if len(w.extra) > 0 {
		joined = append(bytes.Clone(body[:len(body)-1]), ',')
		joined = append(append(joined, w.extra...), '}')
	}
	w.sent = joined
	req.Body = io.NopCloser(bytes.NewReader(joined))
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(joined)), nil }
	req.ContentLength = int64(len(joined))
	return nil
}

// idleReader fails when nothing arrives for a while; net/http waits for ever.
type idleReader struct {
	r       io.Reader
	after   time.Duration
	cancel  func()
	expired atomic.Bool
}

func (i *idleReader) Read(p []byte) (int, error) {
	t := time.AfterFunc(i.after, func() {
		i.expired.Store(true)
		i.cancel()
	})
	n, err := i.r.Read(p)
	t.Stop()
	if err != nil && i.expired.Load() {
		err = errIdle
	}
	return n, err
}
