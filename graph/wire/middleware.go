package wire

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync"
	"time"
)

// Middleware stands around every path of a server: a request id, headers that
// keep answers out of caches and sniffers, a fixed answer to a panic, and one
// line per request in the access log. The line holds no text the caller wrote
// but the path's known part: no query, no variables, no unknown operation name.
func Middleware(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		id := requestID(r.Header.Get(requestIDHeader))
		e := &entry{}
		ctx := context.WithValue(r.Context(), idKey{}, id)
		ctx = context.WithValue(ctx, entryKey{}, e)
		r = r.WithContext(ctx) // the one a ServeMux notes its pattern on
		h := w.Header()
		h.Set(requestIDHeader, id)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")

		seen := &statusWriter{ResponseWriter: w}
		defer func() {
			if thrown := recover(); thrown != nil {
				if thrown == http.ErrAbortHandler {
					panic(thrown)
				}
				log.ErrorContext(ctx, "panic in a handler", "panic", thrown, "stack", string(debug.Stack()))
				if seen.status == 0 {
					seen.Header().Set("Content-Type", mediaJSON+"; charset=utf-8")
					seen.WriteHeader(http.StatusInternalServerError)
					_, _ = seen.Write([]byte(`{"errors":[{"message":"` + internalText + `","extensions":{"code":"` + codeInternal + `"}}]}`))
				}
			}
			e.log(ctx, log, r, seen.status, time.Since(start))
		}()
		next.ServeHTTP(seen, r)
	})
}

type entryKey struct{}

// entry is what the endpoint adds to the line of its request. A socket runs
// many operations; the line then counts them.
type entry struct {
	mu    sync.Mutex
	last  Operation
	count int
}

func entryOf(ctx context.Context) *entry {
	e, _ := ctx.Value(entryKey{}).(*entry)
	return e
}

func (e *entry) note(op Operation) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.last, e.count = op, e.count+1
}

func (e *entry) log(ctx context.Context, log *slog.Logger, r *http.Request, status int, took time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	attrs := []slog.Attr{
		slog.String("method", knownMethod(r.Method)),
		slog.String("path", knownPath(r)),
		slog.Int("status", or(status, http.StatusOK)),
		slog.Duration("took", took),
	}
	switch {
	case e.count == 1:
		attrs = append(attrs, slog.String("operation", e.last.Name), slog.String("transport", e.last.Transport))
		if e.last.Code != "" {
			attrs = append(attrs, slog.String("code", e.last.Code))
		}
	case e.count > 1:
		attrs = append(attrs, slog.Int("operations", e.count), slog.String("transport", e.last.Transport))
	}
	log.LogAttrs(ctx, slog.LevelInfo, "request", attrs...)
}

// knownPath is the pattern that a ServeMux matched, so that a made-up path
// does not reach the log.
func knownPath(r *http.Request) string {
	if r.Pattern != "" {
		return r.Pattern
	}
	return "unmatched"
}

func knownMethod(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch,
		http.MethodDelete, http.MethodOptions, http.MethodConnect, http.MethodTrace:
		return m
	}
	return "other"
}

// statusWriter remembers the status. Unwrap lets http.ResponseController and
// the WebSocket upgrade reach the writer of the server.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(b []byte) (int, error) {
	w.status = or(w.status, http.StatusOK)
	return w.ResponseWriter.Write(b)
}

// Unwrap returns the writer inside.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
